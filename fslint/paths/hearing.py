"""What hears of a call: who listens to what it sends, and who waits for how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call
from fslint.link.index import Fn
from fslint.link.thunks import Settled
from fslint.paths.arguments import facts_of_event, facts_of_making
from fslint.paths.emitters import tells_itself
from fslint.paths.entries import ENDINGS
from fslint.paths.flows import then, unfrozen
from fslint.paths.known import all_arms
from fslint.paths.later import Work
from fslint.paths.resuming import waiting_at
from fslint.paths.states import (
    FAILED,
    SETTLED,
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
    from fslint.paths.calls import Invoker

SUCCESS = ("onSuccess", "onCompleted")
"""What mutations call the functions that they run once their operation has gone well."""


class Hearing:
    """Runs what hears of calls, for an invoker."""

    def __init__(self, invoker: Invoker) -> None:
        self._invoker = invoker
        self._facts = invoker.facts
        self._program = invoker.program

    def sent(self, fn: Fn, call: Call, config: Config, trace: Trace | None) -> Flow:
        """The ways out of what listens to what a call sends."""
        flow: Flow = {"next": {config: trace}}
        told = set() if tells_itself(call) else {fn}
        for key in self._program.keys.sent(call, fn):
            flow = then(
                flow,
                lambda c, t, k=key, known=frozenset(told): self._hear(fn, call, k, known, c, t),
            )
            told.update(one.fn for one in self._program.listeners(key, fn))
        return flow

    def _hear(
        self,
        fn: Fn,
        call: Call,
        key: str,
        told: frozenset[Fn],
        config: Config,
        trace: Trace | None,
    ) -> Flow:
        """The ways out of what listens to a key and was not `told` yet, each app's for itself.
        What tells itself something, as a reducer does, hears of it when it has come to its end."""
        sent = call.args[0].value if call.args else None
        waited = call.use in ("awaited", "returned")
        out: Flow = {}
        for app, listening in self._program.heard(key, fn, config.within):
            flow: Flow = {"next": {config._replace(within=app): trace}}
            first = {one.fn: one for one in reversed(listening)}
            for one in listening:
                if first[one.fn] is not one or one.fn in told:
                    continue
                if self._facts.may_reach(one.fn):
                    env = facts_of_event(self._program, one.key or key, one.fn, sent)
                    if key.startswith("class:") and isinstance(sent, Call):
                        conditions = self._facts.conditions
                        env += facts_of_making(
                            self._program, conditions, sent, fn, one.fn, config.env
                        )
                    env += all_arms(config.env, one.fn.file)
                    env += waiting_at(self._program, one.fn, listening)
                    if any(running == one.fn for running, _ in self._invoker.walker.running):
                        work = Work("run", fn, call, one.fn, env)
                        flow = self._invoker.later.postpone(flow, work)
                        continue
                    flow = then(
                        flow,
                        lambda c, t, to=one.fn, e=env: (
                            {"next": {c: t}}  # what heard it before has led to another app
                            if self._program.separate.apart(c.within, to.file)
                            else self._invoker.enter(fn, call, to, c, t, waited, e)
                        ),
                    )
            merge(out, flow)
        return out

    def settle(self, fn: Fn, call: Call, settled: Settled, flow: Flow) -> Flow:
        """What hears of an asynchronous action's end: of a failure that changes nothing about the
        user, nobody sees anything."""
        if not any(settled):
            return flow
        failed: Flow = {"next": flow.pop("throw", {})}
        gone = any(self._facts.reaches(one) & ENDINGS for one in settled.rejected)
        for one in settled.fulfilled:
            if self._facts.reaches(one):
                flow = then(
                    flow, lambda c, t, to=one: self._invoker.enter(fn, call, to, c, t, True, ())
                )
        for one in settled.rejected if gone else ():
            if self._facts.reaches(one):
                failed = then(
                    failed, lambda c, t, to=one: self._invoker.enter(fn, call, to, c, t, True, ())
                )
        if gone:
            merge(flow, failed)
        return flow

    def operates(self, fn: Fn, call: Call) -> bool:
        """Whether a call has a hook run an operation that waits for something."""
        return bool(self._program.mutation(call, fn)) and any(
            map(self._facts.waits, self._program.targets(call, fn).functions)
        )

    def mutation(self, fn: Fn, call: Call, flow: Flow) -> Flow:
        """The callbacks of a mutation hook: after its operation, or after its failure."""
        given = [
            (label, to)
            for label, to in self._program.mutation(call, fn)
            if self._facts.may_reach(to)
        ]
        if given and self.operates(fn, call):
            flow = unfrozen(flow)  # they run behind what the operation waits for
        failed: Flow = {"next": flow.pop("throw", {})}
        refused = {} if failed["next"] else self._refused(fn, call, given, flow)
        for label, to in given:
            run = lambda c, t, to=to: self._invoker.enter(fn, call, to, c, t, True, ())  # noqa: E731
            if label in (*SUCCESS, "onSettled"):
                flow = then(flow, run)
            if label in ("onError", "onSettled"):
                failed = then(failed, run)
            if refused and label in ("onError", "onSettled"):
                refused = then({"next": refused}, run).get("next", {})
        handled = any(label in ("onError", "onSettled") for label, _ in given)
        merge(flow, failed if handled else {"throw": failed["next"]})
        for config, trace in refused.items():  # who does not wait does not know of it
            add(flow, "next", config._replace(bits=config.bits & ~FAILED), trace)
        return flow

    def _refused(self, fn: Fn, call: Call, given: list[tuple[str, Fn]], flow: Flow) -> Configs:
        """The runs in which the operation of a mutation is refused that nobody waits for, where
        it may be and what runs after it only then lets go of the identity."""
        releasing = any(
            label in SUCCESS and "anonymize" in self._facts.may_reach(to) for label, to in given
        )
        operation = self._program.targets(call, fn).functions if releasing else ()
        if not any(map(self._facts.may_fail, operation)):
            return {}
        refusals = self._invoker.walker.refusals
        return {
            refusals.refused(config, call, fn): extend(
                trace, Happening(fn, call.span, "branch", note="fails", node=id(call))
            )
            for config, trace in flow.get("next", {}).items()
            if not config.bits & SETTLED
        }
