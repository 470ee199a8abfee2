"""What a project's settings say of where its logouts lead: Django's, and those of its packages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fslint.flow import Assign, Member, Value
from fslint.http.urls import route_name, url_text
from fslint.link.index import Fn
from fslint.link.program import Program

DEFAULTS: Mapping[str, str] = {
    "LOGOUT_REDIRECT_URL": "",
    "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
    "LOGIN_URL": "/accounts/login/",
    "SECURITY_POST_LOGOUT_VIEW": "/",
}


def setting(program: Program, name: str) -> str:
    """The URL, or the name of a route, that a setting of the project says, or its default."""
    for value, fn in said(program, name):
        return route_name(program, value, fn) or url_text(program, value, fn)
    return DEFAULTS.get(name, "")


def said(program: Program, name: str) -> Iterator[tuple[Value, Fn]]:
    """What a setting is given, in a module, in a class or in `app.config["…"]`."""
    for path in sorted(program.flows):
        flow = program.flows[path]
        scopes = [flow.functions[0].bindings, *(cls.fields for cls in flow.classes)]
        for scope in scopes if flow.language == "python" else ():
            for binding in scope.get(name, ()):
                if binding.value is not None:
                    yield binding.value, Fn(path, 0)
    for site in program.index.assigns_by_name.get(name, ()):
        if isinstance(site.node, Assign) and isinstance(site.node.target, Member):
            yield site.node.value, site.fn
