"""Writing files: whole or not at all, and never through a link."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class WriteError(Exception):
    """A file that was not written, and why."""


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Replace a file's content in one step, keeping its mode; line ends are written as given.

    Raises WriteError for a symbolic link, text that the encoding cannot hold, and a folder that
    cannot be written to.
    """
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError as error:
        missing = error.object[error.start]
        raise WriteError(f"{path}: {encoding} has no character {missing!r}") from error
    write_bytes(path, data)


def write_bytes(path: Path, data: bytes) -> None:
    """Replace a file's content in one step, keeping its mode.

    Raises WriteError for a symbolic link, and a folder that cannot be written to.
    """
    with staged(path, data) as put:
        put()


@contextmanager
def staged(path: Path, data: bytes) -> Iterator[Callable[[], None]]:
    """A file's new content beside it on the disk; what is given puts it in the file's place, in
    one step and with the file's mode. What is not put there is gone afterwards.

    Raises WriteError for a symbolic link, a folder that cannot be written to, and a full disk.
    """
    if path.is_symlink():
        raise WriteError(f"{path}: a symbolic link is not written through")
    with _told(path):
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)

    def put() -> None:
        with _told(path):
            temporary.replace(path)

    try:
        with _told(path):
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            temporary.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o644)
        yield put
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(f"{path}: {(error.strerror or str(error)).lower()}") from error
