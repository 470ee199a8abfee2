"""Local names that are true or false: where they become so is a step."""

from __future__ import annotations

from fslint.flow import Binding, Flag, Function, Literal


def flag_of(name: str, binding: Binding, function: Function) -> Flag | None:
    """The step of a binding that makes a local name of a function true or false, if it does."""
    value = binding.value
    if (
        function.index == 0
        or binding.kind not in ("let", "const")
        or not isinstance(value, Literal)
    ):
        return None
    return Flag(binding.span, name, value.value) if isinstance(value.value, bool) else None
