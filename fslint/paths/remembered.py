"""What a function keeps of the last time: `if (id === last) return; last = id;`."""

from __future__ import annotations

from fslint.flow import Assign, Function, Value
from fslint.link.traverse import steps_in, text_of


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
