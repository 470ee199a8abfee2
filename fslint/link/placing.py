"""Which parameter an argument is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fslint.flow import Argument, Closure, Param

RUN = re.compile(r"$|.*(?:Completion|Handler|Callback|Closure|Block|Action)$")
"""The types of parameters for functions: most have no name."""


def placed(
    args: Sequence[Argument], params: Sequence[Param], language: str
) -> Iterator[tuple[int, Argument]]:
    """The arguments of a call, each with the number of the parameter that it is for: by its label,
    else by its place. A closure that trails in Swift is for the next parameter that takes one."""
    names = [param.name for param in params]
    outer = [outer_name(param) for param in params]
    position = 0
    for argument in args:
        label = argument.label
        place = position
        if label and label in (*outer, *names):
            place = (outer if label in outer else names).index(label)
        elif language == "swift" and isinstance(argument.value, Closure):
            taking = (n for n, p in enumerate(params) if n >= position and RUN.match(p.type))
            place = next(taking, position)
        yield place, argument
        position = place + 1


def outer_name(param: Param) -> str:
    """The name that a call may give a parameter by."""
    return param.label if param.label.isidentifier() and param.label != "_" else param.name
