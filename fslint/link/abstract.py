"""What a value may be: a function, an object, a class, something from outside the project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from fslint.flow import Array, Call, Literal, Object
from fslint.link.index import Fn

MOST = 12
BINDING = "bind"
"""The method that makes a function of another one."""
DEEPEST = 60
IMPLICIT_THIS = frozenset({"swift", "kotlin", "java", "dart", "objc"})
"""Languages in which a member needs no `this` in front."""


class Made(NamedTuple):
    """A call that makes a function, and the function it stands in."""

    call: Call
    fn: Fn


class Func(NamedTuple):
    """A function of the project; `made` by which call, where a helper gives it back that was
    handed others: `guarded(() => …)`."""

    fn: Fn
    made: Made | None = None


class Inst(NamedTuple):
    """An object of a class of the project (`cls.index` is a place in the table of classes)."""

    cls: Fn


class Base(NamedTuple):
    """An object as a class that its own is derived from has made it: what `super` stands for."""

    cls: Fn


class Items(NamedTuple):
    """A collection of objects of a class of the project."""

    cls: Fn


class Cls(NamedTuple):
    """A class of the project itself."""

    cls: Fn


class Obj(NamedTuple):
    """An object literal and the function it stands in."""

    fn: Fn
    object: Object


class Arr(NamedTuple):
    """An array literal and the function it stands in."""

    fn: Fn
    array: Array


class Mod(NamedTuple):
    """A file of the project as a namespace."""

    file: str


class Props(NamedTuple):
    """What a component is given: `owner` is its function, or its class when `of_class`."""

    owner: Fn
    of_class: bool = False


class Ext(NamedTuple):
    """Something from outside the project, as a form that vocabulary patterns match.

    `call` is the external call that made it, where one did, and `fn` where that call stands.
    """

    form: str
    call: Call | None = None
    fn: Fn | None = None


class Const(NamedTuple):
    """A constant."""

    literal: Literal


class Action(NamedTuple):
    """An action creator or action of a store, known by its key."""

    key: str


Abstract: TypeAlias = (
    "Func | Inst | Base | Items | Cls | Obj | Arr | Mod | Props | Ext | Const | Action"
)
Values: TypeAlias = "tuple[Abstract, ...]"


def some(found: Iterable[Abstract]) -> Values:
    """The first few different ones, in order."""
    kept: dict[Abstract, None] = {}
    for one in found:
        kept.setdefault(one)
        if len(kept) >= MOST:
            break
    return tuple(kept)
