"""What a value may be: a small, demand-driven evaluation across files.

It is deliberately modest: no arithmetic, no flow sensitivity. It answers two questions only,
what a callee reaches and what constant an argument holds. What it cannot tell is an empty tuple.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from fslint.flow import (
    Array,
    Assign,
    Binding,
    Call,
    Class,
    ClassValue,
    Closure,
    Either,
    Element,
    FileFlow,
    Function,
    Literal,
    Member,
    Name,
    Object,
    Param,
    Parameter,
    Value,
)
from fslint.flow import (
    Index as IndexValue,
)
from fslint.link.index import Fn, Index, Site
from fslint.link.modules import Modules
from fslint.link.selectors import accepts
from fslint.link.packages import JVM, Packages
from fslint.link.traverse import deep

MOST = 12
MOST_SITES = 150
TYPE_WORD = re.compile(r"[.#]")
STARTED = {
    ("AsyncTask", "execute"): ("onPreExecute", "doInBackground", "onPostExecute"),
    ("AsyncTask", "executeOnExecutor"): ("onPreExecute", "doInBackground", "onPostExecute"),
    ("Thread", "start"): ("run",),
}
"""What a framework's object runs of its subclass, once it is started."""
MOST_IMPLEMENTATIONS = 6
DEEPEST = 60
MEMOS = frozenset({"useMemo", "computed", "createMemo", "derived", "useComputed"})
MUTATIONS = frozenset({"useMutation", "useSWRMutation", "createMutation"})
PYTHON = (".py", ".pyi")
IMPLICIT_THIS = frozenset({"swift", "kotlin", "java", "dart", "objc"})


class Func(NamedTuple):
    """A function of the project."""

    fn: Fn


class Inst(NamedTuple):
    """An object of a class of the project (`cls.index` is a place in the table of classes)."""

    cls: Fn


class Cls(NamedTuple):
    """A class of the project itself."""

    cls: Fn


class Obj(NamedTuple):
    """An object literal and the function it stands in."""

    fn: Fn
    object: Object


class Arr(NamedTuple):
    """An array literal and the function it stands in."""

    fn: Fn
    array: Array


class Mod(NamedTuple):
    """A file of the project as a namespace."""

    file: str


class Props(NamedTuple):
    """What a component is given: `owner` is its function, or its class when `of_class`."""

    owner: Fn
    of_class: bool = False


class Ext(NamedTuple):
    """Something from outside the project, as a form that vocabulary patterns match.

    `call` is the external call that made it, where one did, and `fn` where that call stands.
    """

    form: str
    call: Call | None = None
    fn: Fn | None = None


class Const(NamedTuple):
    """A constant."""

    literal: Literal


class Action(NamedTuple):
    """An action creator or action of a store, known by its key."""

    key: str


Abstract: TypeAlias = "Func | Inst | Cls | Obj | Arr | Mod | Props | Ext | Const | Action"
Values: TypeAlias = tuple[Abstract, ...]


class Evaluator:
    """Evaluates values of linked files. Results are cached; the flows must not change."""

    def __init__(
        self,
        index: Index,
        modules: Modules,
        same: Callable[[tuple[str, ...], str], tuple[int, ...] | None],
    ) -> None:
        """`same(forms, language)` gives the arguments whose value an external call returns."""
        self.index = index
        self.modules = modules
        self.packages = Packages(index.flows)
        self._scopes: dict[Fn, Fn] = {}
        self._outer: dict[Fn, list[Fn]] = {}
        self._same = same
        self._cache: dict[tuple[int, Fn], Values] = {}
        self._members: dict[tuple[Abstract, str], Values] = {}
        self._partial: dict[tuple[int, Fn], Values] = {}
        self._partial_members: dict[tuple[Abstract, str], Values] = {}
        self._busy: set[object] = set()
        self._cut = 0
        self._depth = 0
        self._rendered: dict[Fn, list[Site]] | None = None
        self._providers: dict[Call, list[tuple[Fn, Value]]] | None = None
        self._globals: dict[str, dict[str, Values]] = {}

    # Values

    def evaluate(self, value: Value, fn: Fn) -> Values:
        """What `value`, standing in `fn`, may be; () when nothing is known."""
        key = (id(value), fn)
        cached = self._cache.get(key)
        if cached is None:
            cached = self._partial.get(key)
        if cached is not None:
            return cached
        if key in self._busy or self._depth > DEEPEST:
            self._cut += 1
            return ()
        self._busy.add(key)
        self._depth += 1
        cut = self._cut
        try:
            found = _some(self._evaluate(value, fn))
        finally:
            self._depth -= 1
            self._busy.discard(key)
        if self._cut == cut or self._depth == 0:
            self._cache[key] = found
        else:
            self._partial[key] = found
        if self._depth == 0:
            self._partial.clear()
            self._partial_members.clear()
        return found

    def _evaluate(self, value: Value, fn: Fn) -> Iterable[Abstract]:
        if isinstance(value, Name):
            return self.lookup(value.id, fn)
        if isinstance(value, Member):
            return self._each(self.evaluate(value.of, fn), lambda of: self.member(of, value.name))
        if isinstance(value, Call):
            return self._call(value, fn)
        if isinstance(value, Closure):
            return (Func(Fn(fn.file, value.index)),)
        if isinstance(value, ClassValue):
            return (Cls(Fn(fn.file, value.index)),)
        if isinstance(value, Literal):
            return (Const(value),)
        if isinstance(value, Object):
            return (Obj(fn, value),)
        if isinstance(value, Array):
            return (Arr(fn, value),)
        if isinstance(value, Either):
            return [a for one in value.values for a in self.evaluate(one, fn)]
        if isinstance(value, Parameter):
            return self.parameter(fn, value.index)
        if isinstance(value, IndexValue):
            return self._item(value, fn)
        return ()

    def constant(self, value: Value, fn: Fn) -> Value:
        """The one constant or literal that a value stands for, else the value itself."""
        if isinstance(value, Name | Member | Call):
            found = self.evaluate(value, fn)
            if len(found) == 1:
                only = found[0]
                if isinstance(only, Const):
                    return only.literal
                if isinstance(only, Obj):
                    return only.object
                if isinstance(only, Arr):
                    return only.array
        return value

    def lookup(self, name: str, fn: Fn) -> Values:
        """What a name means in a function's scope."""
        flow = self.index.flows[fn.file]
        if name == "this":
            return self._this(fn)
        index = fn.index
        implicit = flow.language in IMPLICIT_THIS
        inherited: Values = ()
        while index >= 0:
            function = flow.functions[index]
            scope = Fn(fn.file, index)
            if name in function.bindings:
                return _some(self._bindings(function.bindings[name], scope))
            if implicit:
                found = self._implicit_member(function, scope, name)
                if any(not _inherits(a, name) for a in found):
                    return found
                inherited = inherited or found
            index = function.parent
        for imported in flow.imports:
            if imported.local == name:
                return self.imported(fn.file, imported.module, imported.name)
        for cls in flow.classes:
            if cls.name == name:
                return (Cls(Fn(fn.file, cls.index)),)
        if flow.language in JVM:
            for module in (flow.package, *(i.module for i in flow.imports if i.name == "*")):
                found = self._packaged(module, name)
                if found:
                    return found
        if flow.language == "markup":
            shown = self._component_of(fn.file)
            if shown is not None:
                found = self._class_member(shown, name, set())
                if found:
                    return found
        return self._global(name, flow) or inherited or (Ext(name),)

    def _implicit_member(self, function: Function, scope: Fn, name: str) -> Values:
        """What a plain name means as a member of the object that a function belongs to."""
        if "this" in function.bindings:
            of = self._bindings(function.bindings["this"], scope)
        elif function.receiver:
            of = self.typed(function.receiver, Fn(scope.file, 0))
        elif function.owner >= 0:
            own = Fn(scope.file, function.owner)
            found = list(self.member(Inst(own), name))
            for outer in self._around(own):
                if any(not _inherits(a, name) for a in found):
                    break
                found = [*self.member(Inst(outer), name), *found]
            return _some(found)
        else:
            return ()
        found = [a for one in of if isinstance(one, Inst | Ext) for a in self.member(one, name)]
        return _some(found)

    def _bindings(self, bindings: Iterable[Binding], fn: Fn) -> Iterable[Abstract]:
        for binding in bindings:
            found: Values = ()
            if binding.value is not None:
                found = self.evaluate(binding.value, fn)
                yield from found
            if binding.type and not any(isinstance(a, Func | Inst | Obj) for a in found):
                yield from self.typed(binding.type, fn)

    def typed(self, name: str, fn: Fn) -> Values:
        """An object of the type called `name` in `fn`'s scope."""
        key = ("type", name, fn)
        if key in self._busy:
            return ()
        self._busy.add(key)
        try:
            return _some(self._typed(name, fn))
        finally:
            self._busy.discard(key)

    def _typed(self, name: str, fn: Fn) -> Iterable[Abstract]:
        for part in self.lookup(name.partition(".")[0], fn):
            for segment in name.split(".")[1:]:
                part = next(iter(self.member(part, segment)), part)
            if isinstance(part, Cls):
                yield Inst(part.cls)
            elif isinstance(part, Ext):
                yield Ext(part.form)

    def _global(self, name: str, flow: FileFlow) -> Values:
        """Names that need no import: same-module types and functions, scripts of one page."""
        language = flow.language
        if language == "python":
            return ()
        known = self._globals.setdefault(language, {})
        if name not in known:
            found: list[Abstract] = []
            for cls in self.index.classes_by_name.get(name, ()):
                if self._same_family(language, cls.file):
                    kind = self._class(cls).kind
                    if kind != "extension" and language in IMPLICIT_THIS:
                        found.append(Cls(cls))
            functions = [
                fn
                for fn in self.index.functions_by_name.get(name, ())
                if self._same_family(language, fn.file)
                and self.index.function(fn).parent == 0
                and (language in IMPLICIT_THIS or self._is_script(fn.file))
            ]
            if len(functions) == 1:
                found.append(Func(functions[0]))
            if language in IMPLICIT_THIS and not found:
                found += self._top_level_value(name, language)
            known[name] = _some(found)
        return known[name]

    def _component_of(self, template: str) -> Fn | None:
        """The class whose template a file is: `x.component.html` beside `x.component.ts`."""
        flow = self.index.flows.get(posixpath.splitext(template)[0] + ".ts")
        if flow is not None:
            for cls in flow.classes:
                if cls.decorators:
                    return Fn(flow.path, cls.index)
        return None

    def _top_level_value(self, name: str, language: str) -> Iterable[Abstract]:
        for path, flow in self.index.flows.items():
            if self._same_family(language, path) and name in flow.functions[0].bindings:
                return self._bindings(flow.functions[0].bindings[name], Fn(path, 0))
        return ()

    def _same_family(self, language: str, path: str) -> bool:
        other = self.index.flows[path].language
        families = ({"swift", "objc"}, {"kotlin", "java"}, {"javascript", "typescript", "markup"})
        return other == language or any(language in f and other in f for f in families)

    def _is_script(self, path: str) -> bool:
        """Whether a file is no module, so that its functions are global."""
        flow = self.index.flows[path]
        return flow.language == "markup" or not (flow.imports or flow.exports)

    def _this(self, fn: Fn) -> Values:
        flow = self.index.flows[fn.file]
        index = fn.index
        while index >= 0:
            function = flow.functions[index]
            if "this" in function.bindings:
                return _some(self._bindings(function.bindings["this"], Fn(fn.file, index)))
            if function.receiver:
                return self.typed(function.receiver, Fn(fn.file, 0))
            if function.owner >= 0:
                cls = flow.classes[function.owner]
                if cls.kind == "extension" and cls.bases:
                    found = self._global(cls.bases[0].rpartition(".")[2], flow)
                    if found:
                        return tuple(Inst(a.cls) for a in found if isinstance(a, Cls))
                return (Inst(Fn(fn.file, function.owner)),)
            holder = self.index.holders.get(Fn(fn.file, index))
            if holder is not None and function.kind != "arrow":
                return self._holder_this(Obj(holder.fn, holder.object))
            index = function.parent
        return ()

    def _holder_this(self, obj: Obj) -> Values:
        """`this` in an object's method; in `methods: {…}` of a component it is the component."""
        for site in self._containers(obj):
            return (obj, site)
        return (obj,)

    def _containers(self, obj: Obj) -> Iterable[Obj]:
        for value in self._objects_in(obj.fn):
            for entry in value.entries:
                if entry.value is obj.object:
                    yield Obj(obj.fn, value)

    def _objects_in(self, fn: Fn) -> Iterable[Object]:
        flow = self.index.flows[fn.file]
        for export in flow.exports:
            if export.value is not None:
                yield from (v for v in deep(export.value) if isinstance(v, Object))
        for call in self.index.calls[fn]:
            yield from (v for v in deep(call) if isinstance(v, Object))

    # Modules

    def imported(self, importer: str, module: str, name: str) -> Values:
        """What `name` of `module` is, seen from the file `importer`."""
        if self._language(importer) in JVM:
            return self._packaged(module, name) or (Ext(f"{module}#{name}"),)
        files = self.modules.resolve(importer, module)
        found: list[Abstract] = []
        for file in files:
            if name == "*":
                found.append(Mod(file))
            else:
                found += self.exported(file, name)
        if not found and name != "*" and importer.endswith(PYTHON):
            nested = f"{module}{name}" if module.endswith(".") else f"{module}.{name}"
            found += [Mod(file) for file in self.modules.resolve(importer, nested)]
        if not found and not files:
            found.append(Ext(f"{module}#" if name == "*" else f"{module}#{name}"))
        return _some(found)

    def _language(self, file: str) -> str:
        flow = self.index.flows.get(file)
        return flow.language if flow is not None else ""

    def _packaged(self, module: str, name: str) -> Values:
        """What Kotlin and Java import as `module.name`, where the project declares it."""
        found: list[Abstract] = [Cls(cls) for cls in self.packages.types(module, name)]
        found += [Func(fn) for fn in self.packages.functions(module, name)]
        for cls in self.packages.owner_of(module):
            found += self.member(Cls(cls), name)
        if not found:
            for file in self.packages.files_with(module, name):
                top = Fn(file, 0)
                bindings = self.index.function(top).bindings[name]
                found += self._bindings(bindings, top)
        return _some(found)

    def exported(self, file: str, name: str) -> Values:
        """What a file exports under a name."""
        key = ("export", file, name)
        flow = self.index.flows.get(file)
        if flow is None or key in self._busy:
            return ()
        self._busy.add(key)
        try:
            found = list(self._exported(flow, file, name))
        finally:
            self._busy.discard(key)
        return _some(found)

    def _exported(self, flow: FileFlow, file: str, name: str) -> Iterable[Abstract]:
        stars = []
        named = False
        for export in flow.exports:
            if export.name == "*" and export.origin == "*":
                stars.append(export.module)
            elif export.name == name:
                named = True
                if export.value is not None:
                    yield from self.evaluate(export.value, Fn(file, 0))
                elif export.module:
                    yield from self.imported(file, export.module, export.origin or name)
        if named:
            return
        top = flow.functions[0]
        if flow.language == "python" or flow.language in IMPLICIT_THIS:
            yield from self.lookup(name, Fn(file, 0)) if self._declares(flow, name) else ()
            return
        if name == "default" and (flow.language == "markup" or not flow.exports):
            yield Mod(file)
            return
        for export in flow.exports:
            if export.name == "default" and export.value is not None and name != "default":
                for whole in self.evaluate(export.value, Fn(file, 0)):
                    if isinstance(whole, Obj):
                        yield from self.member(whole, name)
        for module in stars:
            if self.modules.resolve(file, module):
                yield from self.imported(file, module, name)
        if not flow.exports and name in top.bindings:
            yield from self.lookup(name, Fn(file, 0))

    @staticmethod
    def _declares(flow: FileFlow, name: str) -> bool:
        return (
            name in flow.functions[0].bindings
            or any(i.local == name for i in flow.imports)
            or any(c.name == name for c in flow.classes)
        )

    # Members

    def member(self, of: Abstract, name: str) -> Values:
        """What the member `name` of something may be."""
        key = (of, name)
        if key in self._members:
            return self._members[key]
        if key in self._partial_members:
            return self._partial_members[key]
        if ("member", key) in self._busy:
            self._cut += 1
            return ()
        self._busy.add(("member", key))
        cut = self._cut
        try:
            found = _some(self._member(of, name))
        finally:
            self._busy.discard(("member", key))
        if self._cut == cut:
            self._members[key] = found
        elif self._depth:
            self._partial_members[key] = found
        return found

    def _member(self, of: Abstract, name: str) -> Iterable[Abstract]:
        if isinstance(of, Obj):
            return self._entry(of, name)
        if isinstance(of, Inst | Cls):
            if name == "props" and self.rendered_class(of.cls):
                return (Props(of.cls, True),)
            return self._class_member(of.cls, name, set()) or self._companion(of.cls, name)
        if isinstance(of, Mod):
            inside = of.file.endswith("__init__.py") and not self.exported(of.file, name)
            return self.imported(of.file, ".", name) if inside else self.exported(of.file, name)
        if isinstance(of, Props):
            return self._prop(of, name)
        if isinstance(of, Action):
            return () if name != "match" else (of,)
        if isinstance(of, Ext):
            return self._external_member(of, name)
        if isinstance(of, Func) and name in ("call", "apply", "bind", "current", "value", "invoke"):
            return (of,)
        return ()

    def _external_member(self, of: Ext, name: str) -> Iterable[Abstract]:
        if of.call is not None and of.fn is not None:
            if of.form.endswith("().actions"):
                key = self._slice_name(of.call, of.fn)
                return (Action(f"{key}/{name}" if key else name),)
            made = self._made_member(of.call, of.fn, name)
            if made:
                return made
        dot = "" if of.form.endswith("#") else "."
        return (Ext(f"{of.form}{dot}{name}", of.call, of.fn),)

    def _slice_name(self, call: Call, fn: Fn) -> str:
        for argument in call.args:
            for whole in self.evaluate(argument.value, fn):
                if isinstance(whole, Obj):
                    for part in self.member(whole, "name"):
                        if isinstance(part, Const) and isinstance(part.literal.value, str):
                            return part.literal.value
        return ""

    def _made_member(self, call: Call, fn: Fn, name: str) -> Values:
        """A member of what a factory outside the project makes from the objects it is given."""
        found: list[Abstract] = []
        calls = [call]
        while isinstance(calls[-1].callee, Call):
            calls.append(calls[-1].callee)
        for made in calls:
            for argument in made.args:
                for whole in self._given(argument.value, fn, 3):
                    found += self.member(whole, name)
                    for group in ("actions", "methods", "getters", "mutations"):
                        for part in self.member(whole, group):
                            if isinstance(part, Obj):
                                found += self.member(part, name)
        return _some(a for a in found if isinstance(a, Func | Inst | Obj))

    def _given(self, value: Value, fn: Fn, depth: int) -> Iterable[Obj]:
        for whole in self.evaluate(value, fn):
            if isinstance(whole, Obj):
                yield whole
            elif isinstance(whole, Func):
                for returned in self.index.function(whole.fn).returns:
                    yield from (o for o in self.evaluate(returned, whole.fn) if isinstance(o, Obj))
            elif isinstance(whole, Ext) and whole.call is value and depth:
                for argument in whole.call.args:
                    yield from self._given(argument.value, whole.fn or fn, depth - 1)

    def _entry(self, of: Obj, name: str) -> Iterable[Abstract]:
        found: list[Abstract] = []
        for entry in of.object.entries:
            if entry.kind == "spread":
                for whole in self.evaluate(entry.value, of.fn):
                    found += self.member(whole, name)
            elif entry.key == name:
                values = self.evaluate(entry.value, of.fn)
                if entry.kind == "getter":
                    values = self._each(values, lambda a: self.returned(a))
                found = list(values)
        for site in self.index.assigns_by_name.get(name, ()):
            if site.fn.file == of.fn.file and isinstance(site.node, Assign):
                target = site.node.target
                if (
                    isinstance(target, Member)
                    and isinstance(target.of, Name)
                    and of in self.evaluate(target.of, site.fn)
                ):
                    found += self.evaluate(site.node.value, site.fn)
        if not found:
            for group in ("methods", "actions", "computed", "getters"):
                for entry in of.object.entries:
                    if entry.key == group and group != name and isinstance(entry.value, Object):
                        found += self._entry(Obj(of.fn, entry.value), name)
        return found

    def _class(self, cls: Fn) -> Class:
        return self.index.flows[cls.file].classes[cls.index]

    def _class_member(self, cls: Fn, name: str, seen: set[Fn]) -> Values:
        if cls in seen:
            return ()
        seen.add(cls)
        declared = self._class(cls)
        flow = self.index.flows[cls.file]
        found: list[Abstract] = []
        bodiless = False
        for index in declared.methods.get(name, ()):
            function = flow.functions[index]
            if function.kind == "getter":
                found += self.returned(Func(Fn(cls.file, index)))
                found += self.typed(function.type, Fn(cls.file, 0)) if function.type else ()
            elif function.kind != "setter":
                bodiless |= "abstract" in function.modifiers or declared.kind == "interface"
                if "abstract" not in function.modifiers:
                    found.append(Func(Fn(cls.file, index)))
        scope = Fn(cls.file, declared.parent)
        for binding in declared.fields.get(name, ()):
            found += self._bindings((binding,), self._field_scope(cls, scope))
        if not found or bodiless:
            found += self._assigned_field(cls, name)
        promised = name in declared.methods or name in declared.fields
        if bodiless or (promised and declared.kind == "interface" and not found):
            made = [self._class_member(child, name, seen) for child in self._children(cls)]
            if len(made) <= MOST_IMPLEMENTATIONS:
                found += [a for one in made for a in one]
        if found:
            return _some(found)
        for base in declared.bases:
            for part in self.typed(base, scope):
                if isinstance(part, Inst):
                    found += self._class_member(part.cls, name, seen)
                elif isinstance(part, Ext) and declared.kind != "extension":
                    found += [] if found else self._started(cls, part, name)
        inherited = [a for a in found if not isinstance(a, Ext)]
        if inherited:
            return _some(inherited)
        for other in self.index.classes_by_name.get(declared.name, ()) if declared.name else ():
            if self._class(other).kind == "extension" or declared.kind == "extension":
                found += self._class_member(other, name, seen)
        return _some(found)

    def _started(self, cls: Fn, base: Ext, name: str) -> list[Abstract]:
        """A member of a base outside the project; one that starts an object runs its methods."""
        methods = self._class(cls).methods
        started = STARTED.get((TYPE_WORD.split(base.form)[-1], name), ())
        found = [i for method in started for i in methods.get(method, ())[:1]]
        return [Func(Fn(cls.file, i)) for i in found] or [Ext(f"{base.form}.{name}")]

    def _around(self, cls: Fn) -> list[Fn]:
        """The classes that a class is declared in, innermost first."""
        known = self._outer.get(cls)
        if known is None:
            inner = self._class(cls).span
            classes = [
                other
                for other in self.index.flows[cls.file].classes
                if other.index != cls.index
                and other.span.start <= inner.start
                and inner.end <= other.span.end
            ]
            classes.sort(key=lambda other: other.span.end - other.span.start)
            known = self._outer[cls] = [Fn(cls.file, other.index) for other in classes]
        return known

    def _children(self, cls: Fn) -> Iterable[Fn]:
        """The classes that name a class among their bases and mean it."""
        name = self._class(cls).name
        for child in self.index.subclasses.get(name, ()):
            declared = self._class(child)
            for base in declared.bases:
                if base.rpartition(".")[2] == name:
                    parts = self.typed(base, Fn(child.file, declared.parent))
                    if Inst(cls) in parts or not any(isinstance(p, Inst) for p in parts):
                        yield child

    def _field_scope(self, cls: Fn, scope: Fn) -> Fn:
        """Field values stand in the class's initializer, if it has one."""
        known = self._scopes.get(cls)
        if known is None:
            known = self._scopes[cls] = self._find_scope(cls, scope)
        return known

    def _find_scope(self, cls: Fn, scope: Fn) -> Fn:
        flow = self.index.flows[cls.file]
        for function in flow.functions:
            if function.owner == cls.index and function.kind == "initializer":
                return Fn(cls.file, function.index)
        for function in flow.functions:
            if function.owner == cls.index and function.kind == "constructor":
                return Fn(cls.file, function.index)
        return scope

    def _assigned_field(self, cls: Fn, name: str) -> Iterable[Abstract]:
        for site in self.index.assigns_by_name.get(name, ()):
            if site.fn.file != cls.file or not isinstance(site.node, Assign):
                continue
            target = site.node.target
            inside = isinstance(target, Member) and isinstance(target.of, Name)
            if inside and target.of.id == "this" and Inst(cls) in self._this(site.fn):  # type: ignore[union-attr]
                yield from self.evaluate(site.node.value, site.fn)

    def _companion(self, cls: Fn, name: str) -> Values:
        """Kotlin's companion objects and nested objects: static members of the outer class."""
        flow = self.index.flows[cls.file]
        outer = self._class(cls)
        found: list[Abstract] = []
        for inner in flow.classes:
            inside = outer.span.start < inner.span.start and inner.span.end <= outer.span.end
            if inside and inner.name == name:
                return (Cls(Fn(cls.file, inner.index)),)
            if inside and inner.kind == "object" and inner.name in ("", "Companion"):
                found += self._class_member(Fn(cls.file, inner.index), name, set())
        if outer.kind == "enum" and not found:
            return ()
        return _some(found)

    # Components

    def rendered(self, fn: Fn) -> list[Site]:
        """The elements that render the component whose function is `fn`."""
        return self._renderings().get(fn, [])

    def rendered_class(self, cls: Fn) -> list[Site]:
        """The elements that render a class component."""
        return self._renderings().get(Fn(cls.file, -1 - cls.index), [])

    def _renderings(self) -> dict[Fn, list[Site]]:
        if self._rendered is None:
            self._rendered = {}
            for site in self.index.elements:
                assert isinstance(site.node, Element)
                if isinstance(site.node.tag, Literal):
                    continue
                for component in self._components(site.node.tag, site.fn, 0):
                    self._rendered.setdefault(component, []).append(site)
        return self._rendered

    def _components(self, value: Value, fn: Fn, depth: int) -> Iterable[Fn]:
        for part in self.evaluate(value, fn):
            if isinstance(part, Func):
                yield part.fn
            elif isinstance(part, Cls):
                yield Fn(part.cls.file, -1 - part.cls.index)
            elif isinstance(part, Mod):
                yield Fn(part.file, 0)
            elif isinstance(part, Obj) and self.index.flows[part.fn.file].language == "markup":
                yield Fn(part.fn.file, 0)
            elif isinstance(part, Ext) and part.call is not None and depth < 4:
                for argument in part.call.args:
                    yield from self._components(argument.value, part.fn or fn, depth + 1)

    def _prop(self, props: Props, name: str) -> Iterable[Abstract]:
        sites = self.rendered_class(props.owner) if props.of_class else self.rendered(props.owner)
        for site in sites:
            assert isinstance(site.node, Element)
            for attribute in site.node.attributes:
                if attribute.name == name:
                    yield from self.evaluate(attribute.value, site.fn)
                elif attribute.name == "...":
                    for whole in self.evaluate(attribute.value, site.fn):
                        yield from self.member(whole, name)
        yield from self._connected(props, name)

    def _connected(self, props: Props, name: str) -> Iterable[Abstract]:
        """Props that a `connect(…, actions)` call gives to the component."""
        for site in self.index.calls_by_name.get("connect", ()):
            if site.fn.file == props.owner.file and isinstance(site.node, Call):
                for argument in site.node.args:
                    for whole in self._given(argument.value, site.fn, 1):
                        yield from self.member(whole, name)

    def provided(self, context: Call) -> list[tuple[Fn, Value]]:
        """The values that providers of a context (made by the call `context`) pass down."""
        if self._providers is None:
            self._providers = {}
            for site in self.index.elements:
                assert isinstance(site.node, Element)
                tag = site.node.tag
                if isinstance(tag, Member) and tag.name == "Provider":
                    tag = tag.of
                for attribute in site.node.attributes:
                    if attribute.name == "value" and not isinstance(tag, Literal):
                        for part in self.evaluate(tag, site.fn):
                            if isinstance(part, Ext) and part.call is not None:
                                given = self._providers.setdefault(part.call, [])
                                given.append((site.fn, attribute.value))
        return self._providers.get(context, [])

    # Calls

    def returned(self, callee: Abstract) -> Values:
        """What calling something gives."""
        if isinstance(callee, Func):
            function = self.index.function(callee.fn)
            if function.kind == "constructor" and function.owner >= 0:
                return (Inst(Fn(callee.fn.file, function.owner)),)
            found = [a for v in function.returns for a in self.evaluate(v, callee.fn)]
            if not found and function.type:
                found += self.typed(function.type, callee.fn)
            return _some(found)
        if isinstance(callee, Cls):
            return (Inst(callee.cls),)
        if isinstance(callee, Action):
            return (callee,)
        return ()

    def _call(self, call: Call, fn: Fn) -> Iterable[Abstract]:
        found: list[Abstract] = []
        for callee in self.evaluate(call.callee, fn):
            if isinstance(callee, Ext):
                found += self._external_call(call, fn, callee)
            elif isinstance(callee, Inst) and self.index.flows[fn.file].language == "objc":
                found += [] if call.args else [callee]
            elif not isinstance(callee, Func) or self.accepts(callee.fn, call, fn):
                found += self.returned(callee)
        return found

    def accepts(self, callee: Fn, call: Call, fn: Fn) -> bool:
        """Whether a call that stands in `fn` may be of the function `callee`, by its arguments."""
        languages = (self.index.flows[of.file].language for of in (callee, fn))
        return accepts(self.index.function(callee), next(languages), call, next(languages))

    def _external_call(self, call: Call, fn: Fn, callee: Ext) -> Iterable[Abstract]:
        name = callee.form.rpartition("#")[2].rpartition(".")[2]
        arguments = [a.value for a in call.args]
        if name in ("useContext", "use", "inject") and arguments:
            for context in self.evaluate(arguments[0], fn):
                if isinstance(context, Ext) and context.call is not None:
                    given = self.provided(context.call)
                    if given:
                        return [a for scope, v in given for a in self.evaluate(v, scope)]
                    return [
                        a
                        for d in context.call.args
                        for a in self.evaluate(d.value, context.fn or fn)
                    ]
                if isinstance(context, Cls):
                    return (Inst(context.cls),)
        if name in MEMOS and arguments:
            return [a for part in self.evaluate(arguments[0], fn) for a in self.returned(part)]
        kept = self._same((callee.form,), self.index.flows[fn.file].language)
        if kept is not None and name not in MUTATIONS:
            return [
                a
                for i in kept
                if -len(arguments) <= i < len(arguments)
                for a in self.evaluate(arguments[i], fn)
            ] or (Ext(callee.form + "()", call, fn),)
        if name in ("createAction", "createActionGroup") and arguments:
            key = self.constant(arguments[0], fn)
            if isinstance(key, Literal) and isinstance(key.value, str):
                return (Action(key.value),)
        if callee.call is not None and arguments:
            selected = self._selected(callee, arguments[0], fn)
            if selected:
                return selected
        if len(arguments) == 1 and isinstance(arguments[0], Name | Member):
            classes = [a for a in self.evaluate(arguments[0], fn) if isinstance(a, Cls)]
            if classes and not name.startswith("connect"):
                return [Inst(c.cls) for c in classes]
        if name == "bindActionCreators" and arguments:
            return self.evaluate(arguments[0], fn)
        if callee.call is not None and not arguments:
            return (Ext(callee.form + "()", callee.call, callee.fn),)
        return (Ext(callee.form + "()", call, fn),)

    def _selected(self, store: Ext, selector: Value, fn: Fn) -> Values:
        """`useStore(s => s.member)`: the member of what the store was made from."""
        found: list[Abstract] = []
        for part in self.evaluate(selector, fn):
            if isinstance(part, Func) and store.call is not None and store.fn is not None:
                for returned in self.index.function(part.fn).returns:
                    if isinstance(returned, Member):
                        found += self._made_member(store.call, store.fn, returned.name)
        return _some(found)

    def parameter(self, fn: Fn, place: int) -> Values:
        """What callers pass to a function as its argument number `place`."""
        function = self.index.function(fn)
        found: list[Abstract] = []
        if place == 0 and self.rendered(fn):
            found.append(Props(fn))
        if place < len(function.params):
            declared = function.params[place]
            if declared.type:
                found += self.typed(declared.type, fn)
            if declared.default is not None:
                found += self.evaluate(declared.default, fn)
        if any(isinstance(a, Inst) for a in found):
            return _some(found)
        for site in self._call_sites(fn):
            arguments = site.node.args if isinstance(site.node, Call) else ()
            label = outer_name(function.params[place]) if place < len(function.params) else ""
            last = place == len(function.params) - 1
            for position, argument in enumerate(arguments):
                trails = last and position == len(arguments) - 1
                if (
                    argument.label == label
                    if argument.label
                    else position == place or (trails and isinstance(argument.value, Closure))
                ):
                    given = self.evaluate(argument.value, site.fn)
                    found += [a for a in given if isinstance(a, Func) or len(found) <= MOST]
        if not found and function.kind == "arrow":
            found += self._iterated(fn, place)
        return _some(found)

    def _call_sites(self, fn: Fn) -> Iterable[Site]:
        function = self.index.function(fn)
        name = function.name
        if function.kind == "constructor" and function.owner >= 0:
            name = self.index.flows[fn.file].classes[function.owner].name
        if not name:
            return
        target: Abstract = (
            Cls(Fn(fn.file, function.owner)) if function.kind == "constructor" else Func(fn)
        )
        for site in self.index.calls_by_name.get(name, ())[:MOST_SITES]:
            assert isinstance(site.node, Call)
            if target in self.evaluate(site.node.callee, site.fn):
                yield site

    def _iterated(self, fn: Fn, place: int) -> Iterable[Abstract]:
        """The items of an array literal that the closure is handed one by one."""
        passed = self.index.passed_to.get(fn)
        if passed is None or place != 0 or not isinstance(passed[1].callee, Member):
            return
        if passed[1].callee.name in ("forEach", "map", "filter", "find", "each"):
            for whole in self.evaluate(passed[1].callee.of, passed[0]):
                if isinstance(whole, Arr):
                    for item in whole.array.items:
                        yield from self.evaluate(item, whole.fn)

    def _item(self, value: IndexValue, fn: Fn) -> Iterable[Abstract]:
        found: list[Abstract] = []
        key = value.key
        for whole in self.evaluate(value.of, fn):
            if isinstance(whole, Arr):
                items = whole.array.items
                if isinstance(key, Literal) and isinstance(key.value, int):
                    items = items[key.value : key.value + 1]
                for item in items:
                    found += self.evaluate(item, whole.fn)
            elif isinstance(whole, Ext):
                found.append(Ext(whole.form + "[]", whole.call, whole.fn))
            elif isinstance(whole, Obj) and not isinstance(key, Literal):
                for entry in whole.object.entries:
                    found += self.evaluate(entry.value, whole.fn)
        return found

    @staticmethod
    def _each(of: Values, give: Callable[[Abstract], Iterable[Abstract]]) -> Values:
        return _some(a for one in of for a in give(one))


def _inherits(found: Abstract, name: str) -> bool:
    """Whether all that is known of a name is that a base outside the project may have it."""
    return isinstance(found, Ext) and found.form.endswith("." + name)


def _some(found: Iterable[Abstract]) -> Values:
    """The first few different ones, in order."""
    kept: dict[Abstract, None] = {}
    for one in found:
        kept.setdefault(one)
        if len(kept) >= MOST:
            break
    return tuple(kept)


def outer_name(param: Param) -> str:
    """The name that a call may give a parameter by."""
    return param.label if param.label.isidentifier() and param.label != "_" else param.name


def family_name(path: str) -> str:
    """A file's name without folder and suffix."""
    return posixpath.basename(path).partition(".")[0]


Flows = Mapping[str, FileFlow]
