"""Dart's types, annotations and modifiers."""

from __future__ import annotations

from fslint.flow import Argument, Member, Name, Value
from fslint.languages.brace_statements import StatementReader
from fslint.languages.cursor import UnreadableError

MODIFIERS = frozenset(
    {"abstract", "external", "static", "final", "const", "late", "covariant", "augment", "var"}
    | {"required", "sealed", "base", "interface", "factory"}
)
NO_TYPE = frozenset(
    {"return", "throw", "new", "is", "in", "if", "else", "for", "while", "do", "switch", "case"}
    | {"try", "catch", "finally", "break", "continue", "assert", "this", "super", "null", "true"}
    | {"false", "await", "yield", "rethrow", "const", "final", "var", "default", "class", "enum"}
    | {"extends", "with", "as"}
)
PROMISES = frozenset({"Future", "FutureOr"})
COLLECTIONS = frozenset({"List", "Set", "Iterable", "Queue", "IList", "ISet", "BuiltList"})
PLAIN = frozenset({"String", "Object", "Widget", "DateTime", "Map", "Function"})
OPERANDS = frozenset({"name", "number", "string", "string_head"})
DYNAMIC = frozenset({"void", "dynamic", "Object", "Never", "var"})


class TypeReader(StatementReader):
    """Reads types as names."""

    def statement_end(self) -> None:
        """Step over the `;` that ends a statement."""
        if self.texts[self.i] != "}":
            self.expect(";")

    def type_end(self, index: int) -> int:
        """The token behind the type at `index`, or -1 if none stands there."""
        text = self.texts[index]
        if text == "(":
            if not self.is_closed(index):
                return -1
            index = self.after(index)
        elif self.kinds[index] != "name" or text in NO_TYPE:
            return -1
        elif text != "Function" or self.texts[index + 1] not in ("(", "<"):
            index += 1
            if self.texts[index] == "." and self.kinds[index + 1] == "name":
                index += 2
            if self.texts[index] == "<":
                index = self.angles_end(index)
                if index < 0:
                    return -1
        index += self.texts[index] == "?"
        while self.texts[index] == "Function" and self.texts[index + 1] in ("(", "<"):
            index += 1
            if self.texts[index] == "<":
                index = self.angles_end(index)
            if index < 0 or self.texts[index] != "(":
                return -1
            index = self.after(index)
            index += self.texts[index] == "?"
        return index

    def type(self) -> str:
        """Read a type; returns its name without generics, '' where it has none.

        A future is read as what it holds; a collection is called after its items, `Item[]`.
        """
        start = self.i
        end = self.type_end(start)
        if end < 0:
            raise UnreadableError("expected a type")
        name = self.texts[start] if self.kinds[start] == "name" else ""
        if name in PROMISES and self.texts[start + 1] == "<":
            self.i = start + 2
            name = self.type() if self.type_end(self.i) > 0 else ""
        elif name in COLLECTIONS and self.texts[start + 1] == "<":
            self.i = start + 2
            item = self.type() if self.type_end(self.i) > 0 else ""
            name = f"{item}[]" if item[:1].isupper() and item not in PLAIN else name
        elif self.texts[start + 1] == "." and end > start + 2:
            name = f"{name}.{self.texts[start + 2]}"
        self.i = end
        called = self.texts[end - 1] in (")", "?") and "Function" in self.texts[start:end]
        return "" if called or name in DYNAMIC or name in PROMISES else name

    def type_arguments(self, index: int) -> list[str]:
        """The names of the types in the `<…>` at `index`; the cursor goes behind them."""
        end = self.angles_end(index)
        found: list[str] = []
        self.i = index + 1
        while 0 < self.type_end(self.i) <= end:
            found.append(self.type())
            if not self.accept(","):
                break
        self.i = end
        return found

    def tested_type(self) -> None:
        """Read the type behind `is` or `as`, not the `?` of a conditional behind it."""
        end = self.type_end(self.i)
        self.type()
        if self.texts[end - 1] == "?":
            kind, following = self.kinds[end], self.texts[end]
            if kind in OPERANDS or following in ("(", "[", "{", "-", "!", "<", "#", "."):
                self.i = end - 1

    def named_type(self, tested: bool = False) -> Value:
        """Read a type as the name that a value is tested against."""
        start = self.i
        name = self.type()
        if tested:
            self.i = start
            self.tested_type()
        place = self.span(start)
        prefix, _, last = name.rpartition(".")
        return Member(place, Name(place, prefix), last, place) if prefix else Name(place, last)

    # -- annotations and modifiers

    def annotations(self) -> tuple[Value, ...]:
        """Read `@a`, `@b.C(d)`, any number; their evaluation is no step."""
        found: list[Value] = []
        while self.accept("@"):
            found.append(self.collect(self.annotation)[1])
        return tuple(found)

    def annotation(self) -> Value:
        start = self.i
        value: Value = Name(self.at(start), self.name())
        while self.texts[self.i] == "." and self.kinds[self.i + 1] == "name":
            self.i += 1
            value = self.member(value, start, False)
        if self.texts[self.i] == "<":
            self.skip_angles()
        if self.texts[self.i] == "(" and self.adjacent(self.i):
            return self.called(value, start, self.arguments())
        return value

    def arguments(self) -> tuple[Argument, ...]:
        """Read `(…)`."""
        raise NotImplementedError

    def modifiers(self) -> tuple[set[str], tuple[Value, ...]]:
        """Read the words and annotations in front of a declaration."""
        found: set[str] = set()
        decorators: tuple[Value, ...] = ()
        while True:
            text = self.texts[self.i]
            if text == "@":
                decorators += self.annotations()
            elif text in MODIFIERS and self.is_modifier(self.i):
                found.add(text)
                self.i += 1
            else:
                return found, decorators

    def is_modifier(self, index: int) -> bool:
        """Whether a modifier's word at `index` stands in front of a declaration."""
        following = self.texts[index + 1]
        if following in ("(", "[", "{"):
            end = self.type_end(index + 1) if following == "(" else -1
            return self.texts[index] in ("final", "var") or self.kinds[end] == "name"
        return self.kinds[index + 1] == "name" or following == "@"
