"""Swift's types, attributes, modifiers and directives."""

from __future__ import annotations

from collections.abc import Sequence

from fslint.flow import COMPOSED, Member, Name, Value
from fslint.languages.brace import BraceReader
from fslint.languages.cursor import UnreadableError
from fslint.languages.directives import WORDS, Directive, active
from fslint.languages.tokens import Token

MODIFIERS = frozenset(
    {"public", "private", "fileprivate", "internal", "open", "package", "static", "class"}
    | {"final", "override", "mutating", "nonmutating", "lazy", "weak", "unowned", "required"}
    | {"convenience", "dynamic", "optional", "indirect", "nonisolated", "isolated", "prefix"}
    | {"postfix", "infix", "distributed", "async", "consuming", "borrowing", "__consuming"}
)
DECLARERS = frozenset(
    {"let", "var", "func", "class", "struct", "enum", "protocol", "extension", "actor", "init"}
    | {"deinit", "subscript", "typealias", "associatedtype", "import", "operator", "case"}
    | {"precedencegroup", "macro"}
)
TYPE_WORDS = frozenset(
    {"some", "any", "inout", "borrowing", "consuming", "sending", "isolated", "repeat", "each"}
    | {"nonisolated", "__owned", "__shared"}
)
TYPE_ATTRIBUTES = frozenset({"escaping", "autoclosure", "Sendable", "MainActor", "noescape"})
WRAPPERS = frozenset({"Optional", "Published", "Binding", "Lazy", "Factory"})
WORD_LIMIT = 40
COLLECTIONS = frozenset({"Array", "Set", "ContiguousArray", "ArraySlice"})


class TypeReader(BraceReader):
    """Reads types as names; a collection is called after its items, `Item[]`."""

    def type(self) -> str:
        """Read a type; returns its name without generics, '' where it has none. One that is
        composed of several is spelt `A & B`."""
        self.deeper()
        self.type_attributes()
        found = self.plain_type()
        composed = [found]
        while True:
            text = self.texts[self.i]
            if (text in ("?", "!") and self.adjacent(self.i)) or self.metatype(self.i):
                self.i += 1 if text in ("?", "!") else 2
            elif text == "&" and self.kinds[self.i + 1] == "name":
                self.i += 1
                self.type_attributes()
                composed.append(self.plain_type())
            elif text == "..." and self.adjacent(self.i):
                self.i += 1
            elif text == "?." and self.texts[self.i + 1] == self.texts[self.i + 2] == ".":
                self.i += 3
            elif text in ("async", "throws", "rethrows") and self.effects_end(self.i):
                self.i = self.effects_end(self.i)
                self.type()
                found = ""
            elif text == "->":
                self.i += 1
                self.type()
                found = ""
            else:
                break
        self.depth -= 1
        return COMPOSED.join(name for name in composed if name) if found else ""

    def metatype(self, index: int) -> bool:
        return self.texts[index] == "." and self.texts[index + 1] in ("Type", "Protocol")

    def effects_end(self, index: int) -> int:
        """The token behind `async throws ->` at `index`, or 0."""
        while self.texts[index] in ("async", "throws", "rethrows"):
            index += 1
            if self.texts[index] == "(" and self.texts[index - 1] == "throws":
                index = self.after(index)
        return index + 1 if self.texts[index] == "->" else 0

    def type_attributes(self) -> None:
        while True:
            if self.texts[self.i] == "@":
                self.attribute()
            elif (
                self.texts[self.i] in TYPE_WORDS
                and (self.kinds[self.i + 1] == "name" or self.texts[self.i + 1] in ("(", "[", "@"))
            ) or self.texts[self.i] == "~":
                self.i += 1
            else:
                return

    def type_word(self, index: int) -> bool:
        following = self.texts[index + 1]
        return self.texts[index] in TYPE_WORDS and (
            self.kinds[index + 1] == "name" or following in ("(", "[", "@")
        )

    def plain_type(self) -> str:
        text = self.texts[self.i]
        if text == "(":
            return self.tuple_type()
        if text == "[":
            opener = self.i
            if not self.is_closed(opener):
                raise UnreadableError("expected ']'")
            self.i += 1
            item = self.type() if self.kinds[self.i] == "name" else ""
            alone = self.i == self.partner[opener]
            self.i = self.after(opener)
            return f"{item}[]" if item and alone else ""
        parts = [self.name()]
        first = self.generic_types()
        if first and parts[0] in COLLECTIONS:
            return f"{first}[]"
        while (
            self.texts[self.i] == "."
            and self.kinds[self.i + 1] == "name"
            and not self.metatype(self.i)
        ):
            self.i += 1
            parts.append(self.name())
            self.generic_types()
        name = ".".join(part.strip("`") for part in parts)
        return first if name in WRAPPERS and first else name

    def tuple_type(self) -> str:
        opener = self.i
        if not self.is_closed(opener):
            raise UnreadableError("expected ')'")
        self.i += 1
        inner = ""
        if self.i < self.partner[opener] and self.texts[self.i + 1] != ":":
            inner = self.type()
        alone = self.i == self.partner[opener]
        self.i = self.after(opener)
        return inner if alone and self.texts[self.i] != "->" else ""

    def generic_types(self) -> str:
        """Step over `<…>`, if it stands here; returns the name of the first type in it."""
        if self.texts[self.i] != "<":
            return ""
        end = self.angles_end(self.i)
        if end < 0:
            raise UnreadableError("expected '>'")
        self.i += 1
        try:
            found = self.type()
        except UnreadableError:
            found = ""
        self.i = end
        return found

    def annotation_type(self) -> str:
        """Read `: Type`, if it stands here."""
        return self.type() if self.accept(":") else ""

    def where_clause(self) -> None:
        """Step over `where T: A, U == B.C`."""
        if not self.accept("where"):
            return
        while True:
            self.type()
            if self.accept(":") or self.accept("=="):
                self.type()
            if not self.accept(","):
                return

    # -- attributes and modifiers

    def attribute(self) -> Value:
        """Read `@name(…)`; what stands in its brackets is stepped over."""
        value = self.attribute_name()
        if self.texts[self.i] == "(" and self.adjacent(self.i) and not of_type(value):
            self.i = self.after(self.i)
        return value

    def attribute_name(self) -> Value:
        """Read `@name<…>`."""
        self.expect("@")
        start = self.i
        value: Value = Name(self.at(start), self.name())
        while self.texts[self.i] == "." and self.kinds[self.i + 1] == "name":
            index = self.i + 1
            self.i += 2
            value = Member(self.span(start), value, self.texts[index], self.at(index))
        if self.texts[self.i] == "<" and self.adjacent(self.i):
            self.skip_angles()
            while self.texts[self.i] == "." and self.adjacent(self.i):
                self.i += 2
        return value

    def attributes(self) -> tuple[Value, ...]:
        found: list[Value] = []
        while self.texts[self.i] == "@":
            found.append(self.attribute())
        return tuple(found)

    def modifiers(self) -> set[str]:
        """Read the words in front of a declaration."""
        found: set[str] = set()
        while self.is_modifier(self.i):
            found.add(self.texts[self.i])
            self.i += 1
            if self.texts[self.i] == "(" and self.adjacent(self.i):
                self.i = self.after(self.i)
        return found

    def is_modifier(self, index: int) -> bool:
        """Whether a modifier's word at `index` stands in front of a declaration."""
        if self.texts[index] not in MODIFIERS or self.kinds[index] != "name":
            return False
        following = index + 1
        if self.texts[following] == "(" and self.texts[following + 1] in ("set", "safe", "unsafe"):
            following = self.after(following)
        text = self.texts[following]
        if self.texts[index] == "class":
            return text in DECLARERS - {"init", "case"} or text in MODIFIERS
        return text in DECLARERS or text in MODIFIERS or text == "@"

    def declared_at(self, index: int) -> str:
        """The word that declares something behind attributes and modifiers, or ''."""
        for _ in range(WORD_LIMIT):
            text = self.texts[index]
            if text == "@" and self.kinds[index + 1] == "name":
                index = self.attribute_end(index)
            elif self.is_modifier(index):
                index += 1
                if self.texts[index] == "(" and self.adjacent(index):
                    index = self.after(index)
            elif text in DECLARERS and self.declares(index):
                return text
            else:
                break
        return ""

    def attribute_end(self, index: int) -> int:
        index += 2
        while self.texts[index] == "." and self.kinds[index + 1] == "name":
            index += 2
        if self.texts[index] == "<" and self.adjacent(index):
            index = max(self.angles_end(index), index)
            while self.texts[index] == "." and self.kinds[index + 1] == "name":
                index += 2
        if self.texts[index] == "(" and self.adjacent(index):
            index = self.after(index)
        return index

    def declares(self, index: int) -> bool:
        """Whether the word at `index` declares something, rather than being used."""
        text, following = self.texts[index], self.texts[index + 1]
        if self.kinds[index] != "name":
            return False
        if text == "init":
            return following in ("(", "?", "!", "<")
        if text == "deinit":
            return following == "{"
        if text == "subscript":
            return following in ("(", "<")
        if text in ("let", "var"):
            return self.kinds[index + 1] == "name" or following == "("
        if text == "func" or (text == "extension" and following == "["):
            return True
        return self.kinds[index + 1] == "name" and not self.newline[index + 1]


def of_type(attribute: Value) -> bool:
    """Whether brackets behind an attribute are a type's, not its own."""
    return isinstance(attribute, Name) and attribute.id in TYPE_ATTRIBUTES


def shipped(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that a build for an iPhone compiles."""
    found: list[Directive] = []
    for index, token in enumerate(tokens[:-1]):
        word = tokens[index + 1].text
        if token.text == "#" and word in WORDS:
            end = index
            while end < len(tokens) and "\n" not in tokens[end].text:
                end += 1
            said = tuple(t.text for t in tokens[index + 2 : end] if t.text.strip())
            found.append(Directive(index, end, word, said))
    return active(tokens, found)
