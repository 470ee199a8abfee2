"""Writing files: whole or not at all, and never through a link."""

from __future__ import annotations

import os
import tempfile
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
    if path.is_symlink():
        raise WriteError(f"{path}: a symbolic link is not written through")
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            Path(temporary).chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WriteError(f"{path}: {(error.strerror or str(error)).lower()}") from error
