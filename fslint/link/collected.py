"""What lists, sets and maps of JavaScript hold: what a loop over them takes one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fslint.flow import Array, Assign, Call, Index, Literal, Member, Object, Op, Opaque, Value
from fslint.link.abstract import Abstract, Arr, Ext, Inst, Items, Obj, Values, some
from fslint.link.index import Fn, Site, last_name
from fslint.link.looped import RUNS_FOR_EACH
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

SET = "Set()"
MAP = "Map()"
ADDING = {SET: "add", MAP: "set"}
COPYING = frozenset({"slice", "filter", "reverse", "toReversed", "sort", "toSorted", "concat"})
"""Methods of a list that give a list of the same things, or of some of them."""
FROM_MAP = frozenset({"values", "entries"})


class Collected:
    """Looks into collections, for an evaluator."""

    def __init__(self, core: Evaluator) -> None:
        self._core = core
        self._lists: dict[tuple[Fn, tuple[int, ...]], Arr] = {}
        self._filled: dict[str, dict[str, list[Site]]] = {}

    def items(self, value: Value, fn: Fn) -> Values:
        """What a loop over a value takes from it, one after the other; of a list that is made of
        itself, `rows = [...rows, row]`, what else is in it."""
        key = ("items", id(value), fn)
        if key in self._core.busy:
            self._core.cuts += 1
            return ()
        self._core.busy.add(key)
        try:
            return some(self._items(value, fn))
        finally:
            self._core.busy.discard(key)

    def _items(self, value: Value, fn: Fn) -> Iterator[Abstract]:
        called = value.callee if isinstance(value, Call) else None
        if isinstance(value, Call) and isinstance(called, Member):
            if called.name in FROM_MAP and not value.args:
                yield from self._of_map(called.of, fn, pairs=called.name == "entries")
            elif called.name in COPYING:
                yield from self.items(called.of, fn)
            elif text_of(called) == "Array.from" and value.args:
                yield from self.items(value.args[0].value, fn)
            elif text_of(called) == "Object.entries" and value.args:
                yield from self._entries(value.args[0].value, fn)
        for whole in self._core.evaluate(value, fn):
            if isinstance(whole, Arr):
                yield from self._of_list(whole, last_name(value))
            elif isinstance(whole, Items):
                yield Inst(whole.cls)
            elif isinstance(whole, Ext) and whole.form in ADDING:
                yield from self._of_map(value, fn, pairs=whole.form == MAP)

    def handed(self, value: Value, fn: Fn) -> Iterable[Abstract]:
        """What a function is handed first that `forEach` runs: of a map, what it holds under the
        key."""
        is_map = any(isinstance(p, Ext) and p.form == MAP for p in self._core.evaluate(value, fn))
        return self._of_map(value, fn, pairs=False) if is_map else self.items(value, fn)

    def listed(self, of: Obj) -> Arr:
        """The list of what an object literal holds, the same for each that asks."""
        values = tuple(entry.value for entry in of.object.entries if entry.kind == "value")
        return self._list(of.fn, of.object, values)

    def pushed(self, array: Arr, name: str) -> Iterator[Abstract]:
        """What is put into an array of some name once it is made."""
        for site, call in self._put("push", name):
            if array in self._core.evaluate(_of(call), site.fn):
                for argument in call.args:
                    yield from self._core.evaluate(argument.value, site.fn)
        for other in self._core.index.assigns_by_name.get(name, ()):
            made = other.node.value if isinstance(other.node, Assign) else None
            if isinstance(made, Array) and other.fn.file == array.fn.file:
                for item in made.items:
                    if not isinstance(item, Op):  # `rows = [...rows, row]`
                        yield from self._core.evaluate(item, other.fn)

    def _of_list(self, whole: Arr, name: str) -> Iterator[Abstract]:
        for item in whole.array.items:
            if isinstance(item, Op) and item.op == "..." and item.operands:
                yield from self.items(item.operands[0], whole.fn)
            else:
                yield from self._core.evaluate(item, whole.fn)
        yield from self.pushed(whole, name)

    def _of_map(self, value: Value, fn: Fn, *, pairs: bool) -> Iterator[Abstract]:
        """What a set or a map holds from its beginning, and what is put into it."""
        name = last_name(value)
        for whole in self._core.evaluate(value, fn):
            if not isinstance(whole, Ext) or whole.form not in ADDING:
                continue
            is_map = whole.form == MAP
            if whole.call is not None and whole.fn is not None and whole.call.args:
                begun = self.items(whole.call.args[0].value, whole.fn)
                yield from (self._values_of(begun) if is_map and not pairs else begun)
            for site, call in self._put(ADDING[whole.form], name):
                if whole not in self._core.evaluate(_of(call), site.fn):
                    continue
                put = tuple(argument.value for argument in call.args)
                if is_map and pairs:
                    yield self._list(site.fn, call, put)
                else:
                    yield from self._core.evaluate(put[-1], site.fn)

    def _values_of(self, pairs: Iterable[Abstract]) -> Iterator[Abstract]:
        for pair in pairs:
            if isinstance(pair, Arr) and len(pair.array.items) > 1:
                yield from self._core.evaluate(pair.array.items[1], pair.fn)

    def _entries(self, value: Value, fn: Fn) -> Iterator[Abstract]:
        """The keys of an object literal, each with what it holds."""
        for whole in self._core.evaluate(value, fn):
            if isinstance(whole, Obj):
                for entry in whole.object.entries:
                    if entry.kind == "value":
                        key = Literal(entry.span, "string", entry.key)
                        yield self._list(whole.fn, entry.value, (key, entry.value))

    def _list(self, fn: Fn, of: Value | Object, values: tuple[Value, ...]) -> Arr:
        key = (fn, (id(of), *(id(value) for value in values[-1:])))
        return self._lists.setdefault(key, Arr(fn, Array(of.span, values)))

    def _put(self, word: str, name: str) -> Iterator[tuple[Site, Call]]:
        """The calls by which something is put into a collection of some name."""
        if word not in self._filled:
            table = self._filled[word] = {}
            for site in self._core.index.calls_by_name.get(word, ()):
                call = site.node
                if isinstance(call, Call) and isinstance(call.callee, Member) and call.args:
                    table.setdefault(last_name(call.callee.of), []).append(site)
        for site in self._filled[word].get(name, ()):
            assert isinstance(site.node, Call)
            yield site, site.node


def is_run_through(core: Evaluator, value: Value, fn: Fn) -> bool:
    """Whether what a collection of the project holds is taken from it one by one, by a loop of its
    file or by `forEach`: what is put into it is run there."""
    name = last_name(value)
    wholes = core.evaluate(value, fn)
    if not any(isinstance(p, Arr) or (isinstance(p, Ext) and p.form in ADDING) for p in wholes):
        return False
    each = (site.node for word in RUNS_FOR_EACH for site in core.index.calls_by_name.get(word, ()))
    if any(isinstance(call, Call) and last_name(_of(call)) == name for call in each):
        return True
    bound = (
        b for f in core.index.flows[fn.file].functions for bs in f.bindings.values() for b in bs
    )
    taken = (
        b.value for b in bound if isinstance(b.value, Index) and isinstance(b.value.key, Opaque)
    )
    return any(last_name(one.of) == name for one in taken)


def _of(call: Call) -> Value:
    return call.callee.of if isinstance(call.callee, Member) else call.callee
