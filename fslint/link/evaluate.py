"""What a value may be: a small, demand-driven evaluation across files.

It is deliberately modest: no arithmetic, no flow sensitivity. It answers two questions only,
what a callee reaches and what constant an argument holds. What it cannot tell is an empty tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fslint.flow import (
    COMPOSED,
    Array,
    Binding,
    Call,
    ClassValue,
    Closure,
    Either,
    Function,
    Literal,
    Member,
    Name,
    Object,
    Op,
    Parameter,
    Template,
    Value,
)
from fslint.flow import Index as IndexValue
from fslint.link.above import bases_of, member_above
from fslint.link.abstract import (
    DEEPEST,
    IMPLICIT_THIS,
    Abstract,
    Action,
    Arr,
    Base,
    Cls,
    Const,
    Ext,
    Func,
    Inst,
    Items,
    Mod,
    Obj,
    Props,
    Values,
    some,
)
from fslint.link.begun import only_begun
from fslint.link.bound import set_from_inside
from fslint.link.callbacks import Making
from fslint.link.called import runs
from fslint.link.components import Components
from fslint.link.index import Fn, Index
from fslint.link.joining import joined
from fslint.link.members import Members
from fslint.link.modules import Modules
from fslint.link.names import Names, for_template, in_own_value
from fslint.link.packages import JVM, Packages
from fslint.link.provided import Provided
from fslint.link.results import Gives, Results
from fslint.link.tokens import Tokens
from fslint.link.traverse import deep
from fslint.link.wholly import wholly_known


class Evaluator:
    """Evaluates values of linked files. Results are cached; the flows must not change."""

    def __init__(
        self,
        index: Index,
        modules: Modules,
        gives: Gives,
    ) -> None:
        """`gives(forms, language)` says which of its arguments a call gives back, and how."""
        self.index = index
        self.modules = modules
        self.packages = Packages(index.flows)
        self._cache: dict[tuple[int, Fn], Values] = {}
        self._members: dict[tuple[Abstract, str], Values] = {}
        self._names: dict[tuple[str, Fn], Values] = {}
        self._partial: dict[tuple[int, Fn], Values] = {}
        self._partial_members: dict[tuple[Abstract, str], Values] = {}
        self.unnamed: dict[str, list[Making]] | None = None
        self.busy: set[object] = set()
        self.cuts = 0
        self._depth = 0
        self.names = Names(self)
        self.members = Members(self)
        self.components = Components(self)
        self.provided = Provided(self)
        self.tokens = Tokens(self)
        self.results = Results(self, gives)

    def evaluate(self, value: Value, fn: Fn) -> Values:
        """What `value`, standing in `fn`, may be; () when nothing is known."""
        key = (id(value), fn)
        cached = self._cache.get(key)
        if cached is None:
            cached = self._partial.get(key)
        if cached is not None:
            return cached
        if key in self.busy or self._depth > DEEPEST:
            self.cuts += 1
            return ()
        self.busy.add(key)
        self._depth += 1
        cut = self.cuts
        try:
            found = some(self._evaluate(value, fn))
        finally:
            self._depth -= 1
            self.busy.discard(key)
        if self.cuts == cut or self._depth == 0:
            self._cache[key] = found
        else:
            self._partial[key] = found
        if self._depth == 0:
            self._partial.clear()
            self._partial_members.clear()
        return found

    def _evaluate(self, value: Value, fn: Fn) -> Iterable[Abstract]:
        if isinstance(value, Name):
            if in_own_value(self.index, value, fn):
                return self._look_up(value.id, fn, shadowed=True)
            return self.lookup(value.id, fn)
        if isinstance(value, Member):
            of = self.evaluate(value.of, fn)
            if not of and value.name[:1] == "$":
                return self.provided.hung_up(value.name)
            return self.each(of, lambda one: self.member(one, value.name))
        if isinstance(value, Call):
            return self.results.of_call(value, fn)
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
            return self.results.parameter(fn, value.index)
        if isinstance(value, IndexValue):
            return self.results.item(value, fn)
        if isinstance(value, Template | Op):
            return joined(self, value, fn)
        return ()

    def constant(self, value: Value, fn: Fn) -> Value:
        """The one constant or literal that a value stands for, else the value itself; nothing only
        where it cannot be anything else."""
        if isinstance(value, Name | Member | Call):
            found = self.evaluate(value, fn)
            if len(found) == 1:
                only = found[0]
                if isinstance(only, Const):
                    sure = only.literal.value or wholly_known(self, value, fn)
                    return only.literal if sure else value
                if isinstance(only, Obj):
                    return only.object
                if isinstance(only, Arr):
                    return only.array
        return value

    def lookup(self, name: str, fn: Fn) -> Values:
        """What a name means in a function's scope."""
        key = (name, fn)
        known = self._names.get(key)
        if known is None:
            cut = self.cuts
            known = self._look_up(name, fn)
            if self.cuts == cut:
                self._names[key] = known
        return known

    def _look_up(self, name: str, fn: Fn, shadowed: bool = False) -> Values:
        """What a name means in a function's scope, or where one of its variables hides that."""
        flow = self.index.flows[fn.file]
        if name == "this":
            return self.this(fn)
        if name == "super" and (above := bases_of(self.members, self.this(fn))):
            return above
        index = fn.index
        implicit = flow.language in IMPLICIT_THIS
        inherited: Values = ()
        while index >= 0:
            function = flow.functions[index]
            scope = Fn(fn.file, index)
            hidden = shadowed and index == fn.index
            if name in function.bindings and not hidden and not for_template(flow, name, fn, index):
                bound = self.bound(function.bindings[name], scope)
                return some((*bound, *set_from_inside(self, name, scope)))
            if implicit or function.kind == "template":
                found = self._implicit_member(function, scope, name)
                if any(not _inherits(a, name) for a in found):
                    itself = all(isinstance(a, Func) and a.fn == scope for a in found)
                    return inherited if inherited and itself else found
                inherited = inherited or found
            index = function.parent
        for imported in flow.imports:
            if imported.local == name != "":
                return self.names.imported(fn.file, imported.module, imported.name)
        for cls in flow.classes:
            if cls.name == name:
                return (Cls(Fn(fn.file, cls.index)),)
        if flow.language in JVM:
            for module in (flow.package, *(i.module for i in flow.imports if i.name == "*")):
                if found := self.names.packaged(module, name):
                    return found
        if flow.language == "markup":
            shown = self.names.component_of(fn.file)
            if shown is not None and (found := self.members.of_class(shown, name)):
                return found
        if flow.language in ("swift", "objc") and name[:1].isupper():
            inherited = ()  # a type, which no class outside of the project hands down
        return self.names.anywhere(name, flow) or inherited or (Ext(name),)

    def _implicit_member(self, function: Function, scope: Fn, name: str) -> Values:
        """What a plain name means as a member of the object that a function belongs to."""
        if "this" in function.bindings:
            of = self.bound(function.bindings["this"], scope)
        elif function.receiver:
            of = self.typed(function.receiver, Fn(scope.file, 0))
        elif function.owner >= 0:
            own = Fn(scope.file, function.owner)
            found = list(self.member(Inst(own), name))
            for outer in self.members.around(own):
                if any(not _inherits(a, name) for a in found):
                    break
                found = [*self.member(Inst(outer), name), *found]
            return some(found)
        else:
            return ()
        found = [a for one in of if isinstance(one, Inst | Ext) for a in self.member(one, name)]
        return some(found)

    def bound(self, bindings: Iterable[Binding], fn: Fn) -> Iterable[Abstract]:
        for binding in bindings:
            found: Values = ()
            if binding.value is not None and not only_begun(self.index, binding, fn):
                found = self.evaluate(binding.value, fn)
                yield from found
            constant = binding.kind == "const" and isinstance(binding.value, Literal)
            if (
                binding.type
                and not constant
                and not any(isinstance(a, Func | Inst | Obj) for a in found)
            ):
                yield from self.typed(binding.type, fn)

    def typed(self, name: str, fn: Fn) -> Values:
        """An object of the type called `name` in `fn`'s scope."""
        key = ("type", name, fn)
        if key in self.busy:
            self.cuts += 1
            return ()
        self.busy.add(key)
        try:
            return some(a for one in name.split(COMPOSED) for a in self._typed(one, fn))
        finally:
            self.busy.discard(key)

    def _typed(self, name: str, fn: Fn) -> Iterable[Abstract]:
        if name.endswith("[]"):
            items = self.typed(name.removesuffix("[]"), fn)
            yield from (Items(part.cls) for part in items if isinstance(part, Inst))
            return
        first = name.partition(".")[0]
        for part in self.lookup(first, fn):
            part = Ext(first) if _inherits(part, first) else part
            for segment in name.split(".")[1:]:
                part = next(iter(self.member(part, segment)), part)
            made = self.results.returned(part) if isinstance(part, Func) else ()
            yield from (Inst(one.cls) for one in (part, *made) if isinstance(one, Cls))
            if isinstance(part, Ext):
                yield Ext(part.form)

    def this(self, fn: Fn) -> Values:
        """The object that a function belongs to: of its own or an enclosing one; of an object
        literal where nothing else is known, as `function` expressions are."""
        flow = self.index.flows[fn.file]
        index = fn.index
        literal: Values = ()
        while index >= 0:
            function = flow.functions[index]
            if "this" in function.bindings:
                return some(self.bound(function.bindings["this"], Fn(fn.file, index)))
            if function.receiver:
                return self.typed(function.receiver, Fn(fn.file, 0))
            if function.owner >= 0:
                cls = flow.classes[function.owner]
                if cls.kind == "extension" and cls.bases:
                    found = self.names.anywhere(cls.bases[0].rpartition(".")[2], flow)
                    if found:
                        return tuple(Inst(a.cls) for a in found if isinstance(a, Cls))
                return (Inst(Fn(fn.file, function.owner)),)
            holder = self.index.holders.get(Fn(fn.file, index))
            if holder is not None:
                literal = literal or self._holder_this(Obj(holder.fn, holder.object))
                if function.kind != "arrow":
                    return literal
            index = function.parent
        return literal

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

    def member(self, of: Abstract, name: str) -> Values:
        """What the member `name` of something may be."""
        key = (of, name)
        if key in self._members:
            return self._members[key]
        if key in self._partial_members:
            return self._partial_members[key]
        if ("member", key) in self.busy:
            self.cuts += 1
            return ()
        self.busy.add(("member", key))
        cut = self.cuts
        try:
            found = some(self._member(of, name))
            if name[:1] == "$" and not any(isinstance(a, Func | Inst | Obj) for a in found):
                found = self.provided.hung_up(name) or found
        finally:
            self.busy.discard(("member", key))
        if self.cuts == cut:
            self._members[key] = found
        elif self._depth:
            self._partial_members[key] = found
        return found

    def _member(self, of: Abstract, name: str) -> Iterable[Abstract]:
        if isinstance(of, Obj):
            return self.members.entry(of, name)
        if isinstance(of, Base):
            return member_above(self.members, of.cls, name)
        if isinstance(of, Inst | Cls):
            if name == "props" and self._shown(of.cls):
                return (Props(of.cls, True),)
            if name == "0" and isinstance(of, Inst):
                return (of,)  # the first of a tuple's
            found = self.members.of_class(of.cls, name)
            ours = any(not isinstance(part, Ext) for part in found)
            return found if ours else self.members.companion(of.cls, name) or found
        if isinstance(of, Mod):
            inside = of.file.endswith("__init__.py") and not self.names.exported(of.file, name)
            if inside:
                return self.names.imported(of.file, ".", name)
            return self.names.exported(of.file, name)
        if isinstance(of, Props):
            return self.components.prop(of, name)
        if isinstance(of, Action):
            return () if name != "match" else (of,)
        if isinstance(of, Ext):
            return self.members.of_external(of, name)
        if isinstance(of, Func) and runs(self.index, of, name):
            return (of,)
        return self.members.of_read(of, name) if isinstance(of, Func) else ()

    def _shown(self, cls: Fn) -> bool:
        """Whether a class is a component that is given props."""
        component = Fn(cls.file, -1 - cls.index)
        return bool(self.components.rendered_class(cls)) or self.components.connected(component)

    @staticmethod
    def each(of: Values, give: Callable[[Abstract], Iterable[Abstract]]) -> Values:
        return some(a for one in of for a in give(one))


def _inherits(found: Abstract, name: str) -> bool:
    """Whether all that is known of a name is that a base outside the project may have it."""
    return isinstance(found, Ext) and found.form.endswith("." + name)
