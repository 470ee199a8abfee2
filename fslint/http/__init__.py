"""Paths through HTTP: which route a request of the browser comes to, and where it then lands.

`collect(program)` gives the routes of all servers in a project, whatever their framework; from
there `Http.landing` follows redirects to the page that the browser shows, and `Http.requests`
lists who asks for a route. `session_timeouts(flows)` finds the settings that end a session.
"""

from fslint.http.book import Http, collect
from fslint.http.model import Landing, Request, Route, View
from fslint.http.sessions import SETTINGS, SessionTimeout, session_timeouts

__all__ = [
    "SETTINGS", "Http", "Landing", "Request", "Route", "SessionTimeout", "View", "collect",
    "session_timeouts",
]  # fmt: skip
