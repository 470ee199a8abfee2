"""Routes that packages bring along where an app sets them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fslint.flow import Call
from fslint.http.model import Route, View
from fslint.link.program import Program

SETUPS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "flask_security#Security": (("flask", "logout", "security.logout", "SecurityLogoutView"),),
}
"""What sets a package up, and the framework, pattern, name and view of each of its routes."""


def brought_along(program: Program) -> Iterator[Route]:
    """The routes of the packages that a program sets up."""
    for form, routes in SETUPS.items():
        for site in program.index.calls_by_name.get(form.rpartition("#")[2], ()):
            if isinstance(site.node, Call) and form in program.forms(site.node.callee, site.fn):
                for framework, pattern, name, view in routes:
                    yield Route(
                        frozenset(),
                        (pattern,),
                        (name,),
                        View(name=view),
                        framework,
                        site.fn.file,
                        site.node.span,
                    )
