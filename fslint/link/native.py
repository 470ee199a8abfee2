"""React Native's native modules: what a call by the module's name runs on the other side."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fslint.link.index import Fn, Index

CALLED = re.compile(r"(?:^|[#.])NativeModules\.(\w+)\.(\w+)$")
AFFIXES = ("", "RN", "RCT", "Module", "Impl", "ModuleImpl")
NATIVE = frozenset({"kotlin", "java", "swift", "objc"})


def native_methods(index: Index, forms: Iterable[str]) -> list[Fn]:
    """The methods of native modules that a callee with these forms names."""
    for form in forms:
        called = CALLED.search(form)
        if called is not None:
            module, method = called.groups()
            return [fn for fn in _methods(index, method) if _names(index, fn, module)]
    return []


def _methods(index: Index, name: str) -> Iterable[Fn]:
    for known, methods in index.methods_by_name.items():
        if known.partition(":")[0] == name:
            yield from (fn for fn in methods if index.flows[fn.file].language in NATIVE)


def _names(index: Index, fn: Fn, module: str) -> bool:
    """Whether a method's class is the module of that name, as such classes are called."""
    owner = index.function(fn).owner
    name = index.flows[fn.file].classes[owner].name if owner >= 0 else ""
    return any(name in (affix + module, module + affix) for affix in AFFIXES)
