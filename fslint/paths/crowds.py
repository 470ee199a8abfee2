"""Entries that come to the end of an identity by the same code, such as a layer for requests.

All that an app asks of its server may find the session expired. Where an answer decides that, or
nothing on the way can release the identity, the many entries are alike: a few of them tell what
all would, and reading still more code that leads there would tell nothing new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fslint.findings import Entry, LogoutPath, Place
from fslint.link.index import Fn
from fslint.paths.deciding import BY_USER
from fslint.paths.entries import Root, entry_name, words_of
from fslint.paths.gates import Gates
from fslint.paths.judge import Judged

if TYPE_CHECKING:
    from fslint.paths.facts import Facts
    from fslint.vocabulary import Vocabulary

SAMPLES = 4
SILENT = 24
"""How many of a crowd have to be no paths for the others to be none either."""


def one_by_one(
    facts: Facts, roots: list[Root], judge: Callable[[Root], Judged]
) -> Iterator[Judged]:
    """What is said of each root, in order; of a crowd only the first few are walked where these
    are alike."""
    gates = Gates(facts)
    plain = [root for root in roots if root.link is None and root.case is None]
    large = gates.large(root.fn for root in plain)
    samples: dict[frozenset[Fn], list[Judged]] = {}
    for root in roots:
        own = gates.of(root.fn)
        alike = own in large and root.link is None and root.case is None
        if not alike or says(facts.program.vocabulary, words_of(facts, root)[:-1]):
            yield judge(root)
            continue
        known = samples.setdefault(own, [])
        path = _common(known)
        if len(known) >= SILENT and all(sample.path is None for sample in known):
            yield Judged(None, [])
        elif path is not None and path.decided_at and gates.beyond(own, path.decided_at):
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
