"""Logouts that a server answers: judged by the page that the browser comes from or lands on.

A sign-out on a server lets go of nobody in the browser. It is in order where the page that the
browser lands on releases the identity. Where pages or scripts of the project ask for the route,
they are the entries, and the view is none; where nobody asks and no page is shown, it is no path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fslint import languages
from fslint.findings import Cover, LogoutPath, Place
from fslint.flow import Call, FileFlow
from fslint.http import Http, Landing, Route
from fslint.link.index import Fn
from fslint.paths.entries import Root
from fslint.paths.judge import Judged
from fslint.paths.states import NOBODY, Trace, happenings
from fslint.paths.walker import Walker

SETTLED = frozenset({"FS201", "FS202", "FS203", "FS402"})
UNTOLD = "where the browser lands after it cannot be told"
CLIENTS = ("streamlit", "nicegui", "reflex", "dash", "gradio", "shiny", "js", "browser", "pyscript")
"""Python packages whose code is the page: its functions are entries like any handler's."""


class Landings:
    """Settles the paths that go through HTTP."""

    def __init__(
        self,
        walker: Walker,
        http: Http,
        roots: Iterable[Root],
        text: Callable[[str], str],
    ) -> None:
        """`roots` are all entries, `text(file)` gives a file's text."""
        self._walker = walker
        self._http = http
        self._text = text
        self._links = {(r.fn, r.link.request.span) for r in roots if r.link is not None}
        self._asked: set[int] | None = None
        self._released: dict[Fn, Place | None] = {}

    def settle(self, root: Root, judged: Judged) -> Judged:
        """What is to be said of an entry once it is known where the browser lands."""
        path = judged.path
        if path is None or path.verdict == "proven":
            return judged
        if root.link is not None:
            element = root.link.element
            value = root.link.request.args[0].value
            routes = self._http.asked(value, root.fn, self._http.method_of(element))
            return self._at(path, judged, self._http.landing(routes))
        if not self._on_server(root.fn):
            return self._at(path, judged, self._http.landing(tuple(self._left_for(path))))
        routes = self._routes(root.fn, path)
        landing = self._http.landing(routes) if routes else self._http.answered(root.fn)
        settled = self._at(path, judged, landing)
        if settled is not judged:
            return settled
        if any(id(route) in self._requested() for route in routes):
            return Judged(None, [])
        if not (landing.files or landing.pages or landing.elsewhere):
            return Judged(None, [])
        if not landing.sure:
            path.verdict, path.reason, path.codes = "unknown", UNTOLD, ()
            return Judged(path, [f for f in judged.findings if f.code not in SETTLED])
        return judged

    def _at(self, path: LogoutPath, judged: Judged, landing: Landing) -> Judged:
        """The same, unless every page that the browser may land on releases the identity."""
        if (
            not landing.sure
            or landing.data
            or landing.elsewhere
            or not landing.files + landing.pages
        ):
            return judged
        places = [self._release(page) for page in landing.pages]
        places += [self._file(file) for file in landing.files if Fn(file, 0) not in landing.pages]
        first = places[0]
        if first is None or None in places or set(path.codes) & {"FS101", "FS103", "FS104"}:
            return judged
        path.verdict, path.reason = "proven", ""
        path.codes = tuple(code for code in path.codes if code not in SETTLED)
        path.covered_by = Cover(first, "landing-page")
        return Judged(path, [f for f in judged.findings if f.code not in SETTLED])

    # Pages

    def _release(self, page: Fn) -> Place | None:
        """Where a page that opens for nobody releases the identity, on every run of it."""
        if page not in self._released:
            self._released[page] = None
            self._released[page] = self._own_release(page) or self._included(page)
        return self._released[page]

    def _own_release(self, page: Fn) -> Place | None:
        ends = self._walker.run(page)
        nobody = [trace for config, trace in ends.items() if config.bits & NOBODY]
        found = [_anonymize(trace) for trace in nobody or ends.values()]
        return found[0] if found and None not in found else None

    def _included(self, page: Fn) -> Place | None:
        if page.index:
            return None
        return self._imports(self._walker.program.flows[page.file])

    def _file(self, file: str) -> Place | None:
        """The same for a template that said nothing of interest itself."""
        return self._imports(languages.lower(file, self._text(file)))

    def _imports(self, flow: FileFlow) -> Place | None:
        """What the templates release that a template extends or includes."""
        program = self._walker.program
        for imported in flow.imports:
            for file in program.evaluator.modules.resolve(flow.path, imported.module):
                known = file in program.flows
                place = self._release(Fn(file, 0)) if known else self._unread(file)
                if place is not None:
                    return place
        return None

    def _unread(self, file: str) -> Place | None:
        page = Fn(file, 0)
        if page not in self._released:
            self._released[page] = None
            if languages.language_of(file) == "markup":
                self._released[page] = self._file(file)
        return self._released[page]

    # Servers

    def _on_server(self, fn: Fn) -> bool:
        program = self._walker.program
        if self._http.routes_of(fn):
            return True
        if program.language(fn) != "python":
            return False
        modules = (one.module.partition(".")[0] for one in program.flows[fn.file].imports)
        return not any(module in CLIENTS for module in modules)

    def _routes(self, fn: Fn, path: LogoutPath) -> tuple[Route, ...]:
        """The routes that a function answers, or in whose declaration it signs the user out."""
        found = list(self._http.routes_of(fn))
        owner = self._walker.program.function(fn).owner
        signs = [s.place for s in path.steps if s.event == "sign_out" and s.place.file == fn.file]
        for route in self._http.routes:
            of_class = owner >= 0 and route.view.cls == Fn(fn.file, owner)
            declares = route.file == fn.file and any(
                route.span.start <= place.start < route.span.end for place in signs
            )
            if of_class or declares:
                found.append(route)
        return tuple(found)

    def _requested(self) -> set[int]:
        """The routes that somebody asks for who is an entry himself, or part of one's path."""
        if self._asked is None:
            self._asked = set()
            for request in self._http.requests():
                linked = (request.fn, request.span) in self._links
                if linked or "sign_out" in self._walker.facts.reaches(request.fn):
                    self._asked.update(id(route) for route in request.routes)
        return self._asked

    def _left_for(self, path: LogoutPath) -> Iterator[Route]:
        """The routes that a path in the browser leaves the page for, if it leaves for one."""
        index = self._walker.program.index
        left = {(s.place.file, s.place.start) for s in path.steps if s.event == "leave"}
        for request in self._http.requests():
            if (request.fn.file, request.span.start) in left:
                yield from request.routes
        for file, start in left:
            for fn, calls in index.calls.items():
                if fn.file == file:
                    yield from self._submitted(fn, calls, start)

    def _submitted(self, fn: Fn, calls: list[Call], start: int) -> Iterator[Route]:
        for call in calls:
            if call.span.start == start and call.args:
                yield from self._http.asked(call.args[0].value, fn, "GET")


def _anonymize(trace: Trace | None) -> Place | None:
    for item in happenings(trace):
        if item.kind == "anonymize":
            return Place(item.fn.file, *item.span)
    return None
