"""Running a function in the abstract: every way through it, in the order things happen.

The walk goes through the structured flow and carries sets of configurations; two runs that stand
alike are one. Functions are walked once for each way they are entered, and the outcome is kept.
So the cost grows with the code, not with the number of paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fslint.automata import Automaton, Event
from fslint.flow import (
    Assign,
    Block,
    Call,
    Choice,
    Defer,
    Exit,
    Flag,
    Labeled,
    Loop,
    Step,
    Try,
)
from fslint.link.hooks import operated
from fslint.link.index import Fn
from fslint.link.traverse import text_of
from fslint.paths.assigning import Assigning
from fslint.paths.branches import Branches
from fslint.paths.budget import FEW_WALKED, MOST_WALKED, Budget
from fslint.paths.conditions import Conditions
from fslint.paths.failing import rejects
from fslint.paths.gates import TELLING
from fslint.paths.known import Env
from fslint.paths.refusals import Refusals
from fslint.paths.resuming import heard, is_waiting, resumed
from fslint.paths.returned import Returned
from fslint.paths.states import (
    HELD,
    LEAVING,
    Config,
    Configs,
    Flow,
    Happening,
    Trace,
    add,
    advance,
    append,
    extend,
    joined,
    merge,
    shortest,
)

if TYPE_CHECKING:
    from fslint.paths.beside import Beside
    from fslint.paths.calls import Invoker
    from fslint.paths.facts import Facts
    from fslint.paths.links import Link

MOST_APART = 12
MOST_CONFIGS = 64
FEW_CONFIGS = 8
DEEPEST = 40
MOST_ROUNDS = 24
"""How often work that was put off may put off more; runs that still wait then end there."""


class Walker:
    """Walks functions with a set of automata, one state of each in every configuration."""

    def __init__(self, facts: Facts, automata: tuple[Automaton, ...]) -> None:
        from fslint.paths.calls import Invoker

        self.facts = facts
        self.program = facts.program
        self.conditions: Conditions = facts.conditions
        self.automata = automata
        self._budget = Budget(automata)
        self.invoker: Invoker = Invoker(self)
        self.refusals = Refusals(facts, self.automata)
        self.returned = Returned(self.conditions)
        self.branches = Branches(self)
        self.assigning = Assigning(self)
        self.overflowed = False
        self._width = MOST_CONFIGS
        self._known: dict[tuple[Fn, Fn, Config], Flow] = {}
        self._tainted: set[tuple[Fn, Fn, Config]] = set()
        self.running: set[tuple[Fn, Fn]] = set()
        self.waiting = 0

    def start(self, fn: Fn, env: Env = (), bits: int = 0) -> Config:
        """The configuration in which a run begins in a function."""
        within = self.program.separate.app_of(fn.file)
        return Config(tuple(a.start for a in self.automata), env=env, bits=bits, within=within)

    def run(
        self,
        fn: Fn,
        env: Env = (),
        flags: frozenset[str] = frozenset(),
        before: Sequence[Beside] = (),
        bits: int = 0,
    ) -> Configs:
        """All ends of the runs that begin at `fn`, deferred work done.

        `flags` are those of the event `begin`, which every run begins with; `before` are the
        scripts that run first; `bits` mark the runs.
        """
        self._begin(MOST_WALKED if self._tells(fn) or before else FEW_WALKED)
        begun = advance(self.automata, self.start(fn, env, bits), Event("begin", flags))
        flow: Flow = {"next": {begun: None}}
        for one in before:
            flow = self._through(one.at, one.call, one.script, flow, one.env)
        out: Flow = {}
        for config, trace in flow.pop("next", {}).items():
            for kind, configs in self.function(fn, config._replace(env=env)).items():
                for config2, inner in configs.items():
                    add(out, kind, config2, append(trace, inner))
        hook = operated(self.program, fn)
        return self._finish(out if hook is None else self.invoker.answered(hook, out))

    def _tells(self, fn: Fn) -> bool:
        """Whether one run through a function may tell what another one does not: whether the
        identity is released. Of the others a few stand for all."""
        return bool(self.facts.may_reach(fn) & TELLING)

    def _begin(self, most: int) -> None:
        """Forget what was too much for the runs of another entry."""
        self.overflowed = False
        self._budget.begin(most)

    def follow(self, link: Link) -> Configs:
        """All ends of the runs that begin with following a link: its handlers, then its request."""
        self._begin(MOST_WALKED)
        flow: Flow = {"next": {self.start(link.fn, bits=LEAVING): None}}
        for handler in link.handlers:
            flow = self._through(link.fn, link.request, handler, flow, link.arms)
        if link.element is None:
            flow = self.invoker.call(link.fn, link.request, flow.pop("next", {}))
            return self._finish(flow)
        arrived: Flow = {}
        for config, trace in flow.pop("next", {}).items():
            for event in link.events:
                config, trace = self.invoker.happen(
                    link.fn, link.request, event, frozenset(), config, trace
                )
            add(arrived, "next", config, trace)
        return self._finish(arrived)

    def _through(self, fn: Fn, call: Call, callee: Fn, flow: Flow, env: Env = ()) -> Flow:
        """The ways out of a function that is run first, entered from the ends of what came
        before it."""
        out: Flow = {}
        for config, trace in flow.get("next", {}).items():
            merge(out, self.enter(fn, call, callee, config, trace, env))
        return out

    def _finish(self, begun: Flow) -> Configs:
        """Do the deferred work of runs that have come to their statements' end."""
        ends: Configs = {}
        work: Flow = {}
        for kind in ("next", "throw", "suspend"):
            merge(work, {"next": begun.get(kind, {})})
        for config, trace in begun.get("halt", {}).items():
            ends[config] = trace
        for _ in range(MOST_ROUNDS):
            waiting: Flow = {}
            for config, trace in work.get("next", {}).items():
                if not config.pending:
                    ends.setdefault(config, trace)
                    continue
                done = self.invoker.later.deferred(config, trace)
                for config2, trace2 in done.pop("halt", {}).items():
                    ends.setdefault(config2, trace2)
                for configs in done.values():
                    merge(waiting, {"next": configs})
            if not waiting:
                return ends
            work = self.capped(waiting)
        for config, trace in work["next"].items():
            self.overflowed |= bool(config.pending) and not self._budget.released(config)
            ends.setdefault(config._replace(pending=()), trace)
        return ends

    def function(self, fn: Fn, config: Config) -> Flow:
        """The ways out of a function entered in `config`; histories begin at its start.

        Exits: next (it returned), throw, halt (the process ended), suspend (its first await).
        """
        if is_waiting(config.env) and not config.bits & HELD:
            self.waiting += 1
            flow = self.function(fn, config._replace(bits=config.bits | HELD))
            self.waiting -= 1
            return heard(flow, config)
        if not config.pending:
            return self._function(fn, config)
        out: Flow = {}
        for kind, configs in self._function(fn, config._replace(pending=())).items():
            for config2, trace in configs.items():
                add(out, kind, config2.after(config.pending), trace)
        return out

    def _function(self, fn: Fn, config: Config) -> Flow:
        at = self.facts.decorated.next(fn)
        key = (fn, at, config)
        known = self._known.get(key)
        if known is not None:
            self.overflowed |= key in self._tainted
            return known
        if (fn, at) in self.running or len(self.running) >= DEEPEST:
            return {"next": {config: None}}
        tells = self._tells(fn)
        if not self._budget.spend(fn, config):
            self.overflowed |= tells and not self._budget.is_over(config)
            return {"next": {config: None}}
        self.running.add((fn, at))
        before, self.overflowed = self.overflowed, False
        width, self._width = self._width, MOST_CONFIGS if tells else FEW_CONFIGS
        try:
            with self.facts.decorated.within(fn, at):
                inner = self.block(at, self.program.function(at).body, {config: None})
        finally:
            self.running.discard((fn, at))
            self._width = width
        self.overflowed &= tells
        out: Flow = {}
        for kind, configs in inner.items():
            if kind == "next":
                configs = self.returned.ended(at, configs)
            to = kind if kind in ("throw", "halt", "suspend") else "next"
            merge(out, {to: configs})
        self._known[key] = out
        if self.overflowed:
            self._tainted.add(key)
        self.overflowed |= before
        return out

    def capped(self, flow: Flow) -> Flow:
        """`flow` with no more configurations than the walk can carry."""
        for kind, configs in flow.items():
            if len(configs) > MOST_APART:
                configs = flow[kind] = joined(configs)
            if len(configs) > self._width:
                kept = flow[kind] = shortest(configs, self._width)
                self.overflowed |= not all(
                    self._budget.released(c) for c in configs if c not in kept
                )
        return flow

    def block(self, fn: Fn, block: Block, configs: Configs) -> Flow:
        """The ways out of a block."""
        out: Flow = {}
        current = configs
        chains = self.facts.chains(fn, block)
        for place, step in enumerate(block):
            if not current:
                break
            if isinstance(step, Defer):
                rest = self.block(fn, block[place + 1 :], current)
                merge(out, self.after(fn, step.body, rest))
                return out
            past: Configs = {}
            if self.waiting:
                current, past = resumed(step, current)
            chain = chains.roots.get(id(step))
            together = (step, *chain.links) if chain is not None else (step,)
            if id(step) in chains.links or not any(self.facts.matters(fn, s) for s in together):
                current = {**current, **past}
                continue
            if chain is not None and isinstance(step, Call):
                flow = self.invoker.later.chain(fn, step, chain, current)
            else:
                flow = self.step(fn, step, current)
            merge(out, flow, "next")
            current = self.capped({"next": {**flow.get("next", {}), **past}})["next"]
        if current:
            merge(out, {"next": current})
        return out

    def after(self, fn: Fn, block: Block, flow: Flow) -> Flow:
        """`flow` with a block run on every way out of it (but not when the process has ended)."""
        out: Flow = {}
        for kind, configs in flow.items():
            if kind in ("halt", "suspend"):
                merge(out, {kind: configs})
                continue
            inner = self.block(fn, block, configs)
            merge(out, {kind: inner.pop("next", {})})
            merge(out, inner)
        return out

    def step(self, fn: Fn, step: Step, configs: Configs) -> Flow:
        """The ways out of one step."""
        if isinstance(step, Call):
            return self.invoker.call(fn, step, configs)
        if isinstance(step, Assign):
            return self.assigning.assign(fn, step, configs)
        if isinstance(step, Flag):
            return self.assigning.flag(fn, step, configs)
        if isinstance(step, Choice):
            return self.branches.choice(fn, step, configs)
        if isinstance(step, Loop):
            return self.branches.loop(fn, step, configs)
        if isinstance(step, Try):
            return self.branches.attempt(fn, step, configs)
        if isinstance(step, Exit):
            if step.kind == "return" and rejects(self.program, fn, step.value):
                return {"throw": configs}
            if step.kind == "return":
                configs = self.returned.left(fn, step.value, configs)
            kind = step.kind if step.kind in ("return", "throw") else f"{step.kind}:{step.label}"
            return {kind: configs}
        if isinstance(step, Labeled):
            flow = self.block(fn, step.body, configs)
            merge(flow, {"next": flow.pop(f"break:{step.label}", {})})
            return flow
        return {"next": configs}

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
        return self.invoker.happen(fn, step, event, flags, config, trace)

    # Calls into the project

    def enter(
        self, fn: Fn, call: Call, callee: Fn, config: Config, trace: Trace | None, env: Env
    ) -> Flow:
        """Walk a callee from a call; the caller's facts are its own again afterwards."""
        inner = self.function(callee, config._replace(env=env))
        into = Happening(fn, call.span, "call", note=text_of(call.callee), node=id(call))
        out: Flow = {}
        for kind, configs in inner.items():
            for config2, trace2 in configs.items():
                back = config2._replace(env=config.env)
                back = self.facts.kept_flags.handed_back(back, config2.env, callee, call, fn)
                back = self.refusals.handed_back(back, config2.env, callee, call, fn)
                back = self.returned.handed_back(back, config2.env, callee, call, fn)
                idle = trace2 is None and config2.pending == config.pending
                history = trace if idle else append(extend(trace, into), trace2)
                add(out, kind, back, history)
        return out
