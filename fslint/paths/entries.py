"""Where paths begin: handlers, effects, timers, interceptors, routes, and what nobody calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Assign, Call, Closure, Element, Literal, Member, Name, Span, Value
from fslint.link.abstract import Func
from fslint.link.creators import is_given
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, text_of
from fslint.paths.arguments import facts_of_arguments
from fslint.paths.called_inside import is_called_inside
from fslint.paths.emitters import LOOKED_AT, beginnings
from fslint.paths.handed import buttons, handed, heard_of, only_hand_on
from fslint.paths.kept_handlers import begun_by_kept
from fslint.paths.known import Env
from fslint.paths.lent_handlers import only_for_others
from fslint.paths.links import Link, links
from fslint.paths.listening import explained
from fslint.paths.registered import registered
from fslint.paths.statuses import decides
from fslint.vocabulary import Runner

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.paths.facts import Facts

ENDINGS = frozenset({"sign_out", "switch"})
OFFERING = ("Service.extend", "Store.extend", "Adapter.extend")
"""How Ember makes what others call the methods of, which nothing else sets off."""


class Trigger(NamedTuple):
    """What sets a function off. `kind`: handler (an element's attribute), a trigger of the
    vocabulary (effect, timer, interceptor, …), key (it listens to an event), or '' (nobody in the
    project calls it). `name`: the attribute, the callee or the key; `at`: the function that says
    so; `call`: the call that does; `said`: how the attribute names its handler ('' for one that
    stands in it); `element`: whose attribute it is."""

    kind: str
    name: str
    at: Fn | None = None
    call: Call | None = None
    runner: Runner | None = None
    said: str = ""
    element: Element | None = None


class Case(NamedTuple):
    """One of the things that an entry does as it is told: where it stands, what tells it ('' for
    all the others together), and the arms that lead to it. `pressed`: the function in which a
    button is asked for that must have been pressed, for a run to be one of this case."""

    span: Span
    name: str
    env: Env
    pressed: Fn | None = None


class Root(NamedTuple):
    """Where paths begin: a function and what sets it off, or a link in what `fn` renders."""

    fn: Fn
    triggers: tuple[Trigger, ...]
    link: Link | None = None
    case: Case | None = None


def triggers(facts: Facts) -> dict[Fn, list[Trigger]]:
    """Every function that something sets off, with what does."""
    program = facts.program
    found: dict[Fn, list[Trigger]] = {}
    for fn, calls in program.index.calls.items():
        for call in calls:
            for passed in program.passed(call, fn):
                offered = passed.runner is None and text_of(call.callee).endswith(OFFERING)
                if passed.how == "entry" and not offered and not facts.goes_on(fn, call, passed):
                    name = passed.label or text_of(call.callee)
                    trigger = Trigger(passed.trigger or "event", name, fn, call, passed.runner)
                    found.setdefault(passed.fn, []).append(trigger)
                elif (
                    passed.how == "later" and passed.runner is not None and passed.runner.entry.loop
                ):
                    name = text_of(call.callee)
                    trigger = Trigger("timer", name, fn, call, passed.runner)
                    found.setdefault(passed.fn, []).append(trigger)
    for sites in program.index.assigns_by_name.values():
        for site in sites:
            assert isinstance(site.node, Assign)
            for passed in program.assigned(site.node, site.fn):
                if passed.how == "entry":
                    at = site.fn
                    trigger = Trigger(passed.trigger, passed.label, at, None, passed.runner)
                    found.setdefault(passed.fn, []).append(trigger)
    for decorated, name, at, made, runner in registered(program):
        trigger = Trigger(runner.trigger, name, at, made, runner)
        found.setdefault(decorated, []).append(trigger)
    for body, (fn, call) in facts.timers.items():
        found.setdefault(body, []).append(Trigger("timer", text_of(call.callee), fn, call))
    for site in program.index.elements:
        assert isinstance(site.node, Element)
        handles = isinstance(site.node.tag, Literal)
        for attribute in site.node.attributes:
            if not (handles or attribute.name.startswith(("on", "@", "(", "v-on"))):
                continue
            said = text_of(attribute.value) if isinstance(attribute.value, Name | Member) else ""
            for handler in _handlers(facts, attribute.value, site.fn):
                if not handles and _is_run_by_its_own(facts, handler):
                    continue
                trigger = Trigger("handler", attribute.name, site.fn, said=said, element=site.node)
                found.setdefault(handler, []).append(trigger)
    return found


def _handlers(facts: Facts, value: Value, fn: Fn) -> list[Fn]:
    """The functions that an element's attribute has run: those that it is, else the one that it
    names."""
    program = facts.program
    found = [p.fn for p in program.evaluator.evaluate(value, fn) if isinstance(p, Func)]
    if facts.made_of(Call(value.span, value, (), "dropped"), fn):
        return []  # its path begins with the call
    if found or not isinstance(value, Name | Member):
        return found
    return list(program.targets(Call(value.span, value, (), "dropped"), fn).functions)


def _is_run_by_its_own(facts: Facts, handler: Fn) -> bool:
    """Whether a component of the project runs a handler that it is given, and no other one."""
    program = facts.program
    run = [
        program.targets(call, caller).functions
        for caller in facts.callers(handler)
        for call in program.index.calls[caller]
        if is_given(program, call, caller)
    ]
    return [one for one in run if handler in one] == [(handler,)]


def roots(facts: Facts) -> list[Root]:
    """The functions at which a path of interest may begin, in order of files and places.

    A function that another one runs is no root of its own, unless something sets it off too, or
    files that are not linked call it and it tells an expired session by an answer, or it is called
    a logout and nothing that is set off comes to it: somebody will call it.
    """
    program = facts.program
    relevant = [
        fn
        for fn in sorted(program.index.calls)
        if facts.reaches(fn) & LOOKED_AT and not program.function(fn).modifiers & {"abstract"}
    ]
    set_off = triggers(facts)
    given = tuple(handed(facts))
    told = heard_of(facts, given)
    for fn in relevant:
        if program.keys.is_listener(fn) and (fn in told or facts.callers(fn)):
            known = explained(facts, fn)
            set_off[fn] = [t for t in set_off.get(fn, ()) if t.kind not in known]
    found = {
        fn: Root(fn, tuple(set_off.get(fn, ())))
        for fn in relevant
        if set_off.get(fn)
        or facts.lent_for_later(fn)
        or not (fn in told or [c for c in facts.callers(fn) if c != fn])
    }
    handing = set(only_hand_on(facts, found))
    relevant = [fn for fn in relevant if fn not in handing]
    for fn in _handled_inside(facts, found) | handing:
        del found[fn]
    begun_there, between = begun_by_kept(facts, found)
    others = only_for_others(facts, found) | between
    relevant = [fn for fn in relevant if fn not in others]
    found = {fn: root for fn, root in found.items() if fn not in others}
    found |= {fn: root for fn, root in begun_there.items() if fn in relevant and fn not in found}
    for fn in relevant:
        decided = fn not in found and facts.reaches(fn) & ENDINGS and decides(program, fn)
        if decided and program.imported_by_others(fn):
            found[fn] = Root(fn, ())
    covered = _closure(facts, found) | told
    for fn in relevant:
        if fn not in covered:
            found[fn] = Root(fn, ())
            covered |= _closure(facts, {fn: found[fn]})
    started = _closure(
        facts,
        {
            fn: root
            for fn, root in found.items()
            if root.triggers
            or _begins(facts, fn)
            or program.keys.is_listener(fn)
            or _comes_up(facts, fn)
        },
    )
    offered = {
        fn
        for fn in relevant
        if fn not in found
        and fn not in started
        and fn not in told
        and program.function(fn).owner < 0
        and program.vocabulary.speaks_of("logout-url", program.function(fn).name)
        and not is_called_inside(facts, fn)
    }
    for fn in offered:
        root = Root(fn, ())
        if not (_closure(facts, {fn: root}) - {fn}) & offered:
            found[fn] = root
    lent = {fn for one in given for fn in _run_for(facts, one)}
    begun = _named_handlers(
        facts,
        {fn: found[fn] for fn in beginnings(facts, found) if set_off.get(fn) or fn not in lent},
    )
    followed = links(facts)
    begun = [root for root in begun if not _follows(root, followed)]
    return begun + [Root(one.fn, (), one) for one in (*followed, *given, *buttons(facts))]


def _follows(root: Root, followed: list[Link]) -> bool:
    """Whether a handler is only of links that sign out as they are followed, which run it first."""
    beside = [link for link in followed if root.fn in link.handlers and not link.arms]
    return bool(beside) and len(root.triggers) == len(beside) and _kinds(root) == {"handler"}


def _handled_inside(facts: Facts, found: dict[Fn, Root]) -> set[Fn]:
    """The handlers of a failed request, among those found, that another one of these comes to: of
    the request that it makes in the place of the one that has failed."""
    handlers = {fn for fn, root in found.items() if root.triggers and _kinds(root) == {"error"}}
    inside: set[Fn] = set()
    for fn in sorted(handlers):
        if fn not in inside:
            reached = _closure(facts, {fn: found[fn]}) - {fn}
            inside |= {one for one in reached & handlers if one.file == fn.file}
    return inside


def _kinds(root: Root) -> set[str]:
    return {trigger.kind for trigger in root.triggers}


def _run_for(facts: Facts, link: Link) -> tuple[Fn, ...]:
    """What a helper was handed that made a handler, and what it made, which have no paths of
    their own beside the handler's."""
    lent = facts.lent(link.request)
    return (*lent, *facts.program.targets(link.request, link.fn).functions) if lent else ()


def _named_handlers(facts: Facts, found: dict[Fn, Root]) -> list[Root]:
    """The roots in order; a nameless handler that only calls a function beside it gives way to
    that function, unless the call itself means something, tells it something, or sets off more
    than that."""
    program = facts.program
    named: dict[Fn, Root] = {}
    for fn in sorted(found):
        root = found[fn]
        function = program.function(fn)
        calls = program.index.calls[fn]
        alone = len(calls) == 1 and len(function.body) == 1
        alone = alone and not program.mutation(calls[0], fn)
        alone = alone and not any(isinstance(one.value, Closure) for one in calls[0].args)
        if alone and not function.name and not facts.events(fn, calls[0]):
            targets = program.targets(calls[0], fn).functions
            if len(targets) == 1 and targets[0].file == fn.file and _beside(facts, fn, targets[0]):
                told = facts_of_arguments(program, facts.conditions, calls[0], fn, targets[0], ())
                fn = fn if told else targets[0]
        known = named.get(fn)
        both = (*known.triggers, *root.triggers) if known else root.triggers
        named[fn] = Root(fn, both)
    return [named[fn] for fn in sorted(named)]


def _beside(facts: Facts, fn: Fn, other: Fn) -> bool:
    """Whether another function has a name and stands beside one: in what is around it too, or in
    the class whose template that handler is in."""
    program = facts.program
    beside, (_, *around) = program.function(other), program.index.around(fn)
    if not beside.name or beside.owner < 0:
        return bool(beside.name) and Fn(fn.file, beside.parent) in around
    outer = [program.function(one) for one in around]
    return any(one.kind == "template" and one.owner == beside.owner for one in outer)


def _begins(facts: Facts, fn: Fn) -> bool:
    """Whether something unseen sets a function off that has no trigger: a closure that was handed
    on, the code of a file from which nothing is exported, or a method on Apple's platforms, whose
    frameworks call theirs by name."""
    program = facts.program
    function = program.function(fn)
    apple = program.language(fn) in ("swift", "objc")
    script = function.kind == "module" and not program.flows[fn.file].exports
    return script or function.kind == "arrow" or (apple and function.owner >= 0)


def _comes_up(facts: Facts, fn: Fn) -> bool:
    """Whether a framework runs a method as a component comes up."""
    program = facts.program
    web = program.language(fn) in ("javascript", "typescript")
    return web and program.vocabulary.speaks_of("lifecycle", program.function(fn).name)


def _closure(facts: Facts, begun: dict[Fn, Root]) -> set[Fn]:
    seen = set(begun)
    work = list(begun)
    while work:
        for callee in facts.edges(work.pop()):
            if callee not in seen:
                seen.add(callee)
                work.append(callee)
    return seen


def entry_name(facts: Facts, root: Root) -> str:
    """How an entry is called: by its function, else by what sets it off; and by its case."""
    if root.case is not None and root.case.name:
        return f"{entry_name(facts, root._replace(case=None))} {root.case.name}"
    program = facts.program
    function = program.function(root.fn)
    if root.link is not None:
        return f"{program.place_name(root.fn)} {text_of(root.link.request.callee)}"
    name = function.name or program.wrapped(root.fn)
    if name:
        return name
    for trigger in root.triggers:
        if trigger.said or trigger.name:
            return trigger.said or trigger.name
    return program.place_name(root.fn)


def _is_function(program: Program, value: Value, fn: Fn) -> bool:
    return any(isinstance(part, Func) for part in program.evaluator.evaluate(value, fn))


def words_of(facts: Facts, root: Root) -> list[str]:
    """The words around an entry, the most telling first: its name and triggers, keys it listens
    to, then the functions it stands in, and last its file."""
    program = facts.program
    words = [entry_name(facts, root)]
    if root.link is not None:
        asked = [a.value for a in root.link.request.args]
        parts = [part for value in asked for part in deep(value)]
        helpers = (last_name(p.callee) for p in parts if isinstance(p, Call))
        own = (name for name in helpers if program.vocabulary.speaks_of("own-account", name))
        words += [f"delete {name}" for name in own]
        texts = [str(p.value) for p in parts if isinstance(p, Literal) and p.kind == "string"]
        given = (value for value in asked if isinstance(value, Name))
        texts += [one.id for one in given if _is_function(program, one, root.fn)]
        words += [text for text in texts if not program.vocabulary.speaks_of("logout-url", text)]
    for trigger in root.triggers:
        words += [trigger.said, trigger.name]
        if trigger.call is not None:
            chosen = [p for p in deep(trigger.call.callee) if isinstance(p, Literal)]
            words += [str(one.value) for one in chosen if one.kind == "string"]
            around = (p for p in deep(trigger.call.callee) if isinstance(p, Call))
            named = [argument.value for one in around for argument in one.args]
            words += [text_of(one) for one in named if isinstance(one, Member)]
            for argument in trigger.call.args:
                if isinstance(argument.value, Literal) and argument.value.kind == "string":
                    words.append(str(argument.value.value))
                elif isinstance(argument.value, Member):
                    words.append(text_of(argument.value))
    words.append(program.keys.is_listener(root.fn).partition(":")[2].partition("@")[0])
    words += [param.label for param in program.function(root.fn).params]
    holder = program.index.holders.get(root.fn)
    if holder is not None:
        words.append(holder.key)
    flow = program.flows[root.fn.file]
    parent = program.function(root.fn).parent
    while parent > 0:
        words.append(flow.functions[parent].name)
        parent = flow.functions[parent].parent
    owner = program.function(root.fn).owner
    if owner >= 0:
        words.append(flow.classes[owner].name)
        words += [base.rpartition(".")[2] for base in flow.classes[owner].bases]
    words.append(root.fn.file.rpartition("/")[2].partition(".")[0])
    return [word for word in words if word]
