"""Objects that a framework hands in under their names: `this.fullStory` is what the file
`full-story.js` or the class `FullStoryService` is."""

from __future__ import annotations

import re
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
    return [fn for fn in index.methods_by_name.get(callee.name, ()) if name in _names(index, fn)]


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


def on_scope(index: Index, name: str) -> list[Fn]:
    """The functions that controllers set for their templates: `$scope.logout = function () {…}`."""
    return [
        Fn(site.fn.file, site.node.value.index)
        for site in index.assigns_by_name.get(name, ())
        if isinstance(site.node, Assign) and isinstance(site.node.value, Closure)
        if isinstance(site.node.target, Member) and isinstance(site.node.target.of, Name)
        if site.node.target.of.id in _SCOPES
    ]
