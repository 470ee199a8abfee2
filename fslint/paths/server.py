"""Logouts that a server does: they begin at a request of the page, and end where it lands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Argument, Call, Element, Function, Name, Span
from fslint.http import Http, Request, Route, reloads
from fslint.link.abstract import Func
from fslint.link.index import Fn, last_name
from fslint.paths.contexts import Contexts
from fslint.paths.entries import ENDINGS, Root, Trigger
from fslint.paths.handling import handling
from fslint.paths.hosts import before_pages, in_browser, is_action, on_server
from fslint.paths.intents import asks_for_it
from fslint.paths.links import LEAVING, Link
from fslint.paths.pages import anywhere, identifying
from fslint.paths.signing import Afterwards, deletes_own, keeps, signs_in, signs_out, switches

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

AROUND = ("__call__", "__acall__", "dispatch", "process_request", "process_view")
TWEEN = ("handler", "registry")
"""What Pyramid gives a function that makes a tween."""
POLICIES = ("SecurityPolicy", "AuthenticationPolicy")
ASKED = ("forget", "remember")
"""What views ask a policy of Pyramid's for; the rest of it tells each request whose it is."""
SERVER_CALL = re.compile(
    r"^next/headers#|^(req|res|request|response|reply)\.(?!(get|post|put|patch|delete|request)$)"
    r"|^session\.(destroy|flush|unset)\b|\bprisma\b|^(db|tx|database)\.|\.findByIdAnd[A-Z]"
)
CONTEXT = re.compile(r"^(?:ctx|context)\b")
"""What a server's functions are given, and so are components and routers in a browser."""
REQUESTS = frozenset({"event", "c", "ctx", "context", "req", "request", "res", "response", "reply"})
ANSWERS = frozenset({"res", "response", "reply"})
CLIENT_ACTION = "clientAction"
COOKIES = re.compile(r"(?i)cookie|session")


class Served(NamedTuple):
    """The roots that stand once servers are understood, and the pages some of them land on.

    `landings`: those pages, by a link's request or a server's function; None where it may be any
    page, and they disagree. `left`: the pages that a script's own navigation lands on, by where it
    stands.
    """

    roots: list[Root]
    landings: dict[int, tuple[Fn, ...] | None]
    left: dict[tuple[Fn, Span], tuple[Fn, ...]]


def serve(facts: Facts, http: Http, roots: Sequence[Root]) -> Served:
    """Let logouts begin at the requests for their routes; drop servers that no page asks, unless
    they show one. A framework's own view signs out where its route is declared."""
    facts.contexts = Contexts(facts, http).of
    asking = _Asking(facts, http, roots)
    for request in http.requests():
        asking.take(request)
    for root in roots:
        asking.take_action(root)
    asking.left.update(((one.fn, one.span), one.pages) for one in reloads(http) if one.pages)
    landings = asking.landings
    begun = {root.fn for root in roots if root.link is None}
    kept: list[Root] = []
    answering = {handler for route in http.routes for handler in route.view.handlers}
    shows = any(flow.language == "markup" for flow in facts.program.flows.values())
    for root in roots:
        python = facts.program.language(root.fn) == "python"
        callers = set() if root.triggers or root.link else set(facts.callers(root.fn))
        if callers and callers <= asking.reached | answering:
            continue  # a part of what begins at the request
        if root.link is not None:
            if id(root.link.element) not in asking.harmless:
                kept.append(root)
            if "switch" in root.link.events:
                asking.landings.setdefault(id(root.link.request), identifying(facts))
        elif http.routes_of(root.fn):
            answered = http.routes_of(root.fn)
            signing = any(signs_out(facts, r, "") for r in answered)
            if not signing and all(route.view.is_page for route in answered):
                kept.append(root)  # it makes the page that it answers with
            if root.fn in asking.reached or not signing:
                continue
            landing = http.landing(answered, asking.after)
            if landing.pages or landing.files:
                kept.append(root)
                landings[hash(root.fn)] = landing.pages
            elif python and landing.sent and shows and not asking.may_ask(answered):
                kept.append(root)
                landings[hash(root.fn)] = anywhere(facts)
        elif not _is_server(facts, root.fn):
            kept.append(root)
            if python:
                landing = http.answered(root.fn, asking.after)
                landings[hash(root.fn)] = landing.pages if landing.sure else ()
        elif root.fn in asking.reached:
            continue  # the form that is sent to it is the path
        elif root.fn.index and signs_in(facts, root.fn):
            continue  # a step of signing in, whoever calls it: a former session ends
        elif root.fn.index:  # a middleware, or what is called before every request
            landing = http.answered(root.fn, asking.after)
            if landing.pages or landing.files:
                kept.append(root)
                landings[hash(root.fn)] = landing.pages
            elif _intercepts(facts, root):
                kept.append(root)
                landings[hash(root.fn)] = anywhere(facts)
        else:
            declared = tuple(
                route
                for route in http.routes
                if route.file == root.fn.file
                and (route.file, route.span) not in asking.requested
                and not begun & set(route.view.handlers)
                and signs_out(facts, route, "")
                and _ends_within(facts, root.fn, route.span)
            )
            landing = http.landing(declared)
            if landing.pages or landing.files:
                kept.append(root)
                landings[hash(root.fn)] = landing.pages
    told = [
        root._replace(triggers=asking.named.get(id(root.link.request), ())) if root.link else root
        for root in kept + asking.roots
    ]
    return Served(told, landings, asking.left)


class _Asking:
    """The requests of pages and scripts: which of them sign out, or let another take over.

    `roots`: the links and forms that do so and are no roots yet. `harmless`: those that only look
    so, by the element's id. `requested`: where routes stand that are asked for; `reached`: what
    answers them; `logs_out`: whether one is called a logout. `named`: what tells the kind of a
    link's path, by its request's id.
    """

    def __init__(self, facts: Facts, http: Http, roots: Sequence[Root]) -> None:
        self.facts = facts
        self.http = http
        self.after = Afterwards(facts)
        self.roots: list[Root] = []
        self.landings: dict[int, tuple[Fn, ...] | None] = {}
        self.left: dict[tuple[Fn, Span], tuple[Fn, ...]] = {}
        self.named: dict[int, tuple[Trigger, ...]] = {}
        self.reached: set[Fn] = set()
        self.logs_out = False
        self.requested: set[tuple[str, Span]] = set()
        self.harmless: set[int] = set()
        self._ending: set[int] = set()
        self._sent = facts.sent_forms()
        self._linked = {id(r.link.element): r for r in roots if r.link is not None}
        self._elements = facts.program.index.elements_in

    def take(self, request: Request) -> None:
        """Understand one more request."""
        facts, http = self.facts, self.http
        element = _element(self._elements.get(request.fn, ()), request)
        if element is None:
            landing = request.onward or http.landing(request.routes)
            self.left[request.fn, request.span] = landing.pages
        wanted = tuple(
            route
            for route in request.routes
            if signs_out(facts, route, request.method, by_wish=element is not None)
            and not (request.method == "GET" and http.asks_first(route))
        )
        if element is not None and wanted:
            beside = self._elements[request.fn]
            wanted = tuple(route for route in wanted if asks_for_it(facts, beside, route))
            if not wanted:
                return
        if wanted:
            self._ends(request, wanted, element, ("sign_out", "leave"))
            return
        method = request.method
        switching = tuple(r for r in request.routes if switches(facts, r, method))
        if switching and element is not None:
            self._ends(request, switching, element, ("switch", "leave"))
        elif element is not None and all(keeps(facts, http, r, method) for r in request.routes):
            self.harmless.update({id(element)} - self._ending)
        elif id(element) in self._linked:  # it is called a logout, whatever its view does
            link = self._linked[id(element)].link
            assert link is not None
            self.landings.setdefault(id(link.request), http.landing(request.routes).pages)

    def take_action(self, root: Root) -> None:
        """Understand a form that is sent to a function of a server."""
        if root.link is not None and root.link.sent_to:
            answered = (self.http.answered(one, self.after) for one in root.link.sent_to)
            pages = tuple(page for landing in answered for page in landing.pages)
            self.landings[id(root.link.request)] = pages
            self.reached.update(root.link.sent_to)

    def may_ask(self, routes: tuple[Route, ...]) -> bool:
        """Whether some routes are called a logout, and a link to a logout of which it is not known
        what answers it may be a request for one, or pages ask for another logout."""
        return self._are_logouts(routes) and (
            self.logs_out
            or any(
                root.link is not None and id(root.link.request) not in self.landings
                for root in self._linked.values()
            )
        )

    def _are_logouts(self, routes: tuple[Route, ...]) -> bool:
        """Whether one of some routes is called a logout."""
        speaks = self.facts.program.vocabulary.speaks_of
        functions = (handler for route in routes for handler in route.view.handlers)
        names = {self.facts.program.function(one).name for one in functions}
        names |= {name for one in routes for name in (*one.names, one.view.name, *one.pattern)}
        return any(speaks("logout-url", name) for name in names)

    def _ends(
        self,
        request: Request,
        routes: tuple[Route, ...],
        element: Element | None,
        events: tuple[str, ...],
    ) -> None:
        landing = request.onward or self.http.landing(routes, self.after)
        pages = self._released_in(routes) or landing.pages
        if "switch" in events and not pages:
            pages = identifying(self.facts)
        self.logs_out |= self._are_logouts(routes)
        self.requested.update((route.file, route.span) for route in routes)
        for route in routes:
            self.reached.update(route.view.handlers)
        if element is None:
            self.left[request.fn, request.span] = pages
        elif id(element) in self._sent:
            self.left.update(((fn, call.span), pages) for fn, call in self._sent[id(element)])
        else:
            root = self._linked.get(id(element))
            misnamed = root is not None and "switch" in events and not _switches(root)
            if root is None or misnamed:
                root = _link_root(self.facts, request, element, events)
                if root is None:
                    return
                self.roots.append(root)
                self._linked[id(element)] = root
            assert root.link is not None
            if misnamed:  # `su_logout`: the view decides, and not its name
                self.harmless.add(id(element))
            else:
                self._ending.add(id(element))
                self.harmless.discard(id(element))
            self.landings[id(root.link.request)] = pages
            self.named[id(root.link.request)] = tuple(_names(self.facts, routes))

    def _released_in(self, routes: Iterable[Route]) -> tuple[Fn, ...]:
        """The functions that make their page themselves and release the identity in it, wherever
        they send the browser then; and those that a browser runs before it asks the server."""
        handlers = [h for route in routes for h in self._in_browser(route)]
        return tuple(h for h in handlers if "anonymize" in self.facts.reaches(h))

    def _in_browser(self, route: Route) -> Iterator[Fn]:
        if route.view.is_page:
            yield from route.view.handlers
        program = self.facts.program
        for export in program.flows[route.file].exports:
            if export.name == CLIENT_ACTION and export.value is not None:
                for part in program.evaluator.evaluate(export.value, Fn(route.file, 0)):
                    if isinstance(part, Func):
                        yield part.fn


def _switches(root: Root) -> bool:
    return root.link is not None and "switch" in root.link.events


def _ends_within(facts: Facts, fn: Fn, span: Span) -> bool:
    """Whether a call right in a module, and within a span of it, ends an identity."""
    return any(
        span.start <= call.span.start < span.end
        and any(event in ENDINGS for event, _ in facts.events(fn, call))
        for call in facts.program.index.calls[fn]
    )


def _names(facts: Facts, routes: Iterable[Route]) -> Iterator[Trigger]:
    """What routes and their views are called: it tells the kind of the paths that ask for them."""
    for route in routes:
        words = [*route.names, route.view.name]
        words += [facts.program.function(handler).name for handler in route.view.handlers]
        words += [kind for handler in route.view.handlers for kind in _kinds(facts, handler)]
        words += ["delete account"] if deletes_own(facts, route) else []
        speaks = facts.program.vocabulary.speaks_of
        yield from (Trigger("request", w) for w in words if w and not speaks("logout-url", w))


def _kinds(facts: Facts, fn: Fn) -> Iterator[str]:
    """The kinds of logout that the calls of a function speak for, and of those that it hands the
    end of an identity to."""
    for one in (fn, *(callee for callee in facts.edges(fn) if facts.reaches(callee) & ENDINGS)):
        for call in facts.program.index.calls[one]:
            yield from (m.entry.kind for m in facts.program.meanings(call, one) if m.entry.kind)


def _intercepts(facts: Facts, root: Root) -> bool:
    """Whether a function of a server runs before, after or around the views that are asked."""
    function = facts.program.function(root.fn)
    set_off = any(trigger.kind == "interceptor" for trigger in root.triggers)
    if set_off or before_pages(facts.program, root.fn):
        return True
    outer = facts.program.function(Fn(root.fn.file, max(function.parent, 0)))
    if tuple(param.name for param in outer.params) == TWEEN:
        return True
    around = facts.program.index.class_around(root.fn)
    if around is not None and around.name.endswith(POLICIES):
        return function.name not in ASKED
    if around is None or function.name not in AROUND:
        return False
    return "middleware" in " ".join((around.name, *around.bases)).lower() or any(
        param.name == "get_response"
        for index in around.methods.get("__init__", ())
        for param in facts.program.flows[root.fn.file].functions[index].params
    )


def _is_server(facts: Facts, fn: Fn) -> bool:
    """Whether a function runs on a server, and not in answer to a page's own actions."""
    program = facts.program
    flow = program.flows[fn.file]
    if flow.language == "python":
        if program.language(fn) != "python":
            return False
        speaks = program.vocabulary.speaks_of
        return not any(speaks("client-python", imported.module) for imported in flow.imports)
    if flow.language in ("javascript", "typescript"):
        if is_action(program, fn) and program.function(fn).parent > 0:
            return False  # it stands in the page that has it run
        answers = _answers(program.function(fn))
        return answers or on_server(program, fn) or _ends_on_server(facts, fn)
    return False


def _answers(function: Function) -> bool:
    """Whether a function takes a request and what it answers with, as one does that a server has
    run for a route."""
    names = [param.name.lstrip("_") for param in function.params]
    return names[:1] in (["req"], ["request"]) and bool({*names[1:2]} & ANSWERS)


def _ends_on_server(facts: Facts, root: Fn) -> bool:
    """Whether all sign-outs that a function comes to are a server's: `req.session.destroy()`.
    Who calls a server action is the browser."""
    seen = {root}
    work = [root]
    found = False
    while work:
        fn = work.pop()
        for call in facts.program.index.calls[fn]:
            if any(event in ENDINGS for event, _ in facts.events(fn, call)):
                if not _is_servers(facts, fn, call):
                    return False
                found = True
        for callee in facts.edges(fn):
            if facts.reaches(callee) & ENDINGS and callee not in seen:
                if is_action(facts.program, callee) and not on_server(facts.program, fn):
                    return False
                seen.add(callee)
                work.append(callee)
    return found


def _is_servers(facts: Facts, fn: Fn, call: Call) -> bool:
    """Whether only a server makes a call: of a request, a database, or on a request's cookies."""
    forms = facts.program.forms(call.callee, fn)
    if any(SERVER_CALL.search(form) for form in forms):
        return True
    if any(CONTEXT.search(form) for form in forms) and not in_browser(facts.program, fn):
        return True
    first = call.args[0].value if call.args else None
    told = isinstance(first, Name) and first.id in REQUESTS
    return told and bool(COOKIES.search(last_name(call.callee)))


def _element(elements: Iterable[Element], request: Request) -> Element | None:
    return next((e for e in elements if any(a.span == request.span for a in e.attributes)), None)


def _link_root(
    facts: Facts, request: Request, element: Element, events: tuple[str, ...]
) -> Root | None:
    attribute = next(a for a in element.attributes if a.span == request.span)
    handled = handling(facts, element, request.fn)
    if handled.kept:
        return None
    name = attribute.name.lower().lstrip(":").replace("-", "")
    call = Call(request.span, Name(request.span, name), (Argument(attribute.value),), "dropped")
    happens = events if name in (*LEAVING, "method") else events[:1]
    link = Link(request.fn, element, call, handled.handlers, happens, handled.arms)
    return Root(request.fn, (), link)
