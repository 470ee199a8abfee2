"""What all fixes together, the unsafe ones too, make of small apps: each written first.

=== name of the case
--- src/a.js
the file's text
+++ src/a.js
its text afterwards; a file without one must stay as it is
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from fslint.config import Config
from fslint.findings import Finding
from fslint.fixes.apply import plan
from fslint.policy import choose
from fslint.project import Project

FOLDER = Path(__file__).parent / "fixtures" / "fixes"
CONFIG = Config(assume_fullstory=True, cache=False)
PART = re.compile(r"^(---|\+\+\+) (.+)\n", re.MULTILINE)


def _cases() -> list[tuple[str, str]]:
    parts = [
        text for one in sorted(FOLDER.glob("*.txt")) for text in one.read_text().split("\n=== ")[1:]
    ]
    return [(name, body) for name, _, body in (part.partition("\n") for part in parts)]


def _but_advice(findings: Sequence[Finding], project: Project) -> Sequence[Finding]:
    return [one for one in choose(findings, project).shown if one.severity != "suggestion"]


def _mended(folder: Path, files: dict[str, str]) -> dict[str, str]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    project = Project.open([folder], CONFIG, cwd=folder)
    outcome = plan(project, _but_advice, lambda _, __, fix: fix.safety != "display")
    return {**files, **outcome.texts}


@pytest.mark.parametrize(("name", "body"), _cases(), ids=lambda one: one.partition("\n")[0])
def test_case(name: str, body: str, tmp_path: Path) -> None:
    _, *parts = PART.split(body)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for mark, file, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        (before if mark == "---" else after)[file] = text
    wanted = {**before, **after}
    mended = _mended(tmp_path / "once", before)
    assert mended == wanted
    assert _mended(tmp_path / "twice", mended) == wanted
