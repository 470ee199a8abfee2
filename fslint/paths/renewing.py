"""Sessions that are stored anew after one was taken away: a token renewed, another account's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from fslint.flow import (
    Array,
    Assign,
    Binding,
    Block,
    Call,
    Choice,
    Exit,
    Literal,
    Member,
    Name,
    Object,
    Step,
    Value,
)
from fslint.link.index import last_name
from fslint.link.traverse import blocks_of, deep, steps_in, text_of
from fslint.paths.emptiness import is_nothing
from fslint.paths.entries import ENDINGS
from fslint.paths.rewriting import any_around
from fslint.paths.states import Happening

if TYPE_CHECKING:
    from fslint.link.program import Program

_KEYS = ("key", "name")
Bound: TypeAlias = "Mapping[str, Sequence[Binding]]"


def stored_anew(program: Program, items: Sequence[Happening]) -> bool:
    """Whether a run is sure to store a session after the last one that it ends."""
    endings = [n for n, item in enumerate(items) if item.kind in ENDINGS]
    before = items[: endings[-1] + 1] if endings else ()
    gone_through = {item.fn: item.node for item in before if item.kind in ("call", *ENDINGS)}

    def keeps(block: Block, place: int, goes_on: bool) -> bool:
        return goes_on and any(_keeps(program, one) for one in _sure(block[place + 1 :]))

    return any(
        any_around(program.function(fn).body, node, keeps) for fn, node in gone_through.items()
    )


def put_back(program: Program, items: Sequence[Happening]) -> bool:
    """Whether a run gives back who was signed in, who was set aside before: `let key = self.key;
    logOut(); self.key = key`."""
    endings = [n for n, item in enumerate(items) if item.kind in ENDINGS]
    before = items[: endings[-1] + 1] if endings else ()
    gone_through = {item.fn: item.node for item in before if item.kind in ("call", *ENDINGS)}

    for fn, node in gone_through.items():
        bindings = program.function(fn).bindings

        def returns(block: Block, place: int, goes_on: bool, bound: Bound = bindings) -> bool:
            steps = _sure(block[place + 1 :]) if goes_on else ()
            return any(isinstance(one, Assign) and _set_aside(program, one, bound) for one in steps)

        if any_around(program.function(fn).body, node, returns):
            return True
    return False


def _set_aside(program: Program, step: Assign, bound: Bound) -> bool:
    """Whether a field of somebody's credentials is set to a name that it was bound to itself."""
    value, target = step.value, text_of(step.target)
    held = [one.value for one in bound.get(value.id, ())] if isinstance(value, Name) else []
    speaks_of = program.vocabulary.speaks_of
    return len(held) == 1 and any(
        isinstance(one, Member) and text_of(one) == target and speaks_of("of-a-user", one.name)
        for one in held
    )


def _sure(block: Block) -> Iterator[Step]:
    """The steps that each run of a block comes to; a loop is taken to run."""
    for step in block:
        if any(isinstance(inner, Exit) for inner in steps_in([step])):
            return
        yield step
        if not isinstance(step, Choice):
            for inner in blocks_of(step):
                yield from _sure(inner)


def _keeps(program: Program, step: Step) -> bool:
    """Whether a step stores a token, a session or its cookies."""
    speaks = program.vocabulary.speaks_of
    if isinstance(step, Assign):
        target = last_name(step.target)
        return speaks("credentials-kept", target) and not _is_nothing(program, step.value)
    if not isinstance(step, Call) or not step.args:
        return False
    if any(_is_nothing(program, argument.value) for argument in step.args):
        return False
    name = last_name(step.callee)
    if speaks("keeps-credentials", name):
        first = next((a.value for a in step.args if not a.label or a.label in _KEYS), None)
        return not (isinstance(first, Literal) and speaks("tells-visitors", str(first.value)))
    return speaks("keeping", name) and any(
        speaks("credentials-kept", word) for a in step.args for word in _words(a.value)
    )


def _words(value: Value) -> Iterator[str]:
    for part in deep(value):
        if isinstance(part, Name | Member):
            yield last_name(part)
        elif isinstance(part, Literal):
            yield str(part.value)


def _is_nothing(program: Program, value: Value) -> bool:
    """Whether a value is that of nobody: nothing, or what a state began with."""
    if isinstance(value, Literal):
        return is_nothing(value)
    if isinstance(value, Object):
        return all(_is_nothing(program, entry.value) for entry in value.entries)
    if isinstance(value, Array):
        return all(_is_nothing(program, item) for item in value.items)
    if isinstance(value, Call):
        return bool(value.args) and all(_is_nothing(program, a.value) for a in value.args)
    return program.vocabulary.speaks_of("of-nobody", last_name(value))
