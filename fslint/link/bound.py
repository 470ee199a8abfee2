"""What a name was bound to in its function or in one around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fslint.flow import Assign, Binding, Function, Member, Name, Op, Parameter, Value
from fslint.link.abstract import Func
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator
    from fslint.link.program import Program


def alias(program: Program, value: Value, fn: Fn) -> Value | None:
    """What a name was bound to once and for all, where that is a name or a member."""
    if not isinstance(value, Name):
        return None
    binding = constant_binding(program, value, fn)
    if binding is not None and isinstance(binding, Name | Member | Op):
        leaf: Value = binding
        while isinstance(leaf, Member):
            leaf = leaf.of
        return None if isinstance(leaf, Parameter) else binding
    return None


def constant_binding(program: Program, value: Name, fn: Fn) -> Value | None:
    """The value of a name that is bound once and never again."""
    bindings = _bindings(program, value, fn)
    only = bindings[0] if len(bindings) == 1 else None
    return only.value if only is not None and only.kind == "const" else None


def only_binding(program: Program, value: Name, fn: Fn) -> tuple[Value | None, Fn]:
    """The value of a name that is bound once, by whatever word, and the function that does so."""
    index = declared_in(program.flows[fn.file].functions, value.id, fn.index)
    bindings = _bindings(program, value, fn)
    return bindings[0].value if len(bindings) == 1 else None, Fn(fn.file, index)


def last_binding(program: Program, value: Name, fn: Fn) -> Value | None:
    """The value that a name is bound to last, where it is bound at all."""
    bindings = _bindings(program, value, fn)
    return bindings[-1].value if bindings else None


def _bindings(program: Program, value: Name, fn: Fn) -> Sequence[Binding]:
    """All that a name is bound to in the function that declares it, seen from another in it."""
    functions = program.flows[fn.file].functions
    index = declared_in(functions, value.id, fn.index)
    return functions[index].bindings[value.id] if index >= 0 else ()


def declared_in(functions: Sequence[Function], name: str, index: int) -> int:
    """The place of the function that declares a name, seen from one of a file's functions: that
    one or one around it; -1 where none does."""
    while index >= 0 and name not in functions[index].bindings:
        index = functions[index].parent
    return index


def set_from_inside(core: Evaluator, name: str, scope: Fn) -> Iterator[Func]:
    """The functions that a variable of one function is set to by those inside it: of
    `let heard; export const onLogout = (given) => { heard = given; }` all that are given."""
    functions = core.index.flows[scope.file].functions
    for fn, step in core.index.assigns_by_name.get(name, ()):
        if (
            fn.file == scope.file
            and fn != scope
            and isinstance(step, Assign)
            and isinstance(step.target, Name)
            and declared_in(functions, name, fn.index) == scope.index
        ):
            yield from (a for a in core.evaluate(step.value, fn) if isinstance(a, Func))


def function_named(program: Program, value: Name, fn: Fn) -> Fn | None:
    """The one function of the project that a name stands for which is no parameter."""
    found = program.evaluator.evaluate(value, fn)
    only = found[0] if len(found) == 1 else None
    if not isinstance(only, Func) or is_parameter(program, value, fn):
        return None
    return only.fn


def is_parameter(program: Program, value: Value, fn: Fn) -> bool:
    """Whether a value is a parameter of its function or of one around it, or a member of one."""
    return whose_parameter(program, value, fn) is not None


def whose_parameter(program: Program, value: Value, fn: Fn) -> Fn | None:
    """The function, this one or one around it, of which a value is a parameter or a member of
    one."""
    while isinstance(value, Member):
        value = value.of
    if isinstance(value, Parameter):
        return fn
    flow = program.flows[fn.file]
    index = fn.index
    while isinstance(value, Name) and index >= 0:
        bindings = flow.functions[index].bindings.get(value.id)
        if bindings:
            bound = bindings[0].value
            while isinstance(bound, Member):
                bound = bound.of
            return Fn(fn.file, index) if isinstance(bound, Parameter) else None
        index = flow.functions[index].parent
    return None
