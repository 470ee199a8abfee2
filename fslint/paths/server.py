"""Logouts that a server does: they begin at a request of the page, and end where it lands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Argument, Call, Element, Name, Span
from fslint.http import Http, Request, Route, reloads
from fslint.link.index import Fn
from fslint.paths.entries import ENDINGS, Root, Trigger
from fslint.paths.links import LEAVING, Link, handlers_of, prevents
from fslint.paths.signing import Afterwards, keeps, signs_out

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

SERVER_CALL = re.compile(r"^next/headers#|^(req|res|request|response|reply|ctx|context|session)\b")
CLIENT_PYTHON = re.compile(
    r"^(streamlit|nicegui|dash|reflex|gradio|shiny|panel|js|pyodide|pyscript|browser|solara|flet"
    r"|taipy|mesop|anvil)\b"
)


class Served(NamedTuple):
    """The roots that stand once servers are understood, and the pages some of them land on.

    `left`: the pages that a script's own navigation lands on, by where it stands.
    """

    roots: list[Root]
    landings: dict[int, tuple[Fn, ...]]
    left: dict[tuple[Fn, Span], tuple[Fn, ...]]


def serve(facts: Facts, http: Http, roots: Sequence[Root]) -> Served:
    """Let logouts begin at the requests for their routes; drop servers that no page asks, unless
    they show one. A framework's own view signs out where its route is declared."""
    asked: list[Root] = []
    landings: dict[int, tuple[Fn, ...]] = {}
    named: dict[int, tuple[Trigger, ...]] = {}
    reached: set[Fn] = set()
    requested: set[int] = set()
    harmless: set[int] = set()
    left: dict[tuple[Fn, Span], tuple[Fn, ...]] = {}
    elements: dict[Fn, list[Element]] = {}
    for site in facts.program.index.elements:
        if isinstance(site.node, Element):
            elements.setdefault(site.fn, []).append(site.node)
    begun = {root.fn for root in roots if root.link is None}
    sent = facts.sent_forms()
    after = Afterwards(facts)
    linked = {id(root.link.element) for root in roots if root.link is not None}
    for request in http.requests():
        element = _element(elements.get(request.fn, ()), request)
        if element is None:
            left[request.fn, request.span] = http.landing(request.routes).pages
        wanted = tuple(
            route
            for route in request.routes
            if signs_out(facts, route, request.method)
            and not (request.method == "GET" and http.asks_first(route))
        )
        if not wanted:
            if element is not None and all(keeps(facts, http, r) for r in request.routes):
                harmless.add(id(element))
            continue
        pages = http.landing(wanted, after).pages
        requested.update(id(route) for route in wanted)
        for route in wanted:
            reached.update(route.view.handlers)
        if id(element) in sent:
            left.update(((fn, call.span), pages) for fn, call in sent[id(element)])
        elif element is not None:
            if id(element) not in linked:
                root = _link_root(facts, request, element)
                if root is None:
                    continue
                asked.append(root)
                linked.add(id(element))
            else:
                root = next(r for r in roots if r.link and r.link.element is element)
            assert root.link is not None
            landings[id(root.link.request)] = pages
            named[id(root.link.request)] = tuple(_names(facts, wanted))
    left.update(((one.fn, one.span), one.pages) for one in reloads(http) if one.pages)
    kept: list[Root] = []
    for root in roots:
        if root.link is not None:
            if id(root.link.element) not in harmless:
                kept.append(root)
        elif http.routes_of(root.fn):
            answered = http.routes_of(root.fn)
            signing = any(signs_out(facts, r, "") for r in answered)
            if not signing and all(route.view.is_page for route in answered):
                kept.append(root)  # it makes the page that it answers with
            if root.fn in reached or not signing:
                continue
            landing = http.landing(answered, after)
            if landing.pages or landing.files:
                kept.append(root)
                landings[hash(root.fn)] = landing.pages
        elif not _is_server(facts, root.fn):
            kept.append(root)
            if facts.program.language(root.fn) == "python":
                landing = http.answered(root.fn, after)
                landings[hash(root.fn)] = landing.pages if landing.sure else ()
        elif root.fn.index:  # a middleware, or what is called before every request
            landing = http.answered(root.fn, after)
            if landing.pages or landing.files:
                kept.append(root)
                landings[hash(root.fn)] = landing.pages
        else:
            declared = tuple(
                route
                for route in http.routes
                if route.file == root.fn.file
                and id(route) not in requested
                and not begun & set(route.view.handlers)
                and signs_out(facts, route, "")
            )
            landing = http.landing(declared)
            if landing.pages or landing.files:
                kept.append(root)
                landings[hash(root.fn)] = landing.pages
    told = [
        root._replace(triggers=named.get(id(root.link.request), ())) if root.link else root
        for root in kept + asked
    ]
    return Served(told, landings, left)


def _names(facts: Facts, routes: Iterable[Route]) -> Iterator[Trigger]:
    """What routes and their views are called: it tells the kind of the paths that ask for them."""
    for route in routes:
        words = [*route.names, route.view.name]
        words += [facts.program.function(handler).name for handler in route.view.handlers]
        speaks = facts.program.vocabulary.speaks_of
        yield from (Trigger("request", w) for w in words if w and not speaks("logout-url", w))


def _is_server(facts: Facts, fn: Fn) -> bool:
    """Whether a function runs on a server, and not in answer to a page's own actions."""
    program = facts.program
    flow = program.flows[fn.file]
    if flow.language == "python":
        if program.language(fn) != "python":
            return False
        return not any(CLIENT_PYTHON.match(imported.module) for imported in flow.imports)
    if flow.language in ("javascript", "typescript"):
        return _ends_on_server(facts, fn, set())
    return False


def _ends_on_server(facts: Facts, fn: Fn, seen: set[Fn]) -> bool:
    """Whether all sign-outs that a function comes to are a server's: `req.session.destroy()`."""
    if fn in seen:
        return False
    seen.add(fn)
    found = False
    for call in facts.program.index.calls[fn]:
        if any(event in ENDINGS for event, _ in facts.events(fn, call)):
            forms = facts.program.forms(call.callee, fn)
            if not any(SERVER_CALL.match(form) for form in forms):
                return False
            found = True
    for callee in facts.edges(fn):
        if facts.reaches(callee) & ENDINGS and callee not in seen:
            if not _ends_on_server(facts, callee, seen):
                return False
            found = True
    return found


def _element(elements: Iterable[Element], request: Request) -> Element | None:
    return next((e for e in elements if any(a.span == request.span for a in e.attributes)), None)


def _link_root(facts: Facts, request: Request, element: Element) -> Root | None:
    attribute = next(a for a in element.attributes if a.span == request.span)
    handlers = handlers_of(facts, element, request.fn)
    if any(prevents(facts, handler) for handler in handlers):
        return None
    name = attribute.name.lower().lstrip(":").replace("-", "")
    call = Call(request.span, Name(request.span, name), (Argument(attribute.value),), "dropped")
    events = ("sign_out", "leave") if name in (*LEAVING, "method") else ("sign_out",)
    return Root(request.fn, (), Link(request.fn, element, call, tuple(handlers), events))
