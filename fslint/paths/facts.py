"""What the walk needs to know of each step: its events, what it can reach, whether it may fail.

Events are those of the vocabulary, and `misuse`: a Fullstory call of a form that does nothing
good, flagged with the rule it breaks. Flags: `async` (the Async form), `awaited` (also returned
or chained), `bounded` (raced against a time limit), `optional`, `implied` (nothing in the source
says it outright), `error` and `repeat` (see `lexical.py`), `login` (it goes to the login screen),
the confidence where it is not high, and for `misuse` the rule's code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import (
    Assign,
    Block,
    Call,
    Choice,
    Element,
    Exit,
    Handler,
    Literal,
    Loop,
    Member,
    Step,
    Try,
    Value,
)
from fslint.link.abstract import Ext
from fslint.link.index import Fn, last_name
from fslint.link.traverse import blocks_of, deep, steps_in, text_of, values_of
from fslint.paths.absence import starts
from fslint.paths.conditions import Conditions
from fslint.paths.lexical import flags_in
from fslint.paths.links import logout_forms, submitted
from fslint.paths.listeners import Listener, listeners

if TYPE_CHECKING:
    from fslint.link.handed import Passed
    from fslint.link.program import Program

LINKS = frozenset(
    {"then", "catch", "finally", "whenComplete", "catchError", "timeout", "unwrap", "pipe",
     "subscribe", "onError", "done", "fail", "always"}
)  # fmt: skip
STREAM_LINKS = frozenset({"pipe", "subscribe", "done", "fail", "always"})
RUNS = ("now", "later", "unknown", "callback")
ENDINGS = frozenset({"sign_out", "switch"})
SESSION = ENDINGS | {"anonymize", "leave"}
SCOPE_FUNCTIONS = frozenset({"apply", "also", "let", "run", "with", "use"})
UNSURE_NAME = re.compile(
    r"(?i)anonymi[sz]e|full_?story|identity|(^|\.)fs[A-Z_]\w*$"
    r"|(reset|clear|forget|drop)_?(user|session|identity|analytics|tracking|tracker|all)$"
    r"|(reset|forget|drop)$|(^|(user|session|identity|auth|account|manager|service|store|it)\w*\.)clear$"
    r"|(on|after|post|handle|before|did|will|do)_?(log|sign)_?(out|off)\w*$|cleanup$|teardown$"
    r"|(analytics?|track(er|ing)?|telemetry|insights?)\w*\.\w*(log_?out|sign_?out|reset|clear|stop)\w*$"
)
TIMER = re.compile(r"(?i)set_?(timeout|interval)|timer|schedule|post_?delayed|delayed|asyncAfter")
QUIET_LABEL = re.compile(r"(?i)error|fail|reject|cancel|dismiss|abort")
DEEPEST_HELPER = 3
DEEPEST_FAILURE = 5
BUILT_IN = frozenset(
    {"console", "Math", "JSON", "Object", "Array", "Promise", "performance", "clearTimeout",
     "clearInterval", "cancelAnimationFrame", "queryClient", "cache", "logger", "log"}
)  # fmt: skip
LAZY = frozenset({"javascript", "typescript", "dart", "markup"})


class Chain(NamedTuple):
    """A promise chain: the calls hung on its root, in order, and what becomes of the last."""

    links: tuple[Call, ...]
    use: str


class Chains(NamedTuple):
    """The chains of a block: by the id of their root, and the ids of all links."""

    roots: dict[int, Chain]
    links: frozenset[int]


class Facts:
    """Facts about the steps of a program, computed once, when asked for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.conditions = Conditions(program)
        self._events: dict[int, tuple[tuple[str, frozenset[str]], ...]] = {}
        self._matters: dict[int, bool] = {}
        self._chains: dict[int, tuple[Block, Chains]] = {}
        self._tested: dict[Fn, frozenset[str]] = {}
        self._reach: dict[Fn, frozenset[str]] | None = None
        self._edges: dict[Fn, tuple[Fn, ...]] = {}
        self._waits: dict[Fn, bool] = {}
        self._acts: dict[tuple[Fn, int], bool] = {}
        self._lexical: dict[Fn, dict[int, frozenset[str]]] = {}
        self._forms: dict[str, Element] | None = None
        self._failing: dict[Fn, bool] = {}
        self.timers: dict[Fn, tuple[Fn, Call]] = {}
        self.branches: dict[int, Value] = {}
        self._starts: dict[Fn, frozenset[int]] = {}
        self._listeners: list[Listener] | None = None

    # Events

    def events(self, fn: Fn, step: Call | Assign) -> tuple[tuple[str, frozenset[str]], ...]:
        """The events of a step, in order, each with its flags."""
        known = self._events.get(id(step))
        if known is None:
            known = self._events[id(step)] = tuple(self._find_events(fn, step))
        return known

    def _find_events(self, fn: Fn, step: Call | Assign) -> list[tuple[str, frozenset[str]]]:
        found: dict[str, frozenset[str]] = {}
        if isinstance(step, Assign) and id(step) in self._starting(fn):
            return []
        for meaning in self.program.meanings(step, fn):
            flags = self._flags(fn, step) | self._stands(fn).get(id(step), frozenset())
            if meaning.confidence != "high":
                flags |= {meaning.confidence}
            if meaning.entry.ends:
                flags |= {"ends"}
            for event in meaning.events:
                found.setdefault(event, flags)
            if meaning.entry.wrong:
                found.setdefault("misuse", flags | {meaning.entry.wrong.lower()})
        if isinstance(step, Call) and self._submitted(step, fn) in self._logout_forms():
            found = {"sign_out": frozenset(), "leave": frozenset(), **found}
        return list(found.items())

    def _starting(self, fn: Fn) -> frozenset[int]:
        known = self._starts.get(fn)
        if known is None:
            known = self._starts[fn] = frozenset(starts(self.program.function(fn).body))
        return known

    def _logout_forms(self) -> dict[str, Element]:
        if self._forms is None:
            self._forms = logout_forms(self)
        return self._forms

    def _submitted(self, call: Call, fn: Fn) -> str:
        def made(value: Value) -> Value:
            parts = self.program.evaluator.evaluate(value, fn)
            calls = (p.call for p in parts if isinstance(p, Ext) and p.call is not None)
            return next(calls, value)

        return submitted(call, made)

    def listeners(self) -> list[Listener]:
        """What scripts have run when an element of a page is clicked or sent."""
        if self._listeners is None:
            self._listeners = listeners(self)
        return self._listeners

    def sent_forms(self) -> dict[int, list[tuple[Fn, Call]]]:
        """The logout forms that scripts send, so that they are no paths of their own, by identity,
        and where they are sent."""
        found: dict[int, list[tuple[Fn, Call]]] = {}
        for fn, calls in self.program.index.calls.items():
            for call in calls:
                form = self._logout_forms().get(self._submitted(call, fn))
                if form is not None:
                    found.setdefault(id(form), []).append((fn, call))
        return found

    def _stands(self, fn: Fn) -> dict[int, frozenset[str]]:
        known = self._lexical.get(fn)
        if known is None:
            known = self._lexical[fn] = flags_in(self.program, fn)
        return known

    def _flags(self, fn: Fn, step: Call | Assign) -> frozenset[str]:
        if not isinstance(step, Call):
            return frozenset()
        flags: set[str] = set()
        operation = step.args[0].value if step.args else None
        if isinstance(operation, Literal) and str(operation.value).endswith("Async"):
            flags.add("async")
        if step.use in ("awaited", "returned"):
            flags.add("awaited")
        if step.use == "value":
            outer = self._outermost(step)
            if outer.use in ("awaited", "returned"):
                flags.add("awaited")
                name = text_of(outer.callee)
                if name.endswith(("race", "withTimeout", "timeout")) or ".timeout" in name:
                    flags.add("bounded")
            if self._leaves_after(fn, step):
                flags.add("awaited")
            if self._handled(step):
                flags.add("handled")
        return frozenset(flags)

    def _outermost(self, call: Call) -> Call:
        for _ in range(8):
            outer = self.program.index.outer.get(call) or self.program.index.chained.get(call)
            if outer is None:
                return call
            call = outer
        return call

    def _leaves_after(self, fn: Fn, call: Call) -> bool:
        """Whether a navigation waits for a promise, in a callback of its chain."""
        link = self.program.index.chained.get(call)
        while link is not None:
            for passed in self.program.passed(link, fn):
                for step in steps_in(self.program.function(passed.fn).body):
                    if isinstance(step, Call | Assign) and any(
                        "leave" in m.events for m in self.program.meanings(step, passed.fn)
                    ):
                        return True
            link = self.program.index.chained.get(link)
        return False

    def _handled(self, call: Call) -> bool:
        link = self.program.index.chained.get(call)
        while link is not None:
            if last_name(link.callee) in ("catch", "catchError"):
                return True
            link = self.program.index.chained.get(link)
        return False

    def fails(self, fn: Fn, call: Call) -> bool:
        """Whether a call is one that really fails at times: a request, an SDK's sign-out."""
        if call.tried == "try":
            return True
        return any(m.entry.fails for m in self.program.meanings(call, fn))

    def may_fail(self, fn: Fn, depth: int = 0) -> bool:
        """Whether a function does something that really fails at times."""
        known = self._failing.get(fn)
        if known is None:
            self._failing[fn] = False
            known = self._failing[fn] = any(
                self.fails(fn, call)
                or (
                    depth < DEEPEST_FAILURE
                    and any(self.may_fail(callee, depth + 1) for callee in self.called(fn, call))
                )
                for call in self.program.index.calls[fn]
            )
        return known

    def unsure(self, fn: Fn, call: Call) -> bool:
        """Whether a call cannot be resolved and may, by its name, release the identity."""
        targets = self.program.targets(call, fn)
        if targets.functions or targets.external or self.program.meanings(call, fn):
            return False
        if self.program.keys.sent(call, fn):
            return False
        if last_name(call.callee) in SCOPE_FUNCTIONS:
            return False
        text = text_of(call.callee)
        return bool(text) and UNSURE_NAME.search(text) is not None and not _builtin(text)

    # Chains

    def chains(self, fn: Fn, block: Block) -> Chains:
        """The promise chains among a block's steps."""
        known = self._chains.get(id(block))
        if known is None:
            known = self._chains[id(block)] = (block, self._find_chains(fn, block))
        return known[1]

    def _find_chains(self, fn: Fn, block: Block) -> Chains:
        after: dict[int, Call] = {}
        calls = {id(step): step for step in block if isinstance(step, Call)}
        for step in calls.values():
            callee = step.callee
            if isinstance(callee, Member) and callee.name in LINKS and id(callee.of) in calls:
                after[id(callee.of)] = step
        links = {id(step) for step in after.values()}
        roots: dict[int, Chain] = {}
        for place, first in after.items():
            if place in links:
                continue
            chain = [first]
            while id(chain[-1]) in after:
                chain.append(after[id(chain[-1])])
            stream = any(last_name(link.callee) in STREAM_LINKS for link in chain)
            if stream and not self._is_request(fn, calls[place]):
                continue
            roots[place] = Chain(tuple(chain), chain[-1].use)
        kept = frozenset(id(link) for chain in roots.values() for link in chain.links)
        return Chains(roots, kept)

    def _is_request(self, fn: Fn, call: Call) -> bool:
        targets = self.program.targets(call, fn).functions
        if any(self._answers(t, 0) for t in targets):
            return True
        meanings = self.program.meanings(call, fn)
        return any(m.entry.fails or ENDINGS & set(m.events) for m in meanings)

    def _answers(self, fn: Fn, depth: int) -> bool:
        """Whether a function returns a request's stream or promise."""
        for call in self.program.index.calls[fn]:
            if call.use in ("returned", "awaited", "value") and depth < 4:
                if any(m.entry.fails for m in self.program.meanings(call, fn)):
                    return True
                functions = self.program.targets(call, fn).functions
                if any(t != fn and self._answers(t, depth + 1) for t in functions):
                    return True
        return False

    # Reach

    def waits(self, fn: Fn) -> bool:
        """Whether calling a function gives a promise, so that its rest may run later."""
        known = self._waits.get(fn)
        if known is None:
            self._waits[fn] = False
            known = self._waits[fn] = self._gives_promise(fn)
        return known

    def _gives_promise(self, fn: Fn) -> bool:
        function = self.program.function(fn)
        if self.program.language(fn) not in LAZY or "generator" in function.modifiers:
            return False
        if "async" in function.modifiers:
            return True
        for call in self.program.index.calls[fn]:
            if call.use == "returned":
                if last_name(call.callee) in ("then", "catch", "finally"):
                    return True
                if any(self.waits(t) for t in self.program.targets(call, fn).functions):
                    return True
                if any(m.entry.fails for m in self.program.meanings(call, fn)):
                    return True
        return False

    def passed_on(self, fn: Fn, call: Call) -> list[Passed]:
        """The functions that a call is given and that run on the same path."""
        return [
            p
            for p in self.program.passed(call, fn)
            if p.how in RUNS
            and p.fn not in self.timers
            and not (p.how == "unknown" and call.use == "value")
            and not (p.how == "callback" and QUIET_LABEL.search(p.label))
        ]

    def edges(self, fn: Fn) -> tuple[Fn, ...]:
        """The functions that may run as part of a function."""
        known = self._edges.get(fn)
        if known is None:
            found: dict[Fn, None] = {}
            for call in self.program.index.calls[fn]:
                for callee in self.called(fn, call):
                    found[callee] = None
            for step in steps_in(self.program.function(fn).body):
                if isinstance(step, Assign):
                    found.update(dict.fromkeys(self.set_off(fn, step)))
            known = self._edges[fn] = tuple(found)
        return known

    def called(self, fn: Fn, call: Call) -> list[Fn]:
        """The functions that may run as part of a call."""
        found = list(self.program.targets(call, fn).functions)
        found += [p.fn for p in self.passed_on(fn, call)]
        for key in self.program.keys.sent(call, fn):
            found += [one.fn for one in self.program.keys.listeners(key) if one.fn != fn]
        found += [given for _, given in self.program.mutation(call, fn)]
        if isinstance(call.callee, Member) and call.callee.name in LINKS:
            found += self.link_functions(fn, call)
        return found

    def set_off(self, fn: Fn, step: Assign) -> list[Fn]:
        """The functions that may run as part of an assignment, or because of it."""
        found = [setting.fn for setting in self.program.setters.of(step, fn)]
        return found + [p.fn for p in self.program.assigned(step, fn) if p.how == "later"]

    def link_functions(self, fn: Fn, call: Call) -> list[Fn]:
        """The functions that a link of a chain is given, operators of a pipe looked through."""
        from fslint.link.abstract import Func

        found: list[Fn] = []
        for argument in call.args:
            values = [argument.value]
            if isinstance(argument.value, Call) and last_name(call.callee) == "pipe":
                values = [a.value for a in argument.value.args]
            for value in values:
                for part in self.program.evaluator.evaluate(value, fn):
                    if isinstance(part, Func):
                        found.append(part.fn)
        return found

    def reaches(self, fn: Fn) -> frozenset[str]:
        """The events that a function may come to, through all it calls."""
        if self._reach is None:
            self._reach = self._compute_reach()
            if self._tell_by_name() | self._set_timers_apart():
                for setting, _ in self.timers.values():
                    self._edges.pop(setting, None)
                self._reach = self._compute_reach()
        return self._reach.get(fn, frozenset())

    def _compute_reach(self) -> dict[Fn, frozenset[str]]:
        program = self.program
        reach: dict[Fn, frozenset[str]] = {}
        callers: dict[Fn, list[Fn]] = {}
        for fn in program.index.calls:
            own: set[str] = set()
            for step in steps_in(program.function(fn).body):
                if isinstance(step, Call | Assign):
                    own |= {event for event, _ in self.events(fn, step)}
            reach[fn] = frozenset(own)
            for callee in self.edges(fn):
                callers.setdefault(callee, []).append(fn)
        work = [fn for fn, events in reach.items() if events]
        while work:
            fn = work.pop()
            for caller in callers.get(fn, ()):
                merged = reach[caller] | reach[fn]
                if merged != reach[caller]:
                    reach[caller] = merged
                    work.append(caller)
        self._callers = callers
        return reach

    def _tell_by_name(self) -> bool:
        """Count calls to the project's own functions by their names, where what those do says
        nothing: a `switchAccount()` that only asks the server switches all the same. Of calls
        that lead to one another only the innermost counts."""
        told: list[tuple[Fn, Call, list[tuple[str, frozenset[str]]]]] = []
        for fn, calls in self.program.index.calls.items():
            for call in calls:
                events = self._events_by_name(fn, call)
                if events:
                    told.append((fn, call, events))
        places = {fn for fn, _, _ in told}
        for fn, call, events in told:
            if not self._leads_to(self.program.targets(call, fn).functions, places):
                self._events[id(call)] = (*self.events(fn, call), *events)
        return bool(told)

    def _events_by_name(self, fn: Fn, call: Call) -> list[tuple[str, frozenset[str]]]:
        targets = self.program.targets(call, fn).functions
        if not targets or any(self.reaches(t) & ENDINGS for t in targets):
            return []
        if any(self.program.function(t).kind == "constructor" for t in targets):
            return []
        outer = self.program.index.outer.get(call)
        if outer is not None and any(self.reaches(c) & ENDINGS for c in self.called(fn, outer)):
            return []
        acts = any(self._does_something(t) for t in targets)
        takes = acts or any(self._takes_over(t) for t in targets)
        return [
            (event, self._flags(fn, call) | {"medium"})
            for meaning in self.program.named_meanings(call, fn)
            for event in meaning.events
            if event in ENDINGS and (acts or meaning.entry.fails or (takes and event == "switch"))
        ]

    def _takes_over(self, fn: Fn) -> bool:
        """Whether a function writes down who is signed in."""
        speaks_of = self.program.vocabulary.speaks_of
        for step in steps_in(self.program.function(fn).body):
            if isinstance(step, Assign):
                if speaks_of("active-account", last_name(step.target)):
                    return True
            elif isinstance(step, Call) and speaks_of("keeping", last_name(step.callee)):
                values = [part for a in step.args for part in deep(a.value)]
                texts = [
                    str(part.value) if isinstance(part, Literal) else last_name(part)
                    for part in values
                ]
                if any(speaks_of("active-account", text) for text in texts):
                    return True
        return False

    def _leads_to(self, functions: tuple[Fn, ...], places: set[Fn]) -> bool:
        seen = set(functions)
        work = list(functions)
        while work:
            fn = work.pop()
            if fn in places:
                return True
            for callee in self.edges(fn):
                if callee not in seen:
                    seen.add(callee)
                    work.append(callee)
        return False

    def _does_something(self, fn: Fn, depth: int = 0) -> bool:
        """Whether a function asks a server, tells the rest of the app, or identifies somebody."""
        known = self._acts.get((fn, depth))
        if known is None:
            known = self._acts[fn, depth] = self._acts_itself(fn, depth)
        return known

    def _acts_itself(self, fn: Fn, depth: int) -> bool:
        return any(
            self.fails(fn, call)
            or any(event == "identify" for event, _ in self.events(fn, call))
            or self.program.keys.sent(call, fn)
            or (
                depth < DEEPEST_HELPER
                and any(
                    self._does_something(target, depth + 1)
                    for target in self.program.targets(call, fn).functions
                )
            )
            for call in self.program.index.calls[fn]
        )

    def _set_timers_apart(self) -> bool:
        """A timer's body that signs out is an entry of its own, unless what sets the timer
        releases the identity or signs out too."""
        for fn, calls in self.program.index.calls.items():
            for call in calls:
                if not TIMER.search(text_of(call.callee)):
                    continue
                for passed in self.program.passed(call, fn):
                    if self.reaches(passed.fn) & ENDINGS and not self._elsewhere(fn, call):
                        self.timers[passed.fn] = (fn, call)
        return bool(self.timers)

    def _elsewhere(self, fn: Fn, timer: Call) -> bool:
        for step in steps_in(self.program.function(fn).body):
            if step is not timer and isinstance(step, Call | Assign):
                found = {event for event, _ in self.events(fn, step)}
                if isinstance(step, Call):
                    for callee in self.called(fn, step):
                        found |= self.reaches(callee)
                if found & (ENDINGS | {"anonymize"}):
                    return True
        return False

    def callers(self, fn: Fn) -> list[Fn]:
        """The functions as part of which a function may run."""
        self.reaches(fn)
        return self._callers.get(fn, [])

    def mere_error(self, fn: Fn, attempt: Try, handler: Handler) -> bool:
        """Whether a handler itself anonymizes, and what it handles has to do with no session.

        Such a handler is taken to be reached, whatever may fail.
        """
        anonymizes = any(
            event == "anonymize"
            for step in steps_in(handler.block)
            if isinstance(step, Call)
            for event, _ in self.events(fn, step)
        )
        return anonymizes and not any(
            {event for event, _ in self.events(fn, step)} & SESSION
            or (isinstance(step, Call) and self._comes_to(fn, step) & SESSION)
            for step in steps_in(attempt.body)
            if isinstance(step, Call | Assign)
        )

    def lets_go(self, fn: Fn, block: Block) -> bool:
        """Whether the steps of a handler sign the user out: something is taken to fail, then."""
        return self.comes_to(fn, block, *ENDINGS)

    def comes_to(self, fn: Fn, block: Block, *events: str) -> bool:
        """Whether the steps of a block come to one of some events."""
        return any(
            any(event in events for event, _ in self.events(fn, step))
            or (isinstance(step, Call) and not self._comes_to(fn, step).isdisjoint(events))
            for step in steps_in(block)
            if isinstance(step, Call | Assign)
        )

    def _comes_to(self, fn: Fn, call: Call) -> frozenset[str]:
        return frozenset().union(*(self.reaches(callee) for callee in self.called(fn, call)))

    # What can be skipped

    def matters(self, fn: Fn, step: Step) -> bool:
        """Whether a step can change anything that the walk looks at."""
        known = self._matters.get(id(step))
        if known is None:
            known = self._matters[id(step)] = self._decide(fn, step)
        return known

    def _decide(self, fn: Fn, step: Step) -> bool:
        if isinstance(step, Call):
            if step.use == "awaited" or self.events(fn, step) or self.fails(fn, step):
                return True
            if any(self.reaches(callee) for callee in self.called(fn, step)):
                return True
            return self.unsure(fn, step) or (step.use == "returned" and self.waits(fn))
        if isinstance(step, Assign):
            if any(self.reaches(callee) for callee in self.set_off(fn, step)):
                return True
            key = self.conditions.key(step.target, fn)
            return bool(self.events(fn, step)) or (bool(key) and self.tested(fn, key))
        if isinstance(step, Exit):
            return True
        if isinstance(step, Choice | Loop | Try) or any(True for _ in blocks_of(step)):
            return any(self.matters(fn, inner) for block in blocks_of(step) for inner in block)
        return False

    def tested(self, fn: Fn, key: str) -> bool:
        """Whether a function asks for the value of a name."""
        known = self._tested.get(fn)
        if known is None:
            keys = set()
            for step in steps_in(self.program.function(fn).body):
                if isinstance(step, Choice):
                    for value in values_of(step):
                        keys |= {self.conditions.key(part, fn) for part in deep(value)}
            known = self._tested[fn] = frozenset(keys - {""})
        return key in known


def _builtin(text: str) -> bool:
    return text.partition(".")[0] in BUILT_IN
