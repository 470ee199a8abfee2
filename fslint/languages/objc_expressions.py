"""Objective-C's expressions, read in the order they are evaluated."""

from __future__ import annotations

from fslint.flow import (
    Argument,
    Arm,
    Binding,
    Call,
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
from fslint.languages.brace import SHORT_CIRCUIT
from fslint.languages.cursor import UnreadableError
from fslint.languages.objc_operands import OperandReader
from fslint.languages.reader import capped

LEVELS = {"||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6}
LEVELS |= dict.fromkeys(("<", ">", "<=", ">="), 7)
LEVELS |= {"<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10}
PREFIXES = frozenset({"!", "~", "-", "+", "++", "--", "*", "&", "&&"})
ASSIGNMENTS = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<="})


COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})


class ExpressionReader(OperandReader):
    """Reads expressions: steps go to the current block, the value is returned."""

    def expression(self) -> Value:
        value = self.value()
        while self.accept(","):
            self.mark(value, "dropped")
            value = self.value()
        return value

    def value(self) -> Value:
        self.deeper()
        start = self.i
        value = self.binary(1)
        text = self.texts[self.i]
        if text == "?":
            value = self.conditional(value, start)
        elif text in ASSIGNMENTS:
            value = self.assignment(value, text, start)
        elif text == ">" and self.texts[self.i + 1] == ">=" and self.adjacent(self.i + 1):
            self.i += 2
            value = self.value()
        self.depth -= 1
        return value

    def conditional(self, test: Value, start: int) -> Value:
        """Read `? a : b` or `?: b` behind its test."""
        self.i += 1
        if self.accept(":"):
            block, other = self.collect(self.value)
            place = self.span(start)
            self.branch("||", [test, other], [block], place)
            return Either(place, (test, other))
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
        if isinstance(target, Name) and target.id == "this":
            return target
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
            shifts = text == ">" and self.texts[self.i + 1] == ">" and self.adjacent(self.i + 1)
            level = LEVELS[">>"] if shifts else LEVELS.get(text, 0)
            if not level or level < least or (text == ">" and self.texts[self.i + 1] == ">="):
                return left
            changes += 1
            left = capped(left, changes)
            if text in SHORT_CIRCUIT:
                left = self.short_circuit(left, level, start, self.binary)
            else:
                self.i += 2 if shifts else 1
                right = self.binary(level + 1)
                op = text if level >= LEVELS["=="] and not shifts else "call"
                left = Op(self.span(start), op, (left, right))

    def unary(self) -> Value:
        """Read prefix operators and casts, then what they stand in front of."""
        prefixes: list[int] = []
        casts: list[str] = []
        while True:
            text = self.texts[self.i]
            if text in PREFIXES:
                prefixes.append(self.i)
                self.i += 1
            elif text == "(" and self.is_cast(self.i):
                casts.append(self.type_in_brackets())
            else:
                break
        start = self.i
        value = self.suffixes(self.primary(), start)
        for count, index in enumerate(reversed(prefixes), start=1):
            op = self.texts[index]
            if op not in ("*", "&", "&&"):
                value = self.prefixed(op, capped(value, count), self.span(index))
        if casts and casts[0] and not prefixes:
            return self.cast_to(value, casts[0], start)
        return value

    def suffixes(self, value: Value, start: int) -> Value:
        """Read `.a`, `->a`, `[a]`, `(…)`, `++` behind a value."""
        links = 0
        while True:
            index = self.i
            text = self.texts[index]
            links += 1
            value = capped(value, links)
            if text in (".", "->", "::"):
                self.i += 1
                value = self.member(value, start, False)
            elif text == "(":
                value = self.called(value, start, self.arguments())
            elif text == "[":
                value = self.indexed(value, start)
            elif text in ("++", "--"):
                self.i += 1
                value = self.stepped(text, value, self.span(start))
            elif text == "<" and self.templated(index):
                self.i = self.angles_end(index)
            elif self.kinds[index] == "string" and isinstance(value, Name):
                value = self.string()
            else:
                return value

    def templated(self, index: int) -> bool:
        """Whether `<` at `index` opens the types of a generic class or of a function."""
        before = self.texts[index - 2]
        if self.kinds[index - 1] != "name" or before in (".", "->"):
            return False
        end = self.angles_end(index)
        if end > 0 and before == "[" and self.kinds[end] == "name":
            return True
        return end > 0 and self.adjacent(index) and self.texts[end] in ("(", "::", "{", "]")

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
        self.listed(lambda: found.append(Argument(self.argument())))
        return tuple(found)

    def argument(self) -> Value:
        """Read a value; or what a macro or a function such as `sizeof` takes: a type, an operator,
        a value with a label."""
        start = self.i
        if self.texts[start] in COMPARISONS and self.texts[start + 1] in (",", ")"):
            self.i += 1
            return Opaque(self.span(start))
        if self.kinds[start] == "name" and self.texts[start + 1] == ":":
            self.i += 2
        end = self.type_end(start)
        if end > start and self.texts[end] in (",", ")") and self.texts[end - 1] in ("*", ">"):
            self.i = end
            return Opaque(self.span(start))
        return self.value()

    # -- messages

    def message(self) -> Value:
        """Read `[receiver name:a other:b]`."""
        opener = self.i
        if not self.is_closed(opener):
            raise UnreadableError("expected ']'")
        self.i += 1
        receiver = self.expression()
        name_at = self.i
        name = self.name() if self.kinds[self.i] == "name" else ""
        arguments: list[Argument] = []
        end = self.partner[opener]
        if self.texts[self.i] == ":":
            label = ""
            while self.i < end:
                if self.accept(":"):
                    arguments.append(Argument(self.value(), label))
                    while self.accept(","):
                        arguments.append(Argument(self.value()))
                elif self.kinds[self.i] == "name":
                    label = self.name()
                else:
                    raise UnreadableError(f"unexpected {self.texts[self.i]!r}")
        elif not name:
            raise UnreadableError(f"unexpected {self.texts[self.i]!r}")
        if self.i != end:
            raise UnreadableError("expected ']'")
        self.i += 1
        return self.sent(receiver, name, name_at, opener, tuple(arguments))

    def sent(
        self,
        receiver: Value,
        name: str,
        name_at: int,
        start: int,
        arguments: tuple[Argument, ...],
    ) -> Value:
        """The value of a message; allocation and initialisation are one call of the class."""
        if name == "respondsToSelector":
            return Literal(self.span(start), "bool", True)
        if name in ("class", "self", "copy", "weakObject") and not arguments:
            return receiver
        if name == "new" and not arguments:
            return self.called(self.of_class(receiver), start, ())
        allocated = isinstance(receiver, Call) and isinstance(receiver.callee, Member)
        if name.startswith("init") and allocated:
            assert isinstance(receiver, Call) and isinstance(receiver.callee, Member)
            if receiver.callee.name == "alloc":
                if self.block and self.block[-1] is receiver:
                    self.block.pop()
                return self.called(self.of_class(receiver.callee.of), start, arguments)
        name = "init" if is_init(name) else name
        callee = Member(self.span(start), receiver, name, self.at(name_at))
        if name == "performSelector" and len(arguments) == 1:
            asked = arguments[0].value
            if isinstance(asked, Name):
                callee = Member(asked.span, receiver, asked.id, asked.span)
                return self.called(callee, start, ())
        return self.called(callee, start, arguments)

    def of_class(self, value: Value) -> Value:
        """A class for the `self` of one of its own methods."""
        function = self.function
        while isinstance(value, Name) and value.id == "this" and function.index > 0:
            if function.owner >= 0:
                return Name(value.span, self.flow.classes[function.owner].name)
            function = self.flow.functions[function.parent]
        return value

    # -- names that stand for self

    def known_self(self, name: str) -> bool:
        """Whether a local name stands for `self`, as weak and strong references do."""
        for _ in range(4):
            bindings = self.bindings_of(name)
            if len(bindings) != 1 or not isinstance(bindings[0].value, Name):
                return False
            name = bindings[0].value.id
            if name == "this":
                return True
        return False

    def bindings_of(self, name: str) -> list[Binding]:
        function = self.function
        while function.index > 0 and name not in function.bindings:
            function = self.flow.functions[function.parent]
        return function.bindings.get(name, [])


def is_init(name: str) -> bool:
    """Whether a method of this name initialises an object."""
    return name.startswith("init") and not name[4:5].islower()
