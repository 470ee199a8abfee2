"""Layouts of servers that fslint does not read: each page that a logout lands on is made of one.

Where a layout releases the identity whenever it is shown to nobody, it watches the user as well as
an observer in a browser does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Call, Choice, Member, Name
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in
from fslint.paths.departing import is_user
from fslint.paths.known import FALSY, TRUTHY, Env
from fslint.paths.states import Trace, happenings

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

FOREIGN = (
    ".erb", ".php", ".twig", ".liquid", ".cshtml", ".razor", ".vbhtml", ".phtml", ".heex", ".eex",
    ".leex", ".jsp", ".asp", ".aspx",
)  # fmt: skip
LAYOUT = re.compile(
    r"(?i)(^|/)(layouts?|shared|partials?|includes?)/|(^|/)_?(application|app|base|layout|master|main|root"
    r"|head|header|footer|fullstory|analytics|tracking)\b"
)


def layouts(walker: Walker) -> Iterator[tuple[Fn, Trace | None]]:
    """The layouts that release the identity on every run for nobody, each with such a run."""
    for path in sorted(walker.program.flows):
        page = Fn(path, 0)
        if path.endswith(FOREIGN) and LAYOUT.search(path):
            env = _nobody(walker, page) if "anonymize" in walker.facts.reaches(page) else ()
            traces = list(walker.run(page, env).values()) if env else []
            if traces and all(_releases(trace) for trace in traces):
                yield page, traces[0]


def _nobody(walker: Walker, page: Fn) -> Env:
    """What a page asks about its user, as it stands where there is none."""
    found: Env = ()
    for step in steps_in(walker.program.function(page).body):
        if isinstance(step, Choice) and step.test is not None:
            for part in deep(step.test):
                key = walker.conditions.key(part, page)
                if key and isinstance(part, Name | Member | Call) and is_user(walker, part):
                    name = last_name(part.callee if isinstance(part, Call) else part)
                    gone = walker.program.vocabulary.speaks_of("nobody", name)
                    found += ((key, TRUTHY if gone else FALSY),)
    return found


def _releases(trace: Trace | None) -> bool:
    return any(item.kind == "anonymize" for item in happenings(trace))
