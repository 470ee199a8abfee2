"""Streams that let only somebody through: `user$.pipe(filter(Boolean)).subscribe(…)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call, Literal, Member, Name, Value
from fslint.link.abstract import Func
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep
from fslint.paths.known import NULL

if TYPE_CHECKING:
    from fslint.paths.walker import Walker


def never_told_of_nobody(walker: Walker, call: Call, fn: Fn | None) -> bool:
    """Whether what subscribes by a call that stands in `fn` hears of users only, never of none."""
    piped = call.callee.of if isinstance(call.callee, Member) else None
    if fn is None or not isinstance(piped, Call) or last_name(piped.callee) != "pipe":
        return False
    return any(
        _stops_nobody(walker, operator.args[0].value, fn)
        for argument in piped.args
        if isinstance(operator := argument.value, Call) and operator.args
        if last_name(operator.callee) == "filter"
    )


def _stops_nobody(walker: Walker, test: Value, fn: Fn) -> bool:
    """Whether a filter's test does not hold of null; one for `undefined` lets null through."""
    if isinstance(test, Name) and test.id == "Boolean":
        return True
    for part in walker.program.evaluator.evaluate(test, fn):
        if isinstance(part, Func):
            function = walker.program.function(part.fn)
            names = [param.name for param in function.params[:1] if param.name]
            env = tuple((f"{part.fn.file}:{part.fn.index}:{name}", NULL) for name in names)
            holds = [walker.conditions.truth(one, part.fn, env) for one in function.returns]
            waits = any(
                isinstance(inner, Literal) and inner.kind == "undefined"
                for one in function.returns
                for inner in deep(one)
            )
            if holds and not waits and all(one is False for one in holds):
                return True
    return False
