"""Swift's expressions, read in the order they are evaluated."""

from __future__ import annotations

from fslint.flow import (
    Argument,
    Arm,
    Call,
    Choice,
    Closure,
    Either,
    Index,
    Member,
    Name,
    Op,
    Opaque,
    Value,
)
from fslint.languages.brace import SPELT
from fslint.languages.reader import capped
from fslint.languages.swift_operands import ASSIGNMENTS, MARKS, OperandReader, named
from fslint.languages.swift_properties import OBSERVERS

LEVELS = {"||": 1, "&&": 2, "==": 3, "!=": 3, "===": 3, "!==": 3, "~=": 3}
LEVELS |= dict.fromkeys(("<", ">", "<=", ">="), 3)
LEVELS |= {"??": 4, "is": 5, "as": 5, "...": 6, "..<": 6, "+": 7, "-": 7, "*": 8, "/": 8, "%": 8}
OTHER = 6
AFTER_GENERICS = frozenset({"(", "{", ".", "?.", ")", ",", ";", "}", "]", "?", "!", ":"})
PLAIN_TYPES = frozenset(
    {"Any", "AnyObject", "String", "NSString", "Int", "Double", "Bool", "Error", "NSError", "Data"}
    | {"NSNumber", "Float", "CGFloat", "UInt", "Int64", "NSObject", "Array", "Dictionary", "Set"}
    | {"NSArray", "NSDictionary", "Self", "T"}
)
UNARY_WORDS = frozenset({"try", "await", "repeat", "each", "consume", "yield", "copy"})
RUNS_ON = frozenset({".", "?.", ",", "==", "!=", "&&", "||", "??", "{", ")", "]", "("})


class ExpressionReader(OperandReader):
    """Reads expressions: steps go to the current block, the value is returned."""

    def value(self) -> Value:
        self.deeper()
        start = self.i
        value = self.binary(1)
        if self.texts[self.i] == "?" and self.spaced(self.i):
            value = self.conditional(value, start)
        elif self.texts[self.i] == "->":
            self.i += 1
            self.type()
            value = Opaque(self.span(start))
        self.depth -= 1
        return value

    def conditional(self, test: Value, start: int) -> Value:
        """Read `? a : b` behind its test."""
        self.i += 1
        outside, self.plain = self.plain, False
        first, yes = self.collect(self.value)
        self.plain = outside
        self.expect(":")
        second, no = self.collect(self.value)
        place = self.span(start)
        if first or second:
            self.block.append(Choice(place, "if", test, (Arm(first), Arm(second))))
        return Either(place, (yes, no))

    # -- operators

    def operator_at(self, index: int) -> tuple[str, int]:
        """The operator between two operands at `index` and the number of its tokens, or ''."""
        text = self.texts[index]
        if text in ("is", "as"):
            return text, 1
        if self.kinds[index] != "punct" or (text not in MARKS and text not in LEVELS):
            return "", 0
        end = index + 1
        while self.kinds[end] == "punct" and self.texts[end] in MARKS and self.adjacent(end):
            end += 1
        before = self.spaced(index)
        after = self.starts[end] > self.ends[end - 1]
        if not after and end - index > 1 and (before or text in LEVELS):
            # the last marks may belong to the operand: `a && !b`, `a ?? -1`, `x = &y`
            while end - index > 1 and not after and "".join(self.texts[index:end]) not in LEVELS:
                end -= 1
        op = "".join(self.texts[index:end])
        if op in ASSIGNMENTS or op in ("?", "->", ".", "!"):
            return "", 0
        if before != after and not (op in LEVELS and not self.newline[index]):
            return "", 0
        if before and not after and op in ("-", "+", "&", ".", "...", "..<", "<", "/"):
            return "", 0
        return op, end - index

    def binary(self, least: int) -> Value:
        """Read operators that bind at least as tightly as `least`."""
        start = self.i
        left = self.unary()
        changes = 0
        while True:
            op, size = self.operator_at(self.i)
            level = LEVELS.get(op, OTHER) if op else 0
            if not level or level < least:
                return left
            if self.newline[self.i] and op in ("...", "<"):
                return left
            changes += 1
            left = self.operator(capped(left, changes), op, size, level, start)

    def operator(self, left: Value, op: str, size: int, level: int, start: int) -> Value:
        if op in ("&&", "||"):
            return self.short_circuit(left, level, start, self.binary)
        if op == "??":
            return self.otherwise(left, start)
        if op == "as":
            return self.cast_to(left, start)
        if op == "is":
            self.i += 1
            right = self.type_value()
            return Op(self.span(start), "instanceof", (left, right))
        self.i += size
        postfix = self.texts[self.i] in (")", "]", "}", ",")
        if postfix or (op in ("...", "..<") and not self.operand_at(self.i)):
            return Op(self.span(start), "call", (left,))
        right = self.binary(level + 1)
        spelt = SPELT.get(op, op if op in LEVELS and level != OTHER else "call")
        return Op(self.span(start), spelt, (left, right))

    def operand_at(self, index: int) -> bool:
        return self.texts[index] not in (")", "]", "}", ",", ":", "{", "") and (
            not self.newline[index]
        )

    def otherwise(self, left: Value, start: int) -> Value:
        """Read `?? b ?? c`: what stands right of it may not run."""
        values = [left]
        blocks = []
        while self.texts[self.i] == "??":
            self.i += 1
            block, value = self.collect(lambda: self.binary(LEVELS["??"] + 1))
            blocks.append(block)
            values.append(value)
        place = self.span(start)
        self.branch("??", values, blocks, place)
        return Either(place, tuple(values), falls_back=True)

    def cast_to(self, left: Value, start: int) -> Value:
        """Read `as T`, `as? T`, `as! T`: for a class it is an object of it."""
        self.i += 1
        if self.texts[self.i] in ("?", "!"):
            self.i += 1
        index = self.i
        name = self.type()
        place = self.span(start)
        if not name or name.rpartition(".")[2] in PLAIN_TYPES or self.pattern:
            return left
        return Call(place, named(name, self.span(index)), (), cast=left)

    def type_value(self) -> Value:
        start = self.i
        name = self.type()
        return named(name, self.span(start)) if name else Opaque(self.span(start))

    def unary(self) -> Value:
        """Read prefix operators, `try` and `await`, then what they stand in front of."""
        start = self.i
        text = self.texts[start]
        if self.kinds[start] == "name" and text in UNARY_WORDS:
            return self.marked(text)
        if text == "&" or (text in ("...", "..<", "/") and self.adjacent(start + 1)):
            self.i += 1  # `/Action.main` is the way to a case, and stands for it
            return self.unary()
        if text in ("!", "-", "+", "~", "&&", "||") and self.kinds[start] == "punct":
            self.i += 1
            if self.texts[self.i] in (")", ",", "]") and text != "!":
                return Opaque(self.at(start))
            self.deeper()
            value = self.unary()
            self.depth -= 1
            return self.prefixed(text, value, self.span(start))
        return self.suffixes(self.primary(), start)

    def marked(self, word: str) -> Value:
        """Read what `try` or `await` stands in front of: everything up to its end."""
        following = self.texts[self.i + 1]
        if word not in ("try", "await"):
            operand = self.kinds[self.i + 1] == "name" or following == "&"
            if not operand or self.newline[self.i + 1]:
                return self.suffixes(self.primary(), self.i)
            self.i += 1
            return self.unary()
        self.i += 1
        tried = ""
        if word == "try":
            tried = "try"
            if following in ("?", "!") and self.adjacent(self.i):
                tried += following
                self.i += 1
        self.deeper()
        before = len(self.block)
        block = self.block
        value = self.binary(1)
        self.depth -= 1
        if tried:
            for step in block[before:]:
                if isinstance(step, Call) and not step.tried:
                    step.tried = tried
        else:
            await_calls(value)
        return value

    # -- members and calls

    def suffixes(self, value: Value, start: int) -> Value:
        """Read `.a`, `?.a`, `!`, `[a]`, `(…)`, closures and generics behind a value."""
        links = 0
        while True:
            index = self.i
            text = self.texts[index]
            links += 1
            value = capped(value, links)
            if text in (".", "?."):
                value = self.dotted_suffix(value, start, text == "?.")
            elif text in ("?", "!") and self.kinds[index] == "punct" and self.unwraps(index):
                self.i += 1
                if text == "?" and self.texts[self.i] == "(":
                    value = self.call(value, start, True)
            elif text == "(" and not self.newline[index] and not self.spaced_call(value, index):
                value = self.call(value, start, False)
            elif text == "{" and self.takes_closure(value, index):
                value = self.called(value, start, self.trailing(()))
            elif text == "[" and not self.newline[index]:
                value = self.indexed(value, start)
            elif text == "<" and self.generic_at(value, index):
                self.i = self.angles_end(index)
            elif text in ("++", "--") and self.adjacent(index):
                self.i += 1
                value = self.stepped(text, value, self.span(start))
            else:
                return value

    def spaced_call(self, value: Value, index: int) -> bool:
        """Whether brackets behind a space begin something new, as in `case .a (…)`."""
        return self.spaced(index) and not isinstance(value, (Name, Member))

    def unwraps(self, index: int) -> bool:
        """Whether `?` or `!` at `index` stands right behind its operand."""
        if self.spaced(index) or self.newline[index]:
            return False
        following = index + 1
        return (
            self.texts[following] != "="
            or not self.adjacent(following)
            or (self.texts[index] == "!")
        )

    def dotted_suffix(self, value: Value, start: int, optional: bool) -> Value:
        self.i += 1
        text = self.texts[self.i]
        if text == "self":
            self.i += 1
            return value
        if self.kinds[self.i] == "number":
            key = self.number_literal()
            return Index(self.span(start), value, key)
        made = isinstance(value, Name) and value.id not in ("this", "super")
        if text == "init" and made and self.texts[self.i + 1] in ("(", "{"):
            self.i += 1
            return value
        return self.member(value, start, optional)

    def takes_closure(self, value: Value, index: int) -> bool:
        if not isinstance(value, (Name, Member, Call)) or self.texts[index + 1] in OBSERVERS:
            return False
        if (
            isinstance(value, Call)
            and value.span.end == self.ends[index - 1]
            and (self.texts[index - 1] == "}")
        ):
            return False
        if self.newline[index] and not isinstance(value, Member):
            return False
        if not self.plain:
            return True
        end = self.partner[index] + 1
        return self.texts[end] in RUNS_ON and not self.newline[end]

    def generic_at(self, value: Value, index: int) -> bool:
        """Whether `<` at `index` opens the types of a call."""
        if not isinstance(value, (Name, Member)) or self.spaced(index):
            return False
        end = self.angles_end(index)
        return end > 0 and (self.texts[end] in AFTER_GENERICS or self.newline[end])

    def call(self, callee: Value, start: int, optional: bool) -> Value:
        """Read `(…)` and the closures behind it; `f(a:b:)` only names a function."""
        if self.argument_names(self.i):
            self.i = self.after(self.i)
            return callee
        arguments = self.arguments()
        if self.texts[self.i] == "{" and self.closure_follows(self.i):
            arguments = self.trailing(arguments)
        found = self.called(callee, start, arguments)
        found.optional = optional
        return found

    def argument_names(self, opener: int) -> bool:
        """Whether the brackets at `opener` hold nothing but `a:b:`."""
        end = self.partner[opener]
        index = opener + 1
        while index < end and self.kinds[index] == "name" and self.texts[index + 1] == ":":
            index += 2
        return index == end and index > opener + 1

    def closure_follows(self, index: int) -> bool:
        """Whether `{` behind a call's brackets begins a closure for it."""
        if self.texts[index + 1] in OBSERVERS:
            return False
        if not self.plain:
            return True
        end = self.partner[index] + 1
        return self.texts[end] in RUNS_ON and not self.newline[end]

    def trailing(self, arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
        """Read `{…}` and `label: {…}` behind a call."""
        found = [*arguments, Argument(self.closure())]
        while (
            self.kinds[self.i] == "name"
            and self.texts[self.i + 1] == ":"
            and self.texts[self.i + 2] == "{"
            and self.texts[self.i] != "default"
        ):
            label = self.name()
            self.i += 1
            found.append(Argument(self.closure(), label))
        return tuple(found)


def await_calls(value: Value) -> None:
    """Say that the calls whose result `value` is, or is a member of, are awaited."""
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, Call):
            if not isinstance(value.callee, Closure):
                value.use = "awaited"
        elif isinstance(value, Member | Index):
            stack.append(value.of)
        elif isinstance(value, Either):
            stack.extend(value.values)
        elif isinstance(value, Op):
            stack.extend(value.operands)
