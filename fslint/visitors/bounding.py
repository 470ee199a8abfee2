"""A release that is waited for too little or too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import Call, Span
from fslint.link.index import Fn
from fslint.rules import FixSpec
from fslint.visitors.flavour import is_async_form
from fslint.visitors.patient import Made, Patient
from fslint.visitors.statements import edit

_WAITS = re.compile(r"\bawait\s+\Z")
_FAR = 40
LIMIT = 1000
"""For how many milliseconds a logout waits for Fullstory."""


def plain(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """The form that gives nothing to wait for, without its await."""
    at = patient.here()
    call = at.step if at is not None else None
    if at is None or not isinstance(call, Call) or not is_async_form(call):
        return
    if not at.alone:
        return
    flow, text = patient.flow, patient.text
    name, start = call.args[0].value.span, call.span.start
    edits = [edit(flow, Span(name.end - 1 - len("Async"), name.end - 1), "")]
    waits = _WAITS.search(text[max(0, start - _FAR) : start])
    if waits:
        edits.append(edit(flow, Span(start - len(waits[0]), start), ""))
    yield Made(tuple(edits), "async" in at.function.modifiers)


def bounded(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """The promise, with what is chained to it, in a race against a timer, and awaited; alone where
    what leaves the page is chained to it."""
    at = patient.here()
    call = at.step if at is not None else None
    if at is None or not isinstance(call, Call) or not is_async_form(call):
        return
    settled, timer = ".catch(() => {})", f"new Promise((resolve) => setTimeout(resolve, {LIMIT}))"
    if patient.facts.leaves_after(Fn(at.file, at.function.index), call):
        begun, ended = Span(at.span.start, at.span.start), Span(at.span.end, at.span.end)
        raced = edit(patient.flow, ended, f"{settled}, {timer}])")
        yield Made((edit(patient.flow, begun, "Promise.race(["), raced), False)
        return
    if "async" not in at.function.modifiers or at.borders.end < 0:
        return
    text, start, end = patient.text, at.borders.start, at.borders.end
    waits = re.compile(r"await\s+").match(text, start)
    first = waits.end() if waits else start
    chained = text[first:end].rstrip().rstrip(";").rstrip()
    if first != at.span.start or "await" in chained:
        return
    settled = "" if ".catch(" in chained else settled
    edits = (
        edit(patient.flow, Span(start, first), "await Promise.race(["),
        edit(
            patient.flow, Span(first + len(chained), first + len(chained)), f"{settled}, {timer}])"
        ),
    )
    yield Made(edits, False)
