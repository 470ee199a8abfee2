"""The comments of JSON and YAML files, which their trees do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import Comment, Span
from fslint.languages.data_tree import Mapping, Node, Scalar, nodes

_SLASHES = re.compile(r"//[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/)?")
_HASH = re.compile(r"(?<!\S)#[^\n]*")


def comments(text: str, tree: Node | None, suffix: str) -> Iterator[Comment]:
    """What stands outside of all keys and values and begins as a comment does, in its order."""
    bare = _without(text, sorted(_scalars(tree))) if tree is not None else text
    for match in (_SLASHES if suffix.startswith("json") else _HASH).finditer(bare):
        end = match.start() + len(match[0].rstrip("\r"))
        yield Comment(Span(match.start(), end), text[match.start() : end])


def _scalars(tree: Node) -> Iterator[Span]:
    for node in nodes(tree):
        if isinstance(node, Scalar):
            yield node.span
        elif isinstance(node, Mapping):
            yield from (key.span for key, _ in node.entries)


def _without(text: str, spans: list[Span]) -> str:
    """The text with blanks where the spans are."""
    parts, last = [], 0
    for span in spans:
        parts += [text[last : span.start], " " * (span.end - max(span.start, last))]
        last = max(last, span.end)
    return "".join([*parts, text[last:]])
