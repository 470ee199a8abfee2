"""Methods that say by a decorator which events they hear of: `@Subscribe` of an event bus, by the
class of what they take, and `@Action(Logout)` of a store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Call, Value
from fslint.link.index import Fn
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.actions import Read
    from fslint.link.program import Program


def declared(program: Program, read: Read) -> Iterator[tuple[str, Fn]]:
    """The keys, each with a function that hears of it; `read` gives the types of actions."""
    for path, flow in program.flows.items():
        for function in flow.functions:
            for decorator in function.decorators:
                name = _last(decorator)
                if name == "Subscribe" and function.params:
                    of = function.params[0].type.rpartition(".")[2]
                    yield f"class:{of}", Fn(path, function.index)
                elif name == "Action" and isinstance(decorator, Call):
                    for argument in decorator.args:
                        for told in read(argument.value, Fn(path, 0)):
                            yield f"dispatch:{told}", Fn(path, function.index)


def _last(decorator: Value) -> str:
    """The last name of a decorator, called or not."""
    return text_of(decorator).removesuffix("()").rpartition(".")[2]
