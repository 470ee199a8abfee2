"""Flags that an object keeps, which a method sets and the one that calls it asks for: `await
this.revoke(); if (this.failed) return;`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Member, Name
from fslint.link.index import Fn
from fslint.paths.known import Env, literal_fact, with_fact
from fslint.paths.states import Config

if TYPE_CHECKING:
    from fslint.paths.facts import Facts


class KeptFlags:
    """Knows which flags are handed back so, and hands them back."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._asked: dict[Fn, frozenset[str]] = {}

    def sets(self, fn: Fn, step: Assign, key: str) -> bool:
        """Whether an assignment sets a flag to true or false that a caller asks for."""
        fact = literal_fact(step.value)
        return fact is not None and fact[0] == "bool" and ":" not in key and key in self._of(fn)

    def _of(self, fn: Fn) -> frozenset[str]:
        known = self._asked.get(fn)
        if known is None:
            asking = (one for one in self._facts.callers(fn) if self._of_one_class(fn, one))
            known = self._asked[fn] = frozenset().union(*map(self._facts.all_tested, asking))
        return known

    def _of_one_class(self, fn: Fn, other: Fn) -> bool:
        around = self._facts.program.index.class_around
        return fn.file == other.file and around(fn) is not None and around(fn) is around(other)

    def handed_back(self, config: Config, env: Env, callee: Fn, call: Call, fn: Fn) -> Config:
        """The state in which a call has returned: with what it has made of such flags."""
        told = [pair for pair in env if pair[1][0] == "bool" and ":" not in pair[0]]
        of = call.callee.of if isinstance(call.callee, Member) else None
        own = isinstance(call.callee, Name) or (isinstance(of, Name) and of.id == "this")
        if not (told and own and self._of_one_class(callee, fn)):
            return config
        known = config.env
        for key, fact in told:
            if self._facts.tested(fn, key):
                known = with_fact(known, key, fact)
        return config._replace(env=known)
