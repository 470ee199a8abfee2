"""Attributes in which libraries name what an element runs: Stimulus' `data-action`, Knockout's
`data-bind`, Livewire's `wire:click`. They are spelt out as handlers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import (
    CONTROLLER,
    Argument,
    Attribute,
    Binding,
    Block,
    Call,
    Closure,
    Function,
    Member,
    Name,
    Object,
    Opaque,
    Value,
)
from fslint.languages.markup_pieces import RawAttribute
from fslint.languages.markup_scripts import bound
from fslint.languages.markup_source import Source

BINDINGS = ("data-action", "data-bind", "stimulus_action")
CONNECTING = ("data-controller", "stimulus_controller")
_ACTION = re.compile(r"(?<![\w/#-])(?:([\w:.]+)(?:@\w+)?->)?([A-Za-z][\w/-]*)#([A-Za-z_]\w*)")
_CONTROLLER = re.compile(r"(?<!\S)[A-Za-z][\w/-]*(?!\S)")
_HELPED = re.compile(
    r"stimulus_(?:action|controller)\(\s*(['\"])@?([\w/-]+)\1"
    r"(?:\s*,\s*(['\"])(\w+)\3(?:\s*,\s*(['\"])([\w:.]+)(?:@\w+)?\5)?)?"
)
"""`stimulus_action('session', 'leave', 'submit')`, as Symfony's templates have it."""
_WIRED = re.compile(r"wire:(click|submit|change|keydown)(?![\w-])")
_SENT = re.compile(r"\s*(?:\$parent\.)?([A-Za-z_]\w*)\s*(?:\((\s*)(\))?|$)")
_WIRE = "$wire"
"""What Livewire calls the object of a server whose methods a page runs."""
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
    return name in BINDINGS or _WIRED.match(name) is not None


def is_sent(raw: RawAttribute) -> bool:
    """Whether an attribute has a server run a method: what a page runs is done before."""
    return _WIRED.match(raw.name) is not None


def bindings(source: Source, raw: RawAttribute, tag: str) -> tuple[Block, list[Attribute]]:
    """The handlers that an attribute names, and the steps that they make; none where it names
    none."""
    start, end = raw.value, raw.value_end
    if start == -1:
        return [], []
    if raw.name == "data-action":
        return [], actions(source, source.text[start:end], start, tag)
    if raw.name == "stimulus_action":
        return [], _helped(source, start, end, tag)
    wired = _WIRED.match(raw.name)
    if wired is not None:
        return [], _sent(source, wired[1], start, end)
    steps: Block = []
    found: list[Attribute] = []
    for event, first, last in _bound(source.text, start, end):
        made, value = bound(source, first, last)
        steps += made
        if isinstance(value, Name):
            value = Member(value.span, Name(value.span, _MODEL), value.id, value.span)
        found.append(Attribute(f"on{event}", _run(source, value), source.span(first, last)))
    return steps, found


SCOPE = "x-data"
"""The attribute in which Alpine declares what the markup inside calls."""


def scoped(source: Source, value: Value) -> None:
    """Let the markup call the methods of Alpine's `x-data="{ open: false, leave() { … } }"`."""
    known = source.flow.functions[source.parent].bindings
    for entry in value.entries if isinstance(value, Object) else ():
        if isinstance(entry.value, Closure):
            known.setdefault(entry.key, [Binding(entry.value, entry.span, "field")])


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


def connected(source: Source, raw: RawAttribute) -> Block:
    """What the controllers that an attribute names do as its element comes up."""
    if raw.value == -1:
        return []
    named = _CONTROLLER if raw.name == "data-controller" else _HELPED
    steps: Block = []
    for found in named.finditer(source.text[raw.value : raw.value_end]):
        place = source.span(raw.value + found.start(), raw.value + found.end())
        name = found[0] if named is _CONTROLLER else _identifier(found[2])
        of = Name(place, f"{CONTROLLER}{name}")
        steps.append(Call(place, Member(place, of, "connect", place), (), "dropped"))
    return steps


def _helped(source: Source, start: int, end: int, tag: str) -> list[Attribute]:
    """The handlers that helpers of Symfony's templates name."""
    found: list[Attribute] = []
    for told in _HELPED.finditer(source.text, start, end):
        if told[4] is None:
            continue
        place = source.span(told.start(), told.end())
        of = Name(place, f"{CONTROLLER}{_identifier(told[2])}")
        closure = _run(source, Member(place, of, told[4], source.span(*told.span(4))))
        found.append(Attribute(f"on{told[6] or _EVENTS.get(tag, _CLICK)}", closure, place))
    return found


def _identifier(name: str) -> str:
    """How Stimulus calls the controller that a package has under a name."""
    return name.replace("/", "--").replace("_", "-")


def _sent(source: Source, event: str, start: int, end: int) -> list[Attribute]:
    """The handler that has a server run one of its methods: `logout`, `remove({{ $id }})`."""
    told = _SENT.match(source.text, start, end)
    if told is None:
        return []
    place = source.span(start, end)
    at = source.span(*told.span(1))
    callee = Member(place, Name(place, _WIRE), told[1], at)
    given = told[2] is not None and not told[3]
    closure = _run(source, callee, (Argument(Opaque(place)),) if given else ())
    return [Attribute(f"on{event}", closure, place)]


def _run(source: Source, value: Value, given: tuple[Argument, ...] = ()) -> Value:
    """The function literal that calls what an attribute names."""
    if not isinstance(value, Name | Member):
        return value
    functions = source.flow.functions
    made = Function(len(functions), "", value.span, "arrow", parent=source.parent)
    made.body = [Call(value.span, value, given, "dropped")]
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
