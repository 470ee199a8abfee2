"""Elements that several attributes give a handler of one event: all of them run, in turn."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fslint.flow import Attribute, Call, Closure, Function, Member, Name, Span
from fslint.languages.markup_source import Source

_EVENT = re.compile(r"(?:@|v-on:|x-on:|on:?|\(|hx-on:{1,2})([a-z][\w-]*)(?![\w-])")
_HANDLERS = (Closure, Name, Member)


def in_turn(source: Source, attributes: Iterable[Attribute]) -> list[Attribute]:
    """The attributes, with one handler for each event that has several."""
    found: dict[str, list[Attribute]] = {}
    for one in attributes:
        event = _EVENT.match(one.name)
        handles = event is not None and isinstance(one.value, _HANDLERS)
        found.setdefault(event[1] if event and handles else f" {len(found)}", []).append(one)
    return [same[0] if len(same) == 1 else _joined(source, same) for same in found.values()]


def _joined(source: Source, same: list[Attribute]) -> Attribute:
    place = Span(same[0].span.start, same[-1].span.end)
    functions = source.flow.functions
    made = Function(len(functions), "", place, "arrow", parent=source.parent, body_span=place)
    made.body = [Call(one.value.span, one.value, (), "dropped") for one in same]
    functions.append(made)
    modified = next((one.name for one in same if "." in one.name), same[0].name)
    return Attribute(modified, Closure(place, made.index), place)
