"""Dart's functions, closures and variables."""

from __future__ import annotations

from fslint.flow import (
    Binding,
    Call,
    Closure,
    Function,
    Member,
    Name,
    Param,
    Parameter,
    Span,
    Value,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.dart_types import NO_TYPE, TypeReader
from fslint.languages.reader import dotted

BODIES = frozenset({"{", "=>", "async", "sync", "native"})
TAKES_KEY = frozenset({"of", "maybeOf", "find", "put", "select", "lazyPut", "singleton"})
GIVERS = frozenset({"read", "watch", "get"})
HELD = frozenset({"notifier", "future"})


class FunctionReader(TypeReader):
    """Reads functions into `flow.functions`."""

    # -- parameters

    def parameters(self, function: Function) -> list[tuple[Param, str]]:
        """Read `(a, {b}, [c = d])` into `function.params` and bind the names.

        Says of each whether it is an initialising one: `this`, `super` or ''.
        """
        self.expect_opener("(")
        found: list[tuple[Param, str]] = []
        self.listed(lambda: self.parameter(found, False))
        function.params = tuple(param for param, _ in found)
        return found

    def parameter(self, found: list[tuple[Param, str]], named: bool) -> None:
        opener = self.texts[self.i]
        if opener in ("{", "["):
            self.deeper()
            self.listed(lambda: self.parameter(found, opener == "{"))
            self.depth -= 1
            return
        _, decorators = self.modifiers()
        declared = ""
        end = self.type_end(self.i)
        following = self.texts[end] if end > 0 else ""
        if following in ("this", "super") or (end > 0 and self.kinds[end] == "name"):
            declared = self.type()
        initialises = ""
        if self.texts[self.i] in ("this", "super") and self.texts[self.i + 1] == ".":
            initialises = self.texts[self.i]
            self.i += 2
        place = self.at(self.i)
        name = self.name()
        self.skip_angles()
        if self.texts[self.i] == "(":
            self.i = self.after(self.i)
            declared = ""
        self.accept("?")
        default: Value | None = None
        if self.accept("=") or self.accept(":"):
            default = self.collect(self.value)[1]
            self.christen(default, name)
        if initialises != "this":
            value = Parameter(place, len(found))
            self.bind(name, Binding(value, place, "parameter", declared))
        param = Param(name, place, declared, default, name if named else "", decorators)
        found.append((param, initialises))

    # -- functions

    def function_at(self, index: int) -> int:
        """The name of the function with a body that is declared at `index`, or 0."""
        if self.texts[index] in NO_TYPE:
            return 0
        if self.names_function(index):
            return index
        end = self.type_end(index)
        return end if end > 0 and self.names_function(end) else 0

    def names_function(self, index: int) -> bool:
        if self.kinds[index] != "name" or self.texts[index] in NO_TYPE:
            return False
        following = index + 1
        if self.texts[following] == "<":
            following = self.angles_end(following)
        if following < 0 or self.texts[following] != "(":
            return False
        after = self.after(following)
        return self.texts[after] in BODIES and self.body_at(after)

    def body_at(self, index: int) -> bool:
        if self.texts[index] in ("async", "sync", "native"):
            return self.texts[index + 1] in ("{", "=>", "*")
        return True

    def local_function(self, name_at: int) -> None:
        """Read a function that is no member, with its type in front."""
        start = self.i
        _, decorators = self.modifiers()
        declared = self.type() if self.i < name_at else ""
        name = self.name()
        function = self.new_function(name, "function", start, (), decorators)
        function.type = declared
        closure = Closure(function.span, function.index)
        self.bind(name, Binding(closure, self.at(name_at), "function"))
        self.function_rest(function, start)
        closure.span = function.span

    def function_rest(self, function: Function, start: int) -> list[tuple[Param, str]]:
        """Read parameters and body of `function`; returns the parameters."""
        state = self.enter(function)
        self.deeper()
        self.skip_angles()
        found: list[tuple[Param, str]] = []
        if self.texts[self.i] == "(":
            found = self.parameters(function)
        self.body(function)
        self.restore(state)
        function.span = self.span(start)
        return found

    def body(self, function: Function) -> None:
        """Read `{…}` or `=> value;` with the words in front, or the `;` of a bodyless one."""
        self.body_words(function)
        if self.texts[self.i] == "{":
            self.braced_body(function)
        elif self.accept("=>"):
            self.gives(function, self.value())
            self.statement_end()
        else:
            if function.kind != "constructor" and "external" not in function.modifiers:
                function.modifiers |= {"abstract"}
            if self.accept("native"):
                self.value()
            self.statement_end()

    def body_words(self, function: Function) -> None:
        """Read `async`, `async*` or `sync*`."""
        word = self.texts[self.i]
        if word in ("async", "sync") and self.body_at(self.i):
            self.i += 1
            if word == "async":
                function.modifiers |= {"async"}
            if self.accept("*"):
                function.modifiers |= {"generator"}

    def braced_body(self, function: Function) -> None:
        opener = self.i
        function.body_span = Span(self.starts[opener], self.ends[self.partner[opener]])
        self.braces()

    def gives(self, function: Function, value: Value) -> None:
        """The value of a function that is one expression."""
        self.mark(value, "returned")
        function.returns.append(value)
        function.body_span = value.span

    # -- closures

    def closure_at(self, index: int) -> bool:
        """Whether a function literal begins at the token `index`."""
        if self.texts[index] == "<":
            index = self.angles_end(index)
        if index < 0 or self.texts[index] != "(":
            return False
        after = self.after(index)
        return self.texts[after] in BODIES and self.body_at(after)

    def closure(self) -> Closure:
        """Read `(a, b) => value`, `(a) async {…}`."""
        start = self.i
        function = self.new_function("", "arrow", start)
        closure = Closure(function.span, function.index)
        state = self.enter(function)
        self.deeper()
        self.skip_angles()
        self.parameters(function)
        self.body_words(function)
        if self.texts[self.i] == "{":
            self.braced_body(function)
        else:
            self.expect("=>")
            self.gives(function, self.value())
        self.restore(state)
        function.span = closure.span = self.span(start)
        return closure

    # -- variables

    def declares_variable(self, index: int) -> bool:
        """Whether `T name` with what may stand behind it is at `index`."""
        end = self.type_end(index)
        if end < 0 or self.kinds[end] != "name":
            return False
        return self.texts[end + 1] in ("=", ";", ",", "in") and self.texts[end] not in ("is", "as")

    def variables(self, words: set[str], declared: str = "") -> None:
        """Read `T a = value, b`, or a pattern and its value; `declared` is a type in front."""
        if words & {"final", "var"} and self.pattern_at(self.i):
            self.taken_apart()
            return
        declared = declared or self.declared_type()
        kind = "const" if words & {"final", "const"} else "let"
        while True:
            place = self.at(self.i)
            name = self.name()
            value, found = self.initial(name)
            self.bind(name, Binding(value, place, kind, declared or found))
            if self.function.index == 0:
                self.provided(name, place, value)
            if not self.accept(","):
                break

    def declared_type(self) -> str:
        """Read the type in front of a name, if one stands here."""
        end = self.type_end(self.i)
        return self.type() if end > 0 and self.kinds[end] == "name" else ""

    def initial(self, name: str) -> tuple[Value | None, str]:
        """Read `= value` behind a variable's name; its type where a provider's call says it."""
        if not self.accept("="):
            return None, ""
        start = self.i
        value = self.value()
        self.keep(value)
        self.christen(value, name)
        return value, self.provider_type(value, start)

    def provider_type(self, value: Value, start: int) -> str:
        """The type of what `SomeProvider<T, …>(…)` provides."""
        made = value.callee if isinstance(value, Call) else None
        if made is None or "Provider" not in dotted(made):
            return ""
        for index in range(start, self.i):
            if self.texts[index] == "<" and self.angles_end(index) > 0:
                end = self.i
                types = self.type_arguments(index)
                self.i = end
                return types[0] if types else ""
            if self.texts[index] == "(":
                break
        return ""

    def provided(self, name: str, place: Span, value: Value | None) -> None:
        """A provider at the top of a file stands for what its function makes."""
        if not isinstance(value, Call) or "Provider" not in dotted(value.callee) or not value.args:
            return
        made = value.args[0].value
        if isinstance(made, Closure):
            self.bind(name, Binding(Call(place, made, ()), place, "const"))
        elif isinstance(made, Member) and made.name == "new":
            self.bind(name, Binding(Call(place, made.of, (), new=True), place, "const"))

    def pattern_at(self, index: int) -> bool:
        """Whether a pattern that takes a value apart stands behind `final` or `var`."""
        if self.texts[index] in ("(", "[", "{"):
            end = self.after(index)
            return self.texts[end] in ("=", "in") or self.kinds[end] != "name"
        end = self.type_end(index)
        return end > 0 and self.texts[end] == "(" and self.texts[self.after(end)] in ("=", "in")

    def taken_apart(self) -> None:
        """Read `pattern = value`."""
        begin = self.i
        while self.texts[self.i] != "=":
            if self.i >= self.last or self.texts[self.i] in (";", "}"):
                raise UnreadableError("expected '='")
            self.i = self.after(self.i)
        self.i += 1
        value = self.value()
        self.keep(value)
        end, self.i = self.i, begin
        self.naming_pattern(value)
        self.i = end

    def naming_pattern(self, subject: Value) -> None:
        """Read a pattern behind `final` or `var`, whose plain names are bound to what they find."""
        raise NotImplementedError

    # -- what a call gives by its type

    def injected(self, call: Call, types: list[str]) -> Value:
        """The value of `read<T>()` and its like: a name that stands for an object of that type."""
        callee = call.callee
        name = callee.name if isinstance(callee, Member) else getattr(callee, "id", "")
        given: Value | None = None
        declared = ""
        if name in GIVERS and len(call.args) == 1 and not types:
            given = provider_of(call.args[0].value)
        elif name == "put" and call.args:
            given = call.args[0].value
        elif len(types) == 1 and types[0] and (not call.args or name in TAKES_KEY) and name != "on":
            declared = types[0] if not name[:1].isupper() or name == "I" else ""
        if given is None and not declared:
            return call
        asked = f"<{declared}>" if declared else f"({dotted(given or call)})"
        hidden = f"{dotted(callee) or name}{asked}"
        self.function.bindings[hidden] = [
            Binding(call, call.span),
            Binding(given, call.span, "const", declared),
        ]
        return Name(call.span, hidden)


def provider_of(value: Value) -> Value | None:
    """The provider that `ref.read(provider)` names, without what it is asked for."""
    held = isinstance(value, Member) and value.name in HELD
    if held and isinstance(value, Member):
        value = value.of
    if isinstance(value, Call):
        value = value.callee
    named = dotted(value)
    return value if held or named.endswith("Provider") else None
