"""Dart's literals, collections, records, patterns and switch expressions."""

from __future__ import annotations

from fslint.flow import (
    Arm,
    Array,
    Binding,
    Block,
    Choice,
    Either,
    Entry,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Op,
    Opaque,
    Template,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.dart_expressions import RELATION, ExpressionReader
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
COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})
NO_NAME = frozenset({"when", "as", "is"})


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
        cases = self.pattern(subject)
        place = self.span(start)
        tests = [compared(subject, case) for case in cases]
        test: Value = Literal(place, "bool", True)
        if tests:
            test = tests[0] if len(tests) == 1 else Op(place, "||", tuple(tests))
        if self.accept("when"):
            test = Op(self.span(start), "&&", (test, self.value()))
        return test

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

    # -- patterns

    def pattern(self, subject: Value) -> tuple[Value, ...]:
        self.deeper()
        found = self.pattern_part(subject)
        while self.texts[self.i] in ("||", "&&"):
            joined = self.texts[self.i]
            self.i += 1
            other = self.pattern_part(subject)
            if joined == "&&":
                found = found or other
            else:
                found = (*found, *other) if found and other else ()
        self.depth -= 1
        return found

    def pattern_part(self, subject: Value) -> tuple[Value, ...]:
        start = self.i
        text = self.texts[start]
        found: tuple[Value, ...]
        end = self.type_end(start)
        if text in COMPARISONS:
            self.i += 1
            right = self.binary(RELATION + 1)
            place = self.span(start)
            found = (right,) if text == "==" else (Op(place, text, (subject, right)),)
        elif text in ("final", "var"):
            self.i += 1
            found = self.pattern_name(subject)
        elif text == "const":
            self.i += 1
            found = (self.binary(RELATION + 1),)
        elif text in ("(", "[", "{", "<"):
            self.skip_angles()
            found = self.pattern_parts(subject)
        elif end > 0 and self.texts[end] == "(" and self.kinds[start] == "name":
            found = (self.named_type(),)
            self.pattern_parts(subject)
        elif end > 0 and self.kinds[end] == "name" and self.texts[end] not in NO_NAME:
            found = self.pattern_name(subject)
        elif text == "_":
            self.i += 1
            found = ()
        else:
            found = (self.binary(RELATION + 1),)
        return self.pattern_end(subject, found, start)

    def pattern_end(
        self, subject: Value, found: tuple[Value, ...], start: int
    ) -> tuple[Value, ...]:
        """Read `?`, `!` and `as T` behind a pattern."""
        while True:
            if self.accept("?"):
                place = self.span(start)
                found = found or (Op(place, "!=", (subject, Literal(place, "null"))),)
            elif self.accept("as"):
                self.type()
            elif not self.accept("!"):
                return found

    def pattern_name(self, subject: Value) -> tuple[Value, ...]:
        """Read `name` or `T name`."""
        end = self.type_end(self.i)
        named: Value | None = None
        if end > 0 and self.kinds[end] == "name" and self.texts[end] not in NO_NAME:
            named = self.named_type()
        place = self.at(self.i)
        name = self.name()
        if name != "_":
            declared = named.id if isinstance(named, Name) else ""
            self.bind(name, Binding(subject, place, "const", declared))
        return (named,) if named is not None else ()

    def pattern_parts(self, subject: Value) -> tuple[Value, ...]:
        """Read `(a, name: b, :var c)`, `[a, ...rest]` or `{key: a}`."""
        opener = self.i
        position = 0
        parts: list[Value] = []

        def part() -> None:
            nonlocal position
            start = self.i
            if self.accept("..."):
                if self.texts[self.i] not in (",", "]", "}"):
                    self.pattern(Opaque(self.at(start)))
                return
            of, name = self.pattern_key(subject, opener, position)
            position += not name
            found = self.pattern(of)
            parts.extend(found[:1] or (Opaque(self.span(start)),))

        self.listed(part)
        if not parts or all(isinstance(part, Opaque) for part in parts):
            return ()
        if len(parts) == 1 and self.texts[opener] == "(" and self.texts[self.i - 2] != ",":
            return (parts[0],)
        return (Array(self.span(opener), tuple(parts)),)

    def pattern_key(self, subject: Value, opener: int, position: int) -> tuple[Value, str]:
        """Read `name:`, `:` in front of a name, or a map's key; returns what stands there."""
        start = self.i
        place = self.at(start)
        if self.texts[opener] == "{":
            key = self.binary(1)
            self.expect(":")
            return Index(place, subject, key), "key"
        name = ""
        if self.kinds[start] == "name" and self.texts[start + 1] == ":":
            name = self.texts[start]
            self.i += 2
        elif self.accept(":"):
            name = self.shorthand_name(self.i)
        if name:
            return Member(place, subject, name, place), name
        alone = self.texts[opener] == "(" and self.partner[opener] == self.after(start)
        if alone and self.texts[start] not in ("final", "var"):
            return subject, ""
        return Index(place, subject, Literal(place, "number", position)), ""

    def shorthand_name(self, index: int) -> str:
        """The name that `:final T name?` binds, which is the member's too."""
        while self.texts[index] in ("final", "var"):
            index += 1
        end = self.type_end(index)
        if end > 0 and self.kinds[end] == "name" and self.texts[end] not in NO_NAME:
            index = end
        return self.texts[index]

    # -- switch expressions

    def switch_value(self) -> Value:
        start = self.i
        self.i += 1
        subject = self.parenthesised()
        self.expect_opener("{")
        arms: list[Arm] = []
        values: list[Value] = []
        self.deeper()
        self.listed(lambda: self.switch_arm(subject, arms, values))
        self.depth -= 1
        place = self.span(start)
        if any(arm.block for arm in arms):
            self.block.append(Choice(place, "switch", subject, tuple(arms)))
        return Either(place, tuple(values)) if values else Opaque(place)

    def switch_arm(self, subject: Value, arms: list[Arm], values: list[Value]) -> None:
        """Read `pattern when test => value`."""
        start = self.i
        cases = self.pattern(subject)
        guard = self.guard()
        self.expect("=>")
        outside, self.no_closure = self.no_closure, False
        block, value = self.collect(self.value)
        self.no_closure = outside
        values.append(value)
        if guard is not None and block:
            block = [Choice(self.span(start), "if", guard, (Arm(block), Arm([])))]
            cases = cases or (Opaque(self.span(start)),)
        arms.append(Arm(block, cases))

    def guard(self) -> Value | None:
        """Read `when test`, if it stands here."""
        if not self.accept("when"):
            return None
        outside, self.no_closure = self.no_closure, True
        value = self.binary(1)
        self.no_closure = outside
        return value


def compared(subject: Value, case: Value) -> Value:
    """The test that a value passes which a case is for."""
    if isinstance(case, Op):
        return case
    named = case.id if isinstance(case, Name) else ""
    op = "instanceof" if named[:1].isupper() else "=="
    return Op(case.span, op, (subject, case))


def literal_text(text: str) -> str:
    """What a string literal without holes says."""
    raw = text.startswith("r")
    bare = text[1:] if raw else text
    quotes = 3 if bare[:3] in ("'''", '"""') and len(bare) > 5 else 1
    said = bare[quotes:-quotes]
    return said if raw else unescape(said)
