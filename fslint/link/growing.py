"""Collections in fields that a class lets others add to: what `listeners += listener` has put into
them is what `listeners.forEach { it() }` runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Member, Name, Op, Value
from fslint.link.abstract import IMPLICIT_THIS, Abstract, Func, Inst
from fslint.link.index import Fn, last_name

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

ADDING = ("add", "push", "append", "addLast", "addElement", "offer")
COPYING = frozenset({"toList", "toTypedArray", "toSet", "asSequence", "values", "reversed"})


class Growing:
    """What the classes of a program put into the collections that they keep."""

    def __init__(self, core: Evaluator) -> None:
        self._core = core
        self._table: dict[tuple[str, str], list[tuple[Value, Fn]]] | None = None

    def added(self, collection: Value, fn: Fn) -> Iterator[Abstract]:
        """What the class around `fn` puts into a collection of its own: functions, and objects of
        the project's classes."""
        while isinstance(collection, Call) and isinstance(collection.callee, Member):
            if collection.callee.name not in COPYING:
                return
            collection = collection.callee.of
        own = isinstance(collection, Name) or (
            isinstance(collection, Member) and last_name(collection.of) == "this"
        )
        core = self._core
        owner = core.index.class_around(fn)
        if not own or owner is None or core.index.flows[fn.file].language not in IMPLICIT_THIS:
            return
        for value, scope in self._put().get((fn.file, last_name(collection)), ()):
            if core.index.class_around(scope) is owner:
                for part in core.evaluate(value, scope):
                    if isinstance(part, Func | Inst):
                        yield part

    def _put(self) -> dict[tuple[str, str], list[tuple[Value, Fn]]]:
        """What is put into collections, by the file that does and their name."""
        if self._table is None:
            self._table = {}
            index = self._core.index
            for site in (one for word in ADDING for one in index.calls_by_name.get(word, ())):
                call = site.node
                if isinstance(call, Call) and isinstance(call.callee, Member) and call.args:
                    key = (site.fn.file, last_name(call.callee.of))
                    self._table.setdefault(key, []).append((call.args[-1].value, site.fn))
            for site in (one for each in index.assigns_by_name.values() for one in each):
                step = site.node
                value = step.value if isinstance(step, Assign) else None
                if isinstance(value, Op) and value.op == "+" and len(value.operands) == 2:
                    key = (site.fn.file, last_name(value.operands[0]))
                    self._table.setdefault(key, []).append((value.operands[1], site.fn))
        return self._table
