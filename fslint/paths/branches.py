"""The ways out of branches, loops and tries, with what an arm taken tells of its test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Arm, Call, Choice, Handler, Loop, Member, Op, Span, Try, Value
from fslint.link.abstract import IMPLICIT_THIS, Func
from fslint.link.bound import whose_parameter
from fslint.link.index import Fn
from fslint.link.traverse import text_of
from fslint.paths.answers import asked_of, asks_a_message, asks_for_user, failing_arm
from fslint.paths.flows import unfrozen
from fslint.paths.former_user import asks_for_former
from fslint.paths.known import EMPTY, Env, arms_key
from fslint.paths.outcomes import pending_arms, refusing_arms
from fslint.paths.remembered import under_way
from fslint.paths.states import (
    FROZEN,
    HELD,
    INSTEAD,
    LEAVING,
    MAYBE,
    TAKEN,
    Config,
    Configs,
    Flow,
    Happening,
    Trace,
    add,
    extend,
    merge,
)

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

TWO_WAYS = 2


class Branches:
    """Takes the arms of branches, loops and tries for a walker."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.facts = walker.facts
        self.conditions = walker.conditions

    def choice(self, fn: Fn, step: Choice, configs: Configs) -> Flow:
        """The ways out of a branch."""
        out: Flow = {}
        key = arms_key(fn, step)
        by_env: dict[Env, Configs] = {}
        for config, trace in configs.items():
            by_env.setdefault(config.env, {})[config] = trace
        for env, group in by_env.items():
            how, wanted = next((fact for name, fact in env if name == key), ("", None))
            if isinstance(wanted, frozenset):
                merge(out, self._arms(fn, step, wanted, group, TAKEN if how == "taken" else 0))
            elif step.kind == "switch":
                merge(out, self._switch(fn, step, env, group))
            else:
                merge(out, self._two_way(fn, step, env, group))
        return out

    def _two_way(self, fn: Fn, step: Choice, env: Env, configs: Configs) -> Flow:
        out: Flow = {}
        if step.kind == "nullish":
            fact = self.conditions.fact(step.test, fn, env) if step.test is not None else None
            truth = None if fact is None else fact[0] not in ("null", "undefined")
        else:
            truth = self.conditions.truth(step.test, fn, env)
        if truth is None:
            program = self.walker.program
            idle = under_way(program.flows[fn.file], program.function(fn), step)
            truth = None if idle is None else idle != 0
            truth = True if truth is None and self._asks_for_what_is_set(fn, step) else truth
        weakly = self.walker.invoker.weakly
        for place, arm in enumerate(step.arms[:2]):
            holds = place == 0
            if truth is not None and truth != holds:
                continue
            if weakly.spared(fn, step, holds) and not weakly.gone(fn, step.test, holds):
                continue
            entered: Configs = {}
            instead = self._instead(fn, step, place)
            for config, trace in configs.items():
                if self._contradicts(fn, step, holds, config):
                    continue
                config2, trace2 = config._replace(bits=config.bits | instead), trace
                if truth is None:
                    if self._tells_of_nobody(fn, step, holds, config, trace):
                        continue
                    config2 = self._assume(fn, step, holds, config2)
                    if not config.bits & HELD:
                        trace2 = self._note(fn, step, "holds" if holds else "does not hold", trace)
                    config2, trace2 = self._unless_weak(fn, step, holds, config2, trace2)
                entered[config2] = trace2
            for kind, left in self.walker.block(fn, arm.block, entered).items():
                for config, trace in left.items():
                    add(out, kind, config._replace(bits=config.bits & ~instead), trace)
        return out

    def _asks_for_what_is_set(self, fn: Fn, step: Choice) -> bool:
        """Whether a branch asks for a function that others set, only to call it: `if (self.onEnd)
        self.onEnd()`."""
        test = step.test
        if isinstance(test, Op) and test.op == "!=" and test.operands:
            test = test.operands[0]
        program = self.walker.program
        if not isinstance(test, Member) or program.language(fn) not in IMPLICIT_THIS:
            return False
        text = text_of(test)
        called = (one for one in step.arms[0].block if isinstance(one, Call))
        if not any(text_of(one.callee).startswith(text) for one in called):
            return False
        parts = program.evaluator.evaluate(test, fn)
        return bool(parts) and all(isinstance(part, Func) for part in parts)

    def _instead(self, fn: Fn, step: Choice, place: int) -> int:
        """The mark of an arm that stops the capture where the other one identifies the user."""
        other = step.arms[1 - place].block if len(step.arms) == TWO_WAYS else []
        stops = self.facts.comes_to(fn, step.arms[place].block, "stop")
        return INSTEAD if stops and self.facts.comes_to(fn, other, "identify") else 0

    def _unless_weak(
        self, fn: Fn, step: Choice, holds: bool, config: Config, trace: Trace | None
    ) -> tuple[Config, Trace | None]:
        """A run of an arm; in doubt where the arm is for a weakly held listener that is gone."""
        unmade = self.walker.invoker.weakly.gone(fn, step.test, holds)
        if unmade is None:
            return config, trace
        note = text_of(unmade.callee)
        item = Happening(fn, unmade.span, "weak", note=note, node=id(unmade))
        return config._replace(bits=config.bits | MAYBE), extend(trace, item)

    def _contradicts(self, fn: Fn, step: Choice, holds: bool, config: Config) -> bool:
        """Whether an arm is for an outcome of a request that is known to have been the other."""
        failing = failing_arm(self.walker.program, step.test, fn)
        if failing is None:
            return False
        granted = self.walker.refusals.done(config, failing[0], fn)
        return granted is not None and granted == (failing[1] == holds)

    def _tells_of_nobody(
        self, fn: Fn, step: Choice, holds: bool, config: Config, trace: Trace | None
    ) -> bool:
        """Whether a run about a user who leaves comes to an arm where a test has found that there
        is none, or was none before any sign-out: nobody leaves on it."""
        if not config.bits & LEAVING:
            return False
        program = self.walker.program
        if config.signed:
            former = asks_for_former(program, step.test, fn, config.signed, trace)
            return former is (not holds)
        nobody = asks_for_user(program, step.test) is (not holds)
        if not nobody or asks_a_message(program, step.test, fn):
            return False
        return not self._asks_for_the_next(fn, step.test)

    def _asks_for_the_next(self, fn: Fn, test: Value | None) -> bool:
        """Whether a test asks for a part of what a method is given: who is to be there next."""
        asked = test.operands[0] if isinstance(test, Op) and test.operands else test
        program = self.walker.program
        owner = whose_parameter(program, asked.of, fn) if isinstance(asked, Member) else None
        return owner is not None and program.function(owner).kind == "method"

    def _assume(self, fn: Fn, step: Choice, holds: bool, config: Config) -> Config:
        config = config._replace(env=self.conditions.learn(step.test, holds, fn, config.env))
        failing = failing_arm(self.walker.program, step.test, fn)
        if failing is not None and failing[1] == holds:
            config = self.walker.refusals.refused(config, failing[0], fn)
        return config

    def _note(
        self, fn: Fn, step: Choice, how: str, trace: Trace | None, arm: Arm | None = None
    ) -> Trace | None:
        """A history that goes on into an arm, which is `arm` where it has cases of its own."""
        node = id(step if arm is None else arm)
        test = step.test
        if test is not None:
            self.facts.branches[node] = (test, *(arm.cases if arm is not None else ()))
        span = test.span if test is not None else Span(step.span.start, step.span.start)
        return extend(trace, Happening(fn, span, "branch", note=how, node=node))

    def _switch(self, fn: Fn, step: Choice, env: Env, configs: Configs) -> Flow:
        subject = self.conditions.fact(step.test, fn, env) if step.test is not None else None
        wanted = [*range(len(step.arms))]
        decided = False
        if subject is not None:
            facts = [[self.conditions.case(subject, c, fn) for c in arm.cases] for arm in step.arms]
            chosen = [n for n, f in enumerate(facts) if subject in f]
            known = all(None not in f for f in facts)
            decided = bool(chosen) and known
            if decided:
                wanted = chosen[:1]
            elif known:
                wanted = [n for n, arm in enumerate(step.arms) if not arm.cases]
        open_ended = not decided and not step.exhaustive and len(wanted) == len(step.arms)
        if not wanted or open_ended:
            wanted.append(len(step.arms))
        return self._arms(fn, step, frozenset(wanted), configs)

    def _arms(
        self, fn: Fn, step: Choice, wanted: frozenset[int], configs: Configs, bits: int = 0
    ) -> Flow:
        """The ways out of some arms of a branch, entered with marks; the number after the last arm
        is no arm at all."""
        out: Flow = {}
        failing = refusing_arms(step) if step.kind == "switch" else set()
        pending = pending_arms(step) if step.kind == "switch" else set()
        refused = asked_of(self.walker.program, step.test, fn) if failing else None
        for place in sorted(wanted):
            arm = step.arms[place] if place < len(step.arms) else None
            entered: Configs = {}
            for config, trace in configs.items():
                if place in pending and config.signed:  # its result is another run's
                    continue
                if step.kind == "if":
                    if self._tells_of_nobody(fn, step, place == 0, config, trace):
                        continue
                    config2 = self._assume(fn, step, place == 0, config)
                    how = "holds" if place == 0 else "does not hold"
                else:
                    config2, how = config, "one case" if arm is not None else "no case"
                    if place in failing and refused is not None:
                        config2 = self.walker.refusals.refused(config, refused, fn)
                config2 = config2._replace(bits=config2.bits | bits)
                noted = trace if config.bits & HELD else self._note(fn, step, how, trace, arm)
                entered[config2] = noted
            merge(out, self.walker.block(fn, arm.block if arm is not None else [], entered))
        merge(out, {"next": out.pop("break:", {})})
        return out

    def loop(self, fn: Fn, step: Loop, configs: Configs) -> Flow:
        """A loop runs once: what it does again it has done, what it skips is another path. One
        over a collection that is known to hold nothing does not run."""
        over = step.over
        skipped = {
            config: trace
            for config, trace in configs.items()
            if over is not None and self.walker.conditions.fact(over, fn, config.env) == EMPTY
        }
        flow = self.walker.block(
            fn, step.body, {c: t for c, t in configs.items() if c not in skipped}
        )
        merge(flow, {"next": skipped})
        for kind in ("break", "continue"):
            for label in ("", step.label):
                merge(flow, {"next": flow.pop(f"{kind}:{label}", {})})
        return flow

    def attempt(self, fn: Fn, step: Try, configs: Configs) -> Flow:
        """The ways out of a try."""
        flow = self.walker.block(fn, step.body, configs)
        thrown = flow.pop("throw", {})
        begun = _where_it_fails(flow, configs)
        if step.other is not None:
            done = flow.pop("next", {})
            merge(flow, self.walker.block(fn, step.other, done))
        if step.handlers:
            for handler in step.handlers:
                reached = self.facts.mere_error(fn, step, handler) or self.facts.lets_go(
                    fn, handler.block
                )
                failing = thrown or (begun if reached else {})
                if failing:
                    caught = _caught(fn, step, handler, failing)
                    merge(flow, self.walker.block(fn, handler.block, caught))
        elif thrown:
            merge(flow, {"throw": thrown})
        if step.final is not None:
            return self.walker.after(fn, step.final, flow)
        return flow


def _caught(fn: Fn, step: Try, handler: Handler, failing: Configs) -> Configs:
    """Failing runs that come into a handler, with the type of error that it is for, if any."""
    start = handler.block[0].span.start if handler.block else step.span.end
    item = Happening(fn, Span(start, start), "caught", note=handler.type, node=id(handler))
    return {config: extend(trace, item) for config, trace in failing.items()}


def _where_it_fails(flow: Flow, configs: Configs) -> Configs:
    """Where the runs of a try stand as it fails: after its first wait, if it has one."""
    if flow.get("suspend"):
        return {}
    passed = any(not config.bits & FROZEN for config in flow.get("next", {}))
    return unfrozen({"next": configs})["next"] if passed and configs else configs
