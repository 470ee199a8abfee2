"""What an assignment to a property runs: its setter, and observers such as Swift's `didSet`.

A constructor's own assignments run no observers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fslint.flow import Argument, Assign, Call, Member, Name
from fslint.link.abstract import Cls, Inst
from fslint.link.evaluate import Evaluator
from fslint.link.index import Fn, Index

DID_SET = "didSet:"
OBSERVERS = ("willSet:", DID_SET)
"""What the names of a property's observers begin with."""
OBSERVABLE = 3
"""How much Kotlin tells who observes a property: which it is, what it was, and what it is now."""


class Setting(NamedTuple):
    """A function that an assignment runs, and the call of it that the assignment amounts to.

    `observes`: it is not given the new value, but finds the property changed.
    """

    fn: Fn
    call: Call
    observes: bool


class Setters:
    """Finds the setters and observers of the properties of a program's classes."""

    def __init__(self, index: Index, evaluator: Evaluator) -> None:
        self._index = index
        self._evaluator = evaluator
        self._known: dict[int, tuple[Setting, ...]] = {}
        self._above: dict[str, frozenset[str]] = {}

    def of(self, step: Assign, fn: Fn) -> tuple[Setting, ...]:
        """What an assignment that stands in `fn` runs."""
        known = self._known.get(id(step))
        if known is None:
            known = self._known[id(step)] = tuple(self._find(step, fn))
        return known

    def _find(self, step: Assign, fn: Fn) -> Iterable[Setting]:
        target = step.target
        if not isinstance(target, Member | Name):
            return
        name = target.name if isinstance(target, Member) else target.id
        if isinstance(target, Name) and self._local(name, fn):
            return
        setters = self._named(name, "")
        observers = [found for word in OBSERVERS for found in self._named(name, word)]
        if not (setters or observers):
            return
        owner = target.of if isinstance(target, Member) else Name(target.span, "this")
        classes = {
            self._class_name(part.cls)
            for part in self._evaluator.evaluate(owner, fn)
            if isinstance(part, Inst | Cls)
        }
        for found in setters:
            if found != fn and self._related(found, classes):
                value = Argument(step.value)
                told = len(self._index.function(found).params) == OBSERVABLE
                given = (Argument(target), Argument(target), value) if told else (value,)
                yield Setting(found, Call(step.span, target, given, "dropped"), False)
        if self._index.function(fn).kind == "constructor":
            return
        for found in observers:
            if found != fn and self._related(found, classes):
                yield Setting(found, Call(step.span, target, (), "dropped"), True)

    def _local(self, name: str, fn: Fn) -> bool:
        functions = self._index.flows[fn.file].functions
        index = fn.index
        while index >= 0:
            if name in functions[index].bindings:
                return True
            index = functions[index].parent
        return False

    def _named(self, name: str, word: str) -> list[Fn]:
        found = [
            fn
            for fn in self._index.methods_by_name.get(word + name, ())
            if self._index.function(fn).owner >= 0
            and (word or self._index.function(fn).kind == "setter")
        ]
        return found if word else [*found, *self._messages(name)]

    def _messages(self, name: str) -> list[Fn]:
        """The methods that Objective-C sets a property by: `setUser:` for `user`."""
        return [
            fn
            for fn in self._index.methods_by_name.get(f"set{name[:1].upper()}{name[1:]}", ())
            if self._index.flows[fn.file].language == "objc"
            and len(self._index.function(fn).params) == 1
        ]

    def _class_name(self, cls: Fn) -> str:
        return self._index.flows[cls.file].classes[cls.index].name

    def _related(self, setter: Fn, classes: set[str]) -> bool:
        """Whether a setter is one of a class, of what that extends or of what extends it."""
        owner = self._class_name(Fn(setter.file, self._index.function(setter).owner))
        return any(
            name == owner or owner in self._bases(name) or name in self._bases(owner)
            for name in classes
        )

    def _bases(self, name: str) -> frozenset[str]:
        """The names of all that the classes of a name extend."""
        known = self._above.get(name)
        if known is None:
            found: set[str] = set()
            work = [name]
            while work:
                for cls in self._index.classes_by_name.get(work.pop(), ()):
                    bases = self._index.flows[cls.file].classes[cls.index].bases
                    short = {base.rpartition(".")[2] for base in bases} - found
                    found |= short
                    work += short
            known = self._above[name] = frozenset(found)
        return known
