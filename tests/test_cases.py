"""Small projects in many styles, in tests/fixtures/cases: exactly what is announced is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from fslint import examples, pages
from fslint.config import Config

FOLDER = Path(__file__).parent / "fixtures" / "cases"
CONFIG = Config(assume_fullstory=True, ignore=("FS208",))
CASES = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in sorted(FOLDER.glob("*.md"))
    for case in pages.cases(path.read_text(encoding="utf-8"), path.name)
]


@pytest.mark.parametrize("case", CASES)
def test_a_project(case: pages.Case) -> None:
    assert examples.faults(case, CONFIG) == []
