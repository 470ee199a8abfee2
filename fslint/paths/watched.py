"""What observers do too late: what is sent once the identity is released is a stranger's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from fslint.automata import Event
from fslint.findings import App, Entry, Finding, Place
from fslint.link.index import Fn
from fslint.paths.checks import Check
from fslint.paths.entries import Root, entry_name
from fslint.paths.observers import Observer
from fslint.paths.reporting import Reporter
from fslint.paths.states import Configs, Happening, Trace, advance, happenings

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

GONE = Event("sign_out", frozenset())
"""What has happened before an observer is told that there is no user."""


def too_late(
    walker: Walker,
    checks: Sequence[Check],
    reporter: Reporter,
    observer: Observer,
    app_of: Callable[[str], App],
) -> Iterator[Finding]:
    """What is wrong about the runs of an observer after its release; what it sends of everybody
    is not the last word about the one who has left."""
    users = _of_users(walker, observer)
    ends: Configs = {}
    for trace in observer.runs:
        config = advance(walker.automata, walker.start(observer.fn), GONE)
        for item, step in _steps(observer.fn, trace):
            if step not in users:
                config = advance(walker.automata, config, Event(item.kind, item.flags))
        ends.setdefault(config, trace)
    root = Root(observer.fn, ())
    span = walker.program.function(observer.fn).span
    place = Place(observer.fn.file, span.start, span.end)
    entry = Entry(place, entry_name(walker.facts, root), "manual")
    for check in checks:
        late = any(event.name == "anonymize" for event in check.demand.demand.first)
        if late and check.automaton.reports([one.states[check.place] for one in ends]):
            finding = reporter.finding(check, ends, root, entry, app_of(observer.fn.file))
            if finding is not None:
                finding.confidence = "medium"  # who has left is told by the observer, not seen here
                yield finding


def _of_users(walker: Walker, observer: Observer) -> set[int]:
    """The steps of an observer on runs in which there is a user."""
    runs = (list(_steps(observer.fn, trace)) for trace in walker.run(observer.fn).values())
    known = (run for run in runs if any(item.kind == "identify" for item, _ in run))
    return {step for run in known for _, step in run}


def _steps(fn: Fn, trace: Trace | None) -> Iterator[tuple[Happening, int]]:
    """What happens on a run, each with the step of the function itself that comes to it."""
    step = 0
    for item in happenings(trace):
        step = item.node if item.fn == fn else step
        yield item, step
