"""Layouts of servers that fslint does not read, and those that Express puts around every page:
each page that a logout lands on is made of one.

Where a layout releases the identity whenever it is shown to nobody, it watches the user as well as
an observer in a browser does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import CONTROLLER, FileFlow
from fslint.link.index import Fn
from fslint.link.traverse import text_of
from fslint.paths.departing import asked_of_nobody
from fslint.paths.known import Env
from fslint.paths.pages import VALUES_OF_NOBODY
from fslint.paths.states import Trace, happenings

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

FOREIGN = (
    ".erb", ".php", ".twig", ".liquid", ".cshtml", ".razor", ".vbhtml", ".phtml", ".heex", ".eex",
    ".leex", ".jsp", ".asp", ".aspx",
)  # fmt: skip
EXPRESS = (".ejs", ".hbs", ".handlebars")
BODY = "body"
LAYOUT = re.compile(
    r"(?i)(^|/)(layouts?|shared|partials?|includes?)/|(^|/)_?(application|app|base|layout|master|main|root"
    r"|head|header|footer|fullstory|analytics|tracking)\b"
)


def layouts(walker: Walker) -> Iterator[tuple[Fn, Trace | None]]:
    """The layouts that release the identity on every run for nobody, each with such a run."""
    for path in sorted(walker.program.flows):
        page = Fn(path, 0)
        foreign = path.endswith(FOREIGN) and bool(LAYOUT.search(path))
        if foreign or _is_around(walker.program.flows[path]):
            releases = "anonymize" in walker.facts.reaches(page)
            for part in _parts(walker, page) if releases else ():
                env = _nobody(walker, part)
                traces = list(walker.run(part, env).values()) if env else []
                if traces and all(_releases(trace) for trace in traces):
                    yield part, traces[0]


def _is_around(flow: FileFlow) -> bool:
    """Whether a template of Express stands around all others: it shows the page as its `body`."""
    shows = any(one.kind == "value" and one.name == BODY for one in flow.regions)
    return shows and flow.path.endswith(EXPRESS)


def _parts(walker: Walker, page: Fn) -> Iterator[Fn]:
    """What runs as a page is shown: its own scripts, and the controllers of its elements."""
    yield page
    for call in walker.program.index.calls[page]:
        if text_of(call.callee).startswith(CONTROLLER):
            yield from walker.program.targets(call, page).functions


def _nobody(walker: Walker, page: Fn) -> Env:
    """What a page asks about its user, as it stands where there is none."""
    found = tuple(pair for pair in VALUES_OF_NOBODY if walker.facts.tested(page, pair[0]))
    return (*found, *asked_of_nobody(walker, page))


def _releases(trace: Trace | None) -> bool:
    return any(item.kind == "anonymize" for item in happenings(trace))
