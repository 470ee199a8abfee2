"""From texts to flows: kept ones are found, the others are parsed, in processes where that pays.

Lowering a file depends on nothing but that file, so it can be done anywhere: the work is handed
out in batches to anything that has the `map` of a `concurrent.futures.Executor`.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from fslint import languages
from fslint.flow import FileFlow
from fslint.flow_cache import FlowCache, pickled

if TYPE_CHECKING:
    from concurrent.futures import Executor

Lowered: TypeAlias = "FileFlow | str"
"""A file's flow, or what went wrong within fslint."""
Batch: TypeAlias = "list[tuple[str, str]]"

PAYS = 1_500_000
"""Characters from which on processes are worth their start."""
BATCH = 150_000


class Lowering:
    """Lowers files: with a cache if there is one, and with an executor, by default one that is
    made when it pays and closed after each use."""

    def __init__(self, cache: FlowCache | None, executor: Executor | None = None) -> None:
        self._cache = cache
        self._executor = executor

    def lower(self, texts: Mapping[str, str]) -> Iterator[tuple[str, Lowered]]:
        """The flows of files, by their paths and texts, in the order given."""
        found = {}
        if self._cache is not None:
            found = {path: self._cache.find(path, text) for path, text in texts.items()}
        made = dict(self._make([one for one in texts.items() if found.get(one[0]) is None]))
        for path in texts:
            yield path, found.get(path) or made[path]

    def _make(self, files: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Lowered]]:
        batches = list(_batches(files))
        done = 0
        if sum(len(text) for _, text in files) >= PAYS and (os.cpu_count() or 1) > 1:
            for batch, results in zip(batches, self._elsewhere(batches), strict=False):
                done += 1
                for (path, text), result in zip(batch, results, strict=True):
                    flow = pickle.loads(result) if isinstance(result, bytes) else result
                    yield path, _lower(path, text) if flow is None else flow
        for batch in batches[done:]:
            for path, text in batch:
                flow = _lower(path, text)
                if self._cache is not None and isinstance(flow, FileFlow):
                    self._cache.keep(path, text, pickled(flow))
                yield path, flow

    def _elsewhere(self, batches: Sequence[Batch]) -> Iterator[list[bytes | str | None]]:
        """The results of the batches in their order; fewer of them where processes fail."""
        jobs = [(batch, self._cache) for batch in batches]
        if self._executor is not None:
            yield from self._executor.map(_lower_batch, jobs)
            return
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        try:
            pool = ProcessPoolExecutor(min(os.cpu_count() or 1, len(jobs)), initializer=_begin)
        except (OSError, ImportError, NotImplementedError):  # a system without semaphores
            return
        try:
            yield from pool.map(_lower_batch, jobs)
        except (BrokenProcessPool, OSError):
            return
        finally:
            pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Set up a process of the pool: the one that started it answers the keyboard."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _lower(path: str, text: str) -> Lowered:
    try:
        return languages.lower(path, text)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _lower_batch(job: tuple[Batch, FlowCache | None]) -> list[bytes | str | None]:
    """Lower files, keep their flows, and give them pickled; None for one too deep to be."""
    batch, cache = job
    results: list[bytes | str | None] = []
    for path, text in batch:
        flow = _lower(path, text)
        if isinstance(flow, str):
            results.append(flow)
            continue
        data = pickled(flow)
        if cache is not None:
            cache.keep(path, text, data)
        results.append(data)
    return results


def _batches(files: Iterable[tuple[str, str]]) -> Iterator[Batch]:
    batch: Batch = []
    size = 0
    for path, text in files:
        batch.append((path, text))
        size += len(text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
