"""Calls that wait for several others at once and fail as one of these does: `Promise.all([…])`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Array, Call, Try
from fslint.link.index import Fn, last_name
from fslint.link.traverse import steps_in, text_of

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

JOINING = frozenset({"Promise.all", "Future.wait", "$q.all", "asyncio.gather", "gather"})
CATCHING = frozenset({"catch", "catchError"})
DEEPEST = 4
_LAST = frozenset(name.rpartition(".")[2] for name in JOINING)


def failing_members(facts: Facts, fn: Fn, call: Call) -> Iterator[Call]:
    """The calls that a call waits for all at once and that really fail at times."""
    if last_name(call.callee) not in _LAST or text_of(call.callee) not in JOINING:
        return
    for argument in call.args:
        value = argument.value
        for one in value.items if isinstance(value, Array) else (value,):
            if isinstance(one, Call) and _fails(facts, fn, one, 0):
                yield one


def _fails(facts: Facts, fn: Fn, call: Call, depth: int) -> bool:
    """Whether a call fails at times, and what it calls does not catch that."""
    hung = facts.program.index.chained.get(call)
    if hung is not None and last_name(hung.callee) in CATCHING:
        return False
    if facts.throws(fn, call):
        return True
    return depth < DEEPEST and any(_escapes(facts, one, depth) for one in facts.called(fn, call))


def _escapes(facts: Facts, fn: Fn, depth: int) -> bool:
    """Whether a failure of what a function does comes out of it."""
    caught = {
        id(inner)
        for step in steps_in(facts.program.function(fn).body)
        if isinstance(step, Try) and step.handlers
        for inner in steps_in(step.body)
    }
    return any(
        id(call) not in caught and _fails(facts, fn, call, depth + 1)
        for call in facts.program.index.calls[fn]
    )
