"""Dart's expressions, read in the order they are evaluated."""

from __future__ import annotations

from fslint.flow import (
    Argument,
    Arm,
    Block,
    Call,
    Choice,
    Closure,
    Either,
    Exit,
    Index,
    Literal,
    Member,
    Name,
    Op,
    Opaque,
    Param,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.dart_classes import ClassReader
from fslint.languages.dart_listeners import ask_when
from fslint.languages.reader import capped

LEVELS = {"??": 1, "||": 2, "&&": 3, "==": 4, "!=": 4}
LEVELS |= dict.fromkeys(("<", ">", "<=", ">=", "is", "as"), 5)
LEVELS |= {"|": 6, "^": 7, "&": 8, "<<": 9, ">>": 9, "+": 10, "-": 10}
LEVELS |= {"*": 11, "/": 11, "%": 11, "~/": 11}
RELATION = LEVELS["<"]
SHORT = frozenset({"&&", "||", "??"})
PREFIXES = frozenset({"!", "-", "~", "++", "--"})
ASSIGNMENTS = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "~/=", "&=", "|=", "^=", "<<=", "??="})
FOLDS = frozenset({"when", "maybeWhen", "whenOrNull", "map", "maybeMap", "mapOrNull"})
EITHER = frozenset({"fold", "match"})
BEHIND_TYPES = frozenset({"(", ".", ")", ",", ";", "]", "}", ":", "..", "?..", "=="})


class ExpressionReader(ClassReader):
    """Reads expressions: steps go to the current block, the value is returned."""

    no_closure = False
    """Whether `(a) =>` is a value and what follows it, as in a guard."""

    def value(self) -> Value:
        start = self.i
        value = self.simple_value()
        steps = 0
        while self.texts[self.i] in ("..", "?.."):
            steps += 1
            self.cascade(value, start)
        return value

    def simple_value(self) -> Value:
        """Read one value without the cascade behind it."""
        self.deeper()
        start = self.i
        value = self.binary(1)
        text = self.texts[self.i]
        if text == "?":
            value = self.conditional(value, start)
        elif text in ASSIGNMENTS:
            self.i += 1
            value = self.assignment(value, text, start)
        elif text == ">" and self.texts[self.i + 1] in (">", ">="):
            self.i += 3 if self.texts[self.i + 1] == ">" else 2
            value = self.assignment(value, ">>=", start)
        self.depth -= 1
        return value

    def conditional(self, test: Value, start: int) -> Value:
        """Read `? a : b` behind its test."""
        self.i += 1
        outside, self.no_closure = self.no_closure, False
        first, yes = self.collect(self.simple_value)
        self.expect(":")
        self.no_closure = outside
        second, no = self.collect(self.simple_value)
        place = self.span(start)
        if first or second:
            self.block.append(Choice(place, "if", test, (Arm(first), Arm(second))))
        return Either(place, (yes, no))

    def assignment(self, target: Value, op: str, start: int) -> Value:
        if op == "??=":
            block, given = self.collect(self.value)
            place = self.span(start)
            outer, self.block = self.block, block
            self.assign(target, given, place)
            self.block = outer
            if block:
                self.block.append(Choice(place, "nullish", target, (Arm([]), Arm(block))))
            return Either(place, (target, given))
        given = self.value()
        place = self.span(start)
        if op != "=":
            given = Op(place, op[:-1], (target, given))
        self.assign(target, given, place)
        return given

    # -- cascades

    def cascade(self, receiver: Value, start: int) -> None:
        """Read `..a.b(c)`, `..a = b`, `..[i] = b`: steps on the receiver."""
        optional = self.texts[self.i] == "?.."
        self.i += 1
        self.keep(receiver)
        if self.texts[self.i] == "[":
            value = self.indexed(receiver, start)
        else:
            value = self.member(receiver, start, optional)
        value = self.suffixes(value, start)
        text = self.texts[self.i]
        if text in ASSIGNMENTS:
            self.i += 1
            self.cascade_assignment(value, text, start)
        else:
            self.mark(value, "dropped")

    def cascade_assignment(self, target: Value, op: str, start: int) -> None:
        given = self.simple_value()
        place = self.span(start)
        if op not in ("=", "??="):
            given = Op(place, op[:-1], (target, given))
        self.assign(target, given, place)

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
            if not level or level < least:
                return left
            if text == ">" and self.texts[self.i + 1] == ">=" and self.adjacent(self.i + 1):
                return left
            if shifts and self.texts[self.i + 2] == ">=":
                return left
            changes += 1
            left = capped(left, changes)
            if text in SHORT:
                left = self.chain(left, text, level, start)
            elif text == "is":
                left = self.type_test(left, start)
            elif text == "as":
                self.i += 1
                self.tested_type()
            elif shifts:
                self.i += 3 if self.texts[self.i + 2] == ">" else 2
                left = Op(self.span(start), "call", (left, self.binary(level + 1)))
            else:
                left = self.repeated(left, text, level, start)

    def repeated(self, left: Value, op: str, level: int, start: int) -> Value:
        """Read one operator repeated: its operands become one value."""
        operands = [left]
        while self.accept(op):
            if op == ">" and self.texts[self.i] == ">":
                break
            operands.append(self.binary(level + 1))
        return Op(self.span(start), op, tuple(operands))

    def chain(self, left: Value, op: str, level: int, start: int) -> Value:
        """Read `&&`, `||` or `??`, repeated: what stands right of it may not run."""
        operands = [left]
        blocks: list[Block] = []
        while self.accept(op):
            block, value = self.collect(lambda: self.binary(level + 1))
            blocks.append(block)
            operands.append(value)
        place = self.span(start)
        self.branch(op, operands, blocks, place)
        if op == "??":
            return Either(place, tuple(operands), falls_back=True)
        return Op(place, op, tuple(operands))

    def type_test(self, left: Value, start: int) -> Value:
        """Read `is T`, `is! T`."""
        self.i += 1
        negated = self.accept("!")
        named = self.named_type(tested=True)
        test: Value = Op(self.span(start), "instanceof", (left, named))
        return Op(test.span, "!", (test,)) if negated else test

    def unary(self) -> Value:
        """Read prefix operators, `await` and `throw`, then what they stand in front of."""
        prefixes: list[int] = []
        while self.texts[self.i] in PREFIXES or self.waits(self.i):
            prefixes.append(self.i)
            self.i += 1
        start = self.i
        if self.texts[start] == "throw":
            return self.thrown()
        value = self.suffixes(self.primary(), start)
        for count, index in enumerate(reversed(prefixes), start=1):
            if self.texts[index] == "await":
                self.mark(value, "awaited")
            else:
                value = self.prefixed(self.texts[index], capped(value, count), self.span(index))
        return value

    def waits(self, index: int) -> bool:
        """Whether `await` stands in front of a value at `index`."""
        if self.texts[index] != "await":
            return False
        kind, text = self.kinds[index + 1], self.texts[index + 1]
        if kind == "name":
            return text not in ("is", "as")
        return kind in ("string", "string_head", "number") or text in ("(", "[", "{", "<")

    def thrown(self) -> Value:
        """Read `throw value` as a value that is never had."""
        start = self.i
        self.i += 1
        value = self.simple_value()
        place = self.span(start)
        self.block.append(Exit(place, "throw", value))
        return Opaque(place)

    # -- members and calls

    def suffixes(self, value: Value, start: int) -> Value:
        """Read `.a`, `?.a`, `!`, `[a]`, `(…)`, `<T>(…)`, `++` behind a value."""
        links = 0
        types: list[str] = []
        while True:
            index = self.i
            text = self.texts[index]
            links += 1
            value = capped(value, links)
            if text == "." or text == "?.":
                self.i += 1
                value = self.member(value, start, text == "?.")
                types = []
            elif text == "(":
                value = self.call(value, start, types)
                types = []
            elif text == "[":
                value = self.indexed(value, start)
            elif text == "?" and self.null_aware_index(index):
                self.i += 1
                value = self.indexed(value, start)
            elif text == "!":
                self.i += 1
            elif text == "<" and self.types_at(value, index):
                types = self.type_arguments(index)
            elif text in ("++", "--"):
                self.i += 1
                value = self.stepped(text, value, self.span(start))
            else:
                return value

    def null_aware_index(self, index: int) -> bool:
        return (
            self.texts[index + 1] == "["
            and self.adjacent(index + 1)
            and self.adjacent(index)
            and self.texts[self.after(index + 1)] != ":"
        )

    def types_at(self, value: Value, index: int) -> bool:
        """Whether `<` at `index` opens the types of a call."""
        if not isinstance(value, (Name, Member)):
            return False
        end = self.angles_end(index)
        return end > 0 and self.texts[end] in BEHIND_TYPES

    def call(self, callee: Value, start: int, types: list[str]) -> Value:
        """Read `(…)`; a capital name in front makes an object."""
        arguments = self.arguments()
        optional = False
        if isinstance(callee, Member) and callee.name == "call":
            optional = callee.optional
            callee = callee.of
        if folds(callee, arguments):
            return self.folded(callee, arguments, start)
        ask_when(self.flow.functions, arguments)
        call = self.called(callee, start, arguments)
        call.optional = optional
        name = callee.id if isinstance(callee, Name) else getattr(callee, "name", "")
        call.new = name.lstrip("_")[:1].isupper() and name != "I"
        call.types = tuple(types)
        if types:
            self.infer(arguments, types[0])
        return self.injected(call, types)

    def folded(self, callee: Value, arguments: tuple[Argument, ...], start: int) -> Value:
        """`state.when(a: f, b: g)` runs one of the functions: a `switch`, an arm for each. Of two
        without names the second is for what went well."""
        place = self.span(start)
        arms: list[Arm] = []
        values: list[Value] = []
        for argument in arguments:
            call = Call(argument.value.span, argument.value, ())
            at = argument.value.span
            named = argument.label not in ("", "orElse")
            arms.append(Arm([call], (Name(at, argument.label),) if named else ()))
            values.append(call)
        test = callee.of if isinstance(callee, Member) else callee
        if arguments[0].label:
            self.block.append(Choice(place, "switch", test, tuple(arms)))
        else:
            self.block.append(Choice(place, "if", test, tuple(reversed(arms))))
        return Either(place, tuple(values))

    def infer(self, arguments: tuple[Argument, ...], type_name: str) -> None:
        """`on<T>((event) …)`: a function's first parameter without a type has that one."""
        for argument in arguments[:1]:
            if isinstance(argument.value, Closure):
                function = self.flow.functions[argument.value.index]
                if function.params and not function.params[0].type:
                    first: Param = function.params[0]._replace(type=type_name)
                    function.params = (first, *function.params[1:])

    def indexed(self, of: Value, start: int) -> Value:
        opener = self.i
        outside, self.no_closure = self.no_closure, False
        keys: list[Value] = []
        self.listed(lambda: keys.append(self.value()))
        self.no_closure = outside
        key = keys[0] if keys else Opaque(self.at(opener))
        if isinstance(key, Literal) and key.kind == "string" and isinstance(key.value, str):
            return Member(self.span(start), of, key.value, key.span)
        return Index(self.span(start), of, key)

    def arguments(self) -> tuple[Argument, ...]:
        self.expect_opener("(")
        found: list[Argument] = []
        outside, self.no_closure = self.no_closure, False
        self.listed(lambda: found.append(self.argument()))
        self.no_closure = outside
        return tuple(found)

    def argument(self) -> Argument:
        label = ""
        if self.kinds[self.i] == "name" and self.texts[self.i + 1] == ":":
            label = self.name()
            self.i += 1
        return Argument(self.value(), label)

    def constructor_value(self) -> Value:
        outside, self.no_closure = self.no_closure, True
        value = self.value()
        self.no_closure = outside
        return value

    # -- what other modules read

    def primary(self) -> Value:
        """Read a value without what may stand in front of it or behind it."""
        raise UnreadableError(f"unexpected {self.texts[self.i]!r}")


def folds(callee: Value, arguments: tuple[Argument, ...]) -> bool:
    """Whether a call runs the one of its functions that fits the case its receiver is of."""
    if not isinstance(callee, Member) or callee.name not in FOLDS | EITHER or len(arguments) < 2:
        return False
    named = callee.name not in EITHER
    if not named and len(arguments) != 2:
        return False
    return all(isinstance(a.value, Closure) and bool(a.label) is named for a in arguments)
