"""Java's expressions, read in the order they are evaluated."""

from __future__ import annotations

from fslint.flow import (
    Argument,
    Arm,
    Binding,
    Choice,
    Closure,
    Either,
    Index,
    Literal,
    Member,
    Name,
    Op,
    Param,
    Parameter,
    Value,
)
from fslint.languages.brace import SHORT_CIRCUIT
from fslint.languages.cursor import UnreadableError
from fslint.languages.java_classes import ClassReader
from fslint.languages.java_maps import map_of
from fslint.languages.reader import capped
from fslint.languages.strings import unescape

LEVELS = {"||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6}
LEVELS |= dict.fromkeys(("<", ">", "<=", ">=", "instanceof"), 7)
LEVELS |= {"<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10}
PREFIXES = frozenset({"!", "~", "-", "+", "++", "--"})
ASSIGNMENTS = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<="})
CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "true": ("bool", True),
    "false": ("bool", False),
    "null": ("null", None),
}
PRIMITIVES = frozenset({"int", "long", "short", "byte", "char", "float", "double", "boolean"})
RESERVED = frozenset(
    {"if", "else", "for", "while", "do", "return", "throw", "try", "catch", "finally", "case"}
    | {"break", "continue", "class", "interface", "import", "package", "instanceof", "extends"}
)
OPERANDS = frozenset({"name", "string", "char", "number"})


class ExpressionReader(ClassReader):
    """Reads expressions: steps go to the current block, the value is returned."""

    def value(self) -> Value:
        self.deeper()
        start = self.i
        value: Value
        if self.lambda_at(start):
            value = self.lambda_literal()
        else:
            value = self.binary(1)
            text = self.texts[self.i]
            if text == "?":
                value = self.conditional(value, start)
            elif text in ASSIGNMENTS:
                value = self.assignment(value, text, start)
            elif text == ">" and self.shift(self.i) and self.texts[self.i + 2] in ("=", ">="):
                self.i += 3
                value = self.value()
            elif text == ">" and self.texts[self.i + 1] == ">=":
                self.i += 2
                value = self.value()
        self.depth -= 1
        return value

    def conditional(self, test: Value, start: int) -> Value:
        """Read `? a : b` behind its test."""
        self.i += 1
        first, yes = self.collect(self.value)
        self.expect(":")
        second, no = self.collect(self.value)
        place = self.span(start)
        if first or second:
            self.block.append(Choice(place, "if", test, (Arm(first), Arm(second))))
        return Either(place, (yes, no))

    def assignment(self, target: Value, op: str, start: int) -> Value:
        self.i += 1
        given = self.value()
        place = self.span(start)
        if op != "=":
            given = Op(place, op[:-1], (target, given))
        self.assign(target, given, place)
        return given

    # -- operators

    def binary(self, least: int) -> Value:
        """Read operators that bind at least as tightly as `least`."""
        start = self.i
        left = self.unary()
        changes = 0
        while True:
            text = self.texts[self.i]
            shifts = text == ">" and self.shift(self.i)
            level = LEVELS[">>"] if shifts else LEVELS.get(text, 0)
            if not level or level < least or (text == ">" and self.texts[self.i + 1] == ">="):
                return left
            if shifts and self.texts[self.i + 2] in ("=", ">="):
                return left
            changes += 1
            left = capped(left, changes)
            if text in SHORT_CIRCUIT:
                left = self.short_circuit(left, level, start, self.binary)
            elif text == "instanceof":
                left = self.instance_test(left, start)
            elif shifts:
                self.i += 3 if self.shift(self.i + 1) else 2
                left = Op(self.span(start), "call", (left, self.binary(level + 1)))
            else:
                left = self.repeated(left, level, start)

    def repeated(self, left: Value, level: int, start: int) -> Value:
        """Read one operator repeated: its operands become one value."""
        op = self.texts[self.i]
        operands = [left]
        while self.texts[self.i] == op and not (op == ">" and self.shift(self.i)):
            self.i += 1
            operands.append(self.binary(level + 1))
        return Op(self.span(start), op, tuple(operands))

    def shift(self, index: int) -> bool:
        """Whether `>>` stands at `index`."""
        return self.texts[index + 1] == ">" and self.adjacent(index + 1)

    def instance_test(self, left: Value, start: int) -> Value:
        """Read `instanceof T`, `instanceof T name`, `instanceof R(var a)`."""
        self.i += 1
        return Op(self.span(start), "instanceof", (left, self.type_pattern(left)))

    def type_pattern(self, subject: Value) -> Value:
        """Read a type, with a name for the value or patterns for its parts behind it."""
        self.modifiers()
        index = self.i
        declared = self.type()
        place = self.span(index)
        if self.texts[self.i] == "(":
            self.i = self.after(self.i)
        if self.kinds[self.i] == "name" and self.texts[self.i] not in ("when", "instanceof"):
            at = self.at(self.i)
            self.bind(self.name(), Binding(subject, at, "const", declared))
        parts = declared.split(".")
        value: Value = Name(place, parts[0])
        for part in parts[1:]:
            value = Member(place, value, part, place)
        return value

    def unary(self) -> Value:
        """Read prefix operators and casts, then what they stand in front of."""
        prefixes: list[int] = []
        declared = ""
        while True:
            text = self.texts[self.i]
            if text in PREFIXES:
                prefixes.append(self.i)
                self.i += 1
            elif text == "(" and self.cast_at(self.i):
                opener = self.i
                self.i += 1
                declared = declared or self.type()
                self.i = self.after(opener)
                if self.lambda_at(self.i):
                    return self.lambda_literal()
            else:
                break
        start = self.i
        value = self.cast(self.suffixes(self.primary(), start), declared)
        for count, index in enumerate(reversed(prefixes), start=1):
            value = self.prefixed(self.texts[index], capped(value, count), self.span(index))
        return value

    def cast_at(self, opener: int) -> bool:
        """Whether `(Type)` stands in front of a value at `opener`."""
        end = self.partner[opener]
        if self.type_end(opener + 1) != end or not self.is_closed(opener):
            return False
        following = self.texts[end + 1]
        if self.kinds[end + 1] in OPERANDS:
            return following != "instanceof"
        if following in ("(", "!", "~"):
            return True
        return following in PREFIXES and self.texts[opener + 1] in PRIMITIVES

    # -- members and calls

    def suffixes(self, value: Value, start: int) -> Value:
        """Read `.a`, `[a]`, `(…)`, `::a`, `++` behind a value."""
        links = 0
        while True:
            index = self.i
            text = self.texts[index]
            links += 1
            value = capped(value, links)
            if text == ".":
                self.i += 1
                value = self.dotted_part(self.as_cast(value), start)
            elif text == "(":
                value = map_of(self.called(value, start, self.arguments()))
            elif text == "[":
                value = self.indexed(value, start)
            elif text == "::":
                self.i += 1
                self.skip_angles()
                if not self.accept("new"):
                    value = self.member(value, start, False)
            elif text in ("++", "--"):
                self.i += 1
                value = self.stepped(text, value, self.span(start))
            elif text == "<" and self.generic_reference(index):
                self.i = self.angles_end(index)
            else:
                return value

    def generic_reference(self, index: int) -> bool:
        """Whether `<…>` at `index` belongs to a type in front of `::`."""
        end = self.angles_end(index)
        return end > 0 and self.texts[end] == "::"

    def dotted_part(self, value: Value, start: int) -> Value:
        if self.texts[self.i] == "<":
            self.skip_angles()
        word = self.texts[self.i]
        if word == "class":
            self.i += 1
            return value
        if word == "this" and isinstance(value, Name):
            self.i += 1
            return self.outer_this(value.id, self.span(start))
        if word == "super":
            self.i += 1
            return Name(self.span(start), "super")
        if word == "new":
            return self.new()
        return self.member(value, start, False)

    def indexed(self, of: Value, start: int) -> Value:
        opener = self.i
        self.i += 1
        if self.accept("]"):
            return of
        key = self.value()
        if self.i != self.partner[opener]:
            raise UnreadableError("expected ']'")
        self.close(opener)
        return Index(self.span(start), of, key)

    def arguments(self) -> tuple[Argument, ...]:
        found: list[Argument] = []
        self.expect_opener("(")
        self.listed(lambda: found.append(Argument(self.value())))
        return tuple(found)

    # -- lambdas

    def lambda_at(self, index: int) -> bool:
        """Whether a lambda begins at the token `index`."""
        if self.kinds[index] == "name":
            return self.texts[index + 1] == "->"
        return self.texts[index] == "(" and self.texts[self.after(index)] == "->"

    def lambda_literal(self) -> Closure:
        """Read `a -> …`, `(a, T b) -> …`."""
        start = self.i
        function = self.new_function("", "arrow", start)
        closure = Closure(function.span, function.index)
        state = self.enter(function)
        self.deeper()
        if self.kinds[start] == "name":
            place = self.at(start)
            name = self.name()
            function.params = (Param(name, place),)
            self.bind(name, Binding(Parameter(place, 0), place, "parameter"))
        else:
            self.parameters(function)
        self.expect("->")
        if self.texts[self.i] == "{":
            self.body(function)
        else:
            value = self.value()
            self.mark(value, "returned")
            function.returns.append(value)
            function.body_span = value.span
        self.restore(state)
        function.span = closure.span = self.span(start)
        return closure

    # -- primaries

    def primary(self) -> Value:
        index = self.i
        kind, text = self.kinds[index], self.texts[index]
        if kind == "name":
            return self.word(text)
        if kind == "string":
            self.i += 1
            quotes = 3 if text.startswith('"""') else 1
            return Literal(self.at(index), "string", unescape(text[quotes:-quotes]))
        if kind == "char":
            self.i += 1
            return Literal(self.at(index), "string", unescape(text[1:-1]))
        if kind == "number":
            return self.number_literal()
        if text == "(":
            return self.parenthesised()
        raise UnreadableError(f"unexpected {text!r}" if text else "unexpected end")

    def word(self, text: str) -> Value:
        """Read a value that begins with a word."""
        index = self.i
        if text in CONSTANTS:
            self.i += 1
            kind, constant = CONSTANTS[text]
            return Literal(self.at(index), kind, constant)
        if text == "new":
            return self.new()
        if text == "switch" and self.texts[index + 1] == "(":
            return self.switch_value()
        if text in RESERVED:
            raise UnreadableError(f"unexpected {text!r}")
        self.i += 1
        return Name(self.at(index), text)

    def switch_value(self) -> Value:
        """Read a `switch` that has a value."""
        raise NotImplementedError

    def parenthesised(self) -> Value:
        opener = self.i
        self.expect("(")
        value = self.value()
        if self.i != self.partner[opener]:
            raise UnreadableError("expected ')'")
        self.close(opener)
        return value
