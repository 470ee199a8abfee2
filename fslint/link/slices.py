"""Reducers of a store's slices, which are run by the names of both: of `createSlice({ name: 'auth',
reducers: { logout(state) {…} } })` the one hears of `auth/logout`. What dva calls a model has a
`namespace`, and `effects` too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Object
from fslint.link.abstract import Abstract, Const, Func, Obj
from fslint.link.index import SLICED, Fn

if TYPE_CHECKING:
    from fslint.link.program import Program

NAMED = ("name", "namespace")


def run_by_name(program: Program) -> Iterator[tuple[str, Fn]]:
    """The functions of all slices, each with the type of the actions that run it."""
    for fn, whole in program.index.slices:
        name = _name(program, fn, whole)
        for entry in whole.entries:
            for part in program.evaluator.evaluate(entry.value, fn) if entry.key in SLICED else ():
                if isinstance(part, Obj):
                    for member in part.object.entries:
                        for given in program.evaluator.evaluate(member.value, part.fn):
                            for run in _functions(program, given):
                                yield f"{name}/{member.key}" if name else member.key, run


def _name(program: Program, fn: Fn, whole: Object) -> str:
    told = (entry.value for entry in whole.entries if entry.key in NAMED)
    for part in (part for value in told for part in program.evaluator.evaluate(value, fn)):
        if isinstance(part, Const) and isinstance(part.literal.value, str):
            return part.literal.value
    return ""


def _functions(program: Program, given: Abstract) -> Iterator[Fn]:
    """A reducer, or that of `{ reducer, prepare }`."""
    prepared = program.evaluator.member(given, "reducer") if isinstance(given, Obj) else (given,)
    yield from (part.fn for part in prepared if isinstance(part, Func))
