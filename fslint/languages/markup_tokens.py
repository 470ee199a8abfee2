"""JavaScript tokens of a piece of markup, with template tags made part of the script.

A template tag that gives a value stands in the script as that value, inside a string it turns
the string into a template literal. `{% if %} … {% endif %}` around whole statements is an `if`, and
around values, entries of an object or parts of a string a choice between them. All other template
tags are blanks.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from fslint.flow import Value
from fslint.languages.javascript_lexer import lex
from fslint.languages.lexer import Token
from fslint.languages.markup_arms import BLANK, Tag, branches, covers, resolved
from fslint.languages.markup_controls import Control, understand
from fslint.languages.markup_expressions import read_expression
from fslint.languages.markup_pieces import Hole
from fslint.languages.markup_scanner import holes_in
from fslint.languages.markup_source import Source
from fslint.languages.markup_values import test_tokens, value_tokens

_BLOCK = re.compile(r"[-+\s]*([a-z]\w*)")
_BRANCHING = frozenset({"if", "elif", "else", "end", "open"})


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
    arms, unused = branches(source, tokens, tags, starts)
    out: list[Token] = []
    before = ""
    for place, token in enumerate(tokens):
        if token.kind not in BLANK and covers(unused, token.start):
            continue
        first, last = bisect_left(starts, token.start), bisect_left(starts, token.end)
        within = tags[first:last]
        if not within:
            out.append(_placed(source, token))
        elif token.kind == "space":
            out.append(_placed(source, token))
            for hole, _ in within:
                out.extend(arms.get(hole.start, ()))
        elif token.kind == "comment":
            out.append(_placed(source, token)._replace(text=source.text[token.start : token.end]))
        elif token.kind == "string":
            plain = before in ("from", "import") or (before in "{," and _is_key(tokens, place))
            out.extend([_placed(source, token)] if plain else _string(source, token, within))
        else:
            hole, control = within[0]
            whole = (hole.start, hole.end) == (token.start, token.end)
            made = value_tokens(_read(source, control)) if whole else []
            out.extend(made or [_placed(source, token)])
        if token.kind not in BLANK:
            before = token.text
    return resolved(out)


def _is_key(tokens: list[Token], place: int) -> bool:
    """Whether a token is what a property is called: a colon follows it."""
    behind = (token for token in tokens[place + 1 : place + 4] if token.kind not in BLANK)
    return next((token.text == ":" for token in behind), False)


def _read(source: Source, control: Control) -> Value:
    return read_expression(source, control.start, control.end, defaults=True)


def _string(source: Source, token: Token, tags: list[Tag]) -> list[Token]:
    """A quoted string with template tags inside; with a branch in it, one of two strings."""
    inner, inner_end = token.start + 1, token.end - 1
    arms = _arms(tags)
    if arms is None:
        return _text(source, token, tags, [(inner, inner_end)])
    (first, control), (other, _), (last, _) = arms
    one = [(inner, first.start), (first.end, other.start), (last.end, inner_end)]
    two = [(inner, first.start), (other.end, last.start), (last.end, inner_end)]
    texts = [_text(source, token, tags, parts) for parts in (one, two)]
    at, end = source.span(token.start, token.end)
    asked, colon = Token("punct", "?", at, at), Token("punct", ":", at, at)
    chosen = [*test_tokens(source, control), asked, *texts[0], colon, *texts[1]]
    return [Token("punct", "(", at, at), *chosen, Token("punct", ")", end, end)]


def _arms(tags: list[Tag]) -> tuple[Tag, Tag, Tag] | None:
    """The tags of the only branch among some, if that has two arms or one: `if`, `else` (or the
    end once more) and the end."""
    found = [tag for tag in tags if tag[1].kind in _BRANCHING]
    kinds = [control.kind for _, control in found]
    if kinds == ["if", "else", "end"]:
        return found[0], found[1], found[2]
    return (found[0], found[1], found[1]) if kinds == ["if", "end"] else None


def _text(
    source: Source, token: Token, tags: list[Tag], parts: list[tuple[int, int]]
) -> list[Token]:
    """What parts of a quoted string say, as a template literal, its only value, or a string."""
    text = source.text
    chunk, begin = "", token.start
    values: list[tuple[str, int, int, list[Token]]] = []
    for start, end in parts:
        position = start
        for hole, control in tags:
            if control.kind == "value" and start <= hole.start and hole.end <= end:
                made = value_tokens(_read(source, control)) or [_unknown(source, hole)]
                chunk += text[position : hole.start]
                values.append((chunk, begin, hole.start, made))
                chunk, position, begin = "", hole.end, hole.end - 1
        chunk += text[position:end]
    if not values:
        quote = text[token.start]
        return [_placed(source, token)._replace(text=f"{quote}{chunk}{quote}")]
    if len(values) == 1 and not values[0][0] and not chunk:
        opening = source.span(token.start, token.start + 1)
        closing = source.span(token.end - 1, token.end)
        # parentheses in place of the quotes, so that what is around knows where they end
        return [Token("punct", "(", *opening), *values[0][3], Token("punct", ")", *closing)]
    out: list[Token] = []
    for before, start, end, made in values:
        kind, mark = ("template_middle", "}") if out else ("template_head", "`")
        out.append(Token(kind, f"{mark}{_chunk(before)}${{", *source.span(start, end)))
        out.extend(made)
    place = source.span(begin + 1, token.end)
    out.append(Token("template_tail", f"}}{_chunk(chunk)}`", *place))
    return out


def _unknown(source: Source, hole: Hole) -> Token:
    """What stands for a value of which nothing is known."""
    place = source.span(hole.start, hole.end)
    return Token("name", "_", place.start, place.end)


def _chunk(text: str) -> str:
    return text.replace("`", "\\`").replace("${", "\\${")
