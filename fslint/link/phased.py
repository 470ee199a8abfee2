"""Actions that a middleware sends once another one's request is done, by a type that it makes of
that one's: `LOGOUT` is followed by `LOGOUT_SUCCESS`, which no code of the project spells out."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import TYPE_CHECKING

from fslint.flow import Literal, Value
from fslint.link.abstract import Arr, Obj
from fslint.link.index import Fn, last_name

if TYPE_CHECKING:
    from fslint.link.program import Program

DONE = ("_SUCCESS", "_FULFILLED", "_SUCCEEDED", "_COMPLETED", "_DONE", "_RESOLVED")
MAKING = ("createAction", "createActions", "createStandardAction", "createRoutine")
TYPES = "types"
RUN = frozenset({"promise", "payload", "request", "callAPI", "callApi", "apiCall", "async", "call"})
"""What an action calls the function that a middleware runs for it."""


class Phased:
    """Which types of actions the project sends itself, asked by what they end in."""

    def __init__(self, program: Program, types: Callable[[Value, Fn], list[str]]) -> None:
        self._program = program
        self._types = types
        self._spelt: set[str] | None = None

    def done(self, key: str, heard: Container[str]) -> Iterator[str]:
        """The keys of what follows an action once it is done, where somebody listens to that and
        nobody sends it by its own name."""
        for end in DONE:
            if key + end in heard and key.partition(":")[2] + end not in self._all_spelt():
                yield key + end

    def several(self, part: Obj) -> list[str]:
        """The types of the actions that a middleware is told to send as a request begins and as it
        is done: `{ types: [LOGOUT, LOGOUT_SUCCESS, LOGOUT_FAIL], promise }`."""
        found: list[str] = []
        for entry in part.object.entries:
            held = self._program.evaluator.evaluate(entry.value, part.fn)
            if entry.key == TYPES:
                given = [one for one in held if isinstance(one, Arr)]
                for one in given[:1]:
                    for item in one.array.items[:2]:
                        found += self._types(item, one.fn)[:1]
        return found

    def run(self) -> Iterator[tuple[str, Fn]]:
        """The functions that a middleware runs for an action which holds them, with its type."""
        for fn, holder in self._program.index.holders.items():
            keys = {entry.key for entry in holder.object.entries} if holder.key in RUN else set()
            if TYPES in keys:
                yield from ((key, fn) for key in self.several(Obj(holder.fn, holder.object))[:1])
            elif "type" in keys:
                told = (one.value for one in holder.object.entries if one.key == "type")
                yield from ((key, fn) for one in told for key in self._types(one, holder.fn))

    def _all_spelt(self) -> set[str]:
        if self._spelt is None:
            index = self._program.index
            told = [*index.types]
            for name in MAKING:
                for site in index.calls_by_name.get(name, ()):
                    told += [(site.fn, one.value) for one in getattr(site.node, "args", ())[:1]]
            named = ((fn, value) for fn, value in told if _name(value).endswith(DONE))
            self._spelt = {key for fn, value in named for key in self._types(value, fn)}
        return self._spelt


def _name(value: Value) -> str:
    return str(value.value) if isinstance(value, Literal) else last_name(value)
