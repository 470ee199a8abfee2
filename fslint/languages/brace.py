"""What the readers of Kotlin and Java share: line ends, generics, imports, classes, operators."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from fslint.flow import (
    Argument,
    Binding,
    Block,
    Call,
    Class,
    Either,
    FileFlow,
    Function,
    Import,
    Literal,
    Member,
    Name,
    Op,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.lexer import Token
from fslint.languages.reader import Reader
from fslint.languages.strings import number

ANGLE_REACH = 400
ANGLE_MARKS = frozenset({".", ",", "?", "*", "&", "@", "->", ":", "-", "::"})
SHORT_CIRCUIT = frozenset({"&&", "||", "?:"})
SPELT = {"===": "==", "!==": "!=", "?:": "??", "is": "instanceof"}
TYPE_NAME = re.compile(r"(?:\w+\.)*[A-Z]\w*")
PLAIN_TYPES = frozenset(
    {"String", "Int", "Integer", "Long", "Boolean", "Float", "Double", "Any", "Object", "List"}
    | {"Map", "Set", "Array", "T", "Unit"}
)
NOT_GENERIC = frozenset({"return", "if", "else", "for", "while", "null", "true", "false"})


class BraceReader(Reader):
    """Reads what Kotlin and Java write alike."""

    def __init__(self, tokens: Sequence[Token], flow: FileFlow, parent: int) -> None:
        super().__init__(tokens, flow, parent)
        self.ended: tuple[int, Value] | None = None
        self.casts: dict[int, tuple[Value, str]] = {}
        self.hide_line_ends()

    def hide_line_ends(self) -> None:
        """Line breaks right inside `(…)` and `[…]` mean nothing."""
        inside: list[tuple[int, bool]] = []
        for index in range(self.last):
            while inside and inside[-1][0] <= index:
                inside.pop()
            if inside and inside[-1][1]:
                self.newline[index] = False
            if self.partner[index] > index and self.texts[index] in ("(", "[", "{"):
                hides = self.texts[index] != "{" and self.is_closed(index)
                inside.append((self.partner[index], hides))

    def adjacent(self, index: int) -> bool:
        """Whether nothing stands between the token at `index` and the one before it."""
        return self.starts[index] == self.ends[index - 1]

    def statement_end(self) -> None:
        """Step over what ends a statement."""
        if self.accept(";") or self.newline[self.i] or self.texts[self.i] == "}":
            return
        raise UnreadableError(f"unexpected {self.texts[self.i]!r}")

    # -- generics

    def angles_end(self, index: int) -> int:
        """The token behind the `>` that ends the list of types at `index`, or -1."""
        depth = 0
        limit = min(index + ANGLE_REACH, self.last)
        while index < limit:
            text, kind = self.texts[index], self.kinds[index]
            if text == "<":
                depth += 1
            elif text == ">":
                depth -= 1
                if depth == 0:
                    return index + 1
            elif text in ("(", "["):
                index = self.partner[index]
            elif text in NOT_GENERIC or not (kind == "name" or text in ANGLE_MARKS):
                return -1
            index += 1
        return -1

    def skip_angles(self) -> None:
        """Step over `<…>`, if it stands here."""
        if self.texts[self.i] == "<":
            end = self.angles_end(self.i)
            if end < 0:
                raise UnreadableError("expected '>'")
            self.i = end

    # -- files

    def dotted_name(self) -> str:
        """Read `a.b.c`."""
        parts = [self.name()]
        while self.texts[self.i] == "." and self.kinds[self.i + 1] == "name":
            self.i += 1
            parts.append(self.name())
        return ".".join(part.strip("`") for part in parts)

    def package(self) -> None:
        """Read `package a.b`."""
        self.i += 1
        self.flow.package = self.dotted_name()
        self.statement_end()

    def import_statement(self) -> None:
        """Read `import a.b.C`, `import a.b.*`, `import a.b.C as D`, `import static a.b.C.d`."""
        start = self.i
        self.i += 1
        self.accept("static")
        path = self.dotted_name()
        if self.accept("."):
            self.expect("*")
            self.flow.imports.append(Import("", path, "*", self.span(start)))
        else:
            module, _, name = path.rpartition(".")
            local = self.name() if self.accept("as") else name
            self.flow.imports.append(Import(local, module, name, self.span(start)))
        self.statement_end()

    # -- classes

    def new_class(self, name: str, kind: str, start: int) -> Class:
        """Add a class that begins at the token `start`; its body is still to be read."""
        declared = Class(
            len(self.flow.classes), name, self.at(start), kind, parent=self.function.index
        )
        self.flow.classes.append(declared)
        return declared

    def members(self, declared: Class, read: Callable[[], None]) -> None:
        """Read the braces at the cursor as the body of a class, one member after another."""
        opener = self.i
        self.expect_opener("{")
        state = self.state()
        self.owner = declared.index
        self.i += 1
        self.deeper()
        self.items(self.partner[opener], read)
        self.restore(state)
        self.close(opener)

    def add_method(self, declared: Class, name: str, function: Function) -> None:
        declared.methods.setdefault(name, []).append(function.index)

    def outer_this(self, name: str, place: Span) -> Name:
        """`this` of the enclosing class `name`: a name that its method binds."""
        function = self.function
        innermost = True
        while function.index > 0:
            if function.owner >= 0:
                if self.flow.classes[function.owner].name == name:
                    if innermost:
                        break
                    known = f"this@{name}"
                    if known not in function.bindings:
                        function.bindings[known] = [Binding(Name(place, "this"), place)]
                    return Name(place, known)
                innermost = False
            function = self.flow.functions[function.parent]
        return Name(place, "this")

    # -- blocks that have a value

    def block_value(self) -> Value | None:
        """Read `{…}` into the current block; returns the value of its last statement, if any."""
        opener = self.i
        self.expect_opener("{")
        end = self.partner[opener]
        self.i += 1
        self.ended = None
        self.statements(end)
        value = self.ended[1] if self.ended is not None and self.ended[0] == end else None
        self.ended = None
        self.close(opener)
        return value

    def done_with(self, value: Value) -> None:
        """The value of an expression statement: left to whoever reads the block, if it ends it."""
        self.accept(";")
        if self.texts[self.i] == "}":
            self.ended = (self.i, value)
        else:
            self.mark(value, "dropped")

    def braces(self) -> None:
        """Read `{…}` into the current block; nobody uses its value."""
        value = self.block_value()
        if value is not None:
            self.mark(value, "dropped")

    # -- values

    def number_literal(self) -> Literal:
        text = self.texts[self.i]
        self.i += 1
        hexadecimal = text[:2] in ("0x", "0X")
        bare = text.rstrip("LlUu") if hexadecimal else text.rstrip("LlUuFfDd")
        return Literal(self.at(self.i - 1), "number", number(bare))

    def chained(self, left: Value, level: int, start: int, read: Callable[[int], Value]) -> Value:
        """Read one operator repeated: its operands become one value."""
        op = self.texts[self.i]
        operands = [left]
        while self.texts[self.i] == op and not self.newline[self.i]:
            self.i += 1
            operands.append(read(level + 1))
        return Op(self.span(start), SPELT.get(op, op), tuple(operands))

    def short_circuit(
        self, left: Value, level: int, start: int, read: Callable[[int], Value]
    ) -> Value:
        """Read `&&`, `||` or `?:`, repeated: what stands right of it may not run."""
        op = self.texts[self.i]
        operands = [left]
        blocks: list[Block] = []
        while self.texts[self.i] == op:
            self.i += 1
            block, value = self.collect(lambda: read(level + 1))
            blocks.append(block)
            operands.append(value)
        place = self.span(start)
        spelt = SPELT.get(op, op)
        self.branch(spelt, operands, blocks, place)
        if op == "?:":
            return Either(place, tuple(operands), falls_back=True)
        return Op(place, spelt, tuple(operands))

    def stepped(self, op: str, target: Value, place: Span) -> Value:
        """`a++` and its like: an assignment unless the name is local."""
        changed = Op(place, op[0], (target, Literal(place, "number", 1)))
        if not (isinstance(target, Name) and target.id in self.function.bindings):
            self.assign(target, changed, place)
        return changed

    def prefixed(self, op: str, value: Value, place: Span) -> Value:
        if op in ("++", "--"):
            return self.stepped(op, value, place)
        if op == "-" and isinstance(value, Literal) and isinstance(value.value, (int, float)):
            return Literal(place, value.kind, -value.value)
        return Op(place, op, (value,))

    def member(self, of: Value, start: int, optional: bool) -> Value:
        """Read the name behind `.` or `?.`."""
        index = self.i
        name = self.name()
        return Member(self.span(start), of, name.strip("`"), self.at(index), optional)

    def cast(self, value: Value, declared: str) -> Value:
        """Remember that a value is said to be of a type."""
        if TYPE_NAME.fullmatch(declared) and declared not in PLAIN_TYPES:
            self.casts[id(value)] = (value, declared)
        return value

    def as_cast(self, value: Value) -> Value:
        """A value that was cast: a name that is bound to it with the type; any other itself."""
        known = self.casts.get(id(value))
        if known is None:
            return value
        name = f"({known[1]})"
        bound = self.function.bindings.setdefault(name, [])
        bound.append(Binding(value, value.span, "const", known[1]))
        return Name(value.span, name)

    def called(self, callee: Value, start: int, arguments: tuple[Argument, ...]) -> Call:
        """Emit a call of `callee` whose text ends before the cursor."""
        call = Call(self.span(start), callee, arguments)
        self.block.append(call)
        return call
