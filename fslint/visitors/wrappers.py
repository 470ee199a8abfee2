"""The project's own way to release the identity: a function that does so and nothing more."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.link.abstract import Func
from fslint.link.index import Fn
from fslint.paths.facts import Facts

HARMLESS = frozenset(("anonymize", "track"))


def wrapper_call(facts: Facts, file: str) -> str:
    """The call of a function that a file has at hand and that releases the identity; '' if none.

    Such a function takes nothing, gives no promise, and comes to no event but the release and
    events that are sent along with it. Functions of Python are none for the scripts in its strings.
    """
    program = facts.program
    if program.flows[file].language in ("python", "data"):
        return ""
    for name in _names(facts, file):
        found = program.evaluator.lookup(name, Fn(file, 0))
        if len(found) == 1 and isinstance(found[0], Func) and _releases(facts, found[0].fn):
            return f"{name}()"
    return ""


def _names(facts: Facts, file: str) -> Iterator[str]:
    flow = facts.program.flows[file]
    for imported in flow.imports:
        if imported.local and not imported.type_only:
            yield imported.local
    for function in flow.functions:
        if function.parent == 0 and function.owner < 0 and function.name:
            yield function.name


def _releases(facts: Facts, fn: Fn) -> bool:
    function = facts.program.function(fn)
    events = facts.reaches(fn)
    plain = not function.params and "async" not in function.modifiers
    return plain and "anonymize" in events and events <= HARMLESS
