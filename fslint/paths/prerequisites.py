"""What a file asks for before it identifies anybody or starts the SDK, such as a flag that it sets
as it does: where that does not hold nobody was identified, and nobody is to be released."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Assign, Block, Call, Choice, Exit, Literal, Member, Name, Op, Step, Value
from fslint.link.bound import is_parameter
from fslint.link.index import Fn
from fslint.link.traverse import blocks_of, deep, steps_in, text_of

if TYPE_CHECKING:
    from fslint.link.program import Program

USER = ("user", "session", "token", "nobody")
_ENDING = frozenset({"return", "throw", "break", "continue"})


class Prerequisites:
    """What each file of a program asks for first."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._known: dict[str, dict[str, bool]] = {}

    def holds(self, value: Value, fn: Fn) -> bool | None:
        """What a tested value was wherever its file identified a user; None where that says
        nothing."""
        if not isinstance(value, Name | Member | Call):
            return None
        if fn.file not in self._known:
            self._known[fn.file] = {}
            self._known[fn.file] = dict(self._asked(fn.file))
        return self._known[fn.file].get(_said(value))

    def _asked(self, file: str) -> Iterator[tuple[str, bool]]:
        for function in self._program.flows[file].functions:
            fn = Fn(file, function.index)
            calls = [call for call in self._program.index.calls[fn] if self._records(call, fn)]
            if not calls:
                continue
            told = {text_of(p) for c in calls for a in c.args for p in deep(a.value)} - {""}
            for asked, held in _conditions(function.body, {id(call) for call in calls}):
                speaks_of_user = any(self._is_users(part, fn, told) for part in deep(asked))
                if not speaks_of_user:
                    yield _said(asked), held
            for step in steps_in(function.body):
                value = step.value if isinstance(step, Assign) else None
                if isinstance(step, Assign) and isinstance(value, Literal) and value.value is True:
                    yield _said(step.target), True

    def _records(self, call: Call, fn: Fn) -> bool:
        """Whether a call says whose session it is, or starts the SDK."""
        if any("identify" in meaning.events for meaning in self._program.meanings(call, fn)):
            return True
        forms = self._program.forms(call.callee, fn)
        return any(self._program.vocabulary.speaks_of("sdk-start", form) for form in forms)

    def _is_users(self, value: Value, fn: Fn, told: set[str]) -> bool:
        """Whether what is asked for is the user, or depends on who calls."""
        text = text_of(value)
        if text in told or is_parameter(self._program, value, fn):
            return True
        name = text.removesuffix("()").rpartition(".")[2]
        return any(self._program.vocabulary.speaks_of(topic, name) for topic in USER)


def _conditions(block: Block, wanted: set[int]) -> Iterator[tuple[Value, bool]]:
    """What was asked on the way to the wanted calls of a block, and what came of it."""
    before: list[tuple[Value, bool]] = []
    for step in block:
        if _holds(step, wanted):
            yield from before
            for place, inner in enumerate(blocks_of(step)):
                if any(_holds(one, wanted) for one in inner):
                    if isinstance(step, Choice) and step.kind == "if" and step.test is not None:
                        yield from _parts(step.test, place == 0)
                    yield from _conditions(inner, wanted)
        elif isinstance(step, Choice) and step.kind == "if" and step.test is not None:
            for place, arm in enumerate(step.arms):
                if any(isinstance(one, Exit) and one.kind in _ENDING for one in arm.block):
                    before += _parts(step.test, place != 0)


def _holds(step: Step, wanted: set[int]) -> bool:
    return any(id(inner) in wanted for inner in steps_in([step]))


def _parts(test: Value, held: bool) -> Iterator[tuple[Value, bool]]:
    """What a test's outcome says of each value that it asks for."""
    if isinstance(test, Op) and test.op == "!":
        yield from _parts(test.operands[0], not held)
    elif isinstance(test, Op) and test.op == ("&&" if held else "||"):
        for operand in test.operands:
            yield from _parts(operand, held)
    elif isinstance(test, Name | Member | Call):
        yield test, held


def _said(value: Value) -> str:
    """The text of a tested value, with the constants that a call is given."""
    args = value.args if isinstance(value, Call) else ()
    given = ",".join(str(a.value.value) for a in args if isinstance(a.value, Literal))
    return f"{text_of(value)}{given}"
