"""Which names a class can have a member by, so that most lookups end before they begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Assign, Class, Member
from fslint.link.abstract import Ext, Inst
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator
    from fslint.link.members import Members


class Declaring:
    """The names that classes declare, inherit, are extended by, or set on themselves."""

    def __init__(self, members: Members, core: Evaluator) -> None:
        self._members = members
        self._core = core
        self._names: dict[Fn, frozenset[str]] = {}
        self._assigned: dict[str, set[str]] | None = None

    def may_have(self, cls: Fn, name: str) -> bool:
        """Whether a class, what it is derived from, or what extends these, may declare a name."""
        known = self._names.get(cls)
        if known is None:
            cuts = self._core.cuts
            known = frozenset(self._collect(cls))
            if self._core.cuts != cuts:
                return True
            self._names[cls] = known
        return name in known

    def _collect(self, cls: Fn) -> set[str]:
        found: set[str] = set()
        seen = {cls}
        work = [cls]
        while work:
            current = work.pop()
            declared = self._members.class_at(current)
            found.update(declared.methods, declared.fields, self._set_in(current.file))
            if self._core.index.flows[current.file].language == "java":
                found.update(_properties(declared))
            for other in self._related(current, declared):
                if other not in seen:
                    seen.add(other)
                    work.append(other)
        return found

    def _related(self, cls: Fn, declared: Class) -> Iterator[Fn]:
        """The bases of a class, and the extensions of it and of its bases."""
        named = self._members.named
        for part in self._members.bases(cls):
            if isinstance(part, Inst):
                yield part.cls
            elif isinstance(part, Ext):
                yield from named(part.form.rpartition("#")[2])
        if declared.name:
            yield from named(declared.name)

    def _set_in(self, file: str) -> set[str]:
        """The names of members that a file assigns to."""
        if self._assigned is None:
            self._assigned = {}
            for name, sites in self._core.index.assigns_by_name.items():
                for site in sites:
                    if isinstance(site.node, Assign) and isinstance(site.node.target, Member):
                        self._assigned.setdefault(site.fn.file, set()).add(name)
        return self._assigned.get(file, set())


def _properties(declared: Class) -> Iterator[str]:
    """The names of the properties that getters of Java stand for."""
    for name in declared.methods:
        if name.startswith("get"):
            yield name[3:4].lower() + name[4:]
