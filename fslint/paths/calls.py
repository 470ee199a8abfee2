"""Running a call: its events, what it runs now, what it leaves for later, how it may fail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from fslint.automata import Event
from fslint.flow import Assign, Call, Literal, Span
from fslint.link.abstract import Func
from fslint.link.actions import type_names
from fslint.link.cases import case_of, subjects
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, text_of
from fslint.paths.conditions import Env, facts_of_arguments
from fslint.paths.facts import LAZY, Chain
from fslint.paths.outcomes import one_chain, outcome
from fslint.paths.states import (
    FAILED,
    FROZEN,
    INSTEAD,
    LATE,
    MAYBE,
    PREFIX,
    SETTLED,
    Config,
    Configs,
    Flow,
    Happening,
    Trace,
    add,
    advance,
    append,
    extend,
    failed,
    merge,
)

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

SETTLING = frozenset({"anonymize", "leave", "move"})
ENDINGS = frozenset({"sign_out", "switch"})
LOGIN = re.compile(r"(?i)log-?_?in|sign-?_?in|auth|welcome|landing|logged-?out|onboard|^/$|start")
ACTIONS = frozenset({"dispatch", "commit", "action"})
MODES = PREFIX | FROZEN


class Work(NamedTuple):
    """Deferred work: a function to run, the rest of one, or the links of a chain.

    `how`: run, rest, chain (its root went well), broken (it failed), rest-chain. `outcome`: good
    or bad where it waits for one of two.
    """

    how: str
    fn: Fn
    call: Call
    callee: Fn | None
    env: Env
    outcome: str = ""


class Invoker:
    """Runs calls for a walker."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.facts = walker.facts
        self.program = walker.program
        self._work: list[Work] = []
        self._numbers: dict[tuple[str, Fn, int, Fn | None, Env], int] = {}
        self._chains: dict[int, Chain] = {}
        self._settings: dict[tuple[int, Fn], Call] = {}

    # Events

    def happen(
        self,
        fn: Fn,
        step: Call | Assign,
        event: str,
        flags: frozenset[str],
        config: Config,
        trace: Trace | None,
    ) -> tuple[Config, Trace | None]:
        """The configuration and history after an event."""
        if event in ("move", "leave") and self._goes_to_login(fn, step):
            flags |= {"login"}
            if config.bits & FAILED and not config.signed:
                implied = frozenset({"implied"})
                config, trace = self._note(fn, step, "sign_out", implied, config, trace)
        return self._note(fn, step, event, flags, config, trace)

    def _note(
        self,
        fn: Fn,
        step: Call | Assign,
        event: str,
        flags: frozenset[str],
        config: Config,
        trace: Trace | None,
    ) -> tuple[Config, Trace | None]:
        if event == "stop" and config.bits & INSTEAD:
            return config, trace
        if config.bits & LATE:
            flags |= {"late"}
        config = advance(self.walker.automata, config, Event(event, flags))
        if event in ENDINGS and id(step) not in config.signed:
            config = config._replace(signed=(*config.signed, id(step)))
        if event in SETTLING:
            config = config._replace(bits=config.bits | SETTLED)
        return config, extend(trace, Happening(fn, step.span, event, flags, "", id(step)))

    def _goes_to_login(self, fn: Fn, step: Call | Assign) -> bool:
        values = [a.value for a in step.args] if isinstance(step, Call) else [step.value]
        texts = [
            str(part.value) if isinstance(part, Literal) else text_of(part)
            for value in values
            for part in deep(self.program.value_of(fn)(value))
        ]
        texts.append(text_of(step.callee if isinstance(step, Call) else step.target))
        return any(LOGIN.search(text) for text in texts if text)

    # Calls

    def call(self, fn: Fn, call: Call, configs: Configs) -> Flow:
        """The ways out of a call that is no root of a chain."""
        out: Flow = {}
        for config, trace in configs.items():
            waits = self._waits(call, config)
            if config.bits & FROZEN and not waits:
                add(out, "next", config, trace)
                continue
            flow = self.invoke(fn, call, config, trace, call.use in ("awaited", "returned"))
            if waits and config.bits & PREFIX:
                merge(flow, {"suspend": flow.pop("next", {})})
            merge(out, _unfrozen(flow) if waits else flow)
        return out

    @staticmethod
    def _waits(call: Call, config: Config) -> bool:
        """Whether the function stops at this call until it is done."""
        return call.use == "awaited" or (call.use == "returned" and bool(config.bits & MODES))

    def invoke(
        self, fn: Fn, call: Call, config: Config, trace: Trace | None, awaited: bool
    ) -> Flow:
        """The ways out of the call itself: next, throw, halt, suspend."""
        out: Flow = {}
        frozen = bool(config.bits & FROZEN)
        events = self._own_events(fn, call)
        if self._may_fail(fn, call, config, awaited):
            broken = config
            if any(event in ENDINGS for event, _ in events):
                broken = failed(self.walker.automata, config, id(call))
            failure = Happening(fn, call.span, "branch", note="fails", node=id(call))
            add(out, "throw", broken, extend(trace, failure))
        ended = False
        undone: Flow = {"next": {config: trace}}
        if not frozen:
            for event, flags in events:
                config, trace = self.happen(fn, call, event, flags, config, trace)
                ended |= "ends" in flags
            if self.facts.unsure(fn, call):
                note = text_of(call.callee)
                config = config._replace(bits=config.bits | MAYBE)
                item = Happening(fn, call.span, "unresolved", note=note, node=id(call))
                trace = extend(trace, item)
        if ended:
            add(out, "halt", config, trace)
            return out
        flow: Flow = {"next": {config: trace}}
        flow = self._then(flow, lambda c, t: self._targets(fn, call, c, t, awaited))
        if events and "throw" in flow:
            undone = self._then(undone, lambda c, t: self._targets(fn, call, c, t, awaited))
            flow["throw"] = undone.get("throw", flow["throw"])
        if not frozen:
            flow = self._then(flow, lambda c, t: self._passed(fn, call, c, t, awaited))
            flow = self._then(flow, lambda c, t: self._sent(fn, call, c, t))
            flow = self._mutation(fn, call, flow)
        merge(out, flow)
        return out

    def _own_events(self, fn: Fn, call: Call) -> list[tuple[str, frozenset[str]]]:
        """The events of a call; of one that sends a logout to listeners which sign out, not that:
        it is theirs."""
        events = list(self.facts.events(fn, call))
        if any(event in ENDINGS for event, _ in events):
            heard = [
                one.fn
                for key in self.program.keys.sent(call, fn)
                for one in self.program.keys.listeners(key)
            ]
            if any(self.facts.reaches(one) & ENDINGS for one in heard if one != fn):
                events = [pair for pair in events if pair[0] not in ENDINGS]
        return events

    def _may_fail(self, fn: Fn, call: Call, config: Config, awaited: bool) -> bool:
        if config.bits & SETTLED:
            return False
        if not self.facts.fails(fn, call) and not self._fails_inside(fn, call):
            return False
        return awaited or self.program.language(fn) not in LAZY

    def _fails_inside(self, fn: Fn, call: Call) -> bool:
        """Whether what a call runs may fail, where the walk does not go into it for events."""
        called = list(self.program.targets(call, fn).functions)
        for key in self.program.keys.sent(call, fn):
            called += [one.fn for one in self.program.keys.listeners(key)]
        return any(not self.facts.reaches(c) and self.facts.may_fail(c) for c in called)

    @staticmethod
    def _then(flow: Flow, run: object) -> Flow:
        out: Flow = {}
        for config, trace in flow.pop("next", {}).items():
            merge(out, run(config, trace))  # type: ignore[operator]
        merge(out, flow)
        return out

    def _targets(
        self, fn: Fn, call: Call, config: Config, trace: Trace | None, awaited: bool
    ) -> Flow:
        functions = self.program.targets(call, fn).functions
        given = self.walker.conditions.given_function(call.callee, fn, config.env)
        if given in functions:
            functions = (given,)
        wanted = [t for t in functions if self.facts.reaches(t)]
        ending = [t for t in wanted if self.facts.reaches(t) & ENDINGS]
        if len(wanted) > 1 and ending and not self._in_turn(functions):
            out: Flow = {}
            for target in ending:
                merge(out, self.enter(fn, call, target, config, trace, awaited))
            return out
        flow: Flow = {"next": {config: trace}}
        for target in wanted:
            flow = self._then(flow, lambda c, t, to=target: self.enter(fn, call, to, c, t, awaited))
        return flow

    def _in_turn(self, functions: tuple[Fn, ...]) -> bool:
        """Whether functions are different methods of one class: a started task's, in order."""
        known = [self.program.function(fn) for fn in functions]
        owners = {(fn.file, f.owner) for fn, f in zip(functions, known, strict=True)}
        names = {f.name for f in known}
        return len(owners) == 1 and known[0].owner >= 0 and len(names) == len(known)

    def enter(
        self,
        fn: Fn,
        call: Call,
        callee: Fn,
        config: Config,
        trace: Trace | None,
        awaited: bool,
        env: Env | None = None,
    ) -> Flow:
        """Walk a function from a call, at once or, where nobody waits for it, in two parts."""
        if env is None:
            conditions = self.walker.conditions
            env = facts_of_arguments(self.program, conditions, call, fn, callee, config.env)
        if callee.file == fn.file:
            told = {key for key, _ in env}
            shared = self.walker.conditions.shared(config.env, callee)
            env = (*(pair for pair in shared if pair[0] not in told), *env)
        promised = self.facts.waits(callee)
        modes = config.bits & MODES
        detached = promised and not awaited and call.use == "dropped"
        inner = config._replace(bits=config.bits & ~MODES)
        if detached:
            inner = inner._replace(bits=inner.bits | PREFIX)
        elif promised and awaited:
            inner = inner._replace(bits=inner.bits | modes)
        flow = self.walker.enter(fn, call, callee, inner, trace, env)
        suspended = flow.pop("suspend", {})
        out: Flow = {}
        if detached:
            flow.pop("throw", None)
            rest = self.number(Work("rest", fn, call, callee, env))
            waiting = {c.waiting(rest): t for c, t in suspended.items()}
            merge(flow, {"next": waiting})
        elif suspended:
            merge(out, {"suspend": suspended})
        if promised and not awaited:
            flow.pop("throw", None)
        for kind, configs in flow.items():
            for config2, trace2 in configs.items():
                add(out, kind, config2._replace(bits=config2.bits & ~MODES | modes), trace2)
        return out

    def _passed(
        self, fn: Fn, call: Call, config: Config, trace: Trace | None, awaited: bool
    ) -> Flow:
        flow: Flow = {"next": {config: trace}}
        for passed in self.facts.passed_on(fn, call):
            if not self.facts.reaches(passed.fn):
                continue
            later = passed.how in ("later", "callback") or (
                passed.how == "unknown" and call.use == "dropped"
            )
            if later:
                how = outcome(self.program, call, passed)
                flow = self._postpone(flow, Work("run", fn, call, passed.fn, config.env, how))
            else:
                flow = self._then(
                    flow,
                    lambda c, t, to=passed.fn: self.enter(fn, call, to, c, t, awaited, ()),
                )
        return flow

    def _sent(self, fn: Fn, call: Call, config: Config, trace: Trace | None) -> Flow:
        flow: Flow = {"next": {config: trace}}
        for key in self.program.keys.sent(call, fn):
            for one in self.program.keys.listeners(key):
                if one.fn != fn and self.facts.reaches(one.fn):
                    waited = call.use in ("awaited", "returned")
                    env = self._event(one.key or key, one.fn)
                    flow = self._then(
                        flow,
                        lambda c, t, to=one.fn, w=waited, e=env: self.enter(
                            fn, call, to, c, t, w, e
                        ),
                    )
        return flow

    def _event(self, key: str, listener: Fn) -> Env:
        """What a listener knows of the event: its class, or the type of the action."""
        channel, _, name = key.partition(":")
        params = self.program.function(listener).params
        if channel in ACTIONS:
            return tuple(
                (f"{listener.file}:{listener.index}:{told}", ("action", name))
                for told in type_names(self.program.function(listener))
            )
        if channel != "class" or not params:
            return ()
        case = case_of(name)
        if case:
            told = subjects(self.program.function(listener).body)
            named = [p.name for p in params if p.name in told]
            return tuple(
                (f"{listener.file}:{listener.index}:{n}", ("entry", f".{case}")) for n in named
            )
        return ((f"{listener.file}:{listener.index}:{params[0].name}", ("class", name)),)

    def _mutation(self, fn: Fn, call: Call, flow: Flow) -> Flow:
        """The callbacks of a mutation hook: after its operation, or after its failure."""
        given = [
            (label, to) for label, to in self.program.mutation(call, fn) if self.facts.reaches(to)
        ]
        failed: Flow = {"next": flow.pop("throw", {})}
        for label, to in given:
            run = lambda c, t, to=to: self.enter(fn, call, to, c, t, True, ())  # noqa: E731
            if label in ("onSuccess", "onCompleted", "onSettled"):
                flow = self._then(flow, run)
            if label in ("onError", "onSettled"):
                failed = self._then(failed, run)
        handled = any(label in ("onError", "onSettled") for label, _ in given)
        merge(flow, failed if handled else {"throw": failed["next"]})
        return flow

    # Deferred work

    def number(self, work: Work) -> int:
        """The number under which work waits in a configuration."""
        key = (work.how, work.fn, id(work.call), work.callee, work.env)
        if key not in self._numbers:
            self._numbers[key] = len(self._work)
            self._work.append(work)
        return self._numbers[key]

    def leave_for_later(self, fn: Fn, step: Assign, handler: Fn, flow: Flow) -> Flow:
        """`flow` with a handler waiting that an assignment sets."""
        key = (id(step), handler)
        if key not in self._settings:
            self._settings[key] = Call(step.span, step.target, ())
        return self._postpone(flow, Work("run", fn, self._settings[key], handler, ()))

    def _postpone(self, flow: Flow, work: Work) -> Flow:
        number = self.number(work)
        out: Flow = {}
        for config, trace in flow.pop("next", {}).items():
            instead = tuple(n for n in config.pending if not self._opposite(self._work[n], work))
            if len(instead) < len(config.pending):
                add(out, "next", config, trace)
                config = config._replace(pending=instead)
            add(out, "next", config.waiting(number), trace)
        merge(out, flow)
        return out

    @staticmethod
    def _opposite(waiting: Work, work: Work) -> bool:
        """Whether of two pieces of work only one is ever done."""
        opposite = {waiting.outcome, work.outcome} == {"good", "bad"}
        return opposite and one_chain(waiting.call, work.call)

    def deferred(self, config: Config, trace: Trace | None) -> Flow:
        """The ways out of the first piece of work that waits."""
        work = self._work[config.pending[0]]
        config = config._replace(pending=config.pending[1:], bits=config.bits & ~MODES | LATE)
        span = Span(work.call.span.start, work.call.span.start)
        trace = extend(trace, Happening(work.fn, span, "later", node=id(work.call)))
        if work.how == "run":
            assert work.callee is not None
            flow = self.enter(work.fn, work.call, work.callee, config, trace, True, work.env)
        elif work.how == "rest":
            assert work.callee is not None
            frozen = config._replace(bits=config.bits | FROZEN)
            inner = self.walker.function(work.callee, frozen._replace(env=work.env))
            flow = {}
            for kind, configs in inner.items():
                for config2, trace2 in configs.items():
                    if not config2.bits & FROZEN:
                        add(flow, kind, config2._replace(env=()), append(trace, trace2))
        else:
            flow = self._late_chain(work, config, trace)
        return flow

    def _late_chain(self, work: Work, config: Config, trace: Trace | None) -> Flow:
        chain = self._chains[id(work.call)]
        config = config._replace(env=work.env)
        good: Configs = {}
        bad: Configs = {}
        rest: Flow = {}
        if work.how == "rest-chain":
            frozen = config._replace(bits=config.bits | FROZEN)
            rest = _unfrozen(self.invoke(work.fn, work.call, frozen, trace, True))
            good, bad = rest.pop("next", {}), rest.pop("throw", {})
        elif work.how == "chain":
            good = {config: trace}
        else:
            bad = {config: trace}
        flow = self._links(work.fn, chain, good, bad)
        merge(flow, rest)
        return flow

    # Chains

    def chain(self, fn: Fn, root: Call, chain: Chain, configs: Configs) -> Flow:
        """The ways out of a promise chain."""
        self._chains[id(root)] = chain
        out: Flow = {}
        awaited = chain.use != "dropped"
        for config, trace in configs.items():
            modes = config.bits & MODES
            waits = chain.use == "awaited" or (chain.use == "returned" and bool(modes))
            if config.bits & FROZEN and not waits:
                add(out, "next", config, trace)
            elif not awaited:
                merge(out, self._loose(fn, root, config, trace))
            elif config.bits & PREFIX and waits:
                started = self._start(fn, root, config, trace)
                merge(out, {"suspend": started.pop("next", {})})
                merge(out, started)
            else:
                flow = _unfrozen(self.invoke(fn, root, config, trace, True))
                linked = self._links(fn, chain, flow.pop("next", {}), flow.pop("throw", {}))
                merge(out, flow)
                merge(out, linked)
        return out

    def _start(self, fn: Fn, root: Call, config: Config, trace: Trace | None) -> Flow:
        """Begin a chain's root, as far as it goes before its first await."""
        flow = self.invoke(
            fn, root, config._replace(bits=config.bits & ~MODES | PREFIX), trace, True
        )
        merge(flow, {"next": flow.pop("suspend", {})})
        flow.pop("throw", None)
        out: Flow = {}
        for kind, configs in flow.items():
            for config2, trace2 in configs.items():
                bits = config2.bits & ~MODES | config.bits & MODES
                add(out, kind, config2._replace(bits=bits), trace2)
        return out

    def _loose(self, fn: Fn, root: Call, config: Config, trace: Trace | None) -> Flow:
        """A chain that nobody waits for: its root runs now, its links later."""
        if any(self.facts.waits(t) for t in self.program.targets(root, fn).functions):
            flow = self._start(fn, root, config, trace)
            return self._postpone(flow, Work("rest-chain", fn, root, None, config.env))
        flow = self.invoke(fn, root, config, trace, True)
        bad: Flow = {"next": flow.pop("throw", {})}
        out = self._postpone(flow, Work("chain", fn, root, None, config.env))
        merge(out, self._postpone(bad, Work("broken", fn, root, None, config.env)))
        return out

    def _links(self, fn: Fn, chain: Chain, good: Configs, bad: Configs) -> Flow:
        out: Flow = {}
        for link in chain.links:
            name = last_name(link.callee)
            functions = self._handlers(fn, link)
            ok: Flow = {}
            broken: Flow = {}
            if name in ("finally", "whenComplete", "always"):
                merge(ok, self._run_all(fn, link, functions[:1], good))
                after = self._run_all(fn, link, functions[:1], bad)
                merge(broken, {"next": after.pop("next", {})})
                merge(ok, after)
            elif name in ("catch", "catchError", "onError", "fail"):
                merge(ok, {"next": good})
                if not bad and any(f and self.facts.reaches(f) & ENDINGS for f in functions[:1]):
                    bad = {c: t for c, t in good.items() if not c.signed}
                if bad:
                    merge(ok, self._run_all(fn, link, functions[:1], bad))
            elif name in ("then", "subscribe", "done"):
                merge(ok, self._run_all(fn, link, functions[:1], good))
                if functions[1:2] and functions[1] is not None:
                    merge(ok, self._run_all(fn, link, functions[1:2], bad))
                else:
                    merge(broken, {"next": bad})
            else:
                merge(ok, self._run_all(fn, link, functions, good))
                merge(broken, {"next": bad})
            good = ok.pop("next", {})
            bad = broken.pop("next", {})
            thrown = ok.pop("throw", {})
            merged: Flow = {"next": bad}
            merge(merged, {"next": thrown})
            bad = merged["next"]
            merge(out, ok)
        merge(out, {"next": good})
        if chain.use in ("awaited", "returned"):
            merge(out, {"throw": bad})
        else:
            merge(out, {"next": bad})
        return out

    def _handlers(self, fn: Fn, link: Call) -> list[Fn | None]:
        """The functions of a link by position; an observer object's `next` and `error` too."""
        if last_name(link.callee) == "pipe":
            return list(self.facts.link_functions(fn, link))
        found: list[Fn | None] = []
        for argument in link.args:
            functions = [
                part.fn
                for part in self.program.evaluator.evaluate(argument.value, fn)
                if isinstance(part, Func)
            ]
            found.append(functions[0] if functions else None)
        members = {p.label: p.fn for p in self.program.passed(link, fn) if p.label}
        if members and found == [None]:
            return [members.get("next", members.get("complete")), members.get("error")]
        return found

    def _run_all(self, fn: Fn, link: Call, functions: list[Fn | None], configs: Configs) -> Flow:
        flow: Flow = {"next": configs}
        for function in functions:
            if function is not None and self.facts.reaches(function):
                flow = self._then(
                    flow, lambda c, t, to=function: self.enter(fn, link, to, c, t, True, ())
                )
        return flow


def _unfrozen(flow: Flow) -> Flow:
    """`flow` with the first await passed on every way out."""
    out: Flow = {}
    for kind, configs in flow.items():
        for config, trace in configs.items():
            add(out, kind, config._replace(bits=config.bits & ~FROZEN), trace)
    return out
