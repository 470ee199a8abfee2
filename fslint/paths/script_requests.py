"""The requests of scripts for routes that let go of the user, though their URLs may not say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Assign, Call
from fslint.http import Http
from fslint.link.index import Fn
from fslint.link.traverse import steps_in
from fslint.paths.entries import ENDINGS
from fslint.paths.signing import signs_out, switches

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

SCRIPTS = frozenset({"javascript", "typescript", "python", "markup"})


def asked_by_scripts(facts: Facts, http: Http) -> Iterator[tuple[Fn, Call | Assign, str]]:
    """The steps of scripts that ask for a route which signs out or lets another take over, though
    its URL may not say so, each with what it does."""
    program = facts.program
    for request in http.requests():
        if program.language(request.fn) not in SCRIPTS or not request.spelt:
            continue
        for step in steps_in(program.function(request.fn).body):
            if (
                isinstance(step, Call | Assign)
                and step.span == request.span
                and _asks(facts, request.fn, step)
            ):
                method = request.method
                if any(signs_out(facts, one, method, by_wish=False) for one in request.routes):
                    yield request.fn, step, "sign_out"
                elif any(switches(facts, one, method) for one in request.routes):
                    yield request.fn, step, "switch"


def _asks(facts: Facts, fn: Fn, step: Call | Assign) -> bool:
    """Whether a step makes a request or goes to another page, and says of no sign-out itself.
    What moves in Python opens a page of its server."""
    events = {event for event, _ in facts.events(fn, step)}
    goes = {"leave", "move"} if facts.program.language(fn) == "python" else {"leave"}
    asks = events & goes or any(m.entry.fails for m in facts.program.meanings(step, fn))
    return bool(asks) and not events & ENDINGS
