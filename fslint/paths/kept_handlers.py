"""Functions that several have put into a field of a class, which runs the one that it was given as
the user does something: the buttons of a dialog, the rows of a menu.

The path begins with what was put there, and not in the class, which knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fslint.link.index import Fn
from fslint.paths.lent_handlers import kept_for_others, led_through

if TYPE_CHECKING:
    from fslint.paths.entries import Root
    from fslint.paths.facts import Facts

_LOOKED_AT = frozenset({"sign_out", "switch", "anonymize"})


def begun_by_kept(facts: Facts, found: Mapping[Fn, Root]) -> tuple[dict[Fn, Root], set[Fn]]:
    """The functions at which paths begin in the place of roots that only run what a field keeps,
    each with what sets it off, and all that lies between."""
    kept = {
        fn
        for around, calls in facts.program.index.calls.items()
        for call in calls
        for fn in kept_for_others(facts, call, around)
    }
    begun: dict[Fn, Root] = {}
    between: set[Fn] = set()
    for fn, root in found.items() if kept else ():
        led = led_through(facts, fn, kept - {fn}, _LOOKED_AT)
        between |= led
        for one in led:
            for call in facts.program.index.calls[one]:
                for given in kept_for_others(facts, call, one):
                    begun[given] = root._replace(fn=given)
    return begun, between - begun.keys()
