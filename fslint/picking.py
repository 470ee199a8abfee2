"""What a place in a table of the vocabulary names of a call."""

from __future__ import annotations

from fslint.flow import Call, Member, Name, Object, Value


def pick(call: Call, place: int | str | None) -> Value | None:
    """The value at an index, a label, `receiver`, or at an index's key (`0.effect`)."""
    if place == "receiver":
        return call.callee.of if isinstance(call.callee, Member) else None
    if isinstance(place, str):
        index, dot, key = place.partition(".")
        if not dot:
            return next((a.value for a in call.args if a.label == place), None)
        of = pick(call, int(index))
        entries = of.entries if isinstance(of, Object) else ()
        return next((entry.value for entry in entries if entry.key == key), None)
    if place is not None and -len(call.args) <= place < len(call.args):
        return call.args[place].value
    return None


def typed(call: Call, place: int | str | None) -> Value | None:
    """The type argument at an index, as the name of a class."""
    if isinstance(place, int) and place < len(call.types) and call.types[place]:
        return Name(call.span, call.types[place])
    return None
