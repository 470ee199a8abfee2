"""How often a project is analysed while its fixes are proven."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_fixes_apply import done, finding_at, project, result_of, safe, shown

from fslint import engine
from fslint.findings import Result
from fslint.fixes.apply import plan
from fslint.project import Project


def test_what_is_known_of_the_project_is_not_analysed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = project(tmp_path, {"a.js": "FS('setIdentity', { uid: null });\n"})
    begun, seen = engine.analyze(at), _counted(monkeypatch)
    outcome = plan(at, shown, safe, begun)
    assert done(outcome) and len(seen) == 1
    assert outcome.result is seen[-1]


def test_the_same_texts_are_analysed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = finding_at("a.js", (0, 3), "two")
    bad = replace(finding_at("b.js", (0, 3), "six"), code="FS998")
    worse = replace(finding_at("b.js", (0, 3), "", code="FS997"), fixes=())
    seen: list[str] = []

    def analyze(at: Project) -> Result:
        one, other = (at.sources.text(file) or "" for file in ("a.js", "b.js"))
        seen.append(one + other)
        left = [good] if one == "one();\n" else []
        return result_of([*left, bad if other == "one();\n" else worse])

    monkeypatch.setattr(engine, "analyze", analyze)
    outcome = plan(project(tmp_path, {"a.js": "one();\n", "b.js": "one();\n"}), shown, safe)
    assert outcome.texts == {"a.js": "two();\n"}
    assert len(seen) == len(set(seen))


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[Result]:
    """The results of all analyses from now on."""
    seen: list[Result] = []
    analyze = engine.analyze

    def counted(at: Project) -> Result:
        seen.append(analyze(at))
        return seen[-1]

    monkeypatch.setattr(engine, "analyze", counted)
    return seen
