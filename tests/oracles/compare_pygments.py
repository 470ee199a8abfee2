"""Compare the mobile lexers with Pygments on every file of some checkouts.

    python tests/oracles/compare_pygments.py swift PATH... [--limit N] [--show N]

Compared is what each character belongs to: a comment, a literal or code. Prints the first
disagreement of each file, then the counts. Pygments errs too: each disagreement wants a reader.
"""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import groupby
from pathlib import Path

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import Comment, Error, String  # type: ignore[import-untyped]

from fslint.languages.lexer import Token, lex

SUFFIXES = {
    "swift": {".swift"},
    "kotlin": {".kt", ".kts"},
    "java": {".java"},
    "dart": {".dart"},
    "objc": {".m", ".mm", ".h"},
}
PYGMENTS = {"objc": "objective-c"}
UNCOUNTED = set(b"de")
LITERALS = {"string", "string_head", "string_middle", "string_tail", "char"}


def ours(tokens: list[Token]) -> bytearray:
    """A mark for each character: c in a comment, s in a literal, d in a directive, else a dot."""
    marks = bytearray()
    for token in tokens:
        kind = token.kind
        mark = "."
        if kind in LITERALS:
            mark = "s"
        elif kind in ("comment", "directive", "regex"):
            mark = kind[0]
        marks += mark.encode() * len(token.text)
    return marks


def theirs(text: str, lexer: Lexer) -> bytearray:
    """The same marks as Pygments would set them; e where it gives up."""
    marks = bytearray(b"." * len(text))
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        mark = "."
        if kind in Comment.Preproc or kind in Comment.PreprocFile:
            mark = "d"
        elif kind in Comment:
            mark = "c"
        elif kind in String:
            mark = "s"
        elif kind in Error:
            mark = "e"
        marks[start : start + len(value)] = mark.encode() * len(value)
    return marks


def first_difference(mine: bytearray, other: bytearray, text: str) -> int | None:
    """The first character that the two place differently; not counted are space,
    parentheses (Pygments takes all in a Swift hole for the hole's own), directives, and what
    Pygments calls an error."""
    for index, (left, right) in enumerate(zip(mine, other, strict=True)):
        if left != right and text[index] not in "() \t\n\r" and not {left, right} & UNCOUNTED:
            return index
    return None


def shown(marks: bytearray, start: int) -> str:
    """The marks from a place on, run by run."""
    runs = groupby(marks[start : start + 60])
    return " ".join(f"{chr(mark)}{len(list(run))}" for mark, run in runs)


def main() -> None:
    """Run the comparison from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dialect", choices=sorted(SUFFIXES))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", type=int, default=40)
    arguments = parser.parse_args()
    dialect: str = arguments.dialect
    paths = sorted(
        path
        for root in arguments.paths
        for path in root.rglob("*")
        if path.suffix in SUFFIXES[dialect] and path.is_file()
    )
    step = max(1, len(paths) // arguments.limit) if arguments.limit else 1
    lexer = get_lexer_by_name(PYGMENTS.get(dialect, dialect))
    counts: Counter[str] = Counter()
    for path in paths[::step]:
        text = path.read_bytes().decode("utf-8", errors="replace")
        tokens = lex(text, dialect)
        counts["files"] += 1
        counts["characters"] += len(text)
        if "".join(token.text for token in tokens) != text:
            counts["round trips broken"] += 1
        errors = [token for token in tokens if token.kind == "error"]
        counts["files with our error tokens"] += bool(errors)
        mine, other = ours(tokens), theirs(text, lexer)
        at = first_difference(mine, other, text)
        if at is None and not errors:
            continue
        counts["files that disagree"] += at is not None
        place = at if at is not None else errors[0].start
        if arguments.show > 0:
            arguments.show -= 1
            line = text.count("\n", 0, place) + 1
            print(f"{path}:{line}{'' if at is not None else ' (our error)'}")
            print(f"  {text[max(0, place - 50) : place + 40]!r}")
            print(f"  ours {shown(mine, place)} | pygments {shown(other, place)}")
    for key, number in sorted(counts.items()):
        print(f"{number:9d}  {key}")


if __name__ == "__main__":
    main()
