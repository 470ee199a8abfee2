"""Members of functions that run them: `f.call()`, `useAsync(f).execute()`."""

from __future__ import annotations

import re

from fslint.entries import GROUPS
from fslint.link.abstract import Func
from fslint.link.index import Index

CALLING = frozenset({"call", "apply", "bind", "current", "value", "invoke"})
"""Members of functions that run them, or give them back."""
GIVEN_BY_HOOKS = frozenset({"execute", "run", "runAsync", "trigger"})
"""How a hook names what runs the function that it was given: `useAsync(logout).execute()`."""
PRESSED = r"(?!on\w{0,12}(?:Click|Press|Touch|Tap|Refresh|Select|Check|Change|Key|Focus|Scroll))"
METHODS = {
    "java": re.compile(
        PRESSED + r"(?!(?:andThen|compose|negate|and|or|equals|hashCode|toString)$)\w+$"
    ),
    "kotlin": re.compile(PRESSED + r"(?:on|handle)[A-Z]\w*$|accept$"),
}
"""What the one method of an interface is called for which a closure stands, by the language that
the closure is written in; not one that hears of what the user does."""


def runs(index: Index, of: Func, name: str) -> bool:
    """Whether a member of a function runs it; of a closure that stands for an interface of the JVM
    the one method that this has."""
    closure = index.function(of.fn).kind == "arrow"
    language = index.flows[of.fn.file].language
    method = METHODS.get(language) if closure else None
    hooked = name in GIVEN_BY_HOOKS and language in GROUPS["web"]
    return name in CALLING or hooked or (method is not None and method.match(name) is not None)
