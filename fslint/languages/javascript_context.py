"""What the JavaScript lexer knows about the place it is in.

Whether `/` divides or opens a regular expression, whether `<` compares or opens a tag, whether
`}` ends a block or an object: all of it follows from the brackets that are open and from the last
significant token. `Context` keeps both and is told of each token; it never looks at the text.
"""

from __future__ import annotations

# How a frame takes part in a TypeScript or Flow type.
VALUE = 0  # not in a type
ANNOTATION = 1  # after `name:`
RETURN = 2  # after `):`, so `=>` ends it
ASSERTION = 3  # after `as` or `satisfies`
ALIAS = 4  # after `type X =`
WHOLE = 5  # the whole frame is a type

_STATEMENTS = frozenset(("block", "class", "type"))
_BRACES = frozenset(("block", "object", "class", "type", "hole", "container"))
_AFTER_TYPE = frozenset((">", ">>", ">>>", "void"))
_BODY_FOLLOWS = _AFTER_TYPE | {"class", "}"}
_TYPE_OPERATORS = _AFTER_TYPE | {"|", "&", "...", ".", "?.", "-", "!", "@"}
_CONTINUE = frozenset(("in", "instanceof", "extends", "implements", "from"))
_OPERAND = frozenset(
    ("return", "typeof", "delete", "void", "throw", "new", "in", "instanceof", "await", "yield")
) | {"extends", "case", "default", "let", "const", "var"}
_PREFIXES = _OPERAND - {"in", "instanceof", "extends"}
_STATEMENT = frozenset(("do", "else", "try", "finally", "break", "continue", "debugger"))
_CONTROL = frozenset(("if", "while", "for", "with"))
_SPECIAL = (
    _OPERAND
    | _STATEMENT
    | _CONTROL
    | {"export", "import", "async", "declare", "abstract", "function", "class", "interface"}
    | {"type", "as", "satisfies", "of", "is", "keyof"}
)


class Frame:
    """An open bracket, JSX tag, list of JSX children, or type argument list.

    `kind`: block, object, class, type, paren, bracket, angle, hole (of a template), container
    (of a JSX expression), tag, children. `closing` says what may follow its end: operator,
    operand, statement, or arrow (a statement, though the surrounding one may go on).
    """

    __slots__ = (
        "alias",
        "case",
        "closing",
        "doubt",
        "jsx",
        "kept",
        "kind",
        "last",
        "pending",
        "pending_closing",
        "ternaries",
        "types",
    )

    def __init__(self, kind: str, closing: str = "operator", types: int = VALUE) -> None:
        self.kind = kind
        self.closing = closing
        self.types = self.kept = types
        self.ternaries = self.doubt = 0
        self.case = self.alias = False
        self.pending = self.pending_closing = ""
        self.last = ""
        self.jsx = kind == "tag" or kind == "children"


class Context:
    """The open frames and what the last significant token lets follow.

    `operand`: a value is due next. `statement`: a statement or member may begin. `newline`: a line
    ended since the last significant token. `previous`: that token where its spelling matters,
    "label" for a plain name that began a statement, else "".
    """

    __slots__ = (
        "frame",
        "frames",
        "newline",
        "operand",
        "previous",
        "statement",
        "typescript",
    )

    def __init__(self, typescript: bool) -> None:
        self.typescript = typescript
        self.frame = Frame("block")
        self.frames = [self.frame]
        self.operand = self.statement = self.newline = True
        self.previous = ""

    def push(self, frame: Frame) -> None:
        """Open `frame`."""
        self.frame = frame
        self.frames.append(frame)

    def pop(self) -> Frame:
        """Close the innermost frame and return it; the outermost one stays."""
        if len(self.frames) == 1:
            return self.frame
        closed = self.frames.pop()
        self.frame = self.frames[-1]
        return closed

    def expect(self, operand: bool, previous: str = "", statement: bool = False) -> None:
        """Note the last token: what it lets follow."""
        self.operand = operand
        self.previous = previous
        self.statement = statement
        self.newline = False

    def begin_statement(self, previous: str = "") -> None:
        """A statement or class member begins here."""
        frame = self.frame
        frame.types = frame.kept
        frame.ternaries = frame.doubt = 0
        frame.case = frame.alias = False
        frame.pending = ""
        self.expect(True, previous, True)

    def ended_by_newline(self) -> bool:
        """Whether a token that cannot go on an expression begins a new statement here."""
        ended = not self.operand or self.previous == "}"
        return self.newline and ended and self.frame.kind in _STATEMENTS

    def type_ended(self) -> bool:
        """Whether a line end closed a declaration's type, so that no operator goes on with it."""
        return self.frame.types not in (VALUE, WHOLE) and self.ended_by_newline()

    def literal(self) -> None:
        """A string, number, template or regular expression ended."""
        if self.ended_by_newline():
            self.begin_statement()
        self.expect(False)

    def word(self, word: str, declares: bool) -> None:
        """A name or keyword; `declares`: what follows shows that it heads a declaration."""
        if self.previous == "." or self.previous == "?.":
            self.expect(False)
            return
        goes_on = word in _CONTINUE and not self.type_ended()
        if not goes_on and self.ended_by_newline():
            self.begin_statement()
        if word not in _SPECIAL:
            self.expect(False, "label" if self.statement else "")
        elif self._names_member(word):
            self.expect(False, word if word == "async" else "")
        else:
            self._keyword(word, declares)

    def _member_due(self) -> bool:
        """Whether the name of a class's or an object's member may come next."""
        if self.frame.kind == "class":
            return self.statement
        return self.frame.kind == "object" and self.previous in ("{", ",")

    def _names_member(self, word: str) -> bool:
        """Whether a keyword is the name of a class's or an object's member."""
        if self.operand or self.frame.kind not in ("class", "object"):
            return self._member_due()
        modified = self.frame.kind == "class" and self.previous in ("label", "async")
        return modified or word in _PREFIXES

    def _keyword(self, word: str, declares: bool) -> None:
        frame = self.frame
        statement = self.statement
        if word == "const" and self.previous in ("as", "satisfies"):
            self.expect(False)
        elif word in _OPERAND:
            if word == "case" and statement and frame.kind == "block":
                frame.case = True
            if not (word == "await" and self.previous == "for"):
                self.expect(word != "void" or not frame.types, word)
        elif word in _STATEMENT:
            self.expect(True, word, True)
        elif word in _CONTROL:
            self.expect(False, word)
        elif word == "export" or word == "import":
            self.expect(True, "", statement)
        elif word in ("function", "class", "interface"):
            if declares and (statement or word != "interface"):
                declaration = statement or self.previous == "default"
                declaration = declaration or not (self.operand or self.previous == "async")
                frame.pending = word
                frame.pending_closing = "statement" if declaration else "operator"
                self.expect(True, word)
            else:
                self.expect(False, "label" if statement else "")
        elif word == "type" and declares and statement:
            frame.alias = True
            self.expect(False)
        elif word in ("as", "satisfies") and not self.operand and self.previous != "async":
            if frame.types == VALUE:
                frame.types = ASSERTION
            self.expect(True, word)
        elif (word == "of" and not self.operand and frame.closing == "for") or (
            word in ("is", "keyof") and frame.types
        ):
            self.expect(True, word)
        else:
            kept = statement and word in ("async", "declare", "abstract")
            named = "label" if statement else word if word == "async" else ""
            self.expect(False, self.previous if self.previous == "default" else named, kept)

    def open_paren(self) -> None:
        """After `(`."""
        closing = "operator"
        if self.previous in _CONTROL:
            closing = "for" if self.previous == "for" else "statement"
        self.push(Frame("paren", closing, WHOLE if self.frame.types else VALUE))
        self.expect(True)

    def open_bracket(self) -> None:
        """After `[`."""
        self.push(Frame("bracket", "operator", WHOLE if self.frame.types else VALUE))
        self.expect(True)

    def open_angle(self, closing: str) -> None:
        """After a `<` that opens a list of types; `closing`: what may follow its `>`."""
        self.push(Frame("angle", closing, WHOLE))
        self.expect(True, "<")

    def close_angle(self) -> None:
        """After the `>` that closes a list of types."""
        if self.pop().closing == "operand":
            self.expect(True)
        else:
            self.expect(False, ">")

    def close_paren(self) -> None:
        """After `)`."""
        self._close("paren", ")")

    def close_bracket(self) -> None:
        """After `]`."""
        self._close("bracket", "]")

    def _close(self, kind: str, mark: str) -> None:
        while self.frame.kind == "angle":
            self.pop()
        closing = self.pop().closing if self.frame.kind == kind else "operator"
        operand = closing != "operator"
        self.expect(operand, mark, operand)

    def open_brace(self) -> None:
        """After `{` in code."""
        frame = self.frame
        previous = self.previous
        body = not self.operand or previous in _AFTER_TYPE
        if frame.types == WHOLE:
            opened = Frame("type", "operator", WHOLE)
        elif frame.pending and (body or previous in _BODY_FOLLOWS):
            opened = _body(frame)
        elif body:
            frame.types = frame.kept
            opened = Frame("block", "statement")
        elif frame.types or previous == "<":
            opened = Frame("type", "operator", WHOLE)
        elif self.statement or (previous == "return" and self.newline):
            opened = Frame("block", "statement")
        elif previous == "=>":
            opened = Frame("block", "arrow")
        else:
            opened = Frame("object")
        self.push(opened)
        self.expect(True, "{", opened.kind != "object")

    def unwind(self) -> str:
        """Before `}`: leave what is open inside the braces and return the braces' kind.

        Empty when no brace is open.
        """
        while self.frame.kind in ("paren", "bracket", "angle"):
            self.pop()
        return self.frame.kind if len(self.frames) > 1 and self.frame.kind in _BRACES else ""

    def close_brace(self) -> None:
        """After a `}` whose brace `unwind` found."""
        closing = self.pop().closing
        frame = self.frame
        if closing == "statement":
            frame.types = frame.kept
            if frame.kind in _STATEMENTS:
                self.begin_statement("}")
                return
        self.expect(closing != "operator", "}", closing != "operator")

    def question(self, optional: bool) -> None:
        """After `?`; `optional`: it marks a parameter or member, as its follower shows."""
        frame = self.frame
        if optional or self.operand:
            self.expect(self.operand)
            return
        if frame.types == ASSERTION:
            frame.types = frame.kept
        frame.ternaries += 1
        self.expect(True, "?")

    def colon(self) -> None:
        """After `:`."""
        frame = self.frame
        previous = self.previous
        if frame.ternaries or (frame.doubt == 2 and not frame.case):
            frame.ternaries -= frame.doubt != 2
            frame.doubt = 1 if previous == ")" else 0
            if frame.types == ASSERTION:
                frame.types = frame.kept
        elif frame.kind == "block" and (frame.case or previous in ("label", "default")):
            self.begin_statement()
            return
        elif frame.types == VALUE and (frame.kind != "object" or previous == ")"):
            frame.types = RETURN if previous == ")" else ANNOTATION
        self.expect(True, ":")

    def comma(self) -> None:
        """After `,`."""
        frame = self.frame
        frame.types = frame.kept
        frame.doubt = 0
        self.expect(True, ",")

    def semicolon(self) -> None:
        """After `;`."""
        while self.frame.kind == "angle":
            self.pop()
        frame = self.frame
        if frame.kind in _STATEMENTS:
            self.begin_statement()
        else:
            frame.types = frame.kept
            frame.ternaries = 0
            self.expect(True, ";")

    def operator(self, mark: str) -> None:
        """After any other punctuator."""
        frame = self.frame
        if mark == "*":
            if self.type_ended():
                self.begin_statement()
            if self._member_due() or self.previous == "async":
                return
        if mark == "=>":
            frame.doubt = 2 if frame.doubt else 0
            if frame.types == RETURN:
                frame.types = frame.kept
        elif mark == "=" and frame.alias:
            frame.types = ALIAS
            frame.alias = False
        elif frame.types and mark not in _TYPE_OPERATORS:
            frame.types = frame.kept
        self.expect(mark != "." and mark != "?.", mark)

    def step(self) -> None:
        """After `++` or `--`: postfix behind a value on the same line, else prefix."""
        self.expect(self.operand or self.newline)

    def bang(self) -> None:
        """After `!`: a non-null assertion behind a value on the same line, else negation."""
        if self.operand or self.newline or not self.typescript:
            self.operator("!")
        else:
            self.expect(False)

    def at(self) -> None:
        """After the `@` of a decorator."""
        if self.ended_by_newline():
            self.begin_statement()
        self.expect(True, "@", self.statement)

    def in_head(self) -> bool:
        """Whether `<` here can only open a list of types."""
        frame = self.frame
        return bool(frame.types or frame.alias or frame.pending or self.previous == "new")


def _body(frame: Frame) -> Frame:
    """The frame of the class, interface or function body that `frame` waits for."""
    pending, frame.pending = frame.pending, ""
    frame.types = frame.kept
    if pending == "interface":
        return Frame("type", "statement", WHOLE)
    return Frame("class" if pending == "class" else "block", frame.pending_closing)
