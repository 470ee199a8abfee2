"""Dart's patterns, and the `switch` that has a value."""

from __future__ import annotations

from typing import Any

from fslint.flow import (
    Arm,
    Array,
    Binding,
    Choice,
    Either,
    Index,
    Literal,
    Member,
    Name,
    Op,
    Opaque,
    Value,
)
from fslint.languages.dart_expressions import RELATION
from fslint.languages.dart_operands import OperandReader

COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})
ENDS = frozenset({",", ")", "]", "}"})
NO_NAME = frozenset({"when", "as", "is"})


class PatternReader(OperandReader):
    """Reads what values are compared with and taken apart by.

    `inner` collects what an object's pattern asks of its members: `Done(value: null)`.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.inner: list[Value] = []
        self.naming = False

    def naming_pattern(self, subject: Value) -> None:
        outside, self.naming = self.naming, True
        self.pattern(subject)
        self.naming = outside

    def cased(self, subject: Value, start: int) -> Value:
        """Read `pattern when test` as the test that `subject` has to pass."""
        outside, self.inner = self.inner, []
        cases = self.pattern(subject)
        place = self.span(start)
        tests = [compared(subject, case) for case in cases]
        test: Value = Literal(place, "bool", True)
        if tests:
            test = tests[0] if len(tests) == 1 else Op(place, "||", tuple(tests))
        for asked in self.inner:
            test = Op(place, "&&", (test, asked))
        self.inner = outside
        if self.accept("when"):
            test = Op(self.span(start), "&&", (test, self.value()))
        return test

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
            found = ()
            if self.texts[self.i] in ("(", "[", "{"):
                self.naming_pattern(subject)
            else:
                found = self.pattern_name(subject)
        elif self.naming and self.kinds[start] == "name" and self.texts[start + 1] in ENDS:
            found = self.pattern_name(subject)
        elif text == "const":
            self.i += 1
            found = (self.binary(RELATION + 1),)
        elif text in ("(", "[", "{", "<"):
            self.skip_angles()
            found = self.pattern_parts(subject)
        elif end > 0 and self.texts[end] == "(" and self.kinds[start] == "name":
            found = (self.named_type(),)
            self.pattern_parts(subject, asking=True)
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

    def pattern_parts(self, subject: Value, asking: bool = False) -> tuple[Value, ...]:
        """Read `(a, name: b, :var c)`, `[a, ...rest]` or `{key: a}`; where it is `asking`, what it
        compares members with is a test of its own."""
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
            if asking and len(found) == 1:
                self.inner.append(compared(of, found[0]))
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
        if alone and not position and self.texts[start] not in ("final", "var"):
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
        cases, guard = self.guarded_pattern(subject)
        self.expect("=>")
        outside, self.no_closure = self.no_closure, False
        block, value = self.collect(self.value)
        self.no_closure = outside
        values.append(value)
        if guard is not None and block:
            block = [Choice(self.span(start), "if", guard, (Arm(block), Arm([])))]
            cases = cases or (Opaque(self.span(start)),)
        arms.append(Arm(block, cases))

    def guarded_pattern(self, subject: Value) -> tuple[tuple[Value, ...], Value | None]:
        """Read `pattern when test`: what `subject` is compared with, and what is asked besides."""
        start = self.i
        outside, self.inner = self.inner, []
        cases = self.pattern(subject)
        asked, self.inner = self.inner if len(cases) < 2 else [], outside
        if self.accept("when"):
            closing, self.no_closure = self.no_closure, True
            asked.append(self.binary(1))
            self.no_closure = closing
        test: Value | None = None
        for one in asked:
            test = one if test is None else Op(self.span(start), "&&", (test, one))
        return cases, test


def compared(subject: Value, case: Value) -> Value:
    """The test that a value passes which a case is for."""
    if isinstance(case, Op):
        return case
    named = case.id if isinstance(case, Name) else ""
    op = "instanceof" if named[:1].isupper() else "=="
    return Op(case.span, op, (subject, case))
