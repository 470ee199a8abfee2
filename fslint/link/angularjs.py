"""What AngularJS hands in by name: `Auth` of `function ($scope, Auth)` and `$injector.get('Auth')`
are what `.factory('Auth', …)` gives back, and what `.service('Auth', …)` makes."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import Array, Assign, Call, Closure, Literal, Member, Name, Parameter, Value
from fslint.link.index import Fn, Index, last_name

MAKING = ("factory", "service")
GETTING = "$injector.get"


def provided_methods(index: Index, callee: Member, fn: Fn) -> list[Fn]:
    """The methods that a call runs of what a module of the project has registered under the name
    of its receiver."""
    name = _name(index, callee.of, fn)
    makers = list(_makers(index, name)) if name else []
    found = [
        Fn(site.fn.file, site.node.value.index)
        for site in index.assigns_by_name.get(callee.name, ()) if makers
        if site.fn in makers and isinstance(site.node, Assign)
        and isinstance(site.node.value, Closure) and isinstance(site.node.target, Member)
    ]  # fmt: skip
    for other in index.methods_by_name.get(callee.name, ()) if makers else ():
        holder = index.holders.get(other)
        if holder is not None and holder.fn in makers:
            found.append(other)
    return found or [inner for maker in makers for inner in _named(index, maker, callee.name)]


def _named(index: Index, maker: Fn, name: str) -> Iterator[Fn]:
    """The function of a maker that it gives back under its own name: `{ logout: logout }`."""
    for function in index.flows[maker.file].functions:
        if function.parent == maker.index and function.name == name:
            yield Fn(maker.file, function.index)


def _name(index: Index, of: Value, fn: Fn) -> str:
    """The name under which a receiver was handed in; '' where it was not."""
    if not isinstance(of, Name):
        return ""
    functions = index.flows[fn.file].functions
    place = fn.index
    while place >= 0 and of.id not in functions[place].bindings:
        place = functions[place].parent
    for binding in functions[place].bindings[of.id] if place >= 0 else ():
        value = binding.value
        if isinstance(value, Parameter):
            return of.id
        if isinstance(value, Call) and isinstance(value.callee, Member) and value.args:
            asked = value.args[0].value
            got = f"{last_name(value.callee.of)}.{value.callee.name}" == GETTING
            if got and isinstance(asked, Literal):
                return str(asked.value)
    return ""


def _makers(index: Index, name: str) -> Iterator[Fn]:
    """The functions that make what is registered under a name."""
    for how in MAKING:
        for site in index.calls_by_name.get(how, ()):
            args = site.node.args if isinstance(site.node, Call) else ()
            told = args[0].value if len(args) == 2 else None
            if isinstance(told, Literal) and told.value == name:
                made = args[1].value
                made = made.items[-1] if isinstance(made, Array) and made.items else made
                if isinstance(made, Closure):
                    yield Fn(site.fn.file, made.index)
                elif isinstance(made, Name):
                    yield from (
                        one for one in index.functions_by_name.get(made.id, ())
                        if one.file == site.fn.file
                    )  # fmt: skip
