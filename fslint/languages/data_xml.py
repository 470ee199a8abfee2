"""XML and property lists with exact places: an element is a mapping of its attributes and
children, or what its text says where it has neither. Tags that do not match are named, and let
be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from fslint.flow import Problem, Span
from fslint.languages.data_tree import Listing, Mapping, Node, Scalar

_TOKEN = re.compile(
    r"""
      <!--[^-]*(?:-(?!->)[^-]*)*(?:-->)?
    | <!\[CDATA\[ (?P<cdata> [^\]]* (?: \](?!\]>) [^\]]* )* ) (?: \]\]> )?
    | <[?!][^>]*>?
    | </ (?P<close> [\w:.-]+ ) [^>]* >?
    | < (?P<open> [\w:.-]+ ) (?P<rest> [^<>"']* (?: (?: "[^"]*" | '[^']*' ) [^<>"']* )* ) >?
    | (?P<text> [^<]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BOOLS = {"true": True, "false": False}


@dataclass(eq=False, slots=True)
class _Open:
    """An element that is not closed yet. `key`: the last `<key>` of a property list's `<dict>`."""

    name: str
    start: int
    inside: Mapping | Listing
    text: list[str] = field(default_factory=list)
    key: Scalar | None = None


def read_xml(text: str) -> tuple[Mapping, list[Problem]]:
    """The tree of an XML text, and what is wrong with it."""
    problems: list[Problem] = []
    stack = [_Open("", 0, Mapping(Span(0, len(text))))]
    opened: Counter[str] = Counter()
    for token in _TOKEN.finditer(text):
        if token["open"]:
            _begin(stack, token)
            if token["rest"].endswith("/"):
                _end(stack, token.end())
            else:
                opened[token["open"]] += 1
        elif token["close"]:
            if not opened[token["close"]]:
                problems.append(_problem(token.start(), f"`</{token['close']}>` closes nothing"))
            while opened[token["close"]]:
                name = stack[-1].name
                opened[name] -= 1
                if name != token["close"]:
                    problems.append(_problem(stack[-1].start, f"`<{name}>` is never closed"))
                _end(stack, token.end() if name == token["close"] else token.start())
                if name == token["close"]:
                    break
        else:
            stack[-1].text.append(token["cdata"] or unescape(token["text"] or ""))
    while len(stack) > 1:
        problems.append(_problem(stack[-1].start, f"`<{stack[-1].name}>` is never closed"))
        _end(stack, len(text))
    root = stack[0].inside
    assert isinstance(root, Mapping)
    return root, problems[:1]


def _problem(at: int, message: str) -> Problem:
    return Problem(Span(at, at), f"not XML: {message}")


def _begin(stack: list[_Open], token: re.Match[str]) -> None:
    name, place = token["open"], Span(token.start(), token.end())
    inside: Mapping | Listing = Listing(place) if name == "array" else Mapping(place)
    if isinstance(inside, Mapping):
        offset = token.start("rest")
        for match in _ATTRIBUTE.finditer(token["rest"]):
            key = Scalar(Span(offset + match.start(1), offset + match.end(1)), "string", match[1])
            value = _scalar(unescape(match[2] or match[3] or ""), match, offset)
            inside.entries.append((key, value))
    stack.append(_Open(name, token.start(), inside))


def _scalar(said: str, match: re.Match[str], offset: int) -> Scalar:
    return _told(said, Span(offset + match.end(1), offset + match.end()))


def _told(said: str, span: Span) -> Scalar:
    return Scalar(span, "bool", _BOOLS[said]) if said in _BOOLS else Scalar(span, "string", said)


def _end(stack: list[_Open], end: int) -> None:
    """Close the innermost element and give it to the one around."""
    closed, around = stack.pop(), stack[-1]
    span = Span(closed.start, end)
    made: Node = closed.inside
    made.span = span
    if isinstance(made, Mapping) and not made.entries and closed.name != "dict":
        plain = closed.name in _BOOLS and around.key is not None
        made = _told(closed.name if plain else "".join(closed.text).strip(), span)
    if isinstance(around.inside, Listing):
        around.inside.items.append(made)
    elif around.name == "dict" and closed.name == "key" and isinstance(made, Scalar):
        around.key = made
    elif around.name == "dict" and around.key is not None:
        around.inside.entries.append((around.key, made))
        around.key = None
    else:
        key = Scalar(Span(closed.start, closed.start + 1 + len(closed.name)), "string", closed.name)
        around.inside.entries.append((key, made))
