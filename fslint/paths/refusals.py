"""Requests that were refused: which sign-outs have not happened then, and what each outcome runs.

A result is asked for its outcome by a test (`if (result.isSuccess)`), or by functions that run
after one outcome only (`runCatching { … }.onSuccess { … }.onFailure { … }`). Of these one or the
other runs, and where the request was refused the sign-out that it asked for has not happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Block, Call, Exit, Member, Name, Try
from fslint.link.bound import last_binding
from fslint.link.handed import Passed
from fslint.link.index import Fn
from fslint.link.traverse import hung_on, steps_in
from fslint.paths.entries import ENDINGS
from fslint.paths.known import FALSY, TRUTHY, Env, with_fact
from fslint.paths.outcomes import one_outcome
from fslint.paths.states import Config, failed

if TYPE_CHECKING:
    from fslint.automata import Automaton
    from fslint.paths.facts import Facts

DEEPEST = 4
OUTCOME = "outcome:"
"""What the names of facts about requests begin with."""


class Refusals:
    """What is known on a run of the outcomes of its requests."""

    def __init__(self, facts: Facts, automata: tuple[Automaton, ...]) -> None:
        self._facts = facts
        self._program = facts.program
        self._automata = automata
        self._inside: dict[tuple[Fn, bool], frozenset[int]] = {}

    def done(self, config: Config, asked: Call, fn: Fn) -> bool | None:
        """Whether the request that a call asks, or waits for, has been granted; None for either."""
        key = self._key(asked, fn)
        fact = next((fact for name, fact in config.env if name == key), None)
        return None if fact is None else fact == TRUTHY

    def told(self, config: Config, asked: Call, fn: Fn, granted: bool) -> Config:
        """A state in which the outcome of a request is known from now on."""
        fact = TRUTHY if granted else FALSY
        config = config._replace(env=with_fact(config.env, self._key(asked, fn), fact))
        return config if granted else self.refused(config, asked, fn)

    def refused(self, config: Config, asked: Call, fn: Fn) -> Config:
        """What is left of a state where a request, or the one whose answer it waits for, failed:
        of a request that the project wraps, all that its wrapper asks of a server."""
        for call in hung_on(asked):
            nodes = {id(call)}
            for target in self._program.targets(call, fn).functions:
                nodes |= self._asking(target)
            for node in nodes.intersection(config.signed):
                config = failed(self._automata, config, node)
        return config

    def handed_back(self, config: Config, known: Env, callee: Fn, call: Call, fn: Fn) -> Config:
        """The state in which a call has returned: where its function gives back a result of whose
        outcome it knew, that is known of the call too."""
        if any(name.startswith(OUTCOME) for name, _ in known):
            for value in self._program.function(callee).returns:
                key = self._key(value, callee) if isinstance(value, Call) else ""
                fact = next((fact for name, fact in known if name == key), None)
                if fact is not None:
                    return config._replace(env=with_fact(config.env, self._key(call, fn), fact))
        return config

    def broken(self, config: Config, call: Call, fn: Fn) -> Config:
        """What is left of a run in which a call fails: a sign-out of its own, or one for whose end
        it waits, has not happened, and that of who vouches for the user alone lets go of nobody."""
        ends = any(event in ENDINGS for event, _ in self._facts.events(fn, call))
        undone = [id(call)] if ends else []
        if self._facts.awaits_end(fn, call):
            undone += [id(asked) for asked in hung_on(call) if id(asked) in config.signed]
        for node in (*undone, *self._facts.providers.intersection(config.signed)):
            config = failed(self._automata, config, node)
        return config

    def outcome(self, call: Call, passed: Passed) -> bool | None:
        """The one outcome of its request after which a function runs; None for whichever."""
        return one_outcome(self._program, call, passed)

    def _key(self, asked: Call, fn: Fn) -> str:
        """The name of the fact about the request that a call asks, in the function it stands in."""
        root = asked
        for _ in range(DEEPEST):
            *_, root = hung_on(root)
            of = root.callee.of if isinstance(root.callee, Member) else None
            bound = last_binding(self._program, of, fn) if isinstance(of, Name) else None
            if not isinstance(bound, Call):
                break
            root = bound
        return f"{OUTCOME}{id(root)}"

    def _tried(self, fn: Fn) -> dict[int, int]:
        """The calls in bodies of a function whose failures it catches, each with what it stands
        in."""
        return {
            id(inner): id(step)
            for step in steps_in(self._program.function(fn).body)
            if isinstance(step, Try) and step.handlers
            for inner in steps_in(step.body)
            if isinstance(inner, Call)
        }

    def _leaving(self, fn: Fn) -> set[int | None]:
        """What stands in a function and is left for good where something in it fails."""
        return {
            id(step)
            for step in steps_in(self._program.function(fn).body)
            if isinstance(step, Try) and all(_leaves(handler.block) for handler in step.handlers)
        }

    def _is_caught(self, fn: Fn) -> bool:
        """Whether a function is given to a call that catches what fails in it."""
        given = self._program.index.passed_to.get(fn)
        handed = self._program.passed(given[1], given[0]) if given is not None else ()
        return any(one.fn == fn and one.how == "caught" for one in handed)

    def _asking(self, fn: Fn, depth: int = 0, *, skipped: bool = False) -> frozenset[int]:
        """The sign-outs within a function that a server may refuse; where its failures end with
        the call that it is given to, or in a `catch`, also those that are not come to then. Where
        the function itself is `skipped`, all of them."""
        known = self._inside.get((fn, skipped))
        if known is None:
            self._inside[fn, skipped] = frozenset()
            found: set[int] = set()
            tried, leaving = self._tried(fn), self._leaving(fn)
            over: set[int | None] = set()
            for call in self._program.index.calls[fn]:
                ends = any(event in ENDINGS for event, _ in self._facts.events(fn, call))
                fails = self._facts.fails(fn, call)
                called = self._facts.called(fn, call) if depth < DEEPEST else []
                asks = fails or (ends and any(self._facts.may_fail(one) for one in called))
                around = tried.get(id(call))
                gone = skipped or None in over or (around is not None and around in over)
                if ends and (asks or gone):
                    found.add(id(call))
                if fails and (around is not None or self._is_caught(fn)):
                    over.add(None if around in leaving else around)
                for callee in called:
                    found |= self._asking(callee, depth + 1, skipped=gone)
            known = self._inside[fn, skipped] = frozenset(found)
        return known


def _leaves(block: Block) -> bool:
    """Whether a block's last step leaves the function."""
    last = block[-1] if block else None
    return isinstance(last, Exit) and last.kind in ("return", "throw")
