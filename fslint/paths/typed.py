"""Sign-ins with what somebody typed, which begin by forgetting whoever was there before, and
sign-ins that are undone where they were made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fslint.flow import Call, Member, Name
from fslint.link.bound import last_binding
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in, text_of
from fslint.paths.entries import ENDINGS
from fslint.paths.states import Happening

if TYPE_CHECKING:
    from fslint.link.program import Program

SILENTLY = re.compile(r"(?i)silent|renew|refresh")
"""In names of sign-ins that keep up a session which there is."""


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


def signs_in_before(program: Program, items: Sequence[Happening], root: Fn) -> bool:
    """Whether an entry, or a function that it stands in, has signed somebody in before a run of it
    ends that session, and nobody was told who it is; or what ends it has, on the same client."""
    last = max((n for n, item in enumerate(items) if item.kind in ENDINGS), default=-1)
    if last < 0 or any(item.kind == "identify" for item in items[:last]):
        return False
    if _by_the_same(program, items[last]):
        return True
    own = [item.span.start for item in items[: last + 1] if item.fn == root]
    if not own:
        return False
    place, index = own[-1], root.index
    functions = program.flows[root.file].functions
    while index > 0:
        calls = program.index.calls[Fn(root.file, index)]
        if any(_signs_in(program, call) for call in calls if call.span.start < place):
            return True
        if functions[index].name:
            return False
        place, index = functions[index].span.start, functions[index].parent
    return False


def _by_the_same(program: Program, ending: Happening) -> bool:
    """Whether a session ends on a client by which its function has signed somebody in before; a
    Python script may only show the buttons of both."""
    if program.language(ending.fn) == "python":
        return False
    calls = program.index.calls[ending.fn]
    step = next((call for call in calls if call.span == ending.span), None)
    if step is None or not isinstance(step.callee, Member):
        return False
    client = text_of(step.callee.of)
    return any(
        call.span.start < step.span.start
        and isinstance(call.callee, Member)
        and text_of(call.callee.of) == client
        and not SILENTLY.search(call.callee.name)
        and program.vocabulary.speaks_of("sign-in-call", call.callee.name)
        for call in calls
    )


def _signs_in(program: Program, call: Call) -> bool:
    """Whether a call signs somebody in with what was typed: not a guest."""
    name = last_name(call.callee)
    speaks_of = program.vocabulary.speaks_of
    return bool(call.args) and speaks_of("sign-in-call", name)
