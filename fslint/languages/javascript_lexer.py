"""A lexer for JavaScript, TypeScript, JSX and TSX: one sticky pattern per mode.

`lex` returns every token, spaces and comments too, so that their texts joined are the input. It
takes any text: what cannot be read is an `error` token, and lexing goes on behind it. A search
that failed for good is not made again, so the time is linear.
"""

from __future__ import annotations

from fslint.languages import javascript_patterns as patterns
from fslint.languages.javascript_context import Context, Frame
from fslint.languages.tokens import Token

__all__ = ["Token", "lex"]

_ARROW_REACH = 1000  # how far a generic arrow's parameters are looked through for their end


def lex(
    text: str, start: int = 0, end: int | None = None, *, jsx: bool = True, typescript: bool = True
) -> list[Token]:
    """The tokens of `text[start:end]`, without a gap; offsets are those of `text`.

    `jsx`: `<` where a value is due opens an element, not a type (false for `.ts` files).
    `typescript`: `!` behind a value is an assertion. Never raises.
    """
    stop = len(text) if end is None else min(end, len(text))
    lexer = _Lexer(text, start, stop, jsx, typescript)
    lexer.run()
    return lexer.tokens


class _Lexer:
    def __init__(self, text: str, start: int, end: int, jsx: bool, typescript: bool) -> None:
        self.text = text
        self.pos = start
        self.end = end
        self.jsx = jsx
        self.tokens: list[Token] = []
        self.context = Context(typescript)
        self.regex_dead = -1  # no regular expression closes before this place
        self.comments_dead = self.templates_dead = False  # none closes any more

    def emit(self, kind: str, end: int) -> None:
        self.tokens.append(Token(kind, self.text[self.pos : end], self.pos, end))
        self.pos = end

    def line(self, kind: str) -> None:
        """A token up to the end of the line; an unclosed literal is such an error."""
        found = patterns.LINE_END.search(self.text, self.pos, self.end)
        self.emit(kind, found.start() if found else self.end)

    def run(self) -> None:
        text, end, context, tokens = self.text, self.end, self.context, self.tokens
        match, line_end = patterns.CODE.match, patterns.LINE_END.search
        self.hashbang()
        while self.pos < end:
            if context.frame.jsx:
                self.markup(context.frame)
                continue
            pos = self.pos
            found = match(text, pos, end)
            assert found is not None and found.lastgroup is not None
            kind, value = found.lastgroup, found.group()
            if kind == "name":
                context.word(value, value in patterns.HEADS and self.declares(value))
            elif kind == "punct":
                handler = _HANDLERS.get(value)
                if handler is not None:
                    handler(self, value)
                    continue
                note = _NOTES.get(value)
                if note is None:
                    context.operator(value)
                else:
                    note(context)
            elif kind == "space":
                if not context.newline and line_end(value):
                    context.newline = True
            elif kind == "other":
                self.other(value)
                continue
            elif kind != "comment":
                context.literal()
            tokens.append(Token(kind, value, pos, found.end()))
            self.pos = found.end()

    def hashbang(self) -> None:
        """`#!` at the very start of the text, or behind its byte order mark."""
        bom = self.text.startswith("\ufeff")
        if self.pos == 0 and self.text.startswith("#!", bom, self.end):
            if bom:
                self.emit("space", 1)
            self.line("hashbang")

    def declares(self, word: str) -> bool:
        """Whether the keyword at the place heads a declaration or expression of its kind."""
        return patterns.HEADS[word].match(self.text, self.pos + len(word), self.end) is not None

    def other(self, mark: str) -> None:
        """What the pattern for code leaves: slashes, quotes and characters of no token."""
        if mark == "/":
            self.slash()
        elif mark == "`":
            self.template(True)
        elif mark in patterns.STRING_STOPS:
            self.string(mark)
        else:
            self.emit("error", self.pos + 1)

    # -- literals and comments -----------------------------------------------------------------

    def block_comment(self) -> None:
        stop = -1 if self.comments_dead else self.text.find("*/", self.pos + 2, self.end)
        if stop < 0:
            self.comments_dead = True
            self.line("error")
            return
        self.emit("comment", stop + 2)
        if patterns.LINE_END.search(self.tokens[-1].text):
            self.context.newline = True

    def string(self, quote: str) -> None:
        """A string with escapes, or an unclosed one."""
        search = patterns.STRING_STOPS[quote].search
        found = search(self.text, self.pos + 1, self.end)
        while found and found.group() == "\\":
            after = found.end()
            after += 2 if self.text.startswith("\r\n", after) else 1
            found = search(self.text, after, self.end)
        self.context.literal()
        if found and found.group() == quote:
            self.emit("string", found.end())
        else:
            self.line("error")

    def template(self, first: bool) -> None:
        """A template up to its next hole, from its backtick (`first`) or a hole's brace on."""
        search = patterns.TEMPLATE_STOP.search
        found = None if self.templates_dead else search(self.text, self.pos + 1, self.end)
        while found and found.group() == "\\":
            found = search(self.text, found.end() + 1, self.end)
        self.context.expect(False)
        if not found:
            self.templates_dead = True
            self.line("error")
        elif found.group() == "`":
            self.emit("template" if first else "template_tail", found.end())
        else:
            self.emit("template_head" if first else "template_middle", found.end())
            self.context.push(Frame("hole"))
            self.context.expect(True)

    def slash(self) -> None:
        if self.text.startswith("/*", self.pos, self.end):
            self.block_comment()
            return
        context = self.context
        if context.operand or context.type_ended():
            stop = self.regex_end()
            if stop:
                context.literal()
                self.emit("regex", stop)
                return
        context.operator("/")
        self.emit("punct", self.pos + (2 if self.text.startswith("/=", self.pos, self.end) else 1))

    def regex_end(self) -> int:
        """The end of the regular expression that opens here, or 0 if it does not close."""
        if self.pos < self.regex_dead:
            return 0
        search = patterns.REGEX_STOP.search
        in_class = False
        found = search(self.text, self.pos + 1, self.end)
        while found:
            mark, after = found.group(), found.end()
            if mark == "/" and not in_class:
                flags = patterns.FLAGS.match(self.text, after, self.end)
                return flags.end() if flags else after
            if mark == "[":
                in_class = True
            elif mark == "]":
                in_class = False
            elif mark == "\\" and not patterns.LINE_END.match(self.text, after, self.end):
                after += 1
            elif mark != "/":
                break
            found = search(self.text, after, self.end)
        self.regex_dead = found.start() if found else self.end
        return 0

    # -- marks that need a look at the text ----------------------------------------------------

    def right_brace(self, mark: str) -> None:
        context = self.context
        kind = context.unwind()
        if kind == "hole":
            context.pop()
            self.template(False)
        elif kind == "container":
            context.pop()
            self.emit("jsx_punct", self.pos + 1)
        elif not context.frame.jsx:
            if kind:
                context.close_brace()
            self.emit("punct", self.pos + 1)

    def less(self, mark: str) -> None:
        """`<`, `<=`, `<<` or `<<=`: a comparison or shift, a list of types, or a tag."""
        context = self.context
        if context.type_ended():
            context.begin_statement()
        types = context.in_head()
        if context.operand:
            angle = not self.jsx or types or self.generic()
            if not angle and self.opens_tag():
                self.open_tag()
                return
        else:
            angle = types and mark[:2] != "<="
        if angle:
            context.open_angle("operator" if types or self.jsx else "operand")
            self.emit("punct", self.pos + 1)
        else:
            context.operator("<")
            self.emit("punct", self.pos + len(mark))

    def greater(self, mark: str) -> None:
        """`>` and all that begins with it; a list of types ends with a single one."""
        if self.context.frame.kind == "angle":
            self.context.close_angle()
            self.emit("punct", self.pos + 1)
        else:
            self.context.operator(mark)
            self.emit("punct", self.pos + len(mark))

    def generic(self) -> bool:
        """Whether the `<` at the place opens an arrow function's type parameters."""
        if patterns.GENERIC.match(self.text, self.pos + 1, self.end):
            return True
        found = patterns.GENERIC_CALL.match(self.text, self.pos + 1, self.end)
        if found is None:
            return False
        depth = 0
        limit = min(self.end, found.end() + _ARROW_REACH)
        for mark in patterns.ROUND.finditer(self.text, found.end(), limit):
            depth += 1 if mark.group() == "(" else -1
            if depth == 0:
                return patterns.ARROW_FOLLOWS.match(self.text, mark.end(), self.end) is not None
        return False

    def opens_tag(self) -> bool:
        """Whether a tag's name or its `>` follows the `<` at the place."""
        after = self.pos + 1
        while found := patterns.TRIVIA.match(self.text, after, self.end):
            after = found.end()
        if self.text.startswith("/*", after, self.end) and not self.comments_dead:
            stop = self.text.find("*/", after + 2, self.end)
            self.comments_dead = stop < 0
            return stop >= 0
        return patterns.TAG_START.match(self.text, after, self.end) is not None

    def question(self, mark: str) -> None:
        near = not self.text[max(self.pos - 1, 0)].isspace()
        member = self.context.frame.kind in ("class", "type") and near
        optional = patterns.MEMBER_OPTIONAL if member else patterns.OPTIONAL
        self.context.question(optional.match(self.text, self.pos + 1, self.end) is not None)
        self.emit("punct", self.pos + 1)

    def decrement(self, mark: str) -> None:
        """`--`; but `-->` that begins a line is a comment, as the `<!--` of old pages is."""
        if self.context.newline and self.text.startswith("-->", self.pos, self.end):
            self.line("comment")
            return
        self.context.step()
        self.emit("punct", self.pos + 2)

    # -- JSX -----------------------------------------------------------------------------------

    def markup(self, frame: Frame) -> None:
        """The next token in a tag or among an element's children."""
        if frame.kind == "tag":
            self.tag(frame)
            return
        found = patterns.JSX_TEXT.match(self.text, self.pos, self.end)
        if found:
            self.emit("jsx_text", found.end())
        elif self.text[self.pos] == "{":
            self.open_container()
        else:
            self.open_tag()

    def open_tag(self) -> None:
        """`<` or `</` of a tag."""
        closing = self.text.startswith("</", self.pos, self.end)
        self.context.push(Frame("tag", "close" if closing else "open"))
        self.emit("jsx_punct", self.pos + (2 if closing else 1))

    def open_container(self) -> None:
        """`{` in a tag or among its children."""
        self.context.push(Frame("container"))
        self.context.expect(True)
        self.emit("jsx_punct", self.pos + 1)

    def tag(self, frame: Frame) -> None:
        found = patterns.TAG.match(self.text, self.pos, self.end)
        assert found is not None and found.lastgroup is not None
        kind, value = found.lastgroup, found.group()
        before = frame.last
        if kind == "space" or kind == "comment":
            self.emit(kind, found.end())
            return
        if kind == "jsx_punct" and self.text.startswith("/*", self.pos, self.end):
            self.block_comment()
            return
        frame.last = value
        if kind == "other":  # no tag after all
            self.context.pop()
            self.context.expect(False)
        elif value == "{":
            self.open_container()
        elif value == "<" and before == "=":
            self.open_tag()
        elif value == "<":
            self.context.open_angle("operator")
            self.emit("punct", self.pos + 1)
        elif value == ">" or value == "/>":
            self.emit("jsx_punct", found.end())
            self.end_tag(frame, value == "/>" or before == "/")
        else:
            if value == "/" and not before:
                frame.closing = "close"
            self.emit(kind, found.end())

    def end_tag(self, frame: Frame, alone: bool) -> None:
        """After the `>` of a tag; `alone`: its element has no children."""
        context = self.context
        context.pop()
        if frame.closing == "close":
            if context.frame.kind == "children":
                context.pop()
        elif not alone:
            context.push(Frame("children"))
            return
        context.expect(False)


_HANDLERS = {
    "}": _Lexer.right_brace,
    "?": _Lexer.question,
    "--": _Lexer.decrement,
    **dict.fromkeys(("<", "<<", "<=", "<<="), _Lexer.less),
    **dict.fromkeys((">", ">>", ">>>", ">=", ">>=", ">>>="), _Lexer.greater),
}
_NOTES = {
    "(": Context.open_paren,
    ")": Context.close_paren,
    "[": Context.open_bracket,
    "]": Context.close_bracket,
    "{": Context.open_brace,
    ":": Context.colon,
    ",": Context.comma,
    ";": Context.semicolon,
    "++": Context.step,
    "!": Context.bang,
    "@": Context.at,
}
