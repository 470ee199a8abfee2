"""Small apps with what must be said of them, written in one text file.

    === name of the case: why it is right or wrong
    --- App/Session.swift
    the file's text; `// error: FS201 [col 9]`, or with `#`, at a line's end is expected there
    >> manual proven Session.swift:4

The lines with `>>` at a case's end are all of its paths: kind, verdict, where it begins; where
there are none, paths are not compared, and `>> none` says that there is no path.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from fslint.engine import check_texts
from fslint.findings import Place

MARK = re.compile(
    r"\s*(?://|#) error: (FS\d+(?: \[col \d+\])?(?:, FS\d+(?: \[col \d+\])?)*)$", re.MULTILINE
)
ONE = re.compile(r"(FS\d+)(?: \[col (\d+)\])?")


class Case(NamedTuple):
    """A case: its files' texts, marks taken out, what is expected in them, and its paths."""

    name: str
    files: dict[str, str]
    findings: list[tuple[str, int, str, int | None]]
    paths: list[str]


def cases(path: Path) -> list[Case]:
    """The cases of a file."""
    return [_case(text) for text in path.read_text(encoding="utf-8").split("\n=== ")[1:]]


def _case(text: str) -> Case:
    name, _, rest = text.partition("\n")
    body, *told = rest.split("\n>> ")
    files: dict[str, str] = {}
    findings: list[tuple[str, int, str, int | None]] = []
    for part in f"\n{body}".split("\n--- ")[1:]:
        file, _, source = part.partition("\n")
        for number, line in enumerate(source.split("\n"), 1):
            mark = MARK.search(line)
            for code, column in ONE.findall(mark[1]) if mark else ():
                findings.append((file, number, code, int(column) if column else None))
        files[file] = MARK.sub("", source)
    return Case(name, files, sorted(findings, key=str), [line.strip() for line in told])


def said(case: Case) -> tuple[list[tuple[str, int, str, int | None]], list[str]]:
    """The findings and the paths of a case, columns only where one is expected."""
    result = check_texts(case.files)
    columns = {(file, line, code) for file, line, code, column in case.findings if column}

    def at(place: Place) -> tuple[int, int]:
        before = case.files[place.file][: place.start]
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    findings = []
    for finding in result.findings:
        if finding.confidence != "low":
            line, column = at(finding.place)
            key = (finding.place.file, line, finding.code)
            findings.append((*key, column if key in columns else None))
    paths = [
        f"{p.kind} {p.verdict} {p.entry.place.file}:{at(p.entry.place)[0]}" for p in result.paths
    ]
    if not case.paths:
        paths = []
    return sorted(findings, key=str), paths or ["none"] * bool(case.paths)
