"""Swift's classes, structs, enums, actors, protocols and extensions."""

from __future__ import annotations

from fslint.flow import (
    COMPOSED,
    Binding,
    Class,
    ClassValue,
    Function,
    Import,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.swift_properties import PropertyReader

KINDS = {"class": "class", "struct": "class", "actor": "class", "enum": "enum"}
KINDS |= {"protocol": "interface", "extension": "extension"}
PREVIEWS = frozenset({"PreviewProvider"})


class ClassReader(PropertyReader):
    """Reads types into `flow.classes`."""

    setups: dict[int, Function]
    """The function in which a type's initial values are made, by the class's index."""

    def type_declared(self, start: int, modifiers: set[str], decorators: tuple[Value, ...]) -> None:
        """Read from the word `class`, `struct`, `enum`, `actor`, `protocol` or `extension`."""
        word = self.texts[self.i]
        self.i += 1
        place = self.at(self.i)
        name = self.type()
        name = name.rpartition(".")[2]
        declared = self.new_class(name, KINDS[word], start)
        declared.decorators, declared.modifiers = decorators, frozenset(modifiers)
        bases = [name] if word == "extension" else []
        if self.accept(":"):
            while True:
                bases += filter(None, self.type().split(COMPOSED))
                if not self.accept(","):
                    break
        declared.bases = tuple(bases)
        self.where_clause()
        if word != "extension":
            value = ClassValue(declared.span, declared.index)
            self.bind(name, Binding(value, place, "class"))
        if PREVIEWS.intersection(bases):
            self.i = self.after(self.i)
        else:
            self.members(declared, lambda: self.class_member(declared))
        declared.span = self.span(start)

    def setup(self, declared: Class) -> Function:
        """The function that makes a type's initial values."""
        known = self.setups.get(declared.index)
        if known is None:
            owner, self.owner = self.owner, declared.index
            known = self.new_function("", "initializer", self.i)
            self.owner = owner
            self.setups[declared.index] = known
        return known

    def class_member(self, declared: Class) -> None:
        if self.accept(";"):
            return
        start = self.i
        decorators = self.attributes()
        modifiers = self.modifiers()
        decorators += self.attributes()
        modifiers |= self.modifiers()
        word = self.texts[self.i]
        if word in ("func", "init", "deinit"):
            self.function_declared(start, modifiers, decorators, declared)
        elif word in ("let", "var"):
            state = self.enter(self.setup(declared))
            self.owner = declared.index
            self.property(start, modifiers, decorators, declared)
            self.restore(state)
        elif word == "case":
            self.enum_cases(declared)
        elif word in KINDS:
            outside, self.owner = self.owner, -1
            self.type_declared(start, modifiers, decorators)
            self.owner = outside
        elif word == "subscript":
            self.subscript(start, modifiers, declared)
        elif word == "#" and self.kinds[self.i + 1] == "name":
            self.macro_declared()
        else:
            self.other_declared(word)

    def enum_cases(self, declared: Class) -> None:
        """Read `case a, b(String), c = "x"`; a case's type is what it holds: `(String)`."""
        self.i += 1
        while True:
            place = self.at(self.i)
            name = self.name().strip("`")
            value: Value | None = None
            begun = self.i
            if self.texts[self.i] == "(":
                self.i = self.after(self.i)
            holds = "".join(self.texts[begun : self.i])
            if self.accept("="):
                value = self.collect(self.value)[1]
            declared.fields.setdefault(name, []).append(Binding(value, place, "field", holds))
            if not self.accept(","):
                break
        self.statement_end()

    def subscript(self, start: int, modifiers: set[str], declared: Class) -> None:
        self.i += 1
        function = self.new_function("subscript", "method", start, modifiers)
        self.add_method(declared, "subscript", function)
        state = self.enter(function)
        self.skip_angles()
        self.parameters(function)
        self.result(function)
        self.where_clause()
        self.restore(state)
        if self.texts[self.i] == "{":
            if self.accessor_at(self.i + 1):
                self.accessors("subscript", function.type, modifiers, declared)
            else:
                state = self.enter(function)
                self.body(function)
                self.restore(state)
        function.span = self.span(start)

    def other_declared(self, word: str) -> None:
        """Read a declaration that makes nothing which runs."""
        if word == "typealias":
            self.type_alias()
        elif word == "associatedtype":
            self.i += 1
            self.name()
            if self.accept(":"):
                self.type()
            if self.accept("="):
                self.type()
            self.where_clause()
        elif word == "import":
            self.import_module()
        elif word in ("operator", "precedencegroup", "macro"):
            self.i += 1
            while not self.newline[self.i]:
                self.i = self.after(self.i)
        else:
            raise UnreadableError(f"unexpected {word!r}" if word else "unexpected end")

    def type_alias(self) -> None:
        """Read `typealias A<T> = B`: another name for a type."""
        start = self.i
        self.i += 1
        name = self.name()
        self.skip_angles()
        self.expect("=")
        place = self.i
        meant = self.type()
        if meant:
            alias = self.new_class(name, "class", start)
            alias.bases = tuple(meant.split(COMPOSED))
            alias.span = self.span(place)
        self.where_clause()

    def import_module(self) -> None:
        """Read `import A`, `import struct A.B`, `@testable import A`."""
        start = self.i
        self.i += 1
        if self.kinds[self.i + 1] == "name" and not self.newline[self.i + 1]:
            self.i += 1
        module = self.dotted_name()
        self.flow.imports.append(Import("", module, "*", self.span(start)))
        self.statement_end()

    def macro_declared(self) -> None:
        """Step over `#Preview("x") {…}`, `#warning("x")` and their like between declarations."""
        self.i += 2
        if self.texts[self.i] == "(":
            self.i = self.after(self.i)
        while self.texts[self.i] == "{" and not self.newline[self.i]:
            self.i = self.after(self.i)
