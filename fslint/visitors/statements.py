"""Calls and assignments that have their lines to themselves: what may be moved or deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fslint.findings import Edit, Place
from fslint.flow import Assign, Block, Call, FileFlow, Function, Span
from fslint.link.traverse import blocks_of, steps_in

LED = re.compile(r"[ \t]*(?:(?:await|void|return|try\??|try!)[ \t]+)?")
"""What may stand before a statement that another one is put next to."""

ALONE = re.compile(r"[ \t]*(?:(?:await|void|try\??|try!)[ \t]+)?")
"""What may stand before a statement that is moved or deleted."""

_AFTER = re.compile(r"[ \t]*(?:;[ \t]*)?(?://[^\n]*|/\*[^\n]*\*/[ \t]*)?(?:\r?\n|\Z)")


class Statement(NamedTuple):
    """A call or assignment: its function, its block and place there, its lines and indentation."""

    function: Function
    block: Block
    nth: int
    lines: Span
    indent: str


def statement_at(
    span: Span, flow: FileFlow, text: str, before: re.Pattern[str]
) -> Statement | None:
    """The statement at a span, if `before` and nothing else stands before it on its line, and
    nothing but a comment behind it."""
    start = text.rfind("\n", 0, span.start) + 1
    after = _AFTER.match(text, span.end)
    if after is None or not before.fullmatch(text, start, span.start):
        return None
    line = text[start : span.start]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    for function in flow.functions:
        for block in blocks_in(function):
            for nth, step in enumerate(block):
                if isinstance(step, Call | Assign) and step.span == span:
                    return Statement(function, block, nth, Span(start, after.end()), indent)
    return None


def blocks_in(function: Function) -> Iterator[Block]:
    """A function's block and all blocks in it."""
    yield function.body
    for step in steps_in(function.body):
        yield from blocks_of(step)


def comment_above(text: str, statement: Statement) -> bool:
    """Whether the line above is a comment, which may speak of this statement."""
    above = text[: statement.lines.start].rstrip("\r\n").rpartition("\n")[2].strip()
    return above.startswith(("//", "/*", "*", "#")) or above.endswith("*/")


def edit(flow: FileFlow, span: Span, new_text: str) -> Edit:
    """Replace a span of a file."""
    return Edit(Place(flow.path, span.start, span.end), new_text)
