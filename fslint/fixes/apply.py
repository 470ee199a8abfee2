"""Fixes chosen, applied in memory and proven, pass by pass, until nothing is left to apply.

A fix is proven where, with its edits made, every file that it changes still reads without new
problems and keeps its comments, the finding is gone, and no other error or warning has come. What
comes and can itself be mended by a fix that is allowed is mended along with it. Where unsafe fixes
are allowed, what comes may be milder than what is mended: a release in the place of a wrong call
can show that it stands too late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from fslint import engine
from fslint.findings import SEVERITIES, Edit, Finding, Fix, Result
from fslint.fixes.edits import Applied, edited, overlap, touch, unreadable
from fslint.fixes.files import barred
from fslint.policy import fails
from fslint.project import Project
from fslint.reports.words import at

MOST_PASSES = 10
FOLLOW_UPS = 3

Select: TypeAlias = "Callable[[Sequence[Finding], Project], Sequence[Finding]]"
"""Which of all findings of a project are to be mended, in their order."""
Allow: TypeAlias = "Callable[[Project, Finding, Fix], bool]"
"""Whether a fix may be applied; the finding's places are those of the project as given."""


class Refused(NamedTuple):
    """A fix that was allowed and not applied: where its finding stands, and why."""

    where: str
    code: str
    name: str
    reason: str


class Outcome(NamedTuple):
    """The new texts of files by path, the fixes that lead to them, and those refused; the project
    with these texts, and what a run on it gives."""

    texts: dict[str, str]
    applied: list[Applied]
    refused: list[Refused]
    project: Project
    result: Result


class _State(NamedTuple):
    """The project with some texts changed, all that is found in it, and what led there."""

    project: Project
    texts: dict[str, str]
    result: Result
    applied: tuple[Applied, ...] = ()

    @property
    def findings(self) -> Sequence[Finding]:
        return self.result.findings


_Key: TypeAlias = "tuple[tuple[str, ...], str]"
_Class: TypeAlias = "tuple[str, str, str]"


def plan(project: Project, select: Select, allow: Allow, begun: Result | None = None) -> Outcome:
    """Apply the first allowed fix of each selected finding, in memory, to a fixed point.

    Nothing is written. A fix is applied whole or not at all; of fixes that touch one another, the
    first is applied, and the others are tried again in the next pass, if still needed. `begun`:
    what a run on the whole project has given, if that is known.
    """
    return _Planner(project, select, allow).run(begun)


class _Planner:
    def __init__(self, project: Project, select: Select, allow: Allow) -> None:
        self._project = project
        self._select = select
        self._allow = allow
        self._barred: dict[str, str] = {}
        self._refused: dict[_Key, Refused] = {}
        self._strictly: set[_Key] = set()
        self._strict = True
        self._analyses: dict[frozenset[tuple[str, str]], tuple[Project, Result]] = {}

    def run(self, begun: Result | None) -> Outcome:
        """The outcome; `begun` as for `plan`."""
        if begun is not None:
            self._analyses[frozenset()] = (self._project, begun)
        state = self._analyzed({})
        waiting: dict[_Key, Refused] = {}
        for _ in range(MOST_PASSES):
            waiting, refused = {}, len(self._refused)
            group = self._choose(state, state.findings, waiting)
            after = self._prove(state, state, [], group)
            if after is state and len(self._refused) == refused:
                if not self._strictly:
                    break
                self._relax()
            state = after
        mended = {one.finding.identity for one in state.applied}
        left: dict[tuple[str, ...], Refused] = {}
        for (identity, _), refused_fix in {**waiting, **self._refused}.items():
            if identity not in mended:
                left.setdefault(identity, refused_fix)
        refusals = list(left.values())
        return Outcome(state.texts, [*state.applied], refusals, state.project, state.result)

    def _relax(self) -> None:
        """Try those again that were refused for what is milder than what they mend: nothing else
        has mended it."""
        self._strict = False
        for key in self._strictly:
            self._refused.pop(key, None)
        self._strictly.clear()

    def _analyzed(self, texts: dict[str, str], applied: tuple[Applied, ...] = ()) -> _State:
        key = frozenset(texts.items())
        if key not in self._analyses:
            project = self._project.with_texts(texts)
            self._analyses[key] = (project, engine.analyze(project))
        project, result = self._analyses[key]
        return _State(project, texts, result, applied)

    def _choose(
        self, state: _State, findings: Sequence[Finding], waiting: dict[_Key, Refused]
    ) -> list[Applied]:
        """The fixes to apply at once: for each finding the first that may be; those that touch
        one of these are `waiting`."""
        chosen: list[Applied] = []
        targets = self._project.targets
        for finding in self._select(findings, state.project):
            if targets is not None and finding.place.file not in targets:
                continue
            for fix in finding.fixes:
                key = _key(finding, fix)
                if key in self._refused or not fix.edits:
                    continue
                reason = self._bar(fix)
                if reason and fix.safety != "display":
                    self._refuse(state, finding, fix, reason)
                if reason or not self._allow(state.project, finding, fix):
                    continue
                other = next((one for one in chosen if touch(one.fix, fix)), None)
                if other is None:
                    chosen.append(Applied(finding, fix))
                else:
                    reason = f"it changes the same place as the fix of {other.finding.code}"
                    waiting[key] = _refusal(state, finding, reason)
                break
        return chosen

    def _bar(self, fix: Fix) -> str:
        """Why a fix cannot be written, whatever it says; '' where it can."""
        if overlap(fix):
            return "its edits overlap"
        for edit in fix.edits:
            file = edit.place.file
            if file not in self._barred:
                self._barred[file] = barred(self._project, file)
            if self._barred[file]:
                return f"{file} {self._barred[file]}"
        return ""

    def _refuse(self, state: _State, finding: Finding, fix: Fix, reason: str) -> None:
        self._refused[_key(finding, fix)] = _refusal(state, finding, reason)

    def _prove(
        self, base: _State, best: _State, proven: list[Applied], group: Sequence[Applied]
    ) -> _State:
        """The state with as much of a group as can be proven on top of what is `proven` for the
        same base, which leads to `best`; halves are tried where the whole fails."""
        if not group:
            return best
        tried = self._try(base, [*proven, *group])
        if isinstance(tried, str) and len(group) == 1:
            tried = self._try_milder(base, [*proven, *group], tried)
        if isinstance(tried, _State):
            proven.extend(group)
            return tried
        if len(group) == 1:
            self._refuse(base, *group[0], tried)
            return best
        half = len(group) // 2
        best = self._prove(base, best, proven, group[:half])
        return self._prove(base, best, proven, group[half:])

    def _try_milder(self, base: _State, group: Sequence[Applied], refusal: str) -> _State | str:
        """The same where unsafe fixes are allowed: the last of the group may lead to less."""
        last = group[-1]
        milder = SEVERITIES[: SEVERITIES.index(last.finding.severity)]
        unsafe = last.fix._replace(safety="unsafe")
        if not milder or not self._allow(base.project, last.finding, unsafe):
            return refusal
        if self._strict:
            self._strictly.add(_key(*last))
            return refusal
        return self._try(base, group, milder)

    def _try(
        self, base: _State, group: Sequence[Applied], suffered: Sequence[str] = ()
    ) -> _State | str:
        """The state after a group of fixes, or why they are not to be applied; findings of the
        severities that are `suffered` are no reason."""
        after = self._step(base, group)
        for _ in range(FOLLOW_UPS):
            if isinstance(after, str):
                return after
            worse = _worse(base.findings, group, after.findings)
            mended = {_class(one.finding) for one in group}
            worse = [f for f in worse if f.severity not in suffered or _class(f) in mended]
            if not worse:
                return after
            same = next((one for one in worse if _class(one) in mended), None)
            if same is not None:
                return f"{same.code} would still be found"
            more = self._choose(after, worse, {})
            if not more:
                return f"{worse[0].code} {worse[0].name} would be found then"
            after = self._step(after, more)
        return "what it leads to cannot be mended"

    def _step(self, state: _State, group: Sequence[Applied]) -> _State | str:
        edits = _by_file(edit for one in group for edit in one.fix.edits)
        texts = dict(state.texts)
        for file, here in edits.items():
            before = state.project.sources.text(file) or ""
            texts[file] = edited(file, before, here)
            reason = unreadable(file, before, texts[file], [one.finding for one in group])
            if reason:
                return reason
        return self._analyzed(texts, (*state.applied, *group))


def _worse(
    before: Iterable[Finding], group: Sequence[Applied], after: Sequence[Finding]
) -> list[Finding]:
    """The errors and warnings of the classes that have more of them than there should be."""
    allowed = Counter(_class(finding) for finding in before)
    allowed.subtract(_class(one.finding) for one in group)
    mended = {_class(one.finding) for one in group}
    there = Counter(_class(finding) for finding in after if not finding.ignored_by)
    return [
        finding
        for finding in after
        if (fails(finding) or _class(finding) in mended)
        and not finding.ignored_by
        and there[_class(finding)] > max(0, allowed[_class(finding)])
    ]


def _class(finding: Finding) -> _Class:
    """What tells findings apart whose lines may have changed."""
    return finding.code, finding.place.file, finding.entry.name if finding.entry else ""


def _key(finding: Finding, fix: Fix) -> _Key:
    return finding.identity, fix.title


def _refusal(state: _State, finding: Finding, reason: str) -> Refused:
    where = at(state.project.sources, finding.place)
    return Refused(where, finding.code, finding.name, reason)


def _by_file(edits: Iterable[Edit]) -> Mapping[str, list[Edit]]:
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.place.file, []).append(edit)
    return found
