"""JavaScript tokens of a piece of markup, with template tags made part of the script.

A template tag that gives a value stands in the script as that value, inside a string it turns
the string into a template literal; `{% if %} … {% endif %}` around whole statements is an `if`.
All other template tags are blanks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from fslint.flow import Call, Literal, Member, Name, Op, Value
from fslint.languages.javascript_lexer import lex
from fslint.languages.lexer import Token
from fslint.languages.markup_controls import Control, read_test, understand
from fslint.languages.markup_expressions import read_expression
from fslint.languages.markup_pieces import Hole
from fslint.languages.markup_scanner import holes_in
from fslint.languages.markup_source import Source

BLANK = frozenset({"space", "comment", "hashbang"})
_BLOCK = re.compile(r"[-+\s]*([a-z]\w*)")
_ENDS = frozenset({";", "{", "}", ")", "]"})
_BEFORE_BLOCK = frozenset({")", "=>", "else", "try", "finally", "do", "{", "}", ";", ""})
_INFIX = frozenset({"||", "&&", "??", "?", ":", ",", ".", "?.", "==", "===", "=", "*", "%"})
_OPENING = frozenset({"(", "[", "{"})
_CLOSING = frozenset({")", "]", "}"})

Tag = tuple[Hole, Control]


def script_tokens(source: Source, start: int, end: int, jsx: bool, typescript: bool) -> list[Token]:
    """The tokens of the JavaScript at `source.text[start:end]`, at their places in the file."""
    text = source.text
    tags = _blocks_left_out(
        source, [(hole, understand(source, hole)) for hole in holes_in(source, start, end)]
    )
    if not tags:
        tokens = lex(text, start, end, jsx=jsx, typescript=typescript)
        return tokens if source.at is None else [_placed(source, token) for token in tokens]
    parts, position = [], start
    for hole, control in tags:
        parts.append(text[position : hole.start])
        parts.append(("_" if control.kind == "value" else " ") * (hole.end - hole.start))
        position = hole.end
    parts.append(text[position:end])
    masked = "".join(parts)
    raw = lex(masked, 0, len(masked), jsx=jsx, typescript=typescript)
    moved = [Token(kind, it, first + start, last + start) for kind, it, first, last in raw]
    return _spliced(source, moved, tags)


def _blocks_left_out(source: Source, tags: list[Tag]) -> list[Tag]:
    """Tags, those of an extension's blocks said to be neither values nor branches: `{% assets %}`
    where `{% endassets %}` follows."""
    words = [_BLOCK.match(source.text, hole.inner, hole.inner_end) for hole, _ in tags]
    ends = {word[1] for word in words if word is not None and word[1].startswith("end")}
    return [
        (hole, Control("other"))
        if control.kind == "value"
        and hole.opener == "{%"
        and word is not None
        and (word[1] in ends or f"end{word[1]}" in ends)
        else (hole, control)
        for (hole, control), word in zip(tags, words, strict=True)
    ]


def _placed(source: Source, token: Token) -> Token:
    place = source.span(token.start, token.end)
    return Token(token.kind, token.text, place.start, place.end)


def _spliced(source: Source, tokens: list[Token], tags: list[Tag]) -> list[Token]:
    starts = [hole.start for hole, _ in tags]
    branches, unused = _branches(source, tokens, tags, starts)
    out: list[Token] = []
    before = ""
    for place, token in enumerate(tokens):
        if token.kind not in BLANK and _covers(unused, token.start):
            continue
        first, last = bisect_left(starts, token.start), bisect_left(starts, token.end)
        within = tags[first:last]
        if not within:
            out.append(_placed(source, token))
        elif token.kind == "space":
            out.append(_placed(source, token))
            for hole, _ in within:
                out.extend(branches.get(hole.start, ()))
        elif token.kind == "comment":
            out.append(_placed(source, token)._replace(text=source.text[token.start : token.end]))
        elif token.kind == "string":
            plain = before in ("from", "import") or (before in "{," and _is_key(tokens, place))
            out.extend([_placed(source, token)] if plain else _string(source, token, within))
        else:
            hole, control = within[0]
            whole = (hole.start, hole.end) == (token.start, token.end)
            made = _value_tokens(_read(source, control)) if whole else []
            out.extend(made or [_placed(source, token)])
        if token.kind not in BLANK:
            before = token.text
    return out


def _is_key(tokens: list[Token], place: int) -> bool:
    """Whether a token is what a property is called: a colon follows it."""
    behind = (token for token in tokens[place + 1 : place + 4] if token.kind not in BLANK)
    return next((token.text == ":" for token in behind), False)


def _read(source: Source, control: Control) -> Value:
    return read_expression(source, control.start, control.end)


def _string(source: Source, token: Token, tags: list[Tag]) -> list[Token]:
    """A quoted string with template tags inside, as a template literal or as its only value."""
    text = source.text
    holes = [
        (hole, _value_tokens(_read(source, control)) or [_unknown(source, hole)])
        for hole, control in tags
        if control.kind == "value"
    ]
    if not holes:
        return [_placed(source, token)]
    first, inner, inner_end = holes[0][0], token.start + 1, token.end - 1
    if len(holes) == 1 and (first.start, first.end) == (inner, inner_end):
        opening = source.span(token.start, inner)
        closing = source.span(inner_end, token.end)
        # parentheses in place of the quotes, so that what is around knows where they end
        return [Token("punct", "(", *opening), *holes[0][1], Token("punct", ")", *closing)]
    out: list[Token] = []
    position = inner
    for index, (hole, made) in enumerate(holes):
        chunk = _chunk(text[position : hole.start])
        place = source.span(position - 1, hole.start)
        kind, mark = ("template_middle", "}") if index else ("template_head", "`")
        out.append(Token(kind, f"{mark}{chunk}${{", place.start, place.end))
        out.extend(made)
        position = hole.end
    place = source.span(position, token.end)
    tail = f"}}{_chunk(text[position:inner_end])}`"
    out.append(Token("template_tail", tail, place.start, place.end))
    return out


def _unknown(source: Source, hole: Hole) -> Token:
    """What stands for a value of which nothing is known."""
    place = source.span(hole.start, hole.end)
    return Token("name", "_", place.start, place.end)


def _chunk(text: str) -> str:
    return text.replace("`", "\\`").replace("${", "\\${")


def _value_tokens(value: Value) -> list[Token]:
    """JavaScript tokens for a template expression; none where it says nothing to a script."""
    start, end = value.span
    if isinstance(value, Name):
        return [Token("name", value.id, start, end)]
    if isinstance(value, Literal) and isinstance(value.value, str):
        quoted = value.value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
        return [Token("string", f"'{quoted}'", start, end)]
    if isinstance(value, Member):
        base = _value_tokens(value.of)
        name = Token("name", value.name, value.at.start, value.at.end)
        dot = Token("punct", ".", value.at.start, value.at.start)
        return [*base, dot, name] if base and value.name.isidentifier() else base
    if isinstance(value, Call):
        return _call_tokens(value)
    return []


def _call_tokens(call: Call) -> list[Token]:
    callee = _value_tokens(call.callee)
    if not callee:
        return []
    at = callee[-1].end
    out = [*callee, Token("punct", "(", at, at)]
    for index, argument in enumerate(call.args):
        made = _value_tokens(argument.value)
        at = argument.value.span.start
        if index:
            out.append(Token("punct", ",", at, at))
        out.extend(made or [Token("name", "undefined", at, at)])
    out.append(Token("punct", ")", call.span.end, call.span.end))
    return out


def _test_tokens(source: Source, control: Control) -> list[Token]:
    place = source.span(control.start, control.end)
    made = _condition(read_test(source, control))
    return made or [Token("name", "_", place.start, place.end)]


def _condition(value: Value) -> list[Token]:
    if not isinstance(value, Op):
        if isinstance(value, Literal) and not isinstance(value.value, str):
            word = "true" if value.value else "false"
            return [Token("name", word, value.span.start, value.span.end)]
        return _value_tokens(value)
    parts = [_condition(operand) for operand in value.operands]
    if not all(parts):
        return []
    if len(parts) == 1:
        at, end = value.span.start, parts[0][-1].end
        opening = [Token("punct", "!", at, at), Token("punct", "(", at, at)]
        return [*opening, *parts[0], Token("punct", ")", end, end)]
    at = parts[1][0].start
    return [*parts[0], Token("punct", value.op, at, at), *parts[1]]


def _branches(
    source: Source, tokens: list[Token], tags: list[Tag], starts: list[int]
) -> tuple[dict[int, list[Token]], list[tuple[int, int]]]:
    """The tokens that stand for template branches, by the offset of their tag.

    A branch counts only when every tag of it stands between statements of one block. Of any
    other, the first arm is the script, and the places of the rest are returned as well.
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
                unused.append((parts[1][0].start, tag[0].start))
    return out, _outermost(unused)


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


def _covers(ranges: list[tuple[int, int]], offset: int) -> bool:
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
        *_test_tokens(source, control),
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
