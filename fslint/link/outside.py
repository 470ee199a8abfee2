"""The names by which other files may call a function or a method's class."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from fslint.flow import Assign, Closure, Member, Name, Object, Value
from fslint.link.index import Fn, Index
from fslint.link.traverse import deep, file_values, steps_in

CONSTRUCTORS = ("constructor", "init", "__init__")
DECLARING = ("interface", "class", "protocol")
"""The words that stand before the name of a type where it is declared."""
SHORT = 5
"""Names with fewer letters say little wherever they stand, but in an import."""


class OutsideNames:
    """Finds the names of a program's functions that other files may know."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._keys: dict[str, frozenset[str]] = {}
        self._hung: dict[str, dict[int, str]] = {}

    def of(self, fn: Fn) -> Iterable[str]:
        """The names by which other files may call a function: of an export, a member, an entry
        of an object; for a default export its file's."""
        function = self._index.function(fn)
        flow = self._index.flows[fn.file]
        if fn.index in (hung := self._hung_in(fn.file)):
            yield hung[fn.index]
        holder = self._index.holders.get(fn)
        if holder is not None:
            yield holder.key
        made = self._index.made.get(fn)
        if made is not None:
            yield made.key
        outer = flow.functions[function.parent] if function.parent > 0 else None
        if outer is not None and any(
            isinstance(value, Closure) and value.index == fn.index for value in outer.returns
        ):
            yield from self.of(Fn(fn.file, outer.index))
        if function.owner >= 0 and function.name in CONSTRUCTORS:
            yield flow.classes[function.owner].name
        elif function.name and (
            function.owner >= 0 or function.parent == 0 or function.name in self._keys_in(fn.file)
        ):
            yield function.name
            if flow.language == "objc" and function.owner >= 0:
                named = flow.classes[function.owner].methods.items()
                yield from (name for name, methods in named if fn.index in methods)
        for export in flow.exports:
            if export.name == "default" and isinstance(export.value, Closure | Name):
                yield _name_of(fn.file)

    def of_owner(self, fn: Fn) -> Iterable[str]:
        """The names of a method's class, and of all that it is derived from and the project
        declares; for what a file declares that is not read yet, the words that would. For a
        function of an object, or of what is made of one, the names that its file gives that."""
        function = self._index.function(fn)
        if function.owner < 0:
            yield from self._of_object(fn)
            return
        declared = self._index.flows[fn.file].classes[function.owner]
        if declared.kind != "extension":
            yield declared.name
        if len(declared.name) < SHORT:
            yield from _imports_of(fn.file)
        work = list(declared.bases)
        seen: set[str] = set()
        while work:
            base = work.pop().rpartition(".")[2]
            if base in seen:
                continue
            seen.add(base)
            known = self._index.classes_by_name.get(base, ())
            if known:
                yield base
            else:
                yield from (f"{keyword} {base}" for keyword in DECLARING)
            for cls in known:
                work += self._index.flows[cls.file].classes[cls.index].bases

    def _of_object(self, fn: Fn) -> Iterable[str]:
        flow = self._index.flows[fn.file]
        index = fn.index
        while flow.functions[index].parent > 0:
            index = flow.functions[index].parent
        named: dict[str, Value] = {
            name: binding.value
            for name, bindings in flow.functions[0].bindings.items()
            for binding in bindings
            if binding.value is not None and not isinstance(binding.value, Closure)
        }
        named |= {
            _name_of(fn.file): e.value for e in flow.exports if e.name == "default" and e.value
        }
        for name, value in named.items():
            if any(isinstance(part, Closure) and part.index == index for part in deep(value)):
                yield name
                if len(name) < SHORT:
                    yield from _imports_of(fn.file)

    def _keys_in(self, file: str) -> frozenset[str]:
        """The keys of all objects of a file."""
        known = self._keys.get(file)
        if known is None:
            known = self._keys[file] = frozenset(
                entry.key
                for _, value in file_values(self._index.flows[file])
                for part in deep(value)
                if isinstance(part, Object)
                for entry in part.entries
            )
        return known

    def _hung_in(self, file: str) -> dict[int, str]:
        """The functions of a file that are hung on something, and under which name: on a service,
        on a scope, on what is the object of many (`this.reset = function () {…}`)."""
        known = self._hung.get(file)
        if known is None:
            known = self._hung[file] = {
                step.value.index: step.target.name
                for function in self._index.flows[file].functions
                for step in steps_in(function.body)
                if isinstance(step, Assign)
                and isinstance(step.value, Closure)
                and isinstance(step.target, Member)
            }
        return known


def _imports_of(file: str) -> Iterable[str]:
    """How an import of a file ends."""
    return (f"/{_name_of(file)}{quote}" for quote in "'\"")


def _name_of(file: str) -> str:
    """What others are likely to call the default export of a file."""
    stem = posixpath.basename(file).partition(".")[0]
    return stem if stem != "index" else posixpath.basename(posixpath.dirname(file))
