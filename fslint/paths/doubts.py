"""Why it cannot be told whether a path is right: what was not understood, and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fslint.findings import CONFIDENCES
from fslint.link.traverse import text_of
from fslint.paths.entries import ENDINGS
from fslint.paths.reauth import signed_in_again
from fslint.paths.showing import line_of
from fslint.paths.signs import level
from fslint.paths.states import Configs, Happening, Trace, happenings

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

UNTOLD = {
    "unresolved": "{}() at {} cannot be resolved and may release the identity",
    "weak": "{}() at {} releases the identity, if the listener is still there: it is held weakly",
}
TOO_MUCH = "it has more branches than the analysis follows"
IDENTIFIED = "{} at {} identifies a user before: they may be two runs"
SIGNED_IN = "{}() signs the user in again right after"
BY_NAME = "only its name speaks for {} at {} ending anybody's session"
SWITCH_BY_NAME = "only its name speaks for {} at {} letting another user take over"


def doubt(walker: Walker, text: Callable[[str], str], ends: Configs, witness: Trace | None) -> str:
    """The reason for an unknown verdict: of all runs what could not be resolved on the way, else
    what makes the one that is shown unsure."""
    for trace in ends.values():
        for item in happenings(trace):
            if item.kind in UNTOLD:
                return UNTOLD[item.kind].format(item.note, _place(text, item))
    if walker.overflowed:
        return TOO_MUCH
    items = happenings(witness)
    first = next((n for n, item in enumerate(items) if item.kind in ENDINGS), 0)
    before = next((item for item in items[:first] if item.kind == "identify"), None)
    if before is not None:
        return IDENTIFIED.format(line_of(text, before), _place(text, before))
    again = signed_in_again(walker, items)
    if again is not None:
        return SIGNED_IN.format(text_of(again.callee))
    endings = [item for item in items if item.kind in ENDINGS]
    surest = max(endings, key=lambda item: CONFIDENCES.index(level(item)))
    words = SWITCH_BY_NAME if surest.kind == "switch" else BY_NAME
    return words.format(line_of(text, surest), _place(text, surest))


def _place(text: Callable[[str], str], item: Happening) -> str:
    return f"{item.fn.file}:{text(item.fn.file).count(chr(10), 0, item.span.start) + 1}"
