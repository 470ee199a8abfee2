"""What an observer is told, asks for and knows as the user goes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.flow import Assign, Block, Call, Choice, Exit, Literal, Member, Name, Op, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in, text_of
from fslint.paths import overrides
from fslint.paths.answers import asks_for_user
from fslint.paths.known import FALSY, NULL, TRUTHY, Env, Fact, arms_fact, arms_key, with_fact

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

ROUTED = re.compile(r"(?i)path|route|location|url|page|screen")
"""What a test is about that has another outcome on another page."""
HOLDER = re.compile(r"(?:Notifier|Controller|Stream|Bloc|Cubit|Store|Repository)?Provider$")
"""What Riverpod's providers are called after: `currentUserProvider` holds the current user."""


def _asking(walker: Walker, fn: Fn) -> Iterable[tuple[Fn, Choice]]:
    """The choices of an observer, and of the functions beside it that it calls."""
    called = (
        target
        for call in walker.program.index.calls[fn]
        for target in walker.program.targets(call, fn).functions
        if target.file == fn.file
    )
    for one in dict.fromkeys((fn, *called)):
        for step in steps_in(walker.program.function(one).body):
            if isinstance(step, Choice) and step.test is not None:
                yield one, step


def still(walker: Walker, fn: Fn) -> Iterable[tuple[str, Fact]]:
    """What the app's own state says as an observer is told of nobody: that somebody is there."""
    for asking, step in choices(walker, fn):
        assert step.test is not None
        for part in deep(step.test):
            name = _last(text_of(part)) if isinstance(part, Name | Member) else ""
            if walker.program.vocabulary.speaks_of("signed-in", name):
                yield walker.conditions.key(part, asking), TRUTHY


def as_told(walker: Walker, fn: Fn, gone: tuple[str, Fact], before: Env) -> Env:
    """What an observer knows as the user has gone, of which `gone` tells it: where it keeps what
    it found there before, that was somebody."""
    conditions = walker.conditions
    kept = [
        conditions.key(step.target, fn)
        for step in steps_in(walker.program.function(fn).body)
        if isinstance(step, Assign) and conditions.key(step.value, fn) == gone[0]
    ]
    known = (*before, *((name, TRUTHY) for name in kept if name and name != gone[0]))
    return with_fact(known, *gone)


def known_before(walker: Walker, fn: Fn) -> Env:
    """What an observer asks for and knows besides, as the user goes: by names such as
    `previousUser` it finds him, and all has long been loaded."""
    speaks_of = walker.program.vocabulary.speaks_of
    found = overrides.told_about(walker.program, fn)
    for asking, step in _asking(walker, fn):
        assert step.test is not None
        for value in deep(step.test):
            names = [part for part in prefixes(value) if isinstance(part, Name | Member)]
            words = [_last(text_of(name)) for name in names]
            key = walker.conditions.key(value, asking)
            settled = any(speaks_of("settled", word) for word in words[:1])
            if settled or any(speaks_of("former", word) for word in words):
                found[key] = TRUTHY
            elif any(speaks_of("loading", word) for word in words[:1]):
                found[key] = FALSY
        for subject, case in _compared(step):
            if isinstance(case, Literal) and speaks_of("loading", str(case.value)):
                found[walker.conditions.key(subject, asking)] = ("string", "")
    found.pop("", None)
    return tuple(found.items())


def recorded(walker: Walker, fn: Fn) -> Env:
    """The arms that an observer's tests take where it records users at all: of `if (enabled)` the
    one in which it both identifies the user and lets go of him, or the one that goes on to that."""
    found: Env = ()
    users = identified(walker, fn)
    for asking, step in _asking(walker, fn):
        assert step.test is not None
        parts = list(deep(step.test))
        told = any(text_of(part) in users or _names_user(walker, part, asking) for part in parts)
        words = (_last(text_of(part)) for part in parts if isinstance(part, Name | Member))
        if step.kind != "if" or told or any(ROUTED.search(word) for word in words):
            continue
        if asks_for_user(walker.program, step.test) is not None:
            continue
        both = [_both(walker, asking, arm.block) for arm in step.arms]
        if not any(both) and _both(walker, asking, _behind(walker, asking, step)):
            both = [not (arm.block and isinstance(arm.block[-1], Exit)) for arm in step.arms]
        if both.count(True) == 1 and len(both) > 1:
            fact = arms_fact(frozenset({both.index(True)}))
            found = with_fact(found, arms_key(asking, step), fact)
    return found


def _both(walker: Walker, fn: Fn, block: Block) -> bool:
    """Whether a block comes to identify the user, and to let go of him."""
    comes_to = walker.facts.comes_to
    return comes_to(fn, block, "identify") and comes_to(fn, block, "anonymize")


def _behind(walker: Walker, fn: Fn, step: Choice) -> Block:
    """The steps that come after one that stands in a function's body itself."""
    body = walker.program.function(fn).body
    places = [place for place, one in enumerate(body) if one is step]
    return body[places[0] + 1 :] if places else []


def departures(walker: Walker, fn: Fn) -> Iterable[tuple[str, Fact]]:
    """What an observer tells apart that stands for nobody: a state such as `SignedOut`, or no
    user; as a fact about what it asks."""
    conditions = walker.conditions
    vocabulary = walker.program.vocabulary
    swift = walker.program.language(fn) == "swift"
    for asking, step in choices(walker, fn):
        assert step.test is not None
        for subject, case in _compared(step):
            fact = ("entry", f".{_last(text_of(case))}") if swift else _gone(case)
            key = conditions.key(subject, asking)
            name = _last(str(fact[1])) if key and fact is not None else ""
            nobody = vocabulary.speaks_of("nobody", name)
            no_user = vocabulary.speaks_of("no-user", name) and is_user(walker, subject)
            if fact is not None and (nobody or no_user):
                yield key, fact
        for part in deep(step.test):
            told = isinstance(part, Member) and vocabulary.speaks_of("no-user", part.name)
            if isinstance(part, Member) and told and is_user(walker, part.of):
                yield conditions.key(part, asking), TRUTHY
            if isinstance(part, Name | Member | Call) and _names_user(walker, part, asking):
                yield conditions.key(part, asking), NULL


def _names_user(walker: Walker, value: Value, fn: Fn) -> bool:
    """Whether a value is called after the user, or is bound to what is: `const u = user()`."""
    bound = (
        walker.program.function(fn).bindings.get(value.id, ()) if isinstance(value, Name) else ()
    )
    texts = [text_of(one) for one in (value, *(b.value for b in bound)) if one is not None]
    texts = [text.removesuffix(".value") for text in texts]
    return any(walker.program.vocabulary.speaks_of("user", _last(text)) for text in texts if text)


def emptied(walker: Walker, fn: Fn) -> Iterable[Env]:
    """What an observer knows that is told of nobody by an object that holds nothing, as it tells
    such objects apart: `case AsyncData(value: null)`."""
    conditions = walker.conditions
    held: dict[str, Fact] = {}
    nothing: list[tuple[str, str]] = []
    for asking, step in choices(walker, fn):
        for subject, case in _compared(step):
            null = isinstance(case, Literal) and case.kind == "null"
            fact = _gone(case)
            if null and isinstance(subject, Member):
                nothing.append((conditions.key(subject.of, asking), subject.name))
            elif fact is not None and fact[0] == "class":
                held.setdefault(conditions.key(subject, asking), fact)
    for key, name in nothing:
        if key and key in held:
            yield ((key, held[key]), (f"{key}.{name}", NULL))


def choices(walker: Walker, fn: Fn) -> Iterable[tuple[Fn, Choice]]:
    """The choices of a function and of the closures in it, each with where it stands."""
    functions = walker.program.flows[fn.file].functions
    inside = {fn.index}
    for function in functions[fn.index :]:
        if function.parent in inside and function.kind == "arrow":
            inside.add(function.index)
        if function.index in inside:
            for step in steps_in(function.body):
                if isinstance(step, Choice) and step.test is not None:
                    yield Fn(fn.file, function.index), step


def _compared(step: Choice) -> Iterable[tuple[Value, Value]]:
    """What a choice asks about, and what it may be."""
    assert step.test is not None
    if step.kind == "switch":
        yield from ((step.test, case) for arm in step.arms for case in arm.cases)
    for part in deep(step.test):
        if isinstance(part, Op) and part.op in ("==", "!=", "instanceof"):
            left, right = part.operands
            yield left, right
            if part.op != "instanceof":
                yield right, left


def _gone(case: Value) -> Fact | None:
    """The fact that a value is what a case names: a string, an enum's entry, or of a class."""
    if isinstance(case, Literal):
        return ("string", case.value) if case.kind == "string" else None
    text = text_of(case)
    name = _last(text)
    if "." in text and (name.isupper() or name[:1].islower()):
        return ("entry", ".".join(text.split(".")[-2:]))
    return ("class", name) if name else None


def _last(text: str) -> str:
    return text.rpartition(".")[2]


def prefixes(value: Value) -> Iterable[Value]:
    """A member and what it is a member of: `user.id` is also gone when `user` is."""
    current = value
    while isinstance(current, Member | Call):
        yield current
        current = current.of if isinstance(current, Member) else current.callee
    if isinstance(current, Name):
        yield current


def identified(walker: Walker, fn: Fn) -> set[str]:
    """The texts of what a function identifies the user by, and of what that is a member of:
    whatever it is called, that is the user."""
    facts = walker.facts
    found: set[str] = set()
    for call in walker.program.index.calls[fn]:
        events = {event for event, _ in facts.events(fn, call)}
        run = walker.program.targets(call, fn).functions
        if "identify" in events or any("identify" in facts.reaches(one) for one in run):
            for argument in call.args:
                for part in deep(argument.value):
                    found.update(text_of(one) for one in prefixes(part))
    return found - {""}


def asked_of_nobody(walker: Walker, fn: Fn) -> Iterable[tuple[str, Fact]]:
    """What a function asks about its user, as it stands where there is none."""
    for step in steps_in(walker.program.function(fn).body):
        if isinstance(step, Choice) and step.test is not None:
            for part in deep(step.test):
                key = walker.conditions.key(part, fn)
                if key and isinstance(part, Name | Member | Call) and is_user(walker, part):
                    name = last_name(part.callee if isinstance(part, Call) else part)
                    gone = walker.program.vocabulary.speaks_of("nobody", name)
                    yield key, TRUTHY if gone else FALSY


def is_user(walker: Walker, value: Value) -> bool:
    vocabulary = walker.program.vocabulary
    text = text_of(value)
    if isinstance(value, Literal):
        text = value.value if isinstance(value.value, str) else ""
    parts = [p for p in re.split(r"[.()\[\]]+", text) if p]
    parts += [HOLDER.sub("", part) for part in parts]
    return any(
        vocabulary.speaks_of(topic, part)
        for part in parts
        for topic in ("user", "session", "token")
    )
