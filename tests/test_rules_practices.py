"""What is asked of a logout, and where each point is shown on a rule's page.

The examples themselves are run by `test_rule_pages.py`; here it is made sure that none goes
missing.
"""

from __future__ import annotations

import pytest

from fslint import rules
from fslint.pages import cases
from fslint.resources import rules_dir

RULES = {rule.code: rule for rule in rules.load([rules_dir()])}

PRACTICES = {
    "events come before the release": [
        ("FS207", "Quiet / Event first"),
        ("FS207", "Found / The logout event comes last"),
    ],
    "a logout has an event": [
        ("FS208", "Quiet / An event before the anonymize"),
        ("FS208", "Found / A silent logout"),
    ],
    "the release comes before the navigation": [
        ("FS203", "Quiet / Anonymize first"),
        ("FS203", "Found / The page is left first"),
        ("FS203", "Found / The sign-out redirects"),
        ("FS203", "Found / The router moves on first"),
    ],
    "one release for one logout": [
        ("FS206", "Quiet / One in each arm"),
        ("FS206", "Found / Two in a row"),
        ("FS206", "Found / One in a helper, one in its caller"),
    ],
    "every way out: the button": [("FS201", "Found / A logout button that forgets Fullstory")],
    "every way out: the session timer": [("FS201", "Found / The session timer")],
    "every way out: the closed account": [("FS201", "Found / The closed account")],
    "every way out: signed out by force": [("FS201", "Found / Signed out by force")],
    "every way out: the refused token": [("FS201", "Found / The refused token")],
    "switching accounts": [
        ("FS210", "Quiet / Event, anonymize, switch, identify"),
        ("FS210", "Found / Straight on to the next account"),
        ("FS201", "Found / The account switcher"),
    ],
    "switching workspaces": [
        ("FS210", "Quiet / A workspace is left and another one entered"),
        ("FS210", "Found / A workspace of the same user"),
    ],
    "one service for every way out": [("FS201", "Quiet / One service for every way out")],
    "a shared device": [
        ("FS201", "Quiet / A kiosk"),
        ("FS303", "Quiet / A timer that runs once"),
    ],
    "a private mode": [("FS201", "Quiet / A private mode")],
    "moving between screens is no logout": [("FS201", "Quiet / No logout")],
    "clearing stored data is no logout": [("FS201", "Quiet / Stored settings are cleared")],
    "the wrong call: a null uid": [("FS101", "Found / Null")],
    "the wrong call: a made-up uid": [("FS102", "Found / Anonymous as a uid")],
    "the Async form, awaited": [
        ("FS204", "Quiet / Awaited for a limited time"),
        ("FS204", "Found / The promise is dropped"),
        ("FS205", "Found / A bare await"),
    ],
    "too many splits: on every screen": [("FS301", "Found / On mount")],
    "too many splits: on errors": [("FS302", "Found / A failed request")],
    "too many splits: again and again": [
        ("FS303", "Found / Once for every tab"),
        ("FS303", "Found / A repeating timer"),
    ],
    "identity comes back: identified again": [("FS209", "Found / A uid among the properties")],
    "identity comes back: a cached user": [("FS209", "Found / The cached user comes back")],
    "the right call of each platform": [
        ("FS206", "Quiet / In the other languages"),
        ("FS101", "Found / Swift"),
        ("FS101", "Found / Kotlin"),
        ("FS101", "Found / Dart"),
        ("FS101", "Found / React Native"),
    ],
    "stopping the capture is no release": [("FS106", "Found / Shutdown in the place of anonymize")],
}


@pytest.mark.parametrize("practice", PRACTICES)
def test_practice_is_shown(practice: str) -> None:
    for code, title in PRACTICES[practice]:
        rule = RULES[code]
        assert title in {case.title for case in cases(rule.text, rule.file)}
