"""Java, lowered to the flow without a syntax tree.

An anonymous class is an `Object`: the instance it extends is spread, its methods are entries. It
is a nameless class too, which is what `this` is in them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from fslint.flow import (
    CAUGHT,
    Binding,
    Choice,
    Either,
    Exit,
    FileFlow,
    Function,
    Handler,
    Index,
    Loop,
    Opaque,
    Span,
    Try,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.java_expressions import ExpressionReader
from fslint.languages.javascript import deep_stack
from fslint.languages.javascript_branches import Case, is_plain_break, leaves, unrolled
from fslint.languages.lexer import Token, lex

AFTER_NAME = frozenset({"=", ";", ",", ":", "["})


def lower(path: str, text: str) -> FileFlow:
    """Lower one file's text. Never fails: what cannot be read is in `problems`."""
    whole = Span(0, len(text))
    module = Function(0, "", whole, "module", body_span=whole, parent=-1)
    flow = FileFlow(path, "java", [module])
    reader = JavaReader(lex(text, "java"), flow, 0)
    with deep_stack():
        reader.items(reader.last, reader.top_level)
    module.body = reader.block
    return flow


class JavaReader(ExpressionReader):
    """Reads statements into the current block."""

    STARTERS = frozenset(
        {"if", "for", "while", "do", "switch", "try", "return", "throw", "break", "continue"}
        | {"class", "interface", "enum", "public", "private", "protected", "static", "final"}
        | {"import", "@", "case", "default", "abstract"}
    )
    CONTINUERS = frozenset({"instanceof", "else", "catch", "finally", "extends", "implements"})

    def __init__(self, tokens: Sequence[Token], flow: FileFlow, parent: int) -> None:
        super().__init__(tokens, flow, parent)
        self.setups = {}
        self.yielded: list[list[Value]] = []

    def statement_end(self) -> None:
        """Step over the `;` that ends a statement."""
        if self.texts[self.i] != "}":
            self.expect(";")

    def top_level(self) -> None:
        text = self.texts[self.i]
        if text == "import":
            self.import_statement()
        elif text == "package":
            self.package()
        elif text == ";":
            self.i += 1
        elif text in ("module", "open"):
            self.i = self.last
        elif self.declares_type(self.i):
            self.class_declared()
        elif text == "@":
            self.annotations()
        else:
            raise UnreadableError(f"unexpected {text!r}")

    def statement(self) -> None:
        self.deeper()
        index = self.i
        text = self.texts[index]
        handler = HANDLERS.get(text)
        if handler is not None and self.begins(text, index + 1):
            handler(self)
        elif self.kinds[index] == "name" and self.texts[index + 1] == ":":
            self.labelled()
        elif self.declares_type(index):
            self.class_declared()
        elif self.declares_variable(index):
            self.variables()
        else:
            value = self.value()
            self.mark(value, "dropped")
            self.statement_end()
        self.depth -= 1

    def begins(self, word: str, following: int) -> bool:
        """Whether a word that may also be a plain name begins its statement."""
        text = self.texts[following]
        if word == "synchronized":
            return text == "("
        if word == "yield":
            return text not in ("=", ".", "(", "++", "--", "->") or bool(self.yielded)
        return True

    def declares_variable(self, index: int) -> bool:
        if self.texts[index] in ("final", "@"):
            return True
        end = self.type_end(index)
        return end > 0 and self.kinds[end] == "name" and self.texts[end + 1] in AFTER_NAME

    def variables(self) -> None:
        """Read `final T a = value, b;`."""
        self.variable_list()
        self.statement_end()

    def variable_list(self) -> None:
        self.modifiers()
        declared = self.type()
        declared = "" if declared == "var" else declared
        while True:
            place = self.at(self.i)
            name = self.name()
            value = self.initial(name)
            self.bind(name, Binding(value, place, "let", declared))
            if not self.accept(","):
                break

    # -- branches

    def switch(self) -> None:
        self.mark(self.switch_value(), "dropped")
        self.accept(";")

    def switch_value(self) -> Value:
        start = self.i
        self.i += 1
        subject = self.parenthesised()
        self.expect_opener("{")
        opener = self.i
        end = self.partner[opener]
        labels = self.labels(opener + 1, end)
        cases: list[Case] = []
        values: list[Value] = []
        self.i += 1
        self.yielded.append(values)
        self.items(end, lambda: self.case(cases, labels, end, subject))
        self.yielded.pop()
        self.close(opener)
        exhaustive = any(case.default for case in cases)
        place = self.span(start)
        self.block.append(Choice(place, "switch", subject, unrolled(cases), exhaustive))
        return Either(place, tuple(values)) if values else Opaque(place)

    def case(self, cases: list[Case], labels: list[int], end: int, subject: Value) -> None:
        """Read the cases at the cursor that share their statements, and these."""
        compared: list[Value] = []
        default = arrow = False
        while self.texts[self.i] in ("case", "default") and self.i < end and not arrow:
            if self.accept("default"):
                default = True
            else:
                self.expect("case")
                default |= self.case_values(compared, subject)
            arrow = self.accept("->")
            if not arrow:
                self.expect(":")
        after = bisect_right(labels, self.i)
        until = labels[after] if after < len(labels) else end
        if arrow:
            block = self.collect_block(self.arrow_arm)
            ends = True
        else:
            block = self.collect_block(lambda: self.statements(until))
            ends = leaves(block)
        if block and isinstance(block[-1], Exit) and is_plain_break(block[-1]):
            block.pop()
        cases.append(Case(() if default else tuple(compared), default, block, ends))

    def case_values(self, compared: list[Value], subject: Value) -> bool:
        """Read what a `case` compares with; whether `default` is among it."""
        default = False
        while True:
            index = self.i
            end = self.type_end(index)
            pattern = end > 0 and (self.kinds[end] == "name" or self.texts[end] == "(")
            if self.accept("default"):
                default = True
            elif pattern and self.texts[end] != "when":
                compared.append(self.type_pattern(subject))
            else:
                compared.append(self.binary(1))
            if self.accept("when"):
                self.binary(1)
            if not self.accept(","):
                return default

    def arrow_arm(self) -> None:
        text = self.texts[self.i]
        if text in ("{", "throw"):
            self.statement()
            return
        value = self.value()
        self.mark(value, "dropped") if not self.yielded else self.yielded[-1].append(value)
        self.accept(";")

    def yields(self) -> None:
        start = self.i
        self.i += 1
        value = self.value()
        if self.yielded:
            self.yielded[-1].append(value)
        self.block.append(Exit(self.span(start), "break"))
        self.statement_end()

    # -- loops

    def for_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        opener = self.i
        self.expect("(")
        if self.walks(opener):
            self.for_each(start, opener, label)
            return
        if self.texts[self.i] != ";":
            if self.declares_variable(self.i):
                self.variable_list()
            else:
                self.value_list()
        self.expect(";")
        test = None if self.texts[self.i] == ";" else self.value()
        self.expect(";")
        update = self.i
        self.close(opener)
        outer, self.block = self.block, []
        self.statement()
        end = self.i
        if update < self.partner[opener]:
            self.i = update
            self.value_list()
        self.i = end
        body, self.block = self.block, outer
        self.block.append(Loop(self.span(start), "for", body, test, label=label))

    def walks(self, opener: int) -> bool:
        """Whether the head of a `for` is `T name : …`."""
        index = opener + 1
        while self.texts[index] == "final" or self.texts[index] == "@":
            index = self.annotation_end(index) if self.texts[index] == "@" else index + 1
        end = self.type_end(index)
        return end > 0 and self.kinds[end] == "name" and self.texts[end + 1] == ":"

    def for_each(self, start: int, opener: int, label: str) -> None:
        self.modifiers()
        declared = self.type()
        place = self.at(self.i)
        name = self.name()
        self.expect(":")
        over = self.value()
        declared = "" if declared == "var" else declared
        item = Index(place, over, Opaque(place))
        self.bind(name, Binding(item, place, "const", declared))
        self.close(opener)
        body = self.collect_block(self.statement)
        self.block.append(Loop(self.span(start), "each", body, over=over, label=label))

    # -- exits and exceptions

    def attempt(self) -> None:
        """Read `try`."""
        start = self.i
        self.i += 1
        outer, self.block = self.block, []
        if self.texts[self.i] == "(":
            self.listed(self.resource, ";")
        self.braces()
        body, self.block = self.block, outer
        handlers: list[Handler] = []
        while self.texts[self.i] == "catch":
            handlers.append(self.handler())
        final = self.collect_block(self.braces) if self.accept("finally") else None
        self.block.append(Try(self.span(start), body, tuple(handlers), None, final))

    def resource(self) -> None:
        if self.declares_variable(self.i):
            self.variable_list()
        else:
            self.value()

    def handler(self) -> Handler:
        self.i += 1
        opener = self.i
        self.expect("(")
        self.modifiers()
        types = [self.type()]
        while self.accept("|"):
            types.append(self.type())
        place = self.at(self.i)
        name = self.name()
        self.close(opener)
        self.bind(name, Binding(None, place, CAUGHT, types[0] if len(types) == 1 else ""))
        return Handler(self.collect_block(self.braces), "|".join(types), name)

    def synchronized(self) -> None:
        self.i += 1
        self.parenthesised()
        self.braces()

    def assertion(self) -> None:
        self.i += 1
        self.value()
        if self.accept(":"):
            self.value()
        self.statement_end()


HANDLERS: dict[str, Callable[[JavaReader], None]] = {
    "{": JavaReader.braces,
    ";": JavaReader.nothing,
    "if": JavaReader.if_statement,
    "switch": JavaReader.switch,
    "while": JavaReader.while_loop,
    "do": JavaReader.do_loop,
    "for": JavaReader.for_loop,
    "break": JavaReader.jump,
    "continue": JavaReader.jump,
    "return": JavaReader.leave,
    "throw": JavaReader.leave,
    "try": JavaReader.attempt,
    "synchronized": JavaReader.synchronized,
    "assert": JavaReader.assertion,
    "yield": JavaReader.yields,
}
