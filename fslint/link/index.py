"""Tables over the flows of a project: what is called, built, declared, assigned by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fslint.flow import (
    Array,
    Assign,
    Attribute,
    Call,
    Class,
    Closure,
    Element,
    Entry,
    FileFlow,
    Function,
    Literal,
    Member,
    Name,
    Object,
    Value,
)
from fslint.link.traverse import deep, file_values, steps_in

ENDPOINTS = frozenset({"mutation", "query"})
"""What makes an endpoint of an API that hooks are made of: `logout: build.mutation({…})`."""
CHOSEN = frozenset(
    {"onSelect", "onClick", "onPress", "onclick", "onselect", "action", "command", "handler"}
    | {"click", "perform", "callback", "on_click", "on_select"}
)
"""How the items of a menu name what is run as they are chosen."""
LABELS = frozenset({"label", "title", "text", "name", "icon", "key", "id"})
LINKED = "href"
"""How they name an address that they lead to."""
STORE_GROUPS = frozenset({"actions", "mutations", "services", "actors"})
SLICED = frozenset({"reducers", "effects"})


class Fn(NamedTuple):
    """A function of the project: its file and its place in that file's table."""

    file: str
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody needs here


class Site(NamedTuple):
    """A node and the function it stands in."""

    fn: Fn
    node: Call | Element | Assign


class Holder(NamedTuple):
    """The object literal that a function is a member of, under which key, and its scope."""

    fn: Fn
    object: Object
    key: str


class Made(NamedTuple):
    """The call that a function literal is handed to, its scope, and the name or member that is
    made so: `const save = debounce(() => …)`."""

    fn: Fn
    call: Call
    key: str


def last_name(value: Value) -> str:
    """The last name of a callee or tag: `a.b.c` → c; '' where it has none."""
    if isinstance(value, Name):
        return value.id
    if isinstance(value, Member):
        return value.name
    return ""


class Index:
    """The tables. Sites keep source order within a file; files are taken in sorted order."""

    def __init__(self, flows: Mapping[str, FileFlow]) -> None:
        self.flows = flows
        self.calls: dict[Fn, list[Call]] = {}
        self.calls_by_name: dict[str, list[Site]] = defaultdict(list)
        self.elements: list[Site] = []
        self.elements_by_tag: dict[str, list[Site]] = defaultdict(list)
        self.elements_in: dict[Fn, list[Element]] = defaultdict(list)
        self.assigns_by_name: dict[str, list[Site]] = defaultdict(list)
        self.holders: dict[Fn, Holder] = {}
        self.passed_to: dict[Fn, tuple[Fn, Call, int]] = {}
        self.outer: dict[Value, Call] = {}
        self.chained: dict[Call, Call] = {}
        self.endpoints: dict[str, list[tuple[Fn, Call]]] = defaultdict(list)
        self.offers: list[tuple[Fn, Object]] = []
        self.groups: dict[str, list[tuple[Fn, Value]]] = defaultdict(list)
        self.chosen: list[tuple[Fn, Value]] = []
        self.slices: list[tuple[Fn, Object]] = []
        self.types: list[tuple[Fn, Value]] = []
        self.methods_by_name: dict[str, list[Fn]] = defaultdict(list)
        self.made: dict[Fn, Made] = {}
        self.made_by_name: dict[str, list[Fn]] = defaultdict(list)
        self.functions_by_name: dict[str, list[Fn]] = defaultdict(list)
        self.classes_by_name: dict[str, list[Fn]] = defaultdict(list)
        self.subclasses: dict[str, list[Fn]] = defaultdict(list)
        self.fields_declared: Counter[str] = Counter()
        self._added: set[str] = set()
        self.extend()

    def extend(self) -> None:
        """Take in the flows that came since."""
        for path in sorted(self.flows.keys() - self._added):
            self._added.add(path)
            self._add(path, self.flows[path])

    def function(self, fn: Fn) -> Function:
        """The function that `fn` names."""
        return self.flows[fn.file].functions[fn.index]

    def around(self, fn: Fn) -> Iterator[Fn]:
        """A function and those that it stands in, from the inside out, the module last."""
        functions = self.flows[fn.file].functions
        place = fn.index
        while place >= 0:
            yield Fn(fn.file, place)
            place = functions[place].parent

    def class_around(self, fn: Fn) -> Class | None:
        """The class that a function, or one around it, is a member of."""
        flow = self.flows[fn.file]
        place = fn.index
        while place > 0 and flow.functions[place].owner < 0:
            place = flow.functions[place].parent
        return flow.classes[flow.functions[place].owner] if place > 0 else None

    def _add(self, path: str, flow: FileFlow) -> None:
        for function in flow.functions:
            fn = Fn(path, function.index)
            self.calls[fn] = []
            if function.kind == "function" and function.name:
                self.functions_by_name[function.name].append(fn)
            for step in steps_in(function.body):
                self._add_step(fn, step)
            for name, bindings in function.bindings.items():
                for binding in bindings:
                    self._made(fn, name, binding.value)
        for cls in flow.classes:
            self.classes_by_name[cls.name].append(Fn(path, cls.index))
            for base in cls.bases:
                self.subclasses[base.rpartition(".")[2]].append(Fn(path, cls.index))
            for name, methods in cls.methods.items():
                self.methods_by_name[name].extend(Fn(path, i) for i in methods)
            self.fields_declared.update(cls.fields.keys())
            for name, bindings in cls.fields.items():
                self.methods_by_name[name].extend(
                    Fn(path, b.value.index) for b in bindings if isinstance(b.value, Closure)
                )
                for binding in bindings:
                    scope = Fn(path, cls.parent)
                    self.made_by_name[name].extend(self._made(scope, name, binding.value))
        seen: set[int] = set()
        for index, value in file_values(flow):
            for part in deep(value):
                if id(part) not in seen:
                    seen.add(id(part))
                    self._add_value(Fn(path, index), part)

    def _add_step(self, fn: Fn, step: object) -> None:
        if isinstance(step, Call):
            self.calls[fn].append(step)
            self.calls_by_name[last_name(step.callee)].append(Site(fn, step))
        elif isinstance(step, Element):
            site = Site(fn, step)
            self.elements.append(site)
            self.elements_in[fn].append(step)
            tag = step.tag
            name = tag.value if isinstance(tag, Literal) else last_name(tag)
            if isinstance(name, str):
                self.elements_by_tag[name].append(site)
        elif isinstance(step, Assign):
            self.assigns_by_name[last_name(step.target)].append(Site(fn, step))

    def _made(self, fn: Fn, key: str, value: Value | None) -> list[Fn]:
        """Note that a call makes `key`; the function literals that it is given."""
        if not isinstance(value, Call):
            return []
        given = (a.value for a in value.args)
        found = [Fn(fn.file, one.index) for one in given if isinstance(one, Closure)]
        self.made.update(dict.fromkeys(found, Made(fn, value, key)))
        return found

    def _add_value(self, fn: Fn, value: Value) -> None:
        if isinstance(value, Object):
            if any(entry.key == "provide" for entry in value.entries):
                self.offers.append((fn, value))
            if any(entry.key in SLICED for entry in value.entries):
                self.slices.append((fn, value))
            labelled = any(entry.key in LABELS for entry in value.entries)
            for entry in value.entries:
                if labelled and entry.key in CHOSEN and isinstance(entry.value, Name | Member):
                    self.chosen.append((fn, entry.value))
                elif labelled and entry.key == LINKED:
                    self._add_step(fn, _link(entry))
                if isinstance(entry.value, Closure):
                    member = Fn(fn.file, entry.value.index)
                    self.holders[member] = Holder(fn, value, entry.key)
                    self.methods_by_name[entry.key].append(member)
                elif isinstance(entry.value, Call) and last_name(entry.value.callee) in ENDPOINTS:
                    self.endpoints[entry.key].append((fn, entry.value))
                elif entry.key in STORE_GROUPS:
                    self.groups[entry.key].append((fn, entry.value))
                elif entry.key == "type":
                    self.types.append((fn, entry.value))
                self.made_by_name[entry.key].extend(self._made(fn, entry.key, entry.value))
        elif isinstance(value, Call):
            if isinstance(value.callee, Member) and isinstance(value.callee.of, Call):
                self.chained[value.callee.of] = value
            for place, argument in enumerate(value.args):
                if isinstance(argument.value, Closure):
                    self.passed_to[Fn(fn.file, argument.value.index)] = (fn, value, place)
                elif isinstance(argument.value, Call | Object):
                    self.outer[argument.value] = value
                elif isinstance(argument.value, Array):
                    for item in argument.value.items:
                        if isinstance(item, Call):
                            self.outer[item] = value


def _link(entry: Entry) -> Element:
    """The link that an item of a menu becomes."""
    tag = Literal(entry.span, "string", "a")
    return Element(entry.span, tag, (Attribute(LINKED, entry.value, entry.value.span),))
