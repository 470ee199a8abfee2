"""What a function keeps of the last time, or while it runs: `if (id === last) return; last = id;`
and `if (busy.has(id)) return; busy.add(id);`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeGuard

from fslint.flow import (
    Assign,
    Call,
    Choice,
    Exit,
    FileFlow,
    Function,
    Literal,
    Member,
    Name,
    Op,
    Step,
    Value,
)
from fslint.link.traverse import steps_in, text_of

HOLDS = frozenset({"has", "contains", "includes", "containsObject"})
TAKES = frozenset({"add", "insert", "push", "append", "addObject"})
DROPS = frozenset({"delete", "remove", "removeObject", "clear", "removeAll"})
SWAPS = frozenset({"getAndSet", "exchange"})


def remembers(function: Function, one: Value, other: Value) -> bool:
    """Whether a function puts one of two values in the place of the other, which outlives it:
    where they are alike, nothing has changed since."""
    left, right = text_of(one), text_of(other)
    kept = [
        text_of(step.target)
        for step in steps_in(function.body)
        if isinstance(step, Assign) and {text_of(step.target), text_of(step.value)} == {left, right}
    ]
    return bool(left and right) and any(
        "." in name or name not in function.bindings for name in kept
    )


def under_way(flow: FileFlow, function: Function, step: Choice) -> int | None:
    """The arm of a branch that only leaves its function where that is running already, which is
    kept outside it until it has run: what is under way does all that there is to do."""
    test, place = step.test, 0
    while isinstance(test, Op) and test.op == "!":
        test, place = test.operands[0], 1 - place
    leaves = step.arms[place].block if place < len(step.arms) else []
    if not leaves or not all(isinstance(one, Exit) for one in leaves):
        return None
    steps = [one for inner in flow.functions for one in steps_in(inner.body)]
    if isinstance(test, Call) and isinstance(test.callee, Member):
        holder, asked = text_of(test.callee.of), _texts(test)
        if test.callee.name in SWAPS:
            kept = _is_true(test) and any(_is_made(one, holder, {"set"}) for one in steps)
            return place if kept else None
        own = [one for one in steps_in(function.body) if _is_made(one, holder, TAKES)]
        taken = test.callee.name in HOLDS and any(_texts(one) == asked for one in own)
        dropped = any(_is_made(one, holder, DROPS) for one in steps)
        return place if taken and all(asked) and dropped else None
    if not isinstance(test, Name | Member):
        return None
    if isinstance(test, Name) and test.id in function.bindings:
        return None
    taken = any(_sets(one, test, to=True) for one in steps_in(function.body))
    return place if taken and any(_sets(one, test, to=False) for one in steps) else None


def _is_made(step: Step, holder: str, names: Collection[str]) -> TypeGuard[Call]:
    """Whether a step is a call by one of some names on what has such a text."""
    callee = step.callee if isinstance(step, Call) else None
    return isinstance(callee, Member) and callee.name in names and text_of(callee.of) == holder


def _texts(call: Call) -> list[str]:
    return [text_of(argument.value) for argument in call.args]


def _is_true(call: Call) -> bool:
    given = [argument.value for argument in call.args]
    return len(given) == 1 and isinstance(given[0], Literal) and given[0].value is True


def _sets(step: Step, target: Value, *, to: bool) -> bool:
    """Whether a step makes what has the target's text true, or false."""
    return (
        isinstance(step, Assign)
        and isinstance(step.value, Literal)
        and step.value.value is to
        and text_of(step.target) == text_of(target)
    )
