"""A run that is kept whole: given again when nothing has changed, and never when something has."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fslint.config import Config
from fslint.engine import analyze
from fslint.findings import Result
from fslint.project import Project
from fslint.run_cache import RunCache

HOUR = 3600
LOGOUT = """import { auth } from './auth';
export async function handleLogout() {
  await fetch('/api/logout');
  FS('setIdentity', { anonymous: true });
}
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app whose files were last changed an hour ago."""
    monkeypatch.setenv("FSLINT_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "app"
    write(folder / "package.json", '{"dependencies": {"@fullstory/browser": "2.0.8"}}\n')
    write(folder / "src" / "logout.ts", LOGOUT)
    write(folder / "src" / "other.ts", "export const one = 1;\n")
    return folder


def write(file: Path, text: str, age: float = HOUR) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    then = time.time() - age
    os.utime(file, (then, then))


def opened(folder: Path, config: Config | None = None) -> tuple[Project, RunCache]:
    project = Project.open([folder], config or Config(), cwd=folder)
    kept = RunCache.of(project)
    assert kept is not None
    return project, kept


def run(folder: Path) -> Result:
    project, kept = opened(folder)
    result = analyze(project)
    kept.keep(result)
    return result


def found_again(folder: Path, config: Config | None = None) -> bool:
    return opened(folder, config)[1].find() is not None


def remove_other(folder: Path) -> None:
    (folder / "src" / "other.ts").unlink()


def same_size(folder: Path) -> None:
    write(folder / "src" / "other.ts", "export const two = 2;\n", age=HOUR / 2)


def same_size_same_time(folder: Path) -> None:
    file = folder / "src" / "other.ts"
    status = file.stat()
    file.write_text("export const two = 2;\n", encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], None]] = {
    "a file grows": lambda app: write(app / "src" / "other.ts", LOGOUT),
    "a file of the same size": same_size,
    "a file of the same size and time": same_size_same_time,
    "a file more": lambda app: write(app / "src" / "more.ts", "export {};\n"),
    "a file less": remove_other,
    "an imported file appears": lambda app: write(app / "src" / "auth.ts", "export {};\n"),
    "a setting that is read beside the code": lambda app: write(app / "tsconfig.json", "{}\n"),
    "another version of the SDK": lambda app: write(
        app / "package.json", '{"dependencies": {"@fullstory/browser": "1.7.1"}}\n'
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_is_found_after_a_change(app: Path, change: Callable[[Path], None]) -> None:
    run(app)
    assert found_again(app)
    change(app)
    assert not found_again(app)


def test_nothing_is_found_with_another_configuration(app: Path) -> None:
    run(app)
    assert not found_again(app, Config(assume_fullstory=True))
    assert found_again(app)


def test_a_rule_that_has_changed(app: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    write(rules / "note.txt", "one")
    config = Config(rules=(rules,))
    project, kept = opened(app, config)
    kept.keep(analyze(project))
    assert found_again(app, config)
    write(rules / "note.txt", "two", age=HOUR / 2)
    assert not found_again(app, config)


def test_a_file_that_has_just_been_written_keeps_the_run_from_being_kept(app: Path) -> None:
    write(app / "src" / "other.ts", "export const one = 1;\n", age=0)
    run(app)
    assert not found_again(app)


@pytest.mark.parametrize("damage", [b"", b"no pickle", None], ids=["empty", "other", "cut short"])
def test_what_is_damaged_is_passed_over(app: Path, tmp_path: Path, damage: bytes | None) -> None:
    run(app)
    (file,) = (tmp_path / "cache" / "runs").iterdir()
    file.write_bytes(file.read_bytes()[:-7] if damage is None else damage)
    assert not found_again(app)


def test_what_is_found_is_what_was_kept(app: Path) -> None:
    write(app / "src" / "late.min.js", "FS('setIdentity',{uid:null});" * 400)
    first = run(app)
    project, kept = opened(app)
    again = kept.find()
    assert again == first
    assert [one.code for one in first.findings] == ["FS208"]
    assert project.checked().files_read == first.checked.files_read
    assert project.skipped.total() == 1
    assert [project.app_of("src/logout.ts")] == first.checked.apps


def test_without_a_cache_nothing_is_kept(app: Path) -> None:
    assert RunCache.of(Project.open([app], Config(cache=False), cwd=app)) is None


def test_texts_that_are_not_on_the_disk_are_not_kept(app: Path) -> None:
    unsaved = {app / "src" / "other.ts": LOGOUT}
    project = Project.open([app], Config(), cwd=app, overrides=unsaved)
    assert RunCache.of(project) is None
