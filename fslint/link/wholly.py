"""Whether all that a value may come to is known, not only some of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Assign, Binding, Call, Either, Literal, Name, Parameter, Value
from fslint.link.abstract import Func
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

DEEPEST = 5


def wholly_known(core: Evaluator, value: Value, fn: Fn, depth: int = 0) -> bool:
    """Whether nothing that a value may be is hidden: of `user ? user.id : null`, `user.id` is."""
    if isinstance(value, Literal):
        return True
    if depth > DEEPEST or not core.evaluate(value, fn):
        return False
    if isinstance(value, Either):
        return all(wholly_known(core, one, fn, depth + 1) for one in value.values)
    if isinstance(value, Name):
        scope, bindings = _bound(core, value.id, fn)
        given = [(binding.value, scope) for binding in bindings if binding.value is not None]
        if any(binding.kind == "let" for binding in bindings):
            given += _assigned(core, value.id, scope)
        return all(wholly_known(core, one, where, depth + 1) for one, where in given)
    if isinstance(value, Parameter):
        params = core.index.function(fn).params
        return value.index >= len(params) or params[value.index].default is None
    if isinstance(value, Call):
        called = [a.fn for a in core.evaluate(value.callee, fn) if isinstance(a, Func)]
        returned = [(one, each) for each in called for one in core.index.function(each).returns]
        return all(wholly_known(core, one, each, depth + 1) for one, each in returned)
    return True


def _bound(core: Evaluator, name: str, fn: Fn) -> tuple[Fn, list[Binding]]:
    """The bindings of a name, and the function whose they are."""
    functions = core.index.flows[fn.file].functions
    index = fn.index
    while index >= 0:
        if name in functions[index].bindings:
            return Fn(fn.file, index), functions[index].bindings[name]
        index = functions[index].parent
    return fn, []


def _assigned(core: Evaluator, name: str, scope: Fn) -> list[tuple[Value, Fn]]:
    """What the functions of a file put in the place of a variable later."""
    sites = core.index.assigns_by_name.get(name, ())
    return [
        (site.node.value, site.fn)
        for site in sites
        if isinstance(site.node, Assign) and site.fn.file == scope.file and site.fn != scope
    ]
