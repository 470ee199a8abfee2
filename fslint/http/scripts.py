"""Routes that files are by their place: Next.js, Remix, SvelteKit, Nuxt, Astro."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import NOWHERE, Value
from fslint.http.model import Route, View
from fslint.http.page_files import GROUP, page_url, remix_url
from fslint.http.urls import read_pattern, url_text
from fslint.link.abstract import Func
from fslint.link.index import Fn
from fslint.link.program import Program

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_CODE = r"\.(?:[cm]?[jt]s|[jt]sx)$"
_PAGES_API = re.compile(r"(?:^|/)pages/(api/.+)" + _CODE)
_APP_ROUTE = re.compile(r"(?:^|/)app/(?:(.+)/)?route" + _CODE)
_SERVER_API = re.compile(
    r"(?:^|/)server/((?:api|routes)/.+?)(?:\.(get|post|put|delete|patch))?" + _CODE
)
_REMIX = re.compile(r"(?:^|/)app/routes/(.+?)(?:/route)?" + _CODE)
_KIT = re.compile(r"(?:^|/)src/routes/(?:(.+)/)?\+(?:server|page\.server)" + _CODE)
_ASTRO = re.compile(r"(?:^|/)src/pages/(.+?)\.[jt]s$")
_NAMED_ACTION = re.compile(r"\?/(\w+)")


def by_file(program: Program) -> Iterator[Route]:
    """The routes that files are by their place, with the functions they export."""
    for path in sorted(program.flows):
        yield from _page(program, path)
        if program.flows[path].language not in ("javascript", "typescript"):
            continue
        for matcher in (_next_pages, _next_app, _nuxt, _kit, _remix, _astro):
            found = list(matcher(program, path))
            if found:
                yield from found
                break


def _page(program: Program, path: str) -> Iterator[Route]:
    """The page that a file is: its component, or all of a component's file."""
    url = page_url(path)
    if url is None:
        return
    flow = program.flows[path]
    shown: tuple[Fn, ...] = (Fn(path, 0),)
    if flow.language != "markup":
        exported = program.evaluator.names.exported(path, "default")
        shown = tuple(part.fn for part in exported if isinstance(part, Func))
    if shown:
        view = View(shown, is_page=True)
        yield Route(frozenset({"GET"}), read_pattern(url), (), view, "page", path, NOWHERE)


def _next_pages(program: Program, path: str) -> Iterator[Route]:
    match = _PAGES_API.search(path)
    if match:
        yield from _made(
            program, path, "/" + match[1].removesuffix("/index"), {"default": ()}, "next"
        )


def _next_app(program: Program, path: str) -> Iterator[Route]:
    match = _APP_ROUTE.search(path)
    if match:
        url = GROUP.sub("", match[1] or "")
        yield from _made(program, path, url, {verb: (verb,) for verb in VERBS}, "next")


def _nuxt(program: Program, path: str) -> Iterator[Route]:
    match = _SERVER_API.search(path)
    if match:
        verbs = (match[2].upper(),) if match[2] else ()
        url = match[1].removeprefix("routes/").removesuffix("/index")
        yield from _made(program, path, url, {"default": verbs}, "nuxt")


def _kit(program: Program, path: str) -> Iterator[Route]:
    match = _KIT.search(path)
    if match:
        url = GROUP.sub("", match[1] or "")
        exported = {verb: (verb,) for verb in VERBS}
        yield from _made(program, path, url, {**exported, "actions": ("POST",)}, "sveltekit")


def _remix(program: Program, path: str) -> Iterator[Route]:
    match = _REMIX.search(path)
    if match:
        url = remix_url(match[1])
        verbs = {"action": ("POST", "PUT", "PATCH", "DELETE"), "loader": ("GET",)}
        yield from _made(program, path, url, verbs, "remix")


def _astro(program: Program, path: str) -> Iterator[Route]:
    match = _ASTRO.search(path)
    if match:
        exported = {**{verb: (verb,) for verb in VERBS}, "ALL": ()}
        yield from _made(program, path, match[1].removesuffix("/index"), exported, "astro")


def _made(
    program: Program, path: str, url: str, exported: dict[str, tuple[str, ...]], framework: str
) -> Iterator[Route]:
    flow = program.flows[path]
    for export in flow.exports:
        if export.name not in exported or export.value is None:
            continue
        whole = program.evaluator.evaluate(export.value, Fn(path, 0))
        handlers = [part.fn for part in whole if isinstance(part, Func)]
        if export.name == "actions" or not handlers:
            handlers += _within(program, path, export.span.start, export.name)
        if handlers:
            verbs = frozenset(exported[export.name])
            pattern = read_pattern(url)
            view = View(tuple(handlers))
            yield Route(verbs, pattern, (), view, framework, path, export.span)


def _within(program: Program, path: str, start: int, name: str) -> Iterator[Fn]:
    """The functions in what a file exports: `export default defineEventHandler(…)`, `actions`."""
    holders = program.index.holders
    for function in program.flows[path].functions[1:]:
        fn = Fn(path, function.index)
        if function.parent == 0 and (name != "actions" or fn in holders):
            yield fn


def told_action(program: Program, route: Route, url: Value, fn: Fn) -> Route:
    """A route of SvelteKit with that action alone which a URL names: `/account?/save`."""
    kit = route.framework == "sveltekit"
    named = _NAMED_ACTION.search(url_text(program, url, fn)) if kit else None
    holders = program.index.holders
    wanted = tuple(
        handler
        for handler in route.view.handlers
        if named is not None and handler in holders and holders[handler].key == named[1]
    )
    return route._replace(view=route.view._replace(handlers=wanted)) if wanted else route
