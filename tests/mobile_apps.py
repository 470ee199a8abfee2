"""What the analysis says of the apps in `fixtures/mobile`, as their tests compare it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from fslint.config import Config
from fslint.engine import analyze
from fslint.findings import Place, Result
from fslint.project import Project

FIXTURES = Path(__file__).parent / "fixtures" / "mobile"
EVENTS = frozenset(
    {"anonymize", "identify", "track", "stop", "sign_out", "switch", "move", "leave"}
)


class Expected(NamedTuple):
    """A path: its kind, verdict and codes, where it begins, and its steps as event, file, line."""

    kind: str
    verdict: str
    codes: tuple[str, ...]
    file: str
    line: int
    entry: str
    steps: list[tuple[str, str, int]]


class Looked(NamedTuple):
    """What the analysis of a fixture says, with places as file, line and column."""

    findings: list[tuple[str, str, int, int]]
    paths: list[Expected]


def look(name: str) -> Looked:
    """Check the fixture `name` as a project of its own."""
    project = Project.open([FIXTURES / name], Config(), cwd=FIXTURES / name)
    result = analyze(project)

    def at(place: Place) -> tuple[str, int, int]:
        line, column = project.sources.position(place.file, place.start)
        return place.file.rpartition("/")[2], line, column

    paths = []
    for path in result.paths:
        file, line, _ = at(path.entry.place)
        steps = [(s.event, *at(s.place)[:2]) for s in path.steps if s.event in EVENTS]
        found = (path.kind, path.verdict, path.codes, file, line, path.entry.name, steps)
        paths.append(Expected(*found))
    return Looked(
        sorted((f.code, *at(f.place)) for f in result.findings),
        sorted(paths, key=lambda path: (path.file, path.line)),
    )


def codes(result: Result) -> list[str]:
    """The codes of the findings that are shown by default."""
    return [finding.code for finding in result.findings if finding.confidence != "low"]
