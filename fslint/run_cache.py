"""The result of a run, kept whole: where nothing has changed since, nothing is done twice.

What is kept names all that it was made of: fslint itself, its rules and vocabulary, the
configuration, the list of files, and for each file that was asked for its size, its times and its
inode. It is used only where all of that is the same. A file changed so shortly before a run that
the clock could not tell a further change keeps the run from being kept.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import time
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from fslint import cache, resources
from fslint.findings import Result
from fslint.project import Project

COARSEST_CLOCK = 2_000_000_000
"""Nanoseconds within which a file system may give two changes one time (FAT's are the coarsest)."""

Stamp: TypeAlias = "tuple[int, ...] | None"
"""What tells one state of a file from another; None where there is no such file."""


class _Kept(NamedTuple):
    made_of: str
    stamps: Mapping[str, Stamp]
    result: Result
    gaps: dict[str, str]
    skipped: Counter[str]
    read: set[str]


class RunCache:
    """The last run on a project with one configuration, in `folder`."""

    def __init__(self, folder: Path, project: Project) -> None:
        self._project = project
        self._begun = time.time_ns()
        self._apps = project.apps
        self._made_of = _made_of(project)
        name = f"{project.root}\0{project.config!r}".encode("utf-8", "surrogatepass")
        self._file = folder / "runs" / f"{zlib.crc32(name):08x}.pickle"

    @classmethod
    def of(cls, project: Project) -> RunCache | None:
        """The cache for a project; None where the configuration turns it off, and where not all
        texts come from the disk."""
        folder = None if project.sources.overridden else cache.for_run(project.config)
        return cls(folder, project) if folder else None

    def find(self) -> Result | None:
        """What a run would give, if nothing has changed since one was kept; the project then
        knows what it would know after that run."""
        with contextlib.suppress(OSError):
            kept = cache.unpickled(self._file.read_bytes())
            if isinstance(kept, _Kept) and kept.made_of == self._made_of:
                root = os.path.join(self._project.root, "")  # noqa: PTH118 - joined for each file
                if all(_stamp(root + path) == stamp for path, stamp in kept.stamps.items()):
                    os.utime(self._file)
                    self._project.resume(
                        kept.result.checked.apps, kept.gaps, kept.skipped, kept.read
                    )
                    return kept.result
        return None

    def keep(self, result: Result) -> None:
        """Keep what a run has given, for the runs to come."""
        project = self._project
        root = os.path.join(project.root, "")  # noqa: PTH118 - joined for each file
        stamps = {path: _stamp(root + path) for path in project.read | project.sources.asked}
        newest = max((stamp[1] for stamp in stamps.values() if stamp), default=0)
        if newest > self._begun - COARSEST_CLOCK:
            return
        kept = _Kept(self._made_of, stamps, result, project.gaps, project.skipped, project.read)
        with contextlib.suppress(OSError, RecursionError):
            cache.write(self._file, pickle.dumps(kept, pickle.HIGHEST_PROTOCOL))


def _stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)  # noqa: PTH116 - asked for each file of a run
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_mode


def _made_of(project: Project) -> str:
    config = project.config
    sources = list(Path(__file__).parent.rglob("*.py"))
    for folder in (resources.rules_dir(), resources.vocabulary_dir()):
        sources += folder.iterdir()
    for folder in (*config.rules, *config.vocabulary):
        sources += folder.rglob("*")
    files = "\0".join(project.files).encode("utf-8", "surrogatepass")
    return cache.made_of(sources, config, project.root, files, project.apps, project.named)
