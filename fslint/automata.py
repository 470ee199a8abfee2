"""Property patterns over the events of one run, compiled to small automata.

An event is a name and a set of flags: `Event("anonymize", frozenset({"async", "awaited"}))`.
Names and flags are data; nothing here knows what they mean. A page writes them as event
patterns: `anonymize` (any flags), `anonymize[async,!awaited]` (with `async`, without `awaited`).
Names are those of the vocabulary, and `misuse` for a call that breaks a call rule. The flags in
use: `async` (a form that gives a promise), `awaited` (what follows waits for it), `bounded` (for
a limited time); where it stands: `repeat` (a loop), `error` (an error handler); and of a
navigation `login` (it goes to the login screen). Every run starts with the event `begin`, with
`load` where a screen or route comes up, `repeat` for a repeating timer and `error` for what
handles the errors of a whole app or a part of it.

A demand is one sentence about a run. Its pattern says which (after Dwyer, Avrunin and Corbett):

    existence   one of `event` happens
    order       none of `then` after one of `first`; `until` ends the watch and, where one of
                `unless` has happened, it never begins
    bound       `event` happens at most `most` times; `until` starts the count again
    precedence  none of `then` before one of `first`
    place       none of `event` happens (the flags say where it must not)

It speaks only about runs in its scope: those that hold one of `scope` (none named: every run)
and one of `given` (likewise), and none of `barring`. The scope may be entered after the
pattern was broken, so a run is judged at its end.

Walking a run: begin with `automaton.start`, call `step` for each event, ask `violated` of the
last state; `judge` does so for the states of all runs. States are small hashable values and
finitely many, so sets of them flow through branches, loops and function summaries to a fixed
point. `role` tells what an event was for the demand, to place and to explain the finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

PATTERNS = ("existence", "order", "bound", "precedence", "place")
RUNS = ("any", "all", "some")
PLACES = ("scope", "given", "first", "last")

_EVENT = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:\[(?P<flags>[a-z0-9_!, -]+)\])?", re.ASCII)


class Event(NamedTuple):
    """Something that happens on a run."""

    name: str
    flags: frozenset[str] = frozenset()


class EventPattern(NamedTuple):
    """Which events are meant: by name, by flags they must have and flags they must not have."""

    name: str
    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()

    def matches(self, event: Event) -> bool:
        """Whether `event` is one of those meant."""
        return (
            self.name == event.name
            and self.wanted <= event.flags
            and not self.unwanted & event.flags
        )


def parse_event(text: str) -> EventPattern:
    """Read `name` or `name[flag,!flag]`. Raises ValueError for anything else."""
    match = _EVENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"expected an event such as `anonymize[async,!awaited]`, found `{text}`")
    flags = [flag.strip() for flag in (match["flags"] or "").split(",") if flag.strip()]
    if any(not re.fullmatch(r"!?[a-z0-9_-]+", flag) for flag in flags):
        raise ValueError(f"expected flags such as `[async,!awaited]`, found `{text}`")
    return EventPattern(
        match["name"],
        frozenset(flag for flag in flags if not flag.startswith("!")),
        frozenset(flag[1:] for flag in flags if flag.startswith("!")),
    )


Events = tuple[EventPattern, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a run must keep to. The pattern says which of the fields count.

    `runs`: report when `any` run in scope breaks it, only when `all` do, only when `some` do and
    others do not. `at`: where the finding stands: at the `scope` event, or at the `first` or
    `last` event of what is wrong.
    """

    pattern: str
    scope: Events = ()
    event: Events = ()
    first: Events = ()
    then: Events = ()
    until: Events = ()
    unless: Events = ()
    given: Events = ()
    barring: Events = ()
    most: int = 1
    runs: str = "any"
    at: str = "last"


def events_of(demand: Demand) -> frozenset[str]:
    """The names of all events that a demand speaks of."""
    fields = (
        demand.scope, demand.event, demand.first, demand.then, demand.until, demand.unless,
        demand.given, demand.barring,
    )  # fmt: skip
    return frozenset(pattern.name for patterns in fields for pattern in patterns)


class State(NamedTuple):
    """Where a run stands: three facts about its scope, and the pattern's own phase."""

    scoped: bool
    given: bool
    barred: bool
    phase: int


# Phases of `order` and `precedence`.
IDLE, ARMED, BROKEN, SAFE = range(4)


def _meant(events: Events, event: Event) -> bool:
    return any(pattern.matches(event) for pattern in events)


class Automaton:
    """A demand, ready to be run. `step` is a pure function, whose answers are kept."""

    def __init__(self, demand: Demand) -> None:
        """Compile `demand`. Raises ValueError for a pattern that is none of `PATTERNS`."""
        if demand.pattern not in PATTERNS:
            raise ValueError(f"expected one of {', '.join(PATTERNS)}, found `{demand.pattern}`")
        self.demand = demand
        self.start = State(not demand.scope, not demand.given, False, 0)
        self._steps: dict[tuple[State, Event], State] = {}

    def step(self, state: State, event: Event) -> State:
        """The state after `event`."""
        known = self._steps.get((state, event))
        if known is None:
            demand = self.demand
            known = self._steps[state, event] = State(
                state.scoped or _meant(demand.scope, event),
                state.given or _meant(demand.given, event),
                state.barred or _meant(demand.barring, event),
                self._phase(state.phase, event),
            )
        return known

    def _phase(self, phase: int, event: Event) -> int:
        demand = self.demand
        if demand.pattern in ("existence", "place"):
            return 1 if phase or _meant(demand.event, event) else 0
        if demand.pattern == "bound":
            if phase > demand.most:
                return phase
            if _meant(demand.event, event):
                return phase + 1
            return 0 if _meant(demand.until, event) else phase
        if phase in (BROKEN, SAFE):
            return phase
        if demand.pattern == "precedence":
            if _meant(demand.first, event):
                return SAFE
            return BROKEN if _meant(demand.then, event) else phase
        if phase == ARMED and _meant(demand.then, event):
            return BROKEN
        if phase == ARMED and _meant(demand.until, event):
            return IDLE
        if _meant(demand.first, event):
            return ARMED
        return SAFE if phase == IDLE and _meant(demand.unless, event) else phase

    def _broken(self, phase: int) -> bool:
        pattern = self.demand.pattern
        if pattern == "existence":
            return phase == 0
        if pattern == "place":
            return phase == 1
        if pattern == "bound":
            return phase > self.demand.most
        return phase == BROKEN

    def in_scope(self, state: State) -> bool:
        """Whether the demand speaks about a run that ends in `state`."""
        return state.scoped and state.given and not state.barred

    def violated(self, state: State) -> bool:
        """Whether a run that ends in `state` breaks the demand."""
        return self.in_scope(state) and self._broken(state.phase)

    def judge(self, ends: Iterable[State]) -> str:
        """How the runs that end in `ends` fare.

        `out` (none is in scope), `holds`, `some` (some break it, some do not), `all`.
        """
        judged = {self._broken(end.phase) for end in ends if self.in_scope(end)}
        if not judged:
            return "out"
        return "some" if len(judged) == 2 else "all" if True in judged else "holds"

    def reports(self, ends: Iterable[State]) -> bool:
        """Whether the runs that end in `ends` are to be reported under the demand's `runs`."""
        verdict = self.judge(ends)
        return verdict == self.demand.runs or (
            self.demand.runs == "any" and verdict in ("some", "all")
        )

    def role(self, before: State, event: Event) -> str:
        """What `event` is for the demand in state `before`.

        `last` (it breaks the demand, or does so once more), `first` (what a later event may
        break it by), `given` (what the demand asks the run to hold), `scope` (it brings the run
        into the scope), '' (nothing).
        """
        demand = self.demand
        after = self._phase(before.phase, event)
        if demand.pattern == "existence":
            last = False
        elif before.phase != after:
            last = self._broken(after)
        else:
            again = () if demand.pattern == "precedence" else demand.then or demand.event
            last = self._broken(after) and _meant(again, event)
        if last:
            return "last"
        if demand.pattern == "order" and after == ARMED and _meant(demand.first, event):
            return "first"
        if demand.pattern == "bound" and after > before.phase:
            return "first"
        if not before.given and _meant(demand.given, event):
            return "given"
        return "scope" if not before.scoped and _meant(demand.scope, event) else ""
