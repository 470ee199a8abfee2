"""Calls that cannot be resolved and may, by their names, release the identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call
from fslint.link.abstract import Action, Cls
from fslint.link.index import Fn, last_name
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.program import Program

SCOPE_FUNCTIONS = frozenset({"apply", "also", "let", "run", "with", "use"})


def may_release(program: Program, fn: Fn, call: Call) -> bool:
    """Whether a call that stands in `fn` may release the identity, for all that can be told."""
    targets = program.targets(call, fn)
    if targets.functions or program.meanings(call, fn):
        return False
    if targets.external:
        return _may_release_there(program, fn, call)
    if program.keys.sent(call, fn) or last_name(call.callee) in SCOPE_FUNCTIONS:
        return False
    if any(isinstance(part, Cls | Action) for part in program.evaluator.evaluate(call.callee, fn)):
        return False  # an action, or an object of a class that says nothing of how it is made
    text = text_of(call.callee)
    speaks_of = program.vocabulary.speaks_of
    return speaks_of("may-release", text) and not speaks_of("built-in", text)


def _may_release_there(program: Program, fn: Fn, call: Call) -> bool:
    """Whether a call goes into a package that nobody knows, and may release the identity."""
    speaks_of = program.vocabulary.speaks_of
    return any(
        speaks_of("may-release-there", form) and not speaks_of("public-package", form)
        for form in program.forms(call.callee, fn)
        if "#" in form
    )
