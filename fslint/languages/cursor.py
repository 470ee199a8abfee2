"""A cursor over significant tokens: brackets, nesting, going on behind what is broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fslint.flow import (
    Block,
    Comment,
    FileFlow,
    Function,
    Problem,
    Skipped,
    Span,
)
from fslint.languages.lexer import Token

DEPTH_LIMIT = 100
CHAIN_LIMIT = 250
PROBLEM_LIMIT = 5
CLOSER_REACH = 50
SENTINELS = 4
CLOSERS = {"(": ")", "[": "]", "{": "}"}
OPENERS = frozenset(CLOSERS)
COMPLETE = frozenset({"name", "number", "string", "regex", "template", "template_tail", "error"})
BLANK = frozenset({"space", "comment", "hashbang"})

State = tuple[Block, Function, int, int]


class UnreadableError(Exception):
    """The source at the cursor is not what the reader can go on with."""


def pair(kinds: Sequence[str], texts: Sequence[str]) -> list[int]:
    """For each token that opens a bracket, the index of the token that ends it; else -1.

    An opener without a partner ends where the bracket around it ends, or behind the last token.
    A template's pieces pair up like brackets: head with middle, middle with tail.
    """
    partner = [-1] * len(texts)
    stack: list[tuple[int, str]] = []
    for index, text in enumerate(texts):
        kind = kinds[index]
        if kind == "punct" or kind == "jsx_punct":
            if text in OPENERS:
                stack.append((index, CLOSERS[text]))
                continue
            if text not in ")]}":
                continue
            closer = text
        elif kind == "template_head":
            stack.append((index, "`"))
            continue
        elif kind == "template_middle" or kind == "template_tail":
            closer = "`"
        else:
            continue
        if not reaches(stack, closer):
            continue
        while stack:
            opener, wanted = stack.pop()
            partner[opener] = index
            if wanted == closer:
                break
        if kind == "template_middle":
            stack.append((index, "`"))
    for opener, _ in stack:
        partner[opener] = len(texts) - SENTINELS
    return partner


def reaches(stack: list[tuple[int, str]], closer: str) -> bool:
    """Whether a closer ends an open bracket; `)` and `]` do not reach out of a `{`."""
    for _, wanted in stack[: -CLOSER_REACH - 1 : -1]:
        if wanted == closer:
            return True
        if wanted == "}":
            return False
    return False


class Cursor:
    """A cursor over one file's tokens and the flow that is being made of them.

    A language subclasses it and says how a `statement` and a `value` are read. Behind the tokens
    stand empty ones of kind `end`, the first at index `last`, so a few tokens can always be looked
    at ahead.
    """

    STARTERS: frozenset[str] = frozenset()
    """Words that can only begin a statement: after a line break, skipping stops at them."""

    CONTINUERS: frozenset[str] = frozenset()
    """Words that go on with a statement even after a line break."""

    def __init__(self, tokens: Sequence[Token], flow: FileFlow, parent: int) -> None:
        self.flow = flow
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.newline: list[bool] = []
        self.take(tokens)
        self.partner = pair(self.kinds, self.texts)
        self.last = len(self.texts) - SENTINELS
        self.i = 0
        self.block: Block = []
        self.function = flow.functions[parent]
        self.owner = -1
        self.depth = 0

    def take(self, tokens: Sequence[Token]) -> None:
        """Keep the significant tokens, hand the comments to the flow, remember line breaks."""
        broken = True
        for kind, text, start, end in tokens:
            if kind in BLANK:
                broken = broken or "\n" in text or "\r" in text or "\u2028" in text
                if kind == "comment":
                    self.flow.comments.append(Comment(Span(start, end), text))
                continue
            self.kinds.append(kind)
            self.texts.append(text)
            self.starts.append(start)
            self.ends.append(end)
            self.newline.append(broken)
            broken = False
        end = self.ends[-1] if self.ends else tokens[0].start if tokens else 0
        for _ in range(SENTINELS):
            self.kinds.append("end")
            self.texts.append("")
            self.starts.append(end)
            self.ends.append(end)
            self.newline.append(True)

    # -- what a language supplies

    def statement(self) -> None:
        """Read one statement at the cursor."""
        raise NotImplementedError

    # -- cursor

    def accept(self, text: str) -> bool:
        """Step over the token if it is spelt `text`."""
        if self.texts[self.i] == text:
            self.i += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Step over the token, which must be spelt `text`."""
        if self.texts[self.i] != text:
            raise UnreadableError(f"expected {text!r}")
        self.i += 1

    def expect_opener(self, text: str) -> None:
        """Check that the token at the cursor opens a bracket spelt `text`."""
        if self.texts[self.i] != text:
            raise UnreadableError(f"expected {text!r}")

    def name(self) -> str:
        """Step over a name and return it."""
        if self.kinds[self.i] != "name":
            raise UnreadableError("expected a name")
        self.i += 1
        return self.texts[self.i - 1]

    def span(self, start: int) -> Span:
        """The place from token `start` to the token before the cursor."""
        return Span(self.starts[start], self.ends[max(self.i - 1, start)])

    def at(self, index: int) -> Span:
        """The place of one token."""
        return Span(self.starts[index], self.ends[index])

    def after(self, index: int) -> int:
        """The token after the one at `index`, or after its closing bracket if it opens one."""
        return max(self.partner[index], index) + 1

    # -- recovery

    def state(self) -> State:
        return (self.block, self.function, self.owner, self.depth)

    def restore(self, state: State) -> None:
        self.block, self.function, self.owner, self.depth = state

    def deeper(self) -> None:
        """Count one more level of nesting; the caller counts it off again."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise UnreadableError("nested too deeply")

    def statements(self, end: int) -> None:
        """Read statements up to the token `end`, skipping those that cannot be read."""
        self.items(end, self.statement)

    def items(self, end: int, read: Callable[[], None]) -> None:
        """Read statements, members or the like up to the token `end`, one by one."""
        state = self.state()
        while self.i < end:
            start = self.i
            try:
                read()
            except UnreadableError as reason:
                self.recover(state, start, end, str(reason), self.statement_ends)
            if self.i == start:
                self.skip(start, end, f"unexpected {self.texts[start]!r}", self.statement_ends)
        self.i = end

    def listed(self, item: Callable[[], None], separators: str = ",") -> None:
        """Read the bracket at the cursor: `item` reads one entry, separators are stepped over."""
        opener = self.i
        end = self.partner[opener]
        closed = self.is_closed(opener)
        state = self.state()
        texts = self.texts
        self.i += 1
        while self.i < end:
            if texts[self.i] in separators:
                self.i += 1
                continue
            start = self.i
            try:
                item()
                if (self.i < end and texts[self.i] not in separators) or self.i == start:
                    raise UnreadableError(f"expected {separators[0]!r}")
            except UnreadableError as reason:
                if not closed:
                    raise
                self.recover(state, start, end, str(reason), lambda at: texts[at] in separators)
        self.close(opener)

    def is_closed(self, opener: int) -> bool:
        """Whether the bracket that the token `opener` opens has its own closing bracket."""
        return self.texts[self.partner[opener]] == CLOSERS[self.texts[opener]]

    def close(self, opener: int) -> None:
        """Go behind the bracket that the token `opener` opened; a missing one is a problem."""
        self.i = self.partner[opener]
        if self.is_closed(opener):
            self.i += 1
        else:
            self.problem(self.at(opener), f"this {self.texts[opener]!r} is never closed")

    def statement_ends(self, index: int) -> bool:
        """Whether a statement that cannot be read is over before the token at `index`."""
        before = self.texts[index - 1]
        if before == ";":
            return True
        if not self.newline[index] or self.kinds[index] not in ("name", "punct"):
            return False
        if self.texts[index] in self.STARTERS or before == "}":
            return True
        complete = before in (")", "]") or self.kinds[index - 1] in COMPLETE
        return complete and self.kinds[index] == "name" and self.texts[index] not in self.CONTINUERS

    def recover(
        self, state: State, start: int, end: int, reason: str, over: Callable[[int], bool]
    ) -> None:
        """Leave what was being read when it became unreadable, and skip the rest of it."""
        left = self.function
        self.restore(state)
        self.skip(start, end, reason, over)
        while left.index > self.function.index:
            left.span = Span(left.span.start, max(left.span.end, self.ends[self.i - 1]))
            left = self.flow.functions[left.parent]

    def skip(self, start: int, end: int, reason: str, over: Callable[[int], bool]) -> None:
        """Skip from an unreadable place to where `over` holds, at the nesting of `start`."""
        wrong = min(max(self.i, start), end - 1)
        index = start
        while index < end and (index <= start or index < wrong or not over(index)):
            bracket = self.texts[index] in CLOSERS and self.kinds[index] != "jsx_text"
            index = index + 1 if bracket and not self.is_closed(index) else self.after(index)
        self.i = min(index, end)
        wrong = wrong if wrong < self.i else start
        place = Span(self.starts[wrong], self.ends[self.i - 1])
        self.block.append(Skipped(place, reason))
        self.problem(place, f"could not read this: {reason}")

    def problem(self, place: Span, message: str) -> None:
        if len(self.flow.problems) < PROBLEM_LIMIT:
            self.flow.problems.append(Problem(place, message))
