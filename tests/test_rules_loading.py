"""Rule pages as rules: what is read, and how mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from fslint import rules
from fslint.automata import Automaton, Event
from fslint.pages import PageError
from fslint.rule_tables import fill

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
message = "{event} is not followed by { anonymous: true }"
why = "Because."
help = "Reset."

[path]
pattern = "existence"
scope = "logout"
event = ["posthog_reset"]
runs = "all"
severity = "warning"

[fix]
title = "Reset here"
kind = "insert"
insert = "posthog.reset()"
safety = "unsafe"
```
"""


def test_a_rule_on_events_of_the_users_own() -> None:
    rule = rules.parse(PAGE, "POS201-missing-reset.md")
    (path,) = rule.paths
    assert (rule.code, rule.severity, rule.confidence) == ("POS201", "error", "high")
    assert (path.severity, path.message, path.demand.at) == ("warning", rule.message, "scope")
    assert rule.fixes == (
        rules.FixSpec("Reset here", "insert", "unsafe", "", "posthog.reset()", "after"),
    )
    automaton = Automaton(path.demand)
    signed_out = automaton.step(automaton.start, Event("sign_out"))
    assert automaton.violated(signed_out)
    assert not automaton.violated(automaton.step(signed_out, Event("posthog_reset")))


def test_other_braces_in_a_message_stand_for_themselves() -> None:
    assert fill("{event}: { anonymous: true }", {"event": "f()"}) == ("f(): { anonymous: true }")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            'code = "POS201"',
            'code = "pos"',
            4,
            "`code`: expected a code such as FS206, found `pos`",
        ),
        ('code = "POS201"\n', "", 4, "expected `code`: a code such as FS206"),
        ("runs =", "run =", 19, "unknown key `run` in [path] (did you mean 'runs'?): expected one"),
        ('insert = "posthog.reset()"\n', "", 22, "expected `insert` with kind `insert`, and only "),
        ("since =", "sincce =", 4, "expected `since`: a string"),
        ('"error"', '"fatal"', 8, "`severity`: expected one of suggestion, warning, error, found"),
        ('["web"]', '["wed"]', 9, "`platforms`: expected a list of web, "),
        ('["web"]', '"web"', 9, "`platforms`: expected a list of web, "),
        ('"existence"', '"existance"', 16, "`pattern` in [path]: expected one of existence, "),
        ('["posthog_reset"]', '["a b"]', 18, "expected an event such as `anonymize[async,"),
        ("{event} is", "{evnt} is", 11, "unknown placeholder {evnt}: expected one of call, "),
        ('kind = "insert"', 'kind = "add"', 24, "`kind` in [fix]: expected one of replace, "),
        ('"Because."', "Because", 12, "not TOML: Invalid value"),
        ('scope = "logout"', 'scope = "any"', 15, "expected `first` or `last`: with scope `any` "),
        (
            "[fix]",
            "[fixes]",
            22,
            "unknown key `fixes` (did you mean 'fix'?): expected one of ",
        ),
        (
            "[fix]",
            "[[call]]\nat = 'call'\n[[call]]",
            25,
            "unknown key `title` in [call]: expected one of match, ",
        ),
    ],
)
def test_mistakes_name_file_line_and_what_was_expected(
    old: str, new: str, line: int, message: str
) -> None:
    with pytest.raises(PageError) as caught:
        rules.parse(PAGE.replace(old, new, 1), "POS201-missing-reset.md")
    assert str(caught.value).startswith(f"POS201-missing-reset.md:{line}: {message}")


def test_the_file_is_called_like_the_rule() -> None:
    with pytest.raises(PageError, match=r"other\.md:5: expected the file to be called POS201-mis"):
        rules.parse(PAGE, "other.md")


def test_a_folder_of_rules(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Rules\n", encoding="utf-8")
    (tmp_path / "POS201-missing-reset.md").write_text(PAGE, encoding="utf-8")
    (rule,) = rules.load([tmp_path])
    assert rule.name == "missing-reset"
    with pytest.raises(PageError, match=r"POS201 missing-reset: see "):
        rules.load([tmp_path, tmp_path])
    with pytest.raises(PageError, match="expected a folder of rule pages"):
        rules.load([tmp_path / "none"])


def test_rules_are_found_by_code_and_name() -> None:
    rule = rules.parse(PAGE, "POS201-missing-reset.md")
    assert rules.find([rule], "pos201") is rules.find([rule], "Missing-Reset") is rule
    with pytest.raises(
        rules.UnknownRuleError,
        match=r"no rule is called 'missing-rest' \(did you mean 'missing-reset'\?\)",
    ):
        rules.find([rule], "missing-rest")
