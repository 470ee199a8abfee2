"""Code that runs when the user becomes nobody: where it anonymizes, it covers the whole app."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Array, Choice, Literal, Member, Name, Op, Value
from fslint.link.index import Fn
from fslint.link.traverse import deep, steps_in, text_of
from fslint.paths.conditions import NULL, Env, Fact, with_fact
from fslint.paths.entries import Root, Trigger
from fslint.paths.states import Trace, happenings

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

WATCHING = frozenset({"auth-state", "effect", "mount"})
ROOT_FILE = re.compile(
    r"(?i)(^|/)(_?app|main|index|_document|layout|root|bootstrap|setup|plugins?|middleware|boot"
    r"|client|providers?|[\w-]*\.client|hooks)\.[\w.]+$|(^|/)(pages|app|routes|plugins|boot|layouts)/"
)


class Observer(NamedTuple):
    """An observer that releases the identity on every run of its no-user branch."""

    fn: Fn
    trace: Trace | None


def observers(walker: Walker, roots: Iterable[Root]) -> list[Observer]:
    """The observers among the entries of a program that cover their app."""
    found: list[Observer] = []
    for root in roots:
        if "anonymize" not in walker.facts.reaches(root.fn):
            continue
        for trigger in root.triggers:
            if trigger.kind not in WATCHING and not (
                trigger.runner and trigger.runner.entry.nouser
            ):
                continue
            if trigger.kind not in WATCHING and not _told(walker, root.fn, trigger):
                continue
            trace = _covering_run(walker, root.fn, trigger)
            if trace is not None and _mounted(walker, trigger):
                found.append(Observer(root.fn, trace))
                break
    return found


def _told(walker: Walker, fn: Fn, trigger: Trigger) -> bool:
    """Whether what sets off a function that is told of any event has to do with the user: by its
    name, or because the function does not release the identity each time."""
    callee = trigger.call.callee if trigger.call is not None else None
    if isinstance(callee, Member) and _is_user(walker, callee.of):
        return True
    return not all(_releases(trace) for trace in walker.run(fn).values())


def _covering_run(walker: Walker, fn: Fn, trigger: Trigger) -> Trace | None:
    """A run of the no-user branch, if all of its runs anonymize; None otherwise."""
    for env in _nobody(walker, fn, trigger):
        ends = walker.run(fn, env)
        traces = list(ends.values())
        if traces and all(_releases(trace) for trace in traces):
            return traces[0]
    return None


def _releases(trace: Trace | None) -> bool:
    return any(item.kind == "anonymize" for item in happenings(trace))


def _nobody(walker: Walker, fn: Fn, trigger: Trigger) -> Iterable[Env]:
    """The environments that say that there is no user, as the observer is told of it."""
    program = walker.program
    conditions = walker.conditions
    function = program.function(fn)
    runner = trigger.runner
    env: Env = ()
    told = False
    if runner is not None:
        for place in runner.entry.nouser:
            if place < len(function.params) and function.params[place].name:
                key = f"{fn.file}:{fn.index}:{function.params[place].name}"
                env, told = with_fact(env, key, NULL), True
        if runner.entry.gone and function.params:
            if told and 0 in runner.entry.nouser:
                yield env
            gone: Fact = ("string", runner.entry.gone[0])
            env = with_fact(env, f"{fn.file}:{fn.index}:{function.params[0].name}", gone)
            told = True
        if runner.entry.nouser and not told:
            yield ()
    if told:
        yield env
        for key, fact in _departures(walker, fn):
            yield with_fact(env, key, fact)
        return
    if trigger.call is None or trigger.at is None:
        return
    for value in _watched(trigger, runner.entry.deps if runner is not None else None):
        if _is_user(walker, value):
            for name in _prefixes(value):
                key = conditions.key(name, trigger.at)
                if key:
                    yield ((key, NULL),)
            for param in function.params[:1]:
                yield ((f"{fn.file}:{fn.index}:{param.name}", NULL),)


def _departures(walker: Walker, fn: Fn) -> Iterable[tuple[str, Fact]]:
    """The states that an observer tells apart and that stand for nobody: `SignedOut`; each with
    the name under which facts about what it compares are kept."""
    function = walker.program.function(fn)
    language = walker.program.language(fn)
    for step in steps_in(function.body) if function.params else ():
        if not isinstance(step, Choice) or step.test is None:
            continue
        compared = [(step.test, case) for arm in step.arms for case in arm.cases]
        for part in deep(step.test):
            if isinstance(part, Op) and part.op in ("==", "!=") and language == "swift":
                one, other = part.operands[:2]
                compared += [(one, other), (other, one)]
        for subject, case in compared:
            text = text_of(case)
            name = text.rpartition(".")[2]
            key = walker.conditions.key(subject, fn)
            if key and walker.program.vocabulary.speaks_of("nobody", name):
                entry = f".{name}" if language == "swift" else ".".join(text.split(".")[-2:])
                named = name.isupper() or language == "swift"
                yield key, ("entry", entry) if named else ("class", name)


def _watched(trigger: Trigger, deps: int | None) -> Iterable[Value]:
    """What an effect or a watcher looks at."""
    assert trigger.call is not None
    for place, argument in enumerate(trigger.call.args):
        if deps is not None and place != deps:
            continue
        if isinstance(argument.value, Array):
            yield from argument.value.items
        else:
            yield argument.value


def _prefixes(value: Value) -> Iterable[Value]:
    """A member and what it is a member of: `user.id` is also gone when `user` is."""
    current = value
    while isinstance(current, Member):
        yield current
        current = current.of
    if isinstance(current, Name):
        yield current


def _is_user(walker: Walker, value: Value) -> bool:
    vocabulary = walker.program.vocabulary
    if isinstance(value, Literal):
        return isinstance(value.value, str) and vocabulary.speaks_of("user", value.value)
    parts = [p for p in re.split(r"[.()\[\]]+", text_of(value)) if p]
    return any(
        vocabulary.speaks_of(topic, part)
        for part in parts
        for topic in ("user", "session", "token")
    )


def _mounted(walker: Walker, trigger: Trigger) -> bool:
    """Whether the code that installs the observer is itself run by somebody."""
    program = walker.program
    if trigger.at is None:
        return False
    seen: set[Fn] = set()
    work = [trigger.at]
    while work:
        fn = work.pop()
        if fn in seen:
            continue
        seen.add(fn)
        if fn.index == 0 or ROOT_FILE.search(fn.file):
            return True
        if program.evaluator.components.rendered(fn) or program.index.passed_to.get(fn):
            return True
        function = program.function(fn)
        if function.owner >= 0:
            return True
        sites = program.index.calls_by_name.get(function.name, ())
        work += [site.fn for site in sites if site.fn != fn]
        if not sites and program.imported_by_others(fn):
            return True
    return False
