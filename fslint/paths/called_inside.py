"""Functions that their own file alone calls, or that are called on an object: nobody else will."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Assign, Closure, Name, Value
from fslint.link.index import Fn
from fslint.link.keys import WEB
from fslint.link.traverse import deep

if TYPE_CHECKING:
    from fslint.paths.facts import Facts


def is_called_inside(facts: Facts, fn: Fn) -> bool:
    """Whether a function has callers, and cannot have others than those that are known."""
    if not facts.callers(fn):
        return False
    return bool(facts.program.function(fn).receiver) or is_kept_back(facts, fn)


def is_kept_back(facts: Facts, fn: Fn) -> bool:
    """Whether a function stands in a module of scripts that gives out others, and not this one."""
    flow, function = facts.program.flows[fn.file], facts.program.function(fn)
    if facts.program.language(fn) not in WEB or function.parent or not flow.exports:
        return False
    values: list[Value] = [one.value for one in flow.exports if one.value is not None]
    for sites in facts.program.index.assigns_by_name.values():
        for site in sites:
            if site.fn.file == fn.file and isinstance(site.node, Assign):
                values.append(site.node.value)
    given = [part for value in values for part in deep(value)]
    names = {part.id for part in given if isinstance(part, Name)}
    return function.name not in names and all(
        part.index != fn.index for part in given if isinstance(part, Closure)
    )
