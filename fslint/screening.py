"""The prefilter over many files, in processes where that pays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from fslint.prefilter import Prefilter
from fslint.sources import Sources
from fslint.workers import Workers

BATCH = 500
"""Files that are handed out together."""
SECONDS_A_FILE = 1.5e-4
"""About what reading and searching one costs."""


class _Job(NamedTuple):
    root: Path
    max_bytes: int
    words: frozenset[str]
    paths: Sequence[str]


def without(
    words: frozenset[str], paths: Iterable[str], sources: Sources, workers: Workers | None
) -> frozenset[str]:
    """Those of the files that were read from the disk and hold none of the words; none at all
    where looking at them elsewhere does not pay."""
    there = [path for path in paths if not sources.knows(path)]
    if workers is None or not workers.pay(len(there) * SECONDS_A_FILE):
        return frozenset()
    batches = (there[start : start + BATCH] for start in range(0, len(there), BATCH))
    jobs = [_Job(sources.root, sources.max_bytes, words, batch) for batch in batches]
    return frozenset(path for found in workers.map(_without, jobs) for path in found)


def _without(job: _Job) -> list[str]:
    return list(_holding_none(job))


def _holding_none(job: _Job) -> Iterator[str]:
    prefilter = _prefilter(job.words)
    sources = Sources(job.root, max_bytes=job.max_bytes)
    for path in job.paths:
        data = sources.raw(path)
        if data is not None and not prefilter.mentions(data):
            yield path


@lru_cache(maxsize=2)
def _prefilter(words: frozenset[str]) -> Prefilter:
    return Prefilter(words)
