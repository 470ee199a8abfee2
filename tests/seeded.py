"""Seeded faults: right logout code, made wrong in eight ways, to count what is found and mended.

    python tests/seeded.py [--verbose] FOLDER…

Each folder is an app (tests/fixtures/demo, or a copy of a real one). It is copied; what can be
mended there is mended first, and each proven path whose steps are statements on lines of their
own is then made wrong. A fault is found where there are more errors and warnings than before, and
mended where its fixes (unsafe ones too) bring them back to what they were.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from fslint.config import Config
from fslint.engine import analyze
from fslint.findings import Finding, Fix, LogoutPath, Place, TraceStep
from fslint.fixes.apply import plan
from fslint.policy import choose, fails
from fslint.project import Project

CONFIG = Config(assume_fullstory=True)
WRONG = {"uid null": "null", "guest": "'guest'", "not true": "false", "stopped": ""}
"""Faults that are a wrong call in the place of the right one, with the value that it gives."""
FAULTS = ("delete", "late", "twice", *WRONG, "event after")
MOST = 60
NO_USER = {".swift": "nil", ".m": "nil", ".mm": "nil", ".py": "None"}


def main(folders: Sequence[str]) -> None:
    """Print a table of the faults: seeded, found, mended, for each folder and for all."""
    total: Counter[tuple[str, str]] = Counter()
    for folder in (one for one in folders if one != "--verbose"):
        counted = seeded(Path(folder), "--verbose" in folders)
        total += counted
        show(Path(folder).name, counted)
    if len(folders) > 1:
        show("all", total)


def show(name: str, counted: Counter[tuple[str, str]]) -> None:
    """Print the rows of one folder."""
    for fault in FAULTS:
        made, found, mended = (counted[fault, word] for word in ("made", "found", "mended"))
        if made:
            print(f"{name:32} {fault:12} {made:4} {found:4} {mended:4}", flush=True)


def seeded(original: Path, verbose: bool) -> Counter[tuple[str, str]]:
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
        for fault, file, text in list(faults(project, result.paths))[:MOST]:
            right = {file: (root / file).read_bytes()}
            (root / file).write_text(text, encoding="utf-8", newline="")
            counted[fault, "made"] += 1
            if shown(root) - before:
                counted[fault, "found"] += 1
                right = {**mend(root), **right}
                left = shown(root) - before
                counted[fault, "mended"] += not left
                if left and verbose:
                    print(f"not mended: {fault} in {file}: {dict(left)}")
            elif verbose:
                print(f"missed: {fault} in {file}")
            for path, data in right.items():
                (root / path).write_bytes(data)
    return counted


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

    before = {}
    for file, text in plan(opened(root), select, allow).texts.items():
        before[file] = (root / file).read_bytes()
        (root / file).write_text(text, encoding="utf-8", newline="")
    return before


def faults(project: Project, paths: Sequence[LogoutPath]) -> Iterator[tuple[str, str, str]]:
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
        yield "delete", file, text[:start] + text[end:]
        yield "twice", file, text[:end] + moved + text[end:]
        for fault in WRONG:
            wrong = instead(moved, fault, Path(file).suffix)
            if wrong != moved:
                yield fault, file, text[:start] + wrong + text[end:]
        after = steps[steps.index(release) + 1 :]
        leave = near(text, [s for s in after if s.event in ("leave", "move")], file, end)
        if leave:
            late = text[:start] + text[end : leave[1]] + moved + text[leave[1] :]
            yield "late", file, late
        events = [step for step in steps if step.event == "track" and step not in after]
        event = near(text, events[-1:], file, 0)
        if event and event[1] <= start:
            sent = text[event[0] : event[1]]
            without = text[: event[0]] + text[event[1] : end]
            yield "event after", file, without + sent + text[end:]


def near(text: str, steps: Sequence[TraceStep], file: str, start: int) -> tuple[int, int] | None:
    """The lines of the first of the steps, where they lie in the file behind `start`."""
    for step in steps:
        lines = lines_of(text, step.place) if step.place.file == file else None
        return lines if lines is not None and lines[0] >= start else None
    return None


def lines_of(text: str, place: Place) -> tuple[int, int] | None:
    """The whole lines of a statement; None where it shares them with anything else."""
    start = text.rfind("\n", 0, place.start) + 1
    found = re.compile(r"[ \t]*;?[ \t]*\r?\n").match(text, place.end)
    before = text[start : place.start].strip()
    return (start, found.end()) if found and before in ("", "await") else None


def instead(right: str, fault: str, suffix: str) -> str:
    """A line that releases the identity, with a wrong call in its place."""
    value = WRONG[fault]
    if value == "null":
        value = NO_USER.get(suffix, value)
    if fault == "stopped":
        right = re.sub(r"'setIdentity', \{[^}]*\}", "'shutdown'", right)
        right = re.sub(r'"setIdentity", \{[^}]*\}', '"shutdown"', right)
        return right.replace(".anonymize()", ".shutdown()").replace(
            "[FS anonymize]", "[FS shutdown]"
        )
    if fault == "not true":
        return re.sub(r"anonymous: true", "anonymous: false", right)
    if suffix not in (".js", ".jsx", ".ts", ".tsx", ".vue", ".html", ".dart"):
        value = value.replace("'", '"')
    right = right.replace("anonymous: true", f"uid: {value}")
    right = right.replace(
        "[FS anonymize]", f"[FS identify:{value.replace(chr(34), '@' + chr(34), 1)}]"
    )
    return right.replace(".anonymize()", f".identify({value})")


if __name__ == "__main__":
    main(sys.argv[1:])
