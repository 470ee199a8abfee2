"""Objective-C's operands: names, literals, blocks, collections, selectors."""

from __future__ import annotations

from fslint.flow import (
    Array,
    Binding,
    Call,
    Closure,
    Entry,
    Function,
    Literal,
    Name,
    Object,
    Opaque,
    Param,
    Parameter,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.objc_types import TypeReader
from fslint.languages.strings import number, unescape

CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "YES": ("bool", True),
    "NO": ("bool", False),
    "true": ("bool", True),
    "false": ("bool", False),
    "TRUE": ("bool", True),
    "FALSE": ("bool", False),
    "nil": ("null", None),
    "Nil": ("null", None),
    "NULL": ("null", None),
    "nullptr": ("null", None),
}
RESERVED = frozenset(
    {"if", "else", "for", "while", "do", "switch", "case", "default", "return", "break"}
    | {"continue", "goto", "typedef", "struct", "enum", "union", "static", "extern"}
)
SIZES = frozenset({"sizeof", "__builtin_available", "alignof", "va_arg"})
PLAIN_TYPES = frozenset(
    {"NSString", "NSDictionary", "NSArray", "NSNumber", "NSData", "NSObject", "NSError", "NSURL"}
    | {"NSMutableArray", "NSMutableDictionary", "NSSet", "Class", "instancetype"}
)


class OperandReader(TypeReader):
    """Reads what operators stand beside."""

    def known_self(self, name: str) -> bool:
        """Whether a local name stands for `self`."""
        raise NotImplementedError

    def message(self) -> Value:
        """Read `[receiver name:a]`."""
        raise NotImplementedError

    def braces(self) -> None:
        """Read `{…}` into the current block."""
        opener = self.i
        self.expect_opener("{")
        self.i += 1
        self.deeper()
        self.statements(self.partner[opener])
        self.depth -= 1
        self.close(opener)

    def primary(self) -> Value:
        index = self.i
        kind, text = self.kinds[index], self.texts[index]
        if kind == "name":
            return self.word(text)
        if kind in ("string", "char"):
            return self.string()
        if kind == "number":
            self.i += 1
            bare = text.rstrip("uUlL") if text[:2] in ("0x", "0X") else text.rstrip("uUlLfF")
            return Literal(self.at(index), "number", number(bare.replace("'", "")))
        if text == "(":
            return self.parenthesised()
        if text == "[":
            return self.lambda_literal() if self.is_lambda(index) else self.message()
        if text == "^":
            return self.block_literal()
        if text == "@":
            return self.boxed()
        if text == "{":
            return self.initializer_list()
        if text == "::":
            self.i += 1
            return self.primary()
        raise UnreadableError(f"unexpected {text!r}" if text else "unexpected end")

    def word(self, text: str) -> Value:
        index = self.i
        if text in CONSTANTS:
            self.i += 1
            kind, constant = CONSTANTS[text]
            return Literal(self.at(index), kind, constant)
        if text in RESERVED:
            raise UnreadableError(f"unexpected {text!r}")
        self.i += 1
        if text in ("self", "this") or self.known_self(text):
            return Name(self.at(index), "this")
        if text == "new" and self.kinds[self.i] == "name":
            return self.primary()
        if text in SIZES:
            self.i = self.after(self.i)
            return Opaque(self.span(index))
        return Name(self.at(index), text)

    def string(self) -> Value:
        """Read strings that stand side by side as one."""
        start = self.i
        said: list[str] = []
        while self.kinds[self.i] in ("string", "char") or self.texts[self.i].isupper():
            text = self.texts[self.i]
            quote = text[-1]
            if self.kinds[self.i] != "name":
                said.append(unescape(text[text.index(quote) + 1 : -1]))
            self.i += 1
        return Literal(self.span(start), "string", "".join(said))

    def parenthesised(self) -> Value:
        opener = self.i
        self.i += 1
        if self.texts[self.i] == "{":
            self.braces()
            value: Value = Opaque(self.at(opener))
        else:
            value = self.expression()
        if self.i != self.partner[opener]:
            raise UnreadableError("expected ')'")
        self.close(opener)
        return value

    def cast_to(self, value: Value, name: str, start: int) -> Value:
        """A value that is cast to a class stands for an object of it."""
        if name in PLAIN_TYPES or not name[:1].isupper() or isinstance(value, Literal):
            return value
        if isinstance(value, Name) and value.id == "this":
            return value
        return Call(self.span(start), Name(self.at(start), name), (), cast=value)

    # -- literals that begin with `@`

    def boxed(self) -> Value:
        """Read `@"a"`, `@1`, `@(a)`, `@[a]`, `@{a: b}`, `@selector(a:)` and their like."""
        start = self.i
        self.i += 1
        text = self.texts[self.i]
        if text == "[":
            items: list[Value] = []
            self.listed(lambda: items.append(self.value()))
            return Array(self.span(start), tuple(items))
        if text == "{":
            return self.dictionary(start)
        if text == "selector" and self.texts[self.i + 1] == "(":
            opener = self.i + 1
            self.i = self.after(opener)
            if self.kinds[opener + 1] != "name":
                return Opaque(self.span(start))
            return Name(self.at(opener + 1), self.texts[opener + 1])
        if text in ("protocol", "encode", "available", "defs"):
            self.i = self.after(self.i + 1)
            return Opaque(self.span(start))
        return self.primary()

    def dictionary(self, start: int) -> Value:
        entries: list[Entry] = []
        self.listed(lambda: self.entry(entries))
        return Object(self.span(start), tuple(entries))

    def entry(self, entries: list[Entry]) -> None:
        start = self.i
        key = self.value()
        self.expect(":")
        held = self.value()
        if isinstance(key, Literal) and isinstance(key.value, str):
            entries.append(Entry(key.value, held, self.span(start)))
        else:
            entries.append(Entry("", held, self.span(start), "computed"))

    def initializer_list(self) -> Value:
        """Read `{1, .a = 2}`."""
        opener = self.i
        items: list[Value] = []
        self.listed(lambda: items.append(self.list_item()))
        return Array(self.span(opener), tuple(items))

    def list_item(self) -> Value:
        if self.texts[self.i] == ".":
            while self.accept("."):
                self.name()
            self.expect("=")
        elif self.texts[self.i] == "[" and self.texts[self.after(self.i)] == "=":
            self.i = self.after(self.i) + 1
        return self.value()

    # -- blocks

    def block_literal(self) -> Closure:
        """Read `^{…}`, `^(A *a, B b) {…}`, `^R *(A a) {…}`."""
        start = self.i
        self.i += 1
        function = self.new_function("", "arrow", start)
        closure = Closure(function.span, function.index)
        state = self.enter(function)
        if self.texts[self.i] not in ("(", "{"):
            end = self.type_end(self.i)
            if end < 0:
                raise UnreadableError("expected '{'")
            self.i = end
        if self.texts[self.i] == "(":
            self.parameters(function)
        self.body(function)
        self.restore(state)
        function.span = closure.span = self.span(start)
        return closure

    def is_lambda(self, opener: int) -> bool:
        """Whether C++'s `[=](…) {…}` stands at `opener`."""
        first, last = opener + 1, self.partner[opener] - 1
        captured = range(first, last + 1)
        names = all(self.texts[at] == "," or self.kinds[at] == "name" for at in captured)
        several = first == last or self.texts[first + 1] == ","
        special = self.texts[first] in ("]", "=", "&", "this") or self.texts[last] == "this"
        if not special and not (names and several):
            return False
        return self.texts[self.after(opener)] in ("(", "{")

    def lambda_literal(self) -> Closure:
        start = self.i
        function = self.new_function("", "arrow", start)
        closure = Closure(function.span, function.index)
        self.i = self.after(start)
        state = self.enter(function)
        if self.texts[self.i] == "(":
            self.parameters(function)
        while self.texts[self.i] != "{":
            if self.texts[self.i] in (";", ")", "}", ""):
                raise UnreadableError("expected '{'")
            self.i = self.after(self.i)
        self.body(function)
        self.restore(state)
        function.span = closure.span = self.span(start)
        return closure

    # -- functions

    def parameters(self, function: Function) -> None:
        """Read `(A *a, B b, ...)` into `function.params` and bind the names."""
        found: list[Param] = []
        self.listed(lambda: self.parameter(found))
        function.params = tuple(found)

    def parameter(self, found: list[Param]) -> None:
        start = self.i
        if self.accept("..."):
            return
        declared = self.specifiers()
        if self.texts[self.i] in (",", ")") and not declared:
            return
        self.stars()
        if self.texts[self.i] in (",", ")", "..."):
            self.accept("...")
            found.append(Param("", self.at(start), declared))
            return
        name, kind, place, _ = self.declarator(declared)
        if self.accept("="):
            self.collect(self.value)
        self.qualifiers()
        self.add_parameter(found, name, kind, place, "")

    def add_parameter(
        self, found: list[Param], name: str, declared: str, place: Span, label: str
    ) -> None:
        value = Parameter(place, len(found))
        self.bind(name, Binding(value, place, "parameter", declared))
        found.append(Param(name, place, declared, None, "" if label == name else label))

    def body(self, function: Function) -> None:
        opener = self.i
        self.expect_opener("{")
        function.body_span = Span(self.starts[opener], self.ends[self.partner[opener]])
        self.braces()
