"""Running a call: its events, what it runs now, what it leaves for later, how it may fail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fslint.automata import Event
from fslint.flow import Assign, Call, Literal, Name
from fslint.link.handed import Passed
from fslint.link.hooks import Hook
from fslint.link.index import Fn, last_name
from fslint.link.looped import goes_through, is_looped
from fslint.link.traverse import deep, text_of
from fslint.paths.arguments import facts_of_arguments, facts_of_hook, facts_of_object
from fslint.paths.entries import ENDINGS
from fslint.paths.facts import LAZY
from fslint.paths.flows import MODES, then, unfrozen
from fslint.paths.hearing import Hearing
from fslint.paths.joined_calls import failing_members
from fslint.paths.known import NULL, UNDEFINED, Env
from fslint.paths.later import Later, Work
from fslint.paths.outcomes import outcome
from fslint.paths.phones import variants
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
    extend,
    merge,
)
from fslint.paths.weakly import Weakly

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

SETTLING = frozenset({"anonymize", "leave", "move"})
GOING = frozenset({"move", "leave"})
LOGIN = re.compile(r"(?i)log-?_?in|sign-?_?in|auth|welcome|landing|logged-?out|onboard|^/$|start")


class Invoker:
    """Runs calls for a walker."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.facts = walker.facts
        self.program = walker.program
        self.later = Later(self)
        self._hearing = Hearing(self)
        self.weakly = Weakly(walker.facts)

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
            config = config._replace(signed=tuple(sorted((*config.signed, id(step)))))
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
                if not any(event in ENDINGS for event, _ in self._own_events(fn, call)):
                    flow.pop("throw", None)  # it fails after the wait, if it does
                merge(flow, {"suspend": flow.pop("next", {})})
            merge(out, unfrozen(flow) if waits else flow)
        return out

    def answered(self, hook: Hook, flow: Flow) -> Flow:
        """The ways out of a hook's operation, with what the hook was told to do then."""
        return self._hearing.mutation(hook.fn, hook.call, flow)

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
        settled = self.program.settled(call, fn)
        awaited = awaited or any(settled)
        if self._may_fail(fn, call, config, awaited):
            broken = self.walker.refusals.broken(config, call, fn)
            failure = Happening(fn, call.span, "branch", note="fails", node=id(call))
            add(out, "throw", broken, extend(trace, failure))
        elif awaited and not config.bits & SETTLED:
            for one in failing_members(self.facts, fn, call):
                broken = self.walker.refusals.refused(config, one, fn)
                failure = Happening(fn, one.span, "branch", note="fails", node=id(one))
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
        flow = then(flow, lambda c, t: self._targets(fn, call, c, t, awaited))
        if not frozen and self.weakly.held(fn, call):
            item = Happening(fn, call.span, "weak", note=text_of(call.callee), node=id(call))
            gone = config._replace(bits=config.bits | MAYBE)
            add(flow, "next", gone, extend(trace, item))
        if events and "throw" in flow:
            undone = then(undone, lambda c, t: self._targets(fn, call, c, t, awaited))
            flow["throw"] = undone.get("throw", flow["throw"])
        if not frozen:
            flow = then(flow, lambda c, t: self._passed(fn, call, c, t, awaited))
            flow = then(flow, lambda c, t: self._hearing.sent(fn, call, c, t))
        if not frozen or self._hearing.operates(fn, call):
            flow = self._hearing.mutation(fn, call, flow)
        if not frozen:
            merge(flow, {"throw": out.pop("throw", {})} if any(settled) else {})
            flow = self._hearing.settle(fn, call, settled, flow)
        merge(out, flow)
        return out

    def _own_events(self, fn: Fn, call: Call) -> list[tuple[str, frozenset[str]]]:
        """The events of a call; of one that sends a logout to listeners which sign out, or that
        lets a function run which does, not that: it is theirs, as are the navigations of the
        project's own `openLogin()`. What a reducer does is for who sends the action to say."""
        events = list(self.facts.events(fn, call))
        if any(event in GOING for event, _ in events):
            run = self.program.targets(call, fn).functions
            if any(self.facts.reaches(one) & GOING for one in run if one != fn):
                events = [pair for pair in events if pair[0] not in GOING]
        answers = any(self.program.keys.cases.answered(call, fn))
        if not answers and any(event in ENDINGS for event, _ in events):
            heard = [
                one.fn
                for key in self.program.keys.sent(call, fn)
                for one in self.program.listeners(key, fn)
                if one.fn not in self.program.keys.reducers
            ]
            if any(isinstance(argument.value, Call) for argument in call.args):  # a thunk
                heard += [passed.fn for passed in self.facts.passed_on(fn, call)]
            if any(self.facts.reaches(one) & ENDINGS for one in heard if one != fn):
                events = [pair for pair in events if pair[0] not in ENDINGS]
        return events

    def _may_fail(self, fn: Fn, call: Call, config: Config, awaited: bool) -> bool:
        language = self.program.language(fn)
        if config.bits & SETTLED or (language == "swift" and call.tried != "try"):
            return False
        if not self.facts.throws(fn, call) and not self._fails_inside(fn, call, config.env):
            return False
        return awaited or language not in LAZY

    def _fails_inside(self, fn: Fn, call: Call, env: Env) -> bool:
        """Whether what a call runs may fail, where the walk does not go into it for events."""
        called = [] if self._lent(fn, call, env) else list(self.program.targets(call, fn).functions)
        for key in self.program.keys.sent(call, fn):
            called += [one.fn for one in self.program.listeners(key, fn)]
        return any(not self.facts.reaches(c) and self.facts.may_fail(c) for c in called)

    def _targets(
        self, fn: Fn, call: Call, config: Config, trace: Trace | None, awaited: bool
    ) -> Flow:
        functions = self.program.targets(call, fn).functions
        functions = self.facts.decorated.run_by(call) or functions
        conditions = self.walker.conditions
        given = conditions.given_function(call.callee, fn, config.env)
        if given is not None:
            functions = (given,)
        elif isinstance(call.callee, Name) and functions:
            absent = conditions.fact(call.callee, fn, config.env) in (NULL, UNDEFINED)
            functions = () if absent else functions
        lent = self._lent(fn, call, config.env)
        wanted = [t for t in functions if lent or self.facts.reaches(t)]
        if wanted and variants(t.file for t in functions):
            either: Flow = {} if len(wanted) == len(functions) else {"next": {config: trace}}
            for target in wanted:
                merge(either, self.enter(fn, call, target, config, trace, awaited))
            return either
        ending = [t for t in wanted if (lent | self.facts.reaches(t)) & ENDINGS]
        if len(wanted) > 1 and ending and not self._all_run(fn, call, functions):
            out: Flow = {}
            for target in ending:
                merge(out, self.enter(fn, call, target, config, trace, awaited))
            return out
        flow: Flow = {"next": {config: trace}}
        for target in wanted:
            flow = then(flow, lambda c, t, to=target: self.enter(fn, call, to, c, t, awaited))
        return flow

    def _lent(self, fn: Fn, call: Call, env: Env) -> frozenset[str]:
        """What the functions may reach that a call lends, or lends on."""
        lent = (*self.facts.lent(call), *self._handed_on(fn, call, env))
        return frozenset().union(*(self.facts.may_reach(one) for one in lent))

    def _handed_on(self, fn: Fn, call: Call, env: Env) -> list[Fn]:
        """The functions that were lent here and that a call runs or lends on."""
        given = self.walker.conditions.given_function
        found = [given(value, fn, env) for value in self.facts.given(call, fn)]
        return [one for one in found if one is not None]

    def _all_run(self, fn: Fn, call: Call, functions: tuple[Fn, ...]) -> bool:
        """Whether a call runs all of its functions, one after the other: what is called is the
        variable of a loop over them, or one of a list that is gone through."""
        if self._in_turn(functions):
            return True
        callee, evaluator = call.callee, self.program.evaluator
        looped = isinstance(callee, Name) and is_looped(evaluator, callee.id, fn)
        return looped or goes_through(evaluator, callee, fn)

    def _in_turn(self, functions: tuple[Fn, ...]) -> bool:
        """Whether functions are different methods of one class, or those of the operators of one
        stream: a started task's, in order."""
        index = self.program.index
        given = [index.passed_to.get(fn) for fn in functions]
        streams = {id(index.outer.get(one[1])) if one else 0 for one in given}
        if len(streams) == 1 and all(one and index.outer.get(one[1]) for one in given):
            return True
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
            env += facts_of_hook(self.program, conditions, call, fn, callee)
            env += facts_of_object(self.facts.kept(call, fn, callee))
        shared = self.walker.conditions.shared(config.env, fn, callee)
        if shared:
            told = {key for key, _ in env}
            env = (*(pair for pair in shared if pair[0] not in told), *env)
        promised = self.facts.waits(callee)
        if config.bits & FROZEN and not promised:  # all of it was done before the wait
            return {"next": {config: trace}}
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
            rest = self.later.number(Work("rest", fn, call, callee, env))
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
        if self.program.language(fn) in LAZY and last_name(call.callee) == "forEach":
            awaited = False  # what its function gives is dropped
        known = self._handed_on(fn, call, config.env)
        for passed in self._those_passed(fn, call, known):
            if not self.facts.may_reach(passed.fn):
                continue
            later = passed.how in ("later", "callback", "entry") or (
                passed.how == "unknown" and call.use == "dropped"
            )
            if later:
                how = outcome(self.program, call, passed)
                flow = self.later.postpone(flow, Work("run", fn, call, passed.fn, config.env, how))
            else:
                flow = then(
                    flow, lambda c, t, one=passed: self._at_once(fn, call, one, c, t, awaited)
                )
        return flow

    def _those_passed(self, fn: Fn, call: Call, known: list[Fn]) -> list[Passed]:
        """The functions that a call is given; of those that many lend the ones that are known to
        be lent here, though they be none of the few that a value's evaluation gives."""
        passed = self.facts.passed_on(fn, call)
        borrowed = self.facts.borrowed(call) if known else frozenset()
        told = {one.fn for one in passed}
        alike = next((one for one in passed if one.fn in borrowed), None)
        more = [] if alike is None else [one for one in known if one in borrowed - told]
        kept = [one for one in passed if one.fn not in borrowed or one.fn in known]
        return [*kept, *(alike._replace(fn=one) for one in more if alike is not None)]

    def _at_once(
        self, fn: Fn, call: Call, passed: Passed, config: Config, trace: Trace | None, awaited: bool
    ) -> Flow:
        """The ways out of a function that a call runs: of one that waits for one outcome of a
        request, only after that; where failures end with the call, they are its outcome."""
        refusals = self.walker.refusals
        wanted = refusals.outcome(call, passed)
        out: Flow = {}
        if wanted is not None:
            granted = refusals.done(config, call, fn)
            if granted is None:
                other = refusals.told(config, call, fn, not wanted)
                add(out, "next", other, trace)
                config = refusals.told(config, call, fn, wanted)
            elif granted is not wanted:
                return {"next": {config: trace}}
        flow = self.enter(fn, call, passed.fn, config, trace, awaited, ())
        if passed.how == "caught":
            for kind, granted in (("next", True), ("throw", False)):
                for config2, trace2 in flow.pop(kind, {}).items():
                    add(out, "next", refusals.told(config2, call, fn, granted), trace2)
        merge(out, flow)
        return out
