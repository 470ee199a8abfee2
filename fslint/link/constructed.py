"""Methods of objects that functions make, as before classes: `self.clear = function () {…}`,
`Session.prototype.clear = …`."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import Assign, Call, Closure, Member, Name, Value
from fslint.link.index import Fn, Index
from fslint.link.traverse import text_of

PROTOTYPE = ".prototype"
DEEPEST = 3


def constructed(index: Index, callee: Member, fn: Fn) -> list[Fn]:
    """The functions that a file assigns to the name of a member which is called on `this`, or on
    what a function of the file was called with `new` for."""
    maker = _maker(index, callee.of, fn)
    if maker is None:
        return []
    found = [
        Fn(site.fn.file, site.node.value.index)
        for site in index.assigns_by_name.get(callee.name, ())
        if site.fn.file == fn.file
        and isinstance(site.node, Assign)
        and isinstance(site.node.target, Member)
        and isinstance(site.node.value, Closure)
        and _gives(index, site.node.target.of, site.fn, maker)
    ]
    return found if len(found) == 1 else []


def _maker(index: Index, value: Value, fn: Fn) -> str | None:
    """The name of the function that made an object; '' for the object itself, in its methods."""
    for bound in _bound(index, value, fn):
        if isinstance(bound, Name) and bound.id == "this":
            return ""
        if isinstance(bound, Call) and bound.new:
            return text_of(bound.callee)
    return None


def _gives(index: Index, owner: Value, fn: Fn, maker: str) -> bool:
    """Whether an assignment to a member of `owner` gives a method to what a function makes."""
    text = text_of(owner)
    if text.endswith(PROTOTYPE):
        return maker in ("", text.removesuffix(PROTOTYPE))
    return _maker(index, owner, fn) == "" and maker in ("", index.function(fn).name)


def _bound(index: Index, value: Value, fn: Fn) -> Iterator[Value]:
    """A value, and what it is bound to where it is a name."""
    functions = index.flows[fn.file].functions
    at = fn.index
    for _ in range(DEEPEST):
        yield value
        while isinstance(value, Name) and at >= 0 and value.id not in functions[at].bindings:
            at = functions[at].parent
        bound = functions[at].bindings[value.id] if isinstance(value, Name) and at >= 0 else ()
        if not bound or bound[0].value is None:
            return
        value = bound[0].value
