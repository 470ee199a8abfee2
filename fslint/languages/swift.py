"""Swift, lowered to the flow without a syntax tree.

`self` and `Self` are `this`; an implicit member such as `.loggedOut` is a member of the name ''.
A cast to a class is a call of its name that is no step, so that it stands for an object of it.
A property's observers are methods named `didSet:property` and `willSet:property`. An extension's
first base is the type it extends. Of `#if`, the arm that a build for an iPhone compiles is read.
Previews are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from fslint.flow import Exit, FileFlow, Function, Labeled, Span, Value
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript import deep_stack
from fslint.languages.lexer import Token, lex
from fslint.languages.swift_classes import KINDS
from fslint.languages.swift_loops import LoopReader
from fslint.languages.swift_types import shipped

OPERANDS = frozenset({"name", "string", "string_head", "number"})


def lower(path: str, text: str) -> FileFlow:
    """Lower one file's text. Never fails: what cannot be read is in `problems`."""
    whole = Span(0, len(text))
    module = Function(0, "", whole, "module", body_span=whole, parent=-1)
    flow = FileFlow(path, "swift", [module])
    reader = SwiftReader(shipped(lex(text, "swift")), flow, 0)
    with deep_stack():
        reader.statements(reader.last)
    module.body = reader.block
    return flow


class SwiftReader(LoopReader):
    """Reads statements into the current block."""

    STARTERS = frozenset(
        {"let", "var", "func", "class", "struct", "enum", "protocol", "extension", "if", "guard"}
        | {"for", "while", "repeat", "switch", "do", "return", "throw", "import", "break", "case"}
        | {"continue", "override", "private", "public", "internal", "fileprivate", "static", "@"}
        | {"init", "deinit", "defer", "default", "final", "lazy", "weak", "mutating"}
    )
    CONTINUERS = frozenset({"in", "is", "as", "else", "catch", "where"})

    def __init__(self, tokens: Sequence[Token], flow: FileFlow, parent: int) -> None:
        super().__init__(tokens, flow, parent)
        self.setups = {}

    def statement(self) -> None:
        begun = self.i
        self.deeper()
        value = self.one_of_many()
        self.depth -= 1
        self.begun = begun
        if value is not None:
            self.done_with(value)
            if self.texts[self.i - 1] != ";":
                self.statement_end()

    def done_with(self, value: Value) -> None:
        """The value of an expression statement: left to whoever reads the block, if it ends it."""
        self.accept(";")
        text = self.texts[self.i]
        if text == "}" or text in ("case", "default", "@"):
            self.ended = (self.i, value)
        else:
            self.mark(value, "dropped")

    def one_of_many(self) -> Value | None:
        index = self.i
        text = self.texts[index]
        if text == ";":
            self.i += 1
        elif self.kinds[index] == "name" and self.texts[index + 1] == ":" and self.labels(index):
            return self.labelled()
        elif text == "guard":
            self.guard()
        elif text == "for":
            self.for_loop()
        elif text == "while":
            self.while_loop()
        elif text == "repeat" and self.texts[index + 1] == "{":
            self.repeat_loop()
        elif text == "defer" and self.texts[index + 1] == "{":
            self.defer()
        elif text in ("return", "throw", "break", "continue", "fallthrough"):
            self.jump()
        elif text == "#" and self.previews(index):
            self.macro_declared()
        elif self.declared_at(index):
            self.declaration()
        else:
            return self.expression_statement()
        return None

    def previews(self, index: int) -> bool:
        """Whether a macro that makes no step stands at `index`."""
        return self.texts[index + 1] in ("Preview", "warning", "error", "sourceLocation")

    def labels(self, index: int) -> bool:
        return self.texts[index + 2] in ("for", "while", "repeat", "if", "switch", "do")

    def labelled(self) -> Value | None:
        start = self.i
        label = self.name()
        self.i += 1
        if self.texts[self.i] in ("for", "while", "repeat"):
            self.label = label
            return self.one_of_many()
        outer, self.block = self.block, []
        value = self.one_of_many()
        body, self.block = self.block, outer
        self.block.append(Labeled(self.span(start), label, body))
        return value

    def declaration(self) -> None:
        start = self.i
        decorators = self.attributes()
        modifiers = self.modifiers()
        decorators += self.attributes()
        modifiers |= self.modifiers()
        word = self.texts[self.i]
        if word in ("func", "init", "deinit"):
            self.function_declared(start, modifiers, decorators, None)
        elif word in ("let", "var"):
            self.property(start, modifiers, decorators, None)
        elif word in KINDS:
            self.type_declared(start, modifiers, decorators)
        else:
            self.other_declared(word)

    def expression_statement(self) -> Value | None:
        start = self.i
        value = self.value()
        if not self.assignment_at(self.i)[0]:
            return value
        self.assigned(value, start)
        return None

    def jump(self) -> None:
        """Read `return`, `throw`, `break`, `continue` or `fallthrough`."""
        start = self.i
        word = self.texts[start]
        self.i += 1
        ends = self.newline[self.i] or self.texts[self.i] in ("}", ";", "", "case", "default")
        if word == "fallthrough":
            self.block.append(Exit(self.span(start), word))
        elif word in ("break", "continue"):
            label = "" if ends or self.kinds[self.i] != "name" else self.name()
            self.block.append(Exit(self.span(start), word, None, label))
        else:
            value = None
            if not ends or (word == "return" and self.goes_on(self.i)):
                value = self.expression_statement()
            self.leave_with(word, start, value)
        if not self.accept(";"):
            self.statement_end()

    def goes_on(self, index: int) -> bool:
        """Whether a `return` takes its value from the next line."""
        text = self.texts[index]
        if text in ("}", ";", "", "case", "default", "@") or text in self.STARTERS:
            return False
        return self.kinds[index] in ("name", "string", "number", "string_head") or text in (
            "[",
            ".",
        )

    def statement_end(self) -> None:
        """Step over what ends a statement."""
        if self.accept(";") or self.newline[self.i] or self.texts[self.i] in ("}", "case", ""):
            return
        raise UnreadableError(f"unexpected {self.texts[self.i]!r}")
