"""JSON with exact places; comments, trailing commas, single quotes and duplicate keys are taken."""

from __future__ import annotations

import re
from collections.abc import Callable

from fslint.flow import Problem, Span
from fslint.languages.data_tree import Listing, Mapping, Node, Scalar
from fslint.languages.embedded import Placed, placed
from fslint.languages.strings import ESCAPE, decode

_TOKEN = re.compile(
    r"""
      (?P<string> "[^"\\\n]*(?:\\.[^"\\\n]*)*"? | '[^'\\\n]*(?:\\.[^'\\\n]*)*'? )
    | (?P<comment> //[^\n]* | /\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/)? )
    | (?P<mark> [{}\[\],:] )
    | (?P<word> [^\s{}\[\],:"'/]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_WORDS: dict[str, tuple[str, bool | None]] = {
    "true": ("bool", True),
    "false": ("bool", False),
    "null": ("null", None),
}


def read_json(text: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a JSON text, None if there is nothing in it, and what is wrong with it."""
    problems: list[Problem] = []
    root: Node | None = None
    stack: list[Mapping | Listing] = []
    key: Scalar | None = None
    keys: list[Scalar | None] = []
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup, match[0]
        if kind == "comment" or word in (",", ":"):
            continue
        span = Span(match.start(), match.end())
        if word in ("}", "]"):
            if not stack:
                problems.append(Problem(span, f"a `{word}` closes nothing"))
                break
            closed = stack.pop()
            closed.span = Span(closed.span.start, span.end)
            key = keys.pop()
            continue
        inside = stack[-1] if stack else None
        if isinstance(inside, Mapping) and key is None and word not in ("{", "["):
            key = _scalar(text, span, kind)
            continue
        opened: Node = (
            Mapping(span)
            if word == "{"
            else Listing(span)
            if word == "["
            else _scalar(text, span, kind)
        )
        if isinstance(inside, Listing):
            inside.items.append(opened)
        elif isinstance(inside, Mapping) and key is not None:
            inside.entries.append((key, opened))
        elif root is None:
            root = opened
        key = None
        if not isinstance(opened, Scalar):
            stack.append(opened)
            keys.append(None)
    for unclosed in stack:
        unclosed.span = Span(unclosed.span.start, len(text))
    if stack:
        problems.append(Problem(Span(stack[-1].span.start, len(text)), "JSON that ends too early"))
    return root, problems


def _scalar(text: str, span: Span, kind: str | None) -> Scalar:
    word = text[span.start : span.end]
    if kind == "string":
        place = place_string(text, span)
        said = place().text if "\\" in word else word[1:-1]
        return Scalar(span, "string", said, place, ("line", f"quote:{word[0]}"))
    if word in _WORDS:
        name, value = _WORDS[word]
        return Scalar(span, name, value)
    try:
        number = float(word)
    except ValueError:
        return Scalar(span, "string", word)
    return Scalar(span, "number", int(number) if number.is_integer() else number)


def place_string(text: str, span: Span) -> Callable[[], Placed]:
    """Give the characters of a quoted string their places, escapes decoded."""

    end = span.end - 1 if text[span.end - 1] == text[span.start] else span.end
    inner = Span(span.start + 1, max(end, span.start + 1))
    return lambda: placed(text, inner, ESCAPE, _said)


def _said(escape: re.Match[str]) -> str:
    said = decode(escape)
    return "\ufffd" if len(said) == 1 and 0xD800 <= ord(said) <= 0xDFFF else said
