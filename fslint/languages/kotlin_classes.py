"""Kotlin's classes, interfaces, objects and enums."""

from __future__ import annotations

from fslint.flow import (
    Binding,
    Class,
    ClassValue,
    Closure,
    Entry,
    Function,
    Object,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.kotlin_functions import FunctionReader

SINGLE = frozenset({"object", "interface"})


class ClassReader(FunctionReader):
    """Reads classes into `flow.classes`."""

    setups: dict[int, Function]
    """The function in which a class's initial values are made, by the class's index."""
    heads: dict[int, int]
    """The token at which a class begins, by the class's index."""
    plain = False
    """Whether a `{` behind a value begins a body rather than a lambda."""

    def class_declared(
        self, start: int, modifiers: set[str], decorators: tuple[Value, ...]
    ) -> ClassValue:
        """Read from the word `class`, `interface` or `object`."""
        word = self.texts[self.i]
        self.i += 1
        kind = "enum" if "enum" in modifiers else word
        place = self.at(self.i)
        named = self.kinds[self.i] == "name"
        name = self.name().strip("`") if named else "Companion"
        declared = self.new_class(name, kind, start)
        declared.decorators, declared.modifiers = decorators, frozenset(modifiers)
        value = ClassValue(declared.span, declared.index)
        if named:
            self.bind(name, Binding(value, place, "class"))
        self.class_rest(declared, start)
        value.span = declared.span
        return value

    def class_rest(self, declared: Class, start: int) -> None:
        """Read type parameters, constructor, supertypes and body."""
        self.heads[declared.index] = start
        outside, self.lambdas = self.lambdas, []
        self.skip_angles()
        self.primary_constructor(declared, start)
        self.supertypes(declared)
        self.where_clause()
        if self.texts[self.i] == "{":
            if declared.kind == "enum":
                self.members(declared, lambda: self.enum_member(declared))
            else:
                self.members(declared, lambda: self.class_member(declared))
        self.lambdas = outside
        declared.span = self.span(start)

    def primary_constructor(self, declared: Class, start: int) -> None:
        begin = self.i
        decorators = self.annotations()
        modifiers = self.modifiers()
        if self.texts[self.i] == "constructor":
            self.i += 1
        elif self.texts[self.i] != "(":
            self.i = begin
            return
        state = self.state()
        self.owner = declared.index
        function = self.new_function("constructor", "constructor", begin, modifiers, decorators)
        self.add_method(declared, "constructor", function)
        self.setups[declared.index] = function
        self.enter(function)
        for param, promoted in self.parameters(function):
            if promoted:
                fields = declared.fields.setdefault(param.name, [])
                fields.append(Binding(None, param.span, "field", param.type))
        self.restore(state)
        function.span = self.span(begin)

    def setup(self, declared: Class) -> Function:
        """The function that makes a class's initial values: its constructor, if it has one."""
        known = self.setups.get(declared.index)
        if known is None:
            owner, self.owner = self.owner, declared.index
            single = declared.kind in SINGLE
            name, kind = ("", "initializer") if single else ("constructor", "constructor")
            known = self.new_function(name, kind, self.heads[declared.index])
            self.owner = owner
            if not single:
                self.add_method(declared, name, known)
            self.setups[declared.index] = known
        return known

    def supertypes(self, declared: Class) -> None:
        """Read `: Base(args), Interface by delegate`."""
        if not self.accept(":"):
            return
        bases: list[str] = []
        while True:
            self.annotations()
            base = self.type()
            if base:
                bases.append(base)
            if self.texts[self.i] == "(":
                state = self.enter(self.setup(declared))
                self.arguments()
                self.restore(state)
            if self.accept("by"):
                state = self.enter(self.setup(declared))
                outside, self.plain = self.plain, True
                self.value()
                self.plain = outside
                self.restore(state)
            if not self.accept(","):
                break
        declared.bases = tuple(bases)

    def enum_member(self, declared: Class) -> None:
        """Read an entry of an enum; behind `;` come its members."""
        if self.accept(","):
            return
        if self.texts[self.i] == ";":
            self.i += 1
            self.items(self.closing(), lambda: self.class_member(declared))
            return
        self.annotations()
        start = self.i
        name = self.name()
        declared.fields.setdefault(name, []).append(Binding(None, self.at(start), "field"))
        if self.texts[self.i] == "(":
            state = self.enter(self.setup(declared))
            self.arguments()
            self.restore(state)
        if self.texts[self.i] == "{":
            entry = self.new_class(name, "class", start)
            entry.bases = (declared.name,)
            self.heads[entry.index] = start
            self.members(entry, lambda: self.class_member(entry))
            entry.span = self.span(start)

    def closing(self) -> int:
        """The token that closes the braces around the cursor."""
        index = self.i
        while index < self.last and self.texts[index] != "}":
            index = self.after(index)
        return index

    def class_member(self, declared: Class) -> None:
        if self.accept(";"):
            return
        start = self.i
        decorators = self.annotations()
        if self.texts[self.i] == "init" and self.texts[self.i + 1] == "{":
            self.i += 1
            state = self.enter(self.setup(declared))
            self.braces()
            self.restore(state)
            return
        modifiers = self.modifiers()
        word = self.texts[self.i]
        if word == "constructor":
            self.secondary_constructor(declared, start, modifiers, decorators)
        elif word == "fun":
            self.function_declared(start, modifiers, decorators, declared)
        elif word in ("val", "var"):
            state = self.enter(self.setup(declared))
            self.owner = declared.index
            self.property(start, modifiers, decorators, declared)
            self.restore(state)
        elif word in ("class", "interface", "object"):
            self.class_declared(start, modifiers, decorators)
        elif word == "typealias":
            self.type_alias()
        else:
            raise UnreadableError(f"unexpected {word!r}")

    def secondary_constructor(
        self, declared: Class, start: int, modifiers: set[str], decorators: tuple[Value, ...]
    ) -> None:
        self.i += 1
        function = self.new_function("constructor", "constructor", start, modifiers, decorators)
        self.add_method(declared, "constructor", function)
        state = self.enter(function)
        self.parameters(function)
        if self.accept(":"):
            self.i += 1
            self.arguments()
        if self.texts[self.i] == "{":
            self.body(function)
        self.restore(state)
        function.span = self.span(start)

    def type_alias(self) -> None:
        """Step over `typealias A<T> = B`."""
        self.i += 1
        self.name()
        self.skip_angles()
        self.expect("=")
        self.type()
        self.statement_end()

    def object_literal(self) -> Object:
        """Read `object : A(), B {…}`: its methods as the entries of an object."""
        start = self.i
        self.i += 1
        declared = self.new_class("", "class", start)
        self.heads[declared.index] = start
        outside, self.lambdas = self.lambdas, []
        self.supertypes(declared)
        if self.texts[self.i] == "{":
            self.members(declared, lambda: self.class_member(declared))
        self.lambdas = outside
        declared.span = self.span(start)
        return Object(declared.span, self.entries(declared))

    def entries(self, declared: Class) -> tuple[Entry, ...]:
        """The methods of an anonymous class as entries."""
        found: list[Entry] = []
        for name, methods in declared.methods.items():
            for index in methods:
                function = self.flow.functions[index]
                if function.kind == "method":
                    closure = Closure(function.span, index)
                    found.append(Entry(name, closure, Span(*function.span)))
        return tuple(found)
