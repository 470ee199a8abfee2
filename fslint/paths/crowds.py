"""Entries that come to the end of an identity by the same code, such as a layer for requests.

All that an app asks of its server may find the session expired. Where that is decided in one place
and nothing on the way can release the identity, the many entries are alike: a few of them tell
what all would, and reading still more code that leads there would tell nothing new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fslint.findings import Entry, LogoutPath, Place
from fslint.link.index import Fn
from fslint.paths.deciding import BY_USER
from fslint.paths.emitters import LOOKED_AT
from fslint.paths.entries import Root, entry_name, words_of
from fslint.paths.statuses import decides
from fslint.paths.walker import TELLING

if TYPE_CHECKING:
    from fslint.paths.facts import Facts
    from fslint.paths.judge import Judged
    from fslint.vocabulary import Vocabulary

MOST_ALIKE = 12
SAMPLES = 4


class Crowds:
    """Which entries come to an identity's end by the same function only."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._gates: dict[Fn, Fn] = {}

    def gate(self, fn: Fn) -> Fn:
        """The function that each run from `fn` goes through which comes to an identity's end, and
        which has nothing of that kind before it; `fn` itself where there is no other."""
        known = self._gates.get(fn)
        if known is None:
            self._gates[fn] = fn
            known = self._gates[fn] = self._find(fn)
        return known

    def _find(self, fn: Fn) -> Fn:
        facts = self._facts
        for call in facts.program.index.calls[fn]:
            if any(event in LOOKED_AT for event, _ in facts.events(fn, call)):
                return fn
        gates = {
            callee if decides(facts.program, callee) else self.gate(callee)
            for callee in self._leading(fn)
            if callee != fn
        }
        return gates.pop() if len(gates) == 1 else fn

    def _leading(self, fn: Fn) -> list[Fn]:
        facts = self._facts
        return [callee for callee in facts.edges(fn) if facts.reaches(callee) & LOOKED_AT]

    def beyond(self, gate: Fn, place: Place) -> bool:
        """Whether a place is in a gate or in what it leads to, so that all come by it."""
        seen = {gate}
        work = [gate]
        while work:
            fn = work.pop()
            span = self._facts.program.function(fn).span
            if fn.file == place.file and span.start <= place.start < span.end:
                return True
            new = [callee for callee in self._leading(fn) if callee not in seen]
            seen.update(new)
            work += new
        return False

    def large(self, functions: Iterable[Fn]) -> set[Fn]:
        """The gates of more than a few of the functions, where nothing can release the identity."""
        counted = Counter(self.gate(fn) for fn in functions if self.gate(fn) != fn)
        return {
            gate
            for gate, count in counted.items()
            if count > MOST_ALIKE and not self._facts.may_reach(gate) & TELLING
        }


def one_by_one(
    facts: Facts, roots: list[Root], judge: Callable[[Root], Judged]
) -> Iterator[Judged]:
    """What is said of each root, in order; of a crowd only the first few are walked where these
    are alike."""
    crowds = Crowds(facts)
    plain = [root for root in roots if root.link is None and root.case is None]
    large = crowds.large(root.fn for root in plain)
    samples: dict[Fn, list[Judged]] = {}
    for root in roots:
        gate = crowds.gate(root.fn)
        alike = gate in large and root.link is None and root.case is None
        if not alike or says(facts.program.vocabulary, words_of(facts, root)[:-1]):
            yield judge(root)
            continue
        known = samples.setdefault(gate, [])
        path = _common(known)
        if path is not None and path.decided_at and crowds.beyond(gate, path.decided_at):
            yield known[0]._replace(path=_from(facts, root, path), findings=[], root=None)
        else:
            known.append(judge(root))
            yield known[-1]


def says(vocabulary: Vocabulary, words: Sequence[str]) -> bool:
    """Whether one of some names speaks of the end of an identity that a user sets off."""
    return any(vocabulary.speaks_of("logout-url", word) for word in words) or (
        vocabulary.kind_of(words) in BY_USER
    )


def _common(samples: list[Judged]) -> LogoutPath | None:
    """The path that enough of the entries walked so far, and most of them, have in common, decided
    where they meet; None where there is none."""
    paths = [sample.path for sample in samples if sample.path is not None]
    told = Counter(_told(path) for path in paths if path.decided_at and path.kind not in BY_USER)
    for common, count in told.most_common(1):
        if count >= SAMPLES and 2 * count > len(samples):
            return next(path for path in paths if _told(path) == common)
    return None


def _told(path: LogoutPath) -> tuple[object, ...]:
    return path.app, path.kind, path.verdict, path.codes, path.decided_at


def _from(facts: Facts, root: Root, path: LogoutPath) -> LogoutPath:
    """The path as it begins at another entry."""
    span = facts.program.function(root.fn).span
    place = Place(root.fn.file, span.start, span.end)
    return replace(path, entry=Entry(place, entry_name(facts, root), path.kind))
