"""Functions that hand on what they are given: `send('setIdentity', payload)` amounts to the call
of the SDK that `send` makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from fslint.conditions import ValueOf
from fslint.flow import Argument, Call, Function, Literal, Name, Object, Value
from fslint.flow import Index as IndexValue
from fslint.link.ahead import Ahead, ahead, spelt_out
from fslint.link.hooks import makers
from fslint.link.index import Fn
from fslint.link.keys import WEB
from fslint.link.traverse import text_of
from fslint.vocabulary import as_is

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.vocabulary import Meaning

REST = "..."
Given: TypeAlias = "Mapping[str, tuple[Argument, ...]]"


class Forwarding:
    """What calls of a program's functions amount to that hand on what they are given."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._leading: dict[Fn, tuple[Call, ...]] = {}

    def meanings(self, call: Call, fn: Fn, target: Fn) -> list[Meaning]:
        """What a call that stands in `fn` and runs `target` amounts to."""
        program = self._program
        given = self._told(call, fn, target)
        for plain in self._leading_from(target):
            if not _hands_on(plain, set(given)):
                continue
            made, named = _filled_in(plain, given)
            onward = program.targets(plain, target).functions
            if onward:
                found = self.meanings(made, fn, onward[0])
            else:
                forms = (*program.forms(plain.callee, target), *([named] if named else []))
                found = self._of_sdk(forms, made, fn, program.value_of(fn))
            if found:
                return found
        return []

    def said_by_callers(self, call: Call, fn: Fn) -> bool:
        """Whether a call of the SDK is given the payload that its function was given, as it is, so
        that the calls of that function say what is done."""
        if len(call.args) != 2:
            return False
        operation, payload = (argument.value for argument in call.args)
        function = self._program.function(fn)
        own = own_names(function)
        told = isinstance(operation, Literal) or _is_one(operation, own)
        if not (told and _is_one(payload, own)):
            return False
        return any(
            isinstance(site.node, Call)
            and fn in self._program.targets(site.node, site.fn).functions
            for site in self._program.index.calls_by_name.get(function.name, ())
        )

    def given_ahead(self, call: Call, fn: Fn) -> list[Meaning]:
        """What a call amounts to of a function that was given its first arguments ahead."""
        program = self._program
        plain = spelt_out(program, call, fn)
        first = ahead(program, call, fn)
        if first is None and plain is None:
            return []
        whole, at = first if first is not None else Ahead(plain or call, fn)
        forms = program.forms(whole.callee, at)
        return self._of_sdk(forms, whole, fn, program.value_of(fn))

    def _told(self, call: Call, fn: Fn, target: Fn) -> Given:
        """What the parameters stand for of a function in a call of it, and those of the helper
        that gave it back."""
        program = self._program
        first = ahead(program, call, fn)
        given = given_by(program.function(target), first.call if first is not None else call)
        for one, made in makers(program, call, fn):
            around = Fn(target.file, program.function(target).parent)
            if one == target and around in program.targets(*made).functions:
                given = {**given_by(program.function(around), made.call), **given}
        return given

    def _leading_from(self, fn: Fn) -> tuple[Call, ...]:
        """The calls by which a function hands on to the SDK what it is given."""
        known = self._leading.get(fn)
        if known is None:
            self._leading[fn] = ()
            own = self._own_of(fn)
            calls = self._program.index.calls[fn] if own else ()
            known = tuple(c for c in calls if _hands_on(c, own) and self._leads(c, fn))
            self._leading[fn] = known
        return known

    def _own_of(self, fn: Fn) -> set[str]:
        """The names of what a function is given, or the one that it stands in."""
        function = self._program.function(fn)
        around = function.parent if self._program.language(fn) in WEB else 0
        outer = own_names(self._program.function(Fn(fn.file, around))) if around > 0 else set()
        return own_names(function) | (outer - function.bindings.keys())

    def _leads(self, call: Call, fn: Fn) -> bool:
        """Whether a call comes to one of the SDK of which the function itself does not say what is
        done."""
        onward = self._program.targets(call, fn).functions
        if onward:
            return len(onward) == 1 and bool(self._leading_from(onward[0]))
        forms = self._program.forms(call.callee, fn)
        if isinstance(call.callee, IndexValue):
            return self._program.vocabulary.guards(self._program.forms(call.callee.of, fn))
        found = self._of_sdk(forms, call, fn, as_is)
        open_ended = not any(m.events or m.entry.wrong for m in found)
        return bool(found) and (open_ended or self.said_by_callers(call, fn))

    def _of_sdk(
        self, forms: tuple[str, ...], call: Call, fn: Fn, value_of: ValueOf
    ) -> list[Meaning]:
        program = self._program
        found = program.vocabulary.calls(
            forms, call, program.language(fn), value_of, program.platform(fn.file)
        )
        return [meaning for meaning in found if meaning.entry.sdk]


def own_names(function: Function) -> set[str]:
    """The names of the parameters that a function never sets."""
    return {
        param.name
        for param in function.params
        if param.name and len(function.bindings.get(param.name, ())) == 1
    }


def _hands_on(call: Call, own: set[str]) -> bool:
    values = [argument.value for argument in call.args]
    values += [e.value for v in values if isinstance(v, Object) for e in v.entries if e.value]
    if isinstance(call.callee, IndexValue):
        values.append(call.callee.key)
    return any(_is_one(value, own) for value in values)


def _is_one(value: Value, own: set[str]) -> bool:
    return isinstance(value, Name) and value.id in own


def given_by(function: Function, call: Call) -> dict[str, tuple[Argument, ...]]:
    """What the parameters of a function stand for in a call; nothing where that cannot be told."""
    if any(argument.spread or argument.label for argument in call.args):
        return {}
    own = own_names(function)
    return {
        param.name: call.args[place:] if param.label == REST else call.args[place : place + 1]
        for place, param in enumerate(function.params)
        if param.name in own
    }


def _filled_in(plain: Call, given: Given) -> tuple[Call, str]:
    """A call with what it takes from the parameters of its function; the text of its callee where
    an argument names that: `FS[method]()`."""
    args = tuple(made for one in plain.args for made in _filled(one, given))
    return Call(plain.span, plain.callee, args, plain.use), _named(plain.callee, given)


def _filled(argument: Argument, given: Given) -> Iterator[Argument]:
    value = argument.value
    if isinstance(value, Name) and value.id in given:
        yield from given[value.id]
    elif isinstance(value, Object):
        yield argument._replace(value=_object(value, given))
    else:
        yield argument


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
    return Object(value.span, tuple(entries))


def _named(callee: Value, given: Given) -> str:
    if not isinstance(callee, IndexValue) or not isinstance(callee.key, Name):
        return ""
    known = given.get(callee.key.id)
    name = known[0].value if known else None
    if not isinstance(name, Literal) or not isinstance(name.value, str):
        return ""
    return f"{text_of(callee.of)}.{name.value}"
