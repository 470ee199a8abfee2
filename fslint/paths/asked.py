"""What a function asks for: the names, and the members of names, that it says anything about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Either, Member, Name, Op, Value
from fslint.link.index import Fn
from fslint.link.traverse import deep, parts_of, steps_in, values_of
from fslint.paths.known import merged

if TYPE_CHECKING:
    from fslint.link.program import Program

CHOICES = (Op, Either)


class Asked:
    """What the functions of a program ask for, found once for each."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._names: dict[Fn, frozenset[str]] = {}
        self._members: dict[Fn, frozenset[tuple[str, str]]] = {}

    def names(self, fn: Fn) -> frozenset[str]:
        """The names that a function, or one inside it, asks for, hands on or computes with."""
        known = self._names.get(fn)
        if known is None:
            values = (part for value in self._values(fn) for part in deep(value))
            names = {part.id for part in values if isinstance(part, Name)}
            for inner in self._inside(fn):
                names |= self.names(inner)
            known = self._names[fn] = frozenset(names)
        return known

    def members(self, fn: Fn) -> frozenset[tuple[str, str]]:
        """The names of which a function, or one inside it, asks for a member, each with that
        member's name."""
        known = self._members.get(fn)
        if known is None:
            members = {
                (one.id, part.name)
                for value in self._values(fn)
                for part in deep(value)
                if isinstance(part, Member)
                for one in (
                    part.of,
                    *(parts_of(part.of) if isinstance(part.of, CHOICES) else ()),
                    *_taken_in(part.of),
                )
                if isinstance(one, Name)
            }
            for inner in self._inside(fn):
                members |= self.members(inner)
            for made, names in self._made_of(fn):
                members |= {(one, m) for owner, m in members if owner == made for one in names}
            known = self._members[fn] = frozenset(members)
        return known

    def _made_of(self, fn: Fn) -> Iterator[tuple[str, list[str]]]:
        """The names of objects that take in other ones, each with the names of those."""
        for name, bindings in self._program.function(fn).bindings.items():
            yield name, [one.id for b in bindings for one in _taken_in(b.value)]

    def _values(self, fn: Fn) -> Iterator[Value]:
        function = self._program.function(fn)
        for step in steps_in(function.body):
            yield from values_of(step)
        for bindings in function.bindings.values():
            yield from (binding.value for binding in bindings if binding.value)
        yield from function.returns

    def _inside(self, fn: Fn) -> Iterator[Fn]:
        for inner in self._program.flows[fn.file].functions[fn.index + 1 :]:
            if inner.parent == fn.index:
                yield Fn(fn.file, inner.index)


def _held_by(value: Value) -> Iterator[Value]:
    """A value, those of which it is one, and those that it is made of."""
    yield value
    yield from parts_of(value) if isinstance(value, CHOICES) else ()
    yield from _taken_in(value)


def _taken_in(value: Value | None) -> Iterator[Name]:
    """The names of the objects that a value takes in, if it is made of some."""
    made = merged(value)
    for entry in made.entries if made is not None else ():
        if entry.kind == "spread" and isinstance(entry.value, Name):
            yield entry.value
