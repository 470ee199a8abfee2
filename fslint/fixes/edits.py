"""Edits made in a text, and whether the text still reads as it should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from fslint import languages
from fslint.findings import Edit, Finding, Fix, Place
from fslint.flow import Comment
from fslint.reports.diff import apply_edits


class Applied(NamedTuple):
    """A fix, and the finding that it mends."""

    finding: Finding
    fix: Fix


def touch(one: Fix, other: Fix) -> bool:
    """Whether two fixes change places side by side, or one changes what lies between the places
    of the other: an import and the calls that need it are changed together."""
    hulls, others = _hulls(one), _hulls(other)
    return any(
        hulls[file].start <= others[file].end and others[file].start <= hulls[file].end
        for file in hulls.keys() & others.keys()
    )


def _hulls(fix: Fix) -> dict[str, Place]:
    """From a fix's first place to its last, for each file."""
    found: dict[str, Place] = {}
    for file, start, end in (edit.place for edit in fix.edits):
        known = found.get(file, Place(file, start, end))
        found[file] = Place(file, min(known.start, start), max(known.end, end))
    return found


def overlap(fix: Fix) -> bool:
    """Whether the edits of one fix contradict one another."""
    places = sorted(edit.place for edit in fix.edits)
    return any(a.file == b.file and b.start < a.end for a, b in pairwise(places))


def edited(file: str, text: str, edits: Sequence[Edit]) -> str:
    """A file's text with edits made that do not overlap: calls in Python by way of its syntax
    tree, all else by offsets."""
    if languages.language_of(file) == "python":
        from fslint.fixes.python_commands import rewritten

        done = rewritten(text, edits)
        if done is not None:
            return done
    return apply_edits(text, edits)


def unreadable(file: str, before: str, after: str, findings: Iterable[Finding]) -> str:
    """Why a file's new text is not to be trusted, in a few words; '' where it is.

    `findings` are those mended: a comment that is itself the mistake may go, all others stay.
    """
    if before == after:
        return "it changes nothing"
    try:
        old, new = languages.lower(file, before), languages.lower(file, after)
    except Exception as error:  # a reader that fails on the change is a reason to refuse it
        return f"{file} could not be read then ({type(error).__name__})"
    known = Counter(problem.message for problem in old.problems)
    if Counter(problem.message for problem in new.problems) - known:
        return f"{file} could not be understood then"
    mended = [finding.place for finding in findings if finding.place.file == file]
    kept = Counter(
        _words(comment)
        for comment in old.comments
        if not any(
            comment.span.start <= place.start and place.end <= comment.span.end for place in mended
        )
    )
    lost = kept - Counter(_words(comment) for comment in new.comments)
    return f"a comment would be lost: {next(iter(lost))}" if lost else ""


def _words(comment: Comment) -> str:
    return " ".join(comment.text.split())
