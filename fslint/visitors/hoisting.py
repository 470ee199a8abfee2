"""The call that some runs miss, moved to where every run comes by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from fslint.findings import Edit
from fslint.flow import Call, Choice, FileFlow, Span, Try
from fslint.link.index import Fn
from fslint.link.traverse import deep, steps_in
from fslint.rules import FixSpec
from fslint.visitors import insertion
from fslint.visitors.borders import BARE
from fslint.visitors.imports import line_end
from fslint.visitors.patient import Made, Patient, decides, does_more, early
from fslint.visitors.statements import Position, Statement, around, edit, indent_at, statement_of

_FINALLY = frozenset({"javascript", "typescript", "kotlin", "java", "dart"})


def hoisted(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """The call, with the events right before it, to before the finding's statement; or to before
    all that the call stands in, in whichever function of the path it is made.

    Only where it is the one call of its function that releases the identity, and never out of the
    branch that decides whether the user is signed out.
    """
    here = patient.whole()
    fns = _functions(patient)
    for nth, fn in enumerate(fns):
        last = _only_call(fn, patient)
        if last is None or not early(last, last.function):
            continue
        first = _with_events(last, fn, patient)
        if len(last.block) == last.nth - first.nth + 1 and last.block is last.function.body:
            continue
        if not nth and here is not None:
            yield from _to(here, first, last, patient, "")
        flow = patient.facts.program.flows[fn.file]
        inside = _left_by_all(last, flow, patient)
        outer = statement_of(inside[-1], flow, patient.read(fn.file)) if inside else None
        if outer is not None:
            yield from _to(outer, first, last, patient, "before what it stands in")
        yield from _in_finally(first, last, patient)


def _left_by_all(last: Statement, flow: FileFlow, patient: Patient) -> list[Position]:
    """What a statement stands in within its function, up to what decides who leaves."""
    fn = Fn(last.file, last.function.index)
    inside = (one for one in around(last.at, flow) if one.function is last.function)
    return list(takewhile(lambda one: not decides(one, patient, fn), inside))


def _functions(patient: Patient) -> list[Fn]:
    """The functions of the path, that of the finding first, and those that its call leads to."""
    found: dict[Fn, None] = {}
    here = patient.whole()
    if here is not None:
        own = Fn(patient.file, here.function.index)
        found[own] = None
        if isinstance(here.step, Call):
            found.update(dict.fromkeys(patient.facts.called(own, here.step)))
    for step in patient.finding.path:
        at = patient.at(step.place.file, Span(step.place.start, step.place.end))
        if at is not None and at.file in patient.facts.program.flows:
            found.setdefault(Fn(at.file, at.function.index))
    return list(found)


def _only_call(fn: Fn, patient: Patient) -> Statement | None:
    wanted = {p.name for d in patient.rule.paths for p in d.demand.event}
    body = patient.facts.program.function(fn).body
    calls = [
        step
        for step in steps_in(body)
        if isinstance(step, Call) and patient.happens(step, fn) & wanted
    ]
    found = patient.at(fn.file, calls[0].span) if len(calls) == 1 else None
    return found if found is not None and found.alone else None


def _to(
    at: Statement, first: Statement, last: Statement, patient: Patient, where: str
) -> Iterator[Made]:
    """Move the statements from first to last to before another of the same file."""
    text, page = patient.read(last.file), patient.page(last.file)
    if at.file != last.file or at.span == last.span:
        return
    if at.own and first.own and last.own and at.kind == last.kind == "statement":
        lines = text[first.lines.start : last.lines.end].splitlines(True)
        new = "".join(at.indent + line.removeprefix(last.indent) for line in lines)
        new = new if new.endswith("\n") else new + line_end(text)
        put: tuple[Edit, ...] = (edit(page.flow, Span(at.lines.start, at.lines.start), new),)
    else:
        made = insertion.before(at, text[first.borders.start : last.borders.end], page)
        if made is None:
            return
        put = made
    whole = _emptied(first, last, page)
    gone, left = whole or Span(first.lines.start, last.lines.end), ""
    if not whole and last.kind == BARE:
        gone, left = Span(first.borders.start, last.borders.end), "{}"
    elif not whole and page.flow.language == "python" and _is_all(first, last):
        left = f"{last.indent}pass{line_end(text)}" if first.own and last.own else "pass"
    yield Made((*put, edit(page.flow, gone, left)), True, where)


def _in_finally(first: Statement, last: Statement, patient: Patient) -> Iterator[Made]:
    """Move the statements to the end of the `try` that they stand in, where all runs come by."""
    page = patient.page(last.file)
    flow, text, end = page.flow, page.text, line_end(page.text)
    outer = next(around(last.at, flow), None)
    step = outer.block[outer.nth] if outer is not None else None
    if flow.language not in _FINALLY or not isinstance(step, Try) or step.body is not last.block:
        return
    if step.final is not None or not (first.own and last.own) or _is_all(first, last):
        return
    around_it = indent_at(text, step.span.start)
    indent = around_it + insertion.unit(text)
    lines = text[first.lines.start : last.lines.end].splitlines(True)
    kept = "".join(indent + line.removeprefix(last.indent) for line in lines)
    closing = Span(step.span.end, step.span.end)
    put = edit(flow, closing, f" finally {{{end}{kept}{around_it}}}")
    gone = edit(flow, Span(first.lines.start, last.lines.end), "")
    yield Made((put, gone), True, "in a finally, which every run passes")


def _is_all(first: Statement, last: Statement) -> bool:
    """Whether two statements are the ends of their block."""
    return len(last.block) == last.nth - first.nth + 1


def _emptied(first: Statement, last: Statement, page: insertion.Page) -> Span | None:
    """The whole `if` where nothing is left of it and what it asks does nothing."""
    if not _is_all(first, last):
        return None
    outer = next(around(last.at, page.flow), None)
    step = outer.block[outer.nth] if outer is not None else None
    if outer is None or not isinstance(step, Choice) or step.test is None:
        return None
    idle = not any(isinstance(value, Call) for value in deep(step.test))
    if not idle or sum(bool(arm.block) for arm in step.arms) != 1:
        return None
    whole = statement_of(outer, page.flow, page.text)
    return whole.lines if whole is not None and whole.own else None


def _with_events(last: Statement, fn: Fn, patient: Patient) -> Statement:
    """The first of the event calls that stand right before a statement; itself if none does."""
    first = last
    for nth in range(last.nth - 1, -1, -1):
        step = last.block[nth]
        if not isinstance(step, Call) or patient.happens(step, fn) != {"track"}:
            break
        one = patient.at(fn.file, step.span)
        if one is None or not one.alone or not early(one, last.function) or does_more(one, patient):
            break
        if one.lines.end != first.lines.start:
            break
        first = one
    return first
