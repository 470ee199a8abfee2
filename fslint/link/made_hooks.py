"""Hooks that a library makes of the functions that it is told: `useLogout` of `logoutFn`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Call, Value
from fslint.link.abstract import Ext, Func, Obj
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.program import Program

HOOK = re.compile(r"\.use([A-Z]\w{0,40})$")
OPERATION = "Fn"
"""What the name of a function ends with that a hook runs."""


def made_for(program: Program, hook: Call, fn: Fn) -> Iterator[Fn]:
    """The functions that what a hook gives runs, where the hook was made of them."""
    for part in program.evaluator.evaluate(hook.callee, fn):
        name = HOOK.search(part.form) if isinstance(part, Ext) else None
        if not isinstance(part, Ext) or name is None or part.call is None or part.fn is None:
            continue
        key = f"{name[1][0].lower()}{name[1][1:]}{OPERATION}"
        for runner in program.runners(part.call, part.fn):
            for place in runner.args if runner.how == "hooks" else ():
                if isinstance(place, int) and place < len(part.call.args):
                    yield from _member(program, part.call.args[place].value, part.fn, key)


def _member(program: Program, value: Value, fn: Fn, key: str) -> Iterator[Fn]:
    for told in program.evaluator.evaluate(value, fn):
        if isinstance(told, Obj):
            for one in program.evaluator.member(told, key):
                if isinstance(one, Func):
                    yield one.fn
