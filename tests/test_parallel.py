"""Lowering many files: the same flows whether here, in a pool or from the cache."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fslint import languages, parallel
from fslint.flow import FileFlow
from fslint.flow_cache import FlowCache
from fslint.languages.dump import dump
from fslint.parallel import Lowering

TEXTS = {f"part{n}.ts": f"export const leave{n} = () => fs.anonymize({n});\n" for n in range(9)}


def shown(lowering: Lowering, texts: dict[str, str] = TEXTS) -> list[tuple[str, str]]:
    return [
        (path, found if isinstance(found, str) else dump(found))
        for path, found in lowering.lower(texts)
    ]


@pytest.fixture
def expected() -> list[tuple[str, str]]:
    return [(path, dump(languages.lower(path, text))) for path, text in TEXTS.items()]


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "PAYS", 0)
    monkeypatch.setattr(parallel, "BATCH", 100)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def test_no_files() -> None:
    assert shown(Lowering(None), {}) == []


def test_a_crash_in_one_file_is_told_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, expected: list[tuple[str, str]]
) -> None:
    real = languages.lower

    def lower(path: str, text: str) -> FileFlow:
        if path == "part3.ts":
            raise IndexError("oops")
        return real(path, text)

    monkeypatch.setattr(languages, "lower", lower)
    expected[3] = ("part3.ts", "IndexError: oops")
    assert shown(Lowering(None)) == expected


def test_in_processes(always: None, tmp_path: Path, expected: list[tuple[str, str]]) -> None:
    assert shown(Lowering(FlowCache(tmp_path))) == expected
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == len(TEXTS)


def test_any_executor(always: None, expected: list[tuple[str, str]]) -> None:
    with ThreadPoolExecutor(2) as executor:
        assert shown(Lowering(None, executor)) == expected


def test_a_pool_that_breaks_leaves_the_rest_to_this_process(
    always: None, monkeypatch: pytest.MonkeyPatch, expected: list[tuple[str, str]]
) -> None:
    real = Lowering._elsewhere

    def breaks(self: Lowering, batches: list[parallel.Batch]) -> Iterator[list[bytes | str | None]]:
        yield from real(self, batches[:2])

    monkeypatch.setattr(Lowering, "_elsewhere", breaks)
    assert shown(Lowering(None)) == expected


def test_kept_flows_are_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: list[tuple[str, str]]
) -> None:
    lowering = Lowering(FlowCache(tmp_path))
    assert shown(lowering) == expected

    def never(path: str, text: str) -> FileFlow:
        raise AssertionError(path)

    monkeypatch.setattr(languages, "lower", never)
    assert shown(Lowering(FlowCache(tmp_path))) == expected
