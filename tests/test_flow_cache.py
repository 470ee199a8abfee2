"""Flows kept on disk: found again when nothing has changed, and made anew whenever in doubt."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from fslint import cache, languages
from fslint.flow import Array, Name, Span, Value
from fslint.flow_cache import TRIMMED, FlowCache, pickled
from fslint.languages.dump import dump

TEXT = "export function leave() { FS('setIdentity', { anonymous: true }); }\n"


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "flows").rglob("*") if path.is_file())


@pytest.fixture
def filled(tmp_path: Path) -> FlowCache:
    flows = FlowCache(tmp_path)
    flows.keep("a.ts", TEXT, pickled(languages.lower("a.ts", TEXT)))
    return flows


def test_another_text_another_path_another_folder_are_not_found(
    filled: FlowCache, tmp_path: Path
) -> None:
    assert filled.find("a.ts", TEXT + " ") is None
    assert filled.find("b.ts", TEXT) is None
    assert FlowCache(tmp_path / "other").find("a.ts", TEXT) is None


def test_other_front_ends_find_nothing(
    filled: FlowCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "__version__", "0.0.0")
    assert FlowCache(tmp_path).find("a.ts", TEXT) is None


@pytest.mark.parametrize("damage", [b"", b"no pickle", None], ids=["empty", "other", "cut short"])
def test_what_is_damaged_is_passed_over(
    filled: FlowCache, tmp_path: Path, damage: bytes | None
) -> None:
    (file,) = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:-7] if damage is None else damage)
    assert filled.find("a.ts", TEXT) is None
    filled.keep("a.ts", TEXT, pickled(languages.lower("a.ts", TEXT)))
    assert filled.find("a.ts", TEXT) is not None


def test_a_folder_that_cannot_be_written_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    flows = FlowCache(file)
    flows.keep("a.ts", TEXT, pickled(languages.lower("a.ts", TEXT)))
    flows.trim()
    assert flows.find("a.ts", TEXT) is None


def test_what_is_found_is_what_was_kept(filled: FlowCache, tmp_path: Path) -> None:
    found = FlowCache(tmp_path).find("a.ts", TEXT)
    assert found is not None
    assert dump(found) == dump(languages.lower("a.ts", TEXT))
    assert [path.suffix for path in kept(tmp_path)] == [""]


def test_too_deep_for_a_pickle() -> None:
    found = languages.lower("a.ts", TEXT)
    value: Value = Name(Span(0, 1), "x")
    for _ in range(50_000):
        value = Array(Span(0, 1), (value,))
    found.functions[0].returns.append(value)
    assert pickled(found) is None


def test_use_is_noted_once_a_day(filled: FlowCache, tmp_path: Path) -> None:
    (file,) = kept(tmp_path)
    os.utime(file, (1_000_000, 1_000_000))
    filled.find("a.ts", TEXT)
    assert time.time() - file.stat().st_mtime < 60


def test_it_is_made_smaller_once_a_day(
    filled: FlowCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trimmed: list[bool] = []
    monkeypatch.setattr(cache, "trim", lambda: trimmed.append(True))
    filled.trim()
    filled.trim()
    assert trimmed == [True]
    os.utime(tmp_path / TRIMMED, (1_000_000, 1_000_000))
    filled.trim()
    assert trimmed == [True, True]
