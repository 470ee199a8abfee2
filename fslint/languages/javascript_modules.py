"""ES imports and exports, and TypeScript's spellings of them."""

from __future__ import annotations

from collections.abc import Sequence

from fslint.flow import Binding, Export, FileFlow, Import, Name, Span, Value
from fslint.languages.cursor import UnreadableError
from fslint.languages.javascript_jsx import JsxReader
from fslint.languages.lexer import Token
from fslint.languages.strings import javascript_string

TYPE_WORDS = frozenset({"type", "typeof"})


class ModuleReader(JsxReader):
    """Reads `import` and `export` statements."""

    namespaces = 0
    """How many namespaces the cursor is in: what they export, the module does not."""

    def __init__(self, tokens: Sequence[Token], flow: FileFlow, parent: int) -> None:
        super().__init__(tokens, flow, parent)
        self.module = parent
        self.exported: list[tuple[str, Span]] = []

    def module_name(self) -> str:
        """Read the string after `from`."""
        if self.kinds[self.i] != "string":
            raise UnreadableError("expected a module's name")
        self.i += 1
        return javascript_string(self.texts[self.i - 1])

    def imports(self) -> None:
        """Read an import statement, at its word."""
        start = self.i
        self.i += 1
        if self.kinds[self.i] == "string":
            module = self.module_name()
            self.flow.imports.append(Import("", module, "*", self.span(start)))
            self.import_end()
            return
        type_only = self.type_only()
        found: list[tuple[str, str, Span, bool]] = []
        if self.kinds[self.i] == "name" and (
            self.texts[self.i] != "from" or self.texts[self.i + 1] in ("from", ",", "=")
        ):
            index = self.i
            local = self.name()
            if self.accept("="):
                self.import_equals(local, self.at(index), type_only)
                return
            found.append((local, "default", self.at(index), type_only))
            self.accept(",")
        if self.accept("*"):
            self.expect("as")
            found.append((self.name(), "*", self.at(self.i - 1), type_only))
        elif self.texts[self.i] == "{":
            self.listed(lambda: found.append(self.imported(type_only)))
        self.expect("from")
        module = self.module_name()
        for local, name, place, only in found:
            self.flow.imports.append(Import(local, module, name, place, only))
        if not found:
            self.flow.imports.append(Import("", module, "*", self.span(start), type_only))
        self.import_end()

    def type_only(self) -> bool:
        """Step over the `type` of a type-only import or export."""
        if self.texts[self.i] not in TYPE_WORDS:
            return False
        following = self.texts[self.i + 1]
        if following in ("{", "*") or (
            self.kinds[self.i + 1] == "name"
            and (following != "from" or self.texts[self.i + 2] == "from")
        ):
            self.i += 1
            return True
        return False

    def imported(self, type_only: bool) -> tuple[str, str, Span, bool]:
        """Read `a`, `a as b`, `default as b`, `type a`, `'a' as b`."""
        if (
            self.texts[self.i] in TYPE_WORDS
            and self.kinds[self.i + 1] in ("name", "string")
            and (self.texts[self.i + 1] != "as" or self.kinds[self.i + 2] != "name")
        ):
            self.i += 1
            type_only = True
        name = local = self.outer_name()
        if self.accept("as"):
            local = self.outer_name()
        return local, name, self.at(self.i - 1), type_only

    def outer_name(self) -> str:
        """Read a name, or a string in its place."""
        if self.kinds[self.i] == "string":
            return self.module_name()
        return self.name()

    def import_equals(self, local: str, place: Span, type_only: bool) -> None:
        """Read what follows `import x =`: `require('m')` or a name."""
        value = self.value()
        if not self.required(local, place, value):
            self.bind(local, Binding(value, place))
        elif type_only:
            self.flow.imports[-1] = self.flow.imports[-1]._replace(type_only=True)
        self.statement_end()

    def import_end(self) -> None:
        """Step over `with {…}` and the end of the statement."""
        if self.texts[self.i] in ("with", "assert") and self.texts[self.i + 1] == "{":
            self.i = self.after(self.i + 1)
        self.statement_end()

    # -- exports

    def export(self, name: str, value: Value | None, place: Span) -> None:
        if self.namespaces == 0:
            self.flow.exports.append(Export(name, value, place))

    def exports(self, decorators: tuple[Value, ...] = ()) -> None:
        """Read an export statement, at its word."""
        start = self.i
        self.i += 1
        text = self.texts[self.i]
        if text == "default":
            self.i += 1
            self.export_default(start, decorators)
        elif text == "=":
            self.i += 1
            value = self.value()
            self.keep(value)
            self.export("default", value, self.span(start))
            self.statement_end()
        elif text == "*":
            self.export_star()
        elif text == "as":
            self.i += 2
            self.name()
            self.statement_end()
        elif text == "{" or (text == "type" and self.texts[self.i + 1] in ("{", "*")):
            self.export_list()
        elif self.kinds[self.i] == "name" and self.texts[self.i + 1] in ("from", ","):
            self.export_default_from()
        else:
            self.export_declaration(decorators)

    def export_default_from(self) -> None:
        """Read `export a from 'm'` and `export a, {b} from 'm'`, which some compilers know."""
        name, place = self.name(), self.at(self.i - 1)
        known = len(self.flow.exports)
        module = ""
        if self.accept("from"):
            module = self.module_name()
            self.import_end()
        else:
            self.expect(",")
            (self.export_star if self.texts[self.i] == "*" else self.export_list)()
            module = next((one.module for one in self.flow.exports[known:]), "")
        self.flow.exports.append(Export(name, None, place, module, "default"))

    def export_star(self) -> None:
        index = self.i
        self.expect("*")
        name = "*"
        if self.accept("as"):
            index = self.i
            name = self.outer_name()
        place = self.at(index)
        self.expect("from")
        self.flow.exports.append(Export(name, None, place, self.module_name(), "*"))
        self.import_end()

    def export_list(self) -> None:
        """Read `{a, b as c}` with or without `from`; types alone are no exports."""
        type_only = self.accept("type")
        if self.texts[self.i] == "*":
            known = len(self.flow.exports)
            self.export_star()
            del self.flow.exports[known:]
            return
        if self.texts[self.i] != "{":
            raise UnreadableError("expected '{'")
        found: list[tuple[str, str, Span, bool]] = []
        self.listed(lambda: found.append(self.imported(type_only)))
        module = ""
        if self.accept("from"):
            module = self.module_name()
        for name, origin, place, only in found:
            if only:
                continue
            if module:
                self.flow.exports.append(Export(name, None, place, module, origin))
            else:
                self.export(name, Name(place, origin), place)
        self.import_end()

    def export_default(self, start: int, decorators: tuple[Value, ...]) -> None:
        """Read what follows `export default`."""
        decorators += self.decorators()
        index = self.i
        text = self.texts[index]
        value: Value | None
        if text == "function" or (text == "async" and self.texts[index + 1] == "function"):
            modifiers = {"async"} if self.accept("async") else set()
            value = self.function_declared(index, modifiers)
        elif text == "class" or (text == "abstract" and self.texts[index + 1] == "class"):
            value = self.class_declared(decorators)
        elif text == "interface" and self.kinds[index + 1] == "name":
            self.interface()
            return
        else:
            value = self.value()
            self.keep(value)
            self.statement_end()
        if value is not None:
            self.export("default", value, self.span(start))
            self.christen(value, "default")

    def class_declared(self, decorators: tuple[Value, ...]) -> Value:
        raise NotImplementedError

    def export_declaration(self, decorators: tuple[Value, ...]) -> None:
        """Read `export` in front of a declaration: every name that it binds is exported."""
        outside, self.exported = self.exported, []
        self.declared(decorators)
        found, self.exported = self.exported, outside
        for name, place in found:
            self.export(name, Name(place, name), place)

    def bind(self, name: str, binding: Binding) -> None:
        known = name in self.function.bindings
        super().bind(name, binding)
        if not known:
            self.note(name, binding.span)

    def named(self, *imports: Import) -> None:
        super().named(*imports)
        for item in imports:
            self.note(item.local, item.span)

    def note(self, name: str, place: Span) -> None:
        """Remember a name that the module declares while an export is read."""
        if self.function.index == self.module and self.namespaces == 0:
            self.exported.append((name, place))

    def declared(self, decorators: tuple[Value, ...]) -> None:
        """Read a declaration after `export`."""
        raise NotImplementedError
