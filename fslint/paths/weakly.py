"""Calls of listeners that are held weakly: who listens may be gone by the time it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import WEAK, Call, Member, Name, Value
from fslint.paths.entries import ENDINGS

if TYPE_CHECKING:
    from fslint.link.index import Fn
    from fslint.paths.facts import Facts


class Weakly:
    """Which calls of a program are of weakly held listeners that alone release the identity."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._names: frozenset[str] | None = None

    def held(self, fn: Fn, call: Call) -> bool:
        """Whether a call's receiver is held weakly, and what it does releases the identity of a
        user who has been signed out elsewhere."""
        if not self._is_weak(call.callee):
            return False
        reached = [self._facts.reaches(t) for t in self._facts.called(fn, call)]
        return any("anonymize" in r for r in reached) and not any(r & ENDINGS for r in reached)

    def _is_weak(self, callee: Value) -> bool:
        names = self._all_names()
        of = callee.of if names and isinstance(callee, Member) else None
        while of is not None:
            if isinstance(of, Name):
                return of.id in names
            if isinstance(of, Member) and of.name in names:
                return True
            of = of.of if isinstance(of, Member) else of.callee if isinstance(of, Call) else None
        return False

    def _all_names(self) -> frozenset[str]:
        """The names of the fields that hold what they name weakly, and that none holds firmly."""
        if self._names is None:
            kinds: dict[str, set[bool]] = {}
            for flow in self._facts.program.flows.values():
                for cls in flow.classes:
                    for name, bindings in cls.fields.items():
                        kinds.setdefault(name, set()).update(b.kind == WEAK for b in bindings)
            self._names = frozenset(name for name, weak in kinds.items() if weak == {True})
        return self._names
