"""Attributes in which libraries name what an element runs: Stimulus' `data-action`, Knockout's
`data-bind`. They are spelt out as handlers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import (
    CONTROLLER,
    Attribute,
    Block,
    Call,
    Closure,
    Function,
    Member,
    Name,
    Value,
)
from fslint.languages.markup_scanner import RawAttribute
from fslint.languages.markup_scripts import bound
from fslint.languages.markup_source import Source

BINDINGS = ("data-action", "data-bind")
_ACTION = re.compile(r"(?<![\w/#-])(?:([\w:.]+)(?:@\w+)?->)?([A-Za-z][\w/-]*)#([A-Za-z_]\w*)")
_CONTROLLER = re.compile(r"(?<!\S)[A-Za-z][\w/-]*(?!\S)")
_EVENTS = {"form": "submit", "select": "change", "textarea": "input", "input": "input"}
_CLICK = "click"
_BOUND = frozenset({"click", "submit"})
_OUTER = re.compile(r"\s*\$(?:parent|root|data|component|parents\[\d\])\.(?=\w)")
_MODEL = "$root"
"""The object that a page's names are looked up in."""
_KEY = re.compile(r"\s*['\"]?(\w+)['\"]?\s*:")
_OPENING, _CLOSING = "([{", ")]}"


def is_binding(name: str) -> bool:
    """Whether an attribute may name handlers of an element."""
    return name in BINDINGS


def bindings(source: Source, raw: RawAttribute, tag: str) -> tuple[Block, list[Attribute]]:
    """The handlers that an attribute names, and the steps that they make; none where it names
    none."""
    start, end = raw.value, raw.value_end
    if raw.name == "data-action":
        return [], actions(source, source.text[start:end], start, tag)
    steps: Block = []
    found: list[Attribute] = []
    for event, first, last in _bound(source.text, start, end):
        made, value = bound(source, first, last)
        steps += made
        if isinstance(value, Name):
            value = Member(value.span, Name(value.span, _MODEL), value.id, value.span)
        found.append(Attribute(f"on{event}", _run(source, value), source.span(first, last)))
    return steps, found


def actions(source: Source, text: str, start: int, tag: str) -> list[Attribute]:
    """The handlers that `click->session#logout` names, which stands at an offset."""
    found: list[Attribute] = []
    for told in _ACTION.finditer(text):
        place = source.span(start + told.start(), start + told.end())
        at = source.span(start + told.start(3), start + told.end(3))
        of = Name(place, f"{CONTROLLER}{told[2]}")
        closure = _run(source, Member(place, of, told[3], at))
        found.append(Attribute(f"on{told[1] or _EVENTS.get(tag, _CLICK)}", closure, place))
    return found


def connected(source: Source, text: str, start: int) -> Block:
    """What the controllers of an element, named at an offset, do as it comes up."""
    steps: Block = []
    for named in _CONTROLLER.finditer(text):
        place = source.span(start + named.start(), start + named.end())
        of = Name(place, f"{CONTROLLER}{named[0]}")
        steps.append(Call(place, Member(place, of, "connect", place), (), "dropped"))
    return steps


def _run(source: Source, value: Value) -> Value:
    """The function literal that calls what an attribute names."""
    if not isinstance(value, Name | Member):
        return value
    functions = source.flow.functions
    made = Function(len(functions), "", value.span, "arrow", parent=source.parent)
    made.body = [Call(value.span, value, (), "dropped")]
    made.body_span = value.span
    functions.append(made)
    return Closure(value.span, made.index)


def _bound(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The events of a binding with the places of their handlers: `click: leave`, and those in
    `event: { click: leave }`."""
    for first, last in _parts(text, start, end):
        key = _KEY.match(text, first, last)
        if key is not None and key[1] in _BOUND:
            outer = _OUTER.match(text, key.end(), last)
            yield key[1], key.end() if outer is None else outer.end(), last
        elif key is not None and key[1] == "event":
            opening = text.find("{", key.end(), last)
            closing = text.rfind("}", key.end(), last)
            if opening != -1 and closing > opening:
                yield from _bound(text, opening + 1, closing)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a text between the commas that stand in no brackets and no string."""
    depth = 0
    quote = ""
    first = start
    for place in range(start, end):
        mark = text[place]
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "'\"`":
            quote = mark
        elif mark in _OPENING or mark in _CLOSING:
            depth += 1 if mark in _OPENING else -1
        elif mark == "," and depth == 0:
            yield first, place
            first = place + 1
    yield first, end
