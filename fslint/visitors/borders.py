"""The borders of a statement, found among the tokens around one of its calls.

The flow knows where calls stand, and not what they are written in; here the tokens of the
function's body are read from the call outwards, up to what separates statements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fslint.flow import FileFlow, Function, Span
from fslint.languages.tokens import Token

STATEMENT, BARE, BODY, HANDLER = "statement", "bare", "body", "handler"
SCRIPTS = frozenset({"javascript", "typescript", "markup", "python"})
LINED = SCRIPTS | {"kotlin", "swift"}
"""Languages in which the end of a line can end a statement."""

_QUOTE = re.compile(r"[A-Za-z]{0,2}(\"\"\"|'''|\"|')")
_SPACE = frozenset({"space", "comment", "hashbang"})
_OPENERS = {"(": ")", "[": "]", "{": "}"}
_CLOSERS = frozenset(_OPENERS.values())
_CONDITIONS = frozenset({"&&", "||", "??", "?:", "?"})
_HEADS = frozenset({"if", "while", "for", "switch", "when", "catch", "with", "synchronized"})
_OPENING = _HEADS | {"guard", "do", "else", "repeat", "finally"}
_LEADING = _HEADS | {
    "return", "await", "try", "throw", "new", "void", "typeof", "else", "in", "of", "is", "as",
    "case", "const", "let", "var", "val", "final", "delete", "yield", "instanceof", "guard",
}  # fmt: skip
_JUMPS = frozenset({"return", "break", "continue", "debugger"})
"""What the end of a line ends by itself: it takes nothing from the next line."""
_INFIX = frozenset({"as", "is", "in", "of", "instanceof", "else", "catch", "finally", "where"})
_VALUE_KINDS = frozenset(
    {"name", "number", "string", "string_tail", "char", "template", "template_tail", "regex"}
)
_BEFORE_OBJECT = frozenset({"(", ",", "=", ":", "[", "?", "&&", "||", "??", "=>", "return", "+"})


class Borders(NamedTuple):
    """Where a statement begins and ends (with its semicolon; -1 where it goes on with a block),
    what it is, where that ends which it hangs on, and whether the call in it is made only on a
    condition that stands in the statement as well."""

    kind: str
    start: int
    end: int
    head: int
    depends: bool


def borders(span: Span, function: Function, flow: FileFlow, text: str) -> Borders | None:
    """The borders of the statement around the call at a span of a function's body."""
    body = function.body_span
    if function.kind == "module" and flow.language == "markup":
        body = _line(span, text)
    if function.kind == "embedded" and flow.language == "python":
        body = _script(span, body, text)
    expression = text.endswith("(", 0, len(text[: body.start].rstrip()))
    found = _Reader(flow.language, _lex(flow, text, body), text, expression).read(span)
    if found is None or found.kind != BODY:
        return found
    if function.kind in ("module", "embedded"):
        return found._replace(kind=STATEMENT)
    markup = flow.language == "markup" or flow.functions[function.parent].kind == "template"
    if markup and function.span == body:
        return found._replace(kind=HANDLER)
    return found


def _line(span: Span, text: str) -> Span:
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)


def _script(span: Span, string: Span, text: str) -> Span:
    """The script around a call in a string of Python."""
    quote = _QUOTE.match(text, string.start)
    start = quote.end() if quote else string.start
    end = string.end - len(quote[1]) if quote else string.end
    before, behind = text.rfind("<script", start, span.start), text.find("</script", span.end, end)
    start = text.find(">", before, span.start) + 1 if before >= 0 else start
    return Span(start, behind if behind >= 0 else end)


def _lex(flow: FileFlow, text: str, body: Span) -> list[Token]:
    if flow.language in SCRIPTS:
        from fslint.languages import javascript_lexer

        jsx = not flow.path.endswith((".ts", ".mts", ".cts"))
        tokens = javascript_lexer.lex(text, body.start, body.end, jsx=jsx)
    else:
        from fslint.languages import lexer

        tokens = lexer.lex(text, flow.language, body.start, body.end)
    return [token for token in tokens if token.kind not in _SPACE]


class _Reader:
    def __init__(self, language: str, tokens: Sequence[Token], text: str, expression: bool) -> None:
        self.language = language
        self.expression = expression  # what is read is no block
        self.tokens = tokens
        self.text = text
        self.closer = _pairs(tokens)
        self.opener = {close: open_ for open_, close in self.closer.items()}
        self.outer = -1  # the outermost bracket around the call
        self.depends = False

    def read(self, span: Span) -> Borders | None:
        first = next((n for n, t in enumerate(self.tokens) if t.start == span.start), None)
        last = next((n for n, t in enumerate(self.tokens) if t.end == span.end), None)
        if first is None or last is None:
            return None
        start, kind = self._begin(first)
        end = self._end(start, last)
        head = self.tokens[start - 1].end if start else self.tokens[start].start
        return Borders(kind, self.tokens[start].start, end, head, self.depends)

    def _begin(self, at: int) -> tuple[int, str]:
        """The statement's first token, and its kind."""
        while at > 0:
            before = self.tokens[at - 1].text
            open_ = self.opener.get(at - 1, 0)
            if before == ")" and self._heads(open_):
                return at, BARE
            if before == ";" or self._new_line(at - 1):
                return at, STATEMENT
            if before in _CLOSERS:
                if before == "}" and self._begins(at):
                    return at, STATEMENT
                at = open_
            elif before == "{" and self._is_block(at - 1):
                return at, STATEMENT
            elif before in _OPENERS:
                at -= 1
                self.outer = at
            elif before in ("else", "do") and self.language != "swift":
                return at, BARE
            elif before == "->" or (before == "in" and self._takes(at - 1)):
                return at, STATEMENT if self._takes(at - 1) else BARE
            elif before == ":" and self._labels(at - 1):
                return at, STATEMENT
            else:
                at -= 1
                tried = at > 0 and self.tokens[at - 1].text == "try"
                self.depends |= before in _CONDITIONS and not tried
        return 0, BODY

    def _end(self, start: int, at: int) -> int:
        """Where the statement ends; -1 where a block of its own follows."""
        if self.tokens[start].text in _OPENING:
            return -1
        if self.outer >= 0:
            at = max(at, self.closer.get(self.outer, at))
        while at + 1 < len(self.tokens):
            after = self.tokens[at + 1].text
            if after == ";":
                return self.tokens[at if self._leads(at + 1) else at + 1].end
            if after in _CLOSERS or after in (",", "else") or self._new_line(at):
                return self.tokens[at].end
            at = self.closer.get(at + 1, at + 1)
        return self.tokens[-1].end

    def _leads(self, at: int) -> bool:
        """Whether a semicolon begins a line of a script, to keep a bracket from the line above."""
        if self.language not in SCRIPTS or at + 1 >= len(self.tokens):
            return False
        this, after = self.tokens[at], self.tokens[at + 1]
        above = self.text[self.tokens[at - 1].end : this.start]
        return "\n" in above and after.text in ("(", "[") and after.start == this.end

    def _new_line(self, at: int) -> bool:
        """Whether a line ends behind a token, and a statement with it."""
        if self.language not in LINED or at + 1 >= len(self.tokens):
            return False
        this, after = self.tokens[at], self.tokens[at + 1]
        if "\n" not in self.text[this.end : after.start]:
            return False
        if this.text in _JUMPS:
            return not (this.text == "return" and self.language == "swift")
        if not _ends_value(this):
            return False
        goes_on = after.text in ("(", "[") and self.language in SCRIPTS
        return self._begins(at + 1) and not goes_on

    def _begins(self, at: int) -> bool:
        """Whether a statement can begin with a token."""
        token = self.tokens[at]
        if token.kind == "name":
            return token.text not in _INFIX
        return token.kind in _VALUE_KINDS or token.text in ("(", "[", "{", "@", "!", "^")

    def _heads(self, opener: int) -> bool:
        """Whether brackets hold the condition of an `if` or the like."""
        return opener > 0 and self.language != "swift" and self.tokens[opener - 1].text in _HEADS

    def _is_block(self, opener: int) -> bool:
        """Whether a brace opens statements, and no object."""
        if opener == 0 or self.language not in SCRIPTS | {"dart"}:
            return opener > 0 or not self.expression
        return self.tokens[opener - 1].text not in _BEFORE_OBJECT

    def _takes(self, at: int) -> bool:
        """Whether a token ends the parameters that a function's own body begins with."""
        before = {token.text for token in self.tokens[:at]}
        return self.language in ("kotlin", "swift") and not before & {"for", "when", ";", "}"}

    def _labels(self, colon: int) -> bool:
        """Whether a colon ends the label of a `case`."""
        for token in reversed(self.tokens[:colon]):
            if token.text in ("case", "default"):
                return True
            if token.text in (";", "{", "}", "?"):
                return False
        return False


def _ends_value(token: Token) -> bool:
    if token.kind == "name":
        return token.text not in _LEADING
    return token.kind in _VALUE_KINDS or token.text in _CLOSERS or token.text in ("!", "!!")


def _pairs(tokens: Sequence[Token]) -> dict[int, int]:
    """The token that closes each bracket; brackets that do not match pair with none."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for nth, token in enumerate(tokens):
        if token.text in _OPENERS:
            open_.append(nth)
        elif token.text in _CLOSERS and open_ and _OPENERS[tokens[open_[-1]].text] == token.text:
            found[open_.pop()] = nth
    return found
