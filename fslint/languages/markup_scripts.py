"""JavaScript inside markup: script blocks, handlers and expressions, read into the flow."""

from __future__ import annotations

import re
from html import unescape

from fslint.flow import (
    Argument,
    Block,
    Call,
    Closure,
    Function,
    Labeled,
    Name,
    Opaque,
    Step,
    Value,
)
from fslint.languages.javascript import read_function, read_tokens, read_value
from fslint.languages.lexer import Token
from fslint.languages.markup_arms import BLANK
from fslint.languages.markup_source import Source
from fslint.languages.markup_tokens import script_tokens

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


def script(source: Source, start: int, end: int, jsx: bool, typescript: bool) -> Block:
    """Read a script block as part of the module; returns its steps."""
    tokens = script_tokens(source, start, end, jsx, typescript)
    block = read_tokens(tokens, source.flow, source.parent, mode="module")
    if source.dialect.reactive:
        return [_reactive(source, step) if isinstance(step, Labeled) else step for step in block]
    return block


def _reactive(source: Source, step: Labeled) -> Step:
    """`$effect(() => …)` for a statement that Svelte runs again as its values change (`$: …`)."""
    if step.label != "$":
        return step
    functions = source.flow.functions
    body = Function(len(functions), "", step.span, "arrow", parent=source.parent)
    body.body = step.body
    functions.append(body)
    closure = Closure(step.span, body.index)
    return Call(step.span, Name(step.span, "$effect"), (Argument(closure),), "dropped")


def handler(source: Source, start: int, end: int) -> Value:
    """Read a handler's statements: the closure they make."""
    inner, start, end = _decoded(source, start, end)
    tokens = script_tokens(inner, start, end, False, source.typescript)
    return read_function(tokens, source.flow, source.parent, "")


def value(source: Source, start: int, end: int) -> tuple[Block, Value]:
    """Read one expression: the steps it makes, and its value."""
    inner, start, end = _decoded(source, start, end)
    tokens = script_tokens(inner, start, end, source.dialect.braces, source.typescript)
    return _value(source, tokens, start, end)


def bound(source: Source, start: int, end: int) -> tuple[Block, Value]:
    """Read what an event attribute of a component framework holds.

    That is the name of a handler, a function, or statements.
    """
    inner, start, end = _decoded(source, start, end)
    tokens = script_tokens(inner, start, end, False, source.typescript)
    words = [token for token in tokens if token.kind not in BLANK]
    if _is_path(words) or _is_function(words):
        return _value(source, tokens, start, end)
    return [], read_function(tokens, source.flow, source.parent, "")


def _value(source: Source, tokens: list[Token], start: int, end: int) -> tuple[Block, Value]:
    if all(token.kind in BLANK for token in tokens):
        return [], Opaque(source.span(start, end))
    return read_value(tokens, source.flow, source.parent)


def _is_path(words: list[Token]) -> bool:
    return bool(words) and all(
        token.kind == "name" if index % 2 == 0 else token.text in (".", "?.")
        for index, token in enumerate(words)
    )


def _is_function(words: list[Token]) -> bool:
    texts = [token.text for token in words[:2]]
    if texts[:1] == ["async"]:
        texts = [token.text for token in words[1:3]]
    if texts[:1] == ["function"] or texts[1:] == ["=>"]:
        return True
    if texts[:1] != ["("]:
        return False
    depth = 0
    for index, token in enumerate(words):
        if token.kind == "punct":
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth == 0 and token.text == ")":
                return index + 1 < len(words) and words[index + 1].text in ("=>", ":")
    return False


def unescaped(text: str) -> str:
    """An attribute's text with its character references decoded."""
    return _ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def _decoded(source: Source, start: int, end: int) -> tuple[Source, int, int]:
    """The source of an attribute's value with its character references decoded."""
    raw = source.text[start:end]
    if "&" not in raw or not _ENTITY.search(raw):
        return source, start, end
    parts: list[str] = []
    places: list[int] = []
    position = 0
    for match in [*_ENTITY.finditer(raw), None]:
        upto = match.start() if match else len(raw)
        parts.append(raw[position:upto])
        places.extend(range(start + position, start + upto))
        if match:
            decoded = unescape(match[0])
            parts.append(decoded)
            places.extend([start + match.start()] * len(decoded))
            position = match.end()
    places.append(end)
    outer, until = source.at, source.until
    inner = Source(
        "".join(parts),
        source.flow,
        source.dialect,
        source.parent,
        (lambda i: places[i]) if outer is None else (lambda i: outer(places[i])),
        source.typescript,
        None if until is None else (lambda i: until(places[i - 1] + 1)),
    )
    return inner, 0, len(places) - 1
