"""Kotlin's operands: literals, names, strings with holes, `this` and `super`."""

from __future__ import annotations

from fslint.flow import (
    Array,
    Literal,
    Name,
    Template,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.kotlin_classes import ClassReader
from fslint.languages.strings import unescape

CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "true": ("bool", True),
    "false": ("bool", False),
    "null": ("null", None),
}
RESERVED = frozenset({"else", "in", "is", "as", "class", "interface", "val", "var", "package"})


class OperandReader(ClassReader):
    """Reads what operators and calls are made on."""

    def primary(self) -> Value:
        index = self.i
        kind, text = self.kinds[index], self.texts[index]
        if kind == "name":
            return self.word(text)
        if kind == "string" or kind == "char":
            self.i += 1
            return Literal(self.at(index), "string", literal_text(text))
        if kind == "string_head":
            return self.template()
        if kind == "number":
            return self.number_literal()
        if text == "(":
            return self.parenthesised()
        if text == "{":
            return self.lambda_literal()
        if text == "::":
            self.i += 1
            return Name(self.at(self.i), self.name())
        if text == "[":
            items: list[Value] = []
            self.listed(lambda: items.append(self.value()))
            return Array(self.span(index), tuple(items))
        raise UnreadableError(f"unexpected {text!r}" if text else "unexpected end")

    def word(self, text: str) -> Value:
        """Read a value that begins with a word."""
        index = self.i
        if text in CONSTANTS:
            self.i += 1
            kind, constant = CONSTANTS[text]
            return Literal(self.at(index), kind, constant)
        if text in ("return", "throw", "break", "continue"):
            return self.jump()
        if text in ("if", "when", "try"):
            return self.branching(text)
        if text == "object" and self.texts[index + 1] in (":", "{"):
            return self.object_literal()
        if text == "fun" and not self.declares(index):
            return self.function_declared(index, set(), (), None)
        if text in ("this", "super"):
            return self.self_reference(text)
        if text in RESERVED:
            raise UnreadableError(f"unexpected {text!r}")
        self.i += 1
        if self.texts[self.i] == "@" and self.adjacent(self.i) and self.texts[self.i + 1] == "{":
            self.i += 1
            return self.lambda_literal(text)
        return Name(self.at(index), text.strip("`"))

    def branching(self, word: str) -> Value:
        """Read `if`, `when` or `try`."""
        raise NotImplementedError

    def self_reference(self, text: str) -> Value:
        """Read `this`, `this@Outer`, `super`, `super<Base>`."""
        index = self.i
        self.i += 1
        if text == "super" and self.texts[self.i] == "<":
            self.skip_angles()
        if self.texts[self.i] == "@" and self.adjacent(self.i):
            self.i += 1
            outer = self.name()
            if text == "this":
                return self.outer_this(outer, self.span(index))
        return Name(self.at(index), text)

    def parenthesised(self) -> Value:
        opener = self.i
        self.i += 1
        outside, self.plain = self.plain, False
        value = self.value()
        self.plain = outside
        if self.i != self.partner[opener]:
            raise UnreadableError("expected ')'")
        self.close(opener)
        return value

    def template(self) -> Value:
        """Read a string with its holes."""
        start = self.i
        parts: list[str | Value] = []
        opener = self.texts[start]
        dollars = len(opener) - len(opener.lstrip("$"))
        raw = opener[dollars : dollars + 3] == '"""'
        quotes = 3 if raw else 1
        hole = "$" * max(dollars, 1)
        begin = dollars + quotes
        while True:
            kind, text = self.kinds[self.i], self.texts[self.i]
            self.i += 1
            last = kind not in ("string_head", "string_middle")
            braced = not last and text.endswith("{")
            end = len(text) - (quotes if last else len(hole) + braced)
            said = text[begin:end] if raw else unescape(text[begin:end])
            if said:
                parts.append(said)
            if last:
                return Template(self.span(start), tuple(parts))
            parts.append(self.hole(braced))
            begin = 1 if braced else 0

    def hole(self, braced: bool) -> Value:
        if not braced:
            self.i += 1
            name = self.texts[self.i - 1].strip("`")
            return Name(self.at(self.i - 1), name)
        outside, self.plain = self.plain, False
        value = self.value()
        self.plain = outside
        if self.kinds[self.i] not in ("string_middle", "string_tail"):
            raise UnreadableError("expected '}'")
        return value


def literal_text(text: str) -> str:
    """What a string or character literal without holes says."""
    bare = text.lstrip("$")
    if bare.startswith('"""'):
        return bare[3:-3] if len(bare) > 5 else bare[3:]
    return unescape(bare[1:-1])
