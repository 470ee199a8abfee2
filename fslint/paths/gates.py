"""Functions by which many others come to the end of an identity, such as a layer for requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from fslint.findings import Place
from fslint.link.index import Fn
from fslint.paths.emitters import LOOKED_AT
from fslint.paths.statuses import decides

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

MOST_ALIKE = 12
"""Up to so many functions that have their gates in common are looked at each by itself."""
NONE: frozenset[Fn] = frozenset()
TELLING = frozenset({"anonymize", "identify", "misuse", "stop", "cdp_reset"})


class Gates:
    """By which functions the others come to the end of an identity."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def of(self, fn: Fn) -> frozenset[Fn]:
        """The nearest functions that end or change an identity by their own steps, or decide by an
        answer whether to, on the ways from `fn`; none where it does by its own steps."""
        return self._all.get(fn, NONE)

    @cached_property
    def _all(self) -> dict[Fn, frozenset[Fn]]:
        facts = self._facts
        leading = [fn for fn in facts.program.index.calls if facts.reaches(fn) & LOOKED_AT]
        own = {fn for fn in leading if self._ends_itself(fn)}
        gates = own | {fn for fn in leading if decides(facts.program, fn)}
        found = dict.fromkeys(leading, NONE)
        work = [(caller, frozenset({gate})) for gate in gates for caller in facts.callers(gate)]
        while work:
            fn, more = work.pop()
            if fn in own or more <= found.get(fn, more):
                continue
            found[fn] |= more
            if fn not in gates:
                work += [(caller, found[fn]) for caller in facts.callers(fn)]
        return found

    def _ends_itself(self, fn: Fn) -> bool:
        facts = self._facts
        return any(
            event in LOOKED_AT
            for call in facts.program.index.calls[fn]
            for event, _ in facts.events(fn, call)
        )

    def beyond(self, gates: Iterable[Fn], place: Place) -> bool:
        """Whether a place is in a gate or in what it leads to, so that all come by it."""
        seen = set(gates)
        work = list(seen)
        while work:
            fn = work.pop()
            span = self._facts.program.function(fn).span
            if fn.file == place.file and span.start <= place.start < span.end:
                return True
            new = [one for one in self._facts.edges(fn) if one not in seen and self._leads(one)]
            seen.update(new)
            work += new
        return False

    def _leads(self, fn: Fn) -> bool:
        return bool(self._facts.reaches(fn) & LOOKED_AT)

    def large(self, functions: Iterable[Fn]) -> set[frozenset[Fn]]:
        """The gates that more than a few of the functions have in common, where nothing can release
        the identity or an answer decides about it, which comes when it comes."""
        counted = Counter(self.of(fn) for fn in functions)
        return {
            gates
            for gates, count in counted.items()
            if count > MOST_ALIKE
            and gates
            and (
                any(decides(self._facts.program, one) for one in gates)
                or not any(self._facts.may_reach(one) & TELLING for one in gates)
            )
        }
