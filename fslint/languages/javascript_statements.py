"""JavaScript's declarations and simple statements, and which word begins what."""

from __future__ import annotations

from collections.abc import Callable

from fslint.flow import (
    Binding,
    ClassValue,
    Labeled,
    Opaque,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript_branches import DECLARING, LOOPS, BranchReader


class StatementReader(BranchReader):
    """Reads statements into the current block."""

    STARTERS = frozenset(
        {"const", "let", "var", "function", "class", "if", "for", "while", "do", "switch", "try"}
        | {"return", "throw", "import", "export", "break", "continue", "async", "case", "default"}
        | {"type", "interface", "enum", "@"}
    )

    CONTINUERS = frozenset(
        {"in", "instanceof", "of", "as", "satisfies", "else", "catch", "finally"}
    )

    def statement(self) -> None:
        self.deeper()
        index = self.i
        handler = HANDLERS.get(self.texts[index])
        if handler is None or not self.begins(self.texts[index], index + 1):
            self.expression_statement()
        else:
            handler(self)
        self.depth -= 1

    def begins(self, word: str, following: int) -> bool:
        """Whether a word that may also be a plain name begins its statement."""
        text, kind = self.texts[following], self.kinds[following]
        if word in ("type", "opaque", "interface", "namespace", "enum", "declare", "using"):
            if word == "declare" and text == "global":
                return True
            return kind == "name" and not self.newline[following] and text not in ("in", "of")
        if word == "let":
            return (kind == "name" and text not in ("in", "instanceof")) or text in ("{", "[")
        if word == "module":
            return kind in ("name", "string") and not self.newline[following]
        if word == "global":
            return text == "{"
        if word == "abstract":
            return text == "class"
        if word == "async":
            return text == "function" and not self.newline[following]
        if word == "import":
            return text not in ("(", ".")
        if word == "await":
            return text == "using" and self.begins(text, following + 1)
        return True

    def expression_statement(self) -> None:
        index = self.i
        if self.kinds[index] == "name" and self.texts[index + 1] == ":":
            self.labelled()
            return
        value = self.expression()
        self.mark(value, "dropped")
        self.statement_end()

    def labelled(self) -> None:
        start = self.i
        label = self.name()
        self.i += 1
        if self.texts[self.i] in LOOPS:
            self.label = label
            self.statement()
            return
        body = self.collect_block(self.statement)
        self.block.append(Labeled(self.span(start), label, body))

    def nothing(self) -> None:
        self.i += 1

    # -- declarations

    def variables(self) -> None:
        self.accept("await")
        kind = self.texts[self.i]
        if kind == "const" and self.texts[self.i + 1] == "enum":
            self.i += 1
            self.enum()
            return
        self.i += 1
        self.declaration("let" if kind == "var" else "const" if kind == "using" else kind)
        self.statement_end()

    def function_statement(self) -> None:
        start = self.i
        modifiers = {"async"} if self.accept("async") else set()
        if self.function_declared(start, modifiers) is None:
            self.statement_end()

    def class_statement(self) -> None:
        self.class_declared(())

    def class_declared(self, decorators: tuple[Value, ...]) -> ClassValue:
        modifiers = frozenset({"abstract"}) if self.accept("abstract") else frozenset()
        place = self.at(self.i + 1)
        value = self.class_literal(decorators, modifiers)
        name = self.flow.classes[value.index].name
        if name:
            self.bind(name, Binding(value, place, "class"))
        return value

    def decorated(self) -> None:
        decorators = self.decorators()
        if self.texts[self.i] == "export":
            self.exports(decorators)
        else:
            self.class_declared(decorators)

    def export_statement(self) -> None:
        self.exports()

    def declared(self, decorators: tuple[Value, ...]) -> None:
        decorators += self.decorators()
        if self.texts[self.i] in ("class", "abstract"):
            self.class_declared(decorators)
        else:
            self.statement()

    def type_alias(self) -> None:
        """Step over `type X = …`, `opaque type X: Y = …`."""
        self.accept("opaque")
        self.expect("type")
        self.name()
        self.skip_angles()
        self.annotation()
        if self.accept("="):
            self.type()
        self.statement_end()

    def ambient(self) -> None:
        """Step over what `declare` says, but for the types of its variables."""
        self.i += 1
        text = self.texts[self.i]
        if text in DECLARING or text in ("enum", "interface", "type", "opaque"):
            self.statement()
            return
        if text == "export":
            self.i += 1
        while self.texts[self.i] not in ("{", ";", "(", ":", ""):
            self.i += 1
            self.skip_angles()
            if self.newline[self.i] and self.texts[self.i] != "{":
                return
        if self.texts[self.i] in ("(", ":"):
            self.i = self.signature_end(self.i)
            self.statement_end()
        else:
            self.i = self.after(self.i)

    def namespace(self) -> None:
        """Read a namespace's statements in place; what they export stays inside."""
        self.i += 1
        while self.texts[self.i] != "{":
            if self.kinds[self.i] not in ("name", "string") and self.texts[self.i] != ".":
                raise UnreadableError("expected '{'")
            self.i += 1
        self.namespaces += 1
        self.braces()
        self.namespaces -= 1

    # -- embedded code

    def whole_value(self) -> Value:
        """Read the tokens as one expression; what stands behind it is ignored."""
        values: list[Value] = []
        self.items(self.last, lambda: self.leading_value(values))
        return values[0] if values else Opaque(self.at(0))

    def leading_value(self, values: list[Value]) -> None:
        values.append(self.expression())
        self.i = self.last


HANDLERS: dict[str, Callable[[StatementReader], None]] = {
    "{": StatementReader.braces,
    ";": StatementReader.nothing,
    "const": StatementReader.variables,
    "let": StatementReader.variables,
    "var": StatementReader.variables,
    "using": StatementReader.variables,
    "await": StatementReader.variables,
    "function": StatementReader.function_statement,
    "async": StatementReader.function_statement,
    "class": StatementReader.class_statement,
    "abstract": StatementReader.class_statement,
    "@": StatementReader.decorated,
    "import": StatementReader.imports,
    "export": StatementReader.export_statement,
    "type": StatementReader.type_alias,
    "opaque": StatementReader.type_alias,
    "interface": StatementReader.interface,
    "enum": StatementReader.enum,
    "declare": StatementReader.ambient,
    "namespace": StatementReader.namespace,
    "module": StatementReader.namespace,
    "global": StatementReader.namespace,
    "if": StatementReader.if_statement,
    "switch": StatementReader.switch,
    "while": StatementReader.while_loop,
    "do": StatementReader.do_loop,
    "for": StatementReader.for_loop,
    "break": StatementReader.jump,
    "continue": StatementReader.jump,
    "return": StatementReader.leave,
    "throw": StatementReader.leave,
    "try": StatementReader.attempt,
    "with": StatementReader.with_statement,
    "debugger": StatementReader.debugger,
}
