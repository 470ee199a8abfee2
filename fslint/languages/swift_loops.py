"""Swift's loops."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import (
    Argument,
    Arm,
    Binding,
    Block,
    Call,
    Choice,
    Closure,
    Index,
    Loop,
    Member,
    Opaque,
    Param,
    Parameter,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.swift_branches import BranchReader


class LoopReader(BranchReader):
    """Reads loops; the body of one that waits for each value is a closure."""

    label = ""
    """The label in front of the loop that comes next."""

    def take_label(self) -> str:
        label, self.label = self.label, ""
        return label

    def while_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        test = self.plainly(self.conditions)
        body = self.collect_block(self.braces)
        self.block.append(Loop(self.span(start), "while", body, test, label=label))

    def repeat_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        body = self.collect_block(self.braces)
        self.expect("while")
        before = len(self.block)
        test = self.value()
        body += self.block[before:]
        del self.block[before:]
        self.block.append(Loop(self.span(start), "do", body, test, label=label))

    def for_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        awaited = False
        while self.texts[self.i] in ("try", "await"):
            awaited |= self.texts[self.i] == "await"
            self.i += 1
        left = self.i
        while self.texts[self.i] != "in":
            if self.kinds[self.i] == "end" or self.texts[self.i] == "{":
                raise UnreadableError("expected 'in'")
            self.i = self.after(self.i)
        self.i += 1
        over = self.plainly(self.value)
        if awaited:
            self.for_await(start, left, over)
            return
        end, self.i = self.i, left
        place = self.at(left)
        if self.kinds[left] == "name" and self.texts[left + 1] in ("in", ":"):
            name = self.name().strip("`")
            item = Index(place, over, Opaque(place))
            self.bind(name, Binding(item, place, "const", self.annotation_type()))
        else:
            self.item_pattern()
        self.i = end
        body = self.loop_body()
        self.block.append(Loop(self.span(start), "each", body, over=over, label=label))

    def item_pattern(self) -> None:
        if self.accept("case"):
            self.matched("case")
        else:
            self.matched("let")

    def loop_body(self) -> Block:
        """Read `where test {…}`."""
        start = self.i
        test = self.plainly(self.value) if self.accept("where") else None
        body = self.collect_block(self.braces)
        if test is None:
            return body
        return [Choice(self.span(start), "if", test, (Arm(body), Arm([])))]

    def for_await(self, start: int, left: int, over: Value) -> None:
        """Read the rest of `for await x in values {…}`, a call of `values.forAwait` with the body
        as a closure: it runs whenever there is a value."""
        function = self.new_function("", "arrow", left)
        state = self.enter(function)
        end, self.i = self.i, left
        function.params = tuple(self.awaited_items(left))
        self.i = end
        function.body = self.loop_body()
        self.restore(state)
        function.span = function.body_span = self.span(left)
        callee = Member(self.span(start), over, "forAwait", self.at(left))
        body = Argument(Closure(function.span, function.index))
        self.block.append(Call(self.span(start), callee, (body,), "awaited"))

    def awaited_items(self, left: int) -> Iterator[Param]:
        """Bind what stands in front of `in`, a name or a tuple of names, as parameters."""
        alone = self.kinds[left] == "name" and self.texts[left + 1] in ("in", ":")
        if not alone and self.texts[left] != "(":
            self.item_pattern()
            return
        self.i += not alone
        number = 0
        while self.kinds[self.i] == "name" and self.texts[self.i] != "in":
            place = self.at(self.i)
            name = self.name().strip("`")
            declared = self.annotation_type()
            self.bind(name, Binding(Parameter(place, number), place, "parameter", declared))
            yield Param(name, place, declared)
            number += 1
            self.accept(",")
