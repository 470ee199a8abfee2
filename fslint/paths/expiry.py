"""Sessions that a setting ends after a while: paths that no code of the project begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from fslint.findings import App, Cover, Entry, LogoutPath, Place, TraceStep
from fslint.http import Http, session_timeouts
from fslint.paths.pages import releases
from fslint.paths.walker import Walker

UNTOLD = "the session ends by this setting, and nothing in the code says which page is open then"
EXPIRED = "token-expiry"
_TOKENS = ("TOKEN", "JWT")


def expiries(
    walker: Walker,
    http: Http,
    app_of: Callable[[str], App],
    text: Callable[[str], str],
    listed: Iterable[LogoutPath],
) -> Iterator[LogoutPath]:
    """The paths by which settings of the session end it, in apps that use Fullstory.

    Such a path is proven where the login page, which comes next, releases the identity; else it
    is unknown. An app's settings of one kind are one path; that a token ends is told by the paths
    `listed` where there is one of what the code does then. `app_of(file)` is a file's app,
    `text(file)` its text.
    """
    handled = any(path.kind == EXPIRED for path in listed)
    landing = http.login()
    found = releases(walker, landing.pages) if landing.pages else None
    cover = None if found is None else Cover(Place(found[0].file, *found[1:]), "landing-page")
    known: dict[tuple[str, str], LogoutPath] = {}
    for one in session_timeouts(walker.program.flows):
        app = app_of(one.file)
        kind = EXPIRED if any(word in one.name for word in _TOKENS) else "timeout"
        if app.uses_fullstory and not (kind == EXPIRED and handled):
            place = Place(one.file, *one.span)
            words = " ".join(text(one.file)[one.span.start : one.span.end].split())
            steps = (TraceStep(place, "sign_out", words),)
            verdict, reason = ("unknown", UNTOLD) if cover is None else ("proven", "")
            entry = Entry(place, one.name, kind)
            path = LogoutPath(app.root, kind, verdict, entry, steps, reason, (), cover)
            first = known.setdefault((app.root, kind), path)
            if first is not path:
                known[app.root, kind] = replace(first, also_from=(*first.also_from, entry))
    yield from known.values()
