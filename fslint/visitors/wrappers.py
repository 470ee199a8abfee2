"""The project's own way to release the identity: a function that does so and nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fslint.flow import Closure, FileFlow, Function, Name
from fslint.link.abstract import Func
from fslint.link.index import Fn
from fslint.paths.facts import Facts
from fslint.visitors.components import script_of
from fslint.visitors.imports import Needed, relative
from fslint.visitors.python_flavour import module_of

HARMLESS = frozenset(("anonymize", "track"))
TELLING = re.compile(r"(?i)anonymi|reset|clear|forget|release|unset|log_?out|sign_?out|end")
_SCRIPTS = ("javascript", "typescript")


def wrapper_call(facts: Facts, file: str, *, python: bool = False) -> str:
    """The call of a function that a file has at hand and that releases the identity; '' if none.

    Such a function takes nothing, gives no promise, and comes to no event but the release and
    events that are sent along with it. Functions of Python are none for the scripts in its strings,
    but for `python` itself.
    """
    program = facts.program
    if program.flows[file].language in ("python", "data") and not python:
        return ""
    for name in _names(facts, file):
        found = program.evaluator.lookup(name, Fn(file, 0))
        if len(found) == 1 and isinstance(found[0], Func) and releases(facts, found[0].fn):
            return f"{name}()"
    return ""


def wrapper_elsewhere(
    facts: Facts,
    file: str,
    text: str,
    same_app: Callable[[str, str], bool],
    *,
    python: bool = False,
) -> Needed | None:
    """A function that a script, or `python` itself, may import from another file of its app to
    release the identity; its name must say so."""
    flows = facts.program.flows
    languages = ("python",) if python else _SCRIPTS
    if flows[file].language not in languages and script_of(flows[file], text) is None:
        return None
    for other, flow in sorted(flows.items()):
        if flow.language not in languages or other == file or not same_app(file, other):
            continue
        for function in flow.functions:
            name = _at_top(function) if python else _exported(flow, function)
            telling = name and TELLING.search(function.name)
            if telling and releases(facts, Fn(other, function.index)):
                module = (
                    module_of(other, flows[file], flows) if python else relative(other, file, text)
                )
                return Needed(module, name, function.name)
    return None


def _at_top(function: Function) -> str:
    """The name of a module's own function; '' for any other."""
    own = function.parent == 0 and function.owner < 0 and function.kind != "embedded"
    return function.name if own else ""


def _exported(flow: FileFlow, function: Function) -> str:
    """The name that a function of a module is exported by; '' if it is not."""
    if not _at_top(function):
        return ""
    for export in flow.exports:
        value = export.value
        named = isinstance(value, Name) and value.id == function.name
        if named or (isinstance(value, Closure) and value.index == function.index):
            return "" if export.name == "*" else export.name
    return ""


def _names(facts: Facts, file: str) -> Iterator[str]:
    flow = facts.program.flows[file]
    for imported in flow.imports:
        if imported.local and not imported.type_only:
            yield imported.local
    for function in flow.functions:
        if _at_top(function):
            yield function.name


def releases(facts: Facts, fn: Fn) -> bool:
    """Whether a function releases the identity, and does nothing more that matters."""
    function = facts.program.function(fn)
    events = facts.reaches(fn)
    waits = "async" in function.modifiers and facts.program.language(fn) != "dart"
    plain = not function.params and not waits
    return plain and "anonymize" in events and events <= HARMLESS
