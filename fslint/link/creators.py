"""Actions that are sent by being made: where `connect(null, { logout })` has bound the function
that makes an action to its store, nobody takes the result of `logout()`."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import TYPE_CHECKING

from fslint.flow import Call, Member, Name, Object
from fslint.link.abstract import Abstract, Func
from fslint.link.bound import alias, is_parameter
from fslint.link.index import Fn
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.program import Program

PROPS = ("props.", "this.props.")


def sent_as_made(
    program: Program,
    call: Call,
    fn: Fn,
    heard: Container[str],
    keys_of: Callable[[Abstract, str], list[str]],
) -> Iterator[str]:
    """The keys, among those that are heard, of the actions that a call makes and sends."""
    if call.use == "value" or not (call.use == "dropped" or is_given(program, call, fn)):
        return
    for target in program.targets(call, fn).functions:
        if any(isinstance(value, Object | Call) for value in program.function(target).returns):
            for part in program.evaluator.results.returned(Func(target)):
                found = (f"dispatch:{key}" for key in keys_of(part, "type"))
                yield from (key for key in found if key in heard)


def is_given(program: Program, call: Call, fn: Fn) -> bool:
    """Whether what a call that stands in `fn` runs was given to a component."""
    callee = call.callee
    if not isinstance(callee, Name | Member):
        return False
    meant = alias(program, callee, fn) or callee
    return text_of(meant).startswith(PROPS) or is_parameter(program, callee, fn)
