"""What a closure is handed beside the values of a stream: the object that the stream is told to go
on with, so that nothing holds on to it (`.withUnretained(self)`, `subscribe(with: self)`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call, Member
from fslint.link.index import Fn, last_name

if TYPE_CHECKING:
    from fslint.link.abstract import Values
    from fslint.link.evaluate import Evaluator

JOINING = "withUnretained"
LABEL = "with"
MAKING = frozenset(
    {"map", "flatMap", "flatMapLatest", "flatMapFirst", "compactMap", "scan", "mapVoid"}
)
"""Operators whose values are others than those that they are given."""


def handed_first(evaluator: Evaluator, fn: Fn) -> Values:
    """The object that a closure is handed first, before each value; nothing where there is none."""
    passed = evaluator.index.passed_to.get(fn)
    if passed is None or evaluator.index.flows[fn.file].language != "swift":
        return ()
    at, call, _ = passed
    for argument in call.args:
        if argument.label == LABEL:
            return evaluator.evaluate(argument.value, at)
    while last_name(call.callee) != JOINING:
        before = call.callee.of if isinstance(call.callee, Member) else None
        if not isinstance(before, Call) or last_name(before.callee) in MAKING:
            return ()
        call = before
    return evaluator.evaluate(call.args[0].value, at) if call.args else ()
