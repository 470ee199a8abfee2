"""The steps of a page, nested in the branches of its template tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fslint.flow import Arm, Block, Choice, Region, Value
from fslint.languages.markup_controls import Control, read_test
from fslint.languages.markup_pieces import Hole
from fslint.languages.markup_source import Source

_DEEPEST = 40
_REGIONS = {"block": "block", "macro": "macro", "call": "use"}
_NAMED = re.compile(r"\w+")


@dataclass(slots=True)
class _Frame:
    """An open template block. `outer` is where it ends up; `test` is None for no branch.

    `chained`: an `elif`, which closes with the `if` it belongs to. `name`: a block's or macro's.
    """

    word: str
    start: int
    outer: Block
    test: Value | None = None
    chained: bool = False
    name: str = ""
    then: Block = field(default_factory=list)
    other: Block = field(default_factory=list)


class Blocks:
    """Where the next step goes. Tags that do not match are passed over."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.top: Block = []
        self.current: Block = self.top
        self.frames: list[_Frame] = []

    def take(self, hole: Hole, control: Control) -> None:
        """Follow a template tag into or out of a branch."""
        if control.kind == "if":
            self._open(_Frame("if", hole.start, self.current, read_test(self.source, control)))
        elif control.kind == "open" or control.opens:
            name = _NAMED.match(self.source.text, control.start, control.end)
            self._open(_Frame(control.word, hole.start, self.current, name=name[0] if name else ""))
        elif control.kind in ("else", "elif") and self.frames:
            frame = self.frames[-1]
            if frame.test is None:
                return
            self.current = frame.other
            if control.kind == "elif":
                test = read_test(self.source, control)
                self._open(_Frame("if", hole.start, frame.other, test, chained=True))
        elif control.kind == "end":
            self._end(control.word, hole.end)

    def close(self) -> Block:
        """Close what is still open; all steps of the page."""
        while self.frames:
            self._pop(len(self.source.text))
        return self.top

    def _open(self, frame: _Frame) -> None:
        self.frames.append(frame)
        if frame.test is not None and len(self.frames) <= _DEEPEST:
            self.current = frame.then
        else:
            frame.test = None

    def _end(self, word: str, end: int) -> None:
        if not self.frames:
            return
        branch = word in ("if", "unless", "auth", "guest", "isset")
        wanted = "if" if branch else word
        if wanted and all(frame.word != wanted for frame in self.frames[-_DEEPEST:]):
            return
        while self.frames:
            frame = self._pop(end)
            if not frame.chained and (not wanted or frame.word == wanted):
                break

    def _pop(self, end: int) -> _Frame:
        frame = self.frames.pop()
        kind = _REGIONS.get(frame.word)
        if kind is not None:
            place = self.source.span(frame.start, end)
            self.source.flow.regions.append(Region(kind, frame.name, place))
        if frame.test is not None:
            if frame.then or frame.other:
                place = self.source.span(frame.start, end)
                arms = (Arm(frame.then), Arm(frame.other))
                frame.outer.append(Choice(place, "if", frame.test, arms))
            self.current = frame.outer
        return frame
