"""Paths through HTTP: which route a request of the browser comes to, and where it then lands.

`collect(program)` gives the routes of all servers in a project, whatever their framework; from
there `Http.landing` follows redirects to the page that the browser shows, and `Http.requests`
lists who asks for a route. `session_timeouts(flows)` finds the settings that end a session.
"""

from fslint.http.answers import ADAPTED
from fslint.http.book import Http, collect
from fslint.http.django import BUILT_IN
from fslint.http.model import Landing, Request, Route, View
from fslint.http.reloads import Reload, reloads
from fslint.http.sessions import SETTINGS, SessionTimeout, session_timeouts

WORDS = frozenset({
    *SETTINGS, *BUILT_IN, "LOGIN_URL", "login_view", ADAPTED, "return self.request.user",
    "login(request, ",
}) - {"admin.site.urls"}  # fmt: skip
"""Words of Python files that say how sessions end, and where those go who are not signed in,
though they may speak of no logout."""

__all__ = [
    "WORDS", "Http", "Landing", "Reload", "Request", "Route", "SessionTimeout", "View", "collect",
    "reloads", "session_timeouts",
]  # fmt: skip
