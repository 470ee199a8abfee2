"""What Kotlin and Java files declare, by package and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from fslint.flow import FileFlow
from fslint.link.index import Fn

JVM = frozenset({"kotlin", "java"})


class Packages:
    """The types, functions and values of the project's packages.

    Nested types stand under the name of the type around them: `a.b.Outer` and `Inner`.
    """

    def __init__(self, flows: Mapping[str, FileFlow]) -> None:
        self._flows = flows
        self._types: dict[tuple[str, str], list[Fn]] = defaultdict(list)
        self._functions: dict[tuple[str, str], list[Fn]] = defaultdict(list)
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        for path in sorted(flows):
            if flows[path].language in JVM:
                self._add(path, flows[path])

    def _add(self, path: str, flow: FileFlow) -> None:
        around: list[tuple[int, str]] = []
        for cls in sorted(flow.classes, key=lambda c: c.span.start):
            while around and around[-1][0] <= cls.span.start:
                around.pop()
            outer = around[-1][1] if around else flow.package
            if cls.name:
                self._types[outer, cls.name].append(Fn(path, cls.index))
            around.append((cls.span.end, f"{outer}.{cls.name}" if outer else cls.name))
        for function in flow.functions[1:]:
            if function.kind == "function" and function.parent == 0:
                self._functions[flow.package, function.name].append(Fn(path, function.index))
        for name in flow.functions[0].bindings:
            self._values[flow.package, name].append(path)

    def types(self, module: str, name: str) -> list[Fn]:
        """The classes called `name` of a package, or of the class that `module` names."""
        return self._types.get((module, name), [])

    def functions(self, module: str, name: str) -> list[Fn]:
        """The top-level functions of a package, extension functions too."""
        return self._functions.get((module, name), [])

    def files_with(self, module: str, name: str) -> Iterable[str]:
        """The files of a package that declare `name` at their top."""
        return self._values.get((module, name), [])

    def owner_of(self, module: str) -> list[Fn]:
        """The classes that `module` itself names: of `a.b.C` the class C of a.b."""
        package, _, name = module.rpartition(".")
        return self.types(package, name)
