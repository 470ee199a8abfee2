"""JavaScript's operators: conditions, assignments, what `await` and `void` make of a call."""

from __future__ import annotations

from fslint.flow import (
    Argument,
    Arm,
    Assign,
    Block,
    Call,
    Choice,
    Either,
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
from fslint.languages.javascript_bindings import ASSIGN
from fslint.languages.javascript_operands import OperandReader
from fslint.languages.reader import capped

LEVELS = {"??": 1, "||": 2, "&&": 3, "|": 4, "^": 5, "&": 6}
LEVELS |= dict.fromkeys(("==", "!=", "===", "!=="), 7)
LEVELS |= dict.fromkeys(("<", ">", "<=", ">=", "in", "instanceof", "as", "satisfies"), 8)
LEVELS |= dict.fromkeys(("<<", ">>", ">>>"), 9)
LEVELS |= {"+": 10, "-": 10, "*": 11, "/": 11, "%": 11, "**": 12}
SHORT_CIRCUIT = frozenset({"??", "||", "&&"})
CASTS = frozenset({"as", "satisfies"})
SPELT = {"===": "==", "!==": "!="}
CALLED = frozenset({"delete", "void", "typeof"})
PREFIXES = frozenset({"!", "~", "+", "-", "++", "--", "typeof", "void", "delete", "await"})
ASSIGNMENTS = frozenset(
    {"=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^="}
    | {"&&=", "||=", "??="}
)
OPERAND_KINDS = frozenset(
    {"name", "private", "number", "string", "regex", "template", "template_head"}
)
OPERAND_MARKS = frozenset({"(", "[", "{", "!", "~", "+", "-", "++", "--", "<", "@"})


class ExpressionReader(OperandReader):
    """Reads expressions: steps go to the current block, the value is returned."""

    def expression(self) -> Value:
        value = self.value()
        while self.texts[self.i] == ",":
            self.i += 1
            self.mark(value, "dropped")
            value = self.value()
        return value

    def value(self) -> Value:
        self.deeper()
        index = self.i
        text, kind = self.texts[index], self.kinds[index]
        value: Value
        if (kind == "name" or text == "(" or text == "<") and self.arrow_at(index):
            value = self.arrow()
        elif (text == "[" or text == "{") and self.texts[self.after(index)] == "=":
            value = self.taken_apart()
        elif text == "yield" and "generator" in self.function.modifiers:
            value = self.yielded()
        else:
            value = self.binary(1)
            text = self.texts[self.i]
            if text == "?":
                value = self.conditional(value, index)
            elif text in ASSIGNMENTS:
                value = self.assignment(value, index)
        self.depth -= 1
        return value

    # -- operators

    def binary(self, least: int) -> Value:
        """Read operators that bind at least as tightly as `least`."""
        start = self.i
        left = self.unary()
        changes = 0
        while True:
            text = self.texts[self.i]
            level = LEVELS.get(text)
            if level is None or level < least or self.kinds[self.i] == "jsx_punct":
                return left
            if text in CASTS:
                if self.newline[self.i]:
                    return left
                self.i += 1
                self.type()
                continue
            if text in SHORT_CIRCUIT:
                left = self.short_circuit(left, text, level, start)
                continue
            changes += 1
            left = self.chain(capped(left, changes), text, level, start)

    def chain(self, left: Value, op: str, level: int, start: int) -> Value:
        """Read one operator repeated: its operands become one value."""
        operands = [left]
        tighter = level if op == "**" else level + 1
        while self.texts[self.i] == op and self.kinds[self.i] != "jsx_punct":
            self.i += 1
            operands.append(self.binary(tighter))
        return Op(self.span(start), SPELT.get(op, op), tuple(operands))

    def short_circuit(self, left: Value, op: str, level: int, start: int) -> Value:
        operands = [left]
        blocks: list[Block] = []
        while self.texts[self.i] == op:
            self.i += 1
            block, value = self.collect(lambda: self.binary(level + 1))
            blocks.append(block)
            operands.append(value)
        place = self.span(start)
        self.branch(op, operands, blocks, place)
        if op == "??":
            return Either(place, tuple(operands), falls_back=True)
        return Op(place, op, tuple(operands))

    def conditional(self, test: Value, start: int) -> Value:
        """Read `? a : b` behind its test."""
        self.i += 1
        outside, self.consequent = self.consequent, self.depth + 1
        first, yes = self.collect(self.value)
        self.consequent = outside
        self.expect(":")
        second, no = self.collect(self.value)
        place = self.span(start)
        if first or second:
            self.block.append(Choice(place, "if", test, (Arm(first), Arm(second))))
        either = Either(place, (yes, no))
        if isinstance(yes, Object) and isinstance(no, Object):
            self.alternatives = (either, test)
        return either

    def assignment(self, target: Value, start: int) -> Value:
        """Read `= value`, `+= value`, `??= value` behind the target."""
        op = self.texts[self.i]
        self.i += 1
        if op == "=":
            value = self.value()
            self.assign(target, value, self.span(start))
            return value
        if op[:-1] not in SHORT_CIRCUIT:
            operand = self.value()
            changed = Op(self.span(start), op[:-1], (target, operand))
            self.assign(target, changed, changed.span)
            return changed
        outer, self.block = self.block, []
        value = self.value()
        place = self.span(start)
        self.assign(target, value, place)
        block, self.block = self.block, outer
        self.branch(op[:-1], [target, value], [block], place)
        return Either(place, (target, value))

    def taken_apart(self) -> Value:
        """Read `[a, b] = value` or `{a, b} = value`: the parts are targets."""
        start = self.i
        self.i = self.after(start) + 1
        value = self.value()
        self.keep(value)
        end, self.i = self.i, start
        self.parts(value, ASSIGN)
        self.i = end
        return value

    def yielded(self) -> Value:
        start = self.i
        self.i += 1
        if not self.accept("*") and (self.newline[self.i] or not self.operand_at(self.i)):
            return Opaque(self.span(start))
        value = self.value()
        self.mark(value, "awaited")
        return value

    def operand_at(self, index: int) -> bool:
        """Whether a value begins at the token `index`."""
        return self.kinds[index] in OPERAND_KINDS or self.texts[index] in OPERAND_MARKS

    def unary(self) -> Value:
        """Read prefix operators and casts, then what they stand in front of."""
        prefixes: list[int] = []
        while True:
            text = self.texts[self.i]
            if text in CALLED and self.texts[self.i + 1 : self.i + 3] == ["(", ")"]:
                break  # `delete()` is a method in a template, and nothing in a script
            if text in PREFIXES and (text != "await" or self.operand_at(self.i + 1)):
                prefixes.append(self.i)
                self.i += 1
            elif text == "<" and self.kinds[self.i] == "punct":
                self.skip_angles()
            else:
                break
        start = self.i
        value = self.suffixes(self.primary(), start)
        text = self.texts[self.i]
        if (text == "++" or text == "--") and not self.newline[self.i]:
            self.i += 1
            value = self.stepped(text, value, self.span(start))
        for count, index in enumerate(reversed(prefixes), start=1):
            value = self.prefixed(self.texts[index], capped(value, count), self.span(index))
        return value

    def prefixed(self, op: str, value: Value, place: Span) -> Value:
        if op == "await":
            self.mark(value, "awaited")
            if isinstance(value, Name | Member | Index):  # a promise that somebody has made
                made = Member(place, Name(place, "Promise"), "resolve", place)
                self.block.append(Call(place, made, (Argument(value),), "awaited"))
            return value
        if op == "void":
            self.mark(value, "dropped")
            return Literal(place, "undefined")
        if op == "delete":
            self.block.append(Assign(place, value, Literal(place, "undefined")))
            return Literal(place, "bool", True)
        if op == "++" or op == "--":
            return self.stepped(op, value, place)
        if op == "-" and isinstance(value, Literal) and isinstance(value.value, (int, float)):
            return Literal(place, value.kind, -value.value)
        return Op(place, op, (value,))

    def stepped(self, op: str, target: Value, place: Span) -> Value:
        """`a++` and its like: an assignment unless the name is local."""
        changed = Op(place, op[0], (target, Literal(place, "number", 1)))
        if not (isinstance(target, Name) and target.id in self.function.bindings):
            self.assign(target, changed, place)
        return changed
