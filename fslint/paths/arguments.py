"""What calls and events tell about the parameters of the functions that they run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.flow import Call, Closure, Member, Name, Object, Parameter, Value
from fslint.link.actions import type_names
from fslint.link.ahead import ahead
from fslint.link.bound import function_named
from fslint.link.cases import case_of, held_cases
from fslint.link.hooks import hooks_behind, makers
from fslint.link.index import Fn, last_name
from fslint.link.keys import WEB
from fslint.link.traverse import text_of
from fslint.paths.known import EMPTY, TRUTHY, UNDEFINED, Env, Fact, literal_fact, with_fact

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.paths.conditions import Conditions

ACTIONS = frozenset({"dispatch", "commit", "action"})


def facts_of_arguments(
    program: Program, conditions: Conditions, call: Call, fn: Fn, callee: Fn, env: Env
) -> Env:
    """What the callee's parameters are known to be in this call."""
    function = program.function(callee)
    first = ahead(program, call, fn)
    args = call.args if first is None else first.call.args
    if any(a.spread for a in args):
        return ()
    given: dict[int, Value | None] = {}
    names = [p.name for p in function.params]
    outer = [p.label or p.name for p in function.params]
    position = 0
    for argument in args:
        if argument.label and argument.label in (*names, *outer):
            place = (names if argument.label in names else outer).index(argument.label)
        else:
            place = position
        position = place + 1
        given[place] = argument.value
    facts: Env = ()
    asked = conditions.asked(callee)
    for name, bindings in function.bindings.items():
        for binding in bindings if name in asked else ():
            found = _bound(binding.value, given, function.params, conditions, fn, env)
            if found is not None and name not in conditions.classes.tested(callee):
                found = {"class": None, "entry": None, "function": TRUTHY}.get(found[0], found)
            key = f"{callee.file}:{callee.index}:{name}"
            if found is not None:
                facts = with_fact(facts, key, found)
            whole = given.get(binding.value.index) if isinstance(binding.value, Parameter) else None
            if isinstance(whole, Object) and all(e.kind == "value" for e in whole.entries):
                written = {entry.key for entry in whole.entries}
                for owner, member in conditions.members_asked(callee):
                    if owner == name and member not in written:
                        facts = with_fact(facts, f"{key}.{member}", UNDEFINED)
            for entry in whole.entries if isinstance(whole, Object) else ():
                inner = conditions.fact(entry.value, fn, env) if entry.kind == "value" else None
                if inner is not None and inner[0] in ("null", "undefined"):
                    facts = with_fact(facts, f"{key}.{entry.key}", inner)
    return facts


def facts_of_hook(program: Program, conditions: Conditions, call: Call, fn: Fn, callee: Fn) -> Env:
    """What a function that a hook or a helper gives back knows of what that was told by who calls
    it, or made it."""
    parent = program.function(callee).parent
    if parent <= 0 or program.language(fn) not in WEB:
        return ()
    around = Fn(callee.file, parent)
    for given, made in makers(program, call, fn):
        if given == callee and around in program.targets(*made).functions:
            return facts_of_arguments(program, conditions, *made, around, ())
    for hook in hooks_behind(program, call.callee, fn):
        if around in program.targets(*hook).functions:
            return facts_of_arguments(program, conditions, *hook, around, ())
    return ()


def _bound(
    value: Value | None,
    given: dict[int, Value | None],
    params: Iterable[object],
    conditions: Conditions,
    fn: Fn,
    env: Env,
) -> Fact | None:
    declared = tuple(params)
    path: list[str] = []
    current = value
    while isinstance(current, Member):
        path.append(current.name)
        current = current.of
    if not isinstance(current, Parameter) or current.index >= len(declared):
        return None
    argument = given.get(current.index)
    if argument is None:
        default = getattr(declared[current.index], "default", None)
        if path:
            return None
        return conditions.fact(default, fn, ()) if default is not None else UNDEFINED
    for name in reversed(path):
        if not isinstance(argument, Object):
            return None
        entries = {e.key: e.value for e in argument.entries if e.kind == "value"}
        if name not in entries:
            complete = len(entries) == len(argument.entries)
            return UNDEFINED if complete else None
        argument = entries[name]
    if isinstance(argument, Closure):
        return ("function", Fn(fn.file, argument.index))
    named = function_named(conditions.program, argument, fn) if isinstance(argument, Name) else None
    if named is not None:
        return ("function", named)
    return conditions.fact(argument, fn, env)


def facts_of_event(program: Program, key: str, listener: Fn, sent: Value | None = None) -> Env:
    """What a listener knows of the event: its class, or the type of the action; of what is
    sent to a stream, that itself."""
    channel, _, name = key.partition(":")
    params = program.function(listener).params
    if channel == "field":
        told = program.keys.fields.told(key, listener, sent)
        fact = _fact_of(told[1]) if told is not None else None
        return ((told[0], fact),) if told is not None and fact is not None else ()
    if channel in ACTIONS:
        return tuple(
            (f"{listener.file}:{listener.index}:{typed}", ("action", name))
            for typed in type_names(program.function(listener))
        )
    if channel != "class" or not params:
        return ()
    if case_of(name):
        arms = program.keys.cases.arms(listener, name)
        named = {p.name for p in params}
        inner = held_cases(sent)[case_of(name).count(".") :] if sent is not None else []
        found: Env = ()
        for given, way in arms.items():
            key = f"{listener.file}:{listener.index}:{given}"
            for case in [way, *inner] if given in named else ():
                found = with_fact(found, key, ("entry", f".{case}"))
                key = f"{key}.{case}"
        return found
    fact = ("class", name)
    made = sent.callee if isinstance(sent, Call) else None
    dart = program.language(listener) == "dart"
    if dart and isinstance(made, Member) and last_name(made.of) == name:
        fact = ("constructor", made.name)
    return ((f"{listener.file}:{listener.index}:{params[0].name}", fact),)


def facts_of_making(
    program: Program, conditions: Conditions, event: Call, fn: Fn, listener: Fn, env: Env
) -> Env:
    """What a listener knows of what an event was made with, under the names by which its class
    is made: `event.status` of `StatusChanged(status)`."""
    heard = program.function(listener).params
    found: Env = ()
    for maker in program.targets(event, fn).functions if heard else ():
        names = [param.label or param.name for param in program.function(maker).params]
        for place, argument in enumerate(event.args):
            name = argument.label or (names[place] if place < len(names) else "")
            fact = conditions.fact(argument.value, fn, env) if name in names else None
            if fact is not None:
                key = f"{listener.file}:{listener.index}:{heard[0].name}.{name}"
                found = with_fact(found, key, fact)
    return found


def _fact_of(sent: Value) -> Fact | None:
    """What is known of something sent: a literal, an `Optional` of nothing, or the class of an
    object."""
    if text_of(sent) in ("Optional.empty()", "Optional.absent()"):
        return EMPTY
    name = last_name(sent.callee if isinstance(sent, Call) else sent)
    if isinstance(sent, Member) and not name[:1].isupper():
        return ("entry", f"{last_name(sent.of)}.{name}")
    return literal_fact(sent) or (("class", name) if name[:1].isupper() else None)
