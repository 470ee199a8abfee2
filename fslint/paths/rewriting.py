"""Deletions that are part of writing: what is stored is taken away to store it anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from fslint.flow import Block, Call, Exit, Function, Step
from fslint.link.index import last_name
from fslint.link.traverse import blocks_of

Beside: TypeAlias = Callable[[Block, int, bool], bool]
"""What is asked of a block around a step: the block, the place in it, and whether runs that come
through the step go on behind it."""


def is_rewritten(function: Function, call: Step, writing: str) -> bool:
    """Whether each run of a function through a call, one of its steps, also goes through a call
    whose last name the regex `writing` matches whole."""
    pattern = re.compile(writing)

    def writes(block: Block, place: int, goes_on: bool) -> bool:
        near = block if goes_on else block[:place]
        return any(
            isinstance(one, Call) and pattern.fullmatch(last_name(one.callee)) for one in near
        )

    return bool(any_around(function.body, id(call), writes))


def any_around(block: Block, node: int, beside: Beside) -> bool | None:
    """Whether something holds of a block around a step, told by its identity; None where the step
    is not in the block."""
    for place, step in enumerate(block):
        if id(step) == node:
            return beside(block, place, True)
        found = [(any_around(inner, node, beside), inner) for inner in blocks_of(step)]
        held = next(((told, inner) for told, inner in found if told is not None), None)
        if held is not None:
            goes_on = not any(isinstance(one, Exit) for one in held[1])
            return held[0] or beside(block, place, goes_on)
    return None
