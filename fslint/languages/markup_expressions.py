"""Reads the expressions of template languages: Jinja, Django, Liquid, ERB, PHP, Handlebars, Razor.

They differ little in what a logout needs: names, members, calls (with or without parentheses),
strings, and the operators of a condition. Most filters are dropped, their input is kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from fslint.flow import (
    Argument,
    Array,
    Call,
    Either,
    Entry,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Op,
    Opaque,
    Span,
    Value,
)
from fslint.languages.markup_source import Source

_DEEPEST = 40
_TOKEN = re.compile(
    r"(?P<string>(?:~p)?\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*')"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<symbol>(?<![\w\"'):]):(?=[A-Za-z_])\w+)"
    r"|(?P<name>[@$]?[A-Za-z_]\w*(?:-[A-Za-z_]\w*)*(?:[?!](?![=.:?]))?)"
    r"|(?P<op>=>|->|::|\?\.|\?->|&&|\|\||===?|!==?|<=|>=|\S)",
    re.S,
)
_LEVELS = {
    "?": 1,
    "if": 1,
    "??": 2,
    "or": 2,
    "||": 2,
    "and": 3,
    "&&": 3,
    "==": 4,
    "===": 4,
    "is": 4,
    "!=": 4,
    "!==": 4,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "in": 4,
    "+": 5,
    "-": 5,
    "~": 5,
    ".": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}
_SPELT = {"or": "||", "and": "&&", "===": "==", "is": "==", "!==": "!=", "~": "+", ".": "+"}
_KEYWORDS = frozenset(
    {"and", "or", "not", "in", "is", "if", "else", "unless", "as", "do", "end", "then", "with"}
)
_DEFAULTS = frozenset({"default", "default_if_none", "d"})
_CONSTANTS = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "nil": None,
    "null": None,
    "none": None,
    "None": None,
}


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def read_expression(source: Source, start: int, end: int, defaults: bool = False) -> Value:
    """The value of the template expression `source.text[start:end]`; `Opaque` where unreadable.
    `defaults`: what a filter gives in the place of nothing is a part of it."""
    return _Reader(source, start, end, defaults).whole()


class _Reader:
    def __init__(self, source: Source, start: int, end: int, defaults: bool) -> None:
        self.source = source
        self.defaults = defaults
        self.start = start
        self.end = end
        self.tokens = [
            _Token(m.lastgroup or "op", m[0], m.start(), m.end())
            for m in _TOKEN.finditer(source.text, start, end)
        ]
        self.at = 0
        self.depth = 0

    def whole(self) -> Value:
        if not self.tokens:
            return Opaque(self.source.span(self.start, self.end))
        return self._binary(0, commands=True)

    def _peek(self, offset: int = 0) -> _Token:
        index = self.at + offset
        if index < len(self.tokens):
            return self.tokens[index]
        return _Token("end", "", self.end, self.end)

    def _take(self) -> _Token:
        token = self._peek()
        self.at += 1
        return token

    def _span(self, start: int) -> Span:
        last = self.tokens[min(self.at, len(self.tokens)) - 1].end if self.at else start
        return self.source.span(start, max(last, start))

    def _binary(self, level: int, commands: bool = False) -> Value:
        start = self._peek().start
        if self.depth >= _DEEPEST:
            self.at = len(self.tokens)
            return Opaque(self.source.span(start, self.end))
        self.depth += 1
        left = self._unary(commands)
        while True:
            token = self._peek()
            if token.text == "|" and token.kind == "op":
                left = self._filter(start, left)
                continue
            found = _LEVELS.get(token.text) if token.kind in ("op", "name") else None
            if found is None or found <= level:
                break
            self._take()
            left = self._operation(start, left, token.text, found)
        self.depth -= 1
        return left

    def _operation(self, start: int, left: Value, word: str, level: int) -> Value:
        if word == "?":
            first = self._binary(1)
            if self._peek().text == ":":
                self._take()
                second = self._binary(1)
                return Either(self._span(start), (first, second), left)
            return first
        if word == "if":
            test = self._binary(1)
            if self._peek().text == "else":
                self._take()
                other = self._binary(1)
                return Either(self._span(start), (left, other), test)
            return left
        negated = word in ("is", "not") and self._peek().text == "not"
        if negated:
            self._take()
        right = self._binary(level)
        op = "!=" if negated else _SPELT.get(word, word)
        return Op(self._span(start), op, (left, right))

    def _filter(self, start: int, value: Value) -> Value:
        """A value behind a filter: the same, or what the filter gives in its place."""
        self._take()
        name = self._take().text if self._peek().kind == "name" else ""
        given: Value | None = None
        if self._peek().text == "(":
            args = self._arguments(")")
            given = args[0].value if args else None
        elif self._peek().text == ":":
            self._take()
            given = self._binary(5)
        if given is None or not self.defaults or name not in _DEFAULTS:
            return value
        return Either(self._span(start), (value, given))

    def _unary(self, commands: bool) -> Value:
        token = self._peek()
        if token.text in ("!", "not") and token.kind in ("op", "name"):
            self._take()
            operand = self._binary(3 if token.text == "not" else 6, commands)
            return Op(self._span(token.start), "!", (operand,))
        if commands and token.kind == "name" and self._begins_argument(1):
            self._take()  # a tag, whatever value has its name: `{% url 'home' as url %}`
            value: Value = Name(self.source.span(token.start, token.end), token.text.lstrip("$@"))
        else:
            value = self._postfix(token.start, self._primary())
        if commands and isinstance(value, Name | Member) and self._begins_argument():
            args = self._list("")
            return Call(self._span(token.start), value, args)
        return value

    def _begins_argument(self, ahead: int = 0) -> bool:
        token = self._peek(ahead)
        if token.kind in ("string", "number", "symbol"):
            return True
        if token.kind == "name":
            return token.text not in _KEYWORDS
        return token.text == "[" and token.start > self._peek(ahead - 1).end

    def _primary(self) -> Value:
        token = self._take()
        span = self.source.span(token.start, token.end)
        if token.kind == "string":
            return Literal(span, "string", _unescape(token.text.removeprefix("~p")[1:-1]))
        if token.kind == "symbol":
            return Literal(span, "string", token.text[1:])
        if token.kind == "number":
            return Literal(span, "number", float(token.text))
        if token.kind == "name":
            if token.text in _CONSTANTS:
                constant = _CONSTANTS[token.text]
                return Literal(span, "null" if constant is None else "bool", constant)
            word = token.text.lstrip("$@")
            return self.source.named.get(word) or Name(span, word)
        if token.text == "(":
            value = self._binary(0)
            if self._peek().text == ")":
                self._take()
            return value
        if token.text in "[{" and token.kind == "op":
            return self._collection(token)
        if token.text == "." and self._peek().kind == "name":
            name = self._take()
            return Name(self.source.span(token.start, name.end), name.text)
        return Opaque(span)

    def _collection(self, opener: _Token) -> Value:
        items = self._list("]" if opener.text == "[" else "}")
        span = self._span(opener.start)
        if any(one.label for one in items):
            entries = tuple(Entry(one.label, one.value, one.value.span) for one in items)
            return Object(span, entries)
        return Array(span, tuple(one.value for one in items))

    def _postfix(self, start: int, value: Value) -> Value:
        while True:
            token, following = self._peek(), self._peek(1)
            near = token.start == self._peek(-1).end
            if token.text in (".", "->", "::", "?.", "?->") and near and following.kind == "name":
                self.at += 2
                place = self.source.span(following.start, following.end)
                optional = token.text.startswith("?")
                value = Member(self._span(start), value, following.text, place, optional)
            elif token.text == "(" and near and isinstance(value, Name | Member):
                args = self._arguments(")")
                value = Call(self._span(start), value, args)
            elif token.text == "[" and near:
                value = self._index(start, value)
            else:
                return value

    def _index(self, start: int, value: Value) -> Value:
        self._take()
        key = self._binary(0)
        if self._peek().text == "]":
            self._take()
        if isinstance(key, Literal) and isinstance(key.value, str):
            return Member(self._span(start), value, key.value, key.span)
        return Index(self._span(start), value, key)

    def _arguments(self, closer: str) -> tuple[Argument, ...]:
        self._take()
        return self._list(closer)

    def _list(self, closer: str) -> tuple[Argument, ...]:
        """Arguments or items up to `closer`; without one, up to what cannot begin an argument."""
        found: list[Argument] = []
        while self.at < len(self.tokens):
            if closer and self._peek().text == closer:
                self._take()
                break
            before = self.at
            label = self._label()
            found.append(Argument(self._binary(1), label))
            comma = self._peek().text == ","
            if comma:
                self._take()
            elif not closer and not self._begins_argument():
                break
            elif self.at == before:
                self._take()
        return tuple(found)

    def _label(self) -> str:
        token, following = self._peek(), self._peek(1)
        if token.kind not in ("name", "string", "symbol"):
            return ""
        if following.text in ("=", ":", "=>"):
            self.at += 2
            return token.text.strip("\"':@$")
        return ""


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.S)
