"""A finding on a path that is to be mended, and what may be asked about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from fslint.findings import App, Edit, Finding, Place
from fslint.flow import (
    Array,
    Assign,
    Call,
    Choice,
    FileFlow,
    Function,
    Literal,
    Name,
    Object,
    Span,
    Step,
    Value,
)
from fslint.link.index import Fn
from fslint.link.traverse import blocks_of, deep, steps_in, text_of
from fslint.paths.entries import ENDINGS
from fslint.paths.facts import Facts
from fslint.rules import Rule
from fslint.visitors.components import in_template
from fslint.visitors.insertion import Page
from fslint.visitors.statements import (
    Position,
    Statement,
    is_python,
    statement_at,
    whole_of,
)
from fslint.visitors.template_calls import template_calls
from fslint.visitors.writing import Writer, Written

NAVIGATION = frozenset(("leave", "move"))
CONSTANT = (Literal, Object, Array)
_ANALYTICS = re.compile(
    r"(?i)track|log|event|analytic|report|capture|gtag|metric|mixpanel|amplitude|posthog|segment"
    r"|sentry|console|breadcrumb"
)
"""What the calls are called beside which an event is sent as well."""


class Made(NamedTuple):
    """Edits that mend a path; `clean` when nothing else changes. `where` tells them from others
    that mend it as well, '' for the best ones."""

    edits: tuple[Edit, ...]
    clean: bool
    where: str = ""


class Patient(NamedTuple):
    """A finding on a path, its rule, and the program; `read(file)` is a file's text, `app_of` the
    app that it belongs to."""

    rule: Rule
    finding: Finding
    facts: Facts
    read: Callable[[str], str]
    app_of: Callable[[str], App]

    @property
    def file(self) -> str:
        """The file that the finding stands in."""
        return self.finding.place.file

    @property
    def flow(self) -> FileFlow:
        """The flow of the finding's file."""
        return self.facts.program.flows[self.file]

    @property
    def text(self) -> str:
        """The text of the finding's file."""
        return self.read(self.file)

    def page(self, file: str) -> Page:
        """A file to write in."""
        return Page(self.facts.program.flows[file], self.read(file))

    def writer(self, file: str) -> Writer:
        """What knows how calls are written in a file."""
        flow = self.facts.program.flows[file]
        return Writer(self.facts, flow, self.read(file), self.read, self.app_of)

    def calls(self, what: str, file: str, at: Place | Statement) -> Iterator[Written]:
        """The ways to write a call beside a statement or at a place, the best one first."""
        writer = self.writer(file)._replace(at=at if isinstance(at, Statement) else None)
        start = at.start if isinstance(at, Place) else at.span.start
        if isinstance(at, Statement) and is_python(at.function, writer.flow):
            yield from writer.python_calls(what)
        elif in_template(self.facts, writer.flow, writer.text, start):
            yield from template_calls(what, writer, start, self.writer)
        else:
            yield from writer.calls(what)

    def here(self) -> Statement | None:
        """The finding's statement."""
        place = self.finding.place
        return statement_at(Span(place.start, place.end), self.flow, self.text)

    def whole(self) -> Statement | None:
        """The finding's statement; that of Python where it hands over a script of but one call."""
        here = self.here()
        return whole_of(here, self.flow, self.text) if here is not None else None

    def at(self, file: str, span: Span) -> Statement | None:
        """The statement around a step of a file."""
        return statement_at(span, self.facts.program.flows[file], self.read(file))

    def happens(self, step: Step, fn: Fn) -> frozenset[str]:
        """The events that a step of a function may come to, in whatever it calls."""
        found: set[str] = set()
        for one in _within(step):
            if isinstance(one, Call | Assign):
                found |= {event for event, _ in self.facts.events(fn, one)}
            if isinstance(one, Call):
                for callee in self.facts.called(fn, one):
                    found |= self.facts.reaches(callee)
        return frozenset(found)


def _within(step: Step) -> list[Step]:
    return [step, *(one for block in blocks_of(step) for one in steps_in(block))]


def does_more(at: Statement, patient: Patient) -> bool:
    """Whether a call comes to more in a function of the project than to events of analytics."""
    fn = Fn(at.file, at.function.index)
    called = patient.facts.called(fn, at.step) if isinstance(at.step, Call) else ()
    return any(
        isinstance(step, Call | Assign)
        and not patient.happens(step, one)
        and not (isinstance(step, Call) and _ANALYTICS.search(text_of(step.callee)))
        for one in called
        for step in steps_in(patient.facts.program.function(one).body)
    )


def decides(at: Position, patient: Patient, fn: Fn) -> bool:
    """Whether a step is a branch in which only some runs end an identity: what is moved out of it
    would come where nobody leaves."""
    step = at.block[at.nth]
    chooses = isinstance(step, Choice)
    return chooses and bool(patient.happens(step, fn) & ENDINGS) and not _ends(step, patient, fn)


def _ends(step: Step, patient: Patient, fn: Fn) -> bool:
    """Whether an identity ends in a step whichever arms are taken."""
    if not isinstance(step, Choice):
        return bool(patient.happens(step, fn) & ENDINGS)
    ends = [any(_ends(one, patient, fn) for one in arm.block) for arm in step.arms]
    return len(ends) > 1 and all(ends)


def early(statement: Statement, function: Function, *, constants_only: bool = False) -> bool:
    """Whether a call may as well be made earlier: all that it is given is constant, or known
    when the function begins."""
    step = statement.block[statement.nth]
    values = [argument.value for argument in step.args] if isinstance(step, Call) else []
    return all(_known(part, function, constants_only) for value in values for part in deep(value))


def _known(value: Value, function: Function, constants_only: bool) -> bool:
    if isinstance(value, Name) and not constants_only:
        bindings = function.bindings.get(value.id, [])
        return all(binding.kind == "parameter" for binding in bindings)
    return isinstance(value, CONSTANT)
