"""Who is signed out only to be signed in again at once, with what was typed, kept or renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call, Member, Name
from fslint.link.index import last_name
from fslint.link.traverse import deep, steps_in
from fslint.paths.entries import ENDINGS
from fslint.paths.renewing import put_back, stored_anew
from fslint.paths.signs import level
from fslint.paths.states import Happening, Trace, happenings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fslint.link.program import Program
    from fslint.paths.walker import Walker

_TOLD = frozenset({"anonymize", "misuse", "stop", "cdp_reset"})


def signed_in_again(walker: Walker, items: Sequence[Happening]) -> Call | None:
    """The sign-in, with credentials, that the function in which a run's session ends goes on to."""
    ending = next((item for item in reversed(items) if item.kind in ENDINGS), None)
    if ending is None:
        return None
    program = walker.program
    for step in steps_in(program.function(ending.fn).body):
        if not isinstance(step, Call) or step.span.start < ending.span.end:
            continue
        if not program.vocabulary.speaks_of("signs-in-again", last_name(step.callee)):
            continue
        given = (part for argument in step.args for part in deep(argument.value))
        names = (last_name(part) for part in given if isinstance(part, Name | Member))
        if any(program.vocabulary.speaks_of("credentials", name) for name in names):
            return step
    return None


def renewed(walker: Walker, trace: Trace | None) -> bool:
    """Whether a run that only takes away what is stored of a session is sure to store a new one
    after it, as where a token is refreshed; nothing fails or is called a logout on the way."""
    items = happenings(trace)
    endings = [n for n, item in enumerate(items) if item.kind in ENDINGS]
    if not endings or any(item.kind in _TOLD for item in items):
        return False
    if put_back(walker.program, items):
        return True
    if any(items[n].kind == "switch" or level(items[n]) == "high" for n in endings):
        return False
    before = items[: endings[-1] + 1]
    if any(item.kind == "caught" or item.note == "fails" for item in before):
        return False
    names = {walker.program.place_name(item.fn) for item in before}
    names |= {item.note.rpartition(".")[2] for item in before if item.kind == "call"}
    if any(_says_otherwise(walker.program, name) for name in names):
        return False
    return stored_anew(walker.program, items)


def _says_otherwise(program: Program, name: str) -> bool:
    speaks = program.vocabulary.speaks_of("logout-url", name)
    return speaks or program.vocabulary.kind_of([name]) in ("switch", "account-deletion")
