"""Swift's properties: stored, computed and observed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fslint.flow import (
    WEAK,
    Argument,
    Binding,
    Call,
    Class,
    Closure,
    Function,
    Index,
    Literal,
    Member,
    Name,
    Param,
    Parameter,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.swift_functions import EFFECTS, FunctionReader

OBSERVERS = frozenset({"didSet", "willSet"})
ACCESSORS = frozenset({"get", "set", "_read", "_modify"}) | OBSERVERS
ACCESSOR_WORDS = frozenset({"mutating", "nonmutating", "__consuming", "borrowing"})
KEY_PATHS = {
    "Environment": "EnvironmentValues",
    "Dependency": "DependencyValues",
    "Injected": "Container",
    "LazyInjected": "Container",
}
"""The type from which a wrapper's key path leads."""
GIVEN = {"didSet": "oldValue", "willSet": "newValue", "set": "newValue"}


class PropertyReader(FunctionReader):
    """Reads properties into classes or into the names of a function."""

    def property(
        self, start: int, modifiers: set[str], decorators: tuple[Value, ...], owner: Class | None
    ) -> None:
        """Read from the word `let` or `var`; `owner` is the class whose member it is."""
        kind = "const" if self.texts[self.i] == "let" else "let"
        self.i += 1
        while True:
            self.one_property(start, kind, modifiers, decorators, owner)
            if not self.accept(","):
                break
        self.statement_end()

    def one_property(
        self,
        start: int,
        kind: str,
        modifiers: set[str],
        decorators: tuple[Value, ...],
        owner: Class | None,
    ) -> None:
        if self.texts[self.i] == "(":
            self.taken_apart()
            return
        place = self.at(self.i)
        name = self.name().strip("`")
        declared = self.annotation_type()
        value: Value | None = None
        if self.accept("="):
            value = self.value()
            self.keep(value)
            self.christen(value, name)
            if isinstance(value, Call):
                self.christen(value.callee, name)
        computed = self.texts[self.i] == "{" and self.accessors(name, declared, modifiers, owner)
        if computed:
            return
        if owner is not None:
            binding = Binding(value, place, WEAK if "weak" in modifiers else "field", declared)
            owner.fields.setdefault(name, []).append(binding)
            for wrapper in self.wrappers(start) if decorators else ():
                held = wrapped(wrapper, name, place)
                if held is not None:
                    owner.fields[name].append(Binding(held, place, "field"))
            if isinstance(value, Closure):
                self.flow.functions[value.index].owner = owner.index
        else:
            self.bind(name, Binding(value, place, kind, declared))

    def wrappers(self, start: int) -> list[Call]:
        """The property's wrappers that are given something, `@AppStorage("key")`, as calls with
        the first argument alone."""
        found: list[Call] = []
        end, self.i = self.i, start
        while self.texts[self.i] == "@":
            begun = self.i
            name = self.attribute_name()
            if self.texts[self.i] == "(" and self.adjacent(self.i):
                opener, self.i = self.i, self.i + 1
                self.i += 2 if self.texts[self.i + 1] == ":" else 0
                try:
                    given = [Argument(self.collect(self.value)[1])]
                except UnreadableError:
                    given = []
                self.i = self.after(opener)
                found.append(Call(self.span(begun), name, tuple(given)))
        self.i = end
        return found

    def taken_apart(self) -> Value:
        """Read `(a, b) = value`; returns the value."""
        opener = self.i
        self.i = self.after(opener)
        self.annotation_type()
        self.expect("=")
        value = self.value()
        self.keep(value)
        end, self.i = self.i, opener + 1
        position = 0
        while self.i < self.partner[opener]:
            if self.accept(","):
                position += 1
            elif self.kinds[self.i] == "name" and self.texts[self.i + 1] in (",", ")"):
                place = self.at(self.i)
                part = Index(place, value, Literal(place, "number", position))
                self.bind(self.name(), Binding(part, place, "const"))
            else:
                self.i = self.after(self.i)
        self.i = end
        return value

    def accessors(self, name: str, declared: str, modifiers: set[str], owner: Class | None) -> bool:
        """Read `{ get {…} set {…} }`, `{ didSet {…} }` or a getter's body; whether the property
        is computed, so that it has no value of its own."""
        opener = self.i
        if not self.accessor_at(opener + 1):
            function = self.accessor(opener, name, "getter", modifiers, owner)
            function.type = declared
            self.enclosed(function, partial(self.body, function), opener)
            self.read_getter(name, declared, owner, function)
            return True
        self.i += 1
        computed = False
        self.deeper()
        while self.i < self.partner[opener]:
            start = self.i
            self.attributes()
            while self.texts[self.i] in ACCESSOR_WORDS:
                self.i += 1
            word = self.texts[self.i]
            if word not in ACCESSORS:
                raise UnreadableError(f"unexpected {word!r}")
            self.i += 1
            computed |= word not in OBSERVERS
            kind = {"get": "getter", "set": "setter"}.get(word, "method")
            spelt = f"{word}:{name}" if word in OBSERVERS else name
            function = self.accessor(start, spelt, kind, modifiers, owner)
            function.type = declared if kind == "getter" else ""
            self.enclosed(function, partial(self.accessor_body, function, word), start)
            if kind == "getter":
                self.read_getter(name, declared, owner, function)
        self.depth -= 1
        self.close(opener)
        return computed

    def accessor_at(self, index: int) -> bool:
        while self.texts[index] == "@" and self.kinds[index + 1] == "name":
            index = self.attribute_end(index)
        while self.texts[index] in ACCESSOR_WORDS:
            index += 1
        following = self.texts[index + 1]
        return self.texts[index] in ACCESSORS and (
            following in ("{", "(", "}") or following in EFFECTS | ACCESSORS
        )

    def accessor(
        self, start: int, name: str, kind: str, modifiers: set[str], owner: Class | None
    ) -> Function:
        if owner is not None:
            around, self.owner = self.owner, owner.index
            function = self.new_function(name, kind, start, modifiers)
            self.owner = around
            self.add_method(owner, name, function)
            return function
        return self.new_function(name, kind, start, modifiers)

    def read_getter(
        self, name: str, declared: str, owner: Class | None, function: Function
    ) -> None:
        """Outside a class, a computed property's name stands for what its getter gives."""
        if owner is None:
            read = Call(function.span, Closure(function.span, function.index), ())
            self.bind(name, Binding(read, function.span, "const", declared))

    def accessor_body(self, function: Function, word: str) -> None:
        if self.texts[self.i] == "(":
            self.i += 1
            place = self.at(self.i)
            given = self.name()
            self.expect(")")
        else:
            place = self.at(self.i)
            given = GIVEN.get(word, "")
        if given:
            function.params = (Param(given, place),)
            self.bind(given, Binding(Parameter(place, 0), place, "parameter"))
        self.result(function)
        if self.texts[self.i] == "{":
            self.body(function)
        else:
            function.modifiers |= {"abstract"}

    def enclosed(self, function: Function, read: Callable[[], None], start: int) -> None:
        state = self.enter(function)
        read()
        self.restore(state)
        function.span = self.span(start)


def wrapped(wrapper: Call, name: str, place: Span) -> Value | None:
    """What a property called `name` stands for by its wrapper: an object of the class that
    `@Environment(Session.self)` asks for, the member that a key path leads to, else what
    `@AppStorage("key")` keeps for it."""
    asked = wrapper.args[0].value if wrapper.args else wrapper
    if isinstance(asked, Name):
        return wrapper
    if isinstance(asked, Member) and isinstance(asked.of, Name) and not asked.of.id:
        of = isinstance(wrapper.callee, Name) and KEY_PATHS.get(wrapper.callee.id)
        return Member(place, Name(place, of), asked.name, place) if of else None
    return Member(place, wrapper, name, place)
