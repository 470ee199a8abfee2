"""Local names of which a run can tell what they are: where they become so is a step."""

from __future__ import annotations

from fslint.flow import CAUGHT, Binding, Call, Flag, Function, Literal, Name, Opaque

KINDS = frozenset({"let", "const", "parameter"})
TOLD = frozenset({"bool", "string", "null", "undefined"})
"""The kinds of literals that count; a number changes without being given anew."""


def flag_of(name: str, binding: Binding, function: Function, *, unset: bool = False) -> Flag | None:
    """The step of one more binding of a local name, which `function` knows already, if it says what
    the name is or that it is something else now. `unset`: a name that is declared without a value
    is nothing until it is given one."""
    value, bound = binding.value, function.bindings
    if value is None and unset and binding.kind == "let":
        value = Literal(binding.span, "undefined")
    if function.index == 0 or binding.kind not in KINDS or value is None:
        return None
    if isinstance(value, Literal) and value.kind in TOLD:
        return Flag(binding.span, name, value)
    if isinstance(value, Name) and {b.kind for b in bound.get(value.id, ())} == {CAUGHT}:
        return Flag(binding.span, name, value)
    if len(bound[name]) == 1:
        return None
    return Flag(binding.span, name, value if isinstance(value, Call) else Opaque(value.span))
