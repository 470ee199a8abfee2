"""Java's types, annotations and modifiers."""

from __future__ import annotations

from fslint.flow import Argument, Array, Name, Value
from fslint.languages.brace_statements import StatementReader
from fslint.languages.cursor import UnreadableError
from fslint.languages.reader import COLLECTIONS, HOLDERS

MODIFIERS = frozenset(
    {"public", "private", "protected", "static", "final", "abstract", "native", "synchronized"}
    | {"transient", "volatile", "strictfp", "default", "sealed"}
)
TYPE_WORDS = frozenset({"class", "interface", "enum", "record"})
NO_TYPE = frozenset(
    {"return", "throw", "new", "instanceof", "if", "else", "for", "while", "do", "switch", "case"}
    | {"try", "catch", "finally", "break", "continue", "assert", "this", "super", "null", "true"}
    | {"false", "yield", "package", "import", "goto", "class"}
)
MOST_MODIFIERS = 60


class TypeReader(StatementReader):
    """Reads types as names."""

    def type_end(self, index: int) -> int:
        """The token behind the type at `index`, or -1 if none stands there."""
        while self.texts[index] == "@" and self.texts[index + 1] != "interface":
            index = self.annotation_end(index)
        while True:
            if self.kinds[index] != "name" or self.texts[index] in NO_TYPE:
                return -1
            index += 1
            if self.texts[index] == "<":
                index = self.angles_end(index)
                if index < 0:
                    return -1
            if self.texts[index] == "." and self.kinds[index + 1] == "name":
                index += 1
                continue
            break
        while True:
            if self.texts[index] == "[" and self.texts[index + 1] == "]":
                index += 2
            elif self.texts[index] == "&" and self.kinds[index + 1] == "name":
                return self.type_end(index + 1)
            else:
                return index

    def type(self) -> str:
        """Read a type; returns its name without generics, '' for a wildcard. An array or another
        collection is called after its items, `Item[]`."""
        self.annotations()
        start = self.i
        end = self.type_end(start)
        if end < 0:
            raise UnreadableError("expected a type")
        parts: list[str] = []
        while self.i < end and self.kinds[self.i] == "name":
            parts.append(self.name())
            if parts[0] in COLLECTIONS and self.texts[self.i] == "<":
                item = self.item_type()
                parts = [f"{item}[]"] if item else parts
            elif parts[0] in HOLDERS and self.texts[self.i] == "<":
                parts = [self.item_type()]
            self.skip_angles()
            if self.texts[self.i] == "." and self.i < end:
                self.i += 1
        array = self.texts[self.i] == "["
        self.i = end
        return ".".join(parts) + "[]" * array

    def item_type(self) -> str:
        """The type of a collection's items; nothing is stepped over."""
        opener, self.i = self.i, self.i + 1
        while self.texts[self.i] in ("?", "extends", "super"):
            self.i += 1
        found = self.type() if self.type_end(self.i) > 0 else ""
        alone = self.texts[self.i] == ">"
        self.i = opener
        return found if alone else ""

    # -- annotations and modifiers

    def annotation_end(self, index: int) -> int:
        index += 2
        while self.texts[index] == "." and self.kinds[index + 1] == "name":
            index += 2
        return self.after(index) if self.texts[index] == "(" else index

    def annotations(self) -> tuple[Value, ...]:
        """Read `@A`, `@b.C(d)`, any number; their evaluation is no step."""
        found: list[Value] = []
        while self.texts[self.i] == "@" and self.texts[self.i + 1] != "interface":
            self.i += 1
            found.append(self.collect(self.annotation)[1])
        return tuple(found)

    def annotation(self) -> Value:
        start = self.i
        self.deeper()
        value: Value = Name(self.at(start), self.name())
        while self.accept("."):
            value = self.member(value, start, False)
        if self.texts[self.i] == "(":
            arguments: list[Argument] = []
            self.listed(lambda: arguments.append(self.annotation_argument()))
            value = self.called(value, start, tuple(arguments))
        self.depth -= 1
        return value

    def annotation_argument(self) -> Argument:
        label = ""
        if self.kinds[self.i] == "name" and self.texts[self.i + 1] == "=":
            label = self.name()
            self.i += 1
        return Argument(self.element(), label)

    def element(self) -> Value:
        """Read a value, or `{a, b}`."""
        if self.texts[self.i] == "{":
            return self.array()
        if self.texts[self.i] == "@":
            return self.annotations()[0]
        return self.value()

    def array(self) -> Array:
        """Read `{a, {b}}`."""
        opener = self.i
        self.deeper()
        items: list[Value] = []
        self.listed(lambda: items.append(self.element()))
        self.depth -= 1
        return Array(self.span(opener), tuple(items))

    def modifiers(self) -> tuple[set[str], tuple[Value, ...]]:
        """Read the words and annotations in front of a declaration."""
        found: set[str] = set()
        decorators: tuple[Value, ...] = ()
        while True:
            text = self.texts[self.i]
            if text == "@" and self.texts[self.i + 1] != "interface":
                decorators += self.annotations()
            elif text == "non" and self.texts[self.i + 1] == "-":
                self.i += 3
            elif text in MODIFIERS and self.texts[self.i + 1] not in ("(", "=", ".", ":", "->"):
                found.add(text)
                self.i += 1
            else:
                return found, decorators

    def declares_type(self, index: int) -> bool:
        """Whether a class, interface, enum, record or annotation is declared at `index`."""
        for _ in range(MOST_MODIFIERS):
            text = self.texts[index]
            if text == "@":
                if self.texts[index + 1] == "interface":
                    return True
                index = self.annotation_end(index)
            elif text == "non" and self.texts[index + 1] == "-":
                index += 3
            elif text in TYPE_WORDS and self.kinds[index + 1] == "name":
                return text != "record" or self.texts[index + 2] in ("(", "<")
            elif text in MODIFIERS:
                index += 1
            else:
                break
        return False
