"""All routes of a program, found by URL or by name, and the pages that requests to them land on."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Sequence

from fslint.flow import (
    Assign,
    Call,
    Closure,
    Element,
    Literal,
    Object,
    Span,
    Template,
    Value,
)
from fslint.http.addresses import address_of
from fslint.http.answers import After, answers, of_function, opens
from fslint.http.dash import dash_pages
from fslint.http.django import Urlconfs, view_sets
from fslint.http.forms import SWAPS, is_form, method_of, posts_to_itself
from fslint.http.gates import is_gated
from fslint.http.listeners import listeners
from fslint.http.model import Landing, Request, Route
from fslint.http.onward import Onward, in_form, in_url, is_heeded
from fslint.http.packages import brought_along
from fslint.http.page_files import page_url
from fslint.http.pyramid import named_views
from fslint.http.redirects import Answer
from fslint.http.routes import VERBS, declared
from fslint.http.scripts import by_file, told_action
from fslint.http.settings import said, setting
from fslint.http.tables import tabled
from fslint.http.urls import HOLE, leads, read_pattern, read_url, route_name, url_text
from fslint.link.index import Fn, last_name
from fslint.link.program import Program

SCRIPTS = ("javascript", "typescript", "markup")
LINKS = ("href", "action", "formaction", "to", "data-url", "data-href")
GETTING = ("fetch", "axios", "ajax", "$fetch", "ofetch")
"""Calls that get what they ask for, unless they are told another method."""
LOGGED_OUT = "registration/logged_out.html"
CONFIRMING = "account/logout.html"
VIEWS = (
    ".ejs",
    ".pug",
    ".jade",
    ".hbs",
    ".handlebars",
    ".njk",
    ".html",
    ".mustache",
    ".liquid",
    ".twig",
    ".tpl",
)
_LONGEST = 6


def collect(program: Program, files: Collection[str] = ()) -> Http:
    """The routes of a program. `files` are all files of the project, to find templates in."""
    routes = [
        *declared(program),
        *Urlconfs(program).routes(),
        *view_sets(program),
        *named_views(program),
        *tabled(program),
        *dash_pages(program),
        *by_file(program),
        *brought_along(program),
    ]
    return Http(program, tuple(routes), frozenset(files) | frozenset(program.flows))


class Http:
    """Routes, and what requests to them come to."""

    def __init__(self, program: Program, routes: tuple[Route, ...], files: frozenset[str]) -> None:
        self.program = program
        self.routes = routes
        self._files = sorted(files)
        self._names: dict[str, list[Route]] = {}
        self._shown: dict[Fn, list[Route]] | None = None
        self._page_files: dict[str, tuple[str, ...]] | None = None
        self._listeners = listeners(program)
        for route in routes:
            for name in route.names:
                self._names.setdefault(name, []).append(route)

    def named(self, name: str, near: str = "") -> tuple[Route, ...]:
        """The routes of a name; Flask's `.endpoint` is looked for beside the file `near`, and a
        name within a namespace without it where nothing that was read gives them one."""
        found = self._names.get(name) or self._names.get(name.rpartition(":")[2], [])
        if not found and name.startswith("."):
            found = [
                route
                for known, routes in self._names.items()
                if known.endswith(name)
                for route in routes
                if not near or posixpath.dirname(route.file) == posixpath.dirname(near)
            ]
        return tuple(found)

    def match(self, url: str, method: str = "") -> tuple[Route, ...]:
        """The routes that a URL leads to, the surest kind only. `{}` stands for what is unknown."""
        read = read_url(url)
        if read is None:
            return ()
        best = 0
        found: list[Route] = []
        for route in self.routes:
            if method and route.methods and method not in route.methods:
                continue
            sure = leads(read, route.pattern)
            if sure > best:
                best, found = sure, []
            if sure and sure == best:
                found.append(route)
        return tuple(found)

    def asked(self, value: Value, fn: Fn, method: str = "") -> tuple[Route, ...]:
        """The routes that a URL given as a value leads to, by name or by its text."""
        name = route_name(self.program, value, fn)
        if name:
            named = self.named(name, fn.file)
            taking = tuple(r for r in named if not method or not r.methods or method in r.methods)
            return taking or named
        text = url_text(self.program, value, fn)
        itself = text[:1] in ("#", "?") or text.strip("/") in ("", HOLE)
        return () if itself and text != "/" else self.match(text, method)

    def routes_of(self, fn: Fn) -> tuple[Route, ...]:
        """The routes that a function answers."""
        return tuple(route for route in self.routes if fn in route.view.handlers)

    def at_same_address(self, routes: Iterable[Route]) -> list[Route]:
        """Some routes, with those that answer other methods where they stand."""
        patterns = {route.pattern for route in routes}
        return [route for route in self.routes if route.pattern in patterns]

    # Requests

    def requests(self) -> Iterator[Request]:
        """The requests that pages and scripts make to the project's routes."""
        index = self.program.index
        for site in index.elements:
            if isinstance(site.node, Element):
                yield from self._linked(site.node, site.fn)
        for fn, calls in index.calls.items():
            if self.program.language(fn) in SCRIPTS:
                for call in calls:
                    yield from self._called(call, fn)
            else:
                for call in calls:
                    if opens(self.program, call):
                        yield from self._made(call.args[0].value, fn, call.span, "GET")
        for name in ("href", "action", "location"):
            for site in index.assigns_by_name.get(name, ()):
                value = getattr(site.node, "value", None)
                if value is not None and self.program.language(site.fn) != "python":
                    yield from self._made(value, site.fn, site.node.span, "GET")

    def _linked(self, element: Element, fn: Fn) -> Iterator[Request]:
        method = method_of(element)
        stands = posts_to_itself(element) if method == "POST" else None
        if stands is not None:
            near = (*self.at_same_address(self.showing(fn)), *self._beside(fn))
            routes = tuple(r for r in near if not r.methods or method in r.methods)
            if routes:
                yield Request(fn, stands, method, routes)
            return
        for attribute in element.attributes:
            name = attribute.name.lower().lstrip(":").removeprefix("v-bind:")
            if name in LINKS:
                for request in self._made(attribute.value, fn, attribute.span, method):
                    told = in_form(element, self.program.index.elements_in[fn])
                    yield request if told is None else self._sent_on(request, told)
            elif name in SWAPS:
                yield from self._made(attribute.value, fn, attribute.span, SWAPS[name])

    def _beside(self, fn: Fn) -> list[Route]:
        """The routes of the file that a form stands in, or of the one beside it that answers its
        page."""
        page = fn.file.rpartition("/")[2] == "+page.svelte"
        folder = posixpath.dirname(fn.file)
        return [
            route
            for route in self.routes
            if (route.framework == "remix" and route.file == fn.file)
            or (page and route.framework == "sveltekit" and posixpath.dirname(route.file) == folder)
        ]

    def showing(self, page: Fn) -> list[Route]:
        """The routes that show a page."""
        if self._shown is None:
            self._shown = {}
            for route in self.routes:
                landing = self._land(
                    [(a, _LONGEST) for a in answers(self.program, route)], [], True
                )
                for shown in landing.pages:
                    self._shown.setdefault(shown, []).append(route)
        return self._shown.get(page, [])

    def _called(self, call: Call, fn: Fn) -> Iterator[Request]:
        if not call.args:
            return
        first = call.args[0].value
        name = last_name(call.callee).lower()
        method = VERBS.get(name, "GET" if name in GETTING else "")
        for argument in call.args:
            if not isinstance(argument.value, Object):
                method = method if argument.value is first else VERBS.get(name, "")
            else:
                entries = {entry.key: entry.value for entry in argument.value.entries}
                stated = entries.get("method", entries.get("type"))
                if isinstance(stated, Literal) and isinstance(stated.value, str):
                    method = stated.value.upper()
                elif stated is not None or "" in entries:  # told by a variable, or spread
                    method = ""
                first = entries.get("url", first) if argument.value is first else first
        text = url_text(self.program, first, fn)
        if isinstance(first, (Literal, Template)) and "/" not in text:
            return
        yield from self._made(first, fn, call.span, method)

    def _made(self, value: Value, fn: Fn, span: Span, method: str) -> Iterator[Request]:
        address = address_of(self.program, self._listeners, value, fn)
        asked = self.asked(*(address or (value, fn)), method)
        routes = tuple(told_action(self.program, one, value, fn) for one in asked)
        if routes:
            named = bool(route_name(self.program, value, fn))
            spelt = named or HOLE not in url_text(self.program, value, fn).removeprefix(HOLE)
            request = Request(fn, span, method, routes, spelt)
            told = in_url(value)
            yield request if told is None else self._sent_on(request, told)

    def _sent_on(self, request: Request, told: Onward) -> Request:
        """A request with where it says that the browser goes next, if the routes heed it."""
        if not is_heeded(self.program, request.routes, told):
            return request
        landing = self._land([(Answer("redirect", request.fn, told.value), 0)], [], True)
        return request._replace(onward=landing) if landing.pages else request

    # Landing

    def landing(self, routes: Sequence[Route], after: After | None = None) -> Landing:
        """Where a browser ends up after a request that one of some routes answers; with `after`,
        when they have done what that is about."""
        given = [(answer, 0) for route in routes for answer in answers(self.program, route, after)]
        return self._land(given, list(routes), bool(routes))

    def answered(self, fn: Fn, after: After | None = None) -> Landing:
        """The same for a function that answers requests without a route of its own."""
        given = [(answer, 0) for answer in of_function(self.program, fn, 0, after)]
        return self._land(given, [], True)

    def _land(self, waiting: list[tuple[Answer, int]], passed: list[Route], sure: bool) -> Landing:
        pages: list[Fn] = []
        files: list[str] = []
        elsewhere: list[str] = []
        data = sent = False
        while waiting:
            answer, depth = waiting.pop(0)
            if answer.kind == "page" and isinstance(answer.value, Closure):
                pages.append(Fn(answer.fn.file, answer.value.index))
            elif answer.kind == "template" and isinstance(answer.value, Literal):
                files.extend(self.templates(str(answer.value.value), answer.fn.file))
            elif answer.kind == "setting" and not setting(self.program, answer.text):
                files.extend(self.templates(LOGGED_OUT, answer.fn.file))
            elif answer.kind in ("redirect", "setting"):
                sent = True
                onward, url = self._onward(answer)
                elsewhere.extend([] if onward or not url else [url])
                sure = sure and bool(onward or url)
                if any(is_gated(self.program, route.view) for route in onward):
                    onward = self._login_routes() or onward
                for route in onward:
                    if route not in passed and depth < _LONGEST:
                        passed.append(route)
                        waiting.extend((one, depth + 1) for one in answers(self.program, route))
            elif answer.kind == "data":
                data = True
            else:
                sure = False
        unread = [file for route in passed for file in route.view.unread]
        unread += [file for url in elsewhere for file in self._pages_at(url)]
        pages.extend(Fn(file, 0) for file in files if file in self.program.flows)
        return Landing(
            tuple(dict.fromkeys(pages)),
            tuple(dict.fromkeys(files)),
            tuple(dict.fromkeys(elsewhere)),
            tuple(passed),
            data,
            sure,
            tuple(dict.fromkeys(unread)),
            sent,
        )

    def _pages_at(self, url: str) -> Iterator[str]:
        """The files not read yet that are, by their place, the page at a URL."""
        if self._page_files is None:
            self._page_files = {
                file: read_pattern(place)
                for file in self._files
                if file not in self.program.flows and (place := page_url(file)) is not None
            }
        read = read_url(url)
        if read is not None:
            yield from (f for f, pattern in self._page_files.items() if leads(read, pattern))

    def login(self) -> Landing:
        """Where somebody lands who is asked to log in: by Django's setting or Flask-Login's."""
        return self.landing(self._login_routes())

    def _login_routes(self) -> tuple[Route, ...]:
        names = [setting(self.program, "LOGIN_URL")]
        for site in self.program.index.assigns_by_name.get("login_view", ()):
            if isinstance(site.node, Assign):
                names.append(url_text(self.program, site.node.value, site.fn))
        return tuple(
            route for name in names if name for route in self.named(name) or self.match(name)
        )

    def asks_first(self, route: Route) -> bool:
        """Whether a route only shows a page of the project when it is got, whose form logs out:
        that of allauth, unless a setting says otherwise."""
        pages = self.templates(CONFIRMING, route.file)
        if route.view.name != "AllauthLogoutView" or not any(map(self._asks, pages)):
            return False
        given = (value for value, _ in said(self.program, "ACCOUNT_LOGOUT_ON_GET"))
        return not any(isinstance(one, Literal) and one.value is True for one in given)

    def _asks(self, page: str) -> bool:
        """Whether the form of a page is read, or not known."""
        if page not in self.program.flows:
            return True
        found = self.program.index.elements_in.get(Fn(page, 0), ())
        return any(map(is_form, found))

    def _onward(self, answer: Answer) -> tuple[tuple[Route, ...], str]:
        """The routes that a redirect leads to, or its URL where none of the project answers it."""
        if answer.kind == "setting":
            text = setting(self.program, answer.text)
            return (self.named(text) or self.match(text, "GET"), text) if text else ((), "/")
        if answer.value is None:
            return (), ""
        routes = self.asked(answer.value, answer.fn, "GET")
        text = url_text(self.program, answer.value, answer.fn)
        if not routes and text != HOLE:
            routes = self.named(text, answer.fn.file)
        return routes, "" if text == HOLE else text

    def templates(self, name: str, near: str) -> list[str]:
        """The file of a template's name (after that of its package, as Pyramid spells it); of
        several, that nearest to the file `near`."""
        name = name.rpartition(":")[2]
        bare = "." not in posixpath.basename(name)
        files = [f for f in self._files if not bare or f.endswith(VIEWS)]
        stems = [posixpath.splitext(f)[0] if bare else f for f in files]
        pairs = zip(files, stems, strict=True)
        found = [f for f, stem in pairs if stem == name or stem.endswith("/" + name)]
        folder = posixpath.dirname(near)
        found.sort(key=lambda file: -len(posixpath.commonprefix((file, folder))))
        return found[:1]
