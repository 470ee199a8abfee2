"""Functions of Python that a decorator registers with a framework, which runs them in between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Call
from fslint.link.index import Fn
from fslint.link.traverse import text_of
from fslint.vocabulary import Runner

if TYPE_CHECKING:
    from fslint.link.program import Program

_BETWEEN = "interceptor"


def registered(program: Program) -> Iterator[tuple[Fn, str, Fn, Call | None, Runner]]:
    """Each function with what sets it off: the name, the function that says so, the decorator's
    call if it is one, and how it is run: `@app.before_request`, `@app.exception_handler(Expired)`.
    """
    for path, flow in program.flows.items():
        for function in flow.functions if flow.language == "python" else ():
            for made in function.decorators:
                call = made if isinstance(made, Call) else None
                around = Fn(path, max(function.parent, 0))
                callee = made if call is None else call.callee
                forms = program.forms(callee, around)
                for runner in program.vocabulary.runners(forms, "python"):
                    if runner.how == "entry" and runner.trigger == _BETWEEN:
                        yield Fn(path, function.index), text_of(callee), around, call, runner
