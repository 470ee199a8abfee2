"""The address that a script takes from the link or form it handles: `location = this.href`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fslint.flow import Call, Element, Literal, Member, Name, Parameter, Value
from fslint.http.listeners import Listener, fits, selectors
from fslint.link.index import Fn, last_name
from fslint.link.program import Program

HELD_IN = frozenset({"href", "action"})
READING = frozenset({"getAttribute", "attr", "prop"})
TARGETS = frozenset({"target", "currentTarget", "delegateTarget", "submitter"})
WRAPPING = frozenset({"$", "jQuery"})


class Address(NamedTuple):
    """An attribute's value, and the page that it stands in."""

    value: Value
    fn: Fn


def address_of(
    program: Program, listeners: Iterable[Listener], value: Value, fn: Fn
) -> Address | None:
    """What the attribute of an element says that a value is read from; None for other values."""
    read = _read(value)
    if read is None:
        return None
    of, name = read
    wanted = tuple(_named(program, listeners, of, fn))
    for site in program.index.elements if wanted else ():
        element = site.node
        if isinstance(element, Element) and any(fits(one, element) for one in wanted):
            for attribute in element.attributes:
                if attribute.name.lower().lstrip(":") == name:
                    return Address(attribute.value, site.fn)
    return None


def _read(value: Value) -> tuple[Value, str] | None:
    """The element that a value is read from, and the attribute."""
    if isinstance(value, Member) and value.name in HELD_IN:
        return value.of, value.name
    callee = value.callee if isinstance(value, Call) else None
    if isinstance(value, Call) and isinstance(callee, Member) and callee.name in READING:
        first = value.args[0].value if value.args else None
        if isinstance(first, Literal) and first.value in HELD_IN:
            return callee.of, str(first.value)
    return None


def _named(program: Program, listeners: Iterable[Listener], of: Value, fn: Fn) -> Iterator[str]:
    """The selectors of the element that a value is: the one that a handler runs for, or another
    that it knows."""
    if isinstance(of, Call) and last_name(of.callee) in WRAPPING and of.args:
        first = of.args[0].value
        of = of if isinstance(first, Literal) else first
    handler = _handled(program, of, fn)
    if handler is None:
        yield from selectors(program, of, fn, 0)
    else:
        yield from (one.selector for one in listeners if one.fn == handler)


def _handled(program: Program, of: Value, fn: Fn) -> Fn | None:
    """The handler whose own element a value is: `this`, or the target of its event."""
    if isinstance(of, Name) and of.id == "this":
        return fn
    name = of.of.id if isinstance(of, Member) and isinstance(of.of, Name) else ""
    if not isinstance(of, Member) or of.name not in TARGETS or not name:
        return None
    functions = program.flows[fn.file].functions
    index = fn.index
    while index >= 0:
        if any(isinstance(b.value, Parameter) for b in functions[index].bindings.get(name, ())):
            return Fn(fn.file, index)
        index = functions[index].parent
    return None
