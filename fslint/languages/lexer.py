"""One lexer for Swift, Kotlin, Java, Dart and Objective-C; their differences are in `dialects`.

As in the JavaScript lexer, the tokens' texts joined are the input, whatever it is; what cannot be
read is an `error` token, and lexing goes on behind it. The time is linear in the text.
"""

from __future__ import annotations

import re
from functools import cache

from fslint.languages.dialects import DIALECTS, Form, form_of, master
from fslint.languages.tokens import Token

__all__ = ["Token", "lex"]

_LINE_END = re.compile(r"[\n\r]")
_COMMENT_MARK = re.compile(r"/\*|\*/")
_PLAIN_NAME = {
    "kotlin": re.compile(r"[^\W\d]\w*|`[^`\n\r]+`"),
    "dart": re.compile(r"[A-Za-z_][A-Za-z0-9_]*"),
}
_DIRECTIVE_STOP = re.compile(r"""[\n\r\\"'/]""")
_RAW_OPENING = re.compile(r"[^\s()\\]{0,16}\(")
_REGEX_STOP = re.compile(r"[/\\\n\r()]")
_PUNCT_AFTER_VALUE = frozenset(")]}")
_SWIFT_OPERAND = frozenset(
    ("return", "case", "in", "if", "guard", "while", "else", "where", "throw", "await", "try")
) | {"switch", "do", "is", "as", "and", "for"}
_OPENERS = {")": "(", "}": "{"}
_MANY = 8  # unclosed literals of this many kinds: the text is broken, no more searches


def lex(text: str, dialect: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`, without a gap; offsets are those of `text`.

    `dialect`: swift, kotlin, java, dart or objc. Raises KeyError for any other, nothing else.
    """
    lexer = _Lexer(text, dialect, start, len(text) if end is None else min(end, len(text)))
    lexer.run()
    return lexer.tokens


@cache
def _stop(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


class _Hole:
    """An open hole of a string: the string's form, what closes it, brackets open inside."""

    __slots__ = ("close", "depth", "form", "open")

    def __init__(self, form: Form) -> None:
        self.form = form
        self.close = ")" if form.hole.endswith("(") else "}"
        self.open = _OPENERS[self.close]
        self.depth = 0


class _Lexer:
    def __init__(self, text: str, dialect: str, start: int, end: int) -> None:
        self.text = text
        self.dialect = dialect
        self.table = DIALECTS[dialect]
        self.pos = start
        self.end = end
        self.tokens: list[Token] = []
        self.holes: list[_Hole] = []
        self.dead: set[str] = set()
        self.regex_dead = self.line_from = self.line_stop = -1
        self.after_value = False
        self.newline = True

    def emit(self, kind: str, end: int) -> None:
        if end > self.pos:
            self.tokens.append(Token(kind, self.text[self.pos : end], self.pos, end))
            self.pos = end

    def line_end(self, pos: int) -> int:
        if not self.line_from <= pos <= self.line_stop:
            found = _LINE_END.search(self.text, pos, self.end)
            self.line_from, self.line_stop = pos, found.start() if found else self.end
        return self.line_stop

    def error(self) -> None:
        """An unclosed literal: an error up to the end of its line."""
        self.emit("error", self.line_end(self.pos))

    def given_up(self, close: str) -> bool:
        """Whether a search for `close` up to the end of the text has failed before."""
        return close in self.dead or len(self.dead) > _MANY

    def run(self) -> None:
        text, end, tokens = self.text, self.end, self.tokens
        match = master(self.dialect).match
        if self.pos == 0 and text.startswith("#!", 0, end) and not self.table.directives:
            self.emit("comment", self.line_end(0))
        spaced = self.pos  # the place behind the last space
        while self.pos < end:
            pos = self.pos
            found = match(text, pos, end)
            assert found is not None and found.lastgroup is not None
            kind, value = found.lastgroup, found.group()
            if kind == "space":
                spaced = found.end()
                if "\n" in value or "\r" in value:
                    self.newline = True
            elif kind == "name":
                self.after_value = value not in _SWIFT_OPERAND
                self.newline = False
            elif kind == "punct":
                if self.holes and self.bracket(value):
                    continue
                if value not in "?!" or self.pos == spaced:
                    self.after_value = value in _PUNCT_AFTER_VALUE
                self.newline = False
            elif kind == "number":
                self.after_value = True
                self.newline = False
            elif kind != "comment":
                self.special(kind, value)
                continue
            tokens.append(Token(kind, value, pos, found.end()))
            self.pos = found.end()

    def bracket(self, mark: str) -> bool:
        """Count brackets in a hole; whether `mark` ended it, so that its string went on."""
        hole = self.holes[-1]
        if mark == hole.open:
            hole.depth += 1
        elif mark == hole.close:
            if hole.depth == 0:
                self.holes.pop()
                self.literal(hole.form, self.pos + 1, "")
                return True
            hole.depth -= 1
        return False

    def special(self, kind: str, value: str) -> None:
        """A token that a single pattern cannot take whole."""
        if kind == "quote":
            if value.endswith('R"'):
                self.raw_string(value)
            else:
                self.literal(form_of(self.dialect, value), self.pos + len(value), value)
        elif kind == "block":
            self.block_comment()
        elif kind == "slash":
            self.slash()
        elif kind == "fence":
            self.fenced_regex(value)
        elif kind == "hash":
            if self.newline:
                self.directive()
            else:
                self.emit("punct", self.pos + 1)
        else:
            self.emit("punct" if value[0] == "#" else "error", self.pos + len(value))
            self.newline = False

    # -- comments and directives ---------------------------------------------------------------

    def comment_end(self) -> int:
        """The end of the block comment that opens here, or -1 if it does not close."""
        if self.given_up("*/"):
            return -1
        if not self.table.nested:
            return self.text.find("*/", self.pos + 2, self.end) + 2 or -1
        depth = 1
        for mark in _COMMENT_MARK.finditer(self.text, self.pos + 2, self.end):
            depth += 1 if mark.group() == "/*" else -1
            if depth == 0:
                return mark.end()
        return -1

    def block_comment(self) -> None:
        stop = self.comment_end()
        if stop < 2:
            self.dead.add("*/")
            self.error()
            return
        self.emit("comment", stop)
        if _LINE_END.search(self.tokens[-1].text):
            self.newline = True

    def directive(self) -> None:
        """A preprocessor line with its continuations; comments in it are tokens of their own."""
        scan = self.pos
        while found := _DIRECTIVE_STOP.search(self.text, scan, self.end):
            mark, at = found.group(), found.start()
            scan = found.end()
            if mark == "\\":
                scan += 2 if self.text.startswith("\r\n", scan) else 1
            elif mark in "\n\r":
                self.emit("directive", at)
                return
            elif mark in "\"'":
                scan = self.literal_end(_directive_form(mark), scan)[1]
            elif self.text.startswith("//", at):
                self.emit("directive", at)
                self.emit("comment", self.line_end(at))
                return
            elif self.text.startswith("/*", at):
                self.emit("directive", at)
                self.block_comment()
                scan = self.pos
        self.emit("directive", self.end)

    # -- literals ------------------------------------------------------------------------------

    def literal_end(self, form: Form, pos: int) -> tuple[str, int]:
        """Look through a literal's text from `pos`: what stops it (close, hole, plain or "" for
        the end of the line or text) and the place behind that."""
        text, end = self.text, self.end
        stop = _stop(
            form.close[0] + form.escape[:1] + form.hole[:1] + ("" if form.lines else "\n\r")
        )
        while found := stop.search(text, pos, end):
            pos = found.start()
            mark = found.group()
            if mark == form.close[0] and text.startswith(form.close, pos):
                pos += len(form.close)
                while form.greedy and text.startswith(mark, pos):
                    pos += 1
                return "close", min(pos, end)
            if form.hole and text.startswith(form.hole, pos):
                return "hole", pos + len(form.hole)
            if form.plain and text.startswith(form.plain, pos):
                pos += len(form.plain)
                if _PLAIN_NAME[self.dialect].match(text, pos, end):
                    return "plain", pos
            elif mark in "\n\r" and not form.lines:
                return "", pos
            elif form.escape and text.startswith(form.escape, pos):
                pos += len(form.escape)
                if form.splice and text.startswith("\r\n", pos):
                    pos += 2
                elif form.lines or form.splice or not _LINE_END.match(text, pos, end):
                    pos += 1
            else:
                pos += 1
        return "", end

    def literal(self, form: Form, scan: int, opener: str) -> None:
        """A literal from its opener, or its rest behind a hole (`opener` empty)."""
        while True:
            if form.lines and self.given_up(form.close):
                stop = ""
            else:
                stop, scan = self.literal_end(form, scan)
            if stop == "close" and scan <= self.end:
                self.emit(form.kind if opener else "string_tail", scan)
                break
            if not stop or scan > self.end:
                if form.lines:
                    self.dead.add(form.close)
                self.error()
                break
            self.emit("string_head" if opener else "string_middle", scan)
            if stop == "hole":
                self.holes.append(_Hole(form))
                self.after_value = False
                return
            name = _PLAIN_NAME[self.dialect].match(self.text, scan, self.end)
            assert name is not None
            self.emit("name", name.end())
            opener = ""
            scan = self.pos
        self.after_value = True
        self.newline = False

    def raw_string(self, opener: str) -> None:
        """C++'s `R"mark( … )mark"`."""
        begin = self.pos + len(opener)
        mark = _RAW_OPENING.match(self.text, begin, self.end)
        close = ")" + mark.group()[:-1] + '"' if mark else ""
        stop = -1
        if mark and not self.given_up(close):
            stop = self.text.find(close, mark.end(), self.end)
        if stop < 0:
            self.dead.add(close)
            self.error()
        else:
            self.emit("string", stop + len(close))
        self.newline = False

    # -- Swift's regular expressions -----------------------------------------------------------

    def slash(self) -> None:
        if self.table.slashes and (not self.after_value or self.newline):
            stop = self.regex_end()
            if stop:
                self.emit("regex", stop)
                self.after_value = True
                self.newline = False
                return
        self.after_value = self.newline = False
        assign = self.text.startswith("/=", self.pos) and self.pos + 1 < self.end
        self.emit("punct", self.pos + (2 if assign else 1))

    def regex_end(self) -> int:
        """The end of the bare regular expression that opens here, or 0 if it is none."""
        text, begin = self.text, self.pos + 1
        if self.pos < self.regex_dead or text[begin : begin + 1] in ("", " ", "\t", "/", "*"):
            return 0
        depth = 0
        found = _REGEX_STOP.search(text, begin, self.end)
        while found:
            mark, after = found.group(), found.end()
            if mark == "/":
                return 0 if text[after - 2] in " \t" else after
            if mark == "\\" and not _LINE_END.match(text, after, self.end):
                after += 1
            elif mark in "()":
                depth += 1 if mark == "(" else -1
                if depth < 0:
                    return 0
            elif mark in "\n\r":
                break
            found = _REGEX_STOP.search(text, after, self.end)
        self.regex_dead = found.start() if found else self.end
        return 0

    def fenced_regex(self, opener: str) -> None:
        """`#/ … /#`; it spans lines if its first line holds nothing but the opener."""
        begin = self.pos + len(opener)
        close = "/" + opener[:-1]
        line_end = self.line_end(begin)
        limit = line_end
        if self.text[begin:line_end].isspace() or begin == line_end:
            limit = begin if self.given_up(close) else self.end
        stop = self.text.find(close, begin, limit)
        if stop < 0:
            if limit == self.end:
                self.dead.add(close)
            self.emit("punct", begin - 1)
            self.after_value = False
        else:
            self.emit("regex", stop + len(close))
            self.after_value = True
        self.newline = False


def _directive_form(quote: str) -> Form:
    return Form(quote, splice=True)
