"""Which functions reach which events, through all that they call and that runs because of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fslint.entries import GROUPS
from fslint.findings import CONFIDENCES
from fslint.flow import Assign, Block, Call, Closure, Function, Handler, Literal, Member, Name, Try
from fslint.link.abstract import Func
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in, text_of
from fslint.paths.chains import LINKS, link_functions, streamed
from fslint.paths.emitters import tells_itself
from fslint.paths.entries import ENDINGS
from fslint.paths.lending import Lending
from fslint.paths.moments import is_soon
from fslint.paths.streams import Streams
from fslint.paths.taking_over import takes_over

if TYPE_CHECKING:
    from fslint.link.handed import Passed
    from fslint.paths.facts import Facts

RUNS = ("now", "kept", "caught", "later", "unknown", "callback")
SESSION = ENDINGS | {"anonymize", "leave"}
TIMER = re.compile(
    r"(?i)set_?(timeout|interval)|timer|schedule(?!r)|post_?delayed|delayed|asyncAfter"
)
QUIET_LABEL = re.compile(r"(?i)error|fail|reject|cancel|dismiss|abort")
REGISTERING = re.compile(
    r"(?:on(?:ce)?|when|after|subscribe|register|listen|add|watch|observe)[A-Z_]"
)
DEEPEST_HELPER = 3


class Reach:
    """What the functions of a program come to, computed once, when asked for."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._program = facts.program
        self._lending = Lending(facts.program)
        self.goes_on = Streams(facts).goes_on
        self.lent = self._lending.lent
        self.lend = self._lending.lend
        self.made_of = self._lending.made_of
        self.borrowed = self._lending.borrowed
        self.waits = self._lending.waits
        self.given = self._lending.given
        self.kept = self._lending.kept
        self._reach: dict[Fn, frozenset[str]] | None = None
        self._may_reach: dict[Fn, frozenset[str]] | None = None
        self._callers: dict[Fn, list[Fn]] = {}
        self._edges: dict[Fn, tuple[Fn, ...]] = {}
        self._acts: dict[tuple[Fn, int], bool] = {}
        self.timers: dict[Fn, tuple[Fn, Call]] = {}

    def passed_on(self, fn: Fn, call: Call) -> list[Passed]:
        """The functions that a call is given and that run on the same path."""
        return [
            p
            for p in self._program.passed(call, fn)
            if (p.how in RUNS or self.goes_on(fn, call, p))
            and p.fn not in self.timers
            and (p.how != "unknown" or call.use != "value" or streamed(self._program, fn, call))
            and not (p.how == "callback" and QUIET_LABEL.search(p.label))
        ]

    def edges(self, fn: Fn) -> tuple[Fn, ...]:
        """The functions that may run as part of a function."""
        known = self._edges.get(fn)
        if known is None:
            found: dict[Fn, None] = {}
            for call in self._program.index.calls[fn]:
                for callee in self.called(fn, call):
                    found[callee] = None
            for step in steps_in(self._program.function(fn).body):
                if isinstance(step, Assign):
                    found.update(dict.fromkeys(self.set_off(fn, step)))
            known = self._edges[fn] = tuple(found)
        return known

    def called(self, fn: Fn, call: Call) -> list[Fn]:
        """The functions that may run as part of a call; those that others lend to its function
        are not its own."""
        found = list(self._program.targets(call, fn).functions)
        found += [p.fn for p in self.passed_on(fn, call)]
        again = tells_itself(call)
        for key in self._program.keys.sent(call, fn):
            found += [one.fn for one in self._program.listeners(key, fn) if again or one.fn != fn]
        found += [given for _, given in self._program.mutation(call, fn)]
        found += [one for heard in self._program.settled(call, fn) for one in heard]
        if isinstance(call.callee, Member) and call.callee.name in LINKS:
            found += link_functions(self._program, fn, call)
        borrowed = self.borrowed(call)
        return [callee for callee in found if callee not in borrowed] + list(self.lent(call))

    def set_off(self, fn: Fn, step: Assign) -> list[Fn]:
        """The functions that may run as part of an assignment, or because of it."""
        found = [setting.fn for setting in self._program.setters.of(step, fn)]
        for key in self._program.keys.fields.assigned(step, fn):
            found += [one.fn for one in self._program.listeners(key, fn) if one.fn != fn]
        return found + [p.fn for p in self._program.assigned(step, fn) if p.how == "later"]

    def reaches(self, fn: Fn) -> frozenset[str]:
        """The events that a function may come to, through all it calls."""
        if self._reach is None:
            self._reach = self._compute_reach()
            if self._tell_by_name() | self._set_timers_apart():
                for setting, _ in self.timers.values():
                    self._edges.pop(setting, None)
                self._reach = self._compute_reach()
        return self._reach.get(fn, frozenset())

    def may_reach(self, fn: Fn) -> frozenset[str]:
        """The events that a function may come to, with those of the functions lent to it or to
        the functions around it, whoever lends them."""
        if self._may_reach is None:
            self.reaches(fn)
            assert self._reach is not None
            self._may_reach = dict(self._reach)
            callers = {callee: list(found) for callee, found in self._callers.items()}
            work: list[Fn] = []
            for borrower, calls in self._program.index.calls.items():
                for callee in {lent for call in calls for lent in self.borrowed(call)}:
                    callers.setdefault(callee, []).append(borrower)
                    work.append(callee)
            _spread(self._may_reach, callers, work)
        return self._may_reach.get(fn, frozenset())

    def _compute_reach(self) -> dict[Fn, frozenset[str]]:
        reach: dict[Fn, frozenset[str]] = {}
        callers: dict[Fn, list[Fn]] = {}
        for fn in self._program.index.calls:
            own: set[str] = set()
            for step in steps_in(self._program.function(fn).body):
                if isinstance(step, Call | Assign):
                    own |= {event for event, _ in self._facts.events(fn, step)}
            reach[fn] = frozenset(own)
            for callee in self.edges(fn):
                callers.setdefault(callee, []).append(fn)
        _spread(reach, callers, [fn for fn, events in reach.items() if events])
        self._callers = callers
        return reach

    def _tell_by_name(self) -> bool:
        """Count calls to the project's own functions by their names, where what those do says
        nothing: a `switchAccount()` that only asks the server switches all the same. Of calls
        that lead to one another only the innermost counts."""
        told: list[tuple[Fn, Call, list[tuple[str, frozenset[str]]]]] = []
        for fn, calls in self._program.index.calls.items():
            for call in calls:
                events = self.events_by_name(fn, call)
                if events:
                    told.append((fn, call, events))
        places: dict[str, set[Fn]] = {}
        for fn, _, events in told:
            for event, _ in events:
                places.setdefault(event, set()).add(fn)
        for fn, call, events in told:
            functions = self._program.targets(call, fn).functions
            inner = [e for e in places if self._leads_to(functions, places[e])]
            self._facts.add_events(fn, call, [one for one in events if one[0] not in inner])
        return bool(told)

    def events_by_name(self, fn: Fn, call: Call) -> list[tuple[str, frozenset[str]]]:
        """What a call to the project's own functions means by its name, where those end nothing
        that is known."""
        targets = self._program.targets(call, fn).functions
        reached = frozenset().union(*(self.reaches(t) for t in targets))
        if not targets or reached >= ENDINGS or self._registers(call, fn):
            return []
        named = [
            (event, meaning)
            for meaning in self._program.named_meanings(call, fn)
            for event in meaning.events
            if event in ENDINGS and event not in reached
        ]
        if not named or any(self._program.function(t).kind == "constructor" for t in targets):
            return []
        if all(self._of_money(t) for t in targets):
            return []
        phone = self._program.language(fn) in GROUPS["mobile"]
        if all(_only_gives(self._program.function(t), made=phone) for t in targets):
            return []
        outer = self._program.index.outer.get(call)
        if outer is not None and any(self.reaches(c) & ENDINGS for c in self.called(fn, outer)):
            return []
        if any(self.reaches(inner) & ENDINGS for t in targets for inner in self._inside(t)):
            return []
        acts = any(self._does_something(t) for t in targets)
        if not acts and any(self._shows_logout(t) or self._only_shows(t) for t in targets):
            return []
        takes = any(takes_over(self._program, t) for t in targets)
        forgets = any(self._forgets(t) for t in targets)
        written = takes or (phone and any(self._forgets(t, "keeping") for t in targets))
        return [
            (event, self._facts.flags(fn, call) | {sure})
            for event, meaning in named
            for sure in ["medium" if written else _at_most_medium(meaning.confidence)]
            if takes
            or (acts and (event != "switch" or sure != "low"))
            or meaning.entry.fails
            or (forgets and event != "switch")
        ]

    def _registers(self, call: Call, fn: Fn) -> bool:
        """Whether a call has a function run on something: `onLogout(() => …)`."""
        evaluate = self._program.evaluator.evaluate
        given = (part for one in call.args for part in evaluate(one.value, fn))
        named = REGISTERING.match(last_name(call.callee))
        return named is not None and any(isinstance(part, Func) for part in given)

    def _of_money(self, fn: Fn) -> bool:
        """Whether a function is about accounts with money on them, as its class or types say."""
        around = self._program.index.class_around(fn)
        names = [param.type for param in self._program.function(fn).params]
        names += [around.name] if around is not None else []
        return any(self._program.vocabulary.speaks_of("account-of-money", name) for name in names)

    def _inside(self, fn: Fn) -> Iterator[Fn]:
        """The closures in a function, and in those: what it asks the user for first, say."""
        around = {fn.index}
        for inner in self._program.flows[fn.file].functions[fn.index + 1 :]:
            if inner.parent in around and inner.kind == "arrow":
                around.add(inner.index)
                yield Fn(fn.file, inner.index)

    def _forgets(self, fn: Fn, *topics: str) -> bool:
        """Whether a function takes something away, as one that empties a store does, or keeps what
        it is given in the place of what was there, as in `setToken("")`; one of these, if told."""
        functions = self._program.flows[fn.file].functions
        names = [
            last_name(call.callee)
            for function in functions[fn.index :]
            if function.index == fn.index or function.parent == fn.index
            for call in self._program.index.calls[Fn(fn.file, function.index)]
        ]
        speaks_of = self._program.vocabulary.speaks_of
        topics = topics or ("taking-away", "keeping")
        return any(speaks_of(topic, name) for name in names for topic in topics)

    def _only_shows(self, fn: Fn) -> bool:
        """Whether all that a function calls shows or hides something, such as a question."""
        names = [last_name(call.callee) for call in self._program.index.calls[fn]]
        speaks_of = self._program.vocabulary.speaks_of
        return bool(names) and all(speaks_of("showing", name) for name in names)

    def _shows_logout(self, fn: Fn) -> bool:
        """Whether a function goes on to a screen of the app itself that is there to sign out."""
        for call in self._program.index.calls[fn]:
            if any(event == "move" for event, _ in self._facts.events(fn, call)):
                texts = (p for a in call.args for p in deep(a.value) if isinstance(p, Literal))
                if any(
                    self._program.vocabulary.speaks_of("logout-url", str(t.value)) for t in texts
                ):
                    return True
        return False

    def _leads_to(self, functions: tuple[Fn, ...], places: set[Fn]) -> bool:
        seen = set(functions)
        work = list(functions)
        while work:
            fn = work.pop()
            if fn in places:
                return True
            for callee in (*self.edges(fn), *self._inside(fn)):
                if callee not in seen:
                    seen.add(callee)
                    work.append(callee)
        return False

    def asks(self, fn: Fn) -> bool:
        """Whether a function waits for something, or does something that may fail."""
        calls = self._program.index.calls[fn]
        return any(call.use == "awaited" or self._facts.fails(fn, call) for call in calls)

    def _does_something(self, fn: Fn, depth: int = 0) -> bool:
        """Whether a function asks a server, tells the rest of the app, or identifies somebody."""
        known = self._acts.get((fn, depth))
        if known is None:
            known = self._acts[fn, depth] = self._acts_itself(fn, depth)
        return known

    def _acts_itself(self, fn: Fn, depth: int) -> bool:
        return any(
            self._facts.fails(fn, call)
            or any(event == "identify" for event, _ in self._facts.events(fn, call))
            or self._program.keys.sent(call, fn)
            or (
                depth < DEEPEST_HELPER
                and any(
                    self._does_something(target, depth + 1)
                    for target in self._program.targets(call, fn).functions
                )
            )
            for call in self._program.index.calls[fn]
        )

    def _set_timers_apart(self) -> bool:
        """A timer's body that signs out is an entry of its own, unless what sets the timer
        releases the identity or signs out too, or only lets a message be read before."""
        for fn, calls in self._program.index.calls.items():
            for call in calls:
                if not TIMER.search(text_of(call.callee)) or is_soon(call):
                    continue
                for passed in self._program.passed(call, fn):
                    if self.reaches(passed.fn) & ENDINGS and not self._elsewhere(fn, call):
                        self.timers[passed.fn] = (fn, call)
        return bool(self.timers)

    def _elsewhere(self, fn: Fn, timer: Call) -> bool:
        for step in steps_in(self._program.function(fn).body):
            if step is not timer and isinstance(step, Call | Assign):
                found = {event for event, _ in self._facts.events(fn, step)}
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
            for event, _ in self._facts.events(fn, step)
        )
        return anonymizes and not any(
            {event for event, _ in self._facts.events(fn, step)} & SESSION
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
            any(event in events for event, _ in self._facts.events(fn, step))
            or (isinstance(step, Call) and not self._comes_to(fn, step).isdisjoint(events))
            for step in steps_in(block)
            if isinstance(step, Call | Assign)
        )

    def _comes_to(self, fn: Fn, call: Call) -> frozenset[str]:
        return frozenset().union(*(self.reaches(callee) for callee in self.called(fn, call)))


def _only_gives(function: Function, *, made: bool) -> bool:
    """Whether a function only gives what something holds: `fun logout() = this.logout`; or, where
    such are `made`, a function for others to run."""
    acts = any(isinstance(step, Call | Assign) for step in steps_in(function.body))
    values = function.returns
    plain = (Name, Member, Closure) if made else (Name, Member)
    return not acts and bool(values) and all(isinstance(value, plain) for value in values)


def _spread(
    reach: dict[Fn, frozenset[str]], callers: Mapping[Fn, list[Fn]], work: list[Fn]
) -> None:
    """Give what the functions in `work` reach to all that come to them."""
    while work:
        fn = work.pop()
        for caller in callers.get(fn, ()):
            merged = reach[caller] | reach[fn]
            if merged != reach[caller]:
                reach[caller] = merged
                work.append(caller)


def _at_most_medium(confidence: str) -> str:
    return min("medium", confidence, key=CONFIDENCES.index)
