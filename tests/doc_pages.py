"""The pages of the documentation, read: their blocks, the files they show, their runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules" / "README.md"
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    RULES,
    *sorted((ROOT / "docs").glob("*.md")),
)

_FENCE = re.compile(r"(`{3,})(.*)")
_FILE = re.compile(r"`([\w./-]+)`[^\n]*:")
_VARIES = re.compile(r"\d+(?= parsed)|\d+\.\d(?= s\.)")


class Block(NamedTuple):
    """A fenced block: its info string, its lines, its first line's number, and the name of the
    file that the line above it says it is, if one does."""

    info: str
    lines: tuple[str, ...]
    line: int
    file: str | None


class Step(NamedTuple):
    """A command of a `console` block, where it is run, and what it must print."""

    where: str
    command: str
    expected: tuple[str, ...]
    line: int


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order; one inside another is text of the outer one."""
    found, fence, info, file, begun = [], "", "", None, 0
    inside: list[str] = []
    said = ""
    for number, line in enumerate(text.splitlines(), 1):
        mark = _FENCE.match(line)
        if fence:
            if line.rstrip() == fence:
                found.append(Block(info, tuple(inside), begun, file))
                fence, said = "", ""
            else:
                inside.append(line)
        elif mark:
            named = _FILE.fullmatch(said)
            file = named[1] if named else None
            fence, info, begun, inside = mark[1], mark[2].strip(), number + 1, []
        elif line.strip():
            said = line
    return found


def steps(text: str) -> list[Step]:
    """The commands of a page's `console` blocks. The info string's second word says where."""
    found = []
    for block in blocks(text):
        language, _, where = block.info.partition(" ")
        if language != "console":
            continue
        for number, line in enumerate(block.lines, block.line):
            if line.startswith("$ "):
                found.append(Step(where, line[2:], (), number))
            else:
                found[-1] = found[-1]._replace(expected=(*found[-1].expected, line))
    return found


def files(text: str) -> dict[str, str]:
    """The files that a page shows, each below a line like "`src/a.js`:"."""
    return {
        block.file: "".join(f"{line}\n" for line in block.lines)
        for block in blocks(text)
        if block.file is not None
    }


def fits(expected: tuple[str, ...], printed: str) -> bool:
    """Whether a run printed what was promised: a line `…` stands for any lines, `…` inside a line
    for any text. How many files were parsed, and how long it took, is no promise."""
    patterns = [
        r"(?:.*\n)*?"
        if line.strip() == "…"
        else re.escape(_VARIES.sub("…", line)).replace("…", ".*") + r"\n"
        for line in expected
    ]
    return re.fullmatch("".join(patterns), printed) is not None
