"""Kotlin's functions, lambdas and properties."""

from __future__ import annotations

from fslint.flow import (
    WEAK,
    Binding,
    Call,
    Class,
    Closure,
    Exit,
    Function,
    Index,
    Literal,
    Opaque,
    Param,
    Parameter,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.kotlin_delegates import DelegateReader
from fslint.languages.kotlin_types import MODIFIERS, is_preview

PARAMETER_WORDS = MODIFIERS | {"val", "var"}
LAMBDA_HEAD_REACH = 80
LAMBDA_HEAD_MARKS = frozenset({",", ":", ".", "?", "*", "<", ">", "&", "->"})
NEW_VALUE = 2


class FunctionReader(DelegateReader):
    """Reads functions into `flow.functions`."""

    lambdas: list[tuple[str, int, str]]
    """The lambdas around the cursor: label, index of the function (-1: read in place), and how a
    jump out of one that is read in place is spelt."""

    # -- parameters

    def parameters(self, function: Function) -> list[tuple[Param, bool]]:
        """Read `(…)` into `function.params` and bind the names; says which are properties too."""
        self.expect_opener("(")
        found: list[tuple[Param, bool]] = []
        self.listed(lambda: self.parameter(found))
        function.params = tuple(param for param, _ in found)
        return found

    def parameter(self, found: list[tuple[Param, bool]]) -> None:
        decorators = self.annotations()
        promoted = rest = False
        while self.texts[self.i] in PARAMETER_WORDS and (
            self.kinds[self.i + 1] == "name" or self.texts[self.i + 1] == "@"
        ):
            promoted |= self.texts[self.i] in ("val", "var")
            rest |= self.texts[self.i] == "vararg"
            self.i += 1
            decorators += self.annotations()
        place = self.at(self.i)
        name = self.name().strip("`")
        declared = self.annotation_type()
        default: Value | None = None
        if self.accept("="):
            default = self.collect(self.value)[1]
            self.christen(default, name)
        value = Parameter(place, len(found))
        self.bind(name, Binding(value, place, "parameter", declared))
        param = Param(name, place, declared, default, "..." if rest else "", decorators)
        found.append((param, promoted))

    # -- functions

    def function_declared(
        self, start: int, modifiers: set[str], decorators: tuple[Value, ...], owner: Class | None
    ) -> Closure:
        """Read from the word `fun`; a function outside a class binds its name."""
        self.expect("fun")
        self.skip_angles()
        receiver = self.receiver()
        index = self.i
        name = self.name().strip("`") if self.kinds[index] == "name" else ""
        kind = "method" if owner is not None else "function" if name else "arrow"
        function = self.new_function(name, kind, start, modifiers, decorators)
        function.receiver = receiver
        closure = Closure(function.span, function.index)
        if owner is not None:
            self.add_method(owner, name, function)
        elif name:
            self.bind(name, Binding(closure, self.at(index), "function"))
        self.function_rest(function, start)
        closure.span = function.span
        return closure

    def receiver(self) -> str:
        """Read `Type.` in front of a function's or property's name; returns the type."""
        parts: list[str] = []
        while True:
            start = self.i
            self.annotations()
            if self.texts[self.i] == "(" and self.texts[self.after(self.i)] in (".", "?."):
                part = self.plain_type()
            elif self.kinds[self.i] == "name":
                part = self.name()
                if self.texts[self.i] == "<":
                    self.skip_angles()
                self.accept("?")
            else:
                return ".".join(parts)
            if self.texts[self.i] not in (".", "?."):
                self.i = start
                return ".".join(parts)
            self.i += 1
            parts.append(part)

    def function_rest(self, function: Function, start: int) -> None:
        """Read parameters, result type and body of `function`."""
        state = self.enter(function)
        outside, self.lambdas = self.lambdas, []
        self.skip_angles()
        self.parameters(function)
        function.type = self.annotation_type()
        self.where_clause()
        if not self.body(function):
            function.modifiers |= {"abstract"}
        self.lambdas = outside
        self.restore(state)
        function.span = self.span(start)

    def body(self, function: Function) -> bool:
        """Read `{…}` or `= value` as the body of `function`; False if there is none."""
        if self.texts[self.i] == "{":
            opener = self.i
            function.body_span = Span(self.starts[opener], self.ends[self.partner[opener]])
            if is_preview(function):
                self.close(opener)
            else:
                self.braces()
            return True
        if not self.accept("="):
            return False
        value = self.value()
        self.gives(function, value)
        function.body_span = value.span
        return True

    def gives(self, function: Function, value: Value) -> None:
        """The value of a function's one expression, or of a lambda's last one."""
        self.mark(value, "returned")
        function.returns.append(value)

    # -- lambdas

    def lambda_arrow(self, opener: int) -> int:
        """The token `->` of a lambda with parameters, or 0."""
        index, end = opener + 1, self.partner[opener]
        limit = min(end, index + LAMBDA_HEAD_REACH)
        depth = 0
        while index < limit:
            text = self.texts[index]
            if text == "->" and not depth:
                return index
            depth += (text == "<") - (text == ">")
            if text == "(":
                index = self.after(index)
                continue
            named = self.kinds[index] == "name"
            if not (named or text in LAMBDA_HEAD_MARKS):
                return 0
            if named and self.kinds[index - 1] == "name":
                return 0
            index += 1
        return 0

    def lambda_literal(self, label: str = "") -> Closure:
        """Read `{ a, b -> … }`; `label` is the name that `return@label` calls it by."""
        opener = self.i
        self.expect_opener("{")
        function = self.new_function("", "arrow", opener)
        function.body_span = Span(self.starts[opener], self.ends[self.partner[opener]])
        closure = Closure(function.span, function.index)
        state = self.enter(function)
        self.deeper()
        outside = self.lambdas
        self.lambdas = [*outside, (label, function.index, "")]
        params: list[Param] = []
        arrow = self.lambda_arrow(opener)
        self.i = opener + 1
        if arrow:
            self.lambda_parameters(arrow, params)
        else:
            place = self.at(opener)
            params.append(Param("it", place))
            self.bind("it", Binding(Parameter(place, 0), place, "parameter"))
        function.params = tuple(params)
        value = self.rest_of_block(opener)
        if value is not None:
            self.gives(function, value)
        self.lambdas = outside
        self.restore(state)
        function.span = closure.span = self.span(opener)
        return closure

    def lambda_parameters(self, arrow: int, params: list[Param]) -> None:
        """Read `a, (b, c), d: T ->`."""
        while self.i < arrow:
            if self.accept(","):
                continue
            place = self.at(self.i)
            value = Parameter(place, len(params))
            if self.texts[self.i] == "(":
                self.taken_apart(value)
                params.append(Param("", place, self.annotation_type()))
                continue
            name = self.name().strip("`")
            declared = self.annotation_type()
            params.append(Param(name, place, declared))
            self.bind(name, Binding(value, place, "parameter", declared))
        self.i = arrow + 1

    def rest_of_block(self, opener: int) -> Value | None:
        """Read statements up to the brace that closes `opener`; returns the last one's value."""
        end = self.partner[opener]
        self.ended = None
        self.statements(end)
        value = self.ended[1] if self.ended is not None and self.ended[0] == end else None
        self.ended = None
        self.close(opener)
        return value

    def taken_apart(self, value: Value) -> None:
        """Read `(a, b: T, _)`: parts of a value, by position."""
        opener = self.i
        position = 0
        self.i += 1
        while self.i < self.partner[opener]:
            if self.accept(","):
                position += 1
                continue
            self.annotations()
            place = self.at(self.i)
            name = self.name()
            declared = self.annotation_type()
            number = Literal(place, "number", position)
            if name != "_":
                self.bind(name, Binding(Index(place, value, number), place, "const", declared))
            if self.i < self.partner[opener] and self.texts[self.i] != ",":
                raise UnreadableError("expected ','")
        self.close(opener)

    # -- properties

    def property(
        self, start: int, modifiers: set[str], decorators: tuple[Value, ...], owner: Class | None
    ) -> None:
        """Read from the word `val` or `var`; `owner` is the class whose member it is."""
        kind = "const" if self.texts[self.i] == "val" else "let"
        self.i += 1
        self.skip_angles()
        if self.texts[self.i] == "(":
            self.destructured()
            return
        receiver = self.receiver()
        place = self.at(self.i)
        name = self.name().strip("`")
        weak = self.texts[self.i + 1] == "WeakReference"
        declared = self.annotation_type()
        self.where_clause()
        value: Value | None = None
        if self.accept("="):
            value = self.value()
            self.keep(value)
            self.christen(value, name)
            declared = declared or self.injected(value)
        elif self.texts[self.i] == "by" and self.kinds[self.i + 1] != "end":
            self.i += 1
            value, made = self.delegate(name, owner)
            declared = declared or made
        if owner is not None and (kind == "let" or weak):
            kind = WEAK if weak else "field"
        binding = Binding(value, place, kind, declared)
        if owner is not None:
            if value is not None or not receiver:
                owner.fields.setdefault(name, []).append(binding)
            if isinstance(value, Closure):
                self.flow.functions[value.index].owner = owner.index
        else:
            self.bind(name, binding)
        if owner is not None or self.function.index == 0:
            self.accessors(name, declared, owner)
        self.statement_end()

    def destructured(self) -> None:
        """Read `(a, b) = value`."""
        opener = self.i
        self.i = self.after(opener)
        self.expect("=")
        value = self.value()
        self.keep(value)
        end, self.i = self.i, opener
        self.taken_apart(value)
        self.i = end
        self.statement_end()

    def accessors(self, name: str, declared: str, owner: Class | None) -> None:
        """Read `get() = …` and `set(value) {…}` behind a property."""
        while True:
            before = self.i
            self.accept(";")
            start = self.i
            decorators = self.annotations()
            modifiers = self.modifiers()
            word = self.texts[self.i]
            if word not in ("get", "set") or not self.is_accessor(self.i + 1):
                self.i = before
                return
            self.i += 1
            if self.texts[self.i] != "(":
                continue
            kind = "getter" if word == "get" else "setter"
            function = self.new_function(name, kind, start, modifiers, decorators)
            if owner is not None:
                self.add_method(owner, name, function)
            state = self.enter(function)
            self.parameters(function)
            function.type = self.annotation_type() or (declared if kind == "getter" else "")
            self.body(function)
            self.restore(state)
            function.span = self.span(start)
            if owner is None and kind == "getter":
                read = Call(function.span, Closure(function.span, function.index), ())
                self.bind(name, Binding(read, function.span, "const", declared))

    def is_accessor(self, index: int) -> bool:
        text = self.texts[index]
        return text in ("(", ";", "}", "") or self.newline[index]

    # -- jumps

    def jump(self) -> Value:
        """Read `return`, `throw`, `break` or `continue`: a value that is never had."""
        start = self.i
        word = self.texts[start]
        self.i += 1
        label = ""
        if word != "throw" and self.texts[self.i] == "@" and self.adjacent(self.i):
            self.i += 1
            label = self.name()
        value: Value | None = None
        if word in ("return", "throw") and not self.value_ends(self.i):
            value = self.value()
        if word != "return":
            self.block.append(Exit(self.span(start), word, value, label))
            return Opaque(self.span(start))
        for name, index, way in reversed(self.lambdas):
            if index >= 0:
                break
            if label and name == label:
                self.block.append(Exit(self.span(start), way, None, label))
                return Opaque(self.span(start))
        self.leave_with("return", start, value)
        return Opaque(self.span(start))

    def value_ends(self, index: int) -> bool:
        """Whether no value can begin at `index`."""
        return self.newline[index] or self.texts[index] in ("}", ")", "]", ";", ",", "", "->", ":")
