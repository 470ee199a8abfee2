"""Sessions of which a function is told which one it is to end: one of a list, and not that of who
is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Name
from fslint.paths.kinds import call_of
from fslint.paths.states import Happening

if TYPE_CHECKING:
    from fslint.paths.facts import Facts


def is_told_which(facts: Facts, item: Happening) -> bool:
    """Whether the function in which a session is ended was given which one, and is not itself
    called a logout."""
    call = call_of(facts, item)
    speaks = facts.program.vocabulary.speaks_of
    params = facts.program.function(item.fn).params
    given = {param.name for param in params if speaks("some-id", param.name)}
    return (
        call is not None
        and any(isinstance(a.value, Name) and a.value.id in given for a in call.args)
        and not speaks("logout-url", facts.program.place_name(item.fn))
    )
