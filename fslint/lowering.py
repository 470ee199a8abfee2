"""From texts to flows: kept ones are found, the others are parsed, in processes where that pays.

Lowering a file depends on nothing but that file, so it can be done anywhere: the work is handed
out in batches.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from fslint import languages
from fslint.flow import FileFlow
from fslint.flow_cache import FlowCache, pickled
from fslint.workers import Workers

Lowered: TypeAlias = "FileFlow | str"
"""A file's flow, or what went wrong within fslint."""
Batch: TypeAlias = "list[tuple[str, str]]"

BATCH = 150_000
"""Characters that are handed out together."""
SECONDS_A_CHARACTER = 7e-7
"""About what parsing costs."""


class Lowering:
    """Lowers files: with a cache if there is one, and with workers where that pays."""

    def __init__(self, cache: FlowCache | None, workers: Workers) -> None:
        self._cache = cache
        self._workers = workers

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
        if self._workers.pay(sum(len(text) for _, text in files) * SECONDS_A_CHARACTER):
            jobs = [(batch, self._cache) for batch in batches]
            made = self._workers.map(_lower_batch, jobs)
            for batch, results in zip(batches, made, strict=False):
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
