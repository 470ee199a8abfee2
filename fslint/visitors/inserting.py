"""The missing call, written where every run of the path comes by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from fslint.findings import Edit, Place, TraceStep
from fslint.flow import Assign, Call, Choice, Loop, Span, Step, Try
from fslint.link.index import Fn, last_name
from fslint.paths.entries import ENDINGS
from fslint.paths.hosts import on_server
from fslint.paths.wholesale import takes_most
from fslint.rules import FixSpec
from fslint.visitors import insertion
from fslint.visitors.by_name import by_name
from fslint.visitors.granting import granted
from fslint.visitors.links import is_sent, on_link
from fslint.visitors.patient import NAVIGATION, Made, Patient
from fslint.visitors.statements import Statement, around, statement_of


def inserted(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """The call, at the places where it may stand: at the finding's statement; before all that may
    skip it; where the path begins."""
    at = None if is_sent(patient) else patient.whole()
    if at is not None and spec.insert == "anonymize":
        at = _once(at, patient)
    if at is not None and _unheard(at, patient):
        yield from _where_it_begins(patient)
        return
    if at is None:
        yield from on_link(spec, patient)
        yield from by_name(spec, patient)
    else:
        answered = [*granted(at, patient)] if spec.insert == "anonymize" else []
        yield from answered
        first = "whatever is answered" if answered else ""
        for nth, written in enumerate(patient.calls(spec.insert, patient.file, at)):
            edits = _beside(at, written.call, spec, patient)
            if edits is not None:
                where = "by the SDK's own call" if nth else first
                yield Made((*edits, *written.edits), True, where)
                if spec.insert == "anonymize" and not nth:
                    yield from _first(at, written.call, written.edits, patient)
    if spec.insert == "anonymize":
        if at is not None and at.borders.depends:
            yield from _before_it_goes(patient)
        yield from _where_it_begins(patient)


def _once(at: Statement, patient: Patient) -> Statement:
    """The statement, or the loop, or the call that does the same for each item or within a store,
    which it stands in directly, or where a test only spares some of a store's keys: the identity is
    released once, behind that."""
    made, fn = at.block[at.nth], Fn(at.file, at.function.index)
    spares = isinstance(made, Call) and takes_most(patient.facts, made, fn)
    for outer in around(at.at, patient.flow):
        step = outer.block[outer.nth]
        if spares and isinstance(step, Choice):
            continue
        each = isinstance(step, Call) and patient.facts.program.vocabulary.speaks_of(
            "for-each", last_name(step.callee)
        )
        found = statement_of(outer, patient.flow, patient.text)
        if not (isinstance(step, Loop) or each) or found is None or not found.alone:
            break
        at = found
    return at


def _unheard(at: Statement, patient: Patient) -> bool:
    """Whether a statement runs on a server, where a call of the browser's SDK does nothing."""
    return on_server(patient.facts.program, Fn(at.file, at.function.index))


def _beside(at: Statement, call: str, spec: FixSpec, patient: Patient) -> tuple[Edit, ...] | None:
    """After the statement and the events behind it, or before it where the page says so, and
    where it navigates, returns or is part of more."""
    navigates = any(
        step.event in NAVIGATION and step.place == patient.finding.place
        for step in patient.finding.path
    )
    page = patient.page(patient.file)
    if spec.where == "before" or navigates or not at.alone:
        return insertion.before(at, call, page)
    last = _last_event(at, patient) if spec.insert == "anonymize" else at
    return insertion.after(last, call, page) or insertion.before(at, call, page)


def _last_event(at: Statement, patient: Patient) -> Statement:
    """The last statement of the block that sends an event before anything navigates, or that
    forgets the user right behind another that does, and cannot fail."""
    fn = Fn(patient.file, at.function.index)
    last = at
    behind = True
    for step in at.block[at.nth + 1 :]:
        happens = patient.happens(step, fn)
        if happens & (NAVIGATION | {"anonymize"}):
            break
        behind = behind and _forgets(step, happens, fn, patient)
        if not isinstance(step, Call) and not behind:
            break
        if behind or "track" in happens:
            found = patient.at(patient.file, step.span)
            last = found if found is not None and found.alone else last
    return last


def _forgets(step: Step, happens: frozenset[str], fn: Fn, patient: Patient) -> bool:
    """Whether a step only takes from the browser or the device what it knows of the user."""
    if not happens or not happens <= ENDINGS:
        return False
    if isinstance(step, Assign):
        return True
    facts = patient.facts
    return isinstance(step, Call) and not facts.called(fn, step) and not facts.throws(fn, step)


def _first(at: Statement, call: str, imports: tuple[Edit, ...], patient: Patient) -> Iterator[Made]:
    """Before the `try` around the finding's statement, the outermost of them."""
    inside = takewhile(lambda one: isinstance(one.block[one.nth], Try), around(at.at, patient.flow))
    tries = list(inside)
    outer = statement_of(tries[-1], patient.flow, patient.text) if tries else None
    edits = insertion.before(outer, call, patient.page(patient.file)) if outer else None
    if edits is not None:
        yield Made((*edits, *imports), True, "before anything can skip it")


def _before_it_goes(patient: Patient) -> Iterator[Made]:
    """Before the path navigates, where the sign-out only happens under a condition."""
    path, place = patient.finding.path, patient.finding.place
    ended = next((nth for nth, step in enumerate(path) if step.place == place), len(path))
    goes = next((step for step in path[ended:] if step.event in NAVIGATION), None)
    if goes is None or goes.place.file != place.file:
        return
    at = patient.at(place.file, Span(goes.place.start, goes.place.end))
    written = next(patient.calls("anonymize", place.file, at), None) if at is not None else None
    edits = insertion.before(at, written.call, patient.page(place.file)) if at and written else None
    if edits is not None and written is not None:
        yield Made((*edits, *written.edits), True, "before it goes to another page or screen")


def _where_it_begins(patient: Patient) -> Iterator[Made]:
    """Before the first call of the path, where that is made in another function; not where that
    decides whether to sign out at all, and is not called a logout, and not before one that is
    only told what to run then."""
    path, place = patient.finding.path, patient.finding.place
    calls = (s for s in path if s.event in ("call", "sign_out"))
    first = next((s for s in calls if not _tells(s, patient)), None)
    if first is None or first.place == place or first.event != "call":
        return
    said = patient.facts.program.vocabulary.speaks_of("logout-url", first.text.partition("(")[0])
    behind = path[path.index(first) + 1 :]
    if not said and any(s.event == "branch" for s in takewhile(lambda s: s.place != place, behind)):
        return
    file = first.place.file
    at = patient.at(file, Span(first.place.start, first.place.end))
    written = next(patient.calls("anonymize", file, at), None) if at is not None else None
    if at is None or written is None or _unheard(at, patient):
        return
    edits = insertion.before(at, written.call, patient.page(file))
    if edits is not None:
        yield Made((*edits, *written.edits), True, "where this way to log out begins")


def _tells(first: TraceStep, patient: Patient) -> bool:
    """Whether a call of the path is given the function that the path goes on in, and runs it as
    it turns out."""
    path, place = patient.finding.path, first.place
    behind = path[path.index(first) + 1 :]
    if any(_inside(s.place, place) for s in takewhile(lambda s: s.event != "call", behind)):
        return True
    after = next((s for s in behind if s.event == "call"), None)
    return after is not None and _inside(after.place, place)


def _inside(one: Place, other: Place) -> bool:
    return one.file == other.file and other.start < one.start and one.end <= other.end
