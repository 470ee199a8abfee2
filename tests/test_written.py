"""What developers write: each case with its expectation, written first."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_cases import Case, cases, said

FIXTURES = Path(__file__).parent / "fixtures" / "written"
CASES = [case for path in sorted(FIXTURES.glob("*/*.txt")) for case in cases(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    assert said(case) == (case.findings, case.paths)
