"""Routes in tables: Tornado's pairs of a pattern and a handler, and aiohttp's `web.get(…)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fslint.flow import Array, Call, Literal, Member, Name, Value
from fslint.http.classes import methods_of
from fslint.http.model import Route, View
from fslint.http.routes import VERBS
from fslint.http.urls import read_pattern
from fslint.link.abstract import Cls, Func
from fslint.link.index import Fn, last_name
from fslint.link.program import Program
from fslint.link.traverse import deep

PAIRS = frozenset({"Application", "add_handlers", "HTTPApplication"})
PAIR = frozenset({"url", "URLSpec"})
LISTED = "add_routes"
HANDLERS = "handlers"


def tabled(program: Program) -> Iterator[Route]:
    """The routes of the tables that applications are given, or that modules name as handlers."""
    for fn, value in _tables(program):
        for part in deep(value):
            yield from _pair(program, part, fn)
    for site in program.index.calls_by_name.get(LISTED, ()):
        if isinstance(site.node, Call):
            for argument in site.node.args:
                for part in deep(argument.value):
                    yield from _listed(program, part, site.fn)


def _tables(program: Program) -> Iterator[tuple[Fn, Value]]:
    for name in PAIRS:
        for site in program.index.calls_by_name.get(name, ()):
            if isinstance(site.node, Call) and program.language(site.fn) == "python":
                yield from ((site.fn, argument.value) for argument in site.node.args)
    for path in sorted(program.flows):
        flow = program.flows[path]
        for name, bindings in (
            flow.functions[0].bindings.items() if flow.language == "python" else ()
        ):
            if HANDLERS in name:
                yield from ((Fn(path, 0), one.value) for one in bindings if one.value is not None)


def _pair(program: Program, value: Value, fn: Fn) -> Iterator[Route]:
    """The route of `(r"/logout", LogoutHandler)`, or of `url(…)` with the same."""
    items: Iterable[Value] = ()
    names: tuple[str, ...] = ()
    if isinstance(value, Array):
        items = value.items
    elif isinstance(value, Call) and last_name(value.callee) in PAIR:
        items = tuple(argument.value for argument in value.args if not argument.label)
        told = (one.value for one in value.args if one.label == "name")
        names = tuple(str(one.value) for one in told if isinstance(one, Literal))
    first, handler = (*items, None, None)[:2]
    if not isinstance(first, Literal) or not isinstance(handler, Name | Member):
        return
    for part in program.evaluator.evaluate(handler, fn) if isinstance(first.value, str) else ():
        if isinstance(part, Cls):
            view = View(methods_of(program, part.cls), name=last_name(handler))
            pattern = read_pattern(str(first.value))
            yield Route(frozenset(), pattern, names, view, "tornado", fn.file, value.span)


def _listed(program: Program, value: Value, fn: Fn) -> Iterator[Route]:
    """The route of `web.get('/logout', logout)`."""
    name = last_name(value.callee) if isinstance(value, Call) else ""
    if name not in VERBS or not isinstance(value, Call) or len(value.args) < 2:
        return
    first = program.evaluator.constant(value.args[0].value, fn)
    handlers = tuple(
        part.fn
        for part in program.evaluator.evaluate(value.args[1].value, fn)
        if isinstance(part, Func)
    )
    if isinstance(first, Literal) and isinstance(first.value, str) and handlers:
        methods, pattern = frozenset({VERBS[name]}), read_pattern(first.value)
        yield Route(methods, pattern, (), View(handlers), "aiohttp", fn.file, value.span)
