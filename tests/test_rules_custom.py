"""The guide's rule of one's own: another tracker's reset, checked without any Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fslint import exit_codes
from fslint.automata import PATTERNS, PLACES, RUNS
from fslint.cli import run
from fslint.resources import rules_dir
from fslint.rule_tables import PLACEHOLDERS
from fslint.rules import FIX_KINDS, SCOPES

GUIDE = (rules_dir() / "README.md").read_text(encoding="utf-8")
PAGE = GUIDE.partition("````md\n")[2].partition("````\n")[0]
WORDS, CONFIGURATION = re.findall(r"^```toml\n(.*?)^```\n", GUIDE.partition(PAGE)[2], re.M | re.S)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a rule, its vocabulary and a configuration that names both."""
    for name, text in {
        "lint/rules/POS201-missing-reset.md": PAGE,
        "lint/words/posthog.toml": WORDS,
        "fslint.toml": CONFIGURATION,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("word", [*PATTERNS, *PLACES, *RUNS, *PLACEHOLDERS, *FIX_KINDS, *SCOPES])
def test_the_guide_knows_every_word(word: str) -> None:
    assert f"`{word}`" in GUIDE or f"`{{{word}}}`" in GUIDE


def _test(folder: Path) -> int:
    return run(["test", str(folder / "lint/rules"), "--config", str(folder / "fslint.toml")])


def test_a_rule_of_ones_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _test(folder) == exit_codes.CLEAN
    assert capsys.readouterr().out == "POS201 missing-reset: 2 examples, passed\n"


def test_a_finding_that_is_not_announced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "lint/rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace("  posthog.reset();\n", ""), encoding="utf-8")
    assert _test(folder) == exit_codes.FINDINGS
    assert capsys.readouterr().out == (
        "POS201-missing-reset.md:29 Quiet / Reset: unexpected error: POS201 in src/app.js:5: "
        "nothing on this path resets PostHog\n"
        "POS201 missing-reset: 2 examples, failed\n"
    )


def test_an_announced_finding_that_is_not_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = folder / "lint/rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace("forget(false)", "forget(true)"), encoding="utf-8")
    assert _test(folder) == exit_codes.FINDINGS
    assert capsys.readouterr().out.startswith(
        "POS201-missing-reset.md:43 Found / The helper does not do it for this caller: "
        "expected error: POS201 in src/session.js:6\n"
    )


def test_a_column_that_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "lint/rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace("[col 9]", "[col 3]"), encoding="utf-8")
    assert _test(folder) == exit_codes.FINDINGS
    assert "expected POS201 in src/session.js:6 at column 3, found column 9" in (
        capsys.readouterr().out
    )


def test_a_platform_without_examples(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "lint/rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace('["web"]', '["web", "ios"]'), encoding="utf-8")
    assert _test(folder) == exit_codes.FINDINGS
    assert capsys.readouterr().out.startswith(
        "POS201-missing-reset.md: POS201 claims ios and has no bad example\n"
        "POS201-missing-reset.md: POS201 claims ios and has no quiet example\n"
    )


def test_a_mistake_in_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "lint/rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace("pattern =", "patern ="), encoding="utf-8")
    assert _test(folder) == exit_codes.BROKEN
    assert "POS201-missing-reset.md:15: expected `pattern` in [path]: one of existence, order" in (
        capsys.readouterr().err
    )


def test_an_event_that_nothing_gives(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "lint/rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace('"posthog_reset"', '"posthog_rest"'), encoding="utf-8")
    config = ["config", "check", "--config", str(folder / "fslint.toml")]
    for command in (["test", str(page.parent), *config[2:]], config):
        assert run(command) == exit_codes.BROKEN
        assert capsys.readouterr().err == (
            f"fslint: {page}:18: expected an event of a vocabulary (did you mean 'posthog_reset'?)"
            ", found `posthog_rest`\n"
        )
