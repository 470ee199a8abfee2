"""Objective-C's statements."""

from __future__ import annotations

from bisect import bisect_right

from fslint.flow import (
    CAUGHT,
    Arm,
    Binding,
    Block,
    Choice,
    Exit,
    Handler,
    Index,
    Labeled,
    Loop,
    Name,
    Opaque,
    Try,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript_branches import Case, is_plain_break, leaves, unrolled
from fslint.languages.objc_expressions import ExpressionReader

ELSE_IF_LIMIT = 100
JUMPS = frozenset({"break", "continue", "goto"})
SKIPPED = frozenset({"typedef", "using", "template", "namespace", "static_assert", "__asm", "asm"})
EXTERN = frozenset({"extern", "FOUNDATION_EXPORT", "FOUNDATION_EXTERN", "UIKIT_EXTERN"})
BLOCKS = frozenset({"autoreleasepool", "synchronized"})


class StatementReader(ExpressionReader):
    """Reads statements into the current block."""

    label = ""
    """The label in front of the loop that comes next."""

    def statement_end(self) -> None:
        """Step over the `;` that ends a statement; behind a macro it may be missing."""
        if self.accept(";") or self.texts[self.i] == "}":
            return
        if self.newline[self.i] and self.texts[self.i - 1] in (")", "}"):
            return
        raise UnreadableError("expected ';'")

    def statement(self) -> None:
        self.deeper()
        self.one_of_many()
        self.depth -= 1

    def one_of_many(self) -> None:
        index = self.i
        text = self.texts[index]
        if text == ";":
            self.i += 1
        elif text == "{":
            self.braces()
        elif text == "@":
            self.at_statement()
        elif text == "if":
            self.if_statement()
        elif text in ("for", "while", "do", "switch") and self.kinds[index] == "name":
            {
                "for": self.for_loop,
                "while": self.while_loop,
                "do": self.do_loop,
                "switch": self.switch,
            }[text]()
        elif text in JUMPS:
            self.jump()
        elif text == "return" or text == "throw":
            self.leave()
        elif text == "try" and self.texts[index + 1] == "{":
            self.i += 1
            self.attempt(index)
        elif text in SKIPPED:
            self.to_end()
        elif text == "case":
            self.i += 1
            self.value()
            self.expect(":")
        elif (
            self.kinds[index] == "name"
            and self.texts[index + 1] == ":"
            and (self.texts[index + 2] != ":")
        ):
            self.labelled()
        elif self.declares_variable(index):
            self.variables()
            self.statement_end()
        else:
            self.expression_statement()

    def expression_statement(self) -> None:
        value = self.expression()
        self.mark(value, "dropped")
        name_alone = self.kinds[self.i - 1] == "name" and self.newline[self.i]
        if not name_alone or self.texts[self.i] == ";":
            self.statement_end()

    def to_end(self) -> None:
        """Step over what ends with `;` or a body."""
        while self.i < self.last and not self.accept(";"):
            closes = self.texts[self.i] == "{"
            if self.texts[self.i] == "}":
                return
            self.i = self.after(self.i)
            if closes and self.newline[self.i]:
                return

    def labelled(self) -> None:
        start = self.i
        label = self.name()
        self.i += 1
        if self.texts[self.i] == "}":
            return
        if self.texts[self.i] in ("for", "while", "do"):
            self.label = label
            self.statement()
            return
        body = self.collect_block(self.statement)
        self.block.append(Labeled(self.span(start), label, body))

    def variables(self) -> None:
        """Read `Type *a = x, b` without what ends it."""
        static = self.texts[self.i] == "static" or self.function.index == 0
        elsewhere = self.texts[self.i] in EXTERN
        declared = self.specifiers()
        while True:
            name, kind, place, _ = self.declarator(declared)
            fixed = not static or self.texts[self.i - 2] == "const"
            value: Value | None = None
            if self.accept("="):
                value = self.value()
                self.keep(value)
            elif self.texts[self.i] == "{":
                value = self.initializer_list()
            elif self.texts[self.i] == "(":
                value = self.called(Name(place, kind), self.i, self.arguments())
            self.qualifiers()
            if value is not None or not elsewhere:
                self.bind(name, Binding(value, place, "const" if fixed else "let", kind))
            if not self.accept(","):
                return

    # -- directives of the language

    def at_statement(self) -> None:
        start = self.i
        word = self.texts[start + 1]
        if word == "try":
            self.i += 2
            self.attempt(start)
        elif word == "throw":
            self.i += 1
            self.leave()
        elif word in BLOCKS:
            self.i += 2
            if self.texts[self.i] == "(":
                self.parenthesised()
            self.braces()
        elif word in ("import", "class", "compatibility_alias"):
            self.to_end()
        elif self.texts[start + 2] == "(" and word in ("weakify", "strongify", "unsafeify"):
            self.i = self.after(start + 2)
            self.accept(";")
        else:
            self.expression_statement()

    def attempt(self, start: int) -> None:
        """Read the body of `@try` and what follows it."""
        body = self.collect_block(self.braces)
        handlers: list[Handler] = []
        final: Block | None = None
        while True:
            boxed = self.texts[self.i] == "@"
            word = self.texts[self.i + boxed]
            if word == "catch":
                self.i += 1 + boxed
                handlers.append(self.handler())
            elif word == "finally":
                self.i += 1 + boxed
                final = self.collect_block(self.braces)
            else:
                break
        self.block.append(Try(self.span(start), body, tuple(handlers), None, final))

    def handler(self) -> Handler:
        name = caught = ""
        if self.texts[self.i] == "(":
            opener = self.i
            self.i += 1
            if not self.accept("..."):
                caught = self.specifiers()
                self.stars()
                if self.texts[self.i] != ")":
                    name, caught, place, _ = self.declarator(caught)
                    self.bind(name, Binding(None, place, CAUGHT, caught))
            self.close(opener)
        return Handler(self.collect_block(self.braces), caught, name)

    # -- branches

    def if_statement(self) -> None:
        outer = self.block
        choices: list[tuple[Choice, int]] = []
        while True:
            start = self.i
            self.expect("if")
            self.accept("constexpr")
            test = self.head()
            yes = self.collect_block(self.statement)
            no: Block = []
            choice = Choice(self.span(start), "if", test, (Arm(yes), Arm(no)))
            self.block.append(choice)
            choices.append((choice, start))
            if not self.accept("else"):
                break
            if len(choices) < ELSE_IF_LIMIT:
                self.block = no
            if self.texts[self.i] != "if":
                self.statement()
                break
        self.block = outer
        for choice, start in choices:
            choice.span = self.span(start)

    def head(self) -> Value:
        """Read the bracketed test of a statement."""
        opener = self.i
        self.expect_opener("(")
        if not self.declares_variable(opener + 1):
            return self.parenthesised()
        self.i += 1
        place = self.span(opener)
        self.variables()
        if self.accept(";"):
            self.expression()
        self.close(opener)
        return Opaque(place)

    def switch(self) -> None:
        start = self.i
        self.i += 1
        test = self.head()
        opener = self.i
        self.expect_opener("{")
        end = self.partner[opener]
        labels: list[int] = []
        index = opener + 1
        while index < end:
            if self.texts[index] in ("case", "default"):
                labels.append(index)
            index = self.after(index)
        cases: list[Case] = []
        self.i += 1
        self.items(end, lambda: self.case(cases, labels, end))
        self.close(opener)
        exhaustive = any(case.default for case in cases)
        arms = unrolled(cases)
        self.block.append(Choice(self.span(start), "switch", test, arms, exhaustive))

    def case(self, cases: list[Case], labels: list[int], end: int) -> None:
        """Read the cases at the cursor that share their statements, and these."""
        values: list[Value] = []
        default = False
        if self.texts[self.i] not in ("case", "default"):
            self.statement()
            return
        while self.texts[self.i] in ("case", "default") and self.i < end:
            if self.accept("default"):
                default = True
            else:
                self.expect("case")
                values.append(self.value())
                if self.accept("..."):
                    self.value()
            self.expect(":")
        after = bisect_right(labels, self.i - 1)
        until = labels[after] if after < len(labels) else end
        block = self.collect_block(lambda: self.statements(until))
        ends = leaves(block)
        if block and isinstance(block[-1], Exit) and is_plain_break(block[-1]):
            block.pop()
        cases.append(Case(() if default else tuple(values), default, block, ends))

    # -- loops

    def take_label(self) -> str:
        label, self.label = self.label, ""
        return label

    def while_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        test = self.head()
        body = self.collect_block(self.statement)
        self.block.append(Loop(self.span(start), "while", body, test, label=label))

    def do_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        outer, self.block = self.block, []
        self.statement()
        self.expect("while")
        test = self.head()
        body, self.block = self.block, outer
        self.block.append(Loop(self.span(start), "do", body, test, label=label))
        self.accept(";")

    def for_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        opener = self.i
        self.expect_opener("(")
        self.i += 1
        end = self.partner[opener]
        index = self.i
        while index < end and self.texts[index] not in ("in", ";", ":"):
            index = self.after(index)
        if index < end and self.texts[index] in ("in", ":"):
            self.for_each(start, opener, index, label)
            return
        if self.declares_variable(self.i):
            self.variables()
        elif self.texts[self.i] != ";":
            self.mark(self.expression(), "dropped")
        self.expect(";")
        test = None if self.texts[self.i] == ";" else self.expression()
        self.expect(";")
        update = self.i
        self.close(opener)
        outer, self.block = self.block, []
        self.statement()
        after = self.i
        if update < end:
            self.i = update
            self.mark(self.expression(), "dropped")
        self.i = after
        body, self.block = self.block, outer
        self.block.append(Loop(self.span(start), "for", body, test, label=label))

    def for_each(self, start: int, opener: int, word: int, label: str) -> None:
        left = self.i
        self.i = word + 1
        over = self.expression()
        self.i = left
        if self.type_end(left) > left and self.kinds[self.type_end(left)] == "name":
            name, kind, place, _ = self.declarator(self.specifiers())
            item = Index(place, over, Opaque(place))
            self.bind(name, Binding(item, place, "const", kind))
        self.close(opener)
        body = self.collect_block(self.statement)
        self.block.append(Loop(self.span(start), "each", body, over=over, label=label))

    # -- exits

    def jump(self) -> None:
        start = self.i
        word = self.texts[start]
        self.i += 1
        label = self.name() if self.kinds[self.i] == "name" else ""
        kind = "break" if word == "goto" else word
        self.block.append(Exit(self.span(start), kind, None, label))
        self.statement_end()

    def leave(self) -> None:
        start = self.i
        word = self.texts[start]
        self.i += 1
        value = None if self.texts[self.i] in (";", "}") else self.expression()
        self.leave_with(word, start, value)
        self.statement_end()
