"""JavaScript's calls, members, literals and templates, read in the order they are evaluated."""

from __future__ import annotations

import re

from fslint.flow import (
    Argument,
    Arm,
    Array,
    Call,
    Choice,
    Either,
    Import,
    Index,
    Literal,
    Member,
    Name,
    Op,
    Opaque,
    Template,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript_bindings import required_module
from fslint.languages.javascript_modules import ModuleReader
from fslint.languages.reader import capped
from fslint.languages.strings import javascript_string, number, unescape

CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "true": ("bool", True),
    "false": ("bool", False),
    "null": ("null", None),
    "undefined": ("undefined", None),
}
RESERVED = frozenset(
    {"break", "case", "catch", "const", "continue", "debugger", "default", "do", "else", "enum"}
    | {"export", "extends", "finally", "for", "if", "in", "instanceof", "return", "switch"}
    | {"throw", "try", "var", "while", "with"}
)


HANGING = frozenset({".", "?.", "(", "[", "!"})
"""What makes a call a part of something larger."""
MARKUP_TAGS = frozenset({"html", "svg"})
LISTENING = re.compile(r"@([\w:.-]{1,60})=[\"']?$")
"""What stands before the handler of an event in a template of Lit's."""


class OperandReader(ModuleReader):
    """Reads what operators stand between: steps go to the current block, the value is returned.

    `alternatives`: the last choice between two objects that was read, and its test.
    """

    alternatives: tuple[Either, Value] | None = None

    # -- members and calls

    def target(self) -> Value:
        start = self.i
        return self.suffixes(self.primary(), start)

    def suffixes(self, value: Value, start: int, calls: bool = True) -> Value:
        """Read `.a`, `?.a`, `[a]`, `(…)`, templates and `!` behind a value."""
        links = 0
        while True:
            index = self.i
            text = self.texts[index]
            links += 1
            if text == ".":
                self.i += 1
                value = self.member(capped(value, links), start, False)
            elif text == "(":
                if not calls:
                    return value
                value = self.called(capped(value, links), start)
            elif text == "[":
                self.i += 1
                key = self.expression()
                value = self.indexed(capped(value, links), key, start, index, False)
            elif text == "?.":
                if not calls:
                    return value
                self.i += 1
                value = self.optional(capped(value, links), start)
            elif text == "!":
                if self.newline[index]:
                    return value
                self.i += 1
            elif self.kinds[index] in ("template", "template_head"):
                value = self.tagged(value, start)
            elif text == "<" and self.typed and self.kinds[index] == "punct":
                end = self.type_arguments_end(index)
                if end < 0:
                    return value
                self.i = end
            else:
                return value

    def decorator(self) -> Value:
        """Read what stands behind `@`: names with dots and calls."""
        start = self.i
        value = self.primary()
        while True:
            if self.accept("."):
                value = self.member(value, start, False)
            elif self.texts[self.i] == "(":
                value = self.called(value, start)
            elif self.texts[self.i] == "<":
                self.skip_angles()
            else:
                return value

    def member(self, of: Value, start: int, optional: bool) -> Value:
        """Read the name behind `.` or `?.`."""
        index = self.i
        if self.kinds[index] not in ("name", "private"):
            raise UnreadableError("expected a name")
        self.i += 1
        return Member(self.span(start), of, self.texts[index], self.at(index), optional)

    def optional(self, value: Value, start: int) -> Value:
        """Read what follows `?.`."""
        index = self.i
        if self.texts[index] == "<":
            self.skip_angles()
        if self.texts[self.i] == "(":
            return self.called(value, start, optional=True)
        if self.texts[index] == "[":
            self.i += 1
            return self.indexed(value, self.expression(), start, index, True)
        return self.member(value, start, True)

    def indexed(self, of: Value, key: Value, start: int, opener: int, optional: bool) -> Value:
        if self.i != self.partner[opener]:
            raise UnreadableError("expected ']'")
        self.close(opener)
        if isinstance(key, Literal) and isinstance(key.value, str) and key.kind == "string":
            return Member(self.span(start), of, key.value, key.span, optional)
        return Index(self.span(start), of, key)

    def called(self, callee: Value, start: int, optional: bool = False) -> Value:
        arguments = self.arguments()
        for place, argument in enumerate(arguments):
            told = self.alternatives
            if told is not None and argument.value is told[0] and self.texts[self.i] not in HANGING:
                return self.called_either_way(callee, start, arguments, place, optional)
        call = Call(self.span(start), callee, arguments, optional=optional)
        self.block.append(call)
        if type(callee) is Name:
            module = required_module(call)
            if module is not None:
                self.flow.imports.append(Import("", module, "*", call.span))
        return call

    def called_either_way(
        self,
        callee: Value,
        start: int,
        arguments: tuple[Argument, ...],
        place: int,
        optional: bool,
    ) -> Value:
        """A call that is given one object or another, by a test, is one of two calls."""
        assert self.alternatives is not None
        either, test = self.alternatives
        calls = tuple(
            Call(
                self.span(start),
                callee,
                (*arguments[:place], Argument(value), *arguments[place + 1 :]),
                optional=optional,
            )
            for value in either.values
        )
        arms = tuple(Arm([call]) for call in calls)
        self.block.append(Choice(either.span, "if", test, arms))
        return Either(self.span(start), calls)

    def arguments(self) -> tuple[Argument, ...]:
        """Read `(…)`."""
        if self.partner[self.i] == self.i + 1:
            self.close(self.i)
            return ()
        found: list[Argument] = []
        self.listed(lambda: found.append(self.argument()))
        return tuple(found)

    def argument(self) -> Argument:
        spread = self.accept("...")
        return Argument(self.value(), "", spread)

    def new(self) -> Value:
        """Read `new X(…)` or `new.target`."""
        start = self.i
        self.i += 1
        if self.accept("."):
            self.i += 1
            return Opaque(self.span(start))
        self.deeper()
        index = self.i
        callee = self.suffixes(self.primary(), index, calls=False)
        arguments = self.arguments() if self.texts[self.i] == "(" else ()
        self.depth -= 1
        call = Call(self.span(start), callee, arguments, new=True)
        self.block.append(call)
        return call

    # -- primaries

    def primary(self) -> Value:
        index = self.i
        kind, text = self.kinds[index], self.texts[index]
        if kind == "name":
            return self.word(text)
        if kind == "punct":
            if text == "(":
                return self.parenthesised()
            if text == "[":
                return self.array()
            if text == "{":
                return self.object_literal()
            if text == "@":
                return self.class_literal(self.decorators())
        elif kind == "string":
            self.i += 1
            return Literal(self.at(index), "string", javascript_string(text))
        elif kind == "template" or kind == "template_head":
            return self.template()
        elif kind == "number":
            self.i += 1
            return Literal(self.at(index), "number", number(text))
        elif kind == "jsx_punct" and text == "<":
            return self.jsx()
        elif kind == "regex":
            self.i += 1
            return Literal(self.at(index), "regex", text)
        elif kind == "private":
            self.i += 1
            return Literal(self.at(index), "string", text)
        raise UnreadableError(f"unexpected {text!r}" if text else "unexpected end")

    def word(self, text: str) -> Value:
        """Read a value that begins with a word."""
        index = self.i
        following = self.texts[index + 1]
        if text == "function" or (
            text == "async" and following == "function" and not self.newline[index + 1]
        ):
            return self.function_literal()
        if text == "class":
            return self.class_literal()
        if text == "new":
            return self.new()
        if text in CONSTANTS:
            self.i += 1
            kind, value = CONSTANTS[text]
            return Literal(self.at(index), kind, value)
        if text in RESERVED or (text == "import" and following not in ("(", ".")):
            raise UnreadableError(f"unexpected {text!r}")
        self.i += 1
        return Name(self.at(index), text)

    def parenthesised(self) -> Value:
        """Read `(a, b)`, with or without a type behind the value."""
        opener = self.i
        self.expect_opener("(")
        self.i += 1
        value = self.expression()
        if self.texts[self.i] == ":":
            self.annotation()
        if self.i != self.partner[opener]:
            raise UnreadableError("expected ')'")
        self.close(opener)
        return value

    def array(self) -> Array:
        opener = self.i
        items: list[Value] = []
        self.listed(lambda: items.append(self.array_item()))
        return Array(self.span(opener), tuple(items))

    def array_item(self) -> Value:
        start = self.i
        if self.accept("..."):
            value = self.value()
            return Op(self.span(start), "...", (value,))
        return self.value()

    def template(self) -> Literal | Template:
        """Read a template with its holes."""
        start = index = self.i
        if self.kinds[index] == "template":
            self.i += 1
            return Literal(self.at(index), "string", unescape(self.texts[index][1:-1]))
        parts: list[str | Value] = []
        while True:
            kind, text = self.kinds[index], self.texts[index]
            last = kind not in ("template_head", "template_middle")
            said = unescape(text[1:-1] if last else text[1:-2])
            if said:
                parts.append(said)
            self.i = index + 1
            if last:
                return Template(self.span(start), tuple(parts))
            parts.append(self.expression())
            if self.i != self.partner[index]:
                raise UnreadableError("expected '}'")
            index = self.i

    def tagged(self, tag: Value, start: int) -> Value:
        template = self.template()
        arguments = [Argument(template)]
        parts = template.parts if isinstance(template, Template) else ()
        shown = isinstance(tag, Name) and tag.id in MARKUP_TAGS
        before: str | Value = ""
        for part in parts:
            event = LISTENING.search(before) if shown and isinstance(before, str) else None
            if event is not None and not isinstance(part, str):
                self.block.append(_listened(event[1], part))
            elif not isinstance(part, str):
                arguments.append(Argument(part))
            before = part
        call = Call(self.span(start), tag, tuple(arguments))
        self.block.append(call)
        return call


def _listened(event: str, handler: Value) -> Call:
    """What a template of Lit's does that sets a handler: `@click=${this.leave}`."""
    named = Literal(handler.span, "string", event)
    callee = Name(handler.span, "addEventListener")
    return Call(handler.span, callee, (Argument(named), Argument(handler)), "dropped")
