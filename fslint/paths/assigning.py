"""What an assignment does on a run: what it says of names, and the functions that it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Assign, Flag, Name
from fslint.link.index import Fn
from fslint.link.setters import Setting
from fslint.paths.arguments import facts_of_arguments, facts_of_event
from fslint.paths.flows import then
from fslint.paths.known import TRUTHY, Env, literal_fact, with_fact, without
from fslint.paths.returned import told_of
from fslint.paths.states import FROZEN, Config, Configs, Flow, add, merge

if TYPE_CHECKING:
    from fslint.paths.walker import Walker


class Assigning:
    """Runs assignments for a walker."""

    def __init__(self, walker: Walker) -> None:
        self._walker = walker
        self._facts = walker.facts
        self._program = walker.program
        self._conditions = walker.conditions

    def assign(self, fn: Fn, step: Assign, configs: Configs) -> Flow:
        """The ways out of an assignment: what it says, then what it sets off."""
        return self._set(fn, step, self._said(fn, step, configs))

    def _said(self, fn: Fn, step: Assign, configs: Configs) -> Configs:
        out: Flow = {}
        key = self._conditions.key(step.target, fn)
        fact = literal_fact(step.value)
        for config, trace in configs.items():
            config2, trace2 = config, trace
            for event, flags in self._facts.events(fn, step):
                config2, trace2 = self._walker.happen(fn, step, event, flags, config2, trace2)
            if key:
                env = without(config2.env, key)
                if fact is not None and (
                    self._facts.tested(fn, key) or self._facts.kept_flags.sets(fn, step, key)
                ):
                    env = with_fact(env, key, fact)
                config2 = config2._replace(env=env)
            add(out, "next", config2, trace2)
        return out["next"]

    def flag(self, fn: Fn, step: Flag, configs: Configs) -> Flow:
        """The runs that pass a place where a local name becomes something plain, or else."""
        key = self._conditions.key_of(step.name, fn)
        caught = TRUTHY if isinstance(step.value, Name) else None
        fact = literal_fact(step.value) or caught
        out: Flow = {"next": {}}
        for config, trace in configs.items():
            env = without(config.env, key)
            told = told_of(self._program, step.value, fn, env) if fact is None else {"": fact}
            for part, known in told.items():
                env = with_fact(env, key + part, known)
            add(out, "next", config._replace(env=env), trace)
        return out

    def _set(self, fn: Fn, step: Assign, configs: Configs) -> Flow:
        """The ways out of the setters and observers that an assignment runs; what it sets to be
        run waits."""
        flow: Flow = {"next": configs}
        for passed in self._program.assigned(step, fn):
            if passed.how == "later" and self._facts.may_reach(passed.fn):
                flow = self._walker.invoker.later.leave_for_later(fn, step, passed.fn, flow)
        for setting in self._program.setters.of(step, fn):
            if not self._facts.may_reach(setting.fn):
                continue
            out: Flow = {}
            for config, trace in flow.pop("next", {}).items():
                if config.bits & FROZEN:
                    add(out, "next", config, trace)
                else:
                    env = self._known_there(fn, step, setting, config)
                    enter = self._walker.invoker.enter
                    merge(out, enter(fn, setting.call, setting.fn, config, trace, False, env))
            merge(out, flow)
            flow = out
        fields = self._program.keys.fields
        for key in fields.assigned(step, fn):
            call = fields.setting(step)
            for one in self._program.listeners(key, fn):
                if not self._facts.may_reach(one.fn):
                    continue
                env = facts_of_event(self._program, key, one.fn, step.value)
                flow = then(
                    flow,
                    lambda c, t, at=call, to=one.fn, e=env: self._walker.invoker.enter(
                        fn, at, to, c, t, False, e
                    ),
                )
        return flow

    def _known_there(self, fn: Fn, step: Assign, setting: Setting, config: Config) -> Env | None:
        """What the setter or observer that an assignment runs is told; None for its argument."""
        if setting.observes:
            return self._conditions.changed(step, fn, setting.fn)
        before = self._conditions.replaced(step, setting.fn)
        if not before:
            return None
        given = facts_of_arguments(
            self._program, self._conditions, setting.call, fn, setting.fn, config.env
        )
        return (*given, *before)
