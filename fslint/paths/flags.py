"""Local names of which it is known at each point of a run what they are, if it is plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call, Flag, Loop, Name, Opaque, Step
from fslint.link.index import Fn
from fslint.link.traverse import deep, steps_in, values_of

if TYPE_CHECKING:
    from fslint.paths.conditions import Conditions

BY_ADDRESS = frozenset({"objc", "swift"})
"""The languages in which a function may be lent a local name to write to: `isDirectory:&found`."""


def flags_of(conditions: Conditions, fn: Fn) -> frozenset[str]:
    """The local names of a function that are given something plain, and that it alone looks at:
    none of which a function inside it speaks, none that it lends to others to write, and none
    that a loop may have set on an earlier turn."""
    program = conditions.program
    function = program.function(fn)
    steps = list(steps_in(function.body))
    flags = {
        step.name
        for step in steps
        if isinstance(step, Flag) and not isinstance(step.value, Opaque | Call)
    }
    if not flags:
        return frozenset()
    for loop in (step for step in steps if isinstance(step, Loop)):
        turns = list(steps_in(loop.body))
        flags -= {step.name for step in turns if isinstance(step, Flag)} & _named([loop, *turns])
    if program.language(fn) in BY_ADDRESS:
        flags -= {
            argument.value.id
            for step in steps
            if isinstance(step, Call)
            for argument in step.args
            if isinstance(argument.value, Name)
        }
    for inner in program.flows[fn.file].functions[fn.index + 1 :]:
        if inner.parent == fn.index:
            flags -= conditions.asked(Fn(fn.file, inner.index))
    return frozenset(flags)


def _named(steps: list[Step]) -> set[str]:
    """The names that steps ask for."""
    values = (part for step in steps for value in values_of(step) for part in deep(value))
    return {part.id for part in values if isinstance(part, Name)}
