"""Which triggers of a listener those explain who are known to send what it hears of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

SENT = frozenset({"event", "message"})
STATES = SENT | {"auth-state"}


def explained(facts: Facts, fn: Fn) -> frozenset[str]:
    """The kinds of triggers that say no more of a listener than who sends what it hears of; a
    stream of the project's own tells of nobody but whom the project has told it of."""
    if _hears_of_more(facts, fn):
        return frozenset()
    heard = facts.program.keys.heard_by(fn)
    return STATES if heard and all(key.startswith("field:") for key in heard) else SENT


def _hears_of_more(facts: Facts, fn: Fn) -> bool:
    """Whether a listener to a field hears of more than those are known to send that set it off."""
    keys = facts.program.keys
    heard = keys.heard_by(fn)
    if not any(keys.fields.left_open(key) for key in heard if key.startswith("field:")):
        return False
    calls = facts.program.index.calls
    sent = {k for c in facts.callers(fn) for call in calls[c] for k in keys.sent(call, c)}
    return all(key.startswith("field:") for key in sent & heard)
