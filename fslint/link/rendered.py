"""What those who show a component hand to its parameters one by one, as Compose has it:
`LogoutRow(logout = { viewModel.logout() })`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Element, Name, Parameter, Value
from fslint.link.bound import last_binding, whose_parameter
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.program import Program

TRAILING = "content"
"""What the last parameter is called that is given behind the parentheses."""


def told_by_elements(
    program: Program, value: Value, fn: Fn, seen: frozenset[tuple[Fn, int]] = frozenset()
) -> bool:
    """Whether a value is a parameter of a component, this function or one around it, and an
    element that shows the component says what it is."""
    if not isinstance(value, Name):
        return False
    owner = whose_parameter(program, value, fn)
    bound = None if owner is None else last_binding(program, value, owner)
    if owner is None or not isinstance(bound, Parameter) or (owner, bound.index) in seen:
        return False
    last = len(program.function(owner).params) - 1
    places = {str(bound.index), value.id, TRAILING if bound.index == last else ""}
    seen |= {(owner, bound.index)}
    return any(
        whose_parameter(program, attribute.value, site.fn) is None
        or told_by_elements(program, attribute.value, site.fn, seen)
        for site in program.evaluator.components.rendered(owner)
        if isinstance(site.node, Element)
        for attribute in site.node.attributes
        if attribute.name in places
    )
