"""The missing call, written where a request has been granted: in what waits for its answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fslint.flow import Call, Choice, Exit, Step
from fslint.link.handed import Passed
from fslint.link.index import Fn, last_name
from fslint.paths.answers import failing_arm
from fslint.paths.entries import ENDINGS
from fslint.paths.failing import TOLD
from fslint.paths.outcomes import SUBSCRIBING, outcome, refusing_arms
from fslint.visitors import insertion
from fslint.visitors.borders import SCRIPTS
from fslint.visitors.patient import NAVIGATION, Made, Patient
from fslint.visitors.statements import Position, Statement, statement_of

_LINKS = 8


class Beside(NamedTuple):
    """A statement beside which a call is written, and whether behind it."""

    statement: Statement
    behind: bool


def granted(at: Statement, patient: Patient) -> Iterator[Made]:
    """The call where the request of the finding's statement has been granted; nothing where no
    function waits for its answer, or none can tell it from a refusal."""
    if patient.flow.language in SCRIPTS:
        return
    fn = Fn(at.file, at.function.index)
    place = next((p for p in (_in(one, patient) for one in _waiting(at, fn, patient)) if p), None)
    if place is None:
        return
    written = next(patient.calls("anonymize", patient.file, place.statement), None)
    if written is None:
        return
    write = insertion.after if place.behind else insertion.before
    edits = write(place.statement, written.call, patient.page(patient.file))
    if edits is not None:
        yield Made((*edits, *written.edits), True)


def _waiting(at: Statement, fn: Fn, patient: Patient) -> Iterator[tuple[Fn, str]]:
    """The functions that wait for the answer of a statement's request, with the outcome that they
    wait for: `good`, or '' for either."""
    program = patient.facts.program
    asked = at.step if isinstance(at.step, Call) else None
    for _ in range(_LINKS):
        if asked is None:
            return
        for passed in program.passed(asked, fn):
            how = outcome(program, asked, passed) or _subscribed(asked, passed)
            told = how == "good" or (not how and passed.how in TOLD)
            if told and passed.fn.file == at.file:
                yield passed.fn, how
        asked = program.index.chained.get(asked)


def _subscribed(call: Call, passed: Passed) -> str:
    return "good" if last_name(call.callee) in SUBSCRIBING and not passed.label else ""


def _in(waits: tuple[Fn, str], patient: Patient) -> Beside | None:
    """The statement beside which a function that waits may release."""
    fn, how = waits
    function = patient.facts.program.function(fn)
    for place, step in enumerate(function.body):
        arm = _granting(step, fn, patient)
        if arm is None or not isinstance(step, Choice):
            continue
        if step.arms[arm].block:
            return _beside(Position(function, step.arms[arm].block, 0), fn, patient)
        others = [one.block for number, one in enumerate(step.arms) if number != arm]
        if not all(other and isinstance(other[-1], Exit) for other in others):
            return None
        if place + 1 < len(function.body):
            return _beside(Position(function, function.body, place + 1), fn, patient)
        found = _statement(Position(function, function.body, place), fn, patient)
        return Beside(found, behind=True) if found is not None else None
    comes = {event for step in function.body for event in patient.happens(step, fn)}
    if not function.body or (how != "good" and not comes & (NAVIGATION | ENDINGS)):
        return None
    return _beside(Position(function, function.body, 0), fn, patient)


def _beside(at: Position, fn: Fn, patient: Patient) -> Beside | None:
    """Behind what is told to Fullstory of the logout, or else where the block goes on."""
    told = None
    for nth in range(at.nth, len(at.block)):
        happens = patient.happens(at.block[nth], fn)
        if happens & NAVIGATION:
            break
        told = nth if "track" in happens else told
    nth = at.nth if told is None else told
    found = _statement(at._replace(nth=nth), fn, patient)
    return Beside(found, behind=told is not None) if found is not None else None


def _statement(at: Position, fn: Fn, patient: Patient) -> Statement | None:
    return statement_of(at, patient.facts.program.flows[fn.file], patient.read(fn.file))


def _granting(step: Step, fn: Fn, patient: Patient) -> int | None:
    """The arm of a branch that runs where a request was granted."""
    if not isinstance(step, Choice):
        return None
    if step.kind == "switch":
        refusing = refusing_arms(step)
        arms = [n for n, arm in enumerate(step.arms) if n not in refusing and arm.cases]
        return arms[0] if refusing and arms else None
    failing = failing_arm(patient.facts.program, step.test, fn)
    return None if failing is None else int(failing[1])
