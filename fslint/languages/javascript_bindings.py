"""Names and what they stand for: declarations, destructuring, assignment targets."""

from __future__ import annotations

from typing import NamedTuple

from fslint.flow import (
    Arm,
    Binding,
    Block,
    Call,
    Choice,
    Either,
    Export,
    Import,
    Index,
    Literal,
    Member,
    Name,
    Opaque,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript_types import TypeReader
from fslint.languages.reader import dotted
from fslint.languages.strings import javascript_string

ASSIGN = "assign"
COMMONJS = frozenset({"exports", "module.exports"})


class Key(NamedTuple):
    """The name of a property. `computed` is the value between brackets, if it is no constant."""

    name: str
    span: Span
    computed: Value | None = None


class PatternReader(TypeReader):
    """Binds names. A pattern is read twice at most: stepped over first, bound when the value is
    known."""

    def target(self) -> Value:
        """Read what stands left of an assignment."""
        raise NotImplementedError

    def decorator(self) -> Value:
        """Read what stands behind `@`."""
        raise NotImplementedError

    def key(self) -> Key:
        """Read a property's name."""
        index = self.i
        text, kind = self.texts[index], self.kinds[index]
        if text == "[":
            self.i += 1
            value = self.value()
            end = self.partner[index]
            if self.i != end:
                raise UnreadableError("expected ']'")
            self.close(index)
            if isinstance(value, Literal) and isinstance(value.value, str):
                return Key(value.value, value.span)
            return Key(dotted(value), value.span, value)
        if kind == "string":
            name = javascript_string(text)
        elif kind in ("name", "private", "number"):
            name = text
        else:
            raise UnreadableError("expected a property name")
        self.i += 1
        return Key(name, self.at(index))

    def pattern(self, value: Value, kind: str, declared: str = "") -> None:
        """Bind the pattern at the cursor to `value`.

        `kind` is the binding's kind, or `ASSIGN` where the parts are targets, not new names.
        """
        index = self.i
        text = self.texts[index]
        self.deeper()
        if text in ("{", "["):
            resume = self.after(index)
            if self.texts[resume] == "=":
                self.i = resume
                value = self.defaulted(value)
                resume, self.i = self.i, index
            self.parts(value, kind)
            self.i = resume
        elif kind == ASSIGN:
            target = self.target()
            value = self.defaulted(value)
            self.assign(target, value, self.span(index))
        else:
            name = self.name()
            value = self.defaulted(value)
            if isinstance(value, Either):
                self.christen(value.values[-1], name)
            self.bind(name, Binding(value, self.at(index), kind, declared))
        self.depth -= 1

    def parts(self, value: Value, kind: str) -> None:
        """Bind the parts of the `{…}` or `[…]` at the cursor."""
        if self.texts[self.i] == "{":
            self.listed(lambda: self.pattern_property(value, kind))
        else:
            self.pattern_items(value, kind)

    def defaulted(self, value: Value) -> Value:
        """Read `= default` if there is one."""
        if self.texts[self.i] != "=":
            return value
        self.i += 1
        block, default = self.collect(self.value)
        self.nullish(value, block, default.span)
        place = Span(value.span.start, default.span.end)
        return Either(place, (value, default), falls_back=True)

    def nullish(self, test: Value, block: Block, place: Span) -> None:
        """Emit the steps that run only where `test` is missing."""
        if block:
            self.block.append(Choice(place, "nullish", test, (Arm([]), Arm(block))))

    def pattern_property(self, value: Value, kind: str) -> None:
        index = self.i
        if self.accept("..."):
            self.pattern(value, kind)
            return
        key = self.key()
        if self.accept(":"):
            self.pattern(self.part(value, key), kind)
            return
        self.i = index
        self.pattern(self.part(value, key), kind)

    def part(self, value: Value, key: Key) -> Value:
        """The property `key` of a value that is taken apart."""
        if key.computed is not None:
            return Index(key.span, value, key.computed)
        return Member(key.span, value, key.name, key.span)

    def pattern_items(self, value: Value, kind: str) -> None:
        opener = self.i
        end = self.partner[opener]
        self.i += 1
        position = 0
        while self.i < end:
            if self.accept(","):
                position += 1
                continue
            place = self.at(self.i)
            if self.accept("..."):
                self.pattern(Opaque(place), kind)
            else:
                number = Literal(place, "number", position)
                self.pattern(Index(place, value, number), kind)
            if self.i < end and self.texts[self.i] != ",":
                raise UnreadableError("expected ','")
        self.close(opener)

    def declaration(self, kind: str) -> None:
        """Read `name: type = value, …` after `const`, `let` or `var`."""
        self.declarator(kind)
        while self.accept(","):
            self.declarator(kind)

    def declarator(self, kind: str) -> None:
        start = self.i
        if self.texts[start] not in ("{", "[") and self.kinds[start] != "name":
            raise UnreadableError("expected a name")
        self.i = self.after(start)
        if not self.newline[self.i]:
            self.accept("!")
        declared = self.annotation()
        value: Value | None = None
        if self.accept("="):
            value = self.value()
            self.keep(value)
        end, self.i = self.i, start
        if self.texts[start] in ("{", "["):
            if not (value and self.required_parts(value)):
                self.parts(value or Opaque(self.at(start)), kind)
        elif not (value and self.required(self.texts[start], self.at(start), value)):
            self.bind(self.texts[start], Binding(value, self.at(start), kind, declared))
        self.i = end

    # -- CommonJS

    def required(self, name: str, place: Span, value: Value) -> bool:
        """Make `name = require('m')` and `name = (await import('m')).a` an import."""
        part = "*"
        if isinstance(value, Member):
            part, value = value.name, value.of
        module = awaited_module(value)
        if module is None:
            return False
        self.named(Import(name, module, part, place))
        return True

    def named(self, *imports: Import) -> None:
        """Add imports in place of the nameless one that their `require` made."""
        self.flow.imports[-1:] = imports

    def required_parts(self, value: Value) -> bool:
        """Make `{a, b: c} = require("m")` imports, `await import("m")` too; else False."""
        module = awaited_module(value)
        opener = self.i
        if module is None or self.texts[opener] != "{":
            return False
        found: list[Import] = []
        index, end = opener + 1, self.partner[opener]
        while index < end:
            name = local = self.texts[index]
            place = self.at(index)
            if self.kinds[index] != "name":
                return False
            index += 1
            if self.texts[index] == ":" and self.kinds[index + 1] == "name":
                local, place = self.texts[index + 1], self.at(index + 1)
                index += 2
            if index < end and self.texts[index] != ",":
                return False
            index += 1
            found.append(Import(local, module, name, place))
        self.named(*found)
        return True

    def assign(self, target: Value, value: Value, span: Span) -> None:
        super().assign(target, value, span)
        if not isinstance(target, (Name, Member)):
            return
        name = dotted(target)
        if name == "module.exports":
            self.flow.exports.append(Export("default", value, span))
        elif isinstance(target, Member) and dotted(target.of) in COMMONJS:
            absent = isinstance(value, Literal) and value.kind == "undefined"
            if not absent:
                self.flow.exports.append(Export(target.name, value, span))


def required_module(value: Value, callees: tuple[str, ...] = ("require", "import")) -> str | None:
    """`m` of `require('m')` and `import('m')`, else None."""
    if isinstance(value, Call) and isinstance(value.callee, Name) and len(value.args) == 1:
        argument = value.args[0].value
        if (
            value.callee.id in callees
            and isinstance(argument, Literal)
            and isinstance(argument.value, str)
        ):
            return argument.value
    return None


def awaited_module(value: Value) -> str | None:
    """The module whose exports `require('m')` or `await import('m')` is, else None."""
    if isinstance(value, Call) and value.use == "awaited":
        return required_module(value)
    return required_module(value, ("require",))
