"""Public repositories at fixed commits, and what is expected of them.

`repos.json` holds facts only: for each repository the logout paths that a reading of its source has
found, by kind, verdict, the places where they begin (`entries`) and the places where the user is
signed out (`ends`), as `file:line`. At the places under `either` a path may be found or not.

    python -m tests.crater --repos FOLDER [NAME…]

runs fslint on the local copies `FOLDER/owner+name` and compares path by path.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from fslint.config import Config
from fslint.engine import analyze
from fslint.findings import LogoutPath
from fslint.findings import Place as Span
from fslint.project import Project

NEAR = 3
"""How many lines a place may be off: a call and the handler around it are the same place."""


class Place(NamedTuple):
    """A file and a line, counted from 1."""

    file: str
    line: int

    @classmethod
    def read(cls, text: str) -> Place:
        """A place from `file:line`. Raises ValueError."""
        file, _, line = text.rpartition(":")
        return cls(file, int(line))


class Expected(NamedTuple):
    """One logout path, as read in the source."""

    kind: str
    verdict: str
    entries: tuple[Place, ...]
    ends: tuple[Place, ...]


class Repository(NamedTuple):
    """A repository's name (`owner/name`), its commit, its paths, and places left open."""

    name: str
    commit: str
    paths: tuple[Expected, ...]
    either: tuple[Place, ...]

    def folder(self, copies: Path) -> Path:
        """Where its local copy lies."""
        return copies / self.name.replace("/", "+")


class Outcome(NamedTuple):
    """How what was found compares with what was expected, a line for each path."""

    found: int
    missed: list[str]
    invented: list[str]
    wrong: list[str]


def load() -> list[Repository]:
    """The repositories of `repos.json`. Raises KeyError or ValueError if it is malformed."""
    listed = json.loads((Path(__file__).parent / "repos.json").read_text(encoding="utf-8"))
    return [_repository(one) for one in listed]


def _repository(table: dict[str, Any]) -> Repository:
    paths = tuple(
        Expected(one["kind"], one["verdict"], _places(one["entries"]), _places(one["ends"]))
        for one in table["paths"]
    )
    return Repository(table["name"], table["commit"], paths, _places(table["either"]))


def _places(texts: Iterable[str]) -> tuple[Place, ...]:
    return tuple(Place.read(text) for text in texts)


def check(repository: Repository, copies: Path) -> Outcome:
    """Run fslint on a repository's local copy, and compare."""
    root = repository.folder(copies)
    project = Project.open([root], Config(assume_fullstory=True), cwd=root)

    def place(span: Span) -> Place:
        return Place(span.file, project.sources.position(span.file, span.start)[0])

    found = analyze(project).paths
    return compare(repository, [(path, _touched(path, place)) for path in found])


def _touched(path: LogoutPath, place: Any) -> tuple[Place, ...]:
    """The places of a path, where it begins first."""
    return (place(path.entry.place), *(place(step.place) for step in path.steps))


def compare(
    repository: Repository, found: Collection[tuple[LogoutPath, tuple[Place, ...]]]
) -> Outcome:
    """Compare paths, each with the places it touches, with the expected ones."""
    missed, wrong = [], []
    used: set[int] = set()
    for expected in repository.paths:
        where = f"{expected.kind} {', '.join(f'{p.file}:{p.line}' for p in expected.entries)}"
        same = [n for n, one in enumerate(found) if _is(expected, one[1])]
        used.update(same)
        verdicts = {path.verdict for n, (path, _) in enumerate(found) if n in same}
        if not same:
            missed.append(where)
        elif expected.verdict not in verdicts:
            wrong.append(f"{where}: {'/'.join(sorted(verdicts))}, not {expected.verdict}")
    invented = [
        f"{path.kind} {touched[0].file}:{touched[0].line} ({path.verdict})"
        for n, (path, touched) in enumerate(found)
        if n not in used and not _near(repository.either, touched)
    ]
    return Outcome(len(repository.paths) - len(missed), missed, invented, wrong)


def _is(expected: Expected, touched: tuple[Place, ...]) -> bool:
    return _near(expected.entries, touched) or _near(expected.ends, touched)


def _near(places: Iterable[Place], others: Collection[Place]) -> bool:
    return any(
        one.file == other.file and abs(one.line - other.line) <= NEAR
        for one in places
        for other in others
    )


def main() -> None:
    """Check the local copies, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.crater")
    parser.add_argument("--repos", type=Path, required=True, help="the folder of the local copies")
    parser.add_argument("names", nargs="*", help="only these repositories (owner/name)")
    options = parser.parse_args()
    for repository in load():
        if options.names and repository.name not in options.names:
            continue
        if not repository.folder(options.repos).is_dir():
            print(f"{repository.name}: no local copy")
            continue
        begun = time.perf_counter()
        outcome = check(repository, options.repos)
        print(
            f"{repository.name}: found {outcome.found} of {len(repository.paths)}, invented"
            f" {len(outcome.invented)}, wrong verdict {len(outcome.wrong)},"
            f" {time.perf_counter() - begun:.1f} s"
        )
        for name in ("missed", "invented", "wrong"):
            for line in getattr(outcome, name):
                print(f"    {name}: {line}")
