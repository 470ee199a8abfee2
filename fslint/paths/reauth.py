"""Who is signed out only to be signed in again at once, with what was typed or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call, Member, Name
from fslint.link.index import last_name
from fslint.link.traverse import deep, steps_in
from fslint.paths.entries import ENDINGS
from fslint.paths.states import Happening

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fslint.paths.walker import Walker


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
