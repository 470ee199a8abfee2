"""A Flutter app, right and wrong: every finding and every path, as a reader would name them."""

from __future__ import annotations

import pytest
from mobile_apps import Expected, codes, look

from fslint.engine import check_texts

FINDINGS = [
    ("FS101", "login_screen.dart", 21, 35),
    ("FS102", "login_screen.dart", 19, 34),
    ("FS106", "kiosk_screen.dart", 35, 5),
    ("FS201", "api_client.dart", 24, 35),
    ("FS202", "privacy_screen.dart", 53, 20),
    ("FS202", "push_listener.dart", 17, 13),
    ("FS203", "privacy_screen.dart", 21, 5),
    ("FS206", "privacy_screen.dart", 26, 5),
    ("FS207", "privacy_screen.dart", 32, 5),
    ("FS208", "privacy_screen.dart", 37, 5),
    ("FS209", "privacy_screen.dart", 44, 5),
    ("FS210", "identity.dart", 8, 5),
    ("FS301", "kiosk_screen.dart", 24, 5),
    ("FS302", "login_screen.dart", 15, 7),
]
PATHS = [
    Expected(
        "switch",
        "proven",
        ("FS210",),
        "accounts_screen.dart",
        29,
        "onTap",
        [
            ("switch", "accounts_screen.dart", 29),
            ("identify", "identity.dart", 8),
        ],
    ),
    Expected(
        "switch",
        "proven",
        (),
        "accounts_screen.dart",
        30,
        "onTap",
        [
            ("switch", "accounts_screen.dart", 30),
            ("track", "accounts_screen.dart", 19),
            ("anonymize", "accounts_screen.dart", 20),
            ("identify", "identity.dart", 8),
        ],
    ),
    Expected(
        "token-expiry",
        "proven",
        (),
        "api_client.dart",
        10,
        "onError",
        [
            ("track", "identity.dart", 12),
            ("anonymize", "identity.dart", 13),
            ("sign_out", "session.dart", 23),
        ],
    ),
    Expected(
        "timeout",
        "proven",
        (),
        "idle_guard.dart",
        14,
        "Timer",
        [
            ("track", "identity.dart", 12),
            ("anonymize", "identity.dart", 13),
            ("sign_out", "session.dart", 23),
        ],
    ),
    Expected(
        "timeout",
        "violated",
        ("FS106",),
        "kiosk_screen.dart",
        33,
        "_timedOut",
        [
            ("track", "kiosk_screen.dart", 34),
            ("stop", "kiosk_screen.dart", 35),
            ("sign_out", "session.dart", 23),
            ("leave", "kiosk_screen.dart", 37),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS203",),
        "privacy_screen.dart",
        17,
        "_leaveFirst",
        [
            ("track", "privacy_screen.dart", 18),
            ("sign_out", "session.dart", 23),
            ("move", "privacy_screen.dart", 20),
            ("anonymize", "privacy_screen.dart", 21),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS206",),
        "privacy_screen.dart",
        24,
        "_twice",
        [
            ("track", "identity.dart", 12),
            ("anonymize", "identity.dart", 13),
            ("anonymize", "privacy_screen.dart", 26),
            ("sign_out", "session.dart", 23),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS207",),
        "privacy_screen.dart",
        30,
        "_lateEvent",
        [
            ("anonymize", "privacy_screen.dart", 31),
            ("track", "privacy_screen.dart", 32),
            ("sign_out", "session.dart", 23),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS208",),
        "privacy_screen.dart",
        36,
        "_quietly",
        [
            ("anonymize", "privacy_screen.dart", 37),
            ("sign_out", "session.dart", 23),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS209",),
        "privacy_screen.dart",
        41,
        "_andBack",
        [
            ("track", "identity.dart", 12),
            ("anonymize", "identity.dart", 13),
            ("sign_out", "session.dart", 23),
            ("identify", "privacy_screen.dart", 44),
        ],
    ),
    Expected(
        "manual",
        "violated",
        ("FS202",),
        "privacy_screen.dart",
        47,
        "_whenOnline",
        [
            ("sign_out", "privacy_screen.dart", 53),
            ("move", "privacy_screen.dart", 53),
        ],
    ),
    Expected(
        "forced",
        "violated",
        ("FS202",),
        "push_listener.dart",
        12,
        "FirebaseMessaging.onMessage.listen",
        [
            ("sign_out", "session.dart", 23),
        ],
    ),
    Expected(
        "manual",
        "proven",
        (),
        "settings_screen.dart",
        16,
        "onTap",
        [
            ("track", "identity.dart", 12),
            ("anonymize", "identity.dart", 13),
            ("sign_out", "session.dart", 23),
            ("move", "settings_screen.dart", 18),
            ("sign_out", "auth_bloc.dart", 26),
        ],
    ),
    Expected(
        "account-deletion",
        "violated",
        ("FS201",),
        "settings_screen.dart",
        24,
        "onTap",
        [
            ("sign_out", "api_client.dart", 24),
        ],
    ),
]


def test_findings() -> None:
    assert look("flutter").findings == FINDINGS


def test_paths() -> None:
    assert look("flutter").paths == PATHS


OBSERVED = """
import 'package:firebase_auth/firebase_auth.dart';
import 'package:fullstory_flutter/fs.dart';

void main() {
  FirebaseAuth.instance.authStateChanges().listen((user) {
    if (user == null) {
      FS.event('User Logged Out', {});
      FS.anonymize();
    }
  });
  runApp(SettingsPage());
}

class SettingsPage extends StatelessWidget {
  Future<void> logOut() async {
    await FirebaseAuth.instance.signOut();
  }

  Widget build(BuildContext context) => TextButton(onPressed: logOut, child: Text('x'));
}
"""


def test_an_auth_state_listener_covers_the_app() -> None:
    result = check_texts({"lib/main.dart": OBSERVED})
    assert codes(result) == []
    assert [(path.verdict, path.covered_by is not None) for path in result.paths] == [
        ("proven", True)
    ]


def test_without_its_anonymize_it_covers_nothing() -> None:
    result = check_texts({"lib/main.dart": OBSERVED.replace("FS.anonymize();", "")})
    assert codes(result) == ["FS201"]


LOG_OUT = """
import 'package:firebase_auth/firebase_auth.dart';
import 'package:fullstory_flutter/fs.dart';

Future<void> logOut(BuildContext context, [bool quiet = false]) async {
  %s
}
"""
END = "await FirebaseAuth.instance.signOut();"
RELEASE = "FS.event('out', {}); FS.anonymize();"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f"{RELEASE} {END}", "both stand before"),
        (f"{END} {RELEASE} context.go('/login');", "a sign-out that fails leaves the user"),
        (f"if (kReleaseMode) {{ {RELEASE} }} {END}", "a guard on the build is no branch"),
        (f"try {{ {END} }} finally {{ {RELEASE} }}", "`finally` runs on both outcomes"),
        (f"switch (quiet) {{ case true: {RELEASE} default: {RELEASE} }} {END}", "one on each arm"),
        (f"final f = () {{ {RELEASE} }}; f(); {END}", "a closure that is called"),
        (f"void f() {{ {RELEASE} }} f(); {END}", "a function in a function"),
        (
            f"await FirebaseAuth.instance.signOut().then((_) {{ {RELEASE} }});",
            "awaited",
        ),
        (f"{END} FS..event('out', {{}})..anonymize();", "a cascade is two calls"),
        (
            f"await Future.wait([FirebaseAuth.instance.signOut()]); {RELEASE}",
            "it is evaluated",
        ),
    ],
)
def test_right(body: str, why: str) -> None:
    assert codes(check_texts({"lib/a.dart": LOG_OUT % body})) == [], why


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (END, ["FS201"], "nothing releases the identity"),
        (f"{END} if (quiet) {{ {RELEASE} }}", ["FS202"], "one arm alone does"),
        (f"FS.identify(''); {END}", ["FS101"], "no uid is no release"),
        (f"FS.shutdown(); {END}", ["FS106"], "nor is a stop"),
        (f"{RELEASE} FS.anonymize(); {END}", ["FS206"], "once is enough"),
        (f"final f = () {{ {RELEASE} }}; {END}", ["FS201"], "a closure that nobody calls"),
        (f"{END} context.go('/login'); {RELEASE}", ["FS203"], "too late"),
        (f"{END} exit(0); {RELEASE}", ["FS201"], "never reached"),
    ],
)
def test_wrong(body: str, expected: list[str], why: str) -> None:
    assert codes(check_texts({"lib/a.dart": LOG_OUT % body})) == expected, why
