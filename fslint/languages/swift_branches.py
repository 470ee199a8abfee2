"""Swift's branches and patterns."""

from __future__ import annotations

from collections.abc import Callable

from fslint.flow import (
    CAUGHT,
    Arm,
    Binding,
    Block,
    Call,
    Choice,
    Defer,
    Either,
    Exit,
    Handler,
    Literal,
    Member,
    Name,
    Op,
    Opaque,
    Try,
    Value,
)
from fslint.languages.swift_expressions import ExpressionReader

BRANCH_LIMIT = 100
UNROLL_LIMIT = 2000
ANSWERS = frozenset({"success", "failure", "some", "none", "finished", "left", "right"})
"""Cases of what is an answer or nothing."""


class BranchReader(ExpressionReader):
    """Reads what other statements stand in."""

    def branching(self, word: str) -> Value:
        if word == "if":
            return self.if_value()
        return self.switch_value() if word == "switch" else self.do_value()

    def arm(self) -> Value:
        """Read the braces of an arm; returns the value of its last statement."""
        index = self.i
        outside, self.plain = self.plain, False
        value = self.block_value()
        self.plain = outside
        return value if value is not None else Opaque(self.span(index))

    def plainly(self, read: Callable[[], Value]) -> Value:
        """Read a value that the body of a statement follows."""
        outside, self.plain = self.plain, True
        value = read()
        self.plain = outside
        return value

    # -- conditions

    def conditions(self) -> Value:
        """Read `a, let b = c, case .d = e`; what follows a condition only runs if it holds."""
        start = self.i
        tests = [self.condition()]
        blocks: list[Block] = []
        while self.accept(","):
            block, test = self.collect(self.condition)
            tests.append(test)
            blocks.append(block)
        known = [test for test in tests if test is not None]
        place = self.span(start)
        if blocks:
            self.branch("&&", tests, blocks, place)
        return known[0] if len(known) == 1 else Op(place, "&&", tuple(known))

    def condition(self) -> Value:
        word = self.texts[self.i]
        if word in ("let", "var"):
            return self.optional_binding()
        if word == "case":
            self.i += 1
            start = self.i
            case = self.matched("case")
            self.expect("=")
            value = self.value()
            if isinstance(case, Opaque):
                return value
            return Op(self.span(start), "==", (value, case))
        return self.value()

    def optional_binding(self) -> Value:
        """Read `let a = b` or `let a`, which holds where the value is not nil. `self`, weakly
        held, is taken to be there."""
        self.i += 1
        if self.texts[self.i] == "(":
            return self.taken_apart()
        place = self.at(self.i)
        name = self.name().strip("`")
        declared = self.annotation_type()
        if not self.accept("="):
            value: Value = Name(place, "this" if name == "self" else name)
        else:
            value = self.value()
            if name != "self" and not (isinstance(value, Name) and value.id == name):
                self.keep(value)
                self.bind(name, Binding(value, place, "const", declared))
        if isinstance(value, Name) and value.id == "this":
            return Literal(place, "bool", True)
        return value

    # -- if and guard

    def if_value(self) -> Value:
        outer = self.block
        choices: list[tuple[Choice, int]] = []
        values: list[Value] = []
        complete = False
        while True:
            start = self.i
            self.expect("if")
            test = self.plainly(self.conditions)
            yes, value = self.collect(self.arm)
            values.append(value)
            no: Block = []
            choice = Choice(self.span(start), "if", test, (Arm(yes), Arm(no)))
            self.block.append(choice)
            choices.append((choice, start))
            if not self.accept("else"):
                break
            if len(choices) < BRANCH_LIMIT:
                self.block = no
            if self.texts[self.i] != "if":
                values.append(self.arm())
                complete = True
                break
        self.block = outer
        for choice, start in choices:
            choice.span = self.span(start)
        place = choices[0][0].span
        if complete:
            return Either(place, tuple(values))
        for value in values:
            self.mark(value, "dropped")
        return Opaque(place)

    def guard(self) -> None:
        start = self.i
        self.i += 1
        outside, self.plain = self.plain, False
        test = self.conditions()
        self.plain = outside
        self.expect("else")
        block = self.collect_block(self.braces)
        if isinstance(test, Literal) and test.value is True:
            return
        self.block.append(Choice(self.span(start), "if", test, (Arm([]), Arm(block))))

    # -- switch

    def switch_value(self) -> Value:
        start = self.i
        self.i += 1
        subject = self.plainly(self.value)
        opener = self.i
        self.expect_opener("{")
        outside, self.plain = self.plain, False
        self.i += 1
        self.deeper()
        end = self.partner[opener]
        arms: list[tuple[Block, tuple[Value, ...], bool]] = []
        values: list[Value] = []
        self.items(end, lambda: self.case(subject, arms, values, end))
        self.depth -= 1
        self.plain = outside
        self.close(opener)
        place = self.span(start)
        self.block.append(Choice(place, "switch", subject, unrolled(arms), True))
        return Either(place, tuple(values)) if values else Opaque(place)

    def case(
        self,
        subject: Value,
        arms: list[tuple[Block, tuple[Value, ...], bool]],
        values: list[Value],
        end: int,
    ) -> None:
        """Read `case a, b where c: …` or `default: …` with its statements."""
        start = self.i
        hidden = self.hidden
        self.attributes()
        cases: list[Value] = []
        guards: list[Value] = []
        if not self.accept("default"):
            self.expect("case")
            while True:
                case = self.compared(subject)
                if self.accept("where"):
                    guards.append(self.value())
                cases.append(case)
                if not self.accept(","):
                    break
        self.expect(":")
        stop = self.next_case(end)
        block: Block
        first = self.i
        self.ended = None
        block = self.collect_block(lambda: self.statements(stop))
        self.hidden = hidden
        if self.ended is not None and self.ended[0] == stop:
            self.mark(self.ended[1], "dropped")
            if self.begun == first:
                values.append(self.ended[1])
        self.ended = None
        falls = bool(block) and isinstance(block[-1], Exit) and block[-1].kind == "fallthrough"
        if falls:
            block.pop()
        if guards:
            test = guards[0]
            block = [Choice(self.span(start), "if", test, (Arm(block), Arm([])))]
        plain_any = len(cases) == 1 and isinstance(cases[0], Opaque) and not guards
        arms.append((block, () if plain_any else tuple(cases), falls))

    def next_case(self, end: int) -> int:
        """The token that begins the next case of the switch around the cursor, or `end`."""
        index = self.i
        while index < end:
            text = self.texts[index]
            if (self.newline[index] and self.texts[index - 1] != ",") or (
                self.texts[index - 1] in (";", ":")
            ):
                if text == "case" or (text == "default" and self.texts[index + 1] == ":"):
                    return index
                if text == "@" and self.texts[index + 1] == "unknown":
                    return index
            index = self.after(index)
        return end

    def compared(self, subject: Value) -> Value:
        """Read the pattern of a `case`. The one name that it declares stands for what the subject
        holds in that case: `action.view` in `case .view(let one)`."""
        outside, self.subject = self.subject, subject
        self.held = ()
        case = self.matched("case")
        self.subject = outside
        path: list[Member] = []
        part = case
        while isinstance(part, Member):
            path.append(part)
            part = part.of
        known = isinstance(part, Name) and not part.id and not {p.name for p in path} & ANSWERS
        if known and path and len(self.held) == 1 and isinstance(subject, Name):
            value: Value = subject
            for one in reversed(path):
                value = Member(case.span, value, one.name, one.at)
            bindings = self.function.bindings[self.held[0]]
            bindings[-1] = bindings[-1]._replace(value=value)
        return case

    def matched(self, word: str) -> Value:
        """Read a pattern and bind its names; its own evaluation is no step."""
        outside, self.pattern = self.pattern, word
        if self.texts[self.i] in ("let", "var"):
            self.pattern = "let"
            self.i += 1
        start = self.i
        if self.texts[start] == "is":
            self.i += 1
            value = self.type_value()
        else:
            value = self.collect(self.value)[1]
        self.pattern = outside
        return within(value) if isinstance(value, Call) else value

    # -- do and catch

    def do_value(self) -> Value:
        start = self.i
        self.i += 1
        if self.texts[self.i] == "throws":
            self.result(self.function)
        body, value = self.collect(self.arm)
        handlers: list[Handler] = []
        values = [value]
        while self.texts[self.i] == "catch":
            handlers.append(self.handler(values))
        place = self.span(start)
        if handlers:
            self.block.append(Try(place, body, tuple(handlers)))
        else:
            self.block.extend(body)
        return Either(place, tuple(values))

    def handler(self, values: list[Value]) -> Handler:
        self.i += 1
        caught, name = "", "error"
        place = self.at(self.i)
        if self.texts[self.i] == "{":
            self.bind(name, Binding(None, place, CAUGHT))
        else:
            if self.texts[self.i] in ("let", "var") and self.kinds[self.i + 1] == "name":
                name = self.texts[self.i + 1]
            first = self.plainly(lambda: self.matched("case"))
            if isinstance(first, Member | Name):
                caught = first.name if isinstance(first, Member) else first.id
            while self.accept(","):
                self.plainly(lambda: self.matched("case"))
            if self.accept("where"):
                self.plainly(self.value)
        block, value = self.collect(self.arm)
        values.append(value)
        return Handler(block, caught, name)

    def defer(self) -> None:
        start = self.i
        self.i += 1
        body = self.collect_block(self.braces)
        self.block.append(Defer(self.span(start), body))


def within(pattern: Call) -> Value:
    """The case that a pattern is of, by its way through the cases that hold it:
    `.settings.logout` of `.settings(.logout(let why))`; an answer's kind says enough."""
    case = pattern.callee
    if not isinstance(case, Member) or case.name in ANSWERS:
        return case
    for argument in pattern.args:
        held = argument.value
        held = within(held) if isinstance(held, Call) else held
        names: list[Member] = []
        while isinstance(held, Member):
            names.append(held)
            held = held.of
        if not names or not isinstance(held, Name) or held.id or names[-1].name in ANSWERS:
            continue
        for one in reversed(names):
            case = Member(pattern.span, case, one.name, one.at)
        break
    return case


def unrolled(cases: list[tuple[Block, tuple[Value, ...], bool]]) -> tuple[Arm, ...]:
    """The arms of a switch: a case that falls through runs on into the next one's steps."""
    arms: list[Arm] = []
    following: Block = []
    room = UNROLL_LIMIT
    for block, values, falls in reversed(cases):
        if falls and len(following) <= room:
            room -= len(following)
            block = block + following
        arms.append(Arm(block, values))
        following = block
    return tuple(reversed(arms))
