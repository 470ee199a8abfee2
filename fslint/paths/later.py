"""Deferred work and promise chains: what waits in a configuration, and its run later."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Assign, Call, Span
from fslint.link.abstract import Func
from fslint.link.index import Fn, last_name
from fslint.paths.chains import Chain
from fslint.paths.entries import ENDINGS
from fslint.paths.flows import MODES, then, unfrozen
from fslint.paths.known import Env
from fslint.paths.outcomes import one_chain
from fslint.paths.states import (
    FAILED,
    FROZEN,
    LATE,
    PREFIX,
    Config,
    Configs,
    Flow,
    Happening,
    Trace,
    add,
    append,
    extend,
    merge,
)

if TYPE_CHECKING:
    from fslint.paths.calls import Invoker


HANDLED = ENDINGS | {"anonymize"}
"""What a handler of failures does for which something is taken to fail."""


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


class Later:
    """Keeps the work that waits and runs it, for an invoker."""

    def __init__(self, invoker: Invoker) -> None:
        self.invoker = invoker
        self.facts = invoker.facts
        self.program = invoker.program
        self._work: list[Work] = []
        self._numbers: dict[tuple[str, Fn, int, Fn | None, Env], int] = {}
        self._chains: dict[int, Chain] = {}
        self._settings: dict[tuple[int, Fn], Call] = {}

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
        return self.postpone(flow, Work("run", fn, self._settings[key], handler, ()))

    def postpone(self, flow: Flow, work: Work) -> Flow:
        """`flow` with work waiting where it goes on; what waits for a failure may never come."""
        number = self.number(work)
        out: Flow = {}
        for config, trace in flow.pop("next", {}).items():
            instead = tuple(n for n in config.pending if not self._opposite(self._work[n], work))
            if len(instead) < len(config.pending):
                add(out, "next", config, trace)
                config = config._replace(pending=instead)
            elif work.outcome == "bad":
                add(out, "next", config, trace)
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
            if work.outcome == "bad":
                config = self.invoker.walker.refusals.refused(config, work.call, work.fn)
            flow = self.invoker.enter(
                work.fn, work.call, work.callee, config, trace, True, work.env
            )
        elif work.how == "rest":
            assert work.callee is not None
            frozen = config._replace(bits=config.bits | FROZEN)
            inner = self.invoker.walker.function(work.callee, frozen._replace(env=work.env))
            flow = {}
            for kind, configs in inner.items():
                for config2, trace2 in configs.items():
                    if not config2.bits & FROZEN:
                        add(flow, kind, config2._replace(env=()), append(trace, trace2))
            if not flow:  # the walk was not let into the function once more: the run goes on
                add(flow, "next", config._replace(env=()), trace)
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
            rest = unfrozen(self.invoker.invoke(work.fn, work.call, frozen, trace, True))
            good, bad = rest.pop("next", {}), rest.pop("throw", {})
        elif work.how == "chain":
            good = {config: trace}
        else:
            bad = {config._replace(bits=config.bits | FAILED): trace}
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
                flow = unfrozen(self.invoker.invoke(fn, root, config, trace, True))
                linked = self._links(fn, chain, flow.pop("next", {}), flow.pop("throw", {}))
                merge(out, flow)
                merge(out, linked)
        return out

    def _start(self, fn: Fn, root: Call, config: Config, trace: Trace | None) -> Flow:
        """Begin a chain's root, as far as it goes before its first await."""
        flow = self.invoker.invoke(
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
        """A chain that nobody waits for: its root runs now, its links later, and nothing before
        them knows whether it has failed."""
        if any(self.facts.waits(t) for t in self.program.targets(root, fn).functions):
            flow = self._start(fn, root, config, trace)
            return self.postpone(flow, Work("rest-chain", fn, root, None, config.env))
        flow = self.invoker.invoke(fn, root, config, trace, True)
        bad: Flow = {}
        for config2, trace2 in flow.pop("throw", {}).items():
            add(bad, "next", config2._replace(bits=config2.bits & ~FAILED), trace2)
        out = self.postpone(flow, Work("chain", fn, root, None, config.env))
        merge(out, self.postpone(bad, Work("broken", fn, root, None, config.env)))
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
                if not bad and any(f and self.facts.may_reach(f) & HANDLED for f in functions[:1]):
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
        returned = self.invoker.walker.returned
        for function in functions:
            if function is not None and self.facts.may_reach(function):
                flow = then(
                    flow,
                    lambda c, t, to=function: self.invoker.enter(
                        fn, link, to, c, t, True, returned.handed_on(link, to, fn, c.env)
                    ),
                )
            elif function is not None:
                flow["next"] = returned.always(function, link, fn, flow.get("next", {}))
        return flow
