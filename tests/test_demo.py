"""The demo shop: every finding and every logout path, as a reader of its code would name them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fslint import cli

FIXTURES = Path(__file__).parent / "fixtures"
EVENTS = frozenset(
    {"anonymize", "identify", "track", "stop", "sign_out", "switch", "move", "leave"}
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo in a project of its own."""
    root = tmp_path_factory.mktemp("project") / "demo"
    shutil.copytree(FIXTURES / "demo", root)
    return root


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / "demo.expected.json").read_text("utf-8"))
    return found


class Report(NamedTuple):
    """A command's exit code and its JSON."""

    code: int
    said: dict[str, Any]


Run = Callable[[str], Report]


@pytest.fixture
def run(demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in the demo."""

    def command(name: str) -> Report:
        monkeypatch.chdir(demo)
        code = cli.run([name, "--format", "json"])
        return Report(code, json.loads(capsys.readouterr().out))

    return command


def test_findings(run: Run, expected: dict[str, Any]) -> None:
    code, said = run("check")
    keys = ("code", "file", "line")
    found = [{key: finding[key] for key in keys} for finding in said["findings"]]
    assert sorted(found, key=str) == sorted(expected["findings"], key=str)
    assert code == 1


def test_every_file_is_understood(run: Run) -> None:
    checked = run("check").said["checked"]
    assert checked["not_checked"] == []
    assert sorted((app["root"], app["identifies"]) for app in checked["apps"]) == [
        ("apps/account", True),
        ("apps/backoffice", True),
        ("apps/rewards", True),
        ("apps/storefront", True),
    ]


def test_paths(run: Run, expected: dict[str, Any]) -> None:
    code, said = run("paths")
    found = [shown(path) for path in said["paths"]]
    wanted = [shown(path) for path in expected["paths"]]
    assert sorted(found, key=where) == sorted(wanted, key=where)
    assert said["kinds_not_found"] == []
    assert code == 0


def shown(path: dict[str, Any]) -> dict[str, Any]:
    """What of a path is compared: calls and branches between its events are not."""
    return {
        **{key: path[key] for key in ("app", "kind", "verdict", "codes", "covered_by")},
        "entry": (path["entry"]["file"], path["entry"]["line"]),
        "steps": [
            (step["event"], step["file"], step["line"])
            for step in path["steps"]
            if step["event"] in EVENTS
        ],
    }


def where(path: dict[str, Any]) -> tuple[str, tuple[str, int]]:
    return path["app"], path["entry"]
