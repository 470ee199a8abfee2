"""What speaks of a session's end and ends none of this user's: that of sessions elsewhere, and of
the visits that a tracker counts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.conditions import text_of
from fslint.flow import Call, Object
from fslint.link.index import Fn
from fslint.link.traverse import deep

if TYPE_CHECKING:
    from fslint.link.program import Program


def spares_this_session(program: Program, call: Call, fn: Fn) -> bool:
    """Whether a call says that it ends the user's other sessions, or puts away what the file of a
    tracker keeps of a visit."""
    speaks_of = program.vocabulary.speaks_of
    said = [*_said(program, call, fn)]
    if any(speaks_of("spares-this-session", one) for one in said):
        return True
    stem = posixpath.basename(fn.file)
    return speaks_of("tracking-file", stem) and bool(said) and speaks_of("visit", said[0])


def _said(program: Program, call: Call, fn: Fn) -> Iterator[str]:
    """The texts that a call is given, and the keys of what it sends."""
    for argument in call.args:
        for part in deep(argument.value):
            text = text_of(part, program.value_of(fn))
            if text is not None:
                yield text
            if isinstance(part, Object):
                yield from (entry.key for entry in part.entries if entry.kind == "value")
