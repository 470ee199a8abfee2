"""Routes that a project declares through functions of its own, which hand their arguments on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fslint.flow import (
    Argument,
    Array,
    Call,
    Closure,
    Index,
    Literal,
    Member,
    Name,
    Op,
    Opaque,
    Template,
    Value,
)
from fslint.link.abstract import Arr, Func
from fslint.link.index import Fn
from fslint.link.program import Program
from fslint.link.traverse import text_of


class Made(NamedTuple):
    """The call that a helper makes for one of its callers: the call with the caller's arguments,
    and the function that these stand in."""

    call: Call
    fn: Fn


def for_callers(program: Program, call: Call, fn: Fn) -> Iterator[Made]:
    """What a call with its function's parameters amounts to, for each caller of the function; in
    a loop over one of them, for each item that the caller gives."""
    function = program.function(fn)
    looped = _looped(program, fn)
    names = {param.name for param in function.params} | looped.keys()
    if not function.name or not any(
        isinstance(a.value, Name) and a.value.id in names for a in call.args
    ):
        return
    for site in program.index.calls_by_name.get(function.name, ()):
        outer = site.node
        if isinstance(outer, Call) and fn in program.targets(outer, site.fn).functions:
            for given in _each(_given(program, outer, fn), looped):
                yield Made(_filled(program, call, outer, fn, given), site.fn)


def for_each(program: Program, call: Call, fn: Fn) -> Iterator[Made]:
    """What a call amounts to in a loop over a list that is written out, for each item of it:
    `for rule, view in RULES: app.add_url_rule(rule, view_func=view)`."""
    bindings = program.function(fn).bindings
    names = {a.value.id for a in call.args if isinstance(a.value, Name)}
    picked = {
        name: pick
        for name in names & bindings.keys()
        for binding in bindings[name][-1:]
        if (pick := _pick(binding.value)) is not None
    }
    for source in {text_of(pick.source): pick.source for pick in picked.values()}.values():
        places = {n: p.place for n, p in picked.items() if text_of(p.source) == text_of(source)}
        lists = (p for p in program.evaluator.evaluate(source, fn) if isinstance(p, Arr))
        for scope, array in lists:
            for item in array.items:
                given = {name: _part(item, place) for name, place in places.items()}
                home = fn if scope.file == fn.file else scope
                yield Made(_filled(program, call, call, fn, given), home)


class _Pick(NamedTuple):
    """What a variable of a loop is: each item of a list, or what stands at a place in it."""

    source: Value
    place: int | None


def _pick(value: Value | None) -> _Pick | None:
    if not isinstance(value, Index):
        return None
    if isinstance(value.key, Opaque):
        return _Pick(value.of, None)
    whole = _pick(value.of)
    if whole is None or whole.place is not None or not isinstance(value.key, Literal):
        return None
    place = value.key.value
    return _Pick(whole.source, place) if isinstance(place, int) else None


def _part(item: Value, place: int | None) -> Value:
    items = item.items if isinstance(item, Array) else ()
    if place is None:
        return item
    return items[place] if place < len(items) else Opaque(item.span)


def returned(program: Program, call: Call, fn: Fn) -> Iterator[Call]:
    """The calls that a helper of the project returns, with the arguments that it was given."""
    for part in program.evaluator.evaluate(call.callee, fn):
        if isinstance(part, Func):
            given = _given(program, call, part.fn)
            for value in program.function(part.fn).returns:
                if isinstance(value, Call):
                    yield _filled(program, value, call, part.fn, given)


def _looped(program: Program, fn: Fn) -> Mapping[str, str]:
    """The variables of loops over a function's parameters, with these."""
    function = program.function(fn)
    params = {param.name for param in function.params}
    return {
        name: binding.value.of.id
        for name, bindings in function.bindings.items()
        for binding in bindings
        if isinstance(binding.value, Index)
        and isinstance(binding.value.of, Name)
        and binding.value.of.id in params
    }


def _each(given: Mapping[str, Value], looped: Mapping[str, str]) -> Iterator[Mapping[str, Value]]:
    for name, param in looped.items():
        items = given.get(param)
        if isinstance(items, Array):
            yield from ({**given, name: item} for item in items.items)
            return
    yield given


def _filled(
    program: Program, inner: Call, outer: Call, helper: Fn, given: Mapping[str, Value]
) -> Call:
    """`inner`, which a helper makes, with the arguments of `outer`, which calls the helper. The
    helper's own closures mean nothing where it is called."""
    names = {param.name for param in program.function(helper).params}
    args = [
        one._replace(value=_filled_value(program, one.value, given, helper))
        for one in inner.args
        if not one.spread
    ]
    if any(one.spread for one in inner.args):
        args += [one for one in outer.args if one.label and one.label not in names]
    callee = inner.callee
    if isinstance(callee, Member):
        of = _filled_value(program, callee.of, given, helper)
        callee = Member(callee.span, of, callee.name, callee.at)
    return Call(outer.span, callee, tuple(args), inner.use)


def _given(program: Program, outer: Call, helper: Fn) -> Mapping[str, Value]:
    params = [param.name for param in program.function(helper).params]
    plain = [one.value for one in outer.args if not one.label and not one.spread]
    given = dict(zip(params, plain, strict=False))
    given.update((one.label, one.value) for one in outer.args if one.label in params)
    return given


def _filled_value(program: Program, value: Value, given: Mapping[str, Value], fn: Fn) -> Value:
    if isinstance(value, Closure):
        return Opaque(value.span)
    if isinstance(value, Name):
        return given.get(value.id) or program.evaluator.constant(value, fn)
    if isinstance(value, Template):
        parts = (
            part if isinstance(part, str) else _filled_value(program, part, given, fn)
            for part in value.parts
        )
        return Template(value.span, tuple(parts))
    if isinstance(value, Op) and value.op == "+":
        operands = (_filled_value(program, one, given, fn) for one in value.operands)
        return Op(value.span, "+", tuple(operands))
    if isinstance(value, Call):
        args = tuple(
            Argument(_filled_value(program, one.value, given, fn), one.label) for one in value.args
        )
        callee = value.callee
        if isinstance(callee, Member):
            of = _filled_value(program, callee.of, given, fn)
            callee = Member(callee.span, of, callee.name, callee.at)
        return Call(value.span, callee, args, value.use)
    return value
