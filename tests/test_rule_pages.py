"""Every example of every rule page, run through the engine."""

from __future__ import annotations

import pytest

from fslint import rules
from fslint.examples import faults, uncovered
from fslint.pages import Case, cases
from fslint.resources import rules_dir
from fslint.rules import Rule

RULES = rules.load([rules_dir()])
CASES = [
    pytest.param(case, id=f"{rule.code} {case.line} {case.title}")
    for rule in RULES
    for case in cases(rule.text, rule.file)
]


@pytest.mark.parametrize("case", CASES)
def test_example(case: Case) -> None:
    assert faults(case) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_claimed_platform_is_shown(rule: Rule) -> None:
    assert uncovered(rule, cases(rule.text, rule.file)) == []
