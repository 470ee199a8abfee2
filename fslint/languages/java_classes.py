"""Java's classes, interfaces, enums and records, their methods and fields."""

from __future__ import annotations

from fslint.flow import (
    WEAK,
    Argument,
    Binding,
    Call,
    Class,
    ClassValue,
    Closure,
    Entry,
    Function,
    Name,
    Object,
    Opaque,
    Param,
    Parameter,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.java_maps import put_by
from fslint.languages.java_types import TypeReader
from fslint.languages.reader import dotted

KINDS = {"record": "class"}


class ClassReader(TypeReader):
    """Reads classes into `flow.classes`."""

    setups: dict[tuple[int, bool], Function]
    """The functions in which a class's field values are made, by its index and static or not."""

    def arguments(self) -> tuple[Argument, ...]:
        raise NotImplementedError

    def class_declared(self) -> ClassValue:
        """Read a class of any kind with its modifiers."""
        start = self.i
        modifiers, decorators = self.modifiers()
        self.accept("@")
        word = self.texts[self.i]
        self.i += 1
        place = self.at(self.i)
        declared = self.new_class(self.name(), KINDS.get(word, word), start)
        declared.decorators, declared.modifiers = decorators, frozenset(modifiers)
        value = ClassValue(declared.span, declared.index)
        self.bind(declared.name, Binding(value, place, "class"))
        self.skip_angles()
        if word == "record" and self.texts[self.i] == "(":
            self.record_head(declared)
        bases: list[str] = []
        while self.texts[self.i] in ("extends", "implements", "permits"):
            kept = bases if self.texts[self.i] != "permits" else []
            self.i += 1
            kept.append(self.type())
            while self.accept(","):
                kept.append(self.type())
        declared.bases = tuple(base for base in bases if base)
        self.class_body(declared)
        value.span = declared.span = self.span(start)
        return value

    def record_head(self, declared: Class) -> None:
        state = self.state()
        self.owner = declared.index
        function = self.new_function("constructor", "constructor", self.i)
        self.add_method(declared, "constructor", function)
        self.enter(function)
        self.parameters(function)
        self.restore(state)
        for param in function.params:
            fields = declared.fields.setdefault(param.name, [])
            fields.append(Binding(None, param.span, "field", param.type))

    def class_body(self, declared: Class) -> None:
        if declared.kind == "enum":
            self.members(declared, lambda: self.enum_member(declared))
        else:
            self.members(declared, lambda: self.class_member(declared))

    def enum_member(self, declared: Class) -> None:
        """Read an entry of an enum; behind `;` come its members."""
        if self.accept(","):
            return
        if self.accept(";"):
            end = self.i
            while end < self.last and self.texts[end] != "}":
                end = self.after(end)
            self.items(end, lambda: self.class_member(declared))
            return
        self.annotations()
        start = self.i
        name = self.name()
        declared.fields.setdefault(name, []).append(Binding(None, self.at(start), "field"))
        if self.texts[self.i] == "(":
            state = self.enter(self.setup(declared, True))
            self.arguments()
            self.restore(state)
        if self.texts[self.i] == "{":
            entry = self.new_class(name, "class", start)
            entry.bases = (declared.name,)
            self.class_body(entry)
            entry.span = self.span(start)

    def setup(self, declared: Class, static: bool) -> Function:
        """The function that makes a class's field values."""
        known = self.setups.get((declared.index, static))
        if known is None:
            owner, self.owner = self.owner, declared.index
            modifiers = ("static",) if static else ()
            known = self.new_function("", "initializer", self.i, modifiers)
            self.owner = owner
            self.setups[declared.index, static] = known
        return known

    def class_member(self, declared: Class) -> None:
        if self.accept(";"):
            return
        start = self.i
        if self.declares_type(start):
            self.class_declared()
            return
        modifiers, decorators = self.modifiers()
        if self.texts[self.i] == "{":
            state = self.enter(self.setup(declared, "static" in modifiers))
            self.braces()
            self.restore(state)
            return
        self.skip_angles()
        following = self.texts[self.i + 1]
        if self.texts[self.i] == declared.name and following in ("(", "{"):
            self.i += 1
            self.method(declared, "constructor", start, modifiers, decorators, "")
            return
        weak = self.texts[self.i] == "WeakReference"
        declared_type = self.type()
        name = self.texts[self.i]
        if self.kinds[self.i] != "name":
            raise UnreadableError("expected a name")
        if self.texts[self.i + 1] == "(":
            self.i += 1
            self.method(declared, name, start, modifiers, decorators, declared_type)
            return
        static = "static" in modifiers or declared.kind == "interface"
        state = self.enter(self.setup(declared, static))
        self.owner = declared.index
        final = "final" in modifiers or declared.kind == "interface"
        held = WEAK if weak else "const" if final else "field"
        self.fields(declared, declared_type, held)
        self.restore(state)

    def method(
        self,
        declared: Class,
        name: str,
        start: int,
        modifiers: set[str],
        decorators: tuple[Value, ...],
        result: str,
    ) -> None:
        kind = "constructor" if name == "constructor" else "method"
        function = self.new_function(name, kind, start, modifiers, decorators)
        function.type = "" if result == "void" else result
        self.add_method(declared, name, function)
        state = self.enter(function)
        if self.texts[self.i] == "(":
            self.parameters(function)
        while self.texts[self.i] == "[" and self.texts[self.i + 1] == "]":
            self.i += 2
        if self.accept("throws"):
            self.type()
            while self.accept(","):
                self.type()
        if self.accept("default"):
            self.collect(self.element)
        if self.texts[self.i] == "{":
            self.body(function)
        else:
            function.modifiers |= {"abstract"}
            self.statement_end()
        self.restore(state)
        function.span = self.span(start)

    def body(self, function: Function) -> None:
        opener = self.i
        function.body_span = Span(self.starts[opener], self.ends[self.partner[opener]])
        self.deeper()
        self.braces()
        self.depth -= 1

    def fields(self, declared: Class, declared_type: str, kind: str) -> None:
        """Read `a, b = value;`, bindings of a kind."""
        while True:
            place = self.at(self.i)
            name = self.name()
            value = self.initial(name)
            if isinstance(value, Closure):
                self.flow.functions[value.index].owner = declared.index
            known = declared.fields.setdefault(name, [])
            known.append(Binding(value, place, kind, declared_type))
            if not self.accept(","):
                break
        self.statement_end()

    def initial(self, name: str) -> Value | None:
        """Read `= value` behind a variable's name, if it stands here."""
        while self.texts[self.i] == "[" and self.texts[self.i + 1] == "]":
            self.i += 2
        if not self.accept("="):
            return None
        value = self.element()
        self.keep(value)
        self.christen(value, name)
        return value

    def parameters(self, function: Function) -> None:
        """Read `(…)` into `function.params` and bind the names."""
        self.expect_opener("(")
        found: list[Param] = []
        self.listed(lambda: self.parameter(found))
        function.params = tuple(found)

    def parameter(self, found: list[Param]) -> None:
        _, decorators = self.modifiers()
        declared = ""
        if self.texts[self.i + 1] not in (",", ")"):
            declared = self.type()
            declared = "" if declared == "var" else declared
        self.annotations()
        rest = self.accept("...")
        place = self.at(self.i)
        name = self.name()
        if self.accept("."):
            self.expect("this")
            return
        if name == "this":
            return
        while self.texts[self.i] == "[":
            self.i = self.after(self.i)
        value = Parameter(place, len(found))
        self.bind(name, Binding(value, place, "parameter", declared))
        found.append(Param(name, place, declared, None, "..." if rest else "", decorators))

    # -- objects

    def new(self) -> Value:
        """Read `new X(…)`, `new X(…) {…}`, `new X[n]`, `new X[] {…}`."""
        start = self.i
        self.i += 1
        self.deeper()
        self.annotations()
        index = self.i
        callee: Value = Name(self.at(index), self.name())
        self.skip_angles()
        while self.accept("."):
            self.annotations()
            callee = self.member(callee, index, False)
            self.skip_angles()
        if self.texts[self.i] == "[":
            value = self.new_array(start)
        else:
            arguments = self.arguments()
            call = Call(self.span(start), callee, arguments, new=True)
            self.block.append(call)
            value = self.anonymous(call, start) if self.texts[self.i] == "{" else call
        self.depth -= 1
        return value

    def new_array(self, start: int) -> Value:
        items: list[Value] = []
        while self.texts[self.i] == "[":
            self.listed(lambda: items.append(self.value()))
        if self.texts[self.i] == "{":
            return self.array()
        return Opaque(self.span(start))

    def anonymous(self, made: Call, start: int) -> Object:
        """Read the body behind `new X(…)`: what it overrides, over what `X` has."""
        declared = self.new_class("", "class", start)
        base = dotted(made.callee)
        declared.bases = (base,) if base else ()
        self.class_body(declared)
        declared.span = self.span(start)
        entries = [Entry("", made, made.span, "spread")]
        for name, methods in declared.methods.items():
            for index in methods:
                function = self.flow.functions[index]
                entries.append(Entry(name, Closure(function.span, index), function.span))
        owned = (f for f in self.flow.functions if f.owner == declared.index)
        return Object(declared.span, (*entries, *put_by(owned)))
