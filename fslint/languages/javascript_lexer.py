"""A lexer for JavaScript, TypeScript, JSX and TSX: one sticky pattern per mode.

`lex` returns every token, spaces and comments too, so that their texts joined are the input. It
takes any text: what cannot be read is an `error` token, and lexing goes on behind it. No pattern
repeats a repetition, and a search that failed for good is not made again, so the time is linear.
"""

from __future__ import annotations

import re

from fslint.languages.javascript_context import Context, Frame
from fslint.languages.tokens import NAME_PART, NAME_START, SPACE, Token

__all__ = ["Token", "lex"]

_ESCAPE = r"\\u(?:[0-9A-Fa-f]{4}|\{[0-9A-Fa-f]+\})"
_NAME = rf"(?:{NAME_START}|{_ESCAPE}){NAME_PART}*(?:{_ESCAPE}{NAME_PART}*)*"
_LINE = r"[^\n\r\u2028\u2029]*"

_CODE = re.compile(
    rf"""(?P<space>{SPACE})
    |(?P<name>{_NAME})
    |(?P<punct>[()\[\];,:~@{{}}]|=>|={{1,3}}|\?\.(?![0-9])|\?\?=?|\?|\.\.\.|\.(?![0-9])
        |!==?|!|&&=?|&=?|\|\|=?|\|=?|\+\+|\+=?|--|-=?|\*\*=?|\*=?|%=?|\^=?
        |<<=?|<=?|>>>=?|>>=?|>=?)
    |(?P<string>"[^"\\\n\r]*"|'[^'\\\n\r]*')
    |(?P<comment>//{_LINE})
    |(?P<number>0[xX][0-9A-Fa-f_]+n?|0[bBoO][0-7_]+n?
        |(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?n?)
    |(?P<private>\#{_NAME})
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_TAG = re.compile(
    rf"""(?P<space>{SPACE})|(?P<jsx_name>{NAME_START}(?:{NAME_PART}|-)*)|(?P<comment>//{_LINE})"""
    r"""|(?P<jsx_string>"[^"]*"|'[^']*')|(?P<jsx_punct>/>|[<>{{=.:/])|(?P<other>.)""",
    re.DOTALL,
)
_TEXT = re.compile(r"[^<{]+")
_LINE_END = re.compile(r"[\n\r\u2028\u2029]")
_STRING_STOPS = {'"': re.compile(r'["\\\n\r]'), "'": re.compile(r"['\\\n\r]")}
_TEMPLATE_STOP = re.compile(r"`|\\|\$\{")
_REGEX_STOP = re.compile(r"[/\\\[\]\n\r\u2028\u2029]")
_WORD = re.compile(rf"{NAME_PART}*")
_TRIVIA = re.compile(rf"{SPACE}|//{_LINE}|/\*.*?\*/", re.DOTALL)
_KEY_FOLLOWS = re.compile(r"\s*[:,=?;.)}!]")
_CLASS_KEY_FOLLOWS = re.compile(r"\s*[:,=?;.)}!(]")
_NAME_FOLLOWS = re.compile(rf"[^\S\n\r]+{NAME_START}")
_ALIAS_FOLLOWS = re.compile(rf"[^\S\n\r]+{NAME_START}{NAME_PART}*\s*[=<]")
_DECLARES = {"interface": _NAME_FOLLOWS, "type": _ALIAS_FOLLOWS}
_HEADS = frozenset(("function", "class", "interface", "type"))
_OPTIONAL = re.compile(r"\s*[:),;=\]}]")
_MEMBER_OPTIONAL = re.compile(r"\s*[:),;=\]}(<]")
_GENERIC = re.compile(
    rf"\s*(?:const\s+)?{NAME_START}{NAME_PART}*(?:\s*,|\s+extends\b(?!\s*[=>/])|\s*=)"
)
_TAG_START = re.compile(rf"{NAME_START}|>")
_GENERIC_CALL = re.compile(rf"\s*{NAME_START}{NAME_PART}*\s*>\s*(?=\()")
_ROUND = re.compile(r"[()]")
_ARROW_FOLLOWS = re.compile(r"\s*(?:=>|:)")
_ARROW_REACH = 1000  # how far a generic arrow's parameters are looked through for their end


def lex(
    text: str, start: int = 0, end: int | None = None, *, jsx: bool = True, typescript: bool = True
) -> list[Token]:
    """The tokens of `text[start:end]`, without a gap; offsets are those of `text`.

    `jsx`: `<` where a value is due opens an element, not a type (false for `.ts` files).
    `typescript`: `!` behind a value is an assertion. Never raises.
    """
    lexer = _Lexer(text, start, len(text) if end is None else min(end, len(text)), jsx, typescript)
    lexer.run()
    return lexer.tokens


class _Lexer:
    def __init__(self, text: str, start: int, end: int, jsx: bool, typescript: bool) -> None:
        self.text = text
        self.pos = start
        self.end = end
        self.jsx = jsx
        self.typescript = typescript
        self.tokens: list[Token] = []
        self.context = Context()
        self.regex_dead = self.comment_dead = self.template_dead = -1

    def emit(self, kind: str, end: int) -> None:
        self.tokens.append(Token(kind, self.text[self.pos : end], self.pos, end))
        self.pos = end

    def error(self) -> None:
        """An unclosed literal: an error up to the end of its line."""
        found = _LINE_END.search(self.text, self.pos, self.end)
        self.emit("error", found.start() if found else self.end)

    def run(self) -> None:
        text, end, context, tokens = self.text, self.end, self.context, self.tokens
        match = _CODE.match
        bom = text.startswith("\ufeff", self.pos)
        if self.pos == 0 and text.startswith("#!", 1 if bom else 0):
            if bom:
                self.emit("space", 1)
            found = _LINE_END.search(text, self.pos, end)
            self.emit("hashbang", found.start() if found else end)
        while self.pos < end:
            kind = context.frame.kind
            if kind == "tag":
                self.tag()
                continue
            if kind == "children":
                self.children()
                continue
            pos = self.pos
            found = match(text, pos, end)
            assert found is not None and found.lastgroup is not None
            group = found.lastgroup
            value = found.group()
            stop = found.end()
            if group == "space":
                if not context.newline and _LINE_END.search(value):
                    context.newline = True
            elif group == "name":
                context.word(value, value in _HEADS and self.declares(value))
            elif group == "punct":
                handler = _PUNCT.get(value)
                if handler is not None:
                    handler(self, value)
                    continue
                context.operator(value)
            elif group == "comment":
                pass
            elif group == "other":
                self.other(value)
                continue
            else:
                context.literal()
            tokens.append(Token(group, value, pos, stop))
            self.pos = stop

    def declares(self, word: str) -> bool:
        """Whether the keyword at the place heads a declaration or expression of its kind."""
        after = self.pos + len(word)
        if word == "function":
            return _KEY_FOLLOWS.match(self.text, after, self.end) is None
        if word == "class":
            return _CLASS_KEY_FOLLOWS.match(self.text, after, self.end) is None
        return _DECLARES[word].match(self.text, after, self.end) is not None

    def other(self, mark: str) -> None:
        """What the pattern for code leaves: slashes, quotes and characters of no token."""
        if mark == "/":
            self.slash()
        elif mark == "`":
            self.template("template")
        elif mark in _STRING_STOPS:
            self.string(mark)
        else:
            self.emit("error", self.pos + 1)

    def block_comment(self) -> None:
        stop = -1 if self.comment_dead >= 0 else self.text.find("*/", self.pos + 2, self.end)
        if stop < 0:
            self.comment_dead = self.pos
            self.error()
            return
        self.emit("comment", stop + 2)
        if not self.context.newline and _LINE_END.search(self.tokens[-1].text):
            self.context.newline = True

    def string(self, quote: str) -> None:
        """A string with escapes, or an unclosed one."""
        search = _STRING_STOPS[quote].search
        found = search(self.text, self.pos + 1, self.end)
        while found and found.group() == "\\":
            after = found.end()
            after += 2 if self.text.startswith("\r\n", after) else 1
            found = search(self.text, after, self.end)
        if found and found.group() == quote:
            self.context.literal()
            self.emit("string", found.end())
        else:
            self.context.expect(False)
            self.error()

    def template(self, kind: str) -> None:
        """A template, or the part of one up to its next hole, from the backtick or brace on."""
        pos = self.pos + 1
        while self.template_dead < 0 and (found := _TEMPLATE_STOP.search(self.text, pos, self.end)):
            stop = found.group()
            if stop == "\\":
                pos = found.end() + 1
                continue
            if stop == "`":
                self.emit("template" if kind == "template" else "template_tail", found.end())
                self.context.expect(False)
            else:
                self.emit("template_head" if kind == "template" else "template_middle", found.end())
                self.context.push(Frame("hole"))
                self.context.expect(True)
            return
        self.template_dead = self.pos
        self.context.expect(False)
        self.error()

    def slash(self) -> None:
        if self.text.startswith("/*", self.pos) and self.pos + 1 < self.end:
            self.block_comment()
            return
        context = self.context
        if context.operand or (context.frame.types and context.ended_by_newline()):
            stop = self.regex_end()
            if stop:
                context.literal()
                self.emit("regex", stop)
                return
        assign = self.text.startswith("/=", self.pos) and self.pos + 1 < self.end
        context.operator("/")
        self.emit("punct", self.pos + (2 if assign else 1))

    def regex_end(self) -> int:
        """The end of the regular expression that opens here, or 0 if it does not close."""
        if self.pos < self.regex_dead:
            return 0
        in_class = False
        found = _REGEX_STOP.search(self.text, self.pos + 1, self.end)
        while found:
            mark = found.group()
            after = found.end()
            if mark == "/" and not in_class:
                flags = _WORD.match(self.text, after, self.end)
                return flags.end() if flags else after
            if mark == "[":
                in_class = True
            elif mark == "]":
                in_class = False
            elif mark == "\\" and not _LINE_END.match(self.text, after, self.end):
                after += 1
            elif mark != "/":
                break
            found = _REGEX_STOP.search(self.text, after, self.end)
        self.regex_dead = found.start() if found else self.end
        return 0

    # -- brackets ------------------------------------------------------------------------------

    def left_paren(self, mark: str) -> None:
        self.context.open_paren()
        self.emit("punct", self.pos + 1)

    def left_bracket(self, mark: str) -> None:
        self.context.open_bracket()
        self.emit("punct", self.pos + 1)

    def left_brace(self, mark: str) -> None:
        self.context.open_brace()
        self.emit("punct", self.pos + 1)

    def right_round(self, mark: str) -> None:
        self.context.close_round("paren" if mark == ")" else "bracket")
        self.emit("punct", self.pos + 1)

    def right_brace(self, mark: str) -> None:
        kind = self.context.unwind()
        if kind == "hole":
            self.context.pop()
            self.template("middle")
        elif kind == "container":
            self.context.pop()
            self.emit("jsx_punct", self.pos + 1)
        elif self.context.frame.kind != "tag":
            if kind:
                self.context.close_brace()
            self.emit("punct", self.pos + 1)

    def less(self, mark: str) -> None:
        """`<`, `<=`, `<<` or `<<=`."""
        context = self.context
        types = context.in_head() or context.previous in ("new", "function", "class")
        if not context.operand:
            if types and mark[:2] != "<=":
                context.open_angle("operator")
                mark = "<"
            else:
                context.operator("<")
        elif not self.jsx:
            context.open_angle("operand")
            mark = "<"
        elif types or self.generic():
            context.open_angle("operator")
            mark = "<"
        elif _TAG_START.match(self.text, self.after_trivia(self.pos + 1), self.end):
            self.open_tag()
            return
        else:
            context.operator("<")
        self.emit("punct", self.pos + len(mark))

    def greater(self, mark: str) -> None:
        """`>` and all that begins with it; a list of types ends with a single one."""
        context = self.context
        if context.frame.kind == "angle":
            context.close_angle()
            mark = ">"
        else:
            context.operator(mark)
        self.emit("punct", self.pos + len(mark))

    def generic(self) -> bool:
        """Whether the `<` at the place opens an arrow function's type parameters."""
        after = self.pos + 1
        if _GENERIC.match(self.text, after, self.end):
            return True
        found = _GENERIC_CALL.match(self.text, after, self.end)
        if found is None:
            return False
        depth = 0
        limit = min(self.end, found.end() + _ARROW_REACH)
        for round_ in _ROUND.finditer(self.text, found.end(), limit):
            depth += 1 if round_.group() == "(" else -1
            if depth == 0:
                return _ARROW_FOLLOWS.match(self.text, round_.end(), self.end) is not None
        return False

    def after_trivia(self, pos: int) -> int:
        while self.comment_dead < 0 and (found := _TRIVIA.match(self.text, pos, self.end)):
            pos = found.end()
        return pos

    # -- small marks ---------------------------------------------------------------------------

    def question(self, mark: str) -> None:
        member = self.context.frame.kind in ("class", "type")
        pattern = _MEMBER_OPTIONAL if member else _OPTIONAL
        self.context.question(pattern.match(self.text, self.pos + 1, self.end) is not None)
        self.emit("punct", self.pos + 1)

    def colon(self, mark: str) -> None:
        self.context.colon()
        self.emit("punct", self.pos + 1)

    def separator(self, mark: str) -> None:
        self.context.separator(mark)
        self.emit("punct", self.pos + 1)

    def step(self, mark: str) -> None:
        self.context.step()
        self.emit("punct", self.pos + 2)

    def bang(self, mark: str) -> None:
        if self.typescript:
            self.context.bang()
        else:
            self.context.operator("!")
        self.emit("punct", self.pos + 1)

    def at(self, mark: str) -> None:
        self.context.at()
        self.emit("punct", self.pos + 1)

    # -- JSX -----------------------------------------------------------------------------------

    def open_tag(self) -> None:
        """`<` or `</` of a tag."""
        tag = Frame("tag")
        closing = self.text.startswith("</", self.pos) and self.pos + 1 < self.end
        tag.closing = "close" if closing else "open"
        self.context.push(tag)
        self.emit("jsx_punct", self.pos + (2 if closing else 1))

    def open_container(self) -> None:
        """`{` in a tag or among its children."""
        self.context.push(Frame("container"))
        self.context.expect(True)
        self.emit("jsx_punct", self.pos + 1)

    def children(self) -> None:
        text = _TEXT.match(self.text, self.pos, self.end)
        if text:
            self.emit("jsx_text", text.end())
        elif self.text[self.pos] == "{":
            self.open_container()
        else:
            self.open_tag()

    def tag(self) -> None:
        frame = self.context.frame
        found = _TAG.match(self.text, self.pos, self.end)
        assert found is not None and found.lastgroup is not None
        kind, value = found.lastgroup, found.group()
        if kind == "other" or value == "/":
            self.tag_other(frame, value)
        elif value == "{":
            frame.name_seen = True
            frame.slash = False
            self.open_container()
        elif value == "<":
            self.tag_less(frame)
        elif value == ">" or value == "/>":
            self.emit("jsx_punct", found.end())
            self.end_tag(frame, value == "/>" or frame.slash)
        else:
            if kind not in ("space", "comment"):
                frame.slash = False
                frame.pending = value
            self.emit(kind, found.end())

    def tag_less(self, frame: Frame) -> None:
        """`<` in a tag: the value of an attribute, or type arguments behind the element's name."""
        if frame.pending == "=":
            frame.pending = ""
            self.open_tag()
        else:
            self.context.open_angle("tag")
            self.emit("punct", self.pos + 1)

    def tag_other(self, frame: Frame, mark: str) -> None:
        if mark == "/" and self.text.startswith("/*", self.pos):
            self.block_comment()
        elif mark == "/":
            if frame.pending or frame.name_seen:
                frame.slash = True
            else:
                frame.closing = "close"
            self.emit("jsx_punct", self.pos + 1)
        else:
            self.context.pop()
            self.context.expect(False)

    def end_tag(self, frame: Frame, alone: bool) -> None:
        context = self.context
        context.pop()
        if frame.closing == "close":
            if context.frame.kind == "children":
                context.pop()
        elif not alone:
            context.push(Frame("children"))
            return
        context.expect(False)


_PUNCT = {
    "(": _Lexer.left_paren,
    "[": _Lexer.left_bracket,
    "{": _Lexer.left_brace,
    ")": _Lexer.right_round,
    "]": _Lexer.right_round,
    "}": _Lexer.right_brace,
    "<": _Lexer.less,
    "<<": _Lexer.less,
    "<=": _Lexer.less,
    "<<=": _Lexer.less,
    ">": _Lexer.greater,
    ">>": _Lexer.greater,
    ">>>": _Lexer.greater,
    ">=": _Lexer.greater,
    ">>=": _Lexer.greater,
    ">>>=": _Lexer.greater,
    "?": _Lexer.question,
    ":": _Lexer.colon,
    ",": _Lexer.separator,
    ";": _Lexer.separator,
    "++": _Lexer.step,
    "--": _Lexer.step,
    "!": _Lexer.bang,
    "@": _Lexer.at,
}
