"""JavaScript's branches, loops, exits and exceptions."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from fslint.flow import (
    CAUGHT,
    Arm,
    Binding,
    Block,
    Choice,
    Exit,
    Handler,
    Index,
    Loop,
    Opaque,
    Span,
    Try,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript_bindings import ASSIGN
from fslint.languages.javascript_expressions import ExpressionReader

DECLARING = frozenset({"const", "let", "var", "using"})
ELSE_IF_LIMIT = 100
UNROLL_LIMIT = 2000
LOOPS = frozenset({"for", "while", "do"})


class Case(NamedTuple):
    """A `case` with what it compares with (nothing for `default`), its steps, how it ends."""

    values: tuple[Value, ...]
    default: bool
    block: Block
    ends: bool


class BranchReader(ExpressionReader):
    """Reads the statements that other statements stand in."""

    label = ""
    """The label in front of the loop that comes next."""

    def begins(self, word: str, following: int) -> bool:
        """Whether a word that may also be a plain name begins its statement."""
        raise NotImplementedError

    def braces(self) -> None:
        """Read `{…}` into the current block."""
        opener = self.i
        self.expect_opener("{")
        self.i += 1
        self.statements(self.partner[opener])
        self.close(opener)

    # -- branches

    def if_statement(self) -> None:
        outer = self.block
        choices: list[tuple[Choice, int]] = []
        try:
            while self.if_arms(choices):
                pass
        finally:
            for choice, start in choices:
                last = choice.arms[1].block[-1:]
                end = max([self.span(start).end, *(step.span.end for step in last)])
                choice.span = Span(choice.span.start, end)
        self.block = outer

    def if_arms(self, choices: list[tuple[Choice, int]]) -> bool:
        """Read one `if (…) … else` of a chain, into the current block; whether another follows."""
        start = self.i
        self.expect("if")
        test = self.parenthesised()
        yes = self.collect_block(self.statement)
        no: Block = []
        choice = Choice(self.span(start), "if", test, (Arm(yes), Arm(no)))
        self.block.append(choice)
        choices.append((choice, start))
        if not self.accept("else"):
            return False
        if len(choices) < ELSE_IF_LIMIT:
            self.block = no
        if self.texts[self.i] == "if":
            return True
        self.statement()
        return False

    def switch(self) -> None:
        start = self.i
        self.i += 1
        test = self.parenthesised()
        self.expect_opener("{")
        opener = self.i
        end = self.partner[opener]
        labels = self.labels(opener + 1, end)
        cases: list[Case] = []
        self.i += 1
        self.items(end, lambda: self.case(cases, labels, end))
        self.close(opener)
        exhaustive = any(case.default for case in cases)
        arms = unrolled(cases)
        self.block.append(Choice(self.span(start), "switch", test, arms, exhaustive))

    def labels(self, index: int, end: int) -> list[int]:
        """The tokens `case` and `default` that belong to the switch around `index`."""
        found: list[int] = []
        while index < end:
            text = self.texts[index]
            if text == "case" or (text == "default" and self.texts[index + 1] == ":"):
                found.append(index)
            index = self.after(index)
        return found

    def case(self, cases: list[Case], labels: list[int], end: int) -> None:
        """Read the cases at the cursor that share their statements, and these."""
        values: list[Value] = []
        default = False
        if self.texts[self.i] not in ("case", "default"):
            raise UnreadableError(f"unexpected {self.texts[self.i]!r}")
        while self.texts[self.i] in ("case", "default") and self.i < end:
            if self.accept("default"):
                default = True
            else:
                self.expect("case")
                values.append(self.expression())
            self.expect(":")
        after = bisect_right(labels, self.i)
        until = labels[after] if after < len(labels) else end
        block = self.collect_block(lambda: self.statements(until))
        ends = leaves(block)
        if block and isinstance(block[-1], Exit) and is_plain_break(block[-1]):
            block.pop()
        cases.append(Case(() if default else tuple(values), default, block, ends))

    # -- loops

    def while_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        test = self.parenthesised()
        body = self.collect_block(self.statement)
        self.block.append(Loop(self.span(start), "while", body, test, label=label))

    def do_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        outer, self.block = self.block, []
        self.statement()
        self.expect("while")
        test = self.parenthesised()
        body, self.block = self.block, outer
        self.block.append(Loop(self.span(start), "do", body, test, label=label))
        self.accept(";")

    def take_label(self) -> str:
        label, self.label = self.label, ""
        return label

    def for_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        self.accept("await")
        self.expect_opener("(")
        opener = self.i
        word = self.loop_word(opener)
        self.i += 1
        if word:
            self.for_each(start, opener, word, label)
            return
        if self.texts[self.i] == "await" and self.begins("await", self.i + 1):
            self.i += 1
        if self.texts[self.i] in DECLARING and self.begins(self.texts[self.i], self.i + 1):
            self.i += 1
            self.declaration("let")
        elif self.texts[self.i] != ";":
            self.mark(self.expression(), "dropped")
        self.expect(";")
        test = None if self.texts[self.i] == ";" else self.expression()
        self.expect(";")
        update = self.i
        self.close(opener)
        outer, self.block = self.block, []
        self.statement()
        end = self.i
        if update < self.partner[opener]:
            self.i = update
            self.mark(self.expression(), "dropped")
        self.i = end
        body, self.block = self.block, outer
        self.block.append(Loop(self.span(start), "for", body, test, label=label))

    def loop_word(self, opener: int) -> int:
        """The token `of` or `in` of a `for` head, 0 if there is none."""
        index, end = opener + 2, self.partner[opener]
        if self.texts[opener + 1] in ("{", "["):
            index = self.after(opener + 1)
        while index < end:
            text = self.texts[index]
            if text == ";":
                return 0
            if text in ("of", "in") and self.texts[index - 1] not in DECLARING:
                return index
            index = self.after(index)
        return 0

    def for_each(self, start: int, opener: int, word: int, label: str) -> None:
        left = self.i
        self.i = word + 1
        over = self.expression()
        place = self.at(left)
        element: Value = Opaque(place)
        if self.texts[word] == "of":
            element = Index(place, over, Opaque(place))
        self.i = left
        outer, self.block = self.block, []
        self.accept("await")
        if self.texts[self.i] in DECLARING:
            kind = self.texts[self.i]
            self.i += 1
            self.pattern(element, "const" if kind == "using" else "let" if kind == "var" else kind)
        else:
            self.pattern(element, ASSIGN)
        self.close(opener)
        self.statement()
        body, self.block = self.block, outer
        self.block.append(Loop(self.span(start), "each", body, over=over, label=label))

    # -- exits and exceptions

    def jump(self) -> None:
        """Read `break` or `continue`."""
        start = self.i
        self.i += 1
        label = ""
        if self.kinds[self.i] == "name" and not self.newline[self.i]:
            label = self.name()
        self.block.append(Exit(self.span(start), self.texts[start], None, label))
        self.statement_end()

    def leave(self) -> None:
        """Read `return` or `throw`."""
        start = self.i
        self.i += 1
        value: Value | None = None
        if not self.newline[self.i] and self.texts[self.i] not in (";", "}", ""):
            value = self.expression()
        self.leave_with(self.texts[start], start, value)
        self.statement_end()

    def attempt(self) -> None:
        """Read `try`."""
        start = self.i
        self.i += 1
        body = self.collect_block(self.braces)
        handlers: tuple[Handler, ...] = ()
        if self.accept("catch"):
            handlers = (self.handler(),)
        final = self.collect_block(self.braces) if self.accept("finally") else None
        self.block.append(Try(self.span(start), body, handlers, None, final))

    def handler(self) -> Handler:
        opener = self.i
        name = ""
        outer, self.block = self.block, []
        if self.accept("("):
            place = self.at(self.i)
            if self.texts[self.i] in ("{", "["):
                self.parts(Opaque(place), "let")
            else:
                name = self.name()
                self.bind(name, Binding(None, place, CAUGHT))
            self.annotation()
            self.close(opener)
        self.braces()
        block, self.block = self.block, outer
        return Handler(block, "", name)

    def with_statement(self) -> None:
        self.i += 1
        self.parenthesised()
        self.statement()

    def debugger(self) -> None:
        self.i += 1
        self.statement_end()


def is_plain_break(step: Exit) -> bool:
    return step.kind == "break" and not step.label


def leaves(block: Block) -> bool:
    """Whether no run comes out at the end of a block."""
    if not block:
        return False
    last = block[-1]
    if isinstance(last, Choice):
        return last.kind != "switch" and all(leaves(arm.block) for arm in last.arms)
    return isinstance(last, Exit)


def unrolled(cases: list[Case]) -> tuple[Arm, ...]:
    """The arms of a switch: a case that does not end runs on into the next one's steps."""
    arms: list[Arm] = []
    following: Block = []
    room = UNROLL_LIMIT
    for case in reversed(cases):
        block = case.block
        if not case.ends and len(following) <= room:
            room -= len(following)
            block = block + following
        arms.append(Arm(block, case.values))
        following = block
    return tuple(reversed(arms))
