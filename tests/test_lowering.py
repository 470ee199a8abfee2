"""Lowering many files: the same flows whether here, in a pool or from the cache."""

from __future__ import annotations

import os
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from fslint import languages, lowering, workers
from fslint.flow import FileFlow
from fslint.flow_cache import FlowCache
from fslint.languages.dump import dump
from fslint.lowering import Lowering
from fslint.workers import Workers

TEXTS = {f"part{n}.ts": f"export const leave{n} = () => fs.anonymize({n});\n" for n in range(9)}


def shown(
    cache: FlowCache | None = None,
    executor: Executor | None = None,
    texts: dict[str, str] = TEXTS,
) -> list[tuple[str, str]]:
    helping = Workers(executor)
    made = Lowering(cache, helping).lower(texts)
    found = [(path, one if isinstance(one, str) else dump(one)) for path, one in made]
    helping.close()
    return found


@pytest.fixture
def expected() -> list[tuple[str, str]]:
    return [(path, dump(languages.lower(path, text))) for path, text in TEXTS.items()]


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PAYS", 0)
    monkeypatch.setattr(lowering, "BATCH", 100)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def test_no_files() -> None:
    assert shown(texts={}) == []


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
    assert shown() == expected


def test_in_processes(always: None, tmp_path: Path, expected: list[tuple[str, str]]) -> None:
    assert shown(FlowCache(tmp_path)) == expected
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == len(TEXTS)


def test_any_executor(always: None, expected: list[tuple[str, str]]) -> None:
    with ThreadPoolExecutor(2) as executor:
        assert shown(executor=executor) == expected


def test_a_pool_that_breaks_leaves_the_rest_to_this_process(
    always: None, monkeypatch: pytest.MonkeyPatch, expected: list[tuple[str, str]]
) -> None:
    here, real = os.getpid(), languages.lower

    def dies(path: str, text: str) -> FileFlow:
        if os.getpid() != here and path == "part5.ts":
            os._exit(3)
        return real(path, text)

    monkeypatch.setattr(languages, "lower", dies)
    assert shown() == expected


def test_kept_flows_are_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: list[tuple[str, str]]
) -> None:
    assert shown(FlowCache(tmp_path)) == expected

    def never(path: str, text: str) -> FileFlow:
        raise AssertionError(path)

    monkeypatch.setattr(languages, "lower", never)
    assert shown(FlowCache(tmp_path)) == expected
