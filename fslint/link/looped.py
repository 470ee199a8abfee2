"""Variables that stand for one constant after the other, as a loop goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Binding, Member, Name, Op, Opaque, Parameter, Value
from fslint.flow import Index as IndexValue
from fslint.link.abstract import Const
from fslint.link.bound import declared_in
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

EACH = "each"
RUNS_FOR_EACH = frozenset({"forEach", "map", "each"})


def looped(evaluator: Evaluator, value: Value, fn: Fn) -> Value:
    """`each` of the constants that a variable of a loop stands for, else the value itself."""
    if not isinstance(value, Name) or not is_looped(evaluator, value.id, fn):
        return value
    found = evaluator.evaluate(value, fn)
    told = [one.literal for one in found if isinstance(one, Const)]
    return Op(value.span, EACH, tuple(told)) if len(told) == len(found) > 1 else value


def is_looped(evaluator: Evaluator, name: str, fn: Fn) -> bool:
    """Whether all that a name is set to, in the scope that it is of, is each thing of a list."""
    functions = evaluator.index.flows[fn.file].functions
    index = declared_in(functions, name, fn.index)
    bound = functions[index].bindings[name] if index >= 0 else ()
    return bool(bound) and all(_steps_through(evaluator, one, Fn(fn.file, index)) for one in bound)


def _steps_through(evaluator: Evaluator, binding: Binding, fn: Fn) -> bool:
    value = binding.value
    if isinstance(value, Parameter):
        passed = evaluator.index.passed_to.get(fn)
        callee = passed[1].callee if passed is not None and value.index == 0 else None
        return isinstance(callee, Member) and callee.name in RUNS_FOR_EACH
    return isinstance(value, IndexValue) and isinstance(value.key, Opaque)
