"""TOML with exact places; what is malformed is named, and passed over line by line."""

from __future__ import annotations

import re

import tomli

from fslint.flow import Problem, Span
from fslint.languages.data_tree import Listing, Mapping, Node, Scalar
from fslint.languages.strings import ESCAPE, decode

_TOKEN = re.compile(
    r"""
      (?P<long> \"\"\" [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* (?: \"\"\" )?
              | ''' [^']* (?: '(?!'') [^']* )* (?: ''' )? )
    | (?P<string> " [^"\\\n]* (?: \\. [^"\\\n]* )* "? | ' [^'\n]* '? )
    | (?P<comment> \#[^\n]* )
    | (?P<line> \n )
    | (?P<mark> [{}\[\]=,] )
    | (?P<word> [^\s{}\[\]=,"'\#]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_BARE: dict[str, tuple[str, bool]] = {"true": ("bool", True), "false": ("bool", False)}
_TEMPLATE = ("{{", "{%", "<%")
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_NUMBER = re.compile(r"[+-]?\d[\d_]*(?:\.\d[\d_]*)?\Z")


def read_toml(text: str) -> Mapping:
    """The tree of a TOML text, tables within tables; one may go on until the text's end."""
    return _Reader(text).read()


def toml_problems(text: str) -> list[Problem]:
    """What is wrong with a TOML text, if anything; a template of TOML is no TOML yet."""
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        if any(mark in text for mark in _TEMPLATE):
            return []
        told = _PLACE.search(str(error))
        at = len(text.rstrip())
        if told is not None and told[1]:
            lines = text.split("\n")
            at = sum(len(line) + 1 for line in lines[: int(told[1]) - 1]) + int(told[2]) - 1
        return [Problem(Span(at, at), f"not TOML: {_PLACE.sub('', str(error))}")]
    except RecursionError:
        return [Problem(Span(0, 0), "not TOML: nested too deeply")]
    return []


class _Reader:
    """Reads the tokens of one text from first to last."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [m for m in _TOKEN.finditer(text) if m.lastgroup != "comment"]
        self._at = 0
        self._root = Mapping(Span(0, len(text)))

    def read(self) -> Mapping:
        table = self._root
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token[0] == "[":
                table = self._table()
            elif token.lastgroup in ("word", "string"):
                self._assign(table)
            self._skip_line()
        return self._root

    def _skip_line(self) -> None:
        while self._at < len(self._tokens) and self._tokens[self._at].lastgroup != "line":
            self._at += 1
        self._at += 1

    def _table(self) -> Mapping:
        """The table that `[a.b]` or `[[a.b]]` opens."""
        start = self._tokens[self._at].start()
        while self._at < len(self._tokens) and self._tokens[self._at][0] == "[":
            self._at += 1
        made = Mapping(Span(start, len(self._text)))
        keys = self._keys()
        place = self._within(self._root, keys[:-1])
        for key in keys[-1:]:
            known = self._find(place, key)
            repeated = self._text.startswith("[[", start)
            if known is not None and not repeated:
                return known
            place.entries.append((key, made))
        return made

    def _keys(self) -> list[Scalar]:
        """The parts of a dotted key."""
        found: list[Scalar] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.lastgroup == "word":
                position = token.start()
                for part in token[0].split("."):
                    if part:
                        span = Span(position, position + len(part))
                        found.append(Scalar(span, "string", part))
                    position += len(part) + 1
            elif token.lastgroup == "string":
                found.append(self._scalar(token))
            else:
                break
            self._at += 1
        return found

    def _assign(self, table: Mapping) -> None:
        keys = self._keys()
        if not keys or self._at >= len(self._tokens) or self._tokens[self._at][0] != "=":
            return
        self._at += 1
        value = self._value()
        if value is not None:
            self._within(table, keys[:-1]).entries.append((keys[-1], value))

    def _value(self) -> Node | None:
        """The value that stands here, however deep; None where there is none."""
        stack: list[tuple[Mapping | Listing, list[Scalar]]] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.lastgroup == "line" and not stack:
                return None
            inside, keys = stack[-1] if stack else (None, [])
            if isinstance(inside, Mapping) and not keys and token.lastgroup in ("word", "string"):
                keys.extend(self._keys())
                continue
            self._at += 1
            if token[0] in ("{", "["):
                span = Span(token.start(), token.end())
                stack.append((Mapping(span) if token[0] == "{" else Listing(span), []))
                continue
            if token[0] in ("}", "]") and stack:
                made: Node = stack.pop()[0]
                made.span = Span(made.span.start, token.end())
            elif token.lastgroup in ("word", "string", "long"):
                made = self._scalar(token)
            else:
                continue
            if not stack:
                return made
            inside, keys = stack[-1]
            if isinstance(inside, Listing):
                inside.items.append(made)
            elif keys:
                self._within(inside, keys[:-1]).entries.append((keys[-1], made))
                keys.clear()
        return None

    def _within(self, table: Mapping, keys: list[Scalar]) -> Mapping:
        """The table at the end of a dotted key, made where it is not there yet."""
        for key in keys:
            known = self._find(table, key)
            if known is None:
                known = Mapping(Span(key.span.start, len(self._text)))
                table.entries.append((key, known))
            table = known
        return table

    @staticmethod
    def _find(table: Mapping, key: Scalar) -> Mapping | None:
        for known, value in reversed(table.entries):
            if known.value == key.value and isinstance(value, Mapping):
                return value
        return None

    @staticmethod
    def _scalar(token: re.Match[str]) -> Scalar:
        span, text = Span(token.start(), token.end()), token[0]
        if token.lastgroup == "word":
            if text in _BARE:
                return Scalar(span, *_BARE[text])
            if _NUMBER.match(text):
                return Scalar(span, "number", float(text.replace("_", "")))
            return Scalar(span, "string", text)
        quote = text[:3] if token.lastgroup == "long" else text[0]
        said = text.removeprefix(quote).removesuffix(quote)
        return Scalar(span, "string", ESCAPE.sub(decode, said) if quote[0] == '"' else said)
