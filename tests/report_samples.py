"""A small project with a hand-written result, for the tests of the reports."""

from __future__ import annotations

from pathlib import Path

from fslint.config import Config
from fslint.findings import (
    Cover,
    Edit,
    Entry,
    Finding,
    Fix,
    LogoutPath,
    Place,
    Result,
    TraceStep,
)
from fslint.policy import choose
from fslint.project import Project
from fslint.reports import Report
from fslint.reports.style import Style

HEADER = """\
import { logOut } from './session';

export const Header = () => <button onClick={logOut}>Salir — 退出</button>;
"""
SESSION = """\
import { signOut } from 'firebase/auth';

export async function logOut() {
\tawait signOut(auth);
\tlocation.href = '/';
\tFS('setIdentity', { anonymous: true });
}
"""
FILES = {
    "package.json": '{"name": "shop", "dependencies": {"@fullstory/browser": "^2.0.3"}}\n',
    "src/Header.jsx": HEADER,
    "src/session.js": SESSION,
}


def place(file: str, text: str) -> Place:
    """Where a text stands, the first time, in one of the sample files."""
    start = FILES[file].index(text)
    return Place(file, start, start + len(text))


def late_anonymize() -> Finding:
    """FS203 in `src/session.js`, with a path over two files and a fix."""
    anonymize = place("src/session.js", "FS('setIdentity', { anonymous: true })")
    line = place("src/session.js", "\tFS('setIdentity', { anonymous: true });\n")
    leave = place("src/session.js", "\tlocation.href")
    entry = place("src/Header.jsx", "logOut}")
    entry = entry._replace(end=entry.end - 1)
    return Finding(
        code="FS203",
        name="navigate-before-anonymize",
        severity="error",
        confidence="high",
        message="this anonymize comes after location.href = '/' in line 5: it may never run",
        help="Move the anonymize before the navigation.",
        place=anonymize,
        entry=Entry(entry, "logOut", "manual"),
        path=(
            TraceStep(entry, "call", "logOut", "logOut"),
            TraceStep(place("src/session.js", "signOut(auth)"), "sign_out", "signOut(auth)"),
            TraceStep(
                place("src/session.js", "location.href = '/'"), "leave", "location.href = '/'"
            ),
            TraceStep(anonymize, "anonymize", "FS('setIdentity', { anonymous: true })"),
        ),
        fixes=(
            Fix(
                "Move the anonymize before the navigation",
                "safe",
                (
                    Edit(
                        Place("src/session.js", leave.start, leave.start),
                        "\tFS('setIdentity', { anonymous: true });\n",
                    ),
                    Edit(line, ""),
                ),
            ),
        ),
        identity=("FS203", "src/session.js", "logOut", "signOut"),
    )


def suggestion() -> Finding:
    """FS208 in `src/session.js`: a call without a path."""
    return Finding(
        code="FS208",
        name="missing-logout-event",
        severity="suggestion",
        confidence="medium",
        message="no event is sent before this anonymize",
        help="Send an event first.",
        place=place("src/session.js", "FS('setIdentity', { anonymous: true })"),
    )


def logout_path() -> LogoutPath:
    """The path of `late_anonymize`, violated."""
    finding = late_anonymize()
    assert finding.entry is not None
    return LogoutPath("", "manual", "violated", finding.entry, finding.path, codes=("FS203",))


def covered_path() -> LogoutPath:
    """A path that an observer covers."""
    at = place("src/session.js", "signOut(auth)")
    return LogoutPath(
        "",
        "timeout",
        "proven",
        Entry(at, "onIdle", "timeout"),
        (TraceStep(at, "sign_out", "signOut(auth)"),),
        covered_by=Cover(place("src/Header.jsx", "logOut"), "observer"),
    )


def write(folder: Path) -> None:
    """Write the sample files into a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def sample(
    folder: Path, *findings: Finding, style: Style | None = None, quiet: bool = False
) -> Report:
    """A report on the sample project, written into `folder`."""
    write(folder)
    project = Project.open([folder], Config(), cwd=folder)
    list(project.mentioning(["fullstory", "signout"]))
    checked = project.checked()
    checked.files_parsed, checked.seconds = 2, 0.25
    paths = [logout_path(), covered_path()]
    result = Result(list(findings), paths, ("account-deletion",), checked)
    return Report(project, result, choose(findings, project), style or Style(), quiet)
