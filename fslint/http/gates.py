"""Views that only a user sees who is signed in; all others are sent to the login page."""

from __future__ import annotations

from collections.abc import Iterable

from fslint.flow import Call, Value
from fslint.http.model import View
from fslint.link.index import last_name
from fslint.link.program import Program
from fslint.link.traverse import deep

GATES = frozenset({
    "login_required", "fresh_login_required", "user_passes_test", "permission_required",
    "staff_member_required", "superuser_required", "admin_required", "auth_required",
    "require_login", "requires_auth", "login_needed", "roles_required", "roles_accepted",
})  # fmt: skip
MIXINS = frozenset({
    "LoginRequiredMixin", "PermissionRequiredMixin", "UserPassesTestMixin", "StaffRequiredMixin",
    "AccessMixin", "SuperuserRequiredMixin",
})  # fmt: skip


def is_gated(program: Program, view: View) -> bool:
    """Whether a view sends those to the login page who are not signed in."""
    if view.gated or any(_gates(program.function(h).decorators) for h in view.handlers):
        return True
    if view.cls is None:
        return False
    declared = program.flows[view.cls.file].classes[view.cls.index]
    bases = {base.rpartition(".")[2] for base in declared.bases}
    return bool(bases & MIXINS) or _gates(declared.decorators)


def is_gate(call: Value) -> bool:
    """Whether a value is `login_required(view)` or its like."""
    return isinstance(call, Call) and last_name(call.callee) in GATES


def _gates(decorators: Iterable[Value]) -> bool:
    """Also `method_decorator(login_required, name="dispatch")`."""
    return any(last_name(part) in GATES for made in decorators for part in deep(made))
