"""Kotlin, lowered to the flow without a syntax tree.

The methods of an anonymous object are the entries of an `Object`, and of a nameless class too.
A lambda that leaves the function around it by a plain `return` is read in place. The initial
values of a class's properties are made in its constructor; those of an object in an initializer.
Previews are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fslint.flow import (
    Argument,
    Attribute,
    Call,
    Closure,
    Element,
    FileFlow,
    Function,
    Labeled,
    Member,
    Name,
    Op,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript import deep_stack
from fslint.languages.kotlin_branches import BranchReader
from fslint.languages.kotlin_delegates import LAZY
from fslint.languages.kotlin_effects import turn_out
from fslint.languages.kotlin_types import DECLARERS, MODIFIERS
from fslint.languages.lexer import Token, lex
from fslint.languages.reader import dotted

ASSIGNMENTS = frozenset({"=", "+=", "-=", "*=", "/=", "%="})

COMPONENT = re.compile(
    r"(?!Observe|Collect)[A-Z]\w*(?<!Effect)(?<!Effects)(?<!Handler)(?<!Listener)(?<!Observer)"
)
"""What shows something is called so, and not what hears of something."""


def lower(path: str, text: str) -> FileFlow:
    """Lower one file's text. Never fails: what cannot be read is in `problems`."""
    whole = Span(0, len(text))
    module = Function(0, "", whole, "module", body_span=whole, parent=-1)
    flow = FileFlow(path, "kotlin", [module])
    reader = KotlinReader(lex(text, "kotlin"), flow, 0)
    with deep_stack():
        reader.file()
    module.body = reader.block
    turn_out(flow)
    return flow


class KotlinReader(BranchReader):
    """Reads statements into the current block."""

    STARTERS = frozenset(
        {"val", "var", "fun", "class", "object", "interface", "if", "for", "while", "do", "when"}
        | {"try", "return", "throw", "import", "break", "continue", "override", "private"}
        | {"public", "internal", "protected", "@", "companion", "suspend", "init", "else", "is"}
    )
    CONTINUERS = frozenset({"in", "is", "as", "else", "catch", "finally", "by", "where"})

    def __init__(self, tokens: Sequence[Token], flow: FileFlow, parent: int) -> None:
        super().__init__(tokens, flow, parent)
        self.lambdas = []
        self.setups = {}
        self.heads = {}
        self.count_jumps()

    def file(self) -> None:
        """Read a whole file."""
        self.items(self.last, self.top_level)

    def top_level(self) -> None:
        self.ended = None
        text = self.texts[self.i]
        if text == "package":
            self.package()
        elif text == "import":
            self.import_statement()
        elif text == "@" and self.texts[self.i + 1] == "file":
            self.annotations()
        else:
            self.statement()

    def statement(self) -> None:
        value = self.one_statement()
        if value is not None:
            self.done_with(value)
            if self.texts[self.i - 1] != ";":
                self.statement_end()

    def one_statement(self) -> Value | None:
        self.deeper()
        value = self.one_of_many()
        self.depth -= 1
        return value

    def one_of_many(self) -> Value | None:
        index = self.i
        text = self.texts[index]
        if text == ";":
            self.i += 1
            return None
        if text == "for" and self.texts[index + 1] == "(":
            self.for_loop()
        elif text == "while" and self.texts[index + 1] == "(":
            self.while_loop()
        elif text == "do" and self.texts[index + 1] == "{":
            self.do_loop()
        elif (text == "@" or text in MODIFIERS or text in DECLARERS) and self.declared_at(index):
            self.declaration()
        elif self.kinds[index] == "name" and self.is_label(index):
            return self.labelled()
        else:
            return self.expression_statement()
        return None

    def is_label(self, index: int) -> bool:
        return (
            self.texts[index + 1] == "@"
            and self.adjacent(index + 1)
            and self.texts[index] not in ("return", "this", "super", "break", "continue")
        )

    def labelled(self) -> Value | None:
        start = self.i
        label = self.name()
        self.i += 1
        if self.texts[self.i] in ("for", "while", "do"):
            self.label = label
            return self.one_statement()
        if self.texts[self.i] == "{":
            self.i = start
            return self.expression_statement()
        outer, self.block = self.block, []
        value = self.one_statement()
        body, self.block = self.block, outer
        self.block.append(Labeled(self.span(start), label, body))
        return value

    def declaration(self) -> None:
        start = self.i
        decorators = self.annotations()
        modifiers = self.modifiers()
        decorators += self.annotations()
        modifiers |= self.modifiers()
        word = self.texts[self.i]
        if word == "fun":
            if self.texts[self.i + 1] == "interface":
                self.i += 1
                self.class_declared(start, modifiers, decorators)
            else:
                self.function_declared(start, modifiers, decorators, None)
        elif word in ("val", "var"):
            self.property(start, modifiers, decorators, None)
        elif word == "typealias":
            self.type_alias()
        elif word in ("class", "interface", "object"):
            self.class_declared(start, modifiers, decorators)
        else:
            raise UnreadableError(f"unexpected {word!r}")

    def expression_statement(self) -> Value | None:
        start = self.i
        value = self.value()
        op = self.texts[self.i]
        if op not in ASSIGNMENTS:
            return self.composed(value)
        self.i += 1
        given = self.value()
        if op == "=":
            self.assign(value, given, self.span(start))
        else:
            self.compound(op, value, given, start)
        if not self.newline[self.i]:
            self.accept(";")
        return None

    def composed(self, value: Value) -> Value:
        """`Screen(onClick = …) {…}` as a statement: an element, not a call."""
        if not isinstance(value, Call) or not self.block or self.block[-1] is not value:
            return value
        tag = value.callee
        if not isinstance(tag, Name) or not COMPONENT.fullmatch(tag.id):
            return value
        if not (self.composing or any(isinstance(a.value, Closure) for a in value.args)):
            return value
        label, index, _ = self.lambdas[-1] if self.lambdas else ("", 0, "")
        if label in LAZY and index == self.function.index:
            return value  # what is made there is kept, not shown
        attributes = tuple(
            Attribute(attribute_name(value, place), argument.value, argument.value.span)
            for place, argument in enumerate(value.args)
        )
        element = Element(value.span, tag, attributes)
        self.block[-1] = element
        return element

    @property
    def composing(self) -> bool:
        """Whether the function around the cursor is a composable one."""
        function = self.function
        while function.index > 0:
            if any(dotted(d) == "Composable" for d in function.decorators):
                return True
            function = self.flow.functions[function.parent]
        return False

    def compound(self, op: str, target: Value, given: Value, start: int) -> None:
        """Emit `target += given`; what a function is given cannot be set, but is told to change."""
        params = {param.name for param in self.function.params}
        if op == "-=" and isinstance(target, Name) and target.id in params:
            told = Member(target.span, target, "minusAssign", target.span)
            self.called(told, start, (Argument(given),))
            return
        changed = Op(self.span(start), op[0], (target, given))
        self.assign(target, changed, changed.span)


def attribute_name(call: Call, place: int) -> str:
    """The name of a composable's argument: its label, or what such arguments are mostly for."""
    argument = call.args[place]
    if argument.label or not isinstance(argument.value, Closure):
        return argument.label or str(place)
    return "content" if argument.value.span.end == call.span.end else "onClick"
