"""Functions made of others that are given their first arguments ahead: `FullStory.bind(null,
'setIdentity')`, `partial(FullStory, 'setIdentity')`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Argument, Array, Call, Member, Value
from fslint.link.abstract import BINDING, Abstract, Ext, Func, Made
from fslint.link.index import Fn, last_name
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.program import Program


APPLIED = "apply"
REFLECTED = "Reflect.apply"
CALLED = ("call", APPLIED)
"""The methods of a function that call it."""


class Ahead(NamedTuple):
    """A call with all that is called and given in the end, and the function where its callee
    stands."""

    call: Call
    fn: Fn


def ahead(program: Program, call: Call, fn: Fn) -> Ahead | None:
    """What a call that stands in `fn` amounts to, where arguments were given ahead of it."""
    for part in program.evaluator.evaluate(call.callee, fn):
        made = _made(part)
        given = _given(program, made) if made is not None and made.call is not call else None
        if given is not None and made is not None:
            callee, first = given
            return Ahead(Call(call.span, callee, (*first, *call.args), call.use), made.fn)
    return None


def _made(part: Abstract) -> Made | None:
    """The call that made a function."""
    if isinstance(part, Func):
        return part.made
    if isinstance(part, Ext) and part.form.endswith("()") and part.call and part.fn:
        return Made(part.call, part.fn)
    return None


def _given(program: Program, made: Made) -> tuple[Value, tuple[Argument, ...]] | None:
    """The function that a call makes another one of, and what it is given then."""
    call, fn = made
    if isinstance(call.callee, Member) and last_name(call.callee) == BINDING:
        return call.callee.of, call.args[1:]
    if call.args and any(runner.how == "partial" for runner in program.runners(call, fn)):
        return call.args[0].value, _listed(call.args[1:])
    return None


def _listed(given: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """What is given ahead; a list alone is all of it, as in Ramda's `partial(f, [a, b])`."""
    only = given[0].value if len(given) == 1 else None
    return tuple(map(Argument, only.items)) if isinstance(only, Array) else given


def spelt_out(program: Program, call: Call, fn: Fn) -> Call | None:
    """A call as it is written plainly: `FS(a, b)` for `FS.call(null, a, b)`, `FS.apply(null, [a,
    b])`, `Reflect.apply(FS, null, [a, b])` and `FS(...pair)`; None where it is written so."""
    callee, args = call.callee, call.args
    if text_of(callee) == REFLECTED and args:
        place = args[0].value.span
        callee, args = Member(place, args[0].value, APPLIED, place), args[1:]
    if isinstance(callee, Member) and callee.name in CALLED and args:
        args = args[1:]
        if callee.name == APPLIED:
            args = tuple(one._replace(spread=True) for one in args)
        callee = callee.of
    spelt: list[Argument] = []
    for one in args:
        listed = program.evaluator.constant(one.value, fn) if one.spread else None
        whole = isinstance(listed, Array)
        spelt += [Argument(item) for item in listed.items] if isinstance(listed, Array) else [one]
        if one.spread and not whole:
            return None
    plain = (
        callee is call.callee
        and len(spelt) == len(call.args)
        and not any(one.spread for one in args)
    )
    return None if plain else Call(call.span, callee, tuple(spelt), call.use)
