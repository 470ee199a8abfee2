"""Classes that wrap another of their kind: of what implements an interface, who asks for it has
the wrapper, and the wrapper goes on to the others."""

from __future__ import annotations

from collections.abc import Sequence

from fslint.flow import Class, Member
from fslint.link.abstract import IMPLICIT_THIS
from fslint.link.index import Fn, Index, last_name

MEANT = 2
"""How many methods a call may mean at least, for one to wrap another."""


def outermost(index: Index, found: Sequence[Fn], fn: Fn) -> list[Fn]:
    """Of methods that a call which stands in `fn` may run, those of a class that wraps the others,
    where one does; for the wrapper itself, the others."""
    if len(found) < MEANT:
        return list(found)
    owners = {one: _owner(index, one) for one in found}
    wrappers = {
        one for one, owner in owners.items() if owner is not None and _goes_on(index, one, owner)
    }
    if not wrappers or len(wrappers) == len(found):
        return list(found)
    around = _owner(index, fn)
    inside = any(owner is around for one, owner in owners.items() if one in wrappers)
    return [one for one in found if (one in wrappers) is not inside]


def _owner(index: Index, fn: Fn) -> Class | None:
    """The class of the phone's languages that a function, or one around it, is a member of."""
    phone = index.flows[fn.file].language in IMPLICIT_THIS
    return index.class_around(fn) if phone else None


def _goes_on(index: Index, fn: Fn, cls: Class) -> bool:
    """Whether a method calls its namesake on something that its class keeps, of a type that the
    class is derived from itself."""
    kinds = {base.rpartition(".")[2] for base in cls.bases}
    kept = {
        name
        for name, bindings in cls.fields.items()
        if any(binding.type.rpartition(".")[2] in kinds for binding in bindings if binding.type)
    }
    return bool(kept) and any(
        isinstance(call.callee, Member)
        and call.callee.name == index.function(fn).name
        and last_name(call.callee.of) in kept
        for call in index.calls[fn]
    )
