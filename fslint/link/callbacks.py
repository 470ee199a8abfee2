"""Functions that others give to an object: `model.onFinish = { … }` is what its `onFinish()` runs,
as is what `Model(onFinish: { … })` is made with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Closure, Member
from fslint.link.abstract import IMPLICIT_THIS, Func, Inst
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator


def callbacks(core: Evaluator, cls: Fn, name: str) -> Iterator[Func]:
    """The closures that a field of a class is set to from outside, or made with."""
    if core.index.flows[cls.file].language in IMPLICIT_THIS:
        yield from _set(core, cls, name)
        yield from _made_with(core, cls, name)


def _set(core: Evaluator, cls: Fn, name: str) -> Iterator[Func]:
    """The closures that are assigned: on objects of the class, or on ones of an unknown class
    where no other class has such a field."""
    for site in core.index.assigns_by_name.get(name, ()):
        step = site.node
        if not isinstance(step, Assign) or not isinstance(step.value, Closure):
            continue
        if isinstance(step.target, Member):
            of = core.evaluate(step.target.of, site.fn)
            owners = {part.cls for part in of if isinstance(part, Inst)}
            if cls in owners or (not of and core.index.fields_declared[name] == 1):
                yield Func(Fn(site.fn.file, step.value.index))


def _made_with(core: Evaluator, cls: Fn, name: str) -> Iterator[Func]:
    """The closures that objects of the class are made with, by the parameter's name."""
    flow = core.index.flows[cls.file]
    declared = flow.classes[cls.index]
    plain = name.lstrip("_")
    places = {
        place
        for function in flow.functions
        if function.owner == cls.index and function.kind == "constructor"
        for place, param in enumerate(function.params)
        if param.name == plain
    }
    for site in core.index.calls_by_name.get(declared.name, ()):
        args = site.node.args if isinstance(site.node, Call) else ()
        for place, argument in enumerate(args):
            meant = argument.label == plain or (not argument.label and place in places)
            if meant and isinstance(argument.value, Closure):
                yield Func(Fn(site.fn.file, argument.value.index))
