"""Settings that end a session after a while: a timeout that no code of the project triggers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fslint.flow import Assign, Binding, Call, FileFlow, Literal, Member, Span, Value
from fslint.link.index import last_name
from fslint.link.traverse import steps_in, text_of

SETTINGS = frozenset({
    "SESSION_COOKIE_AGE", "SESSION_IDLE_TIMEOUT", "SESSION_SECURITY_EXPIRE_AFTER", "AUTO_LOGOUT",
    "AUTO_LOGOUT_DELAY", "SESSION_EXPIRE_SECONDS", "PERMANENT_SESSION_LIFETIME",
    "REMEMBER_COOKIE_DURATION", "SESSION_LIFETIME", "SESSION_MAX_AGE", "JWT_ACCESS_TOKEN_EXPIRES",
    "ACCESS_TOKEN_EXPIRE_MINUTES",
})  # fmt: skip
HISTORY = "/migrations/"
"""Where a project keeps what changed its data once, with values of its own."""
MEMBERS = frozenset({"permanent_session_lifetime", "remember_cookie_duration"})
CALLS = {"set_expiry": "", "SessionMiddleware": "max_age"}
"""Calls that set one, and the label under which they are given it ('' for the first argument)."""


class SessionTimeout(NamedTuple):
    """A setting that ends sessions: its name, and where it is given."""

    name: str
    file: str
    span: Span


def session_timeouts(flows: Mapping[str, FileFlow]) -> list[SessionTimeout]:
    """The settings of Python web frameworks that end a session by time, in order of files."""
    return [
        SessionTimeout(name, path, span)
        for path in sorted(flows)
        if flows[path].language == "python" and HISTORY not in f"/{path}"
        for name, span in dict.fromkeys(sorted(_of_file(flows[path]), key=lambda one: one[1]))
    ]


def _of_file(flow: FileFlow) -> Iterator[tuple[str, Span]]:
    scopes: list[dict[str, list[Binding]]] = [flow.functions[0].bindings]
    scopes.extend(cls.fields for cls in flow.classes)
    for scope in scopes:
        for name in SETTINGS & scope.keys():
            yield from ((name, binding.span) for binding in scope[name] if _says(binding.value))
    for function in flow.functions:
        for step in steps_in(function.body):
            if isinstance(step, Assign) and isinstance(step.target, Member):
                if step.target.name in SETTINGS | MEMBERS and _says(step.value):
                    yield step.target.name, step.span
            elif isinstance(step, Call):
                yield from _of_call(step)


def _of_call(call: Call) -> Iterator[tuple[str, Span]]:
    name = last_name(call.callee)
    if name == "set_expiry" and not text_of(call.callee).endswith("request.session.set_expiry"):
        return
    if name == "add_middleware" and call.args:
        name = last_name(call.args[0].value)
    for place, argument in enumerate(call.args):
        if argument.label in SETTINGS and _says(argument.value):
            yield argument.label, argument.value.span
            continue
        wanted = CALLS.get(name)
        given = argument.label == wanted if wanted else wanted == "" and place == 0
        if given and _says(argument.value):
            yield name, call.span


def _says(value: Value | None) -> bool:
    """Whether a setting is given a value that ends sessions at all."""
    return not isinstance(value, Literal) or value.value not in (None, False, 0)
