"""The calls that a call may come to, where an argument is one thing or another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fslint.flow import Call, Choice, Either, Name, Object, Op, Value
from fslint.link.bound import constant_binding
from fslint.link.index import Fn
from fslint.link.program import Program
from fslint.link.traverse import deep, steps_in


def variants(program: Program, fn: Fn, call: Call) -> Iterator[Call]:
    """The call once for each value that a choice among its arguments may come to."""
    for place, argument in enumerate(call.args):
        value = argument.value
        for chosen in _choices(value):
            yield with_argument(call, place, chosen)
        for nth, entry in enumerate(value.entries if isinstance(value, Object) else ()):
            bound = _bound_choice(program, fn, entry.value)
            for chosen in _choices(bound):
                entries = list(value.entries) if isinstance(value, Object) else []
                span = entry.span if bound is not entry.value else chosen.span
                entries[nth] = entry._replace(value=chosen, span=span)
                yield with_argument(call, place, Object(value.span, tuple(entries)))


def wrong_at_times(program: Program, fn: Fn, call: Call) -> str:
    """The rule that a call breaks for one of the values that an argument may have, as a flag; ''
    if for none."""
    forms, language = program.forms(call.callee, fn), program.language(fn)
    given = (program.value_of(fn), program.platform(fn.file), program.sdks(fn.file))
    meanings = (
        meaning
        for one in variants(program, fn, call)
        for meaning in program.vocabulary.calls(forms, one, language, *given)
    )
    return next((m.entry.wrong.lower() for m in meanings if m.entry.wrong), "")


def with_argument(call: Call, place: int, value: Value) -> Call:
    """The call with another value as the argument at `place`."""
    args = list(call.args)
    args[place] = args[place]._replace(value=value)
    return replace(call, args=tuple(args))


def _choices(value: Value) -> Sequence[Value]:
    if isinstance(value, Either):
        return value.values
    return value.operands[1:] if isinstance(value, Op) and value.op == "||" else ()


def _bound_choice(program: Program, fn: Fn, value: Value) -> Value:
    """The choice that a name is bound to and that nothing in its function asks about."""
    if not isinstance(value, Name):
        return value
    found = constant_binding(program, value, fn)
    if not isinstance(found, Either):
        return value
    asked = (
        part.id
        for step in steps_in(program.function(fn).body)
        if isinstance(step, Choice) and step.test is not None
        for part in deep(step.test)
        if isinstance(part, Name)
    )
    return value if value.id in asked else found
