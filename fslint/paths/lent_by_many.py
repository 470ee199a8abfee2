"""Functions that very many lend to one helper, of which a value's evaluation gives only the first
few: a dialog that all of an app asks its questions with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Argument, Call, Closure, Member, Name, Object, Parameter, Value
from fslint.link.bound import declared_in
from fslint.link.index import Fn
from fslint.link.placing import placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from fslint.link.program import Program


class Place(NamedTuple):
    """What a function is given at a place, or a member of that by its name."""

    fn: Fn
    number: int
    member: str = ""


class LentByMany:
    """Which functions are lent at which places; `calls`: those that lend some, each with the
    function that it stands in; `handed`: the functions that an argument is."""

    def __init__(
        self,
        program: Program,
        calls: Iterable[tuple[Call, Fn]],
        handed: Callable[[Argument, Fn], Iterable[Fn]],
    ) -> None:
        self._program = program
        self._calls = calls
        self._handed = handed

    def at(self, value: Value, fn: Fn) -> set[Fn]:
        """The functions that a parameter, or a member of one, may be in a function."""
        place = self.place(value, fn)
        return self._all.get(place, set()) if place is not None else set()

    @cached_property
    def _all(self) -> dict[Place, set[Fn]]:
        found: dict[Place, set[Fn]] = {}
        for call, fn in self._calls:
            for place, argument in self._placed(call, fn):
                for member, one in _members(argument):
                    inner = place._replace(member=member)
                    found.setdefault(inner, set()).update(self._handed(one, fn))
        onward = self._onward()
        work = list(found)
        while work:
            place = work.pop()
            for further in onward.get(place, ()):
                known = found.setdefault(further, set())
                if not found[place] <= known:
                    known |= found[place]
                    work.append(further)
        return found

    def _onward(self) -> dict[Place, set[Place]]:
        """The places at which what is given at one is given on."""
        found: dict[Place, set[Place]] = {}
        for fn, several in self._program.index.calls.items():
            for call in several:
                for place, argument in self._placed(call, fn):
                    for member, one in _members(argument):
                        source = self.place(one.value, fn)
                        if source is not None:
                            inner = place._replace(member=member)
                            found.setdefault(source, set()).add(inner)
        return found

    def place(self, value: Value, fn: Fn, seen: frozenset[str] = frozenset()) -> Place | None:
        """Where a function, or one around it, is given what a value names, if it is; `seen`: the
        names on the way to the value, which a name that is bound to a member of itself ends."""
        if isinstance(value, Parameter):
            return Place(fn, value.index)
        if isinstance(value, Member):
            of = self.place(value.of, fn, seen)
            return of._replace(member=value.name) if of is not None and not of.member else None
        if not isinstance(value, Name) or value.id in seen:
            return None
        functions = self._program.flows[fn.file].functions
        index = declared_in(functions, value.id, fn.index)
        bound = functions[index].bindings[value.id][0].value if index >= 0 else None
        named = isinstance(bound, Parameter | Member)
        if bound is None or not named:
            return None
        return self.place(bound, Fn(fn.file, index), seen | {value.id})

    def _placed(self, call: Call, fn: Fn) -> Iterator[tuple[Place, Argument]]:
        if not call.args:
            return
        language = self._program.language(fn)
        for target in self._program.targets(call, fn).functions:
            params = self._program.function(target).params
            for number, argument in placed(call.args, params, language):
                last = argument is call.args[-1] and isinstance(argument.value, Closure)
                trails = last and not argument.label and language == "kotlin"
                yield Place(target, len(params) - 1 if trails else number), argument


def _members(argument: Argument) -> Iterator[tuple[str, Argument]]:
    """An argument, or the members of an object that is written out, each with its name."""
    if isinstance(argument.value, Object):
        for entry in argument.value.entries:
            yield entry.key, Argument(entry.value)
    else:
        yield "", argument
