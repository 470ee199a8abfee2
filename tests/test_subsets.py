"""What is said of a file is the same, whether all is checked or the file alone is named."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fslint import cli
from fslint.config import Config
from fslint.project import Project

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(params=["git", "no git"])
def demo(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "demo"
    shutil.copytree(FIXTURES / "demo", root)
    if request.param == "git":
        subprocess.run(["git", "init", "-q", root], check=True)
    monkeypatch.chdir(root)
    return root


def test_every_file_is_seen_in_the_same_project(demo: Path) -> None:
    whole = Project.open([], Config(), cwd=demo)
    assert len(whole.files) > 50
    for file in whole.files:
        alone = Project.open([demo / file], Config(), cwd=demo)
        assert (alone.root, alone.files, alone.targets) == (demo, whole.files, (file,))
        assert [app.root for app in alone.apps] == [app.root for app in whole.apps]


def findings(capsys: pytest.CaptureFixture[str], *files: str) -> list[dict[str, Any]]:
    cli.run(["check", "--no-cache", "--min-confidence", "low", "--format", "json", *files])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return found


def touched(finding: dict[str, Any]) -> set[str]:
    entry = [finding["entry"]] if finding["entry"] else []
    return {place["file"] for place in (finding, *entry, *finding["path"])}


@pytest.mark.parametrize(
    "files",
    [
        ["apps/storefront/src/pages/CloseAccount.tsx"],
        ["apps/account/src/App.vue", "apps/backoffice/src/app/state/session.effects.ts"],
        ["apps/storefront/src/store/session.ts", "package.json"],
        ["apps/rewards/src"],
    ],
)
def test_findings_are_those_of_the_whole_run(
    demo: Path, capsys: pytest.CaptureFixture[str], files: list[str]
) -> None:
    named = {
        path.relative_to(demo).as_posix()
        for file in files
        for path in (demo / file, *(demo / file).rglob("*"))
    }
    expected = [one for one in findings(capsys) if touched(one) & named]
    assert findings(capsys, *files) == expected
