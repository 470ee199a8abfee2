"""Objects that keep the function that they are made with, and run it when asked: a command, the
row of a menu. `logout.execute()` runs what `logout = Command(_logout)` was made with, and not what
others of its class were.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import (
    Assign,
    Binding,
    Call,
    Class,
    Closure,
    Function,
    Member,
    Name,
    Parameter,
    Value,
)
from fslint.link.abstract import IMPLICIT_THIS, Cls, Func, Inst, Made
from fslint.link.bound import declared_in, is_parameter
from fslint.link.index import Fn, last_name
from fslint.link.placing import placed
from fslint.link.traverse import steps_in

if TYPE_CHECKING:
    from fslint.link.program import Program

RUNNING = frozenset({"invoke", "call", "callAsFunction", "apply", "run", "accept"})
"""Methods of a function that run it."""


class Keeping:
    """Finds the objects of a program that keep functions, and what each of them keeps."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._index = program.index
        self._kept: dict[Fn, dict[str, str]] = {}

    def run(self, call: Call, fn: Fn) -> Iterator[Name | Member]:
        """The fields with such functions that a call which stands in the object's own class runs,
        or hands on."""
        cls = self.around(fn)
        kept = self._fields(cls) if cls is not None else {}
        callee = call.callee
        held = callee.of if isinstance(callee, Member) and callee.name in RUNNING else callee
        for value in (held, *(argument.value for argument in call.args)) if kept else ():
            if isinstance(value, Name | Member) and self._own(value, fn) in kept.values():
                yield value

    def inside(self, call: Call, fn: Fn) -> Iterator[Name]:
        """All such fields, for a call of the object's own method: `this.start()`."""
        cls = self.around(fn)
        callee = call.callee
        own = isinstance(callee, Name) or (
            isinstance(callee, Member) and last_name(callee.of) == "this"
        )
        for field in self._fields(cls).values() if cls is not None and own else ():
            yield Name(call.span, field)

    def keepers(self, call: Call, fn: Fn) -> Iterator[Fn]:
        """The classes whose objects keep functions and of which a call is to a method, from outside
        of the object."""
        callee = call.callee
        if not isinstance(callee, Member) or self._program.language(fn) not in IMPLICIT_THIS:
            return
        if last_name(callee.of) in ("this", "super"):
            return
        for target in self._program.targets(call, fn).functions:
            owner = self._program.function(target).owner
            if owner >= 0 and self._fields(Fn(target.file, owner)):
                yield Fn(target.file, owner)

    def makers(self, call: Call, fn: Fn, cls: Fn) -> list[Made]:
        """The calls that make the object of a class that a method is called on."""
        of = call.callee.of if isinstance(call.callee, Member) else None
        found = self._made(of, fn) if of is not None else ()
        return [one for one in found if self._makes(one, cls)]

    def given(self, made: Made, cls: Fn) -> Iterator[tuple[str, Fn]]:
        """The functions that an object of a class is made with, by the fields that keep them."""
        flow = self._program.flows[cls.file]
        fields = self._fields(cls)
        for function in self._constructors(cls):
            for place, argument in placed(made.call.args, function.params, flow.language):
                name = function.params[place].name if place < len(function.params) else ""
                for part in self._functions(argument.value, made.fn) if name in fields else ():
                    yield fields[name], part

    def _functions(self, value: Value, fn: Fn) -> Iterator[Fn]:
        if isinstance(value, Closure):
            yield Fn(fn.file, value.index)
        elif isinstance(value, Name | Member) and not is_parameter(self._program, value, fn):
            for part in self._program.evaluator.evaluate(value, fn):
                if isinstance(part, Func):
                    yield part.fn

    def around(self, fn: Fn) -> Fn | None:
        """The class of a phone's language that a function is a member of, or stands in."""
        around = self._index.class_around(fn)
        phone = self._program.language(fn) in IMPLICIT_THIS
        return Fn(fn.file, around.index) if around is not None and phone else None

    def _own(self, value: Name | Member, fn: Fn) -> str:
        """The name of the field of its own object that a value may be."""
        if isinstance(value, Member):
            return value.name if last_name(value.of) == "this" else ""
        functions = self._program.flows[fn.file].functions
        return value.id if declared_in(functions, value.id, fn.index) < 0 else ""

    def _fields(self, cls: Fn) -> dict[str, str]:
        """The fields of a class that keep what it is made with, by the parameter for that."""
        known = self._kept.get(cls)
        if known is None:
            declared = self._program.flows[cls.file].classes[cls.index]
            known = self._kept[cls] = {
                name: field
                for function in self._constructors(cls)
                for name, field in _keeps(function, declared)
            }
        return known

    def _constructors(self, cls: Fn) -> Iterator[Function]:
        for function in self._program.flows[cls.file].functions:
            if function.owner == cls.index and function.kind == "constructor":
                yield function

    def _makes(self, made: Made, cls: Fn) -> bool:
        parts = self._program.evaluator.evaluate(made.call.callee, made.fn)
        return Cls(cls) in parts

    def _made(self, value: Value, fn: Fn) -> Iterator[Made]:
        """The calls whose result a value is bound to."""
        if isinstance(value, Call):
            yield Made(value, fn)
        elif isinstance(value, Member) and last_name(value.of) != "this":
            for part in self._program.evaluator.evaluate(value.of, fn):
                if isinstance(part, Inst | Cls):
                    yield from self._set(part.cls, value.name)
        elif isinstance(value, Name | Member):
            functions = self._program.flows[fn.file].functions
            index = -1
            if isinstance(value, Name):
                index = declared_in(functions, value.id, fn.index)
            cls = self.around(fn)
            if index >= 0 and isinstance(value, Name):
                yield from _calls(functions[index].bindings[value.id], Fn(fn.file, index))
            elif cls is not None:
                yield from self._set(cls, last_name(value))

    def _set(self, cls: Fn, name: str) -> Iterator[Made]:
        """The calls that a field of a class is set to, as it is declared or later."""
        declared = self._program.flows[cls.file].classes[cls.index]
        scope = next(
            (
                Fn(cls.file, function.index)
                for kind in ("initializer", "constructor")
                for function in self._program.flows[cls.file].functions
                if function.owner == cls.index and function.kind == kind
            ),
            Fn(cls.file, declared.parent),
        )
        yield from _calls(declared.fields.get(name, ()), scope)
        for site in self._index.assigns_by_name.get(name, ()):
            step = site.node
            made = step.value if isinstance(step, Assign) else None
            if isinstance(made, Call) and self.around(site.fn) == cls:
                yield Made(made, site.fn)


def _calls(bindings: list[Binding] | tuple[()], fn: Fn) -> Iterator[Made]:
    for binding in bindings:
        if isinstance(binding.value, Call):
            yield Made(binding.value, fn)


def _keeps(constructor: Function, cls: Class) -> Iterator[tuple[str, str]]:
    """The parameters of a constructor, each with the field that keeps what it is given."""
    set_to = {}
    for step in steps_in(constructor.body):
        if isinstance(step, Assign) and isinstance(step.target, Name | Member):
            value = step.value
            if isinstance(value, Parameter):
                set_to[constructor.params[value.index].name] = last_name(step.target)
            elif isinstance(value, Name):
                set_to[value.id] = last_name(step.target)
    for param in constructor.params:
        field = set_to.get(param.name, param.name)
        if field in cls.fields:
            yield param.name, field
