"""Pyramid's routes: declared under a name, and answered by the views that are told this name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from fslint.flow import Call, Literal, Span, Value
from fslint.http.model import Route, View
from fslint.http.urls import read_pattern
from fslint.link.abstract import Func
from fslint.link.index import Fn, last_name
from fslint.link.program import Program

VIEWS = frozenset({"view_config", "json_view"})
DEFAULTS = frozenset({"view_defaults"})
PREDICATES = ("request_param", "match_param")
"""What a view may say that a request must hold, so that one of several answers it."""


class _Declared(NamedTuple):
    """A route as `add_route('name', '/pattern')` declares it."""

    pattern: tuple[str, ...]
    file: str
    span: Span


def named_views(program: Program) -> Iterator[Route]:
    """The routes of a program's Pyramid applications, with the views that answer them."""
    declared = dict(_declared(program))
    for options, handler in _views(program) if declared else ():
        name = _text(options.get("route_name"))
        verb = _text(options.get("request_method"))
        if name in declared:
            pattern, file, span = declared[name]
            methods = frozenset({verb} if verb else ())
            asked = {key: options[key] for key in PREDICATES if key in options}
            view = View((handler,), options=asked)
            yield Route(methods, pattern, (name,), view, "pyramid", file, span)


def _declared(program: Program) -> Iterator[tuple[str, _Declared]]:
    for site in program.index.calls_by_name.get("add_route", ()):
        if isinstance(site.node, Call):
            told = _told(site.node, ("name", "pattern"))
            name, pattern = _text(told.get("name")), _text(told.get("pattern"))
            if name and pattern:
                yield name, _Declared(read_pattern(pattern), site.fn.file, site.node.span)


def _views(program: Program) -> Iterator[tuple[Mapping[str, Value], Fn]]:
    """The views, each with what it is told."""
    for path in sorted(program.flows):
        flow = program.flows[path]
        for function in flow.functions[1:] if flow.language == "python" else ():
            around = () if function.owner < 0 else flow.classes[function.owner].decorators
            defaults = dict(pair for one in _calls(around, DEFAULTS) for pair in _told(one).items())
            for made in _calls(function.decorators, VIEWS):
                yield {**defaults, **_told(made)}, Fn(path, function.index)
    for site in program.index.calls_by_name.get("add_view", ()):
        if isinstance(site.node, Call):
            told = _told(site.node, ("view",))
            for part in program.evaluator.evaluate(told["view"], site.fn) if "view" in told else ():
                if isinstance(part, Func):
                    yield told, part.fn


def _calls(decorators: Iterable[Value], names: frozenset[str]) -> Iterator[Call]:
    return (d for d in decorators if isinstance(d, Call) and last_name(d.callee) in names)


def _told(call: Call, order: tuple[str, ...] = ()) -> dict[str, Value]:
    """What a call is given by label; `order` are the labels of what comes without one."""
    plain = [one.value for one in call.args if not one.label]
    labelled = {one.label: one.value for one in call.args if one.label}
    return dict(zip(order, plain, strict=False)) | labelled


def _text(value: Value | None) -> str:
    return str(value.value) if isinstance(value, Literal) and value.kind == "string" else ""
