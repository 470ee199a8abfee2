"""Where runs keep what they need not do twice, and how much of it.

Everything there can be made again: losing it costs time. Files are written whole, so runs at the
same time do not disturb one another.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from fslint import __version__
from fslint.config import Config

MOST_BYTES = 200_000_000


def folder() -> Path:
    """The cache's folder: FSLINT_CACHE_DIR, or `fslint` in the user's own cache folder."""
    given = os.environ.get("FSLINT_CACHE_DIR")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    else:
        base = os.environ.get("XDG_CACHE_HOME")
    return Path(base) / "fslint" if base else Path.home() / ".cache" / "fslint"


def for_run(config: Config) -> Path | None:
    """The folder, made if need be; None where the configuration turns the cache off or it cannot
    be written."""
    if not config.cache:
        return None
    path = folder()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return path if os.access(path, os.W_OK) else None


def write(file: Path, data: bytes) -> None:
    """Write a file whole, under another name first. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def made_of(sources: Iterable[Path], *facts: object) -> str:
    """A digest of all that something kept depends on: this version, this Python, the given facts
    (by their `repr`), and each of the sources by its size and the time of its last change."""
    told: list[object] = [__version__, sys.version_info[:2], sys.implementation.name, *facts]
    for source in sorted(sources):
        with contextlib.suppress(OSError):
            status = source.stat()
            told.append((str(source), status.st_size, status.st_mtime_ns))
    return blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def unpickled(data: bytes) -> object:
    """What was kept as `data`; None where that is cut short, damaged or of another make."""
    try:
        return pickle.loads(data)
    except (EOFError, AttributeError, ImportError, IndexError, KeyError):
        return None
    except (TypeError, ValueError, pickle.UnpicklingError, MemoryError):
        return None


def clear() -> int:
    """Delete all that is kept; gives the number of bytes."""
    return _delete(_kept())


def trim(most: int = MOST_BYTES) -> int:
    """Delete what was used longest ago until at most `most` bytes are kept; gives the bytes."""
    kept = sorted(_kept(), key=lambda entry: entry[2], reverse=True)
    total = 0
    surplus = []
    for entry in kept:
        total += entry[1]
        if total > most:
            surplus.append(entry)
    return _delete(surplus)


def _kept() -> list[tuple[Path, int, float]]:
    """The files, with their sizes and the times they were last changed or touched."""
    found = []
    for path in folder().rglob("*"):
        with contextlib.suppress(OSError):  # another run may have deleted it
            if path.is_file() and not path.is_symlink():
                status = path.stat()
                found.append((path, status.st_size, status.st_mtime))
    return found


def _delete(entries: list[tuple[Path, int, float]]) -> int:
    freed = 0
    for path, size, _ in entries:
        with contextlib.suppress(OSError):
            path.unlink()
            freed += size
    return freed
