"""The project's own way to release the identity where that is a method, or, in apps for phones, a
function of another file."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import NamedTuple

from fslint.flow import Binding, Class, FileFlow, Function
from fslint.link.abstract import Inst
from fslint.link.index import Fn
from fslint.paths.facts import Facts
from fslint.visitors.statements import Statement
from fslint.visitors.wrappers import TELLING, releases

_PRIVATE = frozenset({"private", "fileprivate", "protected"})
_SHARED = ("shared", "instance", "sharedInstance", "standard")
"""What the one object of a class is called that it holds itself."""

_RECEIVER = {"javascript": "this.", "typescript": "this.", "python": "self.", "objc": "self "}
_LITERALS = frozenset({"arrow", "initializer"})


class Own(NamedTuple):
    """A call of the project's own, without what ends a statement; what a file that has it not at
    hand imports: a name of a package (`a.b.Name`), or a file ('' for nothing)."""

    call: str
    name: str = ""
    file: str = ""


def method_at_hand(facts: Facts, at: Statement) -> Own | None:
    """A method of the class that a statement stands in, or of one of its fields, that releases the
    identity and does nothing more."""
    flow = facts.program.flows[at.file]
    method = _method_around(at.function, flow)
    held = flow.language == "swift" and at.function is not method  # perhaps weakly
    if method is None or held:
        return None
    own = flow.classes[method.owner]
    static = "static" in method.modifiers
    for first, *_ in own.methods.values():
        found = flow.functions[first]
        usable = not static or "static" in found.modifiers
        if usable and found is not method and releases(facts, Fn(at.file, first)):
            return Own(_sent(_receiver(flow, found), found, at))
    for field, bindings in own.fields.items() if not static and flow.language != "objc" else ():
        for type_ in dict.fromkeys(_type_of(facts, at.file, binding) for binding in bindings):
            called = _released_by(facts, type_)
            if called is not None:
                return Own(_sent(f"{_receiver(flow, method)}{field}.", called, at))
    return None


def _type_of(facts: Facts, file: str, binding: Binding) -> str:
    """The class of what a field holds: as it is declared, else as it is injected or made."""
    if binding.type or binding.value is None:
        return binding.type
    program = facts.program
    held = program.evaluator.evaluate(binding.value, Fn(file, 0))
    names = [
        program.flows[a.cls.file].classes[a.cls.index].name for a in held if isinstance(a, Inst)
    ]
    return names[0] if len(names) == 1 else ""


def elsewhere(facts: Facts, at: Statement, same_app: Callable[[str, str], bool]) -> Own | None:
    """A function of another file of the app that releases the identity, and says so."""
    flows = facts.program.flows
    language = flows[at.file].language
    for other, flow in sorted(flows.items()):
        if flow.language != language or other == at.file or not same_app(at.file, other):
            continue
        for function in flow.functions:
            telling = TELLING.search(function.name) and is_public(function)
            if not telling or not releases(facts, Fn(other, function.index)):
                continue
            for receiver, name in _holders(function, flow):
                apart = flow.package and flow.package != flows[at.file].package
                full = f"{flow.package}.{name}" if apart else ""
                return Own(_sent(receiver, function, at), full, _needed(other, language))
    return None


def _holders(function: Function, flow: FileFlow) -> Iterator[tuple[str, str]]:
    """What a function is called on from outside, and the name to import for that."""
    if function.owner < 0:
        if function.parent == 0:
            yield "", function.name
        return
    own = flow.classes[function.owner]
    if own.parent != 0 or "companion" in own.modifiers:
        return
    dot = " " if flow.language == "objc" else "."
    if own.kind == "object" or function.modifiers & {"static", "class"}:
        yield f"{own.name}{dot}", own.name
    for shared in _SHARED:
        if shared in own.fields:
            yield f"{own.name}{dot}{shared}{dot}", own.name


def _needed(other: str, language: str) -> str:
    if language == "objc":
        return posixpath.splitext(posixpath.basename(other))[0] + ".h"
    return other if language == "dart" else ""


def _method_around(function: Function, flow: FileFlow) -> Function | None:
    """The method of a class that a function is or stands in."""
    while function.owner < 0 and function.index > 0 and function.kind in _LITERALS:
        function = flow.functions[function.parent]
    return function if function.owner >= 0 else None


def _receiver(flow: FileFlow, called: Function) -> str:
    """What a method is called on in its own class."""
    if called.modifiers & {"static", "class"}:
        return flow.classes[called.owner].name + (" " if flow.language == "objc" else ".")
    return _RECEIVER.get(flow.language, "")


def _released_by(facts: Facts, type_: str) -> Function | None:
    """The method of a class of the project that releases the identity."""
    for cls in facts.program.index.classes_by_name.get(type_.rpartition(".")[2], ()):
        flow = facts.program.flows[cls.file]
        declared: Class = flow.classes[cls.index]
        for methods in declared.methods.values():
            for first in methods[:1]:
                method = flow.functions[first]
                if is_public(method) and releases(facts, Fn(cls.file, first)):
                    return method
    return None


def is_public(function: Function) -> bool:
    """Whether a method or function may be called from outside of its class or file."""
    return not function.modifiers & _PRIVATE and not function.name.startswith(("_", "#"))


def _sent(receiver: str, called: Function, at: Statement) -> str:
    if receiver.endswith(" "):
        return f"[{receiver}{called.name}]"
    gives = "async" in called.modifiers or called.type.startswith("Future")
    waits = at.file.endswith(".dart") and gives and "async" in at.function.modifiers
    return f"{'await ' if waits else ''}{receiver}{called.name}()"
