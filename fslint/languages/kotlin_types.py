"""Kotlin's types, annotations and modifiers."""

from __future__ import annotations

from fslint.flow import Argument, Call, Function, Name, Value
from fslint.languages.brace import BraceReader
from fslint.languages.cursor import UnreadableError
from fslint.languages.reader import COLLECTIONS, HOLDERS, dotted

MODIFIERS = frozenset(
    {"public", "private", "protected", "internal", "override", "open", "abstract", "final"}
    | {"sealed", "data", "inner", "inline", "noinline", "crossinline", "suspend", "tailrec"}
    | {"operator", "infix", "external", "const", "lateinit", "vararg", "annotation", "enum"}
    | {"value", "companion", "expect", "actual", "reified", "fun"}
)
DECLARERS = frozenset({"class", "interface", "object", "fun", "val", "var", "typealias"})
WORD_LIMIT = 60
USE_SITES = frozenset(
    {"file", "field", "property", "get", "set", "receiver", "param", "setparam", "delegate", "all"}
)


class TypeReader(BraceReader):
    """Reads types as names; a collection is called after its items, `Item[]`."""

    def type(self) -> str:
        """Read a type; returns its name without generics, '' where it has none."""
        self.deeper()
        self.annotations()
        while self.texts[self.i] in ("suspend", "in", "out", "context") and (
            self.kinds[self.i + 1] == "name" or self.texts[self.i + 1] in ("(", "@")
        ):
            self.i += 1
        arrows = self.texts[self.i] == "("
        found = self.plain_type()
        while True:
            text = self.texts[self.i]
            if text == "?" or text == "!!":
                self.i += 1
            elif text == "&" and self.kinds[self.i + 1] == "name":
                self.i += 1
                self.plain_type()
            elif (text == "." and self.texts[self.i + 1] == "(") or (text == "->" and arrows):
                self.i += 1
                self.type()
                found = ""
            else:
                break
        self.depth -= 1
        return found

    def plain_type(self) -> str:
        if self.texts[self.i] == "(":
            opener = self.i
            if not self.is_closed(opener):
                raise UnreadableError("expected ')'")
            self.i += 1
            inner = ""
            if self.i < self.partner[opener] and self.kinds[self.i] == "name":
                inner = self.type()
            alone = self.i == self.partner[opener]
            self.i = self.after(opener)
            return inner if alone and self.texts[self.i] != "->" else ""
        if self.texts[self.i] == "*":
            self.i += 1
            return ""
        parts = [self.name()]
        if parts[0] in HOLDERS and self.texts[self.i] == "<":
            held = self.item_type()
            self.skip_angles()
            return held
        item = self.item_type() if parts[0] in COLLECTIONS and self.texts[self.i] == "<" else ""
        self.skip_angles()
        if item:
            return f"{item}[]"
        while self.texts[self.i] == "." and self.kinds[self.i + 1] == "name":
            self.i += 1
            parts.append(self.name())
            self.skip_angles()
        return ".".join(part.strip("`") for part in parts)

    def item_type(self) -> str:
        """The type of a collection's items; nothing is stepped over."""
        opener, self.i = self.i, self.i + 1
        found = self.type()
        alone = self.texts[self.i] == ">"
        self.i = opener
        return found if alone else ""

    def annotation_type(self) -> str:
        """Read `: Type`, if it stands here."""
        return self.type() if self.accept(":") else ""

    def where_clause(self) -> None:
        """Step over `where T : A, U : B`."""
        if self.texts[self.i] == "where" and self.kinds[self.i + 1] in ("name", "punct"):
            self.i += 1
            while True:
                self.annotations()
                self.name()
                self.annotation_type()
                if not self.accept(","):
                    return

    # -- annotations

    def annotations(self) -> tuple[Value, ...]:
        """Read `@A`, `@b.C(d)`, `@get:E`, `@[F G]`, any number; their evaluation is no step."""
        found: list[Value] = []
        while self.texts[self.i] == "@":
            self.i += 1
            if self.texts[self.i] in USE_SITES and self.texts[self.i + 1] == ":":
                self.i += 2
            if self.texts[self.i] == "[":
                opener = self.i
                self.i += 1
                while self.i < self.partner[opener]:
                    found.append(self.collect(self.annotation)[1])
                self.close(opener)
            else:
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

    def modifiers(self) -> set[str]:
        """Read the words in front of a declaration."""
        found: set[str] = set()
        while self.texts[self.i] in MODIFIERS and self.is_modifier(self.i):
            found.add(self.texts[self.i])
            self.i += 1
        return found

    def is_modifier(self, index: int) -> bool:
        """Whether a modifier's word at `index` stands in front of a declaration."""
        if self.texts[index] == "fun":
            return self.texts[index + 1] == "interface"
        return self.kinds[index + 1] == "name" or self.texts[index + 1] == "@"

    def declared_at(self, index: int) -> str:
        """The word that declares something behind annotations and modifiers, or ''."""
        for _ in range(WORD_LIMIT):
            text = self.texts[index]
            if text == "@":
                index = self.annotation_end(index)
            elif text in DECLARERS and self.declares(index):
                return text
            elif text in MODIFIERS and self.is_modifier(index):
                index += 1
            else:
                break
        return ""

    def annotation_end(self, index: int) -> int:
        index += 1
        if self.texts[index] in USE_SITES and self.texts[index + 1] == ":":
            index += 2
        if self.texts[index] == "[":
            return self.after(index)
        index += 1
        while self.texts[index] == "." and self.kinds[index + 1] == "name":
            index += 2
        if self.texts[index] == "<":
            index = max(self.angles_end(index), index)
        if self.texts[index] == "(" and self.adjacent(index):
            index = self.after(index)
        return index

    def declares(self, index: int) -> bool:
        """Whether the word at `index` declares something, rather than making a value."""
        text, following = self.texts[index], self.texts[index + 1]
        if text == "fun":
            return following in ("<", "@") or self.kinds[index + 1] == "name"
        if text == "object":
            return self.kinds[index + 1] == "name" or self.texts[index - 1] in ("companion", "data")
        if text in ("val", "var"):
            return self.kinds[index + 1] == "name" or following in ("(", "<", "@")
        return self.kinds[index + 1] == "name"


def is_preview(function: Function) -> bool:
    """Whether a function only shows a composable in the editor."""
    return any("Preview" in dotted(decorated(d)) for d in function.decorators)


def decorated(decorator: Value) -> Value:
    return decorator.callee if isinstance(decorator, Call) else decorator
