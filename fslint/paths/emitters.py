"""Components that tell whoever shows them of a logout, and their listeners: one path, not two.

A component that only sends its event on begins nothing: the path begins in the listener. One that
does more, such as releasing the identity, begins it, and the listener is a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.flow import Call, Name
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

LOOKED_AT = frozenset(
    {"sign_out", "switch", "anonymize", "identify", "cdp_reset", "stop", "misuse"}
)


def tells_itself(call: Call) -> bool:
    """Whether what a call sends may come back to the function that it stands in, as what a reducer
    gives back does: it is made there, and given back or waited for."""
    handed_on = bool(call.args) and isinstance(call.args[0].value, Name)
    return call.use in ("awaited", "returned") and not handed_on


def beginnings(facts: Facts, found: Iterable[Fn]) -> set[Fn]:
    """Of the functions at which paths may begin, those at which they do."""
    kept = set(found)
    told = {fn: _told(facts, fn) for fn in kept}
    for fn, listeners in told.items():
        if not listeners & kept:
            continue
        if _does_more(facts, fn, listeners):
            kept -= listeners - {fn}
        else:
            kept.discard(fn)
    return kept


def _told(facts: Facts, fn: Fn) -> set[Fn]:
    """The functions that listen to the events which a component's function sends, itself or by a
    helper."""
    return _heard(facts, fn).union(*(_heard(facts, helper) for helper in _helpers(facts, fn)))


def _helpers(facts: Facts, fn: Fn) -> set[Fn]:
    """The functions that a function calls and that send events of their component."""
    program = facts.program
    called = (one for c in program.index.calls[fn] for one in program.targets(c, fn).functions)
    return {one for one in called if one != fn and _heard(facts, one)}


def _heard(facts: Facts, fn: Fn) -> set[Fn]:
    return {one for call in facts.program.index.calls[fn] for one in _listening(facts, fn, call)}


def _listening(facts: Facts, fn: Fn, call: Call) -> set[Fn]:
    keys = facts.program.keys
    sent = (key for key in keys.sent(call, fn) if key.startswith("component:"))
    return {one.fn for key in sent for one in facts.program.listeners(key, fn)}


def _does_more(facts: Facts, fn: Fn, apart: set[Fn]) -> bool:
    """Whether a function does more than to send events, by functions other than those `apart`."""
    helpers = _helpers(facts, fn) - apart
    apart = apart | helpers | {fn}
    for call in facts.program.index.calls[fn]:
        if any(event in LOOKED_AT for event, _ in facts.events(fn, call)):
            return True
        if any(facts.reaches(one) & LOOKED_AT for one in set(facts.called(fn, call)) - apart):
            return True
    return any(_does_more(facts, helper, apart) for helper in helpers)
