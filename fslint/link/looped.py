"""Variables that stand for one thing after the other, as a loop goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Binding, Literal, Member, Name, Op, Opaque, Parameter, Value
from fslint.flow import Index as IndexValue
from fslint.link.abstract import Arr, Const
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


def goes_through(evaluator: Evaluator, callee: Value, fn: Fn) -> bool:
    """Whether a call runs the functions of one list in turn: those that a function counts through
    which has itself run again, as a pipeline does: `steps[at](context, next)`."""
    functions = evaluator.index.flows[fn.file].functions
    if isinstance(callee, Name):
        scope = declared_in(functions, callee.id, fn.index)
        bound = functions[scope].bindings[callee.id] if scope >= 0 else ()
        value = bound[0].value if len(bound) == 1 else None
    else:
        scope, value = fn.index, callee
    if not isinstance(value, IndexValue) or isinstance(value.key, Literal | Opaque):
        return False
    lists = evaluator.evaluate(value.of, Fn(fn.file, scope))
    return len(lists) == 1 and isinstance(lists[0], Arr) and _has_itself_run(evaluator, fn)


def _has_itself_run(evaluator: Evaluator, fn: Fn) -> bool:
    """Whether a function, or one around it, calls itself in its own body or in one that stands
    there, or hands itself on."""
    functions = evaluator.index.flows[fn.file].functions
    for around in evaluator.index.around(fn):
        index, name = around.index, functions[around.index].name
        inner = (n for n, one in enumerate(functions) if n == index or one.parent == index)
        calls = (call for n in inner for call in evaluator.index.calls[Fn(fn.file, n)])
        if name and any(
            isinstance(value, Name) and value.id == name
            for call in calls
            for value in (call.callee, *(argument.value for argument in call.args))
        ):
            return True
    return False
