"""Requests that are described to a hook and made later, by a function that the hook gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Call, Member, Name, Object, Value
from fslint.flow import Index as IndexValue
from fslint.link.abstract import Ext, Func, Made, Obj
from fslint.link.bound import last_binding
from fslint.link.index import Fn, last_name
from fslint.link.targets import functions_in
from fslint.link.traverse import deep

if TYPE_CHECKING:
    from fslint.link.program import Program

OPERATION = "mutationFn"
HOOK = re.compile(r"use[A-Z]")
NAMED = re.compile(r"use(\w+)Mutation")
"""A hook that is generated for one operation of a server."""
BESIDE = frozenset({"reset", "clear", "cancel", "abort", "refetch"})
"""What a hook gives beside the function that makes its request."""
DEEPEST = 3


class Hook(NamedTuple):
    """A call of a hook, and the function it stands in."""

    call: Call
    fn: Fn


def hook_of(program: Program, value: Value, fn: Fn) -> Hook | None:
    """The hook that a name or member comes from: `useRequest(…)` for `send` where
    `const { send } = useRequest(…)`."""
    functions = program.flows[fn.file].functions
    for _ in range(DEEPEST):
        while isinstance(value, Member | IndexValue):
            value = value.of
        if isinstance(value, Call):
            return Hook(value, fn) if HOOK.match(last_name(value.callee)) else None
        if not isinstance(value, Name):
            return None
        index = fn.index
        while index >= 0 and value.id not in functions[index].bindings:
            index = functions[index].parent
        bound = functions[index].bindings[value.id][0].value if index >= 0 else None
        if bound is None:
            return None
        value, fn = bound, Fn(fn.file, index)
    return None


def described(program: Program, call: Call, fn: Fn) -> Value | None:
    """The URL, or what stands for one, of the request that a call makes of a hook that was told
    of it before; None where the vocabulary knows no such hook."""
    hook = hook_of(program, call.callee, fn) if isinstance(call.callee, Name | Member) else None
    if hook is None or hook.call is call:
        return None
    if _given_as(program, call.callee, fn) in BESIDE:
        return None
    forms = program.forms(hook.call.callee, hook.fn)
    for runner in program.vocabulary.runners(forms, program.language(fn)):
        for place in runner.args if runner.how == "request" else ():
            for told in _given(hook.call, place):
                parts = program.evaluator.evaluate(told, hook.fn)
                if not any(isinstance(part, Func) for part in parts):
                    return next(_urls(program, told, hook.fn), told)
    named = NAMED.fullmatch(last_name(hook.call.callee))
    if named is None or program.targets(*hook).functions:
        return None
    return Name(hook.call.span, named[1])


def _given_as(program: Program, value: Value, fn: Fn) -> str:
    """The name by which a hook has given what a name or member stands for."""
    bound = last_binding(program, value, fn) if isinstance(value, Name) else value
    return bound.name if isinstance(bound, Member) else ""


def _given(call: Call, place: int | str) -> Iterator[Value]:
    """What a call is told at a place: an argument, or the member of an object among them."""
    given = [argument.value for argument in call.args]
    if isinstance(place, int):
        yield from (v for v in given[place : place + 1] if not isinstance(v, Object))
    for value in given if isinstance(place, str) else ():
        for entry in value.entries if isinstance(value, Object) else ():
            if entry.key == place:
                yield entry.value


def _urls(program: Program, value: Value, fn: Fn) -> Iterator[Value]:
    """The address in a route: that of a helper made from it, or an object's `path` or `url`."""
    for part in program.evaluator.evaluate(value, fn):
        if isinstance(part, Ext) and part.call is not None and part.fn is not None:
            forms = program.forms(part.call.callee, part.fn)
            for runner in program.vocabulary.runners(forms, program.language(fn)):
                if runner.how == "request" and isinstance(runner.args[0], int):
                    yield from (a.value for a in part.call.args[runner.args[0] :][:1])
        elif isinstance(part, Obj):
            yield from (e.value for e in part.object.entries if e.key in ("path", "url", "href"))


def operated(program: Program, fn: Fn) -> Hook | None:
    """The call that has a hook run the operation which `fn` is, where the hook was told of it under
    that name: of `useMutation({ mutationFn, onSuccess })`, for who uses what it gives elsewhere."""
    holder = program.index.holders.get(fn)
    made = program.index.outer.get(holder.object) if holder is not None else None
    if holder is None or holder.key != OPERATION or made is None:
        return None
    callee = Member(made.span, made, "mutate", made.span)
    return Hook(Call(made.span, callee, (), "dropped"), holder.fn)


def makers(program: Program, call: Call, fn: Fn) -> list[tuple[Fn, Made]]:
    """The functions that a call which stands in `fn` runs and helpers made, each with the call of
    its helper: `guarded(() => …)` for `send()` where `const send = guarded(() => …)`."""
    parts = program.evaluator.evaluate(call.callee, fn)
    return [
        (part.fn, part.made) for part in parts if isinstance(part, Func) and part.made is not None
    ]


def hooks_behind(program: Program, value: Value, fn: Fn) -> list[Hook]:
    """The hook that a value comes from, and those of the project's hooks that it is made of, where
    they are not told what others tell the same hooks."""
    hook = hook_of(program, value, fn) if isinstance(value, Name | Member) else None
    found: list[Hook] = []
    work = [(hook, 0)] if hook is not None else []
    while work:
        hook, depth = work.pop()
        found.append(hook)
        for target in program.targets(*hook).functions if depth < DEEPEST else ():
            calls = program.index.calls[target]
            inner = [Hook(one, target) for one in calls if HOOK.match(last_name(one.callee))]
            work += [(one, depth + 1) for one in inner if not _hands_on(program, one)]
    return found


def told(program: Program, value: Value, fn: Fn) -> frozenset[Fn]:
    """The functions that the hooks behind a value are told."""
    found: set[Fn] = set()
    for call, where in hooks_behind(program, value, fn):
        for argument in call.args:
            for part in program.evaluator.evaluate(argument.value, where):
                if isinstance(part, Func):
                    found.add(part.fn)
                elif isinstance(part, Obj):
                    found.update(one for _, one in functions_in(part, program.evaluator))
    return frozenset(found)


def _hands_on(program: Program, hook: Hook) -> bool:
    """Whether a hook is told what the function that it stands in is given."""
    given = [part for one in hook.call.args for part in deep(one.value)]
    names = {param.name for param in program.function(hook.fn).params}
    return any(isinstance(part, Name) and part.id in names for part in given)


def own_callbacks(
    program: Program, call: Call, fn: Fn, given: list[tuple[str, Fn]]
) -> list[tuple[str, Fn]]:
    """Those of the callbacks that the call of a project's hook may run which are the hook's own or
    handed to it right there, and not by others who call it; where nothing is known of a hook that
    was told of a request, all that it was handed."""
    hook = hook_of(program, call.callee, fn) if isinstance(call.callee, Name | Member) else None
    if hook is None:
        return given
    handed = [
        pair
        for argument in hook.call.args
        for part in program.evaluator.evaluate(argument.value, hook.fn)
        if isinstance(part, Obj)
        for pair in functions_in(part, program.evaluator)
        if pair[0].startswith("on")
    ]
    if not given:
        return handed if handed and described(program, call, fn) is not None else []
    ours = program.targets(hook.call, hook.fn).functions
    files = {one.file for one in ours}
    return [p for p in given if not ours or p in handed or p[1].file in files]
