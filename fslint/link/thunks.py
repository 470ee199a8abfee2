"""Asynchronous actions of a store: who hears of how one ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Call, Member, Value
from fslint.link.index import Fn, last_name

if TYPE_CHECKING:
    from fslint.link.program import Program


PHASES = {
    "fulfilled": "fulfilled", "rejected": "rejected", "pending": "pending", "settled": "fulfilled",
    "matchFulfilled": "fulfilled", "matchRejected": "rejected", "matchPending": "pending",
}  # fmt: skip
MATCHERS = {
    "isAnyOf": "", "isAllOf": "", "isFulfilled": "/fulfilled", "isRejected": "/rejected",
    "isPending": "/pending", "isAsyncThunkAction": "/fulfilled",
}  # fmt: skip


class Settled(NamedTuple):
    """What runs once an action is done (`logout.fulfilled`) or has failed (`logout.rejected`)."""

    fulfilled: tuple[Fn, ...]
    rejected: tuple[Fn, ...]


NOBODY = Settled((), ())


def action_of(key: str) -> str:
    """The name of the action whose end a key speaks of: `logout` for `logout/rejected`; else the
    key."""
    name, _, phase = key.rpartition("/")
    return name if phase in Settled._fields else key


def ends_of(value: Value, read: Callable[[Value], list[str]]) -> list[str]:
    """The keys of an asynchronous action's end (`logout.fulfilled`), of what asks for one
    (`logout.match`), and of what asks for several (`isAnyOf(logout, close.rejected)`).

    `read` gives the keys of the actions themselves.
    """
    if isinstance(value, Member) and value.name == "match":
        return read(value.of)
    if isinstance(value, Member) and value.name in PHASES:
        return [f"{key}/{PHASES[value.name]}" for key in read(value.of)]
    if isinstance(value, Call) and last_name(value.callee) in MATCHERS:
        end = MATCHERS[last_name(value.callee)]
        return [key + end for argument in value.args for key in read(argument.value)]
    return []


def settled(program: Program, call: Call, fn: Fn) -> Settled:
    """The listeners of how an action ends that a call, standing in `fn`, runs."""
    for target in program.targets(call, fn).functions:
        name = program.wrapped(target)
        if name:
            found = Settled(
                *(
                    tuple(one.fn for one in program.listeners(f"dispatch:{name}/{phase}", fn))
                    for phase in Settled._fields
                )
            )
            if any(found):
                return found
    return NOBODY
