"""Python's text as tokens, where its syntax tree is not needed: how deep it nests, and how the
strings are written that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import Span

TOKEN = re.compile(
    r"""
      \"\"\" [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* (?: \"\"\" )?
    | ''' [^'\\]* (?: (?: \\. | '(?!'') ) [^'\\]* )* (?: ''' )?
    | " [^"\\\n]* (?: \\. [^"\\\n]* )* "?
    | ' [^'\\\n]* (?: \\. [^'\\\n]* )* '?
    | \#[^\n]*
    | (?P<open> [(\[{] ) | (?P<close> [)\]}] )
    | (?P<split> [,;] ) | (?P<line> \n )
    | (?P<word> \b (?: and|or|not|lambda|if|await|elif|def|class ) \b )
    | (?P<operator> [-+*/%@&|^~.<>=!] )
    """,
    re.VERBOSE | re.DOTALL,
)
_PREFIXES = frozenset("rbfuRBFU")


def string_literals(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    """The string literals in a part of a text: each one's prefix and opening quote, the prefix in
    lower case, and its place."""
    for match in TOKEN.finditer(text, span.start, span.end):
        quote = match[0][0]
        if quote not in "'\"":
            continue
        start = match.start()
        while start > span.start and text[start - 1] in _PREFIXES:
            start -= 1
        opening = quote * 3 if match[0].startswith(quote * 3) else quote
        yield text[start : match.start()].lower() + opening, Span(start, match.end())


def is_argument(text: str, at: int, name: str, since: int) -> bool:
    """Whether a place stands in the parentheses of the last call of `name` since another place."""
    opening = text.rfind(f"{name}(", since, at)
    if opening < 0:
        return False
    depth = 1
    for match in TOKEN.finditer(text, opening + len(name) + 1, at):
        depth += (match.lastgroup == "open") - (match.lastgroup == "close")
        if not depth:
            return False
    return True


def how_written(opening: str) -> frozenset[str]:
    """How JavaScript stands in a string with this prefix and quote; see `read_embedded`."""
    quote = opening.lstrip("rbfu")
    words = {f"quote:{quote[-1]}"} | ({"line"} if len(quote) == 1 else set())
    return frozenset(words | ({"braces"} if "f" in opening else set()))
