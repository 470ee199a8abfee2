"""Branches of a template around JavaScript: an `if`, or a choice between values or objects."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise

from fslint.languages.lexer import Token
from fslint.languages.markup_controls import Control
from fslint.languages.markup_pieces import Hole
from fslint.languages.markup_source import Source
from fslint.languages.markup_values import test_tokens

BLANK = frozenset({"space", "comment", "hashbang"})
MARK = "arms"
MOST_CHOSEN = 3
"""Branches of which each doubles the object that it stands in."""
_FARTHEST = 500
_ENDS = frozenset({";", "{", "}", ")", "]"})
_BEFORE_BLOCK = frozenset({")", "=>", "else", "try", "finally", "do", "{", "}", ";", ""})
_BEFORE_VALUE = frozenset({":", "(", ",", "=", "?", "||", "&&", "??", "[", "return", "==", "==="})
_INFIX = frozenset({"||", "&&", "??", "?", ":", ",", ".", "?.", "==", "===", "=", "*", "%"})
_OPENING = frozenset({"(", "[", "{"})
_CLOSING = frozenset({")", "]", "}"})

Tag = tuple[Hole, Control]


def branches(
    source: Source, tokens: list[Token], tags: list[Tag], starts: list[int]
) -> tuple[dict[int, list[Token]], list[tuple[int, int]]]:
    """The tokens that stand for template branches, by the offset of their tag.

    Where every tag of one stands between statements of one block, it is an `if`; where it stands
    for a value, or for entries of an object, it chooses between these. Of any other the first arm
    is the script, and the places of the rest are returned as well.
    """
    depths = _depths(tokens, starts)
    out: dict[int, list[Token]] = {}
    unused: list[tuple[int, int]] = []
    stack: list[tuple[bool, list[Tag]]] = []
    for tag in tags:
        kind = tag[1].kind
        if kind in ("if", "open"):
            stack.append((kind == "if", [tag]))
        elif kind in ("elif", "else") and stack:
            stack[-1][1].append(tag)
        elif kind == "end" and stack:
            is_branch, parts = stack.pop()
            parts.append(tag)
            found = {depths.get(hole.start) for hole, _ in parts}
            if any(_goes_on(tokens, hole.end) for hole, _ in parts):
                found = {None}
            if is_branch and len(found) == 1 and None not in found:
                for part in parts:
                    out[part[0].start] = _branch_tokens(source, part)
            elif is_branch and len(parts) > 2:
                chosen = _chosen(source, tokens, parts)
                out.update(chosen)
                if not chosen:
                    unused.append((parts[1][0].start, tag[0].start))
    return out, _outermost(unused)


def _chosen(source: Source, tokens: list[Token], parts: list[Tag]) -> dict[int, list[Token]]:
    """The tokens of a branch within an expression, whose arms are values (`test ? one : other`) or
    entries of an object (marks for `resolved`); none where they are neither."""
    kinds = [control.kind for _, control in parts]
    arms = [_between(tokens, one.end, other.start) for (one, _), (other, _) in pairwise(parts)]
    if "else" not in kinds[-2:] or not all(arms):
        return {}
    before = _between(tokens, max(0, parts[0][0].start - _FARTHEST), parts[0][0].start)
    last = before[-1].text if before else ""
    colons = [any(_on_top(arm, ":")) for arm in arms]
    if last in _BEFORE_VALUE and not any(colons) and not any(any(_on_top(a, ",;")) for a in arms):
        words = {"if": ("(", "?"), "elif": (":", "?"), "else": (":", ""), "end": (")", "")}
        return {part[0].start: _around(source, part, "punct", words) for part in parts}
    if last in "{," and all(colons) and kinds == ["if", "else", "end"]:
        words = {"if": ("if", "then"), "else": ("else", ""), "end": ("end", "")}
        return {part[0].start: _around(source, part, MARK, words) for part in parts}
    return {}


def _between(tokens: list[Token], start: int, end: int) -> list[Token]:
    """What stands between two offsets, blanks left out."""
    first = bisect_left(tokens, start, key=lambda token: token.start)
    last = bisect_left(tokens, end, key=lambda token: token.start)
    return [token for token in tokens[first:last] if token.kind not in BLANK]


def _on_top(tokens: list[Token], texts: str) -> Iterator[bool]:
    """For each token outside of all brackets whether it is one of some marks."""
    depth = 0
    for token in tokens:
        mark = token.text if token.kind == "punct" else ""
        depth -= mark in _CLOSING
        yield depth == 0 and bool(mark) and mark in texts
        depth += mark in _OPENING


def _around(
    source: Source, part: Tag, kind: str, words: Mapping[str, tuple[str, str]]
) -> list[Token]:
    hole, control = part
    at = source.span(hole.start, hole.end).start
    first, second = words[control.kind]
    out = [Token(kind, first, at, at)]
    return [*out, *test_tokens(source, control), Token(kind, second, at, at)] if second else out


def resolved(tokens: list[Token]) -> list[Token]:
    """Tokens without marks: an object, parts of which a branch chooses, is a choice of two."""
    for turn in range(len(tokens)):
        marks = [n for n, token in enumerate(tokens) if token.kind == MARK]
        first = max((n for n in marks if tokens[n].text == "if"), default=-1)
        if first == -1:
            break
        then, other, end = [n for n in marks if n > first][:3]
        test, one, two = tokens[first + 1 : then], tokens[then + 1 : other], tokens[other + 1 : end]
        around = _object(tokens, first, end) if turn < MOST_CHOSEN else None
        if around is None:
            tokens = [*tokens[:first], *one, *tokens[end + 1 :]]
            continue
        start, stop = around
        head, tail = tokens[start:first], tokens[end + 1 : stop + 1]
        at = tokens[first].start
        opening, closing = Token("punct", "(", at, at), Token("punct", ")", at, at)
        asked, colon = Token("punct", "?", at, at), Token("punct", ":", at, at)
        made = [opening, *test, asked, *head, *one, *tail, colon, *head, *two, *tail, closing]
        tokens = [*tokens[:start], *made, *tokens[stop + 1 :]]
    return tokens


def _object(tokens: list[Token], first: int, last: int) -> tuple[int, int] | None:
    """The places of the braces of the object around some tokens, if that is what is around."""
    start, end = first - 1, last + 1
    depth = 0
    while start >= 0 and not (depth == 0 and tokens[start].text in _OPENING):
        mark = tokens[start].text if tokens[start].kind == "punct" else ""
        depth += (mark in _CLOSING) - (mark in _OPENING)
        start -= 1
    depth = 0
    while end < len(tokens) and not (depth == 0 and tokens[end].text in _CLOSING):
        mark = tokens[end].text if tokens[end].kind == "punct" else ""
        depth += (mark in _OPENING) - (mark in _CLOSING)
        end += 1
    if start < 0 or end == len(tokens) or tokens[start].text != "{" or tokens[end].text != "}":
        return None
    before = next((t.text for t in reversed(tokens[:start]) if t.kind not in BLANK), "")
    return (start, end) if before in _BEFORE_VALUE else None


def _goes_on(tokens: list[Token], offset: int) -> bool:
    """Whether what stands behind an offset goes on with the expression before it."""
    place = bisect_left(tokens, offset, key=lambda token: token.start)
    behind = (token for token in tokens[place : place + 4] if token.kind not in BLANK)
    return next((token.text in _INFIX for token in behind), False)


def _outermost(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return out


def covers(ranges: list[tuple[int, int]], offset: int) -> bool:
    index = bisect_right(ranges, (offset, offset)) - 1
    return index >= 0 and offset < ranges[index][1]


def _branch_tokens(source: Source, tag: Tag) -> list[Token]:
    hole, control = tag
    at = source.span(hole.start, hole.end).start
    close, opening = Token("punct", "}", at, at), Token("punct", "{", at, at)
    if control.kind == "end":
        return [close]
    other = Token("name", "else", at, at)
    if control.kind == "else":
        return [close, other, opening]
    test = [
        Token("name", "if", at, at),
        Token("punct", "(", at, at),
        *test_tokens(source, control),
        Token("punct", ")", at, at),
        opening,
    ]
    return [close, other, *test] if control.kind == "elif" else test


def _depths(tokens: list[Token], starts: list[int]) -> dict[int, int]:
    """For each tag that stands between statements, the block it stands in."""
    out: dict[int, int] = {}
    stack: list[tuple[int, bool]] = []
    before = Token("end", "", 0, 0)
    index = 0
    for token in tokens:
        while index < len(starts) and starts[index] < token.start:
            index += 1
        if token.kind == "space":
            while index < len(starts) and starts[index] < token.end:
                if (not stack or stack[-1][1]) and _ends_statement(before):
                    out[starts[index]] = stack[-1][0] if stack else -1
                index += 1
        elif token.kind != "comment":
            if token.kind == "punct" and token.text in _OPENING:
                block = token.text == "{" and before.text in _BEFORE_BLOCK
                stack.append((token.start, block))
            elif token.kind == "punct" and token.text in _CLOSING and stack:
                stack.pop()
            before = token
    return out


def _ends_statement(token: Token) -> bool:
    return token.kind != "punct" or token.text in _ENDS
