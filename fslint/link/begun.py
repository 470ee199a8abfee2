"""Fields that begin with what only stands for what they are given later."""

from __future__ import annotations

from fslint.flow import WEAK, Binding, Literal
from fslint.link.index import Fn, Index
from fslint.link.packages import JVM


def only_begun(index: Index, binding: Binding, fn: Fn) -> bool:
    """Whether what a field of the JVM begins with only stands for what it is given later."""
    value = binding.value
    flow = index.flows[fn.file]
    field = binding.kind in ("field", WEAK) and flow.language in JVM
    if not field or not isinstance(value, Literal):
        return False
    name = next((n for c in flow.classes for n, b in c.fields.items() if binding in b), "")
    assigned = any(s.fn.file == fn.file for s in index.assigns_by_name.get(name, ()))
    return assigned or not value.value
