"""The statements that Java and Dart write alike."""

from __future__ import annotations

from fslint.flow import Arm, Block, Choice, Exit, Labeled, Loop, Value
from fslint.languages.brace import BraceReader

ELSE_IF_LIMIT = 100
LOOPS = frozenset({"for", "while", "do"})


class StatementReader(BraceReader):
    """Reads branches, loops and exits into the current block."""

    label = ""
    """The label in front of the loop that comes next."""

    def parenthesised(self) -> Value:
        """Read `(value)`."""
        raise NotImplementedError

    def nothing(self) -> None:
        self.i += 1

    def take_label(self) -> str:
        label, self.label = self.label, ""
        return label

    def labelled(self) -> None:
        start = self.i
        label = self.name()
        self.i += 1
        if self.texts[self.i] in LOOPS:
            self.label = label
            self.statement()
            return
        body = self.collect_block(self.statement)
        self.block.append(Labeled(self.span(start), label, body))

    def if_statement(self) -> None:
        outer = self.block
        choices: list[tuple[Choice, int]] = []
        while True:
            start = self.i
            self.expect("if")
            test = self.parenthesised()
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

    def labels(self, index: int, end: int) -> list[int]:
        """The tokens `case` and `default` that belong to the switch around `index`."""
        found: list[int] = []
        while index < end:
            text = self.texts[index]
            if text == "case" or (text == "default" and self.texts[index + 1] in (":", "->")):
                found.append(index)
            index = self.after(index)
        return found

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
        self.statement_end()

    def value_list(self) -> None:
        """Read `a, b` whose values nobody uses."""
        self.mark(self.value(), "dropped")
        while self.accept(","):
            self.mark(self.value(), "dropped")

    def jump(self) -> None:
        """Read `break` or `continue`."""
        start = self.i
        self.i += 1
        label = self.name() if self.kinds[self.i] == "name" else ""
        self.block.append(Exit(self.span(start), self.texts[start], None, label))
        self.statement_end()

    def leave(self) -> None:
        """Read `return` or `throw`."""
        start = self.i
        self.i += 1
        value = None if self.texts[self.i] == ";" else self.value()
        self.leave_with(self.texts[start], start, value)
        self.statement_end()
