"""Deletions that are part of writing: what is stored is taken away to store it anew."""

from __future__ import annotations

import re

from fslint.flow import Block, Call, Exit, Function, Step
from fslint.link.index import last_name
from fslint.link.traverse import blocks_of


def is_rewritten(function: Function, call: Step, writing: str) -> bool:
    """Whether each run of a function through a call, one of its steps, also goes through a call
    whose last name the regex `writing` matches whole."""
    return bool(_around(function.body, call, re.compile(writing)))


def _around(block: Block, call: Step, writing: re.Pattern[str]) -> bool | None:
    """Whether all runs of a block through `call` write; None where `call` is not in it."""
    for place, step in enumerate(block):
        if step is call:
            inside, goes_on = False, True
        else:
            found = [(_around(b, call, writing), b) for b in blocks_of(step)]
            held = next(((told, b) for told, b in found if told is not None), None)
            if held is None:
                continue
            inside = held[0]
            goes_on = not any(isinstance(one, Exit) for one in held[1])
        near = block if goes_on else block[:place]
        return inside or any(_writes(one, writing) for one in near)
    return None


def _writes(step: Step, writing: re.Pattern[str]) -> bool:
    return isinstance(step, Call) and writing.fullmatch(last_name(step.callee)) is not None
