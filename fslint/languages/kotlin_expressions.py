"""Kotlin's expressions, read in the order they are evaluated."""

from __future__ import annotations

from fslint.flow import (
    Argument,
    Array,
    Binding,
    Call,
    Entry,
    Function,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Op,
    Opaque,
    Value,
)
from fslint.languages.brace import SHORT_CIRCUIT, SPELT
from fslint.languages.cursor import UnreadableError
from fslint.languages.kotlin_operands import RESERVED, OperandReader
from fslint.languages.reader import capped

LEVELS = {"||": 1, "&&": 2, "==": 3, "!=": 3, "===": 3, "!==": 3}
LEVELS |= dict.fromkeys(("<", ">", "<=", ">="), 4)
LEVELS |= {"in": 5, "is": 5, "?:": 6, "..": 8, "..<": 8, "+": 9, "-": 9, "*": 10, "/": 10}
LEVELS |= {"%": 10, "as": 11}
INFIX = 7
BITS = frozenset({"or", "and", "xor"})
"""Infix functions that a line may begin with."""
CONTINUING = BITS | {"&&", "||", "?:", "as"}
PREFIXES = frozenset({"!", "-", "+", "++", "--"})
PURE = {"and": "&&", "or": "||", "to": "to"}
ARITHMETIC = frozenset({"shl", "shr", "ushr", "xor", "until", "downTo", "step"})
MAPS = frozenset({"mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf", "bundleOf", "sortedMapOf"})
LISTS = frozenset(
    {"listOf", "mutableListOf", "arrayListOf", "setOf", "mutableSetOf", "arrayOf", "listOfNotNull"}
    | {"hashSetOf", "linkedSetOf", "persistentListOf", "sequenceOf"}
)
GIVES_THIS = frozenset({"apply", "run", "with", "edit"})
GIVES_IT = frozenset({"let", "also", "use", "takeIf", "takeUnless"})
AFTER_GENERICS = frozenset({"(", "{", ".", "?.", "::", ")", ",", ";", "}", "]"})


class ExpressionReader(OperandReader):
    """Reads expressions: steps go to the current block, the value is returned."""

    def value(self) -> Value:
        self.deeper()
        value = self.binary(1)
        self.depth -= 1
        return value

    # -- operators

    def binary(self, least: int) -> Value:
        """Read operators that bind at least as tightly as `least`."""
        start = self.i
        left = self.unary()
        changes = 0
        while True:
            index = self.i
            text = self.texts[index]
            if text == "!" and self.texts[index + 1] in ("in", "is") and self.adjacent(index + 1):
                text = self.texts[index + 1]
            level = LEVELS.get(text, 0)
            if not level and self.is_infix(index):
                level = INFIX
            if not level or level < least:
                return left
            if self.newline[index] and text not in CONTINUING:
                return left
            changes += 1
            left = self.operator(capped(left, changes), text, level, start)

    def operator(self, left: Value, text: str, level: int, start: int) -> Value:
        if text in SHORT_CIRCUIT:
            return self.short_circuit(left, level, start, self.binary)
        if text == "as":
            self.i += 1
            self.accept("?")
            return self.cast(left, self.type())
        if text in ("in", "is"):
            return self.tested(left, text, level, start)
        if level == INFIX:
            return self.infix(left, start)
        return self.chained(left, level, start, self.binary)

    def tested(self, left: Value, text: str, level: int, start: int) -> Value:
        """Read `is T`, `!is T`, `in x`, `!in x` behind a value."""
        negated = self.accept("!")
        self.i += 1
        right = self.type_value() if text == "is" else self.binary(level + 1)
        test: Value = Op(self.span(start), SPELT.get(text, text), (left, right))
        return Op(test.span, "!", (test,)) if negated else test

    def type_value(self) -> Value:
        """Read a type as the name it is tested against."""
        start = self.i
        name = self.type()
        place = self.span(start)
        parts = name.split(".")
        value: Value = Name(place, parts[0])
        for part in parts[1:]:
            value = Member(place, value, part, place)
        return value

    def is_infix(self, index: int) -> bool:
        """Whether the name at `index` is a function written between its operands."""
        if self.kinds[index] != "name" or (self.newline[index] and self.texts[index] not in BITS):
            return False
        text = self.texts[index]
        return text not in RESERVED and text not in ("by", "where") and self.operand_at(index + 1)

    def operand_at(self, index: int) -> bool:
        kind, text = self.kinds[index], self.texts[index]
        if kind == "name":
            return text not in RESERVED
        return kind in ("number", "string", "string_head", "char") or text in (
            "(", "{", "!", "-", "::", "[",
        )  # fmt: skip

    def infix(self, left: Value, start: int) -> Value:
        index = self.i
        name = self.name()
        right = self.binary(INFIX + 1)
        place = self.span(start)
        if name in PURE:
            return Op(place, PURE[name], (left, right))
        if name in ARITHMETIC:
            return Op(place, "call", (left, right))
        callee = Member(place, left, name, self.at(index))
        return self.called(callee, start, (Argument(right),))

    def unary(self) -> Value:
        """Read prefix operators, annotations and labels, then what they stand in front of."""
        prefixes: list[int] = []
        while True:
            text = self.texts[self.i]
            if text in PREFIXES:
                prefixes.append(self.i)
                self.i += 1
            elif text == "!!":
                self.i += 1
            elif text == "@":
                self.annotations()
            else:
                break
        start = self.i
        value = self.suffixes(self.primary(), start)
        for count, index in enumerate(reversed(prefixes), start=1):
            value = self.prefixed(self.texts[index], capped(value, count), self.span(index))
        return value

    # -- members and calls

    def suffixes(self, value: Value, start: int) -> Value:
        """Read `.a`, `?.a`, `!!`, `[a]`, `(…)`, `{…}`, `::a` and generics behind a value."""
        links = 0
        generic = ""
        while True:
            index = self.i
            text = self.texts[index]
            links += 1
            value = capped(value, links)
            if text == "." or text == "?.":
                self.i += 1
                value = self.member(self.as_cast(value), start, text == "?.")
            elif text == "!!":
                self.i += 1
            elif text == "(" and not self.newline[index]:
                value = self.call(value, start, generic)
                generic = ""
            elif text == "{" and not self.plain and self.takes_lambda(value, index):
                value = self.lambda_call(value, start, (), generic)
                generic = ""
            elif self.labels_lambda(index):
                self.i += 2
                value = self.lambda_call(value, start, (), generic, text)
                generic = ""
            elif text == "[" and not self.newline[index]:
                value = self.indexed(value, start)
            elif text == "<" and not self.newline[index] and self.generic_at(value, index):
                generic = self.type_argument(index)
            elif text == "::":
                self.i += 1
                if not self.class_reference():
                    value = self.member(value, start, False)
            elif text in ("++", "--") and not self.newline[index]:
                self.i += 1
                value = self.stepped(text, value, self.span(start))
            else:
                return value

    def labels_lambda(self, index: int) -> bool:
        """Whether `label@ {` stands at `index`."""
        return (
            self.texts[index + 1] == "@"
            and self.kinds[index] == "name"
            and self.texts[index + 2] == "{"
            and not self.newline[index]
        )

    def takes_lambda(self, value: Value, index: int) -> bool:
        return isinstance(value, (Name, Member)) and (
            not self.newline[index] or isinstance(value, Member)
        )

    def generic_at(self, value: Value, index: int) -> bool:
        """Whether `<` at `index` opens the types of a call."""
        if not isinstance(value, (Name, Member)):
            return False
        end = self.angles_end(index)
        return end > 0 and self.texts[end] in AFTER_GENERICS

    def type_argument(self, index: int) -> str:
        """Step over `<T>`; returns the name of its first type."""
        end = self.angles_end(index)
        self.i = index + 1
        try:
            found = self.type()
        except UnreadableError:
            found = ""
        self.i = end
        return found

    def class_reference(self) -> bool:
        """Step over `class`, `class.java` and their like behind `::`."""
        if not self.accept("class"):
            return False
        if self.texts[self.i] == "." and self.texts[self.i + 1] in ("java", "javaObjectType"):
            self.i += 2
        return True

    def call(self, callee: Value, start: int, generic: str) -> Value:
        """Read `(…)` and the lambda behind it."""
        arguments = self.arguments()
        name = callee.id if isinstance(callee, Name) else ""
        if self.texts[self.i] == "{" and not self.plain:
            return self.lambda_call(callee, start, arguments, generic)
        if self.labels_lambda(self.i):
            self.i += 2
            return self.lambda_call(callee, start, arguments, generic, self.texts[self.i - 2])
        if name in LISTS:
            return Array(self.span(start), tuple(argument.value for argument in arguments))
        if name in MAPS and arguments:
            entries = [pair_entry(argument.value) for argument in arguments]
            known = tuple(entry for entry in entries if entry is not None)
            if len(known) == len(entries):
                return Object(self.span(start), known)
        call = self.called(callee, start, arguments)
        if generic:
            call.types = (generic,)
        return call

    def lambda_call(
        self,
        callee: Value,
        start: int,
        arguments: tuple[Argument, ...],
        generic: str,
        label: str = "",
    ) -> Value:
        """Read the lambda behind a call and emit the call."""
        label = label or last_name(callee)
        if self.jumps_out(self.i):
            return self.in_place(callee, start, arguments, label)
        closure = self.lambda_literal(label)
        self.scope(callee, arguments, self.flow.functions[closure.index])
        call = self.called(callee, start, (*arguments, Argument(closure)))
        if generic:
            call.types = (generic,)
        return call

    def scope(self, callee: Value, arguments: tuple[Argument, ...], function: Function) -> None:
        """Bind what a scope function's lambda knows as `this` or `it`."""
        name = last_name(callee)
        given: Value | None = callee.of if isinstance(callee, Member) else None
        if name == "with" and arguments:
            given = arguments[0].value
        elif name == "edit" and isinstance(callee, Member):
            given = Call(callee.span, callee, ())
        if given is None:
            return
        names = ["this"] if name in GIVES_THIS else []
        if function.params and (name in GIVES_IT or name == "edit"):
            names.append(function.params[0].name)
        for taken in names:
            if taken and not names_it(given, taken):
                function.bindings[taken] = [Binding(given, given.span, "parameter")]

    def jumps_out(self, opener: int) -> bool:
        """Whether the lambda at `opener` may leave the function around it."""
        raise NotImplementedError

    def in_place(
        self, callee: Value, start: int, arguments: tuple[Argument, ...], label: str
    ) -> Value:
        """Read such a lambda as statements of the function around it."""
        raise NotImplementedError

    def indexed(self, of: Value, start: int) -> Value:
        opener = self.i
        keys: list[Value] = []
        self.listed(lambda: keys.append(self.value()))
        key = keys[0] if keys else Opaque(self.at(opener))
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
        if self.kinds[self.i] == "name" and self.texts[self.i + 1] == "=":
            label = self.name().strip("`")
            self.i += 1
        spread = self.accept("*")
        return Argument(self.value(), label, spread)


def last_name(callee: Value) -> str:
    """The name that a call is made by, or ''."""
    if isinstance(callee, Member):
        return callee.name
    return callee.id if isinstance(callee, Name) else ""


def names_it(value: Value, name: str) -> bool:
    """Whether a chain of members and calls begins at the plain name `name`."""
    while not isinstance(value, Name):
        if isinstance(value, Member):
            value = value.of
        elif isinstance(value, Call):
            value = value.callee
        else:
            return not isinstance(value, Literal)
    return value.id == name


def pair_entry(value: Value) -> Entry | None:
    """`"key" to value` as an entry of an object; None for anything else."""
    if not (isinstance(value, Op) and value.op == "to"):
        return None
    key, held = value.operands
    if isinstance(key, Literal) and isinstance(key.value, str):
        return Entry(key.value, held, value.span)
    return Entry("", held, value.span, "computed")
