"""What `super` stands for: an object as the classes above its own have made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.link.abstract import Base, Ext, Inst, Values, some
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.members import Members


def bases_of(members: Members, own: Values) -> Values:
    """Objects as the classes that those of the project's own are derived from have made them."""
    classes = (one.cls for one in own if isinstance(one, Inst))
    return some(Base(base) for cls in classes for base in sorted(_derived_from(members, cls)))


def member_above(members: Members, cls: Fn, name: str, seen: frozenset[Fn] = frozenset()) -> Values:
    """The methods of a name that a class, or else one above it, has written, without what stands
    in their place below; if none has, what comes from outside."""
    written = some(part for one in members.parts(cls) for part in members.written(one, name))
    if written:
        return written
    bases = _derived_from(members, cls) - seen
    found = some(
        part for base in sorted(bases) for part in member_above(members, base, name, seen | bases)
    )
    return found or (Ext(f"super.{name}"),)


def _derived_from(members: Members, cls: Fn) -> set[Fn]:
    """The project's classes that a class is derived from; an extension is derived from none."""
    classes = [one for one in members.parts(cls) if members.class_at(one).kind != "extension"]
    bases = (base for one in classes for base in members.bases(one))
    return {base.cls for base in bases if isinstance(base, Inst)}
