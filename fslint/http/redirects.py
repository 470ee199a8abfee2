"""Where a view sends the browser: the redirects that a value amounts to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fslint.flow import Call, Literal, Member, Name, Object, Value
from fslint.link.abstract import Const, Ext
from fslint.link.index import Fn, last_name
from fslint.link.program import Program
from fslint.link.traverse import text_of

_DEEPEST = 4
_TARGETS = ("url", "location", "to", "redirect_to", "path")


class Answer(NamedTuple):
    """One answer. `kind`: template (`value` names it), page (`value` is its closure), redirect
    (`value` is where to), setting (redirect to what the setting `text` says), data, unknown."""

    kind: str
    fn: Fn
    value: Value | None = None
    text: str = ""


def bound(program: Program, name: str, fn: Fn) -> Iterator[tuple[Fn, Value]]:
    """The values that a name is set to, and the function that declares it."""
    functions = program.flows[fn.file].functions
    index = fn.index
    while index >= 0:
        bindings = functions[index].bindings.get(name)
        if bindings:
            for binding in bindings:
                if binding.value is not None:
                    yield Fn(fn.file, index), binding.value
            return
        index = functions[index].parent


def target_of(program: Program, call: Call, fn: Fn) -> Value | None:
    """What a call that redirects is given as where to."""
    for argument in call.args:
        if argument.label in _TARGETS:
            return argument.value
    for argument in call.args:
        value = argument.value
        status = isinstance(value, Literal) and value.kind != "string"
        if not argument.label and not status and not _is_request(value):
            return value
    return None


def told_to_go_to(call: Call) -> Value | None:
    """Where a server's `signOut({ redirectTo: '/login' })` sends the browser."""
    options = call.args[0].value if call.args else None
    if last_name(call.callee) != "signOut" or not isinstance(options, Object):
        return None
    return next((entry.value for entry in options.entries if entry.key == "redirectTo"), None)


def _is_request(value: Value) -> bool:
    return isinstance(value, Name) and value.id in ("request", "req")


def redirects(program: Program, target: Value, fn: Fn, depth: int = 0) -> Iterator[Answer]:
    """Where a redirect leads to: a variable to all that it is set to, `depth` of them so far."""
    if isinstance(target, Name | Member) and depth < _DEEPEST:
        given = _given(program, target, fn)
        for home, value in given:
            yield from redirects(program, value, home, depth + 1)
        if given:
            return
    if isinstance(target, Call) and last_name(target.callee) == "getattr" and target.args[2:]:
        yield from redirects(program, target.args[2].value, fn, depth)
        return
    name = last_name(target)
    if name.isupper():
        for part in program.evaluator.evaluate(target, fn):
            if isinstance(part, Const):
                yield Answer("redirect", fn, part.literal)
                return
            if isinstance(part, Ext):
                yield Answer("setting", fn, text=name)
                return
    yield Answer("redirect", fn, target)


def _given(program: Program, target: Name | Member, fn: Fn) -> list[tuple[Fn, Value]]:
    """The values that a variable, or a field of the function's own object, is set to."""
    if isinstance(target, Name):
        return [one for one in bound(program, target.id, fn) if not isinstance(one[1], Name)]
    owner = program.function(fn).owner
    if owner < 0 or text_of(target.of) != "this":
        return []
    fields = program.flows[fn.file].classes[owner].fields.get(target.name, ())
    return [(fn, binding.value) for binding in fields if binding.value is not None]
