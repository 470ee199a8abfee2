"""Swift's functions, closures and properties."""

from __future__ import annotations

from fslint.flow import (
    Binding,
    Class,
    Closure,
    Function,
    Param,
    Parameter,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.swift_types import TypeReader

HEAD_REACH = 120
EFFECTS = frozenset({"async", "throws", "rethrows", "reasync"})
MOST_NUMBERED = 9


class FunctionReader(TypeReader):
    """Reads functions into `flow.functions`."""

    plain = False
    """Whether a `{` behind a value begins a body rather than a closure."""
    begun = 0
    """The token at which the statement that was read last begins."""

    # -- parameters

    def parameters(self, function: Function) -> None:
        """Read `(label name: Type = value, …)` into `function.params` and bind the names."""
        self.expect_opener("(")
        found: list[Param] = []
        self.listed(lambda: self.parameter(found))
        function.params = tuple(found)

    def parameter(self, found: list[Param]) -> None:
        decorators = self.attributes()
        label = self.name().strip("`")
        place = self.at(self.i - 1)
        name = label
        if self.kinds[self.i] == "name":
            place = self.at(self.i)
            name = self.name().strip("`")
        declared = self.annotation_type()
        default: Value | None = None
        if self.accept("="):
            default = self.collect(self.value)[1]
            self.christen(default, name)
        self.bind(name, Binding(Parameter(place, len(found)), place, "parameter", declared))
        label = "" if label == name else label
        found.append(Param(name, place, declared, default, label, decorators))

    # -- functions

    def function_declared(
        self, start: int, modifiers: set[str], decorators: tuple[Value, ...], owner: Class | None
    ) -> None:
        """Read from the word `func`, `init` or `deinit`; outside a class its name is bound."""
        word = self.texts[self.i]
        self.i += 1
        place = self.at(self.i)
        kind = "method" if owner is not None else "function"
        if word == "func":
            name = self.function_name()
        else:
            name = word
            kind = "constructor" if word == "init" else kind
            if self.texts[self.i] in ("?", "!"):
                self.i += 1
        function = self.new_function(name, kind, start, modifiers, decorators)
        if owner is not None:
            self.add_method(owner, name, function)
        else:
            closure = Closure(function.span, function.index)
            self.bind(name, Binding(closure, place, "function"))
        state = self.enter(function)
        self.skip_angles()
        if self.texts[self.i] == "(":
            self.parameters(function)
        self.result(function)
        self.where_clause()
        if self.texts[self.i] == "{":
            self.body(function)
        else:
            function.modifiers |= {"abstract"}
        self.restore(state)
        function.span = self.span(start)

    def function_name(self) -> str:
        """Read a name or an operator."""
        if self.kinds[self.i] == "name":
            return self.name().strip("`")
        start = self.i
        while self.texts[self.i] not in ("(", "") and (self.i == start or self.adjacent(self.i)):
            self.i += 1
            if self.texts[self.i] == "<" and self.angles_end(self.i) > 0:
                break
        return "".join(self.texts[start : self.i])

    def result(self, function: Function) -> None:
        """Read `async throws -> Type`."""
        while self.texts[self.i] in EFFECTS:
            function.modifiers |= {self.texts[self.i]}
            self.i += 1
            if self.texts[self.i] == "(":
                self.i = self.after(self.i)
        if self.accept("->"):
            function.type = self.type()

    def body(self, function: Function) -> None:
        """Read `{…}` as the body of `function`."""
        opener = self.i
        self.expect_opener("{")
        function.body_span = Span(self.starts[opener], self.ends[self.partner[opener]])
        self.i += 1
        self.deeper()
        self.give(function, opener, self.i)

    def give(self, function: Function, opener: int, first: int) -> None:
        """Read statements from the token `first` up to the end of the braces at `opener`; a lone
        expression is what the function gives."""
        end = self.partner[opener]
        self.ended = None
        self.statements(end)
        if self.ended is not None and self.ended[0] == end:
            value = self.ended[1]
            nothing = function.kind != "arrow" and function.type in ("", "Void")
            if self.begun == first and not nothing:
                self.mark(value, "returned")
                function.returns.append(value)
            else:
                self.mark(value, "dropped")
        self.ended = None
        self.close(opener)

    # -- closures

    def closure_head(self, opener: int) -> int:
        """The word `in` behind a closure's parameters, or 0."""
        index = opener + 1
        while self.texts[index] == "@" and self.kinds[index + 1] == "name":
            index = self.attribute_end(index)
        if self.texts[index] == "[":
            index = self.after(index)
        limit = min(self.partner[opener], index + HEAD_REACH)
        if self.texts[index] == "(":
            index = self.after(index)
        else:
            while index < limit and self.kinds[index] == "name" and self.texts[index] != "in":
                index += 1
                if self.texts[index] == ",":
                    index += 1
                elif self.kinds[index] == "name" and self.texts[index] not in EFFECTS | {"in"}:
                    return 0
        while index < limit and self.texts[index] in EFFECTS:
            index += 1
        if self.texts[index] == "->":
            while index < limit and self.texts[index] not in ("in", "{", ";"):
                index = self.after(index)
        return index if index < limit and self.texts[index] == "in" else 0

    def closure(self) -> Closure:
        """Read `{ [weak self] (a: T, b) -> R in … }` or `{ … $0 … }`."""
        opener = self.i
        self.expect_opener("{")
        function = self.new_function("", "arrow", opener)
        function.body_span = Span(self.starts[opener], self.ends[self.partner[opener]])
        value = Closure(function.span, function.index)
        state = self.enter(function)
        self.deeper()
        outside, self.plain = self.plain, False
        head = self.closure_head(opener)
        self.i = opener + 1
        if head:
            self.closure_parameters(function, head)
        self.give(function, opener, self.i)
        self.plain = outside
        self.restore(state)
        function.span = value.span = self.span(opener)
        return value

    def closure_parameters(self, function: Function, head: int) -> None:
        self.attributes()
        if self.texts[self.i] == "[":
            self.captures(function)
        found: list[Param] = []
        try:
            if self.texts[self.i] == "(":
                self.listed(lambda: self.closure_parameter(found, head))
            else:
                while self.i < head and self.texts[self.i] not in EFFECTS | {"->"}:
                    self.closure_parameter(found, head)
                    self.accept(",")
        except UnreadableError:
            pass
        if "async" in self.texts[self.i : head]:
            function.modifiers |= {"async"}
        function.params = tuple(found)
        self.i = head + 1

    def closure_parameter(self, found: list[Param], head: int) -> None:
        self.attributes()
        place = self.at(self.i)
        if self.texts[self.i] == "(":
            self.i = self.after(self.i)
            found.append(Param("", place))
            return
        name = self.name().strip("`")
        if self.kinds[self.i] == "name" and self.i < head and self.texts[self.i] not in EFFECTS:
            place = self.at(self.i)
            name = self.name().strip("`")
        declared = self.annotation_type()
        self.bind(name, Binding(Parameter(place, len(found)), place, "parameter", declared))
        found.append(Param(name, place, declared))

    def captures(self, function: Function) -> None:
        """Read `[weak self, x = y]`; what is captured under its own name needs no binding."""
        opener = self.i
        self.i += 1
        while self.i < self.partner[opener]:
            if self.texts[self.i + 1] == "=" and self.kinds[self.i] == "name":
                place = self.at(self.i)
                name = self.name()
                self.i += 1
                given = self.collect(self.value)[1]
                if name != "self":
                    self.bind(name, Binding(given, place, "const"))
            else:
                self.i = self.after(self.i)
        self.close(opener)

    def numbered(self, text: str, place: Span) -> None:
        """Declare the parameters up to `$n` of the closure that is being read."""
        function = self.function
        if function.kind != "arrow" or not text[1:].isdigit():
            return
        wanted = min(int(text[1:]), MOST_NUMBERED)
        for number in range(len(function.params), wanted + 1):
            name = f"${number}"
            function.params += (Param(name, place),)
            self.bind(name, Binding(Parameter(place, number), place, "parameter"))
