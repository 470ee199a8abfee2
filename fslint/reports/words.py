"""The words that text reports use for events, kinds and places."""

from __future__ import annotations

from fslint.findings import Entry, Place, TraceStep
from fslint.reports.style import clean_name
from fslint.sources import Sources

EVENTS = {
    "anonymize": "releases the identity",
    "identify": "sets the identity",
    "track": "sends an event",
    "describe": "says who the user is",
    "stop": "stops capture",
    "misuse": "misuses Fullstory",
    "sign_out": "signs the user out",
    "switch": "switches the account",
    "move": "goes to another screen",
    "leave": "leaves the page or app",
    "call": "goes into",
    "branch": "assuming this",
    "later": "runs later",
    "end": "the run ends",
}
KINDS = {
    "manual": "manual logout",
    "timeout": "timeout",
    "token-expiry": "token expiry",
    "account-deletion": "account deletion",
    "forced": "forced logout",
    "switch": "account switch",
}


def at(sources: Sources, place: Place) -> str:
    """`file:line:column` of a place, safe to print."""
    line, column = sources.position(place.file, place.start)
    return f"{clean_name(place.file)}:{line}:{column}"


def event(step: TraceStep) -> str:
    """What a step of a path does, in words."""
    words = EVENTS.get(step.event, step.event)
    if not step.note:
        return words
    joint = " " if step.event in ("call", "branch") else ": "
    return f"{words}{joint}{step.note}"


def entry(one: Entry) -> str:
    """`handleLogout, manual logout`."""
    name = one.name or "the file's own code"
    return f"{name}, {KINDS[one.kind]}" if one.kind else name
