"""Flows kept on disk: a file that has not changed since another run is not parsed again.

A flow depends on nothing but a file's path and text and on the front ends, so the name of what is
kept is a digest of these three. A file that is cut short, damaged or of another make is passed
over, and made anew.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import time
import zlib
from hashlib import blake2b
from pathlib import Path

from fslint import cache, flow, languages
from fslint.flow import FileFlow

TRIMMED = "trimmed"
"""The name of the file whose time says when the cache was last made smaller."""
DAY = 24 * 60 * 60


def pickled(found: FileFlow) -> bytes | None:
    """A flow as bytes; None for one that nests too deep for it."""
    try:
        return pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
    except RecursionError:
        return None


class FlowCache:
    """The flows in `folder`, which other runs may write to at the same time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._make = _make()

    def find(self, path: str, text: str) -> FileFlow | None:
        """The flow of a file as another run has kept it, else None."""
        file = self._file(path, text)
        try:
            found = cache.unpickled(zlib.decompress(file.read_bytes()))
            if time.time() - file.stat().st_mtime > DAY:
                os.utime(file)
        except (OSError, zlib.error):
            return None
        return found if isinstance(found, FileFlow) else None

    def keep(self, path: str, text: str, data: bytes | None) -> None:
        """Keep a file's flow, as `pickled` gives it, for the runs to come."""
        if data is not None:
            with contextlib.suppress(OSError):
                cache.write(self._file(path, text), zlib.compress(data, 1))

    def trim(self) -> None:
        """Make the cache smaller, if no run has done so for a day."""
        mark = self._folder / TRIMMED
        with contextlib.suppress(OSError):
            if not mark.exists() or time.time() - mark.stat().st_mtime > DAY:
                cache.write(mark, b"")
                cache.trim()

    def _file(self, path: str, text: str) -> Path:
        digest = blake2b(self._make, digest_size=20)
        digest.update(path.encode("utf-8", "surrogatepass") + b"\0")
        digest.update(text.encode("utf-8", "surrogatepass"))
        name = digest.hexdigest()
        return self._folder / "flows" / name[:2] / name[2:]


def _make() -> bytes:
    """What tells one state of the front ends, and of Python's own pickles, from another."""
    sources = Path(languages.__file__).parent.glob("*.py")
    return cache.made_of([Path(flow.__file__), *sources]).encode()
