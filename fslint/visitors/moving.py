"""A call that comes too late moved, and one that is too many deleted."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.findings import Edit, TraceStep
from fslint.flow import Assign, Call, Choice, Name, Span, Step, Value
from fslint.link.index import Fn
from fslint.link.traverse import blocks_of, deep, steps_in
from fslint.rules import FixSpec
from fslint.visitors import insertion
from fslint.visitors.borders import BODY, SCRIPTS, STATEMENT
from fslint.visitors.flavour import statement as as_statement
from fslint.visitors.imports import line_end
from fslint.visitors.patient import NAVIGATION, Made, Patient, does_more, early
from fslint.visitors.statements import Statement, around, comment_above, edit, statement_of

_HARMLESS = frozenset({"anonymize", "track"})


def moved(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """The late statement, or the one that leads to it, to before what it must precede; where that
    one does much else besides, and what it must precede is a release alone, that to behind it."""
    wanted = _wanted(patient)
    for nth, late in enumerate(_units(patient)):
        file = late.file
        first = _first_of(late, wanted, patient)
        if first is None:
            continue
        if nth and wanted == {"anonymize"} and does_more(late, patient):
            behind = _behind(first, late, patient)
            if behind is not None:
                yield Made(behind, False, "by a later anonymize")
            return
        if _needs(late, first):
            continue
        edits = _move(late, first, patient)
        if edits is None:
            continue
        if first.block is not late.block:
            yield Made(edits, False)
            return
        text = patient.read(file)
        between = late.block[first.nth : late.nth]
        near = all(isinstance(step, Call | Assign) for step in between)
        if not early(late, late.function, constants_only=True):
            near = not text[first.lines.end : late.lines.start].strip()
        near = near and not nth and isinstance(late.block[late.nth], Call)
        yield Made(edits, near and not comment_above(text, late))
        return


def _behind(first: Statement, late: Statement, patient: Patient) -> tuple[Edit, ...] | None:
    """The edits that make a release of the same block behind a statement."""
    fn = Fn(late.file, late.function.index)
    if first.block is not late.block or not (first.alone and first.own and late.own):
        return None
    if first.kind != STATEMENT or patient.happens(first.step, fn) != {"anonymize"}:
        return None
    if any(patient.happens(step, fn) & NAVIGATION for step in late.block[first.nth : late.nth + 1]):
        return None
    flow, text = patient.facts.program.flows[late.file], patient.read(late.file)
    lines = text[first.lines.start : first.lines.end]
    if not text[: late.lines.end].endswith("\n"):
        lines = line_end(text) + lines.rstrip("\r\n")
    put = edit(flow, Span(late.lines.end, late.lines.end), lines)
    return put, edit(flow, first.lines, "")


def removed(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """The statement of the finding; or else the one before it that makes it one too many."""
    flow, text = patient.flow, patient.text
    late = patient.whole()
    earlier = _earlier(patient)
    first = patient.at(patient.file, _span(earlier)) if earlier else None
    made: list[Made] = []
    edits = _removal(late, patient) if late else None
    if late is not None and edits is not None:
        together = first is not None and first.block is late.block
        beside = first is not None and not text[first.lines.end : late.lines.start].strip()
        behind = text[patient.finding.place.end : late.lines.end]
        lost = "//" in behind or "/*" in behind
        clean = together and beside and not lost and not comment_above(text, late)
        made.append(Made(tuple(edit(flow, *one) for one in edits), clean))
    edits = _removal(first, patient) if first is not None else None
    if first is not None and edits is not None:
        rather = Made(tuple(edit(flow, *one) for one in edits), False, "or rather the first one")
        shared = late is None or (first.function is not late.function and late.at.function.name)
        made.insert(0 if shared else len(made), rather)
    yield from _calls_of(late, patient) if late is not None else ()
    yield from made


def _calls_of(late: Statement, patient: Patient) -> Iterator[Made]:
    """Without the call that leads to a function in which the statement stands, and which others
    may call for it."""
    for one in _units(patient):
        if one.function is late.function and one.file == late.file:
            continue
        fn = Fn(one.file, one.function.index)
        edits = _removal(one, patient) if patient.happens(one.step, fn) == {"anonymize"} else None
        if edits is not None:
            flow = patient.facts.program.flows[one.file]
            yield Made(tuple(edit(flow, *each) for each in edits), False)
            return


def _removal(one: Statement, patient: Patient) -> list[tuple[Span, str]] | None:
    """What to write where a statement stood."""
    text = patient.read(one.file)
    if not one.alone:
        return None
    if one.kind == BODY and patient.facts.program.flows[one.file].language in SCRIPTS:
        return [(one.function.body_span, "{}")]
    body = one.function.body_span
    if one.function.span == body and one.lines.end == body.end:  # the last of a handler
        led = text[body.start : one.lines.start].rstrip().removesuffix(";")
        return [(Span(body.start + len(led), body.end), "")]
    opened = text[: one.lines.start].rstrip().endswith(("{", "in", "->"))
    if one.kind != STATEMENT or (len(one.block) == 1 and not opened):
        return None
    return [(one.lines, "")]


def _move(late: Statement, first: Statement, patient: Patient) -> tuple[Edit, ...] | None:
    text = patient.read(late.file)
    flow = patient.facts.program.flows[late.file]
    if late.own and first.own and first.kind == late.kind == STATEMENT:
        lines = text[late.lines.start : late.lines.end].splitlines(True)
        new = "".join(first.indent + line.removeprefix(late.indent) for line in lines)
        new = new if new.endswith("\n") else new + line_end(text)
        at = Span(first.lines.start, first.lines.start)
        put: tuple[Edit, ...] | None = (edit(flow, at, new),)
    else:
        call = text[late.borders.start : late.borders.end].rstrip(";")
        call = as_statement(call, flow, text)
        put = insertion.before(first, call, insertion.Page(flow, text))
    guard = isinstance(late.step, Choice)
    gone = [(late.lines, "")] if guard else _removal(late, patient)
    if put is None or gone is None:
        return None
    return (*put, *(edit(flow, *one) for one in gone))


def _units(patient: Patient) -> Iterator[Statement]:
    """What may be moved: the finding's statement, the guard around it, and the calls that lead to
    it from the same file or another."""
    late = patient.whole()
    if late is not None and late.alone:
        guard = _guard(late, patient)
        yield guard or late
    path = patient.finding.path
    for step in reversed([s for s in path if s.event == "call"]):
        call = patient.at(step.place.file, _span(step))
        if call is not None and call.alone and step.place != patient.finding.place:
            fn = Fn(call.file, call.function.index)
            if patient.happens(call.step, fn) <= _HARMLESS:
                yield call


def _guard(late: Statement, patient: Patient) -> Statement | None:
    """The `if` around a statement, where nothing but that and events stand in it."""
    flow, text = patient.flow, patient.text
    outer = next(around(late.at, flow), None)
    if outer is None or outer.function is not late.function:
        return None
    step = outer.block[outer.nth]
    fn = Fn(late.file, outer.function.index)
    if not isinstance(step, Choice) or not patient.happens(step, fn) <= _HARMLESS:
        return None
    return statement_of(outer, flow, text)


def _first_of(late: Statement, wanted: frozenset[str], patient: Patient) -> Statement | None:
    """The statement to come before: the first in the block, or in one around it, that comes to
    what the late one must precede."""
    flow, text = patient.facts.program.flows[late.file], patient.read(late.file)
    for outer in (late.at, *around(late.at, flow)):
        fn = Fn(late.file, outer.function.index)
        deferred = outer.function is not late.function  # runs later than what stands behind it
        for nth, step in enumerate(outer.block if deferred else outer.block[: outer.nth]):
            if patient.happens(step, fn) & wanted:
                found = statement_of(outer._replace(nth=nth), flow, text)
                if found is not None and _apart(found.lines, late.lines):
                    return found
    return None


def _needs(late: Statement, first: Statement) -> bool:
    """Whether a statement names what is declared only behind another."""
    begun = first.lines.start
    names = {part.id for part in _parts(late.step) if isinstance(part, Name)}
    bindings = (late.function.bindings.get(name, []) for name in names)
    return any(begun <= one.span.start < late.lines.start for known in bindings for one in known)


def _parts(step: Step) -> Iterator[Value]:
    if isinstance(step, Call):
        yield from (part for argument in step.args for part in deep(argument.value))
    for inner in (one for block in blocks_of(step) for one in steps_in(block)):
        yield from _parts(inner)


def _apart(one: Span, other: Span) -> bool:
    return one.end <= other.start or other.end <= one.start


def _wanted(patient: Patient) -> frozenset[str]:
    """The events that the finding's own may not follow."""
    demands = [path.demand for path in patient.rule.paths]
    return frozenset(p.name for d in demands for p in (d.first or d.event))


def _earlier(patient: Patient) -> TraceStep | None:
    """The first step of the path that the finding's own may not follow, in the same file."""
    wanted = _wanted(patient)
    place = patient.finding.place
    for step in patient.finding.path:
        if step.place == place:
            return None
        if step.event in wanted and step.place.file == place.file:
            return step
    return None


def _span(step: TraceStep) -> Span:
    return Span(step.place.start, step.place.end)
