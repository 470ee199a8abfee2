"""Tests that ask whether there was a user before: `const user = auth.currentUser`, the sign-out,
and then `if (user)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call, Literal, Member, Name, Op, Parameter, Value
from fslint.link.bound import only_binding
from fslint.link.index import Fn, last_name
from fslint.paths.answers import asks_for_user
from fslint.paths.entries import ENDINGS
from fslint.paths.states import Trace, happenings

if TYPE_CHECKING:
    from fslint.link.program import Program

CASTS = frozenset({"Boolean", "bool"})


def asks_for_former(
    program: Program, test: Value | None, fn: Fn, signed: tuple[int, ...], trace: Trace | None
) -> bool | None:
    """True where a test holds for a user whom a run has signed out since a name was bound to what
    is known of them, False where it holds if there was nobody; None for other tests. `signed`: the
    sign-outs so far, `trace`: the history of the function that asks."""
    if isinstance(test, Op) and test.op == "!":
        inner = asks_for_former(program, test.operands[0], fn, signed, trace)
        return None if inner is None else not inner
    if isinstance(test, Op) and test.op in ("==", "!=") and _is_none(test.operands[-1]):
        inner = asks_for_former(program, test.operands[0], fn, signed, trace)
        return None if inner is None else inner == (test.op == "!=")
    if not isinstance(test, Name):
        return None
    bound, owner = only_binding(program, test, fn)
    if bound is None or isinstance(bound, Literal | Parameter):
        return None
    known = asks_for_user(program, bound)
    known = True if known is None and _is_read(program, bound) else known
    if known is None or not _came_after(program, owner, bound, signed, trace):
        return None
    return known


def _is_none(value: Value) -> bool:
    return isinstance(value, Literal) and value.kind in ("null", "undefined")


def _is_read(program: Program, value: Value) -> bool:
    """Whether a value is what is kept of a user: `localStorage.getItem('token')`, `getUser()`."""
    if isinstance(value, Op) and value.op == "!":
        return _is_read(program, value.operands[0])
    if not isinstance(value, Call):
        return asks_for_user(program, value) is True
    if last_name(value.callee) in CASTS and value.args:
        return _is_read(program, value.args[0].value)
    said = [a.value.value for a in value.args if isinstance(a.value, Literal)]
    said += [last_name(value.callee)] if not value.args else []
    speaks = program.vocabulary.speaks_of
    return isinstance(value.callee, Member | Name) and any(
        isinstance(one, str) and speaks("user", one) for one in said
    )


def _came_after(
    program: Program, owner: Fn, bound: Value, signed: tuple[int, ...], trace: Trace | None
) -> bool:
    """Whether the first user left behind where a value was bound, as a function's own history
    tells, or the calls around it where it stands in what bound the value."""
    last = None
    for item in happenings(trace):
        last = item if owner in program.index.around(item.fn) else last
        if item.kind in ENDINGS:
            return last is not None and last.span.start > bound.span.start
    return any(
        call.span.start > bound.span.start and id(call) in signed
        for call in program.index.calls[owner]
    )
