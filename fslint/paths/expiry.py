"""Sessions that a setting ends after a while: paths that no code of the project begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from fslint.findings import App, Cover, Entry, LogoutPath, Place, TraceStep
from fslint.http import Http, session_timeouts
from fslint.paths.pages import releases
from fslint.paths.walker import Walker

UNTOLD = "the session ends by this setting, and nothing in the code says which page is open then"
_TOKENS = ("TOKEN", "JWT")


def expiries(
    walker: Walker, http: Http, app_of: Callable[[str], App], text: Callable[[str], str]
) -> Iterator[LogoutPath]:
    """The paths by which settings of the session end it, in apps that use Fullstory.

    Such a path is proven where the login page, which comes next, releases the identity; else it
    is unknown. The same setting in several places is one path. `app_of(file)` is a file's app,
    `text(file)` its text.
    """
    landing = http.login()
    found = releases(walker, landing.pages) if landing.pages else None
    cover = None if found is None else Cover(Place(found[0].file, *found[1:]), "landing-page")
    known: dict[tuple[str, str, str], LogoutPath] = {}
    for one in session_timeouts(walker.program.flows):
        app = app_of(one.file)
        if app.uses_fullstory:
            kind = "token-expiry" if any(word in one.name for word in _TOKENS) else "timeout"
            place = Place(one.file, *one.span)
            words = text(one.file)[one.span.start : one.span.end].split()
            steps = (TraceStep(place, "sign_out", " ".join(words)),)
            verdict, reason = ("unknown", UNTOLD) if cover is None else ("proven", "")
            entry = Entry(place, one.name, kind)
            path = LogoutPath(app.root, kind, verdict, entry, steps, reason, (), cover)
            alike = (app.root, kind, "".join(words))
            first = known.setdefault(alike, path)
            if first is not path:
                known[alike] = replace(first, also_from=(*first.also_from, entry))
    yield from known.values()
