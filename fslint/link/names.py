"""What a name means outside of its scope: imports, exports, and names that need neither."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.flow import Closure, FileFlow, Name
from fslint.link.abstract import IMPLICIT_THIS, Abstract, Cls, Ext, Func, Mod, Obj, Values, some
from fslint.link.index import Fn, Index
from fslint.link.packages import JVM

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

OFFERING = re.compile(r"(^|/)(composables|utils|stores)/[^/]+(/index)?\.[cm]?[jt]s$")
"""Files whose exports Nuxt and its like bring into scope everywhere."""
PYTHON = (".py", ".pyi")
HIDING = frozenset({"swift", "kotlin"})
"""Languages in which a variable may be declared with what it hides."""


class Names:
    """Imports, exports and global names, as seen by an evaluator."""

    def __init__(self, core: Evaluator) -> None:
        self._core = core
        self._globals: dict[str, dict[str, Values]] = {}
        self._tops: dict[str, list[str]] | None = None
        self._offers: dict[str, list[str]] | None = None

    def anywhere(self, name: str, flow: FileFlow) -> Values:
        """Names that need no import: same-module types and functions, scripts of one page."""
        language = flow.language
        if language == "python":
            return ()
        known = self._globals.setdefault(language, {})
        if name not in known:
            found: list[Abstract] = []
            for cls in self._core.index.classes_by_name.get(name, ()):
                if self.same_family(language, cls.file):
                    kind = self._core.members.class_at(cls).kind
                    if kind != "extension" and language in IMPLICIT_THIS:
                        found.append(Cls(cls))
            functions = [
                fn
                for fn in self._core.index.functions_by_name.get(name, ())
                if self.same_family(language, fn.file)
                and self._core.index.function(fn).parent == 0
                and (language in IMPLICIT_THIS or self._is_script(fn.file))
            ]
            if len(functions) == 1 and not self._is_read(functions[0], name):
                found.append(Func(functions[0]))
            if language in IMPLICIT_THIS and not found:
                found += self._top_level_value(name, language)
            elif not found:
                found += self._offered(name, language)
            known[name] = some(found)
        return known[name]

    def _is_read(self, fn: Fn, name: str) -> bool:
        """Whether a name of a file's own is that of a getter, which is not called."""
        kept = self._core.index.flows[fn.file].functions[0].bindings.get(name, ())
        return any(binding.kind == "const" for binding in kept)

    def _offered(self, name: str, language: str) -> Values:
        """What a framework imports by itself: the one export of that name in the folders whose
        files need no import."""
        if self._offers is None:
            self._offers = {}
            for path, flow in self._core.index.flows.items():
                if OFFERING.search(path):
                    for export in flow.exports:
                        self._offers.setdefault(export.name, []).append(path)
        files = [f for f in self._offers.get(name, ()) if self.same_family(language, f)]
        return self.exported(files[0], name) if len(files) == 1 else ()

    def component_of(self, template: str) -> Fn | None:
        """The class whose template a file is: `x.component.html` beside `x.component.ts`."""
        flow = self._core.index.flows.get(component_file(template))
        if flow is not None:
            for cls in flow.classes:
                if cls.decorators:
                    return Fn(flow.path, cls.index)
        return None

    def _top_level_value(self, name: str, language: str) -> Iterable[Abstract]:
        if self._tops is None:
            self._tops = {}
            for path, flow in self._core.index.flows.items():
                for top in flow.functions[0].bindings:
                    self._tops.setdefault(top, []).append(path)
        for path in self._tops.get(name, ()):
            if self.same_family(language, path):
                bindings = self._core.index.flows[path].functions[0].bindings
                return self._core.bound(bindings[name], Fn(path, 0))
        return ()

    def same_family(self, language: str, path: str) -> bool:
        other = self._core.index.flows[path].language
        families = ({"swift", "objc"}, {"kotlin", "java"}, {"javascript", "typescript", "markup"})
        return other == language or any(language in f and other in f for f in families)

    def _is_script(self, path: str) -> bool:
        """Whether a file is no module, so that its functions are global."""
        flow = self._core.index.flows[path]
        return flow.language == "markup" or not (flow.imports or flow.exports)

    def imported(self, importer: str, module: str, name: str) -> Values:
        """What `name` of `module` is, seen from the file `importer`."""
        if self._language(importer) in JVM:
            return self.packaged(module, name) or (Ext(f"{module}#{name}"),)
        files = self._core.modules.resolve(importer, module)
        found: list[Abstract] = []
        for file in files:
            if name == "*":
                found.append(Mod(file))
            else:
                found += self.exported(file, name)
        if not found and name != "*" and importer.endswith(PYTHON):
            nested = f"{module}{name}" if module.endswith(".") else f"{module}.{name}"
            found += [Mod(file) for file in self._core.modules.resolve(importer, nested)]
        if not found and not files:
            found.append(Ext(f"{module}#" if name == "*" else f"{module}#{name}"))
        return some(found)

    def _language(self, file: str) -> str:
        flow = self._core.index.flows.get(file)
        return flow.language if flow is not None else ""

    def packaged(self, module: str, name: str) -> Values:
        """What Kotlin and Java import as `module.name`, where the project declares it."""
        found: list[Abstract] = [Cls(cls) for cls in self._core.packages.types(module, name)]
        found += [Func(fn) for fn in self._core.packages.functions(module, name)]
        for cls in self._core.packages.owner_of(module):
            found += self._core.member(Cls(cls), name)
        if not found:
            for file in self._core.packages.files_with(module, name):
                top = Fn(file, 0)
                bindings = self._core.index.function(top).bindings[name]
                found += self._core.bound(bindings, top)
        return some(found)

    def exported(self, file: str, name: str) -> Values:
        """What a file exports under a name."""
        key = ("export", file, name)
        flow = self._core.index.flows.get(file)
        if flow is None:
            return ()
        if key in self._core.busy:
            self._core.cuts += 1
            return ()
        self._core.busy.add(key)
        try:
            found = list(self._exported(flow, file, name))
        finally:
            self._core.busy.discard(key)
        return some(found)

    def _exported(self, flow: FileFlow, file: str, name: str) -> Iterable[Abstract]:
        stars = []
        named = False
        for export in flow.exports:
            if export.name == "*" and export.origin == "*":
                stars.append(export.module)
            elif export.name == name:
                named = True
                if export.value is not None:
                    yield from self._core.evaluate(export.value, Fn(file, 0))
                elif export.module:
                    yield from self.imported(file, export.module, export.origin or name)
        if named:
            return
        top = flow.functions[0]
        if flow.language == "python" or flow.language in IMPLICIT_THIS:
            yield from self._core.lookup(name, Fn(file, 0)) if self._declares(flow, name) else ()
            return
        if name == "default" and (flow.language == "markup" or not flow.exports):
            yield Mod(file)
            return
        for export in flow.exports:
            if export.name == "default" and export.value is not None and name != "default":
                for whole in self._core.evaluate(export.value, Fn(file, 0)):
                    if isinstance(whole, Obj):
                        yield from self._core.member(whole, name)
        for module in stars:
            if self._core.modules.resolve(file, module):
                yield from self.imported(file, module, name)
        if not flow.exports and name in top.bindings:
            yield from self._core.lookup(name, Fn(file, 0))

    @staticmethod
    def _declares(flow: FileFlow, name: str) -> bool:
        return (
            name in flow.functions[0].bindings
            or any(i.local == name for i in flow.imports)
            or any(c.name == name for c in flow.classes)
        )


def component_file(template: str) -> str:
    """The file of the class whose template a file is."""
    return posixpath.splitext(template)[0] + ".ts"


def in_own_value(index: Index, name: Name, fn: Fn) -> bool:
    """Whether a name stands in the value that a variable of that name is declared with, and so
    means what the variable hides: `let session = session.renewed()`."""
    if index.flows[fn.file].language not in HIDING:
        return False
    return any(
        binding.value is not None
        and binding.kind in ("const", "let")
        and binding.span.start < binding.value.span.start
        and binding.value.span.start <= name.span.start < binding.value.span.end
        for binding in index.function(fn).bindings.get(name.id, ())
    )


def for_template(flow: FileFlow, name: str, fn: Fn, scope: int) -> bool:
    """Whether what `scope` calls `name` is a method that only a component's template knows so,
    while `fn` stands in one of its methods, where the name is that of an import."""
    if scope > 0 or fn.index == 0 or flow.language != "markup":
        return False
    if all(one.local != name for one in flow.imports):
        return False
    of_template = {
        one.value.index
        for bindings in flow.functions[0].bindings.values()
        for one in bindings
        if one.kind == "field" and isinstance(one.value, Closure)
    }
    index = fn.index
    while index > 0 and index not in of_template:
        index = flow.functions[index].parent
    return index > 0
