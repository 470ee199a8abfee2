"""Edits that mend a path: a statement moved, deleted or inserted, in the flavour that is in use.

A fix is as safe as its page says where both statements stand side by side in one block, or one
after the other with nothing but calls between; else it is what the page says `otherwise`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from fslint.findings import Edit, Finding, Fix, TraceStep
from fslint.flow import (
    Array,
    Assign,
    Call,
    FileFlow,
    Function,
    Literal,
    Name,
    Object,
    Span,
    Value,
)
from fslint.link.index import Fn
from fslint.link.traverse import deep
from fslint.paths.facts import Facts
from fslint.rules import FixSpec, Rule
from fslint.visitors.flavour import anonymize_call, event_call, is_async_form, statement
from fslint.visitors.hosted import hosted
from fslint.visitors.statements import (
    ALONE,
    LED,
    Statement,
    comment_above,
    edit,
    statement_at,
)
from fslint.visitors.wrappers import wrapper_call

NAVIGATION = frozenset(("leave", "move"))
CONSTANT = (Literal, Object, Array)


class Patient(NamedTuple):
    """A finding on a path, its rule, and the file that it stands in."""

    rule: Rule
    finding: Finding
    facts: Facts
    flow: FileFlow
    text: str

    @property
    def span(self) -> Span:
        """Where the finding stands."""
        return Span(self.finding.place.start, self.finding.place.end)


Made = tuple[tuple[Edit, ...], bool]


def fixes(rule: Rule, finding: Finding, facts: Facts, text: str) -> tuple[Fix, ...]:
    """The ways to mend a finding on a path, as its rule's page lists them; those that are not
    sure to be possible are left out. `text` is that of the finding's file."""
    flow = facts.program.flows[finding.place.file]
    patient = Patient(rule, finding, facts, flow, text)
    found = (_fix(spec, patient) for spec in rule.fixes)
    return tuple(fix for fix in found if fix is not None)


def _fix(spec: FixSpec, patient: Patient) -> Fix | None:
    make = _KINDS.get(spec.kind)
    made = make(spec, patient) if make else None
    if made is None:
        return None
    edits, clean = made
    if spec.kind == "insert":
        written = hosted(edits, patient.flow, statements=True)
        if written is None:
            return None
        edits = written
    safety = spec.safety if clean else spec.otherwise
    return Fix(spec.title, safety, edits) if safety else None


def _move(spec: FixSpec, patient: Patient) -> Made | None:
    """The late statement to before the one that it must precede."""
    flow, text = patient.flow, patient.text
    earlier = _earlier(patient)
    late = statement_at(patient.span, flow, text, ALONE)
    first = statement_at(_span(earlier), flow, text, LED) if earlier else None
    if late is None or first is None or late.block is not first.block:
        return None
    between = late.block[first.nth + 1 : late.nth]
    near = all(isinstance(step, Call | Assign) for step in between)
    if not _early(late, late.function, constants_only=True):
        near = not text[first.lines.end : late.lines.start].strip()
    moved = text[late.lines.start : late.lines.end]
    edits = (
        edit(flow, Span(first.lines.start, first.lines.start), moved),
        edit(flow, late.lines, ""),
    )
    return edits, near and not comment_above(text, late)


def _remove(spec: FixSpec, patient: Patient) -> Made | None:
    """The statement of the finding."""
    flow, text = patient.flow, patient.text
    late = statement_at(patient.span, flow, text, ALONE)
    if late is None:
        return None
    if len(late.block) == 1 and not text[: late.lines.start].rstrip().endswith("{"):
        return None
    earlier = _earlier(patient)
    first = statement_at(_span(earlier), flow, text, ALONE) if earlier else None
    beside = first is not None and not text[first.lines.end : late.lines.start].strip()
    behind = text[patient.span.end : late.lines.end]
    lost = "//" in behind or "/*" in behind
    return (edit(flow, late.lines, ""),), beside and not lost and not comment_above(text, late)


def _insert(spec: FixSpec, patient: Patient) -> Made | None:
    """The missing call: after the statement of the finding, or before it where the page says so
    and where that statement navigates or returns."""
    flow, text = patient.flow, patient.text
    call = _call(spec, patient)
    at = statement_at(patient.span, flow, text, LED)
    if call is None or at is None:
        return None
    navigates = any(
        step.event in NAVIGATION and step.place == patient.finding.place
        for step in patient.finding.path
    )
    alone = statement_at(patient.span, flow, text, ALONE) is not None
    before = spec.where == "before" or navigates or not alone
    where = at.lines.start if before else at.lines.end
    end = "\r\n" if "\r\n" in text else "\n"
    new = f"{at.indent}{call}{end}"
    if where == len(text) and not text.endswith("\n"):
        new = end + new
    return (edit(flow, Span(where, where), new),), True


def _call(spec: FixSpec, patient: Patient) -> str | None:
    """The statement to insert."""
    flow, text = patient.flow, patient.text
    if spec.insert == "track":
        return event_call(flow, text)
    if spec.insert != "anonymize":
        return statement(spec.insert, flow, text)
    wrapper = wrapper_call(patient.facts, flow.path)
    return statement(wrapper, flow, text) if wrapper else anonymize_call(flow, text)


def _hoist(spec: FixSpec, patient: Patient) -> Made | None:
    """The call that some runs miss, with the events right before it, to before the finding's
    statement: where it is the only one of the function and leaves no block empty."""
    flow, text = patient.flow, patient.text
    at = statement_at(patient.span, flow, text, LED)
    if at is None:
        return None
    wanted = {p.name for d in patient.rule.paths for p in d.demand.event}
    fn = Fn(flow.path, at.function.index)
    calls = [
        call
        for call in patient.facts.program.index.calls[fn]
        if {event for event, _ in patient.facts.events(fn, call)} & wanted
    ]
    last = statement_at(calls[0].span, flow, text, ALONE) if len(calls) == 1 else None
    if last is None or not _early(last, at.function):
        return None
    first = _with_events(last, fn, patient)
    if len(last.block) == last.nth - first.nth + 1:
        return None
    moved = text[first.lines.start : last.lines.end]
    lines = [at.indent + line.removeprefix(last.indent) for line in moved.splitlines(True)]
    edits = (
        edit(flow, Span(at.lines.start, at.lines.start), "".join(lines)),
        edit(flow, Span(first.lines.start, last.lines.end), ""),
    )
    return edits, True


def _with_events(last: Statement, fn: Fn, patient: Patient) -> Statement:
    """The first of the event calls that stand right before a statement; itself if none does."""
    first = last
    for nth in range(last.nth - 1, -1, -1):
        step = last.block[nth]
        if not isinstance(step, Call):
            break
        events = {event for event, _ in patient.facts.events(fn, step)}
        one = statement_at(step.span, patient.flow, patient.text, ALONE)
        if events != {"track"} or one is None or not _early(one, last.function):
            break
        if one.lines.end != first.lines.start:
            break
        first = one
    return first


def _plain(spec: FixSpec, patient: Patient) -> Made | None:
    """The form that gives nothing to wait for, without its await."""
    flow, text = patient.flow, patient.text
    calls = (
        call
        for all_ in patient.facts.program.index.calls.items()
        if all_[0].file == flow.path
        for call in all_[1]
    )
    call = next((call for call in calls if call.span == patient.span), None)
    if call is None or not is_async_form(call):
        return None
    name = call.args[0].value.span
    edits = [edit(flow, Span(name.end - 1 - len("Async"), name.end - 1), "")]
    start = call.span.start
    waits = re.search(r"\bawait[ \t]+\Z", text[max(0, start - 20) : start])
    if waits:
        edits.append(edit(flow, Span(start - len(waits[0]), start), ""))
    after = text[call.span.end : call.span.end + 40].lstrip()
    return None if after.startswith(".") else (tuple(edits), True)


_KINDS: dict[str, Callable[[FixSpec, Patient], Made | None]] = {
    "move": _move,
    "remove": _remove,
    "insert": _insert,
    "hoist": _hoist,
    "plain": _plain,
}


def _earlier(patient: Patient) -> TraceStep | None:
    """The first step of the path that the finding's own may not follow, in the same file."""
    demands = [path.demand for path in patient.rule.paths]
    wanted = {p.name for d in demands for p in (d.first or d.event)}
    place = patient.finding.place
    for step in patient.finding.path:
        if step.place == place:
            return None
        if step.event in wanted and step.place.file == place.file:
            return step
    return None


def _span(step: TraceStep) -> Span:
    return Span(step.place.start, step.place.end)


def _early(one: Statement, function: Function, *, constants_only: bool = False) -> bool:
    """Whether a call may as well be made earlier: all that it is given is constant, or known
    when the function begins."""
    step = one.block[one.nth]
    values = [argument.value for argument in step.args] if isinstance(step, Call) else []
    return all(_known(part, function, constants_only) for value in values for part in deep(value))


def _known(value: Value, function: Function, constants_only: bool) -> bool:
    if isinstance(value, Name) and not constants_only:
        bindings = function.bindings.get(value.id, [])
        return all(binding.kind == "parameter" for binding in bindings)
    return isinstance(value, CONSTANT)
