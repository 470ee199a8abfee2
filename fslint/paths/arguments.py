"""What calls and events tell about the parameters of the functions that they run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fslint.flow import (
    Call,
    Closure,
    Either,
    Literal,
    Member,
    Name,
    Object,
    Param,
    Parameter,
    Value,
)
from fslint.link.actions import type_names
from fslint.link.ahead import ahead
from fslint.link.bound import function_named
from fslint.link.cases import case_of, held_cases
from fslint.link.hooks import hooks_behind, makers
from fslint.link.index import Fn, last_name
from fslint.link.keys import WEB
from fslint.link.placing import placed
from fslint.link.traverse import deep, text_of
from fslint.paths.known import EMPTY, TRUTHY, Env, Fact, entry_of, literal_fact, with_fact

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
    language = program.language(callee)
    given: dict[int, Value | None] = {
        place: argument.value for place, argument in placed(args, function.params, language)
    }
    facts: Env = ()
    asked = conditions.asked(callee)
    for name, bindings in function.bindings.items():
        for binding in bindings if name in asked else ():
            stands_for = _stands_for(binding.value, given, function.params)
            if stands_for is None:
                continue
            key = f"{callee.file}:{callee.index}:{name}"
            found = _known(conditions, stands_for, fn, env)
            if found is not None and name not in conditions.classes.tested(callee):
                found = {"class": None, "entry": None, "function": TRUTHY}.get(found[0], found)
            if found is not None:
                facts = with_fact(facts, key, found)
            members = {m for owner, m in conditions.members_asked(callee) if owner == name}
            for member in sorted(members | _plain_entries(stands_for)):
                inner = _known_member(conditions, stands_for, member, fn, env)
                if inner is not None:
                    facts = with_fact(facts, f"{key}.{member}", inner)
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


def facts_of_object(kept: Sequence[tuple[str, Fn]]) -> Env:
    """What the methods of an object know of the functions that it keeps in fields."""
    return tuple(
        (key, ("function", one)) for field, one in kept for key in (field, f"this.{field}")
    )


def _stands_for(
    value: Value | None, given: dict[int, Value | None], params: Sequence[Param]
) -> Value | None:
    """What a parameter, or a part of one, is in a call, as its caller would write it: a default
    where nothing is given; None where nothing is known."""
    if isinstance(value, Parameter):
        argument = given.get(value.index)
        if argument is not None:
            return argument
        default = params[value.index].default if value.index < len(params) else None
        if default is None:
            return Literal(value.span, "undefined")
        return None if any(isinstance(part, Name) for part in deep(default)) else default
    if isinstance(value, Member):
        of = _stands_for(value.of, given, params)
        if isinstance(of, Object):
            return entry_of(of, value.name)
        return None if of is None else replace(value, of=of)
    if isinstance(value, Either) and value.falls_back:
        first, *rest = value.values
        of = _stands_for(first, given, params)
        own = any(isinstance(part, Name) for one in rest for part in deep(one))
        return None if of is None or own else Either(value.span, (of, *rest), falls_back=True)
    return None


def _known(conditions: Conditions, value: Value, fn: Fn, env: Env) -> Fact | None:
    if isinstance(value, Closure):
        return ("function", Fn(fn.file, value.index))
    named = function_named(conditions.program, value, fn) if isinstance(value, Name) else None
    return conditions.fact(value, fn, env) if named is None else ("function", named)


def _known_member(conditions: Conditions, value: Value, name: str, fn: Fn, env: Env) -> Fact | None:
    """What is known of a member of an argument: of a closure in an object, which one it is."""
    entry = entry_of(value, name) if isinstance(value, Object) else None
    if isinstance(entry, Closure):
        return ("function", Fn(fn.file, entry.index))
    return conditions.fact(Member(value.span, value, name, value.span), fn, env)


def _plain_entries(value: Value) -> set[str]:
    """The entries of an object that is written out which say whether something is so, or that
    there is nothing."""
    entries = value.entries if isinstance(value, Object) else ()
    return {
        entry.key
        for entry in entries
        if isinstance(entry.value, Literal) and entry.value.kind in ("bool", "null", "undefined")
    }


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
