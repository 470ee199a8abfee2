"""Swift's operands: words, brackets, arguments, key paths, macros; assignments."""

from __future__ import annotations

from collections.abc import Mapping

from fslint.flow import (
    Argument,
    Array,
    Binding,
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
from fslint.languages.cursor import UnreadableError
from fslint.languages.swift_classes import ClassReader
from fslint.languages.swift_strings import StringReader

ASSIGNMENTS = frozenset(
    {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", "&+=", "&-=", "&*=", ">>="}
)
MARKS = frozenset("=<>!&|^~?*+-/%.") | ASSIGNMENTS
MARKS |= {"&&", "||", "==", "!=", "<=", ">=", "->", "...", "??", "&+", "&-", "&*", "~=", "<<", "--"}
MARKS |= {"===", "!==", "..<", "++"}
CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "true": ("bool", True),
    "false": ("bool", False),
    "nil": ("null", None),
}
RESERVED = frozenset(
    {"else", "in", "is", "as", "class", "struct", "enum", "protocol", "extension", "let", "var"}
    | {"case", "where", "while", "for", "guard", "return", "throw", "break", "continue", "import"}
    | {"defer", "func", "catch", "fallthrough", "typealias"}
)


def root_of(value: Value) -> Value:
    """What a member, of a member, is asked of."""
    while isinstance(value, Member):
        value = value.of
    return value


class OperandReader(StringReader, ClassReader):
    """Reads what operators and suffixes stand beside."""

    pattern = ""
    """In a pattern, the word that declares names: let, var or case; else ''."""
    subject: Value | None = None
    """What a `switch` compares with the pattern that is being read."""
    held: tuple[str, ...] = ()
    """The names that it has declared."""
    hidden: Mapping[str, str] = {}
    """What names that hide the subject of the `switch` around are called instead."""

    def unary(self) -> Value:
        """Read an operand with its prefixes and suffixes."""
        raise NotImplementedError

    def spaced(self, index: int) -> bool:
        """Whether the token at `index` has a space before it."""
        return self.starts[index] > self.ends[index - 1]

    def indexed(self, of: Value, start: int) -> Value:
        opener = self.i
        keys: list[Argument] = []
        outside, self.plain = self.plain, False
        self.listed(lambda: keys.append(self.argument()))
        self.plain = outside
        key = keys[0].value if keys else Opaque(self.at(opener))
        if isinstance(key, Literal) and key.kind == "string" and isinstance(key.value, str):
            return Member(self.span(start), of, key.value, key.span)
        return Index(self.span(start), of, key)

    def arguments(self) -> tuple[Argument, ...]:
        found: list[Argument] = []
        outside, self.plain = self.plain, False
        self.listed(lambda: found.append(self.argument()))
        self.plain = outside
        return tuple(found)

    def argument(self) -> Argument:
        label = ""
        if self.kinds[self.i] == "name" and self.texts[self.i + 1] == ":":
            label = self.name().strip("`")
            self.i += 1
        start = self.i
        value = self.value()
        if self.assignment_at(self.i)[0]:
            value = self.assigned(value, start)
        return Argument(value, "" if label == "_" else label)

    # -- assignments

    def assignment_at(self, index: int) -> tuple[str, int]:
        """The assigning operator at `index` and the number of its tokens, or ''."""
        end = index
        while self.texts[end] in MARKS and (end == index or self.adjacent(end)):
            end += 1
        while end > index:
            op = "".join(self.texts[index:end])
            if op in ASSIGNMENTS:
                return op, end - index
            end -= 1
        return "", 0

    def assigned(self, target: Value, start: int) -> Value:
        """Read `= value` or `+= value` behind its target; returns what is assigned."""
        op, size = self.assignment_at(self.i)
        self.i += size
        given = self.value()
        place = self.span(start)
        if isinstance(target, Name) and target.id == "_":
            self.mark(given, "dropped")
            return given
        if op != "=":
            given = Op(place, op[0], (target, given))
        self.assign(target, given, place)
        return given

    # -- primaries

    def primary(self) -> Value:
        index = self.i
        kind, text = self.kinds[index], self.texts[index]
        if kind == "name":
            return self.word(text)
        if kind in ("string", "string_head"):
            return self.string()
        if kind == "number":
            return self.number_literal()
        if kind == "regex":
            self.i += 1
            return Literal(self.at(index), "regex")
        if text == "(":
            return self.parenthesised()
        if text == "[":
            return self.collection()
        if text == "{":
            return self.closure()
        if text == ".":
            self.i += 1
            return self.member(Name(Span(self.starts[index], self.starts[index]), ""), index, False)
        if text == "\\":
            return self.key_path()
        if text == "#":
            return self.macro()
        if text == "@" and self.kinds[index + 1] == "name":
            self.type()
            return Opaque(self.span(index))
        if kind == "punct" and text in MARKS and self.texts[index + 1] in (")", ",", "]"):
            self.i += 1
            return Opaque(self.at(index))
        raise UnreadableError(f"unexpected {text!r}" if text else "unexpected end")

    def word(self, text: str) -> Value:
        """Read a value that begins with a word."""
        index = self.i
        if text in CONSTANTS:
            self.i += 1
            kind, constant = CONSTANTS[text]
            return Literal(self.at(index), kind, constant)
        if text in ("if", "switch"):
            return self.branching(text)
        if self.pattern and self.bound(text):
            return Opaque(self.span(index))
        if text == "do" and self.texts[index + 1] == "{":
            return self.branching(text)
        if text in RESERVED:
            raise UnreadableError(f"unexpected {text!r}")
        self.i += 1
        if text in ("self", "Self"):
            return Name(self.at(index), "this")
        if text.startswith("$"):
            self.numbered(text, self.at(index))
        if text in ("any", "some") and self.texts[self.i][:1].isupper():
            return self.word(self.texts[self.i])
        name = text.strip("`")
        return Name(self.at(index), self.hidden.get(name, name))

    def bound(self, text: str) -> bool:
        """Step over `let x`, `var x`, `_` and, where all names declare, `x` in a pattern; what is
        called as the subject of the `switch` is hides that."""
        index = self.i
        if text in ("let", "var"):
            self.i += 1
            if self.texts[self.i] == "(" or self.texts[self.i] == ".":
                outside, self.pattern = self.pattern, "let"
                self.unary()
                self.pattern = outside
                return True
        elif text != "_" and (self.pattern != "let" or self.texts[index + 1] in (".", "(")):
            return False
        place = self.at(self.i)
        name = self.name()
        if name != "_":
            own = name = name.strip("`")
            while self.hides(own):
                own += "'"
            if own != name:
                self.hidden = {**self.hidden, name: own}
            self.bind(own, Binding(None, place, "const"))
            self.held = (*self.held, own)
        return True

    def hides(self, name: str) -> bool:
        """Whether a name that a pattern declares is that of the subject, or of what another case
        of it holds."""
        if not isinstance(self.subject, Name):
            return False
        values = [binding.value for binding in self.function.bindings.get(name, ())]
        roots = [root_of(value) for value in values if isinstance(value, Member)]
        held = any(isinstance(root, Name) and root.id == self.subject.id for root in roots)
        return held or name == self.subject.id

    def branching(self, word: str) -> Value:
        """Read `if`, `switch` or `do`."""
        raise NotImplementedError

    def parenthesised(self) -> Value:
        opener = self.i
        found = self.arguments()
        if len(found) == 1 and not found[0].label:
            return found[0].value
        place = self.span(opener)
        if found and all(argument.label for argument in found):
            entries = (Entry(a.label, a.value, a.value.span) for a in found)
            return Object(place, tuple(entries))
        return Array(place, tuple(argument.value for argument in found))

    def collection(self) -> Value:
        """Read `[a, b]`, `[k: v]`, `[:]`; `[T]()` makes an empty one."""
        opener = self.i
        if self.texts[opener + 1] == ":" and self.partner[opener] == opener + 2:
            self.i += 3
            return Object(self.span(opener), ())
        items: list[Value] = []
        entries: list[Entry] = []
        outside, self.plain = self.plain, False
        self.listed(lambda: self.item(items, entries))
        self.plain = outside
        place = self.span(opener)
        return Object(place, tuple(entries)) if entries else Array(place, tuple(items))

    def item(self, items: list[Value], entries: list[Entry]) -> None:
        start = self.i
        value = self.value()
        if not self.accept(":"):
            items.append(value)
            return
        held = self.value()
        place = self.span(start)
        if isinstance(value, Literal) and isinstance(value.value, str):
            entries.append(Entry(value.value, held, place))
        else:
            entries.append(Entry("", held, place, "computed"))

    def key_path(self) -> Value:
        r"""Read `\.a.b`, `\Type.a`."""
        start = self.i
        self.i += 1
        value: Value = Name(Span(self.starts[start], self.starts[start]), "")
        if self.kinds[self.i] == "name":
            value = named(self.type(), self.at(self.i - 1))
        while self.texts[self.i] in (".", "?.", "?", "!", "[") and not self.newline[self.i]:
            if self.spaced(self.i) and self.texts[self.i] == "?":
                break
            if self.texts[self.i] == "[":
                self.i = self.after(self.i)
            elif self.texts[self.i] in (".", "?.") and self.kinds[self.i + 1] == "name":
                self.i += 1
                value = self.member(value, start, False)
            else:
                self.i += 1
        return value

    def macro(self) -> Value:
        """Read `#selector(a.b(_:))` as the method it names, `#file` and other macros."""
        start = self.i
        self.i += 1
        word = self.name()
        if word == "selector" and self.texts[self.i] == "(":
            opener = self.i
            self.i += 1
            if self.texts[self.i] in ("getter", "setter"):
                self.i += 2
            self.accept("@")
            value: Value = self.word(self.texts[self.i])
            while self.texts[self.i] == "." and self.kinds[self.i + 1] == "name":
                self.i += 1
                value = self.member(value, opener + 1, False)
            self.i = opener
            self.close(opener)
            return value
        if self.texts[self.i] == "<" and self.adjacent(self.i):
            self.skip_angles()
        if self.texts[self.i] == "(" and self.adjacent(self.i):
            if word in ("available", "unavailable", "keyPath", "colorLiteral", "imageLiteral"):
                self.i = self.after(self.i)
            else:
                self.arguments()
        while self.texts[self.i] == "{" and not self.plain and not self.newline[self.i]:
            self.i = self.after(self.i)
        return Opaque(self.span(start))


def named(name: str, place: Span) -> Value:
    """A type's name as a value."""
    first, *rest = name.split(".")
    value: Value = Name(place, first)
    for part in rest:
        value = Member(place, value, part, place)
    return value
