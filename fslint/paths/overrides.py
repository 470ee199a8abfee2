"""Methods that a framework calls by name whenever something has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Name, Op
from fslint.link.index import Fn
from fslint.link.traverse import deep, steps_in, text_of, values_of
from fslint.paths.entries import Trigger
from fslint.paths.known import Fact

if TYPE_CHECKING:
    from fslint.link.program import Program

UPDATES = frozenset({"componentDidUpdate", "componentWillReceiveProps", "ngOnChanges", "updated"})


def triggers(program: Program, fn: Fn) -> list[Trigger]:
    """What sets off a component's method that runs whenever what it is given changes, or a method
    of a class that a framework tells of all changes, or asks before it shows a page; or a method
    that it calls as the user has gone."""
    function = program.function(fn)
    if program.vocabulary.speaks_of("departure-hook", function.name):
        return [Trigger("auth-state", function.name, fn)]
    watching = function.owner >= 0 and (function.name in UPDATES or _watches(program, fn))
    return [Trigger("effect", function.name, fn)] if watching else []


def told_about(program: Program, fn: Fn) -> dict[str, Fact]:
    """What a method that is told of all changes asks of whose change it is, by parameter: that
    it is the one it looks for."""
    function = program.function(fn)
    if not function.params or not _watches(program, fn):
        return {}
    whose = function.params[0].name
    return {
        f"{fn.file}:{fn.index}:{whose}": ("class", text_of(part.operands[1]))
        for step in steps_in(function.body)
        for value in values_of(step)
        for part in deep(value)
        if isinstance(part, Op) and part.op == "instanceof"
        if isinstance(part.operands[0], Name) and part.operands[0].id == whose
    }


def _watches(program: Program, fn: Fn) -> bool:
    """Whether a function is a method of a class that watches for a framework, and is used."""
    function = program.function(fn)
    if function.owner < 0:
        return False
    declared = program.flows[fn.file].classes[function.owner]
    named = any(program.vocabulary.speaks_of("watching-class", base) for base in declared.bases)
    used = declared.name in program.index.calls_by_name
    return named and (used or program.mentioned(declared.name, fn.file))
