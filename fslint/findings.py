"""What the analysis says: findings, logout paths, fixes. Plain data; rendering comes last.

Offsets are code points of the decoded file, from 0, `end` exclusive. Lines and columns are made
from them by the reports, which have the text at hand. Files are relative to the project's root,
with `/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

SEVERITIES = ("suggestion", "warning", "error")
CONFIDENCES = ("low", "medium", "high")
SAFETIES = ("display", "unsafe", "safe")
KINDS = ("manual", "timeout", "token-expiry", "account-deletion", "forced", "switch")
CRASHED = "internal error"
"""How the reason begins for a file that was not checked because fslint itself failed on it."""
VERDICTS = ("proven", "violated", "unknown")


class Place(NamedTuple):
    """A span of one file."""

    file: str
    start: int
    end: int


class TraceStep(NamedTuple):
    """One step of a path: where, which event, the source text on one line, and a remark.

    `event` is an event of the alphabet, or `call` (going into a function), `branch` (an
    assumption: `note` says which way), `later` (a deferred step begins), `end` (the run ends).
    """

    place: Place
    event: str
    text: str
    note: str = ""


class Entry(NamedTuple):
    """Where a path begins. `kind` is one of `KINDS`, or '' for a call rule's enclosing function."""

    place: Place
    name: str
    kind: str = ""


class Edit(NamedTuple):
    """Replace a place's text by `new_text`; an empty place inserts."""

    place: Place
    new_text: str


class Fix(NamedTuple):
    """One way to mend a finding. `safety` is one of `SAFETIES`."""

    title: str
    safety: str
    edits: tuple[Edit, ...]


@dataclass(slots=True)
class Finding:
    """One mistake. `identity` names it without lines: rule, entry, event, enclosing symbols."""

    code: str
    name: str
    severity: str
    confidence: str
    message: str
    help: str
    place: Place
    entry: Entry | None = None
    path: tuple[TraceStep, ...] = ()
    fixes: tuple[Fix, ...] = ()
    identity: tuple[str, ...] = ()
    ignored_by: Place | None = None


class Cover(NamedTuple):
    """What releases the identity for a path that does not do so itself.

    `what`: observer, caller, callee, landing-page.
    """

    place: Place
    what: str


@dataclass(slots=True)
class LogoutPath:
    """One logout or switching path, for `fslint paths`.

    `decided_at` is the step that decides to end the identity, where that is in code that entries
    share; `also_from` are the other entries that come to it.
    """

    app: str
    kind: str
    verdict: str
    entry: Entry
    steps: tuple[TraceStep, ...]
    reason: str = ""
    codes: tuple[str, ...] = ()
    covered_by: Cover | None = None
    decided_at: Place | None = None
    also_from: tuple[Entry, ...] = ()


class Sdk(NamedTuple):
    """A Fullstory package (or data-platform adapter) an app installs, and where that is said.

    `version` is '' where none can be told.
    """

    name: str
    version: str
    place: Place


@dataclass(slots=True)
class App:
    """The nearest folder with a manifest, relative to the project's root ('' for the root)."""

    root: str
    manifests: tuple[str, ...] = ()
    sdks: list[Sdk] = field(default_factory=list)
    uses_fullstory: bool = False
    identifies: bool = False


class NotChecked(NamedTuple):
    """A file that was not checked, and why."""

    file: str
    reason: str

    @property
    def crashed(self) -> bool:
        """Whether fslint itself failed on the file."""
        return self.reason.startswith(CRASHED)


@dataclass(slots=True)
class Checked:
    """What a run looked at, so that silence never looks like a pass."""

    files_seen: int = 0
    files_read: int = 0
    files_parsed: int = 0
    seconds: float = 0.0
    apps: list[App] = field(default_factory=list)
    not_checked: list[NotChecked] = field(default_factory=list)


@dataclass(slots=True)
class Result:
    """All that a run has to say."""

    findings: list[Finding]
    paths: list[LogoutPath]
    kinds_not_found: tuple[str, ...]
    checked: Checked


def within(result: Result, files: frozenset[str]) -> Result:
    """Of a whole project's result the findings and paths that begin in `files`, or any step of
    which lies there."""
    findings = [
        one
        for one in result.findings
        if one.place.file in files
        or (one.entry and one.entry.place.file in files)
        or any(step.place.file in files for step in one.path)
    ]
    paths = [
        one
        for one in result.paths
        if one.entry.place.file in files or any(step.place.file in files for step in one.steps)
    ]
    return Result(findings, paths, kinds_missing(paths), result.checked)


def kinds_missing(paths: Iterable[LogoutPath]) -> tuple[str, ...]:
    """The kinds of which none of the paths is."""
    found = {path.kind for path in paths}
    return tuple(kind for kind in KINDS if kind not in found)
