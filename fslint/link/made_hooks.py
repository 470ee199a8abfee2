"""What libraries make of functions that they are told: the hook `useLogout` of `logoutFn`, a method
of the operators of a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Call, Closure, Value
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


def operators(program: Program, call: Call, part: Ext) -> Iterator[Fn]:
    """The functions that the operators run of which what is called was made: `rxMethod(pipe(tap(…),
    exhaustMap(…)))`."""
    made, fn = part.call, part.fn
    if made is None or fn is None or made is call or not part.form.endswith("()"):
        return
    for runner in program.runners(made, fn):
        for place in runner.args if runner.how == "operators" else ():
            given = made.args[place].value if isinstance(place, int) else None
            for operator in given.args if isinstance(given, Call) else ():
                inner = operator.value.args if isinstance(operator.value, Call) else ()
                for one in inner:
                    if isinstance(one.value, Closure):
                        yield Fn(fn.file, one.value.index)


def _member(program: Program, value: Value, fn: Fn, key: str) -> Iterator[Fn]:
    for told in program.evaluator.evaluate(value, fn):
        if isinstance(told, Obj):
            for one in program.evaluator.member(told, key):
                if isinstance(one, Func):
                    yield one.fn
