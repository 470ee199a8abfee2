"""Timers that go off once, in a moment: no timeout, but the rest of what has set them."""

from __future__ import annotations

from fslint.flow import Call, Literal, Member, Op, Value
from fslint.link.index import last_name

A_MOMENT = 5_000
"""So many milliseconds are a moment at most."""
UNITS = {"milliseconds": 1, "seconds": 1000, "minutes": 60_000, "hours": 3_600_000}
AFTER = frozenset({"setTimeout", "postDelayed"})
"""What is told after what it runs how many milliseconds it waits."""


def is_soon(call: Call) -> bool:
    """Whether a timer is set to go off once, in a few seconds, as its arguments say."""
    waits = _wait(call)
    return waits is not None and waits <= A_MOMENT


def _wait(call: Call) -> float | None:
    """The milliseconds that a call waits before it runs what it is given; None if it says nothing
    of that, or runs it again and again."""
    name = last_name(call.callee)
    if name in AFTER:
        return _number(call.args[1].value) if len(call.args) > 1 else None
    if name == "asyncAfter":
        deadline = call.args[0].value if call.args else None
        added = deadline.operands[-1] if isinstance(deadline, Op) and deadline.op == "+" else None
        seconds = None if added is None else _number(added)
        return None if seconds is None else seconds * UNITS["seconds"]
    made = call.args[0].value if name in ("delayed", "Timer") and call.args else None
    if isinstance(made, Call) and last_name(made.callee) == "Duration":
        parts = [(UNITS.get(one.label), _number(one.value)) for one in made.args]
        known = [unit * count for unit, count in parts if unit is not None and count is not None]
        return sum(known) if known and len(known) == len(parts) else None
    return None


def _number(value: Value) -> float | None:
    """A number that is written out, in Swift also as `.seconds(2)`."""
    if isinstance(value, Call) and isinstance(value.callee, Member) and value.args:
        of, unit = _number(value.args[0].value), UNITS.get(value.callee.name)
        return None if of is None or unit is None else of * unit / UNITS["seconds"]
    told = value.value if isinstance(value, Literal) else None
    return float(told) if isinstance(told, int | float) and not isinstance(told, bool) else None
