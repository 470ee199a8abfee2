"""Factory constructors, which give back an object of another class than their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call, Value
from fslint.link.index import Fn
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.program import Program


def redirected(program: Program, value: Value, fn: Fn) -> list[str]:
    """The classes that a factory constructor makes: `factory Event.logout() = LoggedOut`."""
    targets = program.targets(value, fn).functions if isinstance(value, Call) else ()
    factories = [program.function(t) for t in targets]
    return [
        text_of(made).removesuffix("()").rpartition(".")[2]
        for factory in factories
        if "factory" in factory.modifiers
        for made in factory.returns
        if isinstance(made, Call)
    ]
