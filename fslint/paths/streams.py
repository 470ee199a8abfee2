"""Streams of a request's answers: who subscribes to them has asked for the request.

A subscription as such is an entry: something comes at some time, and whoever listens begins a run.
`auth.logout().sink { … }`, `repository.logout().collect { … }` are none: what they are given goes
on with the run that has asked for the logout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call
from fslint.link.handed import Passed
from fslint.link.index import Fn
from fslint.link.traverse import hung_on
from fslint.paths.entries import ENDINGS

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

DEEPEST = 3


class Streams:
    """Which functions wait for the answer to the end of an identity."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._program = facts.program
        self._ending: dict[Call, bool] = {}

    def goes_on(self, fn: Fn, call: Call, passed: Passed) -> bool:
        """Whether a function that a call hands over as a listener goes on with the run that the
        call stands in: what it listens to is the answer to a request of that run."""
        if passed.how != "entry" or passed.trigger not in ("", "event"):
            return False
        _, *asked = hung_on(call)
        return any(self._ends(fn, one, 0) for one in asked)

    def _ends(self, fn: Fn, call: Call, depth: int) -> bool:
        """Whether a call ends an identity, by itself, by its name or in what it runs."""
        known = self._ending.get(call)
        if known is None:
            self._ending[call] = False
            known = self._ending[call] = self._ends_itself(fn, call) or (
                depth < DEEPEST
                and any(
                    self._ends(inner, one, depth + 1)
                    for inner in self._run_by(fn, call)
                    for one in self._program.index.calls[inner]
                )
            )
        return known

    def _ends_itself(self, fn: Fn, call: Call) -> bool:
        program = self._program
        meanings = (*program.meanings(call, fn), *program.named_meanings(call, fn))
        return any(ENDINGS.intersection(meaning.events) for meaning in meanings)

    def _run_by(self, fn: Fn, call: Call) -> list[Fn]:
        program = self._program
        handed = [one.fn for one in program.passed(call, fn) if one.how != "entry"]
        return [*program.targets(call, fn).functions, *handed]
