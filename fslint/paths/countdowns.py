"""Whether a path is on its way because time has run out: what a timer counts down to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fslint.flow import Literal, Name, Op, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, text_of
from fslint.paths.reach import TIMER

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

COMPARED = frozenset({"<", "<=", "=="})
NOTHING = (0, 1)


def counts_down(facts: Facts, fn: Fn, tests: Iterable[Value]) -> bool:
    """Whether one of the tests in a function of a component asks if a state has come to nothing
    that a timer of the component sets: `if (secondsLeft <= 0)`."""
    setters = {f"set{name[:1].upper()}{name[1:]}" for name in _asked_to_be_nothing(tests)}
    return bool(setters) and any(
        last_name(call.callee) in setters
        for one in _in_timers(facts, fn)
        for call in facts.program.index.calls[one]
    )


def _asked_to_be_nothing(tests: Iterable[Value]) -> Iterator[str]:
    for test in tests:
        for part in deep(test):
            if isinstance(part, Op) and part.op in COMPARED and len(part.operands) > 1:
                first, second = part.operands[:2]
                number = isinstance(second, Literal) and second.value in NOTHING
                if isinstance(first, Name) and number:
                    yield first.id


def _in_timers(facts: Facts, fn: Fn) -> Iterator[Fn]:
    """The functions that timers run, set anywhere in the function around one, and what stands in
    those."""
    program = facts.program
    functions = program.flows[fn.file].functions
    inside = {functions[fn.index].parent}
    timed: set[int] = set()
    for function in functions[max(inside) :]:
        if function.parent in inside:
            inside.add(function.index)
        given = program.index.passed_to.get(Fn(fn.file, function.index))
        if function.parent in timed or (
            function.index in inside and given and TIMER.search(text_of(given[1].callee))
        ):
            timed.add(function.index)
            yield Fn(fn.file, function.index)
