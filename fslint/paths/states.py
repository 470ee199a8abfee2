"""What the walk carries along: where each rule stands, what is to come, how it got here."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from fslint.automata import Automaton, Event, State
from fslint.flow import Span
from fslint.link.index import Fn
from fslint.paths.known import Env

# Bits of a configuration.
PREFIX = 1  # in a call nobody waits for: only what comes before its first await runs now
FROZEN = 2  # in the rest of such a call: nothing counts until that await is passed
FAILED = 4  # a sign-out failed on the way
SETTLED = 8  # the identity was released, or the app navigated: nothing after that is taken to throw
LEAVING = 16  # the run is about a user who leaves: not followed where a test finds nobody before
MAYBE = 32  # something was called that could not be resolved and may release the identity
INSTEAD = 128  # where one who is not to be recorded comes, while others are identified
TAKEN = 256  # the branch that the run is about has been taken
LATE = 64  # in steps that come after the run's own statements
HELD = 512  # in what comes before the call by which a function hears of an event: it ran long ago

MOST_PENDING = 10
"""How much work may wait; what comes later is not looked at."""


class Config(NamedTuple):
    """One point of a run, without its history.

    `states`: a state for each demand. `signed`: the sign-outs and switches so far. `pending`: the
    deferred work still to be done, by number. `env`: facts about names. `within`: the app that the
    run is in, where others never run together with it.
    """

    states: tuple[State, ...]
    signed: tuple[int, ...] = ()
    pending: tuple[int, ...] = ()
    env: Env = ()
    bits: int = 0
    within: str = ""

    def waiting(self, *numbers: int) -> Config:
        """The configuration with more work to be done, behind what waits already."""
        pending = tuple(dict.fromkeys((*self.pending, *numbers)))
        return self if pending == self.pending else self._replace(pending=pending[:MOST_PENDING])

    def after(self, pending: tuple[int, ...]) -> Config:
        """The configuration where other work waited before."""
        return self._replace(pending=pending).waiting(*self.pending)


class Happening(NamedTuple):
    """One thing on a run: an event, a call gone into, a branch taken, deferred work begun.

    `kind` is an event's name, or call, branch, caught (an error), later, unresolved, weak. `node`
    identifies the step.
    """

    fn: Fn
    span: Span
    kind: str
    flags: frozenset[str] = frozenset()
    note: str = ""
    node: int = 0


class Trace(NamedTuple):
    """A history, newest last: what came before, and one thing or a whole history more."""

    before: Trace | None
    item: Happening | None
    inner: Trace | None
    length: int


Configs: TypeAlias = "dict[Config, Trace | None]"
Flow: TypeAlias = "dict[str, Configs]"


def extend(before: Trace | None, item: Happening) -> Trace:
    """A history with one more thing."""
    return Trace(before, item, None, (before.length if before else 0) + 1)


def append(before: Trace | None, inner: Trace | None) -> Trace | None:
    """A history followed by another one."""
    if inner is None:
        return before
    if before is None:
        return inner
    return Trace(before, None, inner, before.length + inner.length)


MERE = "mere"
"""The flag of a sign-out that is one by the name of its function alone."""


def happenings(trace: Trace | None) -> list[Happening]:
    """A history as a list, oldest first; a mere sign-out tells nothing beside another one."""
    found: list[Happening] = []
    mere = False
    stack = [trace]
    while stack:
        current = stack.pop()
        if current is None:
            continue
        if current.item is not None:
            found.append(current.item)
            mere = mere or MERE in current.item.flags
            stack.append(current.before)
        else:
            stack.append(current.before)
            stack.append(current.inner)
    found.reverse()
    if mere and any(i.kind == "sign_out" and MERE not in i.flags for i in found):
        return [item for item in found if MERE not in item.flags]
    return found


def add(flow: Flow, kind: str, config: Config, trace: Trace | None) -> None:
    """Note that a run may come to `config`; of two histories the shorter is kept."""
    _keep(flow.setdefault(kind, {}), config, trace)


def merge(into: Flow, more: Flow, *leave_out: str) -> None:
    """Add all of `more` but the named exits."""
    for kind, configs in more.items():
        if kind in leave_out or not configs:
            continue
        known = into.get(kind)
        if known is None:
            into[kind] = dict(configs)
        else:
            for config, trace in configs.items():
                _keep(known, config, trace)


def _keep(configs: Configs, config: Config, trace: Trace | None) -> None:
    known = configs.setdefault(config, trace)  # a configuration's hash costs more than all else
    if known is not trace and _length(trace) < _length(known):
        configs[config] = trace


def _length(trace: Trace | None) -> int:
    return trace.length if trace is not None else 0


def advance(automata: tuple[Automaton, ...], config: Config, event: Event) -> Config:
    """The configuration after an event."""
    states = tuple(a.step(s, event) for a, s in zip(automata, config.states, strict=True))
    return config._replace(states=states)


def failed(automata: tuple[Automaton, ...], config: Config, node: int) -> Config:
    """The configuration as if the sign-out at a step had not happened: it has failed.

    Where it was the only one, the run has signed nobody out yet.
    """
    signed = tuple(step for step in config.signed if step != node)
    states = config.states
    if not signed:
        states = tuple(
            s._replace(scoped=a.start.scoped) for a, s in zip(automata, states, strict=True)
        )
    return config._replace(signed=signed, states=states, bits=config.bits | FAILED)


def joined(configs: Configs) -> Configs:
    """Fewer configurations: those that differ only in the work that waits have it all to do."""
    found: dict[Config, tuple[tuple[int, ...], Trace | None]] = {}
    for config, trace in configs.items():
        bare = config._replace(pending=())
        pending, kept = found.get(bare, ((), trace))
        found[bare] = (tuple(dict.fromkeys((*pending, *config.pending))), kept)
    return {bare._replace(pending=work): trace for bare, (work, trace) in found.items()}


def shortest(configs: Configs, most: int) -> Configs:
    """The configurations with the shortest histories, some of them with a sign-out and some
    without where there are both."""
    ordered = sorted(configs.items(), key=lambda pair: pair[1].length if pair[1] else 0)
    kept = dict(ordered[:most])
    for signed in (True, False):
        if not any(bool(config.signed) is signed for config in kept):
            kept.update([p for p in ordered if bool(p[0].signed) is signed][:1])
    return kept
