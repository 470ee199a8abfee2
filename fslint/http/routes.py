"""Routes that calls and decorators declare: Flask, FastAPI, Starlette, NiceGUI, aiohttp, Express…

A router is known by the call that made it (`Blueprint(…)`, `APIRouter(…)`, `express.Router()`),
so prefixes are found wherever it is mounted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fslint.flow import Array, Call, Literal, Member, Value
from fslint.http.classes import classes_of, made_view, methods_of, mounted_at, named_view, spaces_of
from fslint.http.helpers import for_callers, for_each
from fslint.http.model import Route, View
from fslint.http.urls import read_pattern
from fslint.link.abstract import Arr, Cls, Ext, Func, Inst, Mod
from fslint.link.index import Fn, last_name
from fslint.link.program import Program

VERBS = {
    "get": "GET", "post": "POST", "put": "PUT", "delete": "DELETE", "patch": "PATCH",
    "head": "HEAD", "options": "OPTIONS",
    "add_get": "GET", "add_post": "POST", "add_delete": "DELETE", "add_put": "PUT",
}  # fmt: skip
ANY_VERB = frozenset({
    "route", "all", "api_route", "page", "view", "api_operation", "add_route", "add_url_rule",
    "add_api_route", "add_view", "Route", "APIRoute", "endpoint", "expose", "rt",
})  # fmt: skip
MOUNTS = frozenset({
    "register_blueprint", "include_router", "mount", "use", "add_router", "register", "Mount",
    "add_namespace", "register_router", "route", "blueprint",
})  # fmt: skip
BLUEPRINTS = frozenset({"Blueprint", "APIBlueprint"})
DISTINCT = frozenset({"add_url_rule", "add_api_route"})
"""Calls that declare a route whatever they are made on, be it a parameter."""
_DEEPEST = 6


class Mount(NamedTuple):
    """A router mounted on another (None: on an unknown one, or the application)."""

    parent: Call | None
    prefix: str | None


class Routers:
    """The routers of a program and what stands before their routes."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._mounts: dict[Call, list[Mount]] = {}
        for name in sorted(MOUNTS):
            for site in program.index.calls_by_name.get(name, ()):
                if isinstance(site.node, Call):
                    for call, fn in for_each(program, site.node, site.fn):
                        self._mount(call, fn)
                    self._mount(site.node, site.fn)

    def of(self, value: Value, fn: Fn) -> Call | None:
        """The call that made a router or an application."""
        for part in self.program.evaluator.evaluate(value, fn):
            if isinstance(part, Mod):
                made = self.program.evaluator.names.exported(part.file, "default")
                part = next((one for one in made if isinstance(one, Ext)), part)
            if isinstance(part, Ext) and part.call is not None:
                return part.call
        return None

    def _mount(self, call: Call, fn: Fn) -> None:
        prefix = self.label(call, fn, "url_prefix", "prefix")
        for argument in call.args:
            value = argument.value
            if isinstance(value, Literal) and prefix is None and not argument.label:
                prefix = value.value if isinstance(value.value, str) else None
            elif isinstance(value, Array):
                for item in value.items:
                    self._add(item, fn, call, prefix)
            else:
                self._add(value, fn, call, prefix)

    def _add(self, value: Value, fn: Fn, call: Call, prefix: str | None) -> None:
        child = value if isinstance(value, Call) else self.of(value, fn)
        if child is None:
            return
        if isinstance(call.callee, Member):
            parent = self.of(call.callee.of, fn)
            if parent is not child:
                self._mounts.setdefault(child, []).append(Mount(parent, prefix))
        elif last_name(call.callee) == "Mount":  # its own prefix, which `prefixes` adds
            self._mounts.setdefault(child, []).append(Mount(call, None))

    def label(self, call: Call, fn: Fn, *labels: str) -> str | None:
        """The constant string that a call is given under one of some labels."""
        for argument in call.args:
            if argument.label in labels:
                value = self.program.evaluator.constant(argument.value, fn)
                if isinstance(value, Literal) and isinstance(value.value, str):
                    return value.value
        return None

    def prefixes(self, router: Call | None, fn: Fn, depth: int = 0) -> list[str]:
        """What stands before a router's routes, wherever it is mounted."""
        if router is None or depth > _DEEPEST:
            return [""]
        name = last_name(router.callee)
        own = "" if name == "Mount" else self.label(router, fn, "url_prefix", "prefix") or ""
        if name == "Mount" and router.args:
            first = router.args[0].value
            own = str(first.value) if isinstance(first, Literal) else ""
        mounts = self._mounts.get(router, [])
        if not mounts:
            return [own]
        found: list[str] = []
        for mount in mounts:
            replaced = name == "Blueprint" and mount.prefix is not None
            inner = (mount.prefix or "") + ("" if replaced else own)
            found.extend(p + inner for p in self.prefixes(mount.parent, fn, depth + 1))
        return found

    def spaces(self, router: Call | None, depth: int = 0) -> list[str]:
        """What stands before the names of a router's routes, wherever it is registered."""
        if router is None or depth > _DEEPEST:
            return [""]
        parents = [one.parent for one in self._mounts.get(router, [])] or [None]
        outer = (space for parent in parents for space in self.spaces(parent, depth + 1))
        own = self._own_space(router)
        return [space + own for space in dict.fromkeys(outer)]

    def _own_space(self, router: Call) -> str:
        """What a blueprint, or a `Mount(…, name=…)`, puts before the names of its own routes."""
        maker = last_name(router.callee)
        if maker == "Mount":
            named = next((one.value for one in router.args if one.label == "name"), None)
            return f"{named.value}:" if isinstance(named, Literal) else ""
        first = router.args[0].value if maker in BLUEPRINTS and router.args else None
        return f"{first.value}." if isinstance(first, Literal) else ""


def declared(program: Program) -> Iterator[Route]:
    """The routes that decorators and calls declare."""
    routers = Routers(program)
    for path in sorted(program.flows):
        flow = program.flows[path]
        if flow.language == "python":
            for function in flow.functions[1:]:
                scope = Fn(path, max(function.parent, 0))
                for decorator in function.decorators:
                    if isinstance(decorator, Call):
                        handler = Fn(path, function.index)
                        yield from _route(routers, decorator, scope, (handler,), function.name)
    for name in (*VERBS, *sorted(ANY_VERB)):
        for site in program.index.calls_by_name.get(name, ()):
            if isinstance(site.node, Call):
                decorated = _handed_on(program, site.node, site.fn)
                for call, fn in (
                    (decorated or site.node, site.fn),
                    *for_callers(program, site.node, site.fn),
                    *for_each(program, site.node, site.fn),
                ):
                    handlers = tuple(_handlers(program, call, fn))
                    if handlers:
                        named = program.function(handlers[0]).name if decorated else ""
                        yield from _route(routers, call, fn, handlers, named)


def _handed_on(program: Program, made: Call, fn: Fn) -> Call | None:
    """A route whose decorator is called by hand, `app.get('/logout')(self.logout)`, as if its
    handler were given with its path."""
    for outer in program.index.calls[fn]:
        if outer.callee is made:
            return Call(made.span, made.callee, (*made.args, *outer.args))
    return None


def _handlers(program: Program, call: Call, fn: Fn) -> Iterator[Fn]:
    for argument in call.args:
        if isinstance(argument.value, (Literal, Array)):
            continue
        made = made_view(argument.value)
        if made is not None:
            for cls in classes_of(program, made, fn):
                yield from methods_of(program, cls)
            continue
        for part in program.evaluator.evaluate(argument.value, fn):
            if isinstance(part, Func) and program.function(part.fn).kind != "embedded":
                yield part.fn
            elif isinstance(part, Cls | Inst) and argument.label in ("", "endpoint", "resource"):
                yield from methods_of(program, part.cls)


def _route(
    routers: Routers, call: Call, fn: Fn, handlers: tuple[Fn, ...], function: str
) -> Iterable[Route]:
    program = routers.program
    name = last_name(call.callee)
    if name not in VERBS and name not in ANY_VERB:
        return
    pattern = _pattern(routers, call, fn)
    if pattern is None:
        return
    router = routers.of(call.callee.of, fn) if isinstance(call.callee, Member) else call
    unknown = router is None and name not in DISTINCT
    if not function and (unknown or (router is call and not name[:1].isupper())):
        return
    maker = "" if router is None else last_name(router.callee)
    endpoint = routers.label(call, fn, "endpoint", "name", "url_name") or _second(call)
    endpoint = endpoint or next(
        (named_view(one) for a in call.args if (one := made_view(a.value))), ""
    )
    endpoint = endpoint or function or program.function(handlers[-1]).name
    names = [f"{space}{endpoint}" for space in routers.spaces(router)]
    if name == "expose":
        names += [f"{space}.{endpoint}" for space in spaces_of(program, handlers[0])]
    verb = VERBS.get(name)
    methods = frozenset({verb}) if verb else _methods(program, call, fn, name)
    mounted = mounted_at(program, handlers[0]) if function else ""
    for prefix in routers.prefixes(router, fn):
        segments = read_pattern(f"{prefix}/{mounted}/{pattern}")
        view = View(handlers, is_page=name == "page")
        yield Route(methods, segments, tuple(names), view, maker, fn.file, call.span)


def _pattern(routers: Routers, call: Call, fn: Fn) -> str | None:
    labelled = routers.label(call, fn, "path", "rule", "uri")
    if labelled is not None:
        return labelled
    for argument in call.args[:1]:
        value = routers.program.evaluator.constant(argument.value, fn)
        if isinstance(value, Literal) and isinstance(value.value, str) and not argument.label:
            return value.value if value.value.startswith("/") or not value.value else None
    return None


def _second(call: Call) -> str:
    """The endpoint of `add_url_rule('/x', 'endpoint', view)`."""
    if last_name(call.callee) == "add_url_rule" and len(call.args) > 1:
        value = call.args[1].value
        if isinstance(value, Literal) and isinstance(value.value, str):
            return value.value
    return ""


def _methods(program: Program, call: Call, fn: Fn, name: str) -> frozenset[str]:
    for argument in call.args:
        if argument.label == "methods":
            for part in program.evaluator.evaluate(argument.value, fn):
                if isinstance(part, Arr):
                    items = part.array.items
                    texts = [str(i.value).upper() for i in items if isinstance(i, Literal)]
                    return frozenset(texts)
    by_class = any(made_view(argument.value) for argument in call.args)
    return frozenset({"GET"}) if name in ("route", "page") and not by_class else frozenset()
