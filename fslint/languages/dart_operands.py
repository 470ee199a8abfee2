"""Dart's literals, strings, collections and records."""

from __future__ import annotations

from fslint.flow import (
    Arm,
    Array,
    Block,
    Choice,
    Either,
    Entry,
    Literal,
    Name,
    Object,
    Op,
    Opaque,
    Template,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.dart_expressions import ExpressionReader
from fslint.languages.strings import unescape

CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "true": ("bool", True),
    "false": ("bool", False),
    "null": ("null", None),
}
RESERVED = frozenset(
    {"if", "else", "for", "while", "do", "return", "try", "catch", "finally", "case", "default"}
    | {"break", "continue", "class", "extends", "is", "in", "with", "assert", "enum", "var"}
)


class OperandReader(ExpressionReader):
    """Reads what operators stand between."""

    def primary(self) -> Value:
        index = self.i
        kind, text = self.kinds[index], self.texts[index]
        if kind == "name":
            return self.word(text)
        if kind in ("string", "string_head"):
            return self.text()
        if kind == "number":
            return self.number_literal()
        if text in ("(", "<") and not self.no_closure and self.closure_at(index):
            return self.closure()
        if text == "(":
            return self.parentheses()
        if text == "<":
            self.skip_angles()
            text = self.texts[self.i]
        if text == "[":
            return self.list_literal(index)
        if text == "{":
            return self.map_literal(index)
        if text == "#":
            return self.symbol()
        if text == "." and self.kinds[index + 1] == "name":
            self.i += 1
            return self.member(Opaque(self.at(index)), index, False)
        raise UnreadableError(f"unexpected {text!r}" if text else "unexpected end")

    def word(self, text: str) -> Value:
        """Read a value that begins with a word."""
        index = self.i
        following = self.texts[index + 1]
        if text in CONSTANTS:
            self.i += 1
            kind, constant = CONSTANTS[text]
            return Literal(self.at(index), kind, constant)
        if text in ("const", "new") and (
            self.kinds[index + 1] == "name" or following in ("[", "{", "<", "(")
        ):
            self.i += 1
            return self.primary()
        if text == "switch" and following == "(":
            return self.switch_value()
        if text == "rethrow" or text in RESERVED:
            raise UnreadableError(f"unexpected {text!r}")
        self.i += 1
        return Name(self.at(index), text)

    def symbol(self) -> Value:
        """Read `#name.part`."""
        start = self.i
        self.i += 1
        self.dotted_name()
        return Opaque(self.span(start))

    def parenthesised(self) -> Value:
        """Read `(value)`, or `(value case pattern when test)`."""
        opener = self.i
        self.expect("(")
        outside, self.no_closure = self.no_closure, False
        value = self.value()
        if self.accept("case"):
            value = self.cased(value, opener + 1)
        self.no_closure = outside
        if self.i != self.partner[opener]:
            raise UnreadableError("expected ')'")
        self.close(opener)
        return value

    def cased(self, subject: Value, start: int) -> Value:
        """Read `pattern when test` as the test that `subject` has to pass."""
        raise NotImplementedError

    def switch_value(self) -> Value:
        """Read a `switch` that has a value."""
        raise NotImplementedError

    def parentheses(self) -> Value:
        """Read `(value)` or a record: an array of what has no name, or an object."""
        opener = self.i
        outside, self.no_closure = self.no_closure, False
        items: list[Value] = []
        entries: list[Entry] = []
        texts = self.texts

        def item() -> None:
            start = self.i
            if self.kinds[start] == "name" and texts[start + 1] == ":":
                self.i += 2
                entries.append(Entry(texts[start], self.value(), self.span(start)))
            else:
                items.append(self.value())

        self.listed(item)
        self.no_closure = outside
        if len(items) == 1 and not entries and texts[self.i - 2] != ",":
            return items[0]
        if not entries:
            return Array(self.span(opener), tuple(items))
        unnamed = (Entry(f"${n}", v, v.span) for n, v in enumerate(items, start=1))
        return Object(self.span(opener), (*unnamed, *entries))

    # -- strings

    def text(self) -> Value:
        """Read strings that stand one behind another."""
        start = self.i
        parts: list[str | Value] = []
        while self.kinds[self.i] in ("string", "string_head"):
            if self.kinds[self.i] == "string":
                parts.append(literal_text(self.texts[self.i]))
                self.i += 1
            else:
                self.template(parts)
        place = self.span(start)
        if all(isinstance(part, str) for part in parts):
            return Literal(place, "string", "".join(str(part) for part in parts))
        return Template(place, tuple(part for part in parts if part != ""))

    def template(self, parts: list[str | Value]) -> None:
        """Read a string with holes."""
        quotes = 3 if self.texts[self.i][:3] in ("'''", '"""') else 1
        begin = quotes
        while True:
            kind, text = self.kinds[self.i], self.texts[self.i]
            self.i += 1
            last = kind not in ("string_head", "string_middle")
            braced = not last and text.endswith("{")
            end = len(text) - (quotes if last else 1 + braced)
            parts.append(unescape(text[begin:end]))
            if last:
                return
            parts.append(self.hole(braced))
            begin = 1 if braced else 0

    def hole(self, braced: bool) -> Value:
        if not braced:
            self.i += 1
            return Name(self.at(self.i - 1), self.texts[self.i - 1])
        outside, self.no_closure = self.no_closure, False
        value = self.value()
        self.no_closure = outside
        if self.kinds[self.i] not in ("string_middle", "string_tail"):
            raise UnreadableError("expected '}'")
        return value

    # -- collections

    def list_literal(self, start: int) -> Value:
        items: list[Value] = []
        outside, self.no_closure = self.no_closure, False
        self.listed(lambda: items.append(self.element()))
        self.no_closure = outside
        return Array(self.span(start), tuple(items))

    def map_literal(self, start: int) -> Value:
        """Read a map as an object, a set as an array."""
        entries: list[Entry] = []
        items: list[Value] = []
        outside, self.no_closure = self.no_closure, False
        self.deeper()

        def item() -> None:
            value = self.element()
            if isinstance(value, Object) and self.pairs.pop(id(value), None) is not None:
                entries.extend(value.entries)
            else:
                items.append(value)

        self.listed(item)
        self.depth -= 1
        self.no_closure = outside
        place = self.span(start)
        if items and not entries:
            return Array(place, tuple(items))
        spread = (Entry("", value, value.span, "spread") for value in items)
        return Object(place, (*entries, *spread))

    pairs: dict[int, Object]
    """The `key: value` pairs of map literals that are being read, by identity."""

    def element(self) -> Value:
        """Read an element: a value, a pair, `if`, `for` or a spread."""
        self.deeper()
        start = self.i
        text = self.texts[start]
        value: Value
        if text == "if" and self.texts[start + 1] == "(":
            value = self.element_if()
        elif text == "for" or (text == "await" and self.texts[start + 1] == "for"):
            value = self.element_for()
        elif text in ("...", "...?"):
            self.i += 1
            value = Op(self.span(start), "...", (self.value(),))
        else:
            self.accept("?")
            value = self.value()
            if self.accept(":"):
                self.accept("?")
                value = self.pair_of(value, self.value(), start)
        self.depth -= 1
        return value

    def pair_of(self, key: Value, held: Value, start: int) -> Object:
        place = self.span(start)
        entry = Entry("", held, place, "computed")
        if isinstance(key, Literal) and isinstance(key.value, str):
            entry = Entry(key.value, held, place)
        pair = Object(place, (entry,))
        self.pairs[id(pair)] = pair
        return pair

    def element_if(self) -> Value:
        start = self.i
        self.i += 1
        test = self.parenthesised()
        first, yes = self.collect(self.element)
        values = [yes]
        block: Block = []
        if self.accept("else"):
            block, no = self.collect(self.element)
            values.append(no)
        place = self.span(start)
        if first or block:
            self.block.append(Choice(place, "if", test, (Arm(first), Arm(block))))
        return Either(place, tuple(values))

    def element_for(self) -> Value:
        raise NotImplementedError


def literal_text(text: str) -> str:
    """What a string literal without holes says."""
    raw = text.startswith("r")
    bare = text[1:] if raw else text
    quotes = 3 if bare[:3] in ("'''", '"""') and len(bare) > 5 else 1
    said = bare[quotes:-quotes]
    return said if raw else unescape(said)
