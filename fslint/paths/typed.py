"""Sign-ins with what somebody typed, which begin by forgetting whoever was there before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fslint.flow import Call, Name
from fslint.link.bound import last_binding
from fslint.link.traverse import deep, steps_in
from fslint.paths.entries import ENDINGS
from fslint.paths.states import Happening

if TYPE_CHECKING:
    from fslint.link.program import Program


def typed_after(program: Program, items: Sequence[Happening]) -> bool:
    """Whether the function in which a run first ends a session, or fails to, was given what
    somebody typed, and sends that afterwards: whoever was there before, a sign-in begins."""
    ending = next((item for item in items if item.kind in ENDINGS or item.note == "fails"), None)
    if ending is None:
        return False
    function = program.function(ending.fn)
    speaks_of = program.vocabulary.speaks_of
    typed = {param.name for param in function.params if speaks_of("typed-secret", param.name)}
    if not typed or speaks_of("changes-secret", function.name):
        return False
    for step in steps_in(function.body):
        if isinstance(step, Call) and step.span.start > ending.span.end:
            given = [argument.value for argument in step.args]
            bound = (last_binding(program, v, ending.fn) for v in given if isinstance(v, Name))
            values = (*given, *(value for value in bound if value is not None))
            if any(isinstance(p, Name) and p.id in typed for v in values for p in deep(v)):
                return True
    return False
