"""Functions that hand on what they are given: `send('setIdentity', payload)` amounts to the call
of the SDK that `send` makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fslint.flow import Argument, Call, Function, Literal, Name, Object, Value
from fslint.flow import Index as IndexValue
from fslint.link.index import Fn, Index
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.link.targets import Targets
    from fslint.vocabulary import Meaning

MOST_HANDS = 3
REST = "..."
Given: TypeAlias = "Mapping[str, tuple[Argument, ...]]"


class _Forwarded(NamedTuple):
    """A call that a function makes, filled in with what it was given; the call as it is written,
    and where; `forms` of its callee where that is named by an argument: `FS[method]()`."""

    call: Call
    plain: Call
    fn: Fn
    forms: tuple[str, ...]


def handed_on(
    program: Program, call: Call, fn: Fn, targets: Targets, depth: int = 0
) -> list[Meaning]:
    """What a call of a function of the project amounts to that hands on to the SDK what it is
    given."""
    if len(targets.functions) != 1 or depth > MOST_HANDS:
        return []
    for one in _forwarded(program.index, call, targets.functions[0]):
        if any(m.events or m.entry.wrong for m in program.meanings(one.plain, one.fn)):
            continue
        onward = program.targets(one.plain, one.fn)
        if onward.functions:
            found = handed_on(program, one.call, fn, onward, depth + 1)
        else:
            forms = (*program.forms(one.plain.callee, one.fn), *one.forms)
            found = program.vocabulary.calls(
                forms, one.call, program.language(fn), program.value_of(fn)
            )
        if any(meaning.entry.sdk for meaning in found):
            return [meaning for meaning in found if meaning.entry.sdk]
    return []


def said_by_callers(program: Program, call: Call, fn: Fn) -> bool:
    """Whether a call of the SDK is given the payload that its function was given, as it is, so that
    the calls of that function say what is done."""
    payload = call.args[1].value if len(call.args) == 2 else None
    function = program.function(fn)
    if not isinstance(payload, Name) or not isinstance(call.args[0].value, Literal):
        return False
    if payload.id not in {param.name for param in function.params}:
        return False
    return len(function.bindings.get(payload.id, ())) == 1 and any(
        isinstance(site.node, Call) and fn in program.targets(site.node, site.fn).functions
        for site in program.index.calls_by_name.get(function.name, ())
    )


def _forwarded(index: Index, call: Call, target: Fn) -> Iterator[_Forwarded]:
    """The calls that a function of the project makes with what a call of it gives it, in order."""
    given = _given(index.function(target), call)
    for inner in index.calls[target] if given else ():
        args = tuple(made for one in inner.args for made in _filled(one, given))
        named = _named(inner.callee, given)
        if args != inner.args or named:
            made = Call(call.span, inner.callee, args, call.use)
            yield _Forwarded(made, inner, target, (named,) if named else ())


def _given(function: Function, call: Call) -> dict[str, tuple[Argument, ...]]:
    """What the parameters of a function stand for in a call; nothing where that cannot be told."""
    if any(argument.spread or argument.label for argument in call.args):
        return {}
    found: dict[str, tuple[Argument, ...]] = {}
    for place, param in enumerate(function.params):
        rest = call.args[place:] if param.label == REST else call.args[place : place + 1]
        if param.name and len(function.bindings.get(param.name, ())) == 1:
            found[param.name] = rest
    return found


def _filled(argument: Argument, given: Given) -> tuple[Argument, ...]:
    value = argument.value
    if isinstance(value, Name) and value.id in given:
        return given[value.id]
    if isinstance(value, Object):
        return (argument._replace(value=_object(value, given)),)
    return (argument,)


def _object(value: Object, given: Given) -> Object:
    """An object with what it takes from the parameters: `{ uid: id, ...payload }`."""
    entries = []
    for entry in value.entries:
        whole: Value | None = entry.value
        known = given.get(whole.id) if isinstance(whole, Name) else None
        if not known:
            entries.append(entry)
        elif entry.kind == "spread" and isinstance(known[0].value, Object):
            entries.extend(known[0].value.entries)
        else:
            entries.append(entry._replace(value=known[0].value))
    made = tuple(entries)
    return value if made == value.entries else Object(value.span, made)


def _named(callee: Value, given: Given) -> str:
    """The text of a callee whose member an argument names; '' for others."""
    if not isinstance(callee, IndexValue) or not isinstance(callee.key, Name):
        return ""
    known = given.get(callee.key.id)
    name = known[0].value if known else None
    if not isinstance(name, Literal) or not isinstance(name.value, str):
        return ""
    return f"{text_of(callee.of)}.{name.value}"
