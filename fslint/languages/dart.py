"""Dart, lowered to the flow without a syntax tree.

An import without a prefix has no local name: it shows all that its file declares. What `read<T>()`
and its like give is a hidden name of type `T`. A future is read as what it holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from fslint.flow import (
    CAUGHT,
    Arm,
    Binding,
    Call,
    Choice,
    Closure,
    Exit,
    Export,
    FileFlow,
    Function,
    Handler,
    Import,
    Index,
    Loop,
    Opaque,
    Span,
    Try,
    Value,
)
from fslint.languages.dart_operands import literal_text
from fslint.languages.dart_patterns import PatternReader
from fslint.languages.javascript import deep_stack
from fslint.languages.javascript_branches import Case, is_plain_break, leaves, unrolled
from fslint.languages.lexer import Token, lex
from fslint.languages.sealed import names_all

DIRECTIVES = frozenset({"import", "export", "part", "library"})
ALONE = DIRECTIVES | {"typedef"}


def lower(path: str, text: str) -> FileFlow:
    """Lower one file's text. Never fails: what cannot be read is in `problems`."""
    whole = Span(0, len(text))
    module = Function(0, "", whole, "module", body_span=whole, parent=-1)
    flow = FileFlow(path, "dart", [module])
    reader = DartReader(lex(text, "dart"), flow, 0)
    with deep_stack():
        reader.items(reader.last, reader.top_level)
    module.body = reader.block
    return flow


class DartReader(PatternReader):
    """Reads statements into the current block."""

    STARTERS = frozenset(
        {"if", "for", "while", "do", "switch", "try", "return", "throw", "break", "continue"}
        | {"class", "enum", "mixin", "extension", "typedef", "static", "final", "var", "late"}
        | {"import", "export", "part", "@", "case", "default", "abstract", "void", "await"}
    )
    CONTINUERS = frozenset({"is", "as", "else", "catch", "finally", "on", "extends", "with"})

    def __init__(self, tokens: Sequence[Token], flow: FileFlow, parent: int) -> None:
        super().__init__(tokens, flow, parent)
        self.setups = {}
        self.pairs = {}

    # -- files

    def top_level(self) -> None:
        start = self.i
        text = self.texts[start]
        if text == ";":
            self.i += 1
        elif text in DIRECTIVES and self.texts[start + 1] not in ("(", "="):
            self.directive()
        elif text == "@" and self.texts[self.annotations_end(start)] in ALONE:
            self.annotations()
        elif self.declares_class(start):
            self.class_declared()
        elif text == "typedef":
            self.type_alias()
        else:
            self.declared_at_top(start)

    def directive(self) -> None:
        """Read `import`, `export`, `part`, `part of` or `library`."""
        start = self.i
        word = self.name()
        self.accept("of")
        module = ""
        if self.kinds[self.i] == "string":
            module = literal_text(self.texts[self.i])
        prefix = ""
        shown: list[str] = []
        while self.texts[self.i] != ";" and self.i < self.last:
            text = self.texts[self.i]
            if text == "as" and self.kinds[self.i + 1] == "name":
                self.i += 1
                prefix = self.texts[self.i]
            elif text == "show":
                shown += self.shown()
                continue
            self.i = self.after(self.i)
        place = self.span(start)
        self.statement_end()
        if not module or module.startswith("dart:"):
            return
        if word == "export":
            names = shown or ["*"]
            self.flow.exports += [Export(name, None, place, module, name) for name in names]
        elif word != "library":
            self.flow.imports += [Import(name, module, name, place) for name in shown]
            self.flow.imports.append(Import(prefix, module, "*", place))

    def shown(self) -> list[str]:
        """Read `show A, B`."""
        self.i += 1
        found = [self.name()]
        while self.accept(","):
            found.append(self.name())
        return found

    def declared_at_top(self, start: int) -> None:
        """Read a function, an accessor or variables outside of classes."""
        words, decorators = self.modifiers()
        kind = self.accessor_kind()
        result = "" if kind else self.declared_type()
        kind = kind or self.accessor_kind()
        if not kind and self.texts[self.i + 1] not in ("(", "<"):
            self.variables(words, result)
            self.statement_end()
            return
        self.i += bool(kind)
        place = self.at(self.i)
        name = self.name()
        function = self.new_function(name, "function", start, words, decorators)
        function.type = result
        closure = Closure(function.span, function.index)
        if kind == "getter":
            self.bind(name, Binding(Call(place, closure, ()), place, "const", result))
        elif not kind:
            self.bind(name, Binding(closure, place, "function"))
            made = Call(place, closure, ())
            self.generated_provider(name, Binding(made, place, "const", result), decorators)
        self.function_rest(function, start)
        closure.span = function.span

    def type_alias(self) -> None:
        """Step over a `typedef`."""
        while self.texts[self.i] not in (";", "}") and self.i < self.last:
            self.i = self.after(self.i)
        self.statement_end()

    # -- statements

    def statement(self) -> None:
        self.deeper()
        index = self.i
        text = self.texts[index]
        handler = HANDLERS.get(text)
        if handler is not None and self.begins(text, index + 1):
            handler(self)
        elif self.kinds[index] == "name" and self.texts[index + 1] == ":":
            self.labelled()
        elif text == "await" and self.texts[index + 1] == "for":
            self.i += 1
            self.for_loop()
        elif text == "@" or (text in ("final", "var", "late", "const") and self.declares(index)):
            self.local_declaration()
        elif name_at := self.function_at(index):
            self.local_function(name_at)
        elif self.declares_variable(index):
            self.variables(set())
            self.statement_end()
        else:
            self.mark(self.value(), "dropped")
            self.statement_end()
        self.depth -= 1

    def begins(self, word: str, following: int) -> bool:
        """Whether a word that may also be a plain name begins its statement."""
        if word == "yield":
            return self.texts[following] not in ("=", ".", "(", ";", "++", "--")
        return word != "assert" or self.texts[following] == "("

    def declares(self, index: int) -> bool:
        """Whether `final`, `var`, `late` or `const` declares something."""
        if self.texts[index] == "const":
            return self.texts[index + 2] == "=" or self.declares_variable(index + 1)
        return self.texts[index + 1] not in ("=", ".", ";", ",")

    def local_declaration(self) -> None:
        start = self.i
        _, _ = self.modifiers()
        name_at = self.function_at(self.i)
        words = set(self.texts[start : self.i])
        if name_at:
            self.local_function(name_at)
            return
        self.variables(words)
        self.statement_end()

    # -- switch

    def switch(self) -> None:
        start = self.i
        end = self.after(start + 1)
        if self.texts[self.partner[end] - 1] == "," or not self.has_cases(end):
            self.mark(self.value(), "dropped")
            self.statement_end()
            return
        self.i += 1
        subject = self.parenthesised()
        self.expect_opener("{")
        opener = self.i
        labels = self.labels(opener + 1, self.partner[opener])
        cases: list[Case] = []
        self.i += 1
        self.items(self.partner[opener], lambda: self.case(cases, labels, opener, subject))
        self.close(opener)
        arms = unrolled(cases)
        self.block.append(Choice(self.span(start), "switch", subject, arms, names_all(arms)))

    def has_cases(self, opener: int) -> bool:
        """Whether the braces at `opener` hold statements, rather than arms with values."""
        first = self.texts[opener + 1]
        return first in ("case", "default", "}") or self.texts[opener + 2] == ":"

    def case(self, cases: list[Case], labels: list[int], opener: int, subject: Value) -> None:
        """Read the cases at the cursor that share their statements, and these."""
        end = self.partner[opener]
        start = self.i
        compared: list[Value] = []
        default = False
        guard: Value | None = None
        self.i += 2 * self.labels_case(self.i)
        while self.texts[self.i] in ("case", "default") and self.i < end:
            if self.accept("default"):
                default = True
            else:
                self.expect("case")
                found, guard = self.guarded_pattern(subject)
                default |= not found and guard is None
                compared += found or (Opaque(self.span(start)),)
            self.expect(":")
        after = bisect_right(labels, self.i)
        until = labels[after] if after < len(labels) else end
        until -= 2 * self.labels_case(until - 2)
        block = self.collect_block(lambda: self.statements(until))
        ends = True
        if block and isinstance(block[-1], Exit) and is_plain_break(block[-1]):
            block.pop()
        elif not block:
            ends = leaves(block)
        if guard is not None and block and len(compared) == 1:
            block = [Choice(self.span(start), "if", guard, (Arm(block), Arm([])))]
        cases.append(Case(() if default else tuple(compared), default, block, ends))

    def labels_case(self, index: int) -> bool:
        """Whether `label:` stands at `index`, in front of a case."""
        return (
            self.texts[index + 1] == ":"
            and self.texts[index - 1] in (";", "}", "{")
            and self.kinds[index] == "name"
            and self.texts[index] != "default"
        )

    # -- loops

    def for_loop(self) -> None:
        start, label = self.i, self.take_label()
        self.i += 1
        opener = self.i
        over, test, update = self.for_head()
        outer, self.block = self.block, []
        self.statement()
        end = self.i
        if update:
            self.i = update
            self.value_list()
        self.i = end
        body, self.block = self.block, outer
        kind = "for" if over is None else "each"
        self.block.append(Loop(self.span(start), kind, body, test, over, label))
        assert opener < self.i

    def element_for(self) -> Value:
        start = self.i
        self.accept("await")
        self.i += 1
        over, test, _ = self.for_head()
        body, value = self.collect(self.element)
        if body:
            kind = "for" if over is None else "each"
            self.block.append(Loop(self.span(start), kind, body, test, over))
        return value

    def for_head(self) -> tuple[Value | None, Value | None, int]:
        """Read `(var a in b)` or `(a; b; c)`: what is walked, the test, where the update is."""
        opener = self.i
        self.expect("(")
        words, _ = self.modifiers()
        walked = self.i
        while walked < self.partner[opener] and self.texts[walked] not in ("in", ";"):
            walked = self.after(walked)
        if self.texts[walked] == "in":
            return self.walked(words, walked, opener), None, 0
        if self.texts[self.i] != ";":
            if words or self.declares_variable(self.i):
                self.variables(words)
            else:
                self.value_list()
        self.expect(";")
        test = None if self.texts[self.i] == ";" else self.value()
        self.expect(";")
        update = self.i if self.i < self.partner[opener] else 0
        self.close(opener)
        return None, test, update

    def walked(self, words: set[str], at: int, opener: int) -> Value:
        """Read `T name in value` or `pattern in value`."""
        begin, self.i = self.i, at + 1
        over = self.value()
        self.i = begin
        place = self.at(begin)
        item = Index(place, over, Opaque(place))
        if words & {"final", "var"} and self.pattern_at(begin):
            self.naming_pattern(item)
        else:
            declared = "" if self.i + 1 == at else self.declared_type()
            place = self.at(self.i)
            self.bind(self.name(), Binding(item, place, "const", declared))
        self.close(opener)
        return over

    # -- exits and exceptions

    def rethrow(self) -> None:
        self.i += 1
        self.block.append(Exit(self.at(self.i - 1), "throw"))
        self.statement_end()

    def yields(self) -> None:
        self.i += 1
        every, value = self.accept("*"), self.value()
        if every:
            self.function.returns.append(value)
        self.mark(value, "dropped")
        self.statement_end()

    def assertion(self) -> None:
        self.i += 1
        self.arguments()
        self.statement_end()

    def attempt(self) -> None:
        """Read `try {…} on T catch (e, s) {…} finally {…}`."""
        start = self.i
        self.i += 1
        body = self.collect_block(self.braces)
        handlers: list[Handler] = []
        while self.texts[self.i] in ("on", "catch"):
            handlers.append(self.handler())
        final = self.collect_block(self.braces) if self.accept("finally") else None
        self.block.append(Try(self.span(start), body, tuple(handlers), None, final))

    def handler(self) -> Handler:
        declared = self.type() if self.accept("on") else ""
        name = ""
        if self.accept("catch"):
            opener = self.i
            self.expect("(")
            place = self.at(self.i)
            name = self.name()
            self.bind(name, Binding(None, place, CAUGHT, declared))
            self.close(opener)
        return Handler(self.collect_block(self.braces), declared, name)


HANDLERS: dict[str, Callable[[DartReader], None]] = {
    "{": DartReader.braces,
    ";": DartReader.nothing,
    "if": DartReader.if_statement,
    "switch": DartReader.switch,
    "while": DartReader.while_loop,
    "do": DartReader.do_loop,
    "for": DartReader.for_loop,
    "break": DartReader.jump,
    "continue": DartReader.jump,
    "return": DartReader.leave,
    "rethrow": DartReader.rethrow,
    "try": DartReader.attempt,
    "assert": DartReader.assertion,
    "yield": DartReader.yields,
}
