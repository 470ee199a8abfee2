"""Code that runs when the user becomes nobody: where it anonymizes, it covers the whole app."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Array, Call, Choice, Closure, Index, Literal, Name, Op, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in, text_of
from fslint.paths import overrides
from fslint.paths.called_inside import is_kept_back
from fslint.paths.departing import (
    as_told,
    choices,
    departures,
    emptied,
    identified,
    is_user,
    known_before,
    prefixes,
    recorded,
    still,
)
from fslint.paths.entries import Root, Trigger
from fslint.paths.filtered import never_told_of_nobody
from fslint.paths.known import EMPTY, NULL, UNDEFINED, Env, with_fact
from fslint.paths.layouts import layouts
from fslint.paths.states import Trace, happenings

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.paths.walker import Walker

WATCHING = frozenset({"auth-state", "effect", "mount"})
ROOT_FILE = re.compile(
    r"(?i)(^|/)(_?app|main|index|_document|layout|root|bootstrap|setup|plugins?|middleware|boot"
    r"|client|providers?|[\w-]*\.client|hooks)\.[\w.]+$|(^|/)(pages|app|routes|plugins|boot|layouts)/"
)

HOOK = re.compile(r"use[A-Z]")
NONE_LEFT = "[]"
"""What the vocabulary calls a collection that holds nothing."""
NATIVE = frozenset({"swift", "objc", "kotlin", "java"})


class Observer(NamedTuple):
    """An observer that releases the identity on every run of its no-user branch: `runs`."""

    fn: Fn
    runs: tuple[Trace | None, ...]


def observers(walker: Walker, roots: Iterable[Root]) -> list[Observer]:
    """The observers among the entries of a program that cover their app."""
    found: list[Observer] = []
    roots = list(roots)
    shown = {fn for root in roots for fn in _showing(walker, root)}
    for root in roots:
        triggers = [*root.triggers, *overrides.triggers(walker.program, root.fn)]
        if "anonymize" not in walker.facts.reaches(root.fn):
            found += _cleaners(walker, root, shown)
            continue
        for trigger in triggers:
            watches = trigger.kind in WATCHING and not _told_of_others(walker, root.fn, trigger)
            if not watches and not _told_of_user(walker, root.fn, trigger):
                continue
            if trigger.call is not None and never_told_of_nobody(walker, trigger.call, trigger.at):
                continue
            runs = _covering_runs(walker, root.fn, trigger)
            if runs and _mounted(walker, trigger, shown):
                found.append(Observer(root.fn, runs))
                break
    shows = (Observer(fn, (trace,)) for fn, trace in layouts(walker))
    return [*found, *_scripts(walker), *shows]


def _scripts(walker: Walker) -> list[Observer]:
    """The scripts that a framework runs anew after everything the user does, as Streamlit does,
    and that release the identity whenever their session knows of no user."""
    found: list[Observer] = []
    for path in sorted(walker.program.flows):
        flow = walker.program.flows[path]
        fn = Fn(path, 0)
        rerun = any(imported.module.partition(".")[0] == "streamlit" for imported in flow.imports)
        if not rerun or "/pages/" in f"/{path}" or "anonymize" not in walker.facts.reaches(fn):
            continue
        tests = [s.test for s in steps_in(flow.functions[0].body) if isinstance(s, Choice)]
        asked = [part for test in tests if test is not None for part in deep(test)]
        gone = {key for part in asked for key in _session_keys(walker, part, fn)}
        if gone:
            ends = walker.run(fn, tuple((key, NULL) for key in sorted(gone)))
            traces = list(ends.values())
            if traces and all(_releases(trace) for trace in traces):
                found.append(Observer(fn, tuple(traces)))
    return found


def _session_keys(walker: Walker, value: Value, fn: Fn) -> Iterable[str]:
    """What a test asks of the session about its user."""
    key = walker.conditions.key(value, fn)
    if isinstance(value, Op) and value.op == "in" and isinstance(value.operands[0], Literal):
        key = f"{walker.conditions.key(value.operands[1], fn)}.{value.operands[0].value}"
    if walker.program.vocabulary.speaks_of("session-state", key) or _signed_in(walker, value, fn):
        yield key


def _signed_in(walker: Walker, value: Value, fn: Fn) -> bool:
    """Whether a value is what a script's own sign-in gives back: `name, status = auth.login()`."""
    if not isinstance(value, Name):
        return False
    given = (b.value for b in walker.program.function(fn).bindings.get(value.id, ()))
    made = (one.of if isinstance(one, Index) else one for one in given)
    speaks = walker.program.vocabulary.speaks_of
    return any(isinstance(c, Call) and speaks("signs-in", last_name(c.callee)) for c in made)


def _showing(walker: Walker, root: Root) -> Iterable[Fn]:
    """The functions around a handler that signs the user out: who can press it is shown them."""
    functions = walker.program.flows[root.fn.file].functions
    handles = any(trigger.kind == "handler" for trigger in root.triggers)
    if handles and "sign_out" in walker.facts.reaches(root.fn):
        index = functions[root.fn.index].parent
        while index > 0:
            yield Fn(root.fn.file, index)
            index = functions[index].parent


def _cleaners(walker: Walker, root: Root, shown: Set[Fn]) -> list[Observer]:
    """The function that an effect on the user gives back, where it releases the identity: it runs
    as that user goes."""
    function = walker.program.function(root.fn)
    watching = any(
        trigger.kind == "effect" and trigger.call is not None and _mounted(walker, trigger, shown)
        for trigger in root.triggers
        if trigger.runner is not None
        and trigger.runner.entry.deps is not None
        and any(is_user(walker, value) for value in _watched(trigger, trigger.runner.entry.deps))
    )
    cleaners = [
        Fn(root.fn.file, value.index) for value in function.returns if isinstance(value, Closure)
    ]
    found: list[Observer] = []
    for cleaner in cleaners if watching else ():
        traces = list(walker.run(cleaner).values())
        if traces and all(_releases(trace) for trace in traces):
            found.append(Observer(cleaner, tuple(traces)))
    return found


def _covering_runs(walker: Walker, fn: Fn, trigger: Trigger) -> tuple[Trace | None, ...]:
    """The runs of the no-user branch, if all of them anonymize; none otherwise."""
    aside = recorded(walker, fn)
    for env in _nobody(walker, fn, trigger):
        undefined = tuple((key, UNDEFINED if fact == NULL else fact) for key, fact in env)
        for told in dict.fromkeys((env, undefined)):
            traces = list(walker.run(fn, (*told, *aside)).values())
            if traces and all(_releases(trace) for trace in traces):
                return tuple(traces)
    return ()


def _releases(trace: Trace | None) -> bool:
    return any(item.kind == "anonymize" for item in happenings(trace))


def _nobody(walker: Walker, fn: Fn, trigger: Trigger) -> Iterable[Env]:
    """The environments that say that there is no user, as the observer is told of it."""
    params = walker.program.function(fn).params
    keys = [f"{fn.file}:{fn.index}:{param.name}" if param.name else "" for param in params]
    runner = trigger.runner
    before = known_before(walker, fn)
    if runner is not None and (runner.entry.nouser or runner.entry.gone):
        told = [keys[place] for place in runner.entry.nouser if keys[place : place + 1] > [""]]
        env = (*before, *((key, NULL) for key in told))
        yield env
        yield (*env, *still(walker, fn))
        if runner.entry.gone and any(keys[:1]):
            gone = runner.entry.gone[0]
            env = with_fact(env, keys[0], EMPTY if gone == NONE_LEFT else ("string", gone))
            yield env
        for key, fact in departures(walker, fn):
            yield with_fact(env, key, fact)
        for empty in emptied(walker, fn):
            yield (*before, *empty)
        if told or runner.entry.gone:
            return
    if trigger.at is None:
        return
    if trigger.at == fn and trigger.kind == "auth-state":
        yield before
        return
    deps = runner.entry.deps if runner is not None else None
    watched = list(_watched(trigger, deps))
    users = identified(walker, fn)
    for value in watched:
        if isinstance(value, Literal) and is_user(walker, value):
            yield with_fact(before, f"this.{value.value}", NULL)
        if is_user(walker, value) or text_of(value) in users:
            for name in prefixes(value):
                key = walker.conditions.key(name, trigger.at)
                if key:
                    yield as_told(walker, fn, (key, NULL), before)
            for key in keys[:1]:
                yield (*before, (key, NULL))
    always = deps is None or trigger.call is None or deps >= len(trigger.call.args)
    for key, fact in departures(walker, fn):
        if always or key in {walker.conditions.key(value, trigger.at) for value in watched}:
            yield as_told(walker, fn, (key, fact), before)


def _watched(trigger: Trigger, deps: int | None) -> Iterable[Value]:
    """What an effect or a watcher looks at."""
    for place, argument in enumerate(trigger.call.args if trigger.call is not None else ()):
        if deps is not None and place != deps:
            continue
        if isinstance(argument.value, Array):
            yield from argument.value.items
        else:
            yield argument.value


def _told_of_others(walker: Walker, fn: Fn, trigger: Trigger) -> bool:
    """Whether an effect is told of a value that has nothing to do with the user: of a cart."""
    entry = trigger.runner.entry if trigger.runner is not None else None
    if trigger.kind != "effect" or entry is None or not entry.nouser or entry.deps is None:
        return False
    params = walker.program.function(fn).params
    told = {params[place].name for place in entry.nouser if place < len(params)}
    if told & identified(walker, fn):
        return False
    return not any(is_user(walker, value) for value in _watched(trigger, entry.deps))


def _told_of_user(walker: Walker, fn: Fn, trigger: Trigger) -> bool:
    """Whether a listener is told of nobody, and what it listens to, is given or asks for has to
    do with the user."""
    if trigger.runner is None or not trigger.runner.entry.nouser:
        return False
    function = walker.program.function(fn)
    names = [trigger.name, *(word for p in function.params for word in (p.name, p.type))]
    names += [text_of(a.value) for a in trigger.call.args] if trigger.call is not None else []
    for _, step in choices(walker, fn):
        assert step.test is not None
        asked = [step.test, *(case for arm in step.arms for case in arm.cases)]
        names += [text_of(part) for value in asked for part in deep(value)]
    topics = ("user", "session", "token", "nobody")
    words = {word for name in names for word in re.split(r"\W+", name) if word}
    return any(walker.program.vocabulary.speaks_of(topic, w) for w in words for topic in topics)


def _boots(program: Program, fn: Fn) -> bool:
    """Whether a function stands in a file that runs as the app or one of its pages comes up."""
    return program.language(fn) not in NATIVE and ROOT_FILE.search(fn.file) is not None


def _is_unused(walker: Walker, fn: Fn) -> bool:
    """Whether a component or a function that its file keeps to itself is neither shown, called nor
    handed on there."""
    program = walker.program
    name = program.function(fn).name
    if not name or not is_kept_back(walker.facts, fn) or program.index.passed_to.get(fn):
        return False
    used = program.index.calls_by_name.get(name) or program.evaluator.components.rendered(fn)
    return not used and not program.imported_by_others(fn)


def _mounted(walker: Walker, trigger: Trigger, shown: Set[Fn]) -> bool:
    """Whether the code that installs the observer is itself run by somebody, or is `shown` along
    with a logout."""
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
        if fn in shown:
            return True
        function = program.function(fn)
        begins = fn.index == 0 or (function.name == "main" and function.owner < 0)
        if begins or (_boots(program, fn) and not HOOK.match(function.name)):
            return True
        if program.evaluator.components.rendered(fn):
            return True
        given = program.index.passed_to.get(fn)
        if given is not None and not _is_unused(walker, given[0]):
            return True
        sites = program.index.calls_by_name.get(function.name, ())
        hidden = function.kind == "method" and "private" in function.modifiers
        if function.owner >= 0 and (sites or not hidden or function.decorators):
            return True
        work += [site.fn for site in sites if site.fn != fn]
        if not sites and program.imported_by_others(fn):
            return True
    return False
