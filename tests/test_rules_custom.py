"""A rule and vocabulary of one's own: another tracker's reset, checked without any Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from fslint import exit_codes
from fslint.cli import run

PAGE = """\
# POS201 missing-reset

```toml
code = "POS201"
name = "missing-reset"
title = "Missing reset"
summary = "A logout that PostHog never hears of."
severity = "error"
platforms = ["web"]
since = "1.0.0"
message = "nothing on this path resets PostHog"
why = "The next user inherits the last one's events."
help = "Call posthog.reset()."

[path]
pattern = "existence"
scope = "logout"
event = ["posthog_reset"]
runs = "all"
```

## Quiet

### Reset

It is told.

```js
import { getAuth, signOut } from 'firebase/auth';
import posthog from 'posthog-js';

export async function logout() {
  posthog.reset();
  await signOut(getAuth());
}
```

## Found

### The helper does not do it for this caller

```js title="src/analytics.js"
import posthog from 'posthog-js';

export function forget(really) {
  if (really) posthog.reset();
}
```

```js title="src/session.js"
import { getAuth, signOut } from 'firebase/auth';
import { forget } from './analytics';

export async function logout() {
  forget(false);
  await signOut(getAuth()); // error: POS201 [col 9]
}
```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a rule, its vocabulary and a configuration that names both."""
    for name, text in {
        "rules/POS201-missing-reset.md": PAGE,
        "words/posthog.toml": '[[call]]\nmatch = ["posthog-js#default.reset"]\n'
        'events = ["posthog_reset"]\nwords = ["posthog"]\n',
        "fslint.toml": 'rules = ["rules"]\nvocabulary = ["words"]\n',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def _test(folder: Path) -> int:
    return run(["test", str(folder / "rules"), "--config", str(folder / "fslint.toml")])


def test_a_rule_of_ones_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _test(folder) == exit_codes.CLEAN
    assert capsys.readouterr().out == "POS201 missing-reset: 2 examples, passed\n"


def test_a_finding_that_is_not_announced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "rules/POS201-missing-reset.md"
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
    page = folder / "rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace("forget(false)", "forget(true)"), encoding="utf-8")
    assert _test(folder) == exit_codes.FINDINGS
    assert capsys.readouterr().out.startswith(
        "POS201-missing-reset.md:43 Found / The helper does not do it for this caller: "
        "expected error: POS201 in src/session.js:6\n"
    )


def test_a_column_that_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace("[col 9]", "[col 3]"), encoding="utf-8")
    assert _test(folder) == exit_codes.FINDINGS
    assert "expected POS201 in src/session.js:6 at column 3, found column 9" in (
        capsys.readouterr().out
    )


def test_a_platform_without_examples(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace('["web"]', '["web", "ios"]'), encoding="utf-8")
    assert _test(folder) == exit_codes.FINDINGS
    assert capsys.readouterr().out.startswith(
        "POS201-missing-reset.md: POS201 claims ios and has no bad example\n"
        "POS201-missing-reset.md: POS201 claims ios and has no quiet example\n"
    )


def test_a_mistake_in_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "rules/POS201-missing-reset.md"
    page.write_text(PAGE.replace("pattern =", "patern ="), encoding="utf-8")
    assert _test(folder) == exit_codes.BROKEN
    assert "POS201-missing-reset.md:15: expected `pattern` in [path]: one of existence, order" in (
        capsys.readouterr().err
    )
