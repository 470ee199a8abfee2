"""What is known of a collection that holds nothing, or of an `Optional`: what a listener is told of
accounts, say, once there is none."""

from __future__ import annotations

from collections.abc import Callable

from fslint.flow import Call, Literal, Member, Op, Value
from fslint.paths.known import EMPTY, FALSY, NULL, TRUTHY, Fact

ASKED: dict[str, Fact] = {
    **dict.fromkeys(("isEmpty", "isNullOrEmpty", "none", "all", "every"), TRUTHY),
    **dict.fromkeys(("isNotEmpty", "any", "some", "contains", "includes", "isPresent"), FALSY),
    **dict.fromkeys(("size", "length", "count"), ("number", 0)),
    **dict.fromkeys(("firstOrNull", "lastOrNull", "singleOrNull", "getOrNull", "find"), NULL),
    **dict.fromkeys(("filter", "where", "map", "filterIsInstance", "toList", "asList"), EMPTY),
}


def of_nothing(value: Value, fact: Callable[[Value], Fact | None]) -> Fact | None:
    """What is known of a value that is asked of a collection which holds nothing, as `fact` says
    of that."""
    asked = value.callee if isinstance(value, Call) else value
    if isinstance(asked, Member) and asked.name in ASKED and fact(asked.of) == EMPTY:
        return ASKED[asked.name]
    return None


def compared(test: Op, fact: Callable[[Value], Fact | None]) -> bool | None:
    """Whether one known number is less or more than another, as a test asks; None where it asks
    something else, or the numbers are not known."""
    if test.op not in ("<", "<=", ">", ">=") or len(test.operands) != 2:
        return None
    left, right = (_number(fact(operand)) for operand in test.operands)
    if left is None or right is None:
        return None
    if left == right:
        return test.op in ("<=", ">=")
    return (left < right) == test.op.startswith("<")


def _number(fact: Fact | None) -> float | None:
    value = fact[1] if fact is not None and fact[0] == "number" else None
    return value if isinstance(value, int | float) else None


def is_nothing(value: Value) -> bool:
    """Whether a value is written as that of nobody: null, an empty text, false."""
    return isinstance(value, Literal) and (
        value.kind in ("null", "undefined") or value.value == "" or value.value is False
    )
