"""Which Fullstory packages an app installs, in which version: by every manifest and lock file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from fslint.apps import MANIFESTS, find_apps
from fslint.pages import Block, blocks
from fslint.sources import Sources

PAGE = Path(__file__).parent / "fixtures" / "sdks.md"


def projects() -> Iterator[tuple[str, list[Block]]]:
    """The projects of the page, by heading."""
    found = blocks(PAGE.read_text(encoding="utf-8"), PAGE.name)
    for heading, together in groupby(found, key=lambda block: block.headings[-1]):
        yield heading, list(together)


@pytest.mark.parametrize(
    "project", [pytest.param(project, id=heading) for heading, project in projects()]
)
def test_the_sdks_of_an_app(project: list[Block], tmp_path: Path) -> None:
    for block in project:
        file = tmp_path / block.title
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, encoding="utf-8")
    manifests = [b.title for b in project if b.title.rpartition("/")[2] in MANIFESTS]
    apps, problems = find_apps(Sources(tmp_path), manifests)
    found = {f"{sdk.name} {sdk.version}".strip() for app in apps for sdk in app.sdks}
    assert found == set(re.findall(r"`([^`]+)`", project[0].prose))
    assert problems == []
