"""JavaScript's and TypeScript's classes, interfaces, enums, and object literals."""

from __future__ import annotations

from fslint.flow import (
    Binding,
    Class,
    ClassValue,
    Closure,
    Either,
    Entry,
    Function,
    Name,
    Object,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript_bindings import Key
from fslint.languages.javascript_functions import FunctionReader
from fslint.languages.reader import heritage

MODIFIERS = frozenset(
    {"static", "async", "get", "set", "public", "private", "protected", "readonly", "override"}
    | {"abstract", "declare", "accessor"}
)
NO_MODIFIER_BEFORE = frozenset({"(", "=", ";", "}", ":", "?", "!", ",", "<", ""})
ACCESSORS = frozenset({"get", "set"})
HERITAGE = frozenset({"extends", "implements", "mixins"})


class ClassReader(FunctionReader):
    """Reads classes into `flow.classes`, and object literals."""

    def class_literal(
        self, decorators: tuple[Value, ...] = (), modifiers: frozenset[str] = frozenset()
    ) -> ClassValue:
        """Read a class, at the word `class`."""
        start = self.i
        self.expect("class")
        named = self.kinds[self.i] == "name" and self.texts[self.i] not in HERITAGE
        declared = self.new_class(self.name() if named else "", "class", start)
        declared.decorators, declared.modifiers = decorators, modifiers
        self.skip_angles()
        self.deeper()
        bases: list[str] = []
        while self.texts[self.i] in HERITAGE:
            self.i += 1
            if self.texts[self.i - 1] == "extends":
                bases.extend(heritage(self.target()))
                self.skip_angles()
                continue
            bases.append(self.type())
            while self.accept(","):
                bases.append(self.type())
        declared.bases = tuple(base for base in bases if base)
        self.expect_opener("{")
        self.class_body(declared)
        self.depth -= 1
        declared.span = self.span(start)
        return ClassValue(declared.span, declared.index)

    def new_class(self, name: str, kind: str, start: int) -> Class:
        declared = Class(
            len(self.flow.classes), name, self.at(start), kind, parent=self.function.index
        )
        self.flow.classes.append(declared)
        return declared

    def class_body(self, declared: Class) -> None:
        opener = self.i
        end = self.partner[opener]
        state = self.state()
        self.owner = declared.index
        self.i += 1
        initializers: dict[bool, Function] = {}
        self.items(end, lambda: self.class_member(declared, initializers, opener))
        self.restore(state)
        self.close(opener)

    def initializer(
        self, initializers: dict[bool, Function], static: bool, opener: int
    ) -> Function:
        """The function that a class's field values or static blocks run in."""
        if static not in initializers:
            modifiers = ("static",) if static else ()
            function = self.new_function("", "initializer", opener, modifiers)
            function.span = Span(self.starts[opener], self.ends[self.partner[opener]])
            function.body_span = function.span
            initializers[static] = function
        return initializers[static]

    def class_member(
        self, declared: Class, initializers: dict[bool, Function], opener: int
    ) -> None:
        if self.accept(";") or self.accept(","):
            return
        decorators = self.decorators()
        start = self.i
        modifiers = self.modifiers()
        static = "static" in modifiers
        if static and self.texts[self.i] == "{":
            state = self.enter(self.initializer(initializers, True, opener))
            block = self.i
            self.i += 1
            self.statements(self.partner[block])
            self.close(block)
            self.restore(state)
            return
        if self.is_index_signature():
            self.i = self.after(self.i)
            self.annotation()
            return
        key = self.key()
        if not self.accept("?"):
            self.accept("!")
        if self.texts[self.i] in ("(", "<"):
            self.method(declared, key, start, modifiers, decorators)
            return
        typed = self.annotation()
        value: Value | None = None
        if self.accept("="):
            state = self.enter(self.initializer(initializers, static, opener))
            value = self.value()
            self.keep(value)
            self.restore(state)
            self.christen(value, key.name)
            if isinstance(value, Closure):
                function = self.flow.functions[value.index]
                function.owner = declared.index
                function.decorators = decorators
        fields = declared.fields.setdefault(key.name, [])
        fields.append(Binding(value, key.span, "field", typed))
        self.statement_end()

    def modifiers(self) -> set[str]:
        """Read the words and marks in front of a member's name."""
        found: set[str] = set()
        while True:
            text = self.texts[self.i]
            if text == "*":
                found.add("generator")
            elif text in MODIFIERS and self.texts[self.i + 1] not in NO_MODIFIER_BEFORE:
                found.add(text)
            elif text not in ("+", "-"):
                return found
            self.i += 1

    def is_index_signature(self) -> bool:
        index = self.i
        return (
            self.texts[index] == "["
            and self.kinds[index + 1] == "name"
            and self.texts[index + 2] == ":"
        )

    def method(
        self,
        declared: Class,
        key: Key,
        start: int,
        modifiers: set[str],
        decorators: tuple[Value, ...],
    ) -> None:
        if not self.has_body(self.i) and "abstract" not in modifiers:
            self.i = self.signature_end(self.i)
            self.statement_end()
            return
        kind = function_kind(modifiers)
        modifiers -= ACCESSORS
        if key.name == "constructor" and "static" not in modifiers:
            kind = "constructor"
        function = self.new_function(key.name, kind, start, modifiers, decorators)
        declared.methods.setdefault(key.name, []).append(function.index)
        self.function_rest(function)

    def statement_end(self) -> None:
        """Step over the end of a statement or member: `;`, a line break, or what closes it."""
        index = self.i
        if self.texts[index] == ";":
            self.i += 1
        elif not self.newline[index] and self.texts[index] not in ("}", "", ","):
            raise UnreadableError(f"unexpected {self.texts[index]!r}")

    # -- interfaces and enums

    def interface(self) -> None:
        """Read an interface, at its word: member names only."""
        start = self.i
        self.i += 1
        place = self.at(self.i)
        declared = self.new_class(self.name(), "interface", start)
        self.skip_angles()
        bases: list[str] = []
        while self.texts[self.i] in HERITAGE:
            self.i += 1
            bases.append(self.type())
            while self.accept(","):
                bases.append(self.type())
        declared.bases = tuple(base for base in bases if base)
        self.expect_opener("{")
        opener = self.i
        self.i += 1
        self.items(self.partner[opener], lambda: self.interface_member(declared))
        self.close(opener)
        declared.span = self.span(start)
        self.bind(declared.name, Binding(ClassValue(place, declared.index), place, "class"))

    def interface_member(self, declared: Class) -> None:
        if self.accept(";") or self.accept(",") or self.accept("|"):
            return
        if self.accept("..."):
            self.type()
            return
        self.modifiers()
        if self.texts[self.i] in ("(", "<"):
            self.i = self.signature_end(self.i)
            return
        if self.texts[self.i] == "[":
            self.i = self.after(self.i)
            self.accept("?")
            if self.texts[self.i] in ("(", "<"):
                self.i = self.signature_end(self.i)
            self.annotation()
            return
        key = self.key()
        self.accept("?")
        if self.texts[self.i] in ("(", "<"):
            declared.methods.setdefault(key.name, [])
            self.i = self.signature_end(self.i)
        else:
            typed = self.annotation()
            field = Binding(None, key.span, "field", typed)
            declared.fields.setdefault(key.name, []).append(field)
        self.statement_end()

    def enum(self) -> None:
        """Read an enum, at its word."""
        start = self.i
        self.expect("enum")
        place = self.at(self.i)
        declared = self.new_class(self.name(), "enum", start)
        self.expect_opener("{")
        self.listed(lambda: self.enum_member(declared))
        declared.span = self.span(start)
        self.bind(declared.name, Binding(ClassValue(place, declared.index), place, "class"))

    def enum_member(self, declared: Class) -> None:
        key = self.key()
        value = self.value() if self.accept("=") else None
        declared.fields.setdefault(key.name, []).append(Binding(value, key.span, "field"))

    # -- object literals

    def object_literal(self) -> Object:
        start = self.i
        entries: list[Entry] = []
        self.listed(lambda: entries.append(self.entry()))
        return Object(self.span(start), tuple(entries))

    def entry(self) -> Entry:
        start = self.i
        if self.accept("..."):
            value = self.value()
            return Entry("", value, self.span(start), "spread")
        modifiers: set[str] = set()
        while self.texts[self.i] in ("async", "get", "set", "*") and (
            self.texts[self.i + 1] not in NO_MODIFIER_BEFORE
        ):
            modifiers.add("generator" if self.texts[self.i] == "*" else self.texts[self.i])
            self.i += 1
        index = self.i
        key = self.key()
        text = self.texts[self.i]
        kind = "value" if key.computed is None else "computed"
        if text == "(" or text == "<":
            form = function_kind(modifiers)
            modifiers -= ACCESSORS
            function = self.new_function(key.name, form, start, modifiers)
            function.owner = -1
            self.function_rest(function)
            kind = form if form in ("getter", "setter") else kind
            closure = Closure(function.span, function.index)
            return Entry(key.name, closure, self.span(start), kind)
        if text == ":":
            self.i += 1
            value = self.value()
            self.christen(value, key.name)
            return Entry(key.name, value, self.span(start), kind)
        if self.kinds[index] != "name":
            raise UnreadableError("expected ':'")
        value = Name(key.span, key.name)
        if self.accept("="):
            default = self.value()
            value = Either(self.span(start), (value, default))
        return Entry(key.name, value, self.span(start))


def function_kind(modifiers: set[str]) -> str:
    """The kind of a method with these words in front of its name."""
    if "get" in modifiers:
        return "getter"
    return "setter" if "set" in modifiers else "method"
