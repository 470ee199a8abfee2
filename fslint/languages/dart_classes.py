"""Dart's classes, mixins, enums and extensions, their members and constructors."""

from __future__ import annotations

from fslint.flow import (
    Assign,
    Binding,
    Call,
    Class,
    ClassValue,
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
from fslint.languages.dart_functions import FunctionReader
from fslint.languages.reader import dotted

DECLARERS = frozenset({"class", "mixin", "enum", "extension"})
CLASS_WORDS = frozenset(
    {"abstract", "base", "interface", "final", "sealed", "mixin", "macro", "augment"}
)
HEAD_WORDS = frozenset({"extends", "with", "implements", "on"})
TYPED_FIELDS = (("State", "widget"), ("View", "controller"), ("GetWidget", "controller"))
MOST_WORDS = 30


class ClassReader(FunctionReader):
    """Reads classes into `flow.classes`."""

    setups: dict[int, Function]
    """The function in which a class's field values are made, by the class's index."""

    def declares_class(self, index: int) -> bool:
        """Whether a class, mixin, enum or extension is declared at `index`."""
        index = self.annotations_end(index)
        for _ in range(MOST_WORDS):
            text = self.texts[index]
            named = self.kinds[index + 1] == "name"
            if text == "extension" and self.texts[index + 1] == "<":
                return True
            if text in DECLARERS and named:
                return self.texts[index + 2] not in ("=", ";", ",") or text == "class"
            if text in CLASS_WORDS and named:
                index += 1
            else:
                break
        return False

    def annotations_end(self, index: int) -> int:
        """The token behind the annotations at `index`."""
        while self.texts[index] == "@":
            index = self.annotation_end(index)
        return index

    def annotation_end(self, index: int) -> int:
        index += 2
        while self.texts[index] == "." and self.kinds[index + 1] == "name":
            index += 2
        if self.texts[index] == "<":
            index = max(self.angles_end(index), index + 1)
        return self.after(index) if self.texts[index] == "(" and self.adjacent(index) else index

    def class_declared(self) -> None:
        """Read a class of any kind, with the words in front."""
        start = self.i
        decorators = self.annotations()
        words: set[str] = set()
        while self.texts[self.i] in CLASS_WORDS and self.texts[self.i] not in DECLARERS:
            words.add(self.name())
        word = self.name()
        if word == "mixin" and self.accept("class"):
            word = "class"
        if word == "extension":
            self.accept("type")
            self.accept("const")
        place = self.at(self.i)
        unnamed = self.texts[self.i] == "<" or (
            self.texts[self.i] == "on" and self.texts[self.i + 1] != "on"
        )
        name = "" if unnamed else self.name()
        kind = word if word in ("enum", "extension") else "class"
        if "interface" in words and "abstract" in words:
            kind = "interface"
        declared = self.new_class(name, kind, start)
        declared.decorators, declared.modifiers = decorators, frozenset(words)
        value = ClassValue(declared.span, declared.index)
        if name and kind != "extension":
            self.bind(name, Binding(value, place, "class"))
            self.generated_provider(name, Binding(None, place, "const", name), decorators)
        self.class_rest(declared, start)
        value.span = declared.span

    def generated_provider(
        self, name: str, binding: Binding, decorators: tuple[Value, ...]
    ) -> None:
        """Bind what `@riverpod` has generated for a declaration: `@riverpod class Basket` is
        provided as `basketProvider`, `BasketNotifier` since Riverpod 3 too."""
        if is_riverpod(decorators):
            known = f"{name[0].lower()}{name[1:]}"
            for provided in {known, known.removesuffix("Notifier")}:
                self.bind(f"{provided}Provider", binding)

    def class_rest(self, declared: Class, start: int) -> None:
        """Read type parameters, supertypes and body."""
        self.skip_angles()
        if self.texts[self.i] == "(" or (self.texts[self.i] == "." and declared.kind != "enum"):
            self.primary_constructor(declared)
        bases: list[str] = []
        if self.accept("="):
            bases.append(self.type())
        while self.texts[self.i] in HEAD_WORDS:
            self.i += 1
            while True:
                index = self.i
                bases.append(self.type())
                self.widget_of(declared, index)
                if not self.accept(","):
                    break
        declared.bases = tuple(base for base in bases if base)
        if self.texts[self.i] == "{":
            if declared.kind == "enum":
                self.members(declared, lambda: self.enum_member(declared))
            else:
                self.members(declared, lambda: self.class_member(declared))
        else:
            self.statement_end()
        declared.span = self.span(start)

    def widget_of(self, declared: Class, index: int) -> None:
        """`extends State<Page>`: the state's `widget` is that page. `extends GetView<Basket>`: the
        view's `controller` is that basket."""
        end = self.i
        field = next((f for word, f in TYPED_FIELDS if self.texts[index].endswith(word)), "")
        if field and self.texts[index + 1] == "<":
            types = self.type_arguments(index + 1)
            self.i = end
            if types and types[0]:
                binding = Binding(None, self.at(index), "field", types[0])
                declared.fields.setdefault(field, []).append(binding)

    def primary_constructor(self, declared: Class) -> None:
        """Read `(T name)` of an extension type."""
        if self.accept("."):
            self.name()
        state = self.state()
        self.owner = declared.index
        function = self.new_function("constructor", "constructor", self.i)
        self.add_method(declared, "constructor", function)
        self.enter(function)
        for param, _ in self.parameters(function):
            fields = declared.fields.setdefault(param.name, [])
            fields.append(Binding(None, param.span, "field", param.type))
        self.restore(state)

    def setup(self, declared: Class) -> Function:
        known = self.setups.get(declared.index)
        if known is None:
            owner, self.owner = self.owner, declared.index
            known = self.new_function("", "initializer", self.i)
            self.owner = owner
            self.setups[declared.index] = known
        return known

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
        place = self.at(self.i)
        name = self.name()
        declared.fields.setdefault(name, []).append(Binding(None, place, "field"))
        self.skip_angles()
        if self.accept("."):
            self.name()
        if self.texts[self.i] == "(":
            state = self.enter(self.setup(declared))
            self.arguments()
            self.restore(state)

    # -- members

    def class_member(self, declared: Class) -> None:
        if self.accept(";"):
            return
        start = self.i
        words, decorators = self.modifiers()
        if self.constructs(declared, self.i, words):
            self.constructor(declared, start, words, decorators)
            return
        kind = self.accessor_kind()
        result = "" if kind else self.declared_type()
        kind = kind or self.accessor_kind()
        if kind:
            self.i += 1
        elif self.texts[self.i] == "operator" and self.texts[self.i + 1] != "(":
            self.operator_method(declared, start, words, decorators, result)
            return
        elif self.texts[self.i + 1] not in ("(", "<"):
            state = self.enter(self.setup(declared))
            self.owner = declared.index
            self.fields(declared, words, result)
            self.restore(state)
            return
        name = self.name()
        self.method(declared, name, kind or "method", start, words, decorators, result)

    def accessor_kind(self) -> str:
        """`getter` or `setter` where the cursor is at `get name` or `set name`."""
        word = self.texts[self.i]
        if word not in ("get", "set") or self.kinds[self.i + 1] != "name":
            return ""
        return word + "ter"

    def operator_method(
        self,
        declared: Class,
        start: int,
        words: set[str],
        decorators: tuple[Value, ...],
        result: str,
    ) -> None:
        """Read `operator ==(…)`; it is called by its mark."""
        self.i += 1
        mark = ""
        while self.texts[self.i] != "(":
            if self.kinds[self.i] != "punct" or len(mark) > 3:
                raise UnreadableError("expected an operator")
            mark += self.texts[self.i]
            self.i += 1
        self.method(declared, mark, "method", start, words, decorators, result)

    def method(
        self,
        declared: Class,
        name: str,
        kind: str,
        start: int,
        words: set[str],
        decorators: tuple[Value, ...],
        result: str,
    ) -> None:
        function = self.new_function(name, kind, start, words, decorators)
        function.type = result
        self.add_method(declared, name, function)
        self.function_rest(function, start)

    def fields(self, declared: Class, words: set[str], declared_type: str) -> None:
        """Read `a, b = value;`."""
        while True:
            place = self.at(self.i)
            name = self.name()
            value, found = self.initial(name)
            if isinstance(value, Closure):
                self.flow.functions[value.index].owner = declared.index
            known = declared.fields.setdefault(name, [])
            known.append(Binding(value, place, "field", declared_type or found))
            if not self.accept(","):
                break
        self.statement_end()

    # -- constructors

    def constructs(self, declared: Class, index: int, words: set[str]) -> bool:
        """Whether a constructor of the class stands at `index`."""
        if "factory" in words:
            return True
        if self.texts[index] != declared.name or not declared.name:
            return False
        if self.texts[index + 1] == ".":
            index += 2
        return self.texts[index + 1] == "("

    def constructor(
        self, declared: Class, start: int, words: set[str], decorators: tuple[Value, ...]
    ) -> None:
        self.name()
        self.skip_angles()
        name = self.name() if self.accept(".") else "new"
        key = "constructor" if name == "new" else name
        function = self.new_function(key, "constructor", start, words, decorators)
        self.add_method(declared, key, function)
        function.type = declared.name if "factory" in words else ""
        state = self.enter(function)
        for index, (param, initialises) in enumerate(self.parameters(function)):
            if initialises == "this":
                self.initialise(declared, param, index)
        if self.accept(":"):
            self.initializers(declared)
        if self.accept("="):
            place = self.i
            made = self.called(self.named_type(), place, ())
            made.new = True
            self.gives(function, made)
            self.statement_end()
        else:
            self.body(function)
        self.restore(state)
        function.span = self.span(start)

    def initialise(self, declared: Class, param: Param, index: int) -> None:
        """`this.name` among the parameters: what is given is the field's value."""
        place = param.span
        target = Member(place, Name(Span(place.start, place.start), "this"), param.name, place)
        self.block.append(Assign(place, target, Parameter(place, index)))
        if param.type:
            field = Binding(None, place, "field", param.type)
            declared.fields.setdefault(param.name, []).append(field)

    def initializers(self, declared: Class) -> None:
        """Read `a = b, super(c), assert(d)` behind the `:` of a constructor."""
        while True:
            start = self.i
            if self.texts[self.i] == "assert":
                self.i += 1
                self.arguments()
            elif self.texts[self.i] in ("super", "this") and "(" in (
                self.texts[self.i + 1],
                self.texts[self.i + 3],
            ):
                self.delegated(start)
            else:
                if self.texts[self.i] == "this":
                    self.i += 2
                place = self.at(self.i)
                target = Member(place, Name(place, "this"), self.name(), place)
                self.expect("=")
                value = self.constructor_value()
                self.keep(value)
                self.christen(value, target.name)
                self.block.append(Assign(self.span(start), target, value))
            if not self.accept(","):
                return

    def delegated(self, start: int) -> None:
        """Read `super(…)`, `super.named(…)`, `this(…)` or `this.named(…)`."""
        callee: Value = Name(self.at(start), self.name())
        if self.accept("."):
            callee = self.member(callee, start, False)
        call = Call(Span(0, 0), callee, self.arguments(), "dropped")
        call.span = self.span(start)
        self.block.append(call)

    def constructor_value(self) -> Value:
        """Read the value of an initializer: a `{` behind its brackets is the constructor's."""
        raise NotImplementedError


def is_riverpod(decorators: tuple[Value, ...]) -> bool:
    """Whether code is generated that provides what is declared."""
    for decorator in decorators:
        named = decorator.callee if isinstance(decorator, Call) else decorator
        if dotted(named) in ("riverpod", "Riverpod"):
            return True
    return False
