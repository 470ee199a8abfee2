"""The expectations for public repositories: well-formed, and met where there are local copies.

FSLINT_CRATER_DIR names the folder of the copies; without it, only the file itself is tested.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from crater import Expected, Place, Repository, check, compare, load

from fslint.findings import KINDS, Entry, LogoutPath
from fslint.findings import Place as Span

COPIES = Path(os.environ.get("FSLINT_CRATER_DIR") or "no-copies")
LOCAL = [one for one in load() if one.folder(COPIES).is_dir()]


def path(kind: str, verdict: str) -> LogoutPath:
    return LogoutPath("", kind, verdict, Entry(Span("a.ts", 0, 1), "leave"), ())


def test_the_expectations_are_well_formed() -> None:
    repositories = load()
    assert len({one.name for one in repositories}) == len(repositories) >= 15
    for one in repositories:
        assert re.fullmatch(r"[\w.-]+/[\w.-]+", one.name)
        assert re.fullmatch(r"[0-9a-f]{40}", one.commit)
        for expected in one.paths:
            assert expected.kind in KINDS
            assert expected.verdict in ("proven", "violated", "unknown")
            assert expected.entries or expected.ends
        for place in (p for e in one.paths for p in (*e.entries, *e.ends)):
            assert place.line > 0
            assert not place.file.startswith(("/", "."))


def test_paths_are_told_apart() -> None:
    here, there = Place("a.ts", 10), Place("b.ts", 5)
    expected = Expected("manual", "violated", (here,), (there,))
    repository = Repository("o/n", "0" * 40, (expected,), (Place("c.ts", 1),))
    found = [
        (path("manual", "proven"), (Place("a.ts", 12), Place("d.ts", 1))),
        (path("manual", "violated"), (Place("a.ts", 14),)),
        (path("manual", "violated"), (Place("c.ts", 2),)),
    ]
    assert compare(repository, found) == (
        1,
        [],
        ["manual a.ts:14 (violated)"],
        ["manual a.ts:10: proven, not violated"],
    )
    assert compare(repository, []) == (0, ["manual a.ts:10"], [], [])


def test_nine_of_ten_are_found_and_one_of_twenty_invented() -> None:
    print(f"{len(LOCAL)} of {len(load())} repositories have a local copy in {COPIES}")
    outcomes = [check(one, COPIES) for one in LOCAL]
    expected = sum(len(one.paths) for one in LOCAL)
    assert sum(one.found for one in outcomes) >= 0.9 * expected
    assert sum(len(one.invented) for one in outcomes) <= 0.05 * expected
