"""Pages that a script has loaded anew: what their server shows then to somebody who is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fslint.flow import Call, Span
from fslint.http.book import Http
from fslint.http.gates import is_gated
from fslint.link.index import Fn
from fslint.link.traverse import text_of

COMPONENTS = (".vue", ".svelte", ".astro")


class Reload(NamedTuple):
    """A call that loads its page anew, and the pages that are shown then."""

    fn: Fn
    span: Span
    pages: tuple[Fn, ...]


def reloads(http: Http) -> Iterator[Reload]:
    """The reloads in pages and in the scripts that these load."""
    index = http.program.index
    speaks = http.program.vocabulary.speaks_of
    for name in ("reload", "go"):
        for site in index.calls_by_name.get(name, ()):
            if isinstance(site.node, Call) and speaks("reload", text_of(site.node.callee)):
                pages = [shown for page in _of(http, site.fn) for shown in _anew(http, page)]
                yield Reload(site.fn, site.node.span, tuple(dict.fromkeys(pages)))


def _of(http: Http, fn: Fn) -> Iterator[Fn]:
    """The pages that a function runs in."""
    program = http.program
    if fn.file.endswith(COMPONENTS):
        return
    if program.flows[fn.file].language == "markup":
        yield Fn(fn.file, 0)
        return
    for path in sorted(program.flows):
        flow = program.flows[path]
        if flow.language == "markup" and any(
            fn.file in program.evaluator.modules.resolve(path, one.module)
            for one in flow.imports
            if not one.local
        ):
            yield Fn(path, 0)


def _anew(http: Http, page: Fn) -> tuple[Fn, ...]:
    """What is shown in place of a page when nobody is signed in."""
    gated = any(is_gated(http.program, route.view) for route in http.showing(page))
    return http.login().pages if gated else (page,)
