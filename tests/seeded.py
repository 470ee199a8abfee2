"""Seeded faults: right logout code, made wrong in eight ways, to count what is found and mended.

    python tests/seeded.py [--verbose] [--most=60] FOLDER…

Each folder is an app (tests/fixtures/demo, or a copy of a real one). It is copied; what can be
mended there is mended first, and each proven path whose release is a statement is then made
wrong. A fault is found where there are more errors and warnings than before,
mended where its fixes (unsafe ones too) bring them back to what they were, and `same` where the
files then hold to the byte what they held.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from fslint import languages
from fslint.config import Config
from fslint.engine import analyze
from fslint.findings import Edit, Finding, Fix, LogoutPath, Place, TraceStep
from fslint.fixes.apply import plan
from fslint.flow import Span
from fslint.policy import choose, fails
from fslint.project import Project
from fslint.reports.diff import apply_edits
from fslint.visitors import insertion
from fslint.visitors.borders import BODY, HANDLER, SCRIPTS, STATEMENT
from fslint.visitors.flavour import Receiver, anonymize_call, receiver_of
from fslint.visitors.imports import imports_sdk, sdk_import
from fslint.visitors.statements import Statement, statement_at, whole_of

CONFIG = Config(assume_fullstory=True)
WRONG = {"uid null": "null", "guest": "'guest'", "not true": "false", "stopped": ""}
"""Faults that are a wrong call in the place of the right one, with the value that it gives."""
FAULTS = ("delete", "late", "twice", *WRONG, "event after")
NO_USER = {".swift": "nil", ".m": "nil", ".mm": "nil", ".py": "None"}
SINGLE = (".js", ".jsx", ".ts", ".tsx", ".vue", ".html", ".dart")
COLUMNS = ("made", "found", "mended", "same")


class Fault(NamedTuple):
    """A mistake made: its kind, where the right call stood, and the texts of the files then."""

    kind: str
    place: Place
    texts: Mapping[str, str]


def main(arguments: Sequence[str]) -> None:
    """Print a table of the faults: seeded, found, mended, for each folder and for all."""
    total: Counter[tuple[str, str]] = Counter()
    options = [one for one in arguments if one.startswith("--")]
    folders = [one for one in arguments if one not in options]
    most = next((int(one.partition("=")[2]) for one in options if "=" in one), 60)
    for folder in folders:
        counted = seeded(Path(folder), most, "--verbose" in options)
        total += counted
        show(Path(folder).name, counted)
    if len(folders) > 1:
        show("all", total)


def show(name: str, counted: Counter[tuple[str, str]]) -> None:
    """Print the rows of one folder."""
    for fault in (*FAULTS, "any"):
        row = [counted[fault, word] for word in COLUMNS]
        if fault == "any":
            row = [sum(counted[one, word] for one in FAULTS) for word in COLUMNS]
        if row[0] or fault == "any":
            print(f"{name:44} {fault:12}", *(f"{count:4}" for count in row), flush=True)


def seeded(original: Path, most: int, verbose: bool) -> Counter[tuple[str, str]]:
    """How many faults of each kind were made, found and mended in a copy of a folder."""
    counted: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "app"
        ignored = shutil.ignore_patterns(".git", "node_modules")
        shutil.copytree(original, root, symlinks=True, ignore=ignored)
        mend(root)
        project = opened(root)
        result = analyze(project)
        before = classes(choose(result.findings, project).shown)
        for fault in spread(list(faults(project, result.paths)), most):
            right = {file: (root / file).read_bytes() for file in fault.texts}
            write(root, fault.texts)
            counted[fault.kind, "made"] += 1
            where = f"{fault.kind} at {fault.place.file}:{line_of(project, fault.place)}"
            if shown(root) - before:
                counted[fault.kind, "found"] += 1
                right = {**mend(root), **right}
                left = shown(root) - before
                counted[fault.kind, "mended"] += not left
                same = all((root / path).read_bytes() == data for path, data in right.items())
                counted[fault.kind, "same"] += same and not left
                if left and verbose:
                    print(f"not mended: {where}: {dict(left)}", flush=True)
            elif verbose:
                print(f"missed: {where}", flush=True)
            for path, data in right.items():
                (root / path).write_bytes(data)
    return counted


def spread(made: Sequence[Fault], most: int) -> Sequence[Fault]:
    """As many as can be tried, from all over the app."""
    places = list(dict.fromkeys(fault.place for fault in made))
    kept = set(places[:: max(1, -(-len(made) // most))])
    return [fault for fault in made if fault.place in kept][:most]


def line_of(project: Project, place: Place) -> int:
    """The line that a place begins on, from 1."""
    return project.sources.position(place.file, place.start)[0]


def opened(root: Path) -> Project:
    """The folder as a project of its own."""
    return Project.open([root], CONFIG, cwd=root)


def shown(root: Path) -> Counter[tuple[str, str]]:
    """The errors and warnings of a folder, by code and file."""
    project = opened(root)
    return classes(choose(analyze(project).findings, project).shown)


def classes(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    """Errors and warnings by code and file."""
    return Counter((one.code, one.place.file) for one in findings if fails(one))


def mend(root: Path) -> dict[str, bytes]:
    """Apply all fixes, unsafe ones too; gives what the files that change held before."""

    def select(findings: Sequence[Finding], at: Project) -> Sequence[Finding]:
        return choose(findings, at).shown

    def allow(at: Project, finding: Finding, fix: Fix) -> bool:
        return fix.safety != "display"

    return write(root, plan(opened(root), select, allow).texts)


def write(root: Path, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Write files; gives what they held before."""
    before = {}
    for file, text in texts.items():
        before[file] = (root / file).read_bytes()
        (root / file).write_text(text, encoding="utf-8", newline="")
    return before


def faults(project: Project, paths: Sequence[LogoutPath]) -> Iterator[Fault]:
    """Each fault with the file that it is in, and that file's text then."""
    seen = set()
    for path in paths:
        if path.verdict != "proven" or path.kind == "switch":  # there it is advice
            continue
        steps = [step for step in path.steps if step.event != "call"]
        release = next((step for step in steps if step.event == "anonymize"), None)
        if release is None or release.place in seen:
            continue
        seen.add(release.place)
        file = release.place.file
        text = project.sources.text(file) or ""
        here = lines_of(text, release.place)
        if here is None:
            continue
        start, end = here
        moved = text[start:end]

        def fault(kind: str, new: str, at: Place = release.place) -> Fault:
            return Fault(kind, at, {at.file: new})

        yield fault("delete", text[:start] + text[end:])
        yield fault("twice", text[:start] + again(moved) + text[start:])
        for kind in WRONG:
            wrong = instead(moved, kind, Path(file).suffix)
            if wrong != moved:
                yield fault(kind, text[:start] + wrong + text[end:])
        after = steps[steps.index(release) + 1 :]
        leaving = (step for step in after if step.event in ("leave", "move"))
        late = next(filter(None, (behind(release, step, project) for step in leaving)), None)
        if late:
            yield Fault("late", release.place, late)
        events = [step for step in steps if step.event == "track" and step not in after]
        event = lines_of(text, events[-1].place) if events[-1:] else None
        if event and events[-1].place.file == file and event[1] <= start:
            sent = text[event[0] : event[1]]
            without = text[: event[0]] + text[event[1] : start] + again(moved)
            yield fault("event after", without + sent + text[end:])


def behind(release: TraceStep, leaving: TraceStep, project: Project) -> dict[str, str] | None:
    """The texts of the files with the release made right behind a navigation, in whatever function
    or file that stands; None where no statement can follow it."""
    file = leaving.place.file
    text = project.sources.text(file) or ""
    flow = languages.lower(file, text)
    at = statement_at(Span(leaving.place.start, leaving.place.end), flow, text)
    gone = lines_of(project.sources.text(release.place.file) or "", release.place)
    if at is None or gone is None or text.startswith(("return", "throw"), at.borders.start):
        return None
    receiver = receiver_of(flow, text, "window", 0) or Receiver("window.FS?.", True)
    call = anonymize_call(flow, text, receiver)
    if release.place.file == file:
        call = text[gone[0] : gone[1]].strip()
    elif flow.language == "python":
        return None
    edits = following(at, call, insertion.Page(flow, text))
    if edits is None:
        return None
    if flow.language not in SCRIPTS and not imports_sdk(flow, text):
        needed = sdk_import(flow, text)
        edits = (*edits, needed) if needed else edits
    removal = Edit(Place(release.place.file, *gone), "")
    if release.place.file != file:
        other = project.sources.text(release.place.file) or ""
        return {file: apply_edits(text, edits), release.place.file: apply_edits(other, [removal])}
    if any(edit.place.start < gone[1] and gone[0] < edit.place.end for edit in edits):
        return None
    return {file: apply_edits(text, [*edits, removal])}


def following(at: Statement, call: str, page: insertion.Page) -> tuple[Edit, ...] | None:
    """Edits that make a call behind a statement, or behind the one expression of an arrow."""
    body = at.function.body_span
    if at.kind == BODY and page.text[: body.start].rstrip().endswith("=>"):
        block = f"{{ {page.text[slice(*body)]}; {call.rstrip(';')}; }}"
        return (Edit(Place(page.flow.path, *body), block),)
    return insertion.after(at, call, page)


def lines_of(text: str, place: Place) -> tuple[int, int] | None:
    """All that goes with a statement: its lines, or its part of a line; None where it is part of
    another."""
    flow = languages.lower(place.file, text)
    inner = statement_at(Span(place.start, place.end), flow, text)
    at = whole_of(inner, flow, text) if inner is not None else None
    if at is None or not at.alone or at.kind not in (STATEMENT, HANDLER):
        return None
    return at.lines.start, at.lines.end


def again(statement: str) -> str:
    """A statement as it can stand before or behind others."""
    return statement if statement.rstrip().endswith(";") or "\n" in statement else f"{statement}; "


def instead(right: str, fault: str, suffix: str) -> str:
    """A line that releases the identity, with a wrong call in its place."""
    value = WRONG[fault]
    script = "setIdentity" in right
    if value == "null" and not script:
        value = NO_USER.get(suffix, value)
    if fault == "stopped":
        right = re.sub(r"'setIdentity', \{[^}]*\}", "'shutdown'", right)
        right = re.sub(r'"setIdentity", \{[^}]*\}', '"shutdown"', right)
        return right.replace(".anonymize()", ".shutdown()").replace(
            "[FS anonymize]", "[FS shutdown]"
        )
    if fault == "not true":
        return re.sub(r"anonymous: true", "anonymous: false", right)
    if '"setIdentity"' in right or (not script and suffix not in SINGLE):
        value = value.replace("'", '"')
    right = right.replace("anonymous: true", f"uid: {value}")
    right = right.replace(
        "[FS anonymize]", f"[FS identify:{value.replace(chr(34), '@' + chr(34), 1)}]"
    )
    return right.replace(".anonymize()", f".identify({value})")


if __name__ == "__main__":
    main(sys.argv[1:])
