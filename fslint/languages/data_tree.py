"""Data files as trees with exact places, and what in them speaks to Fullstory.

A mapping that names an operation (`setIdentity`) with its payload beside it becomes the call that
it stands for; a string that holds HTML or JavaScript is read as such. Both run as functions of
kind `embedded`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from fslint.flow import (
    Argument,
    Array,
    Block,
    Call,
    Entry,
    FileFlow,
    Function,
    Literal,
    Member,
    Name,
    Object,
    Opaque,
    Problem,
    Span,
    Template,
    Value,
)
from fslint.languages.embedded import Placed, read_embedded, what_is

OPERATIONS = {
    "setIdentity": "setIdentity", "setIdentityAsync": "setIdentityAsync",
    "identifyUserV2": "setIdentity",
}  # fmt: skip
"""The operations of payloads, by what they are called: of Fullstory, and in Segment's settings."""
PAYLOADS = frozenset({
    "payload", "params", "parameters", "args", "arguments", "data", "options", "value", "with",
    "identity", "body", "properties", "mapping",
})  # fmt: skip
IDENTITY = frozenset({"uid", "anonymous"})
_KEYS, _VALUE = frozenset({"key", "name"}), "value"
"""How lists spell a mapping out: `{"key": "uid", "value": "u1"}`, as tag managers do."""
_HOLE = re.compile(r"\{\{|\$\{|\$[(.]|\$\w|%\w+%|<[^<>]+>|^@|^\[")
_NAMED = re.compile(r"(?:window\.)?(FS|FullStory)\.(\w{1,40})(?:\(\))?\Z")
_DEEPEST = 200


@dataclass(eq=False, slots=True)
class Scalar:
    """A string, number, bool or null. `place` gives a string's characters their places, `host`
    says how it is written (see `read_embedded`)."""

    span: Span
    kind: str
    value: str | int | float | bool | None
    place: Callable[[], Placed | None] = lambda: None
    host: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class Mapping:
    """Keys and values in order, duplicates kept."""

    span: Span
    entries: list[tuple[Scalar, Node]] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Listing:
    """A list."""

    span: Span
    items: list[Node] = field(default_factory=list)


Node: TypeAlias = "Scalar | Mapping | Listing"


def read_tree(flow: FileFlow, root: Node) -> None:
    """Add what a tree says to Fullstory to a flow."""
    for node in nodes(root):
        if isinstance(node, Scalar) and isinstance(node.value, str):
            _text(flow, node)
        else:
            block: Block = []
            block.extend(_calls(node))
            _run(flow, block, node.span)


def nodes(root: Node) -> Iterator[Node]:
    """Every node once, also where aliases share it."""
    seen: set[int] = set()
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, Mapping):
            waiting.extend(value for _, value in reversed(node.entries))
        elif isinstance(node, Listing):
            waiting.extend(reversed(node.items))


def duplicates(root: Node, lists: bool = False) -> Iterator[Problem]:
    """The keys that stand twice in a mapping which says who somebody is, or names an operation.
    `lists`: what stands there again and again may make a list, unless it says who somebody is
    itself."""
    for node in nodes(root):
        entries = node.entries if isinstance(node, Mapping) else []
        tells = any(key.value in IDENTITY or _is_operation(value) for key, value in entries)
        known: set[str] = set()
        for key, _ in entries if tells else ():
            name = str(key.value)
            if name in known and (not lists or name in IDENTITY):
                message = f"`{name}` stands twice here, and readers differ in which one counts"
                yield Problem(key.span, message)
            known.add(name)


def _run(flow: FileFlow, block: Block, span: Span) -> None:
    if block:
        function = Function(len(flow.functions), "", span, "embedded", (), block, span)
        function.modifiers = frozenset({"payload"})
        flow.functions.append(function)


def _text(flow: FileFlow, node: Scalar) -> None:
    text = str(node.value)
    named = _NAMED.match(text)
    if named:
        of = Name(node.span, named[1])
        callee = Member(node.span, of, named[2], node.span)
        given = () if named[2] == "anonymize" else (Argument(Opaque(node.span)),)
        _run(flow, [Call(node.span, callee, given, "dropped")], node.span)
        return
    kind = what_is(text, False)
    placed = node.place() if kind else None
    if placed is not None:
        inner = Span(placed.starts[0], placed.ends[-1])
        read_embedded(flow, 0, placed, inner, kind, node.host)


def _calls(node: Node) -> Iterator[Call]:
    """The calls that a mapping or a list stands for."""
    if isinstance(node, Listing):
        for first, second in zip(node.items, node.items[1:], strict=False):
            if _is_operation(first) and isinstance(first, Scalar) and isinstance(second, Mapping):
                yield _call(first, value_of(second))
        node = _spelt_out(node)
    if not isinstance(node, Mapping):
        return
    for key, value in node.entries:
        if _is_operation(key) and isinstance(value, Mapping):
            yield _call(key, value_of(value))
    operation = next((v for _, v in node.entries if _is_operation(v)), None)
    if not isinstance(operation, Scalar):
        return
    last = {str(key.value): (key, value) for key, value in node.entries}
    others = [(key, value) for key, value in last.values() if value is not operation]
    for key, given in others:
        value = _only(given)
        names = {str(k.value) for k, _ in value.entries} if isinstance(value, Mapping) else set()
        if isinstance(value, Mapping) and (names & IDENTITY or str(key.value) in PAYLOADS):
            yield _call(operation, value_of(value))
            return
    if IDENTITY & {str(key.value) for key, _ in others}:
        yield _call(operation, value_of(Mapping(node.span, others)))


def _spelt_out(node: Listing) -> Mapping:
    """The mapping that a list of keys with their values stands for. A key is taken to stand where
    its value does, since no entry is written anywhere."""
    spelt = Mapping(node.span)
    for item in node.items:
        pair = {str(k.value): v for k, v in item.entries} if isinstance(item, Mapping) else {}
        key = next((pair[name] for name in pair if name in _KEYS), None)
        value = pair.get(_VALUE)
        if isinstance(key, Scalar) and isinstance(value, Scalar):
            spelt.entries.append((Scalar(value.span, key.kind, key.value), value))
    return spelt


def _only(node: Node) -> Node:
    """What a list of arguments holds, where that is one."""
    return node.items[0] if isinstance(node, Listing) and len(node.items) == 1 else node


def _is_operation(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value in OPERATIONS


def _call(operation: Scalar, payload: Value) -> Call:
    span = Span(
        min(operation.span.start, payload.span.start), max(operation.span.end, payload.span.end)
    )
    name = Literal(operation.span, "string", OPERATIONS[str(operation.value)])
    return Call(span, Name(operation.span, "FS"), (Argument(name), Argument(payload)), "dropped")


def value_of(node: Node) -> Value:
    """A node as a value; a string with a placeholder in it is a `Template`."""
    return _value(node, {}, 0)


def _value(node: Node, known: dict[int, Value], depth: int) -> Value:
    """`known`: the values of nodes that came before; a node that stands inside itself, or too
    deep, is not modelled."""
    before = known.get(id(node))
    if before is not None:
        return before
    if depth > _DEEPEST:
        return Opaque(node.span)
    known[id(node)] = Opaque(node.span)
    made: Value
    if isinstance(node, Mapping):
        entries = tuple(
            Entry(
                str(key.value),
                _value(value, known, depth + 1),
                Span(key.span.start, value.span.end),
            )
            for key, value in node.entries
        )
        made = Object(node.span, entries)
    elif isinstance(node, Listing):
        made = Array(node.span, tuple(_value(item, known, depth + 1) for item in node.items))
    elif isinstance(node.value, str) and _HOLE.search(node.value):
        made = Template(node.span, (Opaque(node.span),))
    else:
        made = Literal(node.span, node.kind, node.value)
    known[id(node)] = made
    return made
