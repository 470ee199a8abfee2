"""The cache's folder: where it is, how it is turned off, cleared and kept small."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fslint import cache, cli
from fslint.config import Config


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FSLINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def keep(folder: Path, name: str, size: int, age: int) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    os.utime(path, (1_000_000 - age, 1_000_000 - age))


def test_the_users_own_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("FSLINT_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert cache.folder() == tmp_path / "fslint"


def test_it_is_made_when_it_is_used(folder: Path) -> None:
    assert cache.for_run(Config(cache=False)) is None
    assert not folder.exists()
    assert cache.for_run(Config()) == folder
    assert folder.is_dir()


def test_a_folder_that_cannot_be_made_turns_it_off(folder: Path) -> None:
    folder.write_text("a file", encoding="utf-8")
    assert cache.for_run(Config()) is None


def test_clear(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cache.clear() == 0
    keep(folder, "a/b.pickle", 1_500_000, 0)
    assert cli.run(["cache", "clear"]) == 0
    assert cli.run(["cache", "dir"]) == 0
    assert capsys.readouterr().out == f"Deleted 1.5 MB.\n{folder}\n"
    assert list(folder.rglob("*.pickle")) == []


def test_what_was_used_longest_ago_goes_first(folder: Path) -> None:
    keep(folder, "new", 40, age=1)
    keep(folder, "old", 40, age=3)
    keep(folder, "mid", 40, age=2)
    assert cache.trim(most=100) == 40
    assert sorted(path.name for path in folder.iterdir()) == ["mid", "new"]
    assert cache.trim(most=100) == 0
