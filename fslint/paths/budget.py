"""How much of a program is walked for one entry, and which of its runs that may be cut short."""

from __future__ import annotations

from collections import Counter

from fslint.automata import Automaton
from fslint.link.index import Fn
from fslint.paths.states import FAILED, Config

MOST_ENTRIES = 24
MOST_WALKED = 1_500
FEW_WALKED = 150
"""How many ways into one function, and into all, a walk goes; into all where nothing on the way can
release the identity, or a run has released it."""


class Budget:
    """The ways into functions that the runs of an entry have gone: those whose end is open, and
    apart from them those that are as good as over."""

    def __init__(self, automata: tuple[Automaton, ...]) -> None:
        self._releases = [
            (place, one)
            for place, one in enumerate(automata)
            if one.demand.pattern == "existence"
            and any(event.name == "anonymize" for event in one.demand.event)
        ]
        self.begin(MOST_WALKED)

    def begin(self, most: int) -> None:
        """Forget the ways of another entry; of this one's go at most so many."""
        self._most = most
        self._open: Counter[Fn] = Counter()
        self._over: Counter[Fn] = Counter()

    def released(self, config: Config) -> bool:
        """Whether a run has come to an identity's end and no rule misses a release of it, so that
        what is left out of what it does next tells little."""
        wanting = (one.violated(config.states[place]) for place, one in self._releases)
        return bool(config.signed) and not any(wanting)

    def is_over(self, config: Config) -> bool:
        """Whether a run has released the identity and its end has come, or a sign-out has failed:
        little is spent on it."""
        if not config.signed and not config.bits & FAILED:
            return False
        return all(config.states[place].phase for place, _ in self._releases)

    def spend(self, fn: Fn, config: Config) -> bool:
        """Go one more way into a function, if there is one left for such a run."""
        over = self.is_over(config)
        entered, most = (self._over, FEW_WALKED) if over else (self._open, self._most)
        if entered[fn] >= MOST_ENTRIES or entered.total() >= most:
            return False
        entered[fn] += 1
        return True
