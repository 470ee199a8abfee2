"""Objects that a framework hands in under their names: `this.fullStory` is what the file
`full-story.js` or the class `FullStoryService` is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Closure, Literal, Member, Name, Value
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.index import Index

_ROLE = re.compile(r"[._-]?(?:service|services|store|stores|provider|manager|client|index)$")
_SCOPES = frozenset({"$scope", "$rootScope", "scope", "vm", "ctrl", "self", "this", "$ctrl"})
SHORTEST = 4
INJECTED = re.compile(r"(?i)(?:inject|service)\(\)$|^this\.")
"""The forms of what is handed in."""


def handed_in(index: Index, callee: Member) -> list[Fn]:
    """The methods that `this.thing.method()` may call, where a class or a file of the project is
    called `thing`; none where the receiver is no member of `this`."""
    name = _plain(_member_of_this(callee.of))
    if len(name) < SHORTEST:
        return []
    found = called_like(index, name, index.methods_by_name.get(callee.name, ()))
    if len(found) > 1:  # an action of that name is sent, and not called
        sent = [value for _, value in index.groups.get("actions", ())]
        found = [one for one in found if not _is_held_by(index, one, sent)]
    return found


def _is_held_by(index: Index, fn: Fn, objects: list[Value]) -> bool:
    holder = index.holders.get(fn)
    return holder is not None and any(holder.object is one for one in objects)


def _member_of_this(value: Value) -> str:
    """`thing` of `this.thing` and of `this.get('thing')`; '' for all else."""
    if isinstance(value, Call) and len(value.args) == 1 and isinstance(value.callee, Member):
        key, of = value.args[0].value, value.callee.of
        read = value.callee.name == "get" and isinstance(key, Literal)
        name = key.value if read and isinstance(key, Literal) else ""
    elif isinstance(value, Member):
        name, of = value.name, value.of
    else:
        return ""
    return name if isinstance(of, Name) and of.id == "this" and isinstance(name, str) else ""


def _names(index: Index, fn: Fn) -> set[str]:
    """What a method's owner may be called where it is handed in."""
    function = index.function(fn)
    if function.owner >= 0:
        names = [index.flows[fn.file].classes[function.owner].name]
    else:
        *folders, file = fn.file.split("/")
        names = [file.partition(".")[0], *folders[-1:]]
        if not _plain(names[0]):
            names = names[1:]
    return {_plain(name) for name in names}


def _plain(name: str) -> str:
    """A name without the word for its role, in lower case and without marks."""
    dashed = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name.lstrip("_$")).lower()
    return re.sub(r"[-_.]", "", _ROLE.sub("", dashed))


def in_template(index: Index, callee: Value, file: str) -> list[Fn]:
    """The functions that a template may call which stands apart from its script: what a controller
    sets for it (`$scope.logout = function () {…}`), else members of objects, of several those of
    one that is called like the receiver, or like the template."""
    of = callee.of if isinstance(callee, Member) else callee
    name = callee.name if isinstance(callee, Member) else getattr(callee, "id", "")
    if not isinstance(of, Name):
        return []
    hung = [
        (Fn(site.fn.file, site.node.value.index), site.node.target.of)
        for site in index.assigns_by_name.get(name, ())
        if isinstance(site.node, Assign) and isinstance(site.node.value, Closure)
        if isinstance(site.node.target, Member) and _is_scope(site.node.target.of)
    ]
    found = [fn for fn, of in hung if isinstance(of, Name)] or [fn for fn, _ in hung]
    found = found or [fn for fn in index.methods_by_name.get(name, ()) if fn in index.holders]
    owner = file.rpartition("/")[2].partition(".")[0] if of is callee else of.id
    return called_like(index, owner, found) or found


def _is_scope(value: Value) -> bool:
    """Whether a template sees what is hung on a value."""
    if isinstance(value, Member):
        return value.name == "prototype"
    return isinstance(value, Name) and value.id in _SCOPES


def called_like(index: Index, owner: str, methods: Iterable[Fn]) -> list[Fn]:
    """Those of some methods whose class or file is called like their receiver."""
    name = _plain(owner)
    return [fn for fn in methods if name and name in _names(index, fn)]
