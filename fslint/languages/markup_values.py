"""JavaScript tokens for the expressions of a template."""

from __future__ import annotations

from fslint.flow import Call, Either, Literal, Member, Name, Op, Value
from fslint.languages.lexer import Token
from fslint.languages.markup_controls import Control, read_test
from fslint.languages.markup_source import Source

TWO = 2


def value_tokens(value: Value) -> list[Token]:
    """JavaScript tokens for a template expression; none where it says nothing to a script."""
    start, end = value.span
    if isinstance(value, Name):
        return [Token("name", value.id, start, end)]
    if isinstance(value, Literal) and isinstance(value.value, str):
        quoted = value.value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
        return [Token("string", f"'{quoted}'", start, end)]
    if isinstance(value, Member):
        base = value_tokens(value.of)
        name = Token("name", value.name, value.at.start, value.at.end)
        dot = Token("punct", ".", value.at.start, value.at.start)
        return [*base, dot, name] if base and value.name.isidentifier() else base
    if isinstance(value, Call):
        return _call_tokens(value)
    if isinstance(value, Either) and len(value.values) == TWO:
        return _chosen(value)
    return []


def _chosen(value: Either) -> list[Token]:
    """`(test ? one : other)`, or `(one || other)` where there is no test."""
    start, end = value.span
    one, other = (value_tokens(part) or _constant(part) for part in value.values)
    test = [] if value.test is None else _condition(value.test)
    if not one or not other or (value.test is not None and not test):
        return []
    opening, closing = Token("punct", "(", start, start), Token("punct", ")", end, end)
    at = other[0].start
    if not test:
        return [opening, *one, Token("punct", "||", at, at), *other, closing]
    asked = Token("punct", "?", one[0].start, one[0].start)
    return [opening, *test, asked, *one, Token("punct", ":", at, at), *other, closing]


def _constant(value: Value) -> list[Token]:
    """A number, a bool or nothing, which stands alone in other words than JavaScript's."""
    if not isinstance(value, Literal) or isinstance(value.value, str):
        return []
    if value.kind == "number":
        return [Token("number", f"{value.value:g}", *value.span)]
    word = "null" if value.value is None else str(value.value).lower()
    return [Token("name", word, *value.span)]


def _call_tokens(call: Call) -> list[Token]:
    callee = value_tokens(call.callee)
    if not callee:
        return []
    at = callee[-1].end
    out = [*callee, Token("punct", "(", at, at)]
    for index, argument in enumerate(call.args):
        made = value_tokens(argument.value)
        at = argument.value.span.start
        if index:
            out.append(Token("punct", ",", at, at))
        out.extend(made or [Token("name", "undefined", at, at)])
    out.append(Token("punct", ")", call.span.end, call.span.end))
    return out


def test_tokens(source: Source, control: Control) -> list[Token]:
    """JavaScript tokens for what an `if` of a template asks."""
    place = source.span(control.start, control.end)
    made = _condition(read_test(source, control))
    return made or [Token("name", "_", place.start, place.end)]


def _condition(value: Value) -> list[Token]:
    if not isinstance(value, Op):
        return value_tokens(value) or _constant(value)
    parts = [_condition(operand) for operand in value.operands]
    if not all(parts):
        return []
    if len(parts) == 1:
        at, end = value.span.start, parts[0][-1].end
        opening = [Token("punct", "!", at, at), Token("punct", "(", at, at)]
        return [*opening, *parts[0], Token("punct", ")", end, end)]
    at = parts[1][0].start
    return [*parts[0], Token("punct", value.op, at, at), *parts[1]]
