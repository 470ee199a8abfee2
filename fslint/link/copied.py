"""Copies of lists: who takes an account out of one, and keeps it nowhere, only shows the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Array, Assign, Call, Member, Name, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in

if TYPE_CHECKING:
    from fslint.link.program import Program

TAKING = frozenset({"remove", "removeWhere", "removeAll", "removeIf", "removeAt", "removeObject"})
COPYING = (
    frozenset({"toMutableList", "toList", "toMutableSet", "toSet", "mutableCopy", "copyOf", "of"})
    | {"ArrayList", "LinkedList", "HashSet", "filter", "filterNot", "sorted", "sortedBy", "where"}
    | {"arrayWithArray", "initWithArray", "slice", "from"}
)
"""What makes a list of the items of another one."""
TELLING = frozenset(
    {"emit", "send", "next", "accept", "onNext", "postValue", "encode", "toJson"}
) | {"jsonEncode", "stringify", "copyWith", "copy", "commit"}
"""What makes more of a list than to show it, besides what keeps it."""


def takes_from_copy(program: Program, call: Call, fn: Fn) -> bool:
    """Whether a call takes something out of a copy that its function made of a list, and that is
    not kept in the place of that."""
    callee = call.callee
    if not isinstance(callee, Member) or callee.name not in TAKING:
        return False
    if not isinstance(callee.of, Name):
        return False
    bound = program.function(fn).bindings.get(callee.of.id, ())
    copies = [_is_copy(one.value, program.language(fn)) for one in bound]
    return bool(copies) and all(copies) and not _is_kept(program, fn, callee.of.id)


def _is_copy(value: Value | None, language: str) -> bool:
    if isinstance(value, Call):
        return last_name(value.callee) in COPYING
    return isinstance(value, Array) or (language == "swift" and isinstance(value, Member))


def _is_kept(program: Program, fn: Fn, name: str) -> bool:
    """Whether a function keeps what a name of its own stands for, gives it back or tells of it."""

    def speaks(value: Value) -> bool:
        return any(isinstance(part, Name) and part.id == name for part in deep(value))

    function = program.function(fn)
    keeping = program.vocabulary.speaks_of
    return any(map(speaks, function.returns)) or any(
        speaks(step.value)
        if isinstance(step, Assign)
        else isinstance(step, Call)
        and (last_name(step.callee) in TELLING or keeping("keeping", last_name(step.callee)))
        and any(speaks(argument.value) for argument in step.args)
        for step in steps_in(function.body)
    )
