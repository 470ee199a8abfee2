"""Kotlin's branches and loops, and lambdas that are read in place."""

from __future__ import annotations

from fslint.flow import (
    CAUGHT,
    Argument,
    Arm,
    Binding,
    Block,
    Choice,
    Either,
    Handler,
    Index,
    Labeled,
    Literal,
    Loop,
    Member,
    Name,
    Op,
    Opaque,
    Span,
    Try,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.kotlin_expressions import ExpressionReader, last_name
from fslint.languages.sealed import names_all

BRANCH_LIMIT = 100
GIVES_RECEIVER = frozenset({"also", "apply"})
ALWAYS_RUN = frozenset(
    {"let", "run", "also", "apply", "with", "use", "synchronized", "runCatching", "repeat"}
    | {"withLock", "coroutineScope", "supervisorScope", "withContext", "measureTimeMillis"}
)
EACH = frozenset({"forEach", "forEachIndexed", "onEach"})


class BranchReader(ExpressionReader):
    """Reads what other statements stand in."""

    label = ""
    """The label in front of the loop that comes next."""
    jumps: list[int]
    """How many unlabelled `return`s stand before each token."""

    def branching(self, word: str) -> Value:
        if word == "if":
            return self.if_value()
        return self.when_value() if word == "when" else self.try_value()

    def arm(self) -> Value:
        """Read the body of an arm: a block or one statement; returns its value."""
        index = self.i
        value = self.block_value() if self.is_block(index) else self.one_statement()
        return value if value is not None else Opaque(self.span(index))

    def is_block(self, index: int) -> bool:
        return self.texts[index] == "{" and not self.lambda_arrow(index)

    def one_statement(self) -> Value | None:
        """Read a statement that may also be an expression; returns its value."""
        raise NotImplementedError

    # -- if and when

    def if_value(self) -> Value:
        outer = self.block
        choices: list[tuple[Choice, int]] = []
        values: list[Value] = []
        while True:
            start = self.i
            self.expect("if")
            self.expect_opener("(")
            test = self.parenthesised()
            yes: Block = []
            if self.texts[self.i] == ";" or self.texts[self.i] == "else":
                self.accept(";")
            else:
                yes, value = self.collect(self.arm)
                values.append(value)
            no: Block = []
            choice = Choice(self.span(start), "if", test, (Arm(yes), Arm(no)))
            self.block.append(choice)
            choices.append((choice, start))
            if self.texts[self.i] == ";" and self.texts[self.i + 1] == "else":
                self.i += 1
            if self.texts[self.i + 1] == "->" or not self.accept("else"):
                break
            if len(choices) < BRANCH_LIMIT:
                self.block = no
            if self.texts[self.i] != "if":
                values.append(self.arm())
                break
        self.block = outer
        for choice, start in choices:
            choice.span = self.span(start)
        if len(values) == 1:
            return values[0]
        return Either(choices[0][0].span, tuple(values))

    def when_value(self) -> Value:
        start = self.i
        self.i += 1
        subject: Value | None = None
        if self.texts[self.i] == "(":
            subject = self.subject()
        self.expect_opener("{")
        opener = self.i
        self.i += 1
        self.deeper()
        values: list[Value] = []
        if subject is None:
            self.conditions(self.partner[opener], values)
        else:
            arms: list[Arm] = []
            self.items(self.partner[opener], lambda: self.case(subject, arms, values))
        self.depth -= 1
        self.close(opener)
        place = self.span(start)
        if subject is not None:
            self.block.append(Choice(place, "switch", subject, tuple(arms), names_all(arms)))
        return Either(place, tuple(values)) if values else Opaque(place)

    def subject(self) -> Value:
        opener = self.i
        self.i += 1
        self.annotations()
        if not self.accept("val"):
            self.i = opener
            return self.parenthesised()
        place = self.at(self.i)
        name = self.name()
        declared = self.annotation_type()
        self.expect("=")
        value = self.value()
        self.keep(value)
        self.bind(name, Binding(value, place, "const", declared))
        self.close(opener)
        return Name(place, name)

    def case(self, subject: Value, arms: list[Arm], values: list[Value]) -> None:
        """Read `is A, in b, c if d -> …`, an arm of a `when` with a subject."""
        cases: list[Value] = []
        guard: Value | None = None
        if not self.accept("else"):
            while True:
                cases.append(self.case_condition(subject))
                if not self.accept(","):
                    break
                if self.texts[self.i] == "->":
                    break
        if self.accept("if"):
            guard = self.value()
        self.expect("->")
        start = self.i
        block, value = self.collect(self.arm)
        values.append(value)
        if guard is not None:
            block = [Choice(self.span(start), "if", guard, (Arm(block), Arm([])))]
        arms.append(Arm(block, tuple(cases)))
        self.accept(";")

    def case_condition(self, subject: Value) -> Value:
        start = self.i
        negated = self.texts[start] == "!" and self.texts[start + 1] in ("is", "in")
        self.i += negated
        if self.accept("is"):
            found = self.type_value()
        elif self.accept("in"):
            found = Op(self.span(start), "in", (subject, self.value()))
        else:
            return self.value()
        return Op(self.span(start), "!", (found,)) if negated else found

    def conditions(self, end: int, values: list[Value]) -> None:
        """Read the arms of a `when` without a subject: each is an `else if` of the one before."""
        outer = self.block
        count = 0

        def one() -> None:
            nonlocal count
            start = self.i
            if self.accept("else"):
                self.expect("->")
                values.append(self.arm())
                self.accept(";")
                return
            tests = [self.value()]
            while self.accept(","):
                tests.append(self.value())
            self.expect("->")
            test = tests[0] if len(tests) == 1 else Op(self.span(start), "||", tuple(tests))
            yes, value = self.collect(self.arm)
            values.append(value)
            no: Block = []
            self.block.append(Choice(self.span(start), "if", test, (Arm(yes), Arm(no))))
            self.accept(";")
            count += 1
            if count < BRANCH_LIMIT:
                self.block = no

        while self.i < end:
            state = self.state()
            start = self.i
            try:
                one()
            except UnreadableError as reason:
                self.restore(state)
                self.skip(start, end, str(reason), self.statement_ends)
        self.block = outer

    # -- try

    def try_value(self) -> Value:
        start = self.i
        self.i += 1
        values: list[Value] = []
        body, value = self.collect(self.arm)
        values.append(value)
        handlers: list[Handler] = []
        while self.texts[self.i] == "catch" and self.texts[self.i + 1] == "(":
            handlers.append(self.handler(values))
        final = self.collect_block(self.braces) if self.accept("finally") else None
        place = self.span(start)
        self.block.append(Try(place, body, tuple(handlers), None, final))
        return Either(place, tuple(values))

    def handler(self, values: list[Value]) -> Handler:
        self.i += 1
        opener = self.i
        self.i += 1
        self.annotations()
        place = self.at(self.i)
        name = self.name()
        declared = self.annotation_type()
        self.close(opener)
        self.bind(name, Binding(None, place, CAUGHT, declared))
        block, value = self.collect(self.arm)
        values.append(value)
        return Handler(block, declared, name)

    # -- loops

    def take_label(self) -> str:
        label, self.label = self.label, ""
        return label

    def loop_body(self) -> None:
        if self.texts[self.i] == "{":
            self.braces()
        elif not self.accept(";"):
            value = self.one_statement()
            if value is not None:
                self.mark(value, "dropped")

    def while_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        self.expect_opener("(")
        test = self.parenthesised()
        body = self.collect_block(self.loop_body)
        self.block.append(Loop(self.span(start), "while", body, test, label=label))

    def do_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        outer, self.block = self.block, []
        self.loop_body()
        self.expect("while")
        self.expect_opener("(")
        test = self.parenthesised()
        body, self.block = self.block, outer
        self.block.append(Loop(self.span(start), "do", body, test, label=label))

    def for_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        opener = self.i
        self.expect("(")
        self.annotations()
        left = self.i
        while self.i < self.partner[opener] and self.texts[self.i] != "in":
            self.i = self.after(self.i)
        self.expect("in")
        over = self.value()
        self.i = left
        place = self.at(left)
        item = Index(place, over, Opaque(place))
        if self.texts[left] == "(":
            self.taken_apart(item)
        else:
            name = self.name().strip("`")
            self.bind(name, Binding(item, place, "const", self.annotation_type()))
        self.close(opener)
        body = self.collect_block(self.loop_body)
        self.block.append(Loop(self.span(start), "each", body, over=over, label=label))

    # -- lambdas read in place

    def count_jumps(self) -> None:
        self.jumps = [0]
        for index in range(self.last):
            jump = self.texts[index] == "return" and self.texts[index + 1] != "@"
            self.jumps.append(self.jumps[-1] + jump)

    def jumps_out(self, opener: int) -> bool:
        return self.jumps[min(self.partner[opener], self.last)] > self.jumps[opener]

    def in_place(
        self, callee: Value, start: int, arguments: tuple[Argument, ...], label: str
    ) -> Value:
        receiver: Value | None = None
        optional = False
        if isinstance(callee, Member):
            receiver, optional = callee.of, callee.optional
        elif last_name(callee) == "with" and arguments:
            receiver = arguments[0].value
        name = last_name(callee)
        if name not in ALWAYS_RUN and name not in EACH:
            self.called(callee, start, arguments)
        each = name in EACH
        opener = self.i
        body, value = self.collect(
            lambda: self.placed(opener, receiver, label, "continue" if each else "break")
        )
        place = self.span(start)
        block: Block
        if each:
            block = [Loop(place, "each", body, over=receiver, label=label)]
        else:
            block = [Labeled(place, label, body)]
        if name in GIVES_RECEIVER and receiver is not None:
            value = receiver
        nothing = Literal(Span(place.end, place.end), "null")
        if optional and receiver is not None:
            self.block.append(Choice(place, "nullish", receiver, (Arm(block), Arm([]))))
            return Either(place, (value, nothing))
        if name in ALWAYS_RUN or each:
            self.block.extend(block)
            return value
        unknown = Opaque(Span(place.start, place.start))
        self.block.append(Choice(place, "if", unknown, (Arm(block), Arm([]))))
        return Either(place, (value, nothing))

    def placed(self, opener: int, receiver: Value | None, label: str, way: str) -> Value:
        """Read the braces at `opener` as statements; their parameters stand for `receiver`."""
        self.deeper()
        arrow = self.lambda_arrow(opener)
        place = self.at(opener)
        given = receiver
        if way == "continue" and receiver is not None:
            given = Index(place, receiver, Opaque(place))
        self.i = opener + 1
        outside = self.lambdas
        self.lambdas = [*outside, (label, -1, way)]
        if not arrow:
            self.bind("it", Binding(given, place, "const"))
        while self.i < arrow:
            at = self.at(self.i)
            if self.texts[self.i] == "(":
                self.taken_apart(given or Opaque(at))
            elif self.kinds[self.i] == "name":
                name = self.name()
                self.bind(name, Binding(given, at, "const", self.annotation_type()))
            else:
                self.i += 1
        self.i = max(arrow + 1, opener + 1)
        value = self.rest_of_block(opener)
        self.lambdas = outside
        self.depth -= 1
        return value if value is not None else Opaque(place)
