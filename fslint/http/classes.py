"""Views that are classes: a method for each way to ask."""

from __future__ import annotations

from fslint.flow import Call, Literal, Member, Value
from fslint.link.abstract import Cls, Func, Inst
from fslint.link.index import Fn
from fslint.link.program import Program

FRONT = "AdminIndexView"
PREFIXES = ("path", "route_base")
METHODS = (
    "get", "post", "put", "patch", "delete", "dispatch", "form_valid", "dispatch_request",
    "on_get", "on_post", "on_delete", "GET", "POST",
)  # fmt: skip


def methods_of(program: Program, cls: Fn) -> tuple[Fn, ...]:
    """The methods of a class that answer requests."""
    return tuple(
        member.fn
        for method in METHODS
        for member in program.evaluator.member(Inst(cls), method)
        if isinstance(member, Func)
    )


def mounted_at(program: Program, fn: Fn) -> str:
    """What stands before the routes of a method, as a field of its class says: Litestar's
    controllers and Flask-AppBuilder's views."""
    function = program.function(fn)
    if function.owner < 0:
        return ""
    fields = program.flows[fn.file].classes[function.owner].fields
    bindings = (one for name in PREFIXES for one in fields.get(name, ()))
    said = next((one.value for one in bindings if isinstance(one.value, Literal)), None)
    return str(said.value) if said is not None and said.kind == "string" else ""


def spaces_of(program: Program, fn: Fn) -> tuple[str, ...]:
    """What stands before the names of the routes that a class exposes: its own name, as
    Flask-AppBuilder and Flask-Admin write it, and that of Flask-Admin's front page."""
    function = program.function(fn)
    if function.owner < 0:
        return ()
    declared = program.flows[fn.file].classes[function.owner]
    front = any(base.rpartition(".")[2] == FRONT for base in declared.bases)
    return (declared.name, declared.name.lower(), *(("admin",) if front else ()))


def made_view(value: Value) -> Call | None:
    """The call `Logout.as_view(…)`, if the value is one."""
    if isinstance(value, Call) and isinstance(value.callee, Member):
        return value if value.callee.name == "as_view" else None
    return None


def classes_of(program: Program, made: Call, fn: Fn) -> tuple[Fn, ...]:
    """The classes of the project that a call of `as_view` is made on."""
    assert isinstance(made.callee, Member)
    parts = program.evaluator.evaluate(made.callee.of, fn)
    return tuple(part.cls for part in parts if isinstance(part, Cls))


def named_view(made: Call) -> str:
    """The name that Flask's `as_view('logout')` gives its endpoint."""
    first = made.args[0] if made.args else None
    if first is None or first.label not in ("", "name") or not isinstance(first.value, Literal):
        return ""
    return str(first.value.value)
