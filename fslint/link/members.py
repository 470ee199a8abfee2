"""What the member of an object, a class or a factory's product may be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Class, Function, Member, Name, Object, Value
from fslint.link.abstract import (
    IMPLICIT_THIS,
    Abstract,
    Action,
    Cls,
    Const,
    Ext,
    Func,
    Inst,
    Obj,
    Values,
    some,
)
from fslint.link.callbacks import callbacks
from fslint.link.declaring import Declaring
from fslint.link.index import Fn
from fslint.link.models import modelled

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

TYPE_WORD = re.compile(r"[.#]")
STARTED = {
    ("AsyncTask", "execute"): ("onPreExecute", "doInBackground", "onPostExecute"),
    ("AsyncTask", "executeOnExecutor"): ("onPreExecute", "doInBackground", "onPostExecute"),
    ("Thread", "start"): ("run",),
}
"""What a framework's object runs of its subclass, once it is started."""
STARTING = frozenset(name for _, name in STARTED)
MOST_IMPLEMENTATIONS = 6
NO_NAME = "\0"
"""A name that nothing has: what is found by it, any name comes to that nobody declares."""
SELECTORS = "().use"
"""What holds a hook for each member of a store, which gives that member: `store.use.user()`."""
OF_OBJECTS = frozenset({"javascript", "typescript", "markup", "python"})
"""The languages in which factories make things from the objects that they are given."""


class Members:
    """Members, as seen by an evaluator."""

    def __init__(self, core: Evaluator) -> None:
        self._core = core
        self._derived: dict[Fn, Values] = {}
        self._scopes: dict[Fn, Fn] = {}
        self._outer: dict[Fn, list[Fn]] = {}
        self._named: dict[str, list[Fn]] = {}
        self._derivates: dict[Fn, list[Fn]] = {}
        self._declaring = Declaring(self, core)
        self._outside: dict[Fn, Values] = {}

    def of_external(self, of: Ext, name: str) -> Iterable[Abstract]:
        added = self.added(of, name, set())
        if added:
            return added
        if of.call is not None and of.fn is not None:
            if of.form.endswith("().actions"):
                key = self._slice_name(of.call, of.fn)
                return (Action(f"{key}/{name}" if key else name),)
            factories = self._core.index.flows[of.fn.file].language in OF_OBJECTS
            made = self.made_member(of.call, of.fn, name) if factories else ()
            made = made or some(modelled(self._core, of, name))
            if made and not of.form.endswith(SELECTORS):
                return made
        dot = "" if of.form.endswith("#") else "."
        return (Ext(f"{of.form}{dot}{name}", of.call, of.fn),)

    def of_read(self, of: Func, name: str) -> Values:
        """A member of what a method gives that Objective-C's dot calls: `Session.shared.user`."""
        if self._core.index.flows[of.fn.file].language != "objc":
            return ()
        given = self._core.results.returned(of)
        return self._core.each(given, lambda one: self._core.member(one, name))

    def _slice_name(self, call: Call, fn: Fn) -> str:
        for argument in call.args:
            for whole in self._core.evaluate(argument.value, fn):
                if isinstance(whole, Obj):
                    for part in self._core.member(whole, "name"):
                        if isinstance(part, Const) and isinstance(part.literal.value, str):
                            return part.literal.value
        return ""

    def made_member(self, call: Call, fn: Fn, name: str) -> Values:
        """A member of what a factory outside the project makes from the objects it is given."""
        found: list[Abstract] = []
        calls = [call]
        while isinstance(calls[-1].callee, Call):
            calls.append(calls[-1].callee)
        for made in calls:
            for argument in made.args:
                for whole in self.given(argument.value, fn, 3):
                    found += self._core.member(whole, name)
                    for group in ("actions", "methods", "getters", "mutations"):
                        for part in self._core.member(whole, group):
                            if isinstance(part, Obj):
                                found += self._core.member(part, name)
        ours = some(a for a in found if isinstance(a, Func | Inst | Obj))
        return ours or some(a for a in found if isinstance(a, Ext) and a.call and "#" in a.form)

    def given(self, value: Value, fn: Fn, depth: int) -> Iterable[Obj]:
        for whole in self._core.evaluate(value, fn):
            if isinstance(whole, Obj):
                yield whole
            elif isinstance(whole, Func):
                for returned in self._core.index.function(whole.fn).returns:
                    yield from (
                        o for o in self._core.evaluate(returned, whole.fn) if isinstance(o, Obj)
                    )
            elif isinstance(whole, Ext) and whole.call is value and depth:
                of = whole.call.callee
                handed = [argument.value for argument in whole.call.args]
                for part in (*handed, *([of.of] if isinstance(of, Member) else [])):
                    yield from self.given(part, whole.fn or fn, depth - 1)

    def entry(self, of: Obj, name: str) -> Iterable[Abstract]:
        found: list[Abstract] = []
        for entry in of.object.entries:
            if entry.kind == "spread":
                for whole in self._core.evaluate(entry.value, of.fn):
                    found += self._core.member(whole, name)
            elif entry.key == name:
                values = self._core.evaluate(entry.value, of.fn)
                if entry.kind == "getter":
                    values = self._core.each(values, lambda a: self._core.results.returned(a))
                found = list(values)
        for site in self._core.index.assigns_by_name.get(name, ()):
            if site.fn.file == of.fn.file and isinstance(site.node, Assign):
                target = site.node.target
                if (
                    isinstance(target, Member)
                    and isinstance(target.of, Name)
                    and of in self._core.evaluate(target.of, site.fn)
                ):
                    found += self._core.evaluate(site.node.value, site.fn)
        if not found:
            for group in ("methods", "actions", "computed", "getters"):
                for entry in of.object.entries:
                    if entry.key == group and group != name and isinstance(entry.value, Object):
                        found += self.entry(Obj(of.fn, entry.value), name)
        return found

    def class_at(self, cls: Fn) -> Class:
        return self._core.index.flows[cls.file].classes[cls.index]

    def parts(self, cls: Fn) -> list[Fn]:
        """A class, and where it is declared and written apart, as in Objective-C, both of these."""
        flow = self._core.index.flows[cls.file]
        named = self.named(self.class_at(cls).name) if flow.language == "objc" else []
        return [cls, *(other for other in named if other != cls)]

    def written(self, cls: Fn, name: str) -> Values:
        """The methods of a name with a body that a class has itself."""
        functions = self._core.index.flows[cls.file].functions
        methods = self.class_at(cls).methods.get(name, ())
        return tuple(
            Func(Fn(cls.file, i)) for i in methods if "abstract" not in functions[i].modifiers
        )

    def of_class(self, cls: Fn, name: str) -> Values:
        """A member of a class: its own, an inherited one, or one that extensions give to it."""
        if self._declaring.may_have(cls, name) or name in STARTING:
            return self._of_class(cls, name, set())
        known = self._outside.get(cls)
        if known is None:
            cuts = self._core.cuts
            known = self._of_class(cls, NO_NAME, set())
            if self._core.cuts == cuts:
                self._outside[cls] = known
        return tuple(
            Ext(one.form.replace(NO_NAME, name), one.call, one.fn)
            for one in known
            if isinstance(one, Ext)
        )

    def _of_class(self, cls: Fn, name: str, seen: set[Fn]) -> Values:
        if cls in seen:
            return ()
        seen.add(cls)
        own = self._own(cls, name, seen) or self._implemented(cls, name, seen)
        found = own or self._inherited(cls, name, seen)
        declared = self.class_at(cls)
        outside = all(isinstance(part, Ext) for part in found)
        if not outside or (own and name not in declared.methods):
            return found
        for other in self.named(declared.name) if declared.name else ():
            either = self.class_at(other).kind == "extension" or declared.kind == "extension"
            if either and other not in seen and self._may_have(other, name):
                seen.add(other)
                found += self._own(other, name, seen) or self._inherited(other, name, seen)
        return some(found)

    def named(self, name: str) -> list[Fn]:
        """The classes of a name, and the extensions with names of their own that are of it."""
        known = self._named.get(name)
        if known is None:
            index = self._core.index
            named = [one for one in index.subclasses.get(name, ()) if self._extends(one)]
            known = self._named[name] = [*index.classes_by_name.get(name, ()), *named]
        return known

    def _extends(self, cls: Fn) -> bool:
        declared = self.class_at(cls)
        return declared.kind == "extension" and self._core.index.flows[cls.file].language == "dart"

    def _inherited(self, cls: Fn, name: str, seen: set[Fn]) -> Values:
        declared = self.class_at(cls)
        found: list[Abstract] = []
        for part in self.bases(cls):
            if isinstance(part, Inst):
                found += self._of_class(part.cls, name, seen)
            elif isinstance(part, Ext) and declared.kind != "extension":
                added = self.added(part, name, seen)
                found += [] if found else added or self._started(cls, part, name)
        inherited = [a for a in found if not isinstance(a, Ext)]
        return some(inherited or found)

    def bases(self, cls: Fn) -> Values:
        """What a class is derived from, by its own list of bases."""
        known = self._derived.get(cls)
        if known is None:
            cuts = self._core.cuts
            declared = self.class_at(cls)
            scope = Fn(cls.file, declared.parent)
            known = tuple(p for base in declared.bases for p in self._core.typed(base, scope))
            if self._core.cuts == cuts:
                self._derived[cls] = known
        return known

    def _own(self, cls: Fn, name: str, seen: set[Fn]) -> Values:
        """A member that a class declares; of an interface, what its implementations give."""
        declared = self.class_at(cls)
        flow = self._core.index.flows[cls.file]
        found: list[Abstract] = []
        bodiless = False
        for index in declared.methods.get(name, ()):
            function = flow.functions[index]
            if function.kind == "getter":
                found += self._core.results.returned(Func(Fn(cls.file, index)))
                found += self._core.typed(function.type, Fn(cls.file, 0)) if function.type else ()
            elif function.kind != "setter":
                bodiless |= "abstract" in function.modifiers or declared.kind == "interface"
                bodiless |= flow.language in IMPLICIT_THIS and _does_nothing(function)
                if "abstract" not in function.modifiers:
                    found.append(Func(Fn(cls.file, index)))
        if name in declared.fields and (injected := self._core.tokens.kept(cls, name)):
            return injected
        scope = Fn(cls.file, declared.parent)
        for binding in declared.fields.get(name, ()):
            found += self._core.bound((binding,), self._field_scope(cls, scope))
        if not found or bodiless:
            found += self._assigned_field(cls, name)
        elif name in declared.fields and all(isinstance(one, Ext) for one in found):
            found += [a for a in self._assigned_field(cls, name) if isinstance(a, Func | Obj)]
        if name in declared.fields and all(isinstance(one, Const | Ext) for one in found):
            found += callbacks(self._core, cls, name)
        if not found and flow.language == "java":
            for index in declared.methods.get(f"get{name[:1].upper()}{name[1:]}", ()):
                found += self._core.results.returned(Func(Fn(cls.file, index)))
        promised = name in declared.methods or name in declared.fields
        if bodiless or (promised and declared.kind == "interface" and not found):
            found += self._made(cls, name, seen)
        return some(found)

    def _implemented(self, cls: Fn, name: str, seen: set[Fn]) -> Values:
        """A method that an interface only inherits from others, of those who implement it."""
        if self.class_at(cls).kind != "interface":
            return ()
        return some(part for part in self._made(cls, name, seen) if isinstance(part, Func))

    def _made(self, cls: Fn, name: str, seen: set[Fn]) -> list[Abstract]:
        """What a member is in the classes derived from a class, unless they are too many."""
        made = [a for child in self._children(cls) for a in self._of_class(child, name, seen)]
        return made if len(dict.fromkeys(made)) <= MOST_IMPLEMENTATIONS else []

    def added(self, of: Ext, name: str, seen: set[Fn]) -> list[Abstract]:
        """A member that extensions of the project give to a type from outside."""
        return [
            part
            for other in self.named(of.form.rpartition("#")[2])
            if self.class_at(other).kind == "extension" and self._may_have(other, name)
            for part in self._of_class(other, name, seen)
        ]

    def _may_have(self, cls: Fn, name: str) -> bool:
        """Whether a member can be an extension's own, or come from what it adds to a type."""
        declared = self.class_at(cls)
        if declared.bases or declared.kind != "extension":
            return True
        return self._declares(cls, name) or name in self._core.index.assigns_by_name

    def _declares(self, cls: Fn, name: str) -> bool:
        declared = self.class_at(cls)
        return name in declared.methods or name in declared.fields

    def _started(self, cls: Fn, base: Ext, name: str) -> list[Abstract]:
        """A member of a base outside the project; one that starts an object runs its methods."""
        methods = self.class_at(cls).methods
        started = STARTED.get((TYPE_WORD.split(base.form)[-1], name), ())
        found = [i for method in started for i in methods.get(method, ())[:1]]
        return [Func(Fn(cls.file, i)) for i in found] or [Ext(f"{base.form}.{name}")]

    def around(self, cls: Fn) -> list[Fn]:
        """The classes that a class is declared in, innermost first."""
        known = self._outer.get(cls)
        if known is None:
            inner = self.class_at(cls).span
            classes = [
                other
                for other in self._core.index.flows[cls.file].classes
                if other.index != cls.index
                and other.span.start <= inner.start
                and inner.end <= other.span.end
            ]
            classes.sort(key=lambda other: other.span.end - other.span.start)
            known = self._outer[cls] = [Fn(cls.file, other.index) for other in classes]
        return known

    def _children(self, cls: Fn) -> Iterable[Fn]:
        """The classes that name a class among their bases and mean it."""
        known = self._derivates.get(cls)
        if known is None:
            cuts = self._core.cuts
            known = list(self._found_children(cls))
            if self._core.cuts == cuts:
                self._derivates[cls] = known
        return known

    def _found_children(self, cls: Fn) -> Iterable[Fn]:
        name = self.class_at(cls).name
        for child in self._core.index.subclasses.get(name, ()):
            declared = self.class_at(child)
            for base in declared.bases:
                if base.rpartition(".")[2] == name:
                    parts = self._core.typed(base, Fn(child.file, declared.parent))
                    if Inst(cls) in parts or not any(isinstance(p, Inst) for p in parts):
                        yield child

    def _field_scope(self, cls: Fn, scope: Fn) -> Fn:
        """Field values stand in the class's initializer, if it has one."""
        known = self._scopes.get(cls)
        if known is None:
            known = self._scopes[cls] = self._find_scope(cls, scope)
        return known

    def _find_scope(self, cls: Fn, scope: Fn) -> Fn:
        flow = self._core.index.flows[cls.file]
        for function in flow.functions:
            if function.owner == cls.index and function.kind == "initializer":
                return Fn(cls.file, function.index)
        for function in flow.functions:
            if function.owner == cls.index and function.kind == "constructor":
                return Fn(cls.file, function.index)
        return scope

    def _assigned_field(self, cls: Fn, name: str) -> Iterable[Abstract]:
        implicit = self._core.index.flows[cls.file].language in IMPLICIT_THIS
        for site in self._core.index.assigns_by_name.get(name, ()):
            if site.fn.file != cls.file or not isinstance(site.node, Assign):
                continue
            target = site.node.target
            of = target.of if isinstance(target, Member) else None
            own = isinstance(of, Name) and of.id == "this"
            local = name in self._core.index.function(site.fn).bindings
            bare = implicit and isinstance(target, Name) and not local
            if (own or bare) and Inst(cls) in self._core.this(site.fn):
                yield from self._core.evaluate(site.node.value, site.fn)

    def companion(self, cls: Fn, name: str) -> Values:
        """Kotlin's companion objects and nested objects: static members of the outer class; the
        `value` of what is held lazily is an object of the class itself."""
        flow = self._core.index.flows[cls.file]
        outer = self.class_at(cls)
        found: list[Abstract] = []
        for inner in flow.classes:
            inside = outer.span.start < inner.span.start and inner.span.end <= outer.span.end
            if inside and inner.name == name:
                return (Cls(Fn(cls.file, inner.index)),)
            if inside and inner.kind == "object" and inner.name in ("", "Companion"):
                found += self.of_class(Fn(cls.file, inner.index), name)
        if outer.kind == "enum" and not found:
            return ()
        if name == "value" and not found and flow.language == "kotlin":
            return (Inst(cls),)
        return some(found)


def _does_nothing(function: Function) -> bool:
    """Whether a method is there for subclasses to put something in its place."""
    return function.kind == "method" and not (function.body or function.returns)
