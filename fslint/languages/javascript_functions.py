"""JavaScript's functions: parameters, bodies, arrows, decorators."""

from __future__ import annotations

from fslint.flow import Binding, Closure, Function, Param, Parameter, Span, Value
from fslint.languages.javascript_bindings import PatternReader

PARAMETER_MODIFIERS = frozenset({"public", "private", "protected", "readonly", "override"})
AFTER_PARAMETER = frozenset({")", ",", ":", "?", "="})
REST = "..."


class FunctionReader(PatternReader):
    """Reads functions into `flow.functions`."""

    consequent = -1
    """The nesting at which a `:` may belong to a conditional rather than to a return type."""

    def function_declared(self, start: int, modifiers: set[str]) -> Closure | None:
        """Read from the word `function`; a declaration binds its name, a mere signature is None."""
        self.expect("function")
        if self.accept("*"):
            modifiers.add("generator")
        index = self.i
        name = self.name() if self.kinds[index] == "name" else ""
        if not self.has_body(self.i):
            self.i = self.signature_end(self.i)
            return None
        function = self.new_function(name, "function", start, modifiers)
        closure = Closure(function.span, function.index)
        if name:
            self.bind(name, Binding(closure, self.at(index), "function"))
        self.function_rest(function)
        closure.span = function.span
        return closure

    def function_literal(self) -> Closure:
        """Read a function expression, at `function` or `async`."""
        start = self.i
        modifiers = {"async"} if self.accept("async") else set()
        self.expect("function")
        if self.accept("*"):
            modifiers.add("generator")
        index = self.i
        name = self.name() if self.kinds[index] == "name" else ""
        function = self.new_function(name, "arrow", start, modifiers)
        closure = Closure(function.span, function.index)
        if name:
            own = Binding(closure, self.at(index), "function")
            function.bindings[name] = [own]
        self.function_rest(function)
        closure.span = function.span
        return closure

    def function_rest(self, function: Function) -> None:
        """Read type parameters, parameters, return type and body of `function`."""
        first = self.i
        state = self.enter(function)
        self.skip_angles()
        self.parameters(function)
        if self.accept(":"):
            function.type = self.type()
        if self.texts[self.i] == "{":
            self.body(function)
        self.restore(state)
        function.span = Span(function.span.start, self.ends[max(self.i - 1, first)])

    def body(self, function: Function) -> None:
        """Read the braces at the cursor as the body of `function`."""
        opener = self.i
        end = self.partner[opener]
        function.body_span = Span(self.starts[opener], self.ends[end])
        self.i += 1
        self.deeper()
        self.directives(function)
        self.statements(end)
        self.close(opener)
        self.depth -= 1

    def directives(self, function: Function) -> None:
        """Keep `'use client'` and its like as modifiers of the function they stand in."""
        index = self.i
        while self.kinds[index] == "string" and self.texts[index][1:5] == "use ":
            function.modifiers |= {self.texts[index][1:-1]}
            index += 2 if self.texts[index + 1] == ";" else 1

    def signature_end(self, index: int) -> int:
        """The token after `<T>(…): type` at `index`, in a declaration."""
        if self.texts[index] == "<":
            index = max(self.angles_end(index, reach=3000), index)
        if self.texts[index] == "(":
            index = self.after(index)
        if self.texts[index] == ":":
            index = self.type_end(index + 1)
        return index

    def has_body(self, index: int) -> bool:
        """Whether the function whose type parameters or parameters begin at `index` has a body."""
        return self.texts[self.signature_end(index)] == "{"

    # -- parameters

    def parameters(self, function: Function) -> None:
        """Read `(…)` into `function.params` and bind the names."""
        self.expect_opener("(")
        params: list[Param] = []
        self.listed(lambda: self.parameter(function, params))
        function.params = tuple(params)

    def parameter(self, function: Function, params: list[Param]) -> None:
        decorators = self.decorators()
        promoted = False
        while self.texts[self.i] in PARAMETER_MODIFIERS and (
            self.kinds[self.i + 1] == "name" or self.texts[self.i + 1] in ("{", "[")
        ):
            promoted = True
            self.i += 1
        rest = self.accept("...")
        index = self.i
        if self.texts[index] == "this":
            self.i += 1
            self.annotation()
            return
        parts = self.texts[index] in ("{", "[")
        name = "" if parts else self.name()
        self.i = self.after(index)
        place = self.span(index)
        self.accept("?")
        declared = self.annotation()
        value = Parameter(place, len(params))
        default: Value | None = None
        if self.accept("="):
            block, default = self.collect(self.value)
            self.nullish(value, block, default.span)
            self.christen(default, name)
        label = REST if rest else ""
        params.append(Param(name, place, declared, default, label, decorators))
        if parts:
            end, self.i = self.i, index
            self.parts(value, "parameter")
            self.i = end
            return
        self.bind(name, Binding(value, place, "parameter", declared))
        if promoted and function.owner >= 0:
            fields = self.flow.classes[function.owner].fields
            fields.setdefault(name, []).append(Binding(None, place, "field", declared))

    def decorators(self) -> tuple[Value, ...]:
        """Read `@a.b(c)`, any number of them; their evaluation is no step."""
        found: list[Value] = []
        while self.texts[self.i] == "@":
            self.i += 1
            self.deeper()
            found.append(self.collect(self.decorator)[1])
            self.depth -= 1
        return tuple(found)

    # -- arrows

    def arrow_at(self, index: int) -> bool:
        """Whether an arrow function begins at the token `index`."""
        text, kind = self.texts[index], self.kinds[index]
        following = self.texts[index + 1]
        if kind == "name":
            if following == "=>":
                return True
            if text != "async" or self.newline[index + 1]:
                return False
            if self.kinds[index + 1] == "name":
                return self.texts[index + 2] == "=>"
            index += 1
            text, kind = self.texts[index], self.kinds[index]
        if text == "<" and kind == "punct":
            index = self.angles_end(index)
            if index < 0:
                return False
            text = self.texts[index]
        return text == "(" and self.parenthesis_is_head(index)

    def parenthesis_is_head(self, opener: int) -> bool:
        """Whether `(…)` is the head of an arrow function."""
        end = self.partner[opener]
        if self.texts[end] != ")":
            return False
        if self.texts[end + 1] == "=>":
            return True
        if self.texts[end + 1] != ":" or not self.could_be_parameters(opener):
            return False
        arrow = self.arrow_type_end(end + 2)
        if arrow == end + 2 or self.texts[arrow] != "=>":
            return False
        return self.depth != self.consequent or self.colon_follows(arrow + 1)

    def could_be_parameters(self, opener: int) -> bool:
        first, second = self.texts[opener + 1], self.texts[opener + 2]
        if self.kinds[opener + 1] == "name":
            return second in AFTER_PARAMETER or self.kinds[opener + 2] == "name"
        return first in (")", "{", "[", "...", "@")

    def colon_follows(self, index: int) -> bool:
        """Whether the `:` of a conditional comes after the value at `index`."""
        open_conditionals = 0
        while index < self.last:
            text = self.texts[index]
            if text in (",", ";", ")", "]", "}"):
                return False
            if text == "?":
                open_conditionals += 1
            elif text == ":":
                if not open_conditionals:
                    return True
                open_conditionals -= 1
            index = self.after(index)
        return False

    def arrow(self) -> Closure:
        """Read the arrow function at the cursor."""
        start = self.i
        modifiers: set[str] = set()
        if self.texts[start] == "async" and self.texts[start + 1] != "=>":
            modifiers.add("async")
            self.i += 1
        function = self.new_function("", "arrow", start, modifiers)
        closure = Closure(function.span, function.index)
        state = self.enter(function)
        if self.kinds[self.i] == "name":
            place = self.at(self.i)
            name = self.name()
            function.params = (Param(name, place),)
            self.bind(name, Binding(Parameter(place, 0), place, "parameter"))
        else:
            self.skip_angles()
            self.parameters(function)
            if self.accept(":"):
                function.type = self.type(arrow=False)
        self.expect("=>")
        if self.texts[self.i] == "{":
            self.body(function)
        else:
            value = self.value()
            self.mark(value, "returned")
            function.returns.append(value)
            function.body_span = value.span
        self.restore(state)
        function.span = closure.span = self.span(start)
        return closure
