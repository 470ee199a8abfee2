"""Colour, width and characters of a text report."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

TAB = 4
_CODES = {
    "bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34",
    "magenta": "35", "cyan": "36",
}  # fmt: skip
SEVERITY_COLOURS = {"error": "red", "warning": "yellow", "suggestion": "cyan"}
VERDICT_COLOURS = {"proven": "green", "violated": "red", "unknown": "yellow"}
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True)
class Style:
    """How to draw: with colour or not, in how many columns, with which line characters, and
    whether on a terminal, which would break long lines anywhere."""

    colour: bool = False
    width: int = 100
    unicode: bool = True
    terminal: bool = False

    def paint(self, text: str, *looks: str) -> str:
        """The text in colours (`bold`, `red`, …), or as it is."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_CODES[look] for look in looks)}m{text}\x1b[0m"

    @property
    def bar(self) -> str:
        """The line between line numbers and source."""
        return "│" if self.unicode else "|"

    @property
    def ellipsis(self) -> str:
        """What stands for source left out."""
        return "…" if self.unicode else "..."


def char_width(char: str) -> int:
    """Terminal columns of one character: 2 for wide ones, 0 for combining ones."""
    if " " <= char <= "~":
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def text_width(text: str) -> int:
    """Terminal columns of a text without tabs or colour."""
    return len(text) if text.isascii() else sum(map(char_width, text))


def cut(text: str, room: int, ellipsis: str) -> str:
    """The text, or as much of it as goes into `room` columns, with an ellipsis behind it."""
    if text_width(text) <= room:
        return text
    left = room - len(ellipsis)
    for end, char in enumerate(text):
        left -= char_width(char)
        if left < 0:
            return text[:end] + ellipsis
    return text


def clean(text: str) -> str:
    """Source text made safe to print: what could drive the terminal, reorder what is read, or not
    be written at all (a lone surrogate) is shown as `\\x1b` and the like."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], text)


def clean_name(file: str) -> str:
    """A file's name made safe to print, on one line whatever it holds."""
    return clean(file).replace("\n", "\\n").replace("\t", "\\t")


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Break a text into lines of at most `width` columns at its spaces; `indent` goes before each.

    Words that are longer than a line stand alone on one.
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0
        for word in paragraph.split():
            size = text_width(_COLOUR.sub("", word))
            if line and used + 1 + size > width - len(indent):
                lines.append(indent + line)
                line, used = "", 0
            line = f"{line} {word}" if line else word
            used += size + (1 if used else 0)
        lines.append(indent + line)
    return lines
