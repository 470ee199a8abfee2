"""Components: who renders them, what they are given, what contexts pass down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fslint.flow import Call, Closure, Element, Literal, Member, Value
from fslint.link.abstract import Abstract, Cls, Ext, Func, Mod, Obj, Props
from fslint.link.index import Fn, Site, last_name

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator


RENDERED = frozenset({"children", "render"})
WRAPPING = re.compile(r"with[A-Z]")
ELEMENT_EVENT = re.compile(r"(?:@|v-on:|on:)([\w:-]+)|\(([\w.-]+)\)|on([A-Z]\w*)")


class Components:
    """Rendered components and contexts, as seen by an evaluator."""

    def __init__(self, core: Evaluator) -> None:
        self._core = core
        self._rendered: dict[Fn, list[Site]] | None = None
        self._connections: set[Fn] | None = None
        self._providers: dict[Call, list[tuple[Fn, Value]]] | None = None

    def rendered(self, fn: Fn) -> list[Site]:
        """The elements that render the component whose function is `fn`."""
        return self._renderings().get(fn, [])

    def rendered_class(self, cls: Fn) -> list[Site]:
        """The elements that render a class component."""
        return self._renderings().get(Fn(cls.file, -1 - cls.index), [])

    def connected(self, fn: Fn) -> bool:
        """Whether a component, a class as `rendered_class` has it, is handed to `connect(…)`."""
        if self._connections is None:
            self._connections = {
                component
                for site in self._core.index.calls_by_name.get("", ())
                if isinstance(site.node, Call) and isinstance(site.node.callee, Call)
                if last_name(site.node.callee.callee) == "connect"
                for argument in site.node.args
                for component in self._components(argument.value, site.fn, 0)
            }
        return fn in self._connections

    def ours(self, tag: Value, fn: Fn) -> bool:
        """Whether a tag names a component of the project."""
        return any(True for _ in self.of(tag, fn))

    def of(self, tag: Value, fn: Fn) -> Iterable[Fn]:
        """The components of the project that a tag names."""
        return self._components(tag, fn, 0)

    def listeners(self) -> Iterator[tuple[str, Fn]]:
        """The functions that listen to the events of components, each with the event's name and
        behind it, where that is known, the component's file: `logout@src/Menu.vue`."""
        for site in self._core.index.elements:
            assert isinstance(site.node, Element)
            tag = site.node.tag
            if isinstance(tag, Literal) and not (isinstance(tag.value, str) and "-" in tag.value):
                continue
            for attribute in site.node.attributes:
                match = ELEMENT_EVENT.match(attribute.name)
                if match is None:
                    continue
                name = (match[1] or match[2] or match[3]).partition(".")[0].lower()
                for part in self._core.evaluate(attribute.value, site.fn):
                    if isinstance(part, Func):
                        yield from ((name + of, part.fn) for of in self._files(tag, site.fn))

    def _files(self, tag: Value, fn: Fn) -> tuple[str, ...]:
        """The files of the components that a tag names, each behind an `@`; '' for an unknown."""
        found = () if isinstance(tag, Literal) else self._components(tag, fn, 0)
        return tuple(dict.fromkeys(f"@{component.file}" for component in found)) or ("",)

    def _renderings(self) -> dict[Fn, list[Site]]:
        if self._rendered is None:
            self._rendered = {}
            for site in self._core.index.elements:
                assert isinstance(site.node, Element)
                if isinstance(site.node.tag, Literal):
                    continue
                for component in self._components(site.node.tag, site.fn, 0):
                    self._rendered.setdefault(component, []).append(site)
        return self._rendered

    def _components(self, value: Value, fn: Fn, depth: int) -> Iterable[Fn]:
        for part in self._core.evaluate(value, fn):
            if isinstance(part, Func):
                yield part.fn
            elif isinstance(part, Cls):
                yield Fn(part.cls.file, -1 - part.cls.index)
            elif isinstance(part, Mod):
                yield Fn(part.file, 0)
            elif (
                isinstance(part, Obj) and self._core.index.flows[part.fn.file].language == "markup"
            ):
                yield Fn(part.fn.file, 0)
            elif isinstance(part, Ext) and part.call is not None and depth < 4:
                for argument in part.call.args:
                    yield from self._components(argument.value, part.fn or fn, depth + 1)

    def prop(self, props: Props, name: str) -> Iterable[Abstract]:
        sites = self.rendered_class(props.owner) if props.of_class else self.rendered(props.owner)
        for site in sites:
            assert isinstance(site.node, Element)
            for attribute in site.node.attributes:
                if attribute.name == name:
                    yield from self._core.evaluate(attribute.value, site.fn)
                elif not attribute.name:  # spread
                    for whole in self._core.evaluate(attribute.value, site.fn):
                        yield from self._core.member(whole, name)
        yield from self._connected(props, name)
        for one in self._wrapped.get(props.owner, ()):
            yield Ext(f"{one.form}.{name}")

    def _connected(self, props: Props, name: str) -> Iterable[Abstract]:
        """Props that a `connect(…, actions)` call gives to the component."""
        for site in self._core.index.calls_by_name.get("connect", ()):
            if site.fn.file == props.owner.file and isinstance(site.node, Call):
                for argument in site.node.args:
                    for whole in self._core.members.given(argument.value, site.fn, 1):
                        yield from self._core.member(whole, name)

    def wrapped(self, fn: Fn) -> bool:
        """Whether a package wraps a component, and gives it more props: `withAuth(Menu)`."""
        return fn in self._wrapped

    @cached_property
    def _wrapped(self) -> dict[Fn, list[Ext]]:
        found: dict[Fn, list[Ext]] = {}
        for name, sites in self._core.index.calls_by_name.items():
            for site in sites if WRAPPING.match(name) else ():
                assert isinstance(site.node, Call)
                for part in self._core.evaluate(site.node.callee, site.fn):
                    if isinstance(part, Ext) and site.node.args:
                        for one in self._components(site.node.args[0].value, site.fn, 0):
                            found.setdefault(one, []).append(Ext(f"{part.form}()"))
        return found

    def shown(self, fn: Fn) -> list[Ext]:
        """What the components of packages give a function that they render: what stands between
        their tags, or is their `render`."""
        found: list[Ext] = []
        for element, scope in self._shown.get(fn, ()):
            for part in self._core.evaluate(element.tag, scope):
                if isinstance(part, Ext):
                    found.append(Ext(f"{part.form}()"))
        return found

    @cached_property
    def _shown(self) -> dict[Fn, list[tuple[Element, Fn]]]:
        found: dict[Fn, list[tuple[Element, Fn]]] = {}
        for site in self._core.index.elements:
            assert isinstance(site.node, Element)
            if isinstance(site.node.tag, Literal):
                continue
            for attribute in site.node.attributes:
                if attribute.name in RENDERED and isinstance(attribute.value, Closure):
                    inner = Fn(site.fn.file, attribute.value.index)
                    found.setdefault(inner, []).append((site.node, site.fn))
        return found

    def provided(self, context: Call) -> list[tuple[Fn, Value]]:
        """The values that providers of a context (made by the call `context`) pass down."""
        if self._providers is None:
            self._providers = {}
            for site in self._core.index.elements:
                assert isinstance(site.node, Element)
                tag = site.node.tag
                if isinstance(tag, Member) and tag.name == "Provider":
                    tag = tag.of
                for attribute in site.node.attributes:
                    if attribute.name == "value" and not isinstance(tag, Literal):
                        for part in self._core.evaluate(tag, site.fn):
                            if isinstance(part, Ext) and part.call is not None:
                                given = self._providers.setdefault(part.call, [])
                                given.append((site.fn, attribute.value))
        return self._providers.get(context, [])
