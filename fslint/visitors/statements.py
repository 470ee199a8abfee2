"""The statement around a call: where it begins and ends, and what it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from fslint.findings import Edit, Place
from fslint.flow import Assign, Block, Call, Closure, FileFlow, Function, Span
from fslint.link.traverse import blocks_of
from fslint.visitors.borders import Borders, borders
from fslint.visitors.python_borders import python_borders

_WAITING = frozenset({"await", "void", "unawaited", "try", "try?", "try!"})
_REST = re.compile(r"[ \t]*(?://[^\n]*|#[^\n]*|/\*[^\n]*\*/[ \t]*)?(?:\r?\n|\Z)")
_BLANK = re.compile(r"[ \t]*")


class Position(NamedTuple):
    """A step of a flow: the function, the block, and the step's place in the block."""

    function: Function
    block: Block
    nth: int


class Statement:
    """A step of a file's flow, and the statement that it is part of."""

    def __init__(self, at: Position, found: Borders, file: str, text: str) -> None:
        self.at = at
        self.function, self.block, self.nth = at
        self.step = self.block[self.nth]
        self.span = self.step.span
        self.borders = found
        self.file = file
        self._text = text

    @cached_property
    def kind(self) -> str:
        """`statement` in a block, `bare` behind an `if` without braces, `body` (an expression
        that is all of a function), or `handler` (all of an attribute in markup)."""
        return self.borders.kind

    @cached_property
    def own(self) -> bool:
        """Whether nothing but a comment shares the statement's lines, and a semicolon before it
        that keeps it from the line above."""
        first = self._text.rfind("\n", 0, self.borders.start) + 1
        blank = not self._text[first : self.borders.start].strip(" \t\ufeff;")
        return blank and (self.borders.end < 0 or self._rest() is not None)

    def _rest(self) -> re.Match[str] | None:
        return _REST.match(self._text, self.borders.end)

    @cached_property
    def lines(self) -> Span:
        """All that goes with the statement: its lines with their ends, or its part of a line."""
        start, end = self.borders.start, self.borders.end
        if self.own:
            rest = self._rest() if end >= 0 else None
            return Span(self._text.rfind("\n", 0, start) + 1, rest.end() if rest else start)
        blank = _BLANK.match(self._text, end)
        return Span(start, blank.end() if blank else end)

    @cached_property
    def indent(self) -> str:
        """The white space that the statement's line begins with."""
        return indent_at(self._text, self.borders.start)

    @cached_property
    def alone(self) -> bool:
        """Whether the statement is nothing but the call, which may be awaited or tried."""
        before = self._text[self.borders.start : self.span.start]
        behind = self._text[self.span.end : max(self.borders.end, 0)]
        closed = behind.strip(" \t\r\n;)") == "" and behind.count(")") == before.count("(")
        words = before.replace("(", " ").split()
        return self.borders.end >= 0 and _WAITING.issuperset(words) and closed


def indent_at(text: str, offset: int) -> str:
    """The white space at the beginning of a line."""
    line = text.rfind("\n", 0, offset) + 1
    blank = _BLANK.match(text, line)
    return blank.group() if blank else ""


def statement_at(span: Span, flow: FileFlow, text: str) -> Statement | None:
    """The statement around the call or the assignment at a span; None where it is not sure where
    that begins."""
    for at in _positions(flow):
        step = at.block[at.nth]
        if isinstance(step, Call | Assign) and step.span == span:
            return statement_of(at, flow, text)
    return None


def statement_of(at: Position, flow: FileFlow, text: str) -> Statement | None:
    """The statement around a step."""
    step = at.block[at.nth]
    if is_python(at.function, flow):
        found = python_borders(step.span, at.function, text)
    else:
        found = borders(step.span, at.function, flow, text)
    if found is not None and not isinstance(step, Call | Assign):
        found = found._replace(end=step.span.end)
    return Statement(at, found, flow.path, text) if found else None


def whole_of(statement: Statement, flow: FileFlow, text: str) -> Statement:
    """The statement of another language that hands over a script of but this one; else itself."""
    function = statement.function
    if function.kind != "embedded" or function.body != [statement.step]:
        return statement
    outer = next(around(statement.at, flow), None)
    found = statement_of(outer, flow, text) if outer is not None else None
    return found if found is not None and found.alone else statement


def is_python(function: Function, flow: FileFlow) -> bool:
    """Whether a function is Python's own, and does not stand in one of its strings."""
    if flow.language != "python":
        return False
    while function.index > 0 and function.kind != "embedded":
        function = flow.functions[function.parent]
    return function.kind != "embedded"


def around(at: Position, flow: FileFlow) -> Iterator[Position]:
    """The steps that a step stands in, from the innermost out: branches, loops, and calls that are
    given the function around it."""
    function, block = at.function, at.block
    while True:
        outer = next((one for one in _in(function) if _holds(one, block)), None)
        if outer is None and block is function.body and function.index > 0:
            outer = next((one for one in _positions(flow) if _given(one, function.index)), None)
        if outer is None:
            return
        yield outer
        function, block = outer.function, outer.block


def _positions(flow: FileFlow) -> Iterator[Position]:
    for function in flow.functions:
        yield from _in(function)


def _in(function: Function) -> Iterator[Position]:
    """All steps of a function."""
    work = [function.body]
    while work:
        block = work.pop()
        for nth, step in enumerate(block):
            yield Position(function, block, nth)
            work += blocks_of(step)


def _holds(at: Position, block: Block) -> bool:
    return any(inner is block for inner in blocks_of(at.block[at.nth]))


def _given(at: Position, index: int) -> bool:
    """Whether a step is a call with a certain function among its arguments."""
    step = at.block[at.nth]
    values = [argument.value for argument in step.args] if isinstance(step, Call) else []
    return any(isinstance(value, Closure) and value.index == index for value in values)


def comment_above(text: str, statement: Statement) -> bool:
    """Whether the line above is a comment, which may speak of this statement."""
    above = text[: statement.lines.start].rstrip("\r\n").rpartition("\n")[2].strip()
    return above.startswith(("//", "/*", "*", "#")) or above.endswith("*/")


def edit(flow: FileFlow, span: Span, new_text: str) -> Edit:
    """Replace a span of a file."""
    return Edit(Place(flow.path, span.start, span.end), new_text)
