"""Files as text: read once, decoded once, with the way from offsets to lines and columns.

Offsets count the code points of the decoded text from 0. A byte order mark is not part of that
text, so offset 0 is the first character after it; `encoding` tells how to write the file back.
Line ends are left as they are. A line ends at `\\n`, `\\r\\n` or a lone `\\r`, as in editors.
"""

from __future__ import annotations

import codecs
import os
import re
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

DEFAULT_MAX_BYTES = 2_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"coding[:=][ \t]{0,8}([-\w.]{1,40})|charset=[\"']?([-\w.]{1,40})|encoding=[\"']([-\w.]{1,40})"
)
_LINE_END = re.compile(r"\r\n|\n|\r")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


class Decoded(NamedTuple):
    """A file's text, the codec that gave it, and a remark where that codec was a guess."""

    text: str
    encoding: str
    remark: str = ""


def is_wide(data: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32 by their mark, so that a byte search cannot see
    words in them."""
    return data.startswith(_WIDE_MARKS)


def decode(data: bytes) -> Decoded | str:
    """Decode a file's bytes, or say in a few words why they are not text.

    The order: a byte order mark, UTF-8, the encoding that the file itself declares in its first
    bytes, and last windows-1252, which is remarked on because it is a guess.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(codec), codec)
            except UnicodeDecodeError:
                return f"not valid {codec.removesuffix('-sig').upper()}, though its mark says so"
    if b"\0" in data:
        return "UTF-16 without a byte order mark" if _is_unmarked(data) else "binary"
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        bad = data.count(b"\n", 0, error.start) + 1
    declared = _DECLARED.search(data[:1024])
    if declared:
        name = next(group for group in declared.groups() if group).decode("ascii", "replace")
        try:
            return Decoded(data.decode(name), name)
        except (LookupError, UnicodeDecodeError):
            return f"not valid UTF-8 (line {bad}) nor {name}, which it declares"
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        return f"not valid UTF-8 (line {bad})"
    return Decoded(text, "windows-1252", f"not valid UTF-8 (line {bad}); read as windows-1252")


def _is_unmarked(data: bytes) -> bool:
    """Whether bytes begin as Latin letters do in UTF-16: every other one is zero."""
    start = data[:64]
    halves = [any(start[at::2]) for at in (0, 1)]
    return len(start) > 2 and halves[0] != halves[1]


class Sources:
    """The files below `root`, read at most once.

    `paths` are relative to the root, with `/`. `overrides` hold the text of files whose content
    does not come from the disk (standard input, an editor's unsaved buffer).
    """

    def __init__(
        self,
        root: Path,
        *,
        max_bytes: int = DEFAULT_MAX_BYTES,
        overrides: Mapping[str, str] | None = None,
    ) -> None:
        self.root = root
        self.max_bytes = max_bytes
        self._prefix = os.path.join(str(root), "")  # noqa: PTH118 - joined 10,000 times a run
        self._decoded: dict[str, Decoded] = {
            path: Decoded(text, "utf-8") for path, text in (overrides or {}).items()
        }
        self.overridden = bool(self._decoded)
        self._problems: dict[str, str] = {}
        self._lines: dict[str, list[int]] = {}

    def raw(self, path: str) -> bytes | None:
        """The file's bytes, not kept; None where it cannot be read, and `problem` says why."""
        if path in self._decoded:
            return self._decoded[path].text.encode("utf-8", "surrogatepass")
        try:
            with open(self._prefix + path, "rb", buffering=0) as file:  # noqa: PTH123
                data = file.read(self.max_bytes + 1)
        except OSError as error:
            self._problems[path] = (error.strerror or type(error).__name__).lower()
            return None
        if len(data) > self.max_bytes:
            self._problems[path] = f"larger than {self.max_bytes:,} bytes (max-file-size)"
            return None
        return data

    def text(self, path: str, data: bytes | None = None) -> str | None:
        """The file's text, or None where it has none; `problem` then says why.

        `data` are its bytes where the caller has them at hand.
        """
        if path in self._decoded:
            return self._decoded[path].text
        if data is None:
            if path in self._problems:
                return None
            data = self.raw(path)
        if data is None:
            return None
        decoded = decode(data)
        if isinstance(decoded, str):
            self._problems[path] = decoded
            return None
        self._decoded[path] = decoded
        return decoded.text

    def knows(self, path: str) -> bool:
        """Whether the file's text is at hand already."""
        return path in self._decoded

    @property
    def asked(self) -> set[str]:
        """The files whose text was asked for, those that have none among them."""
        return {*self._decoded, *self._problems}

    def problem(self, path: str) -> str:
        """Why the file has no text, or what was guessed to get it; '' where all is well."""
        if path in self._problems:
            return self._problems[path]
        return self._decoded[path].remark if path in self._decoded else ""

    def encoding(self, path: str) -> str:
        """The codec to write the file back with (`utf-8-sig` where it began with a mark).

        Raises KeyError for a file whose text was not read.
        """
        return self._decoded[path].encoding

    def position(self, path: str, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1; offsets beyond the end give the end."""
        starts = self._starts(path)
        offset = max(0, min(offset, len(self.text(path) or "")))
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line_text(self, path: str, line: int) -> str:
        """The text of a line, counted from 1, without its end; '' beyond the last."""
        start, end = self.line_span(path, line)
        return (self.text(path) or "")[start:end].rstrip("\r\n")

    def line_span(self, path: str, line: int) -> tuple[int, int]:
        """Offsets of a line, counted from 1, its line end included."""
        starts = self._starts(path)
        text = self.text(path) or ""
        if not 1 <= line <= len(starts):
            return len(text), len(text)
        return starts[line - 1], starts[line] if line < len(starts) else len(text)

    def _starts(self, path: str) -> list[int]:
        starts = self._lines.get(path)
        if starts is None:
            text = self.text(path) or ""
            starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
            self._lines[path] = starts
        return starts
