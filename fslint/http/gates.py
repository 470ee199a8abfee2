"""Views that only a user sees who is signed in; all others are sent to the login page."""

from __future__ import annotations

from collections.abc import Iterable

from fslint.flow import Call, Value
from fslint.http.model import View
from fslint.link.index import last_name
from fslint.link.program import Program
from fslint.link.traverse import deep


def is_gated(program: Program, view: View) -> bool:
    """Whether a view sends those to the login page who are not signed in."""
    if view.gated or any(_gates(program, program.function(h).decorators) for h in view.handlers):
        return True
    if view.cls is None:
        return False
    declared = program.flows[view.cls.file].classes[view.cls.index]
    bases = (base.rpartition(".")[2] for base in declared.bases)
    speaks = program.vocabulary.speaks_of
    return any(speaks("gate-class", base) for base in bases) or _gates(program, declared.decorators)


def is_gate(program: Program, call: Value) -> bool:
    """Whether a value is `login_required(view)` or its like."""
    return isinstance(call, Call) and _is_gate(program, call.callee)


def _gates(program: Program, decorators: Iterable[Value]) -> bool:
    """Also `method_decorator(login_required, name="dispatch")`."""
    return any(_is_gate(program, part) for made in decorators for part in deep(made))


def _is_gate(program: Program, value: Value) -> bool:
    return program.vocabulary.speaks_of("gate", last_name(value))
