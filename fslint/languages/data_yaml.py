"""YAML with exact places, through PyYAML's nodes and their marks."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from fslint.flow import Problem, Span
from fslint.languages.data_tree import Listing, Mapping, Node, Scalar
from fslint.languages.embedded import Placed
from fslint.languages.strings import ESCAPE

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEMPLATE = ("{{", "{%")
MOST_MERGED = 100
"""The entries that are taken over from one mapping: what is merged again and again would grow."""
_TRUE = frozenset({"true", "yes", "on", "y"})


def read_yaml(text: str) -> tuple[Node | None, list[Problem]]:
    """The tree of all documents of a YAML text, and what is wrong with it.

    A template of YAML, such as a chart's, is no YAML yet and has nothing wrong with it.
    """
    root = Listing(Span(0, len(text)))
    known: dict[int, Node] = {}
    kept: list[yaml.Node] = []  # so that no two nodes have one identity
    try:
        for document in yaml.compose_all(text, Loader=_LOADER):
            if document is not None:
                kept.append(document)
                root.items.append(_node(text, document, known))
    except yaml.MarkedYAMLError as error:
        if any(mark in text for mark in _TEMPLATE):
            return root, []
        mark = error.problem_mark or error.context_mark
        at = min(mark.index, len(text)) if mark is not None else 0
        line = text.count("\n", 0, at) + 1
        return root, [Problem(Span(at, at), f"not YAML: line {line} cannot be read")]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return root, [Problem(Span(0, 0), f"not YAML: {type(error).__name__}")]
    return root, []


def _node(text: str, node: yaml.Node, known: dict[int, Node]) -> Node:
    """A node of ours for one of PyYAML's; aliases stay one node."""
    before = known.get(id(node))
    if before is not None:
        return before
    span = Span(node.start_mark.index, node.end_mark.index)
    if isinstance(node, yaml.MappingNode):
        mapping = known[id(node)] = Mapping(span)
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            scalar = Scalar(Span(key.start_mark.index, key.end_mark.index), "string", name)
            mapping.entries.append((scalar, _node(text, value, known)))
        last = mapping.entries[-1][1].span if mapping.entries else None
        mapping.span = _trimmed(text, span, last)
        mapping.entries.extend(_merged(mapping))
        return mapping
    if isinstance(node, yaml.SequenceNode):
        listing = known[id(node)] = Listing(span)
        listing.items.extend(_node(text, item, known) for item in node.value)
        listing.span = _trimmed(text, span, listing.items[-1].span if listing.items else None)
        return listing
    scalar = known[id(node)] = _scalar(text, node, span)
    return scalar


def _merged(mapping: Mapping) -> list[tuple[Scalar, Node]]:
    """What a mapping takes over from others by `<<: *base`, but for what it says itself."""
    known = {key.value for key, _ in mapping.entries}
    found: list[tuple[Scalar, Node]] = []
    for key, value in mapping.entries:
        bases = value.items if isinstance(value, Listing) else [value]
        for base in bases if key.value == "<<" else ():
            entries = base.entries if isinstance(base, Mapping) else []
            found += [one for one in entries[:MOST_MERGED] if one[0].value not in known]
            known |= {one[0].value for one in found}
    return found


def _trimmed(text: str, span: Span, inside: Span | None) -> Span:
    """The place of a block without the blanks and comments behind the last thing in it."""
    if inside is None or text[span.start : span.start + 1] in ("{", "["):
        return span
    return Span(span.start, max(inside.end, span.start))


def _scalar(text: str, node: yaml.Node, span: Span) -> Scalar:
    kind = node.tag.rpartition(":")[2]
    value = str(node.value)
    if kind == "null":
        return Scalar(span, "null", None)
    if kind == "bool":
        return Scalar(span, "bool", value.lower() in _TRUE)
    if kind in ("int", "float"):
        try:
            return Scalar(span, "number", float(value) if kind == "float" else int(value, 0))
        except ValueError:
            return Scalar(span, "string", value)
    opening = text[span.start : span.start + 1]
    host: tuple[str, ...] = ("mixed",)
    if opening in ("'", '"'):
        host = ("line", f"quote:{opening}")
    elif opening == "|":
        host = ()
    return Scalar(span, "string", value, aligned(value, text, span), host)


def aligned(value: str, text: str, span: Span) -> Callable[[], Placed | None]:
    """Give the characters of a scalar their places: indentation, folding and escapes undone."""

    def place() -> Placed | None:
        at = span.start + 1 if text[span.start : span.start + 1] in ("'", '"') else span.start
        escapes = text[span.start : span.start + 1] == '"'
        if text[at : at + 1] in ("|", ">"):
            at = text.find("\n", at, span.end) + 1
        starts: list[int] = []
        ends: list[int] = []
        for char in value:
            end = at + 1
            while at < span.end and text[at] != char:
                escape = ESCAPE.match(text, at, span.end) if escapes else None
                if escape is not None and escape[4] not in ("\n", "\r\n"):
                    end = escape.end()
                    break
                if not text[at].isspace() and text[at] not in "\\'":
                    break
                if char in " \n" and text[at] in "\n\r":
                    break
                at += 1
                end = at + 1
            starts.append(min(at, span.end))
            ends.append(min(end, span.end))
            at = end
        return Placed(value, starts, ends)

    return place
