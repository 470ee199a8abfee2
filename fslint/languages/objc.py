"""Objective-C (and the C++ around it), lowered to the flow without a syntax tree.

A message `[a b:c d:e]` is a call of `a.b` with the argument `e` labelled `d`; what allocates and
initialises an object is one call of its class. `self`, and local names that stand for it, are
`this`. A method is called by the first part of its selector, any initialiser `init`. What an
`@implementation`, a category or a class extension adds is an extension of its class.
"""

from __future__ import annotations

import re

from fslint.flow import (
    WEAK,
    Binding,
    Class,
    ClassValue,
    Closure,
    FileFlow,
    Function,
    Import,
    Literal,
    Param,
    Span,
)
from fslint.languages.cursor import UnreadableError
from fslint.languages.directives import WORDS, Directive, active
from fslint.languages.javascript import deep_stack
from fslint.languages.lexer import Token, lex
from fslint.languages.objc_expressions import is_init
from fslint.languages.objc_names import swift_name
from fslint.languages.objc_statements import StatementReader

IMPORT = re.compile(r'#\s*(?:import|include)\s*[<"]([^>"\n]*)[>"]')
CONDITION = re.compile(r"\w+|\|\||&&|!")
DEFINE = re.compile(r'#\s*define\s+(\w+)\s+\(?@?"([^"\\\n]*)"\)?\s*$')
DIRECTIVE = re.compile(r"#\s*(\w+)")


def lower(path: str, text: str) -> FileFlow:
    """Lower one file's text. Never fails: what cannot be read is in `problems`."""
    whole = Span(0, len(text))
    module = Function(0, "", whole, "module", body_span=whole, parent=-1)
    flow = FileFlow(path, "objc", [module])
    reader = ObjectiveCReader(significant(lex(text, "objc"), flow), flow, 0)
    with deep_stack():
        reader.items(reader.last, reader.top_level)
    module.body = reader.block
    return flow


def significant(tokens: list[Token], flow: FileFlow) -> list[Token]:
    """The tokens without what the preprocessor takes away; imports and the strings that names
    are defined as go to the flow."""
    found: list[Directive] = []
    for index, token in enumerate(tokens):
        if token.kind != "directive":
            continue
        word = DIRECTIVE.match(token.text)
        if word is not None and word[1] in WORDS:
            said = tuple(CONDITION.findall(token.text[word.end() :]))
            found.append(Directive(index, index + 1, word[1], said))
        imported = IMPORT.match(token.text)
        if imported is not None:
            place = Span(token.start, token.end)
            flow.imports.append(Import("", imported[1], "*", place))
        defined = DEFINE.match(token.text)
        if defined is not None:
            place = Span(token.start + defined.start(1), token.start + defined.end(1))
            text = Literal(place, "string", defined[2])
            flow.functions[0].bindings[defined[1]] = [Binding(text, place, "const")]
    kept = active(tokens, found)
    return [
        t._replace(kind="space") if t.kind == "directive" or t.text == "\\" else t for t in kept
    ]


class ObjectiveCReader(StatementReader):
    """Reads what stands between functions: classes, protocols, C's declarations."""

    STARTERS = frozenset({"@", "-", "+", "if", "for", "while", "return", "static", "switch"})
    CONTINUERS = frozenset({"else"})

    def top_level(self) -> None:
        index = self.i
        text = self.texts[index]
        if text == "@" and self.texts[index + 1] in ("interface", "implementation", "protocol"):
            self.class_declared()
        elif text == "@":
            self.i += 2
            if self.texts[index + 1] not in ("end", "optional", "required"):
                self.to_end()
        elif text in (";", "}") or (self.kinds[index] == "name" and self.is_macro(index)):
            self.i = self.after(index)
            if self.texts[self.i] == "(":
                self.i = self.after(self.i)
        elif text in ("extern", "namespace") and self.opens_namespace(index):
            while self.texts[self.i] != "{":
                self.i += 1
            opener = self.i
            self.i += 1
            self.items(self.partner[opener], self.top_level)
            self.close(opener)
        else:
            self.c_declaration()

    def opens_namespace(self, index: int) -> bool:
        while self.kinds[index] in ("name", "string") or self.texts[index] == "::":
            index += 1
        return self.texts[index] == "{"

    def is_macro(self, index: int) -> bool:
        """Whether a name at `index` is a macro alone in its line, perhaps with arguments."""
        if not self.texts[index].isupper() and not self.texts[index].startswith(("NS_", "FB")):
            return False
        following = index + 1
        if self.texts[following] == "(":
            following = self.after(following)
        return self.newline[following] and self.texts[following] not in ("{", "=")

    # -- C's declarations

    def c_declaration(self) -> None:
        """Read a function, variables, or step over anything else up to its end."""
        start = self.i
        opener = self.function_opener(start)
        if opener:
            self.c_function(start, opener)
        elif self.texts[start] not in ("typedef", "struct") and self.declares_global(start):
            self.variables()
            self.statement_end()
        else:
            self.to_end()

    def declares_global(self, index: int) -> bool:
        end = self.type_end(index)
        return self.declares_variable(index) and self.texts[end + 1] != "("

    def function_opener(self, index: int) -> int:
        """The bracket that opens the parameters of a function with a body at `index`, or 0."""
        end = self.type_end(index)
        if end < 0 or self.texts[index] == "typedef":
            return 0
        while self.kinds[end] == "name" and self.texts[end + 1] == "::":
            end += 2
        if self.kinds[end] != "name" or self.texts[end + 1] != "(":
            return 0
        after = self.after(end + 1)
        while self.kinds[after] == "name" or self.texts[after] == "(":
            after = self.after(after)
        return end + 1 if self.texts[after] == "{" else 0

    def c_function(self, start: int, opener: int) -> None:
        place = self.at(opener - 1)
        name = self.texts[opener - 1]
        declared = self.specifiers()
        function = self.new_function(name, "function", start)
        function.type = declared
        self.bind(name, Binding(Closure(function.span, function.index), place, "function"))
        state = self.enter(function)
        self.i = opener
        self.parameters(function)
        while self.texts[self.i] != "{":
            self.i = self.after(self.i)
        self.body(function)
        self.restore(state)
        function.span = self.span(start)

    # -- classes

    def class_declared(self) -> None:
        """Read from `@interface`, `@implementation` or `@protocol` to `@end`."""
        start = self.i
        word = self.texts[start + 1]
        self.i += 2
        place = self.at(self.i)
        name = self.name()
        if word == "protocol" and self.texts[self.i] in (";", ","):
            self.to_end()
            return
        kind = "interface" if word == "protocol" else "class"
        bases: list[str] = []
        if self.texts[self.i] == "<" and word == "interface" and self.generic_class():
            self.skip_angles()
        if self.texts[self.i] == "(" or word == "implementation":
            kind, bases = "extension", [name]
            if self.texts[self.i] == "(":
                self.i = self.after(self.i)
        if self.accept(":"):
            bases.append(self.name())
            if self.texts[self.i] == "<" and self.texts[self.angles_end(self.i)] == "<":
                self.skip_angles()
        declared = self.new_class(name, kind, start)
        declared.bases = tuple(bases + self.protocols())
        if kind != "extension":
            value = ClassValue(declared.span, declared.index)
            self.bind(name, Binding(value, place, "class"))
        end = self.class_end(self.i)
        state = self.state()
        self.owner = declared.index
        if self.texts[self.i] == "{":
            self.instance_variables(declared)
        self.items(end, lambda: self.class_member(declared))
        self.restore(state)
        if self.texts[self.i] == "@":
            self.i += 2
        declared.span = self.span(start)

    def generic_class(self) -> bool:
        end = self.angles_end(self.i)
        return end > 0 and self.texts[end] in (":", "(")

    def protocols(self) -> list[str]:
        """Read `<A, B>`."""
        found: list[str] = []
        if self.accept("<"):
            while self.texts[self.i] != ">" and self.i < self.last:
                if self.kinds[self.i] == "name":
                    found.append(self.texts[self.i])
                self.i += 1
            self.accept(">")
        return found

    def class_end(self, index: int) -> int:
        while index < self.last:
            if self.texts[index] == "@" and self.texts[index + 1] == "end":
                return index
            index = self.after(index)
        return self.last

    def instance_variables(self, declared: Class) -> None:
        opener = self.i
        self.i += 1
        self.items(self.partner[opener], lambda: self.instance_variable(declared))
        self.close(opener)

    def instance_variable(self, declared: Class) -> None:
        if self.texts[self.i] == "@":
            self.i += 2
        elif self.declares_variable(self.i):
            self.field(declared)
        else:
            self.to_end()

    def field(self, declared: Class, held: str = "field") -> None:
        specified = self.specifiers()
        while True:
            name, kind, place, _ = self.declarator(specified)
            if self.accept(":"):
                self.value()
            declared.fields.setdefault(name, []).append(Binding(None, place, held, kind))
            if not self.accept(","):
                break
        while not self.accept(";") and self.i < self.last and self.texts[self.i] != "@":
            self.i = self.after(self.i)

    def class_member(self, declared: Class) -> None:
        text, word = self.texts[self.i], self.texts[self.i + 1]
        if text in ("-", "+"):
            self.method(declared)
        elif text == "@" and word == "property":
            self.property(declared)
        elif text == "@" and word in ("optional", "required"):
            self.i += 2
        elif text == "@":
            self.to_end()
        else:
            self.top_level()

    def property(self, declared: Class) -> None:
        """Read `@property (nonatomic) Foo *foo;`: a field, under its own name and `_name`."""
        self.i += 2
        kind = "field"
        if self.texts[self.i] == "(":
            end = self.after(self.i)
            kind = WEAK if "weak" in self.texts[self.i : end] else kind
            self.i = end
        before = set(declared.fields)
        self.field(declared, kind)
        for name in set(declared.fields) - before:
            declared.fields.setdefault(f"_{name}", list(declared.fields[name]))

    def method(self, declared: Class) -> None:
        """Read `- (R)name:(A)a other:(B)b {…}`."""
        start = self.i
        static = self.texts[start] == "+"
        self.i += 1
        given = self.type_in_brackets() if self.texts[self.i] == "(" else ""
        name = self.name() if self.kinds[self.i] == "name" else ""
        kind = "constructor" if is_init(name) and not static else "method"
        name = "init" if kind == "constructor" else name
        function = self.new_function(name, kind, start, {"static"} if static else ())
        function.type = declared.name if given == "instancetype" else given
        self.add_method(declared, name, function)
        state = self.enter(function)
        found: list[Param] = []
        label = ""
        while self.texts[self.i] not in ("{", ";", "@", "") and self.i < self.last:
            if self.accept(":"):
                kind_of = self.type_in_brackets() if self.texts[self.i] == "(" else ""
                self.qualifiers()
                place = self.at(self.i)
                self.add_parameter(found, self.name(), kind_of, place, label)
                label = ""
            elif self.texts[self.i] in ("-", "+") and self.newline[self.i]:
                break
            elif self.kinds[self.i] == "name":
                label = self.name()
                if self.texts[self.i] == "(":
                    self.i = self.after(self.i)
            elif self.texts[self.i] in (",", "..."):
                self.i += 1
            else:
                raise UnreadableError(f"unexpected {self.texts[self.i]!r}")
        function.params = tuple(found)
        known = swift_name(name, declared.name, found[0].type if found else "", bool(found))
        if known != name:
            self.add_method(declared, known, function)
        self.accept(";")
        if self.texts[self.i] == "{":
            self.body(function)
        else:
            function.modifiers |= {"abstract"}
        self.restore(state)
        function.span = self.span(start)
