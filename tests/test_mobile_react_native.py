"""A React Native app, right and wrong: every finding and path, as a reader would name them."""

from __future__ import annotations

import json

import pytest
from mobile_apps import Expected, codes, look

from fslint.engine import check_texts

FINDINGS = [
    ("FS101", "LoginScreen.tsx", 25, 62),
    ("FS102", "LoginScreen.tsx", 24, 69),
    ("FS106", "KioskScreen.tsx", 18, 7),
    ("FS201", "api.ts", 20, 9),
    ("FS202", "PrivacyScreen.tsx", 55, 7),
    ("FS202", "push.ts", 14, 11),
    ("FS203", "PrivacyScreen.tsx", 17, 5),
    ("FS203", "PrivacyScreen.tsx", 24, 5),
    ("FS206", "PrivacyScreen.tsx", 29, 5),
    ("FS207", "PrivacyScreen.tsx", 35, 5),
    ("FS208", "PrivacyScreen.tsx", 40, 5),
    ("FS209", "PrivacyScreen.tsx", 47, 5),
    ("FS210", "identity.ts", 4, 3),
    ("FS301", "KioskScreen.tsx", 12, 5),
    ("FS302", "LoginScreen.tsx", 15, 7),
]
PATHS = [
    Expected(
        "switch",
        "proven",
        ("FS210",),
        "AccountsScreen.tsx",
        26,
        "onPress",
        [
            ("switch", "AccountsScreen.tsx", 26),
            ("identify", "identity.ts", 4),
        ],
    ),
    Expected(
        "switch",
        "proven",
        (),
        "AccountsScreen.tsx",
        29,
        "onPress",
        [
            ("switch", "AccountsScreen.tsx", 29),
            ("track", "AccountsScreen.tsx", 14),
            ("anonymize", "AccountsScreen.tsx", 15),
            ("identify", "identity.ts", 4),
        ],
    ),
    Expected(
        "timeout",
        "violated",
        ("FS106",),
        "KioskScreen.tsx",
        16,
        "setTimeout",
        [
            ("track", "KioskScreen.tsx", 17),
            ("stop", "KioskScreen.tsx", 18),
            ("sign_out", "session.ts", 12),
        ],
    ),
    Expected(
        "timeout",
        "proven",
        (),
        "KioskScreen.tsx",
        32,
        "onClosingTime",
        [
            ("track", "identity.ts", 9),
            ("anonymize", "identity.ts", 10),
            ("sign_out", "session.ts", 12),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS203",),
        "PrivacyScreen.tsx",
        13,
        "leaveFirst",
        [
            ("track", "PrivacyScreen.tsx", 14),
            ("sign_out", "session.ts", 12),
            ("move", "PrivacyScreen.tsx", 16),
            ("anonymize", "PrivacyScreen.tsx", 17),
        ],
    ),
    Expected(
        "manual",
        "violated",
        ("FS203",),
        "PrivacyScreen.tsx",
        20,
        "restartFirst",
        [
            ("track", "PrivacyScreen.tsx", 21),
            ("sign_out", "session.ts", 12),
            ("leave", "PrivacyScreen.tsx", 23),
            ("anonymize", "PrivacyScreen.tsx", 24),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS206",),
        "PrivacyScreen.tsx",
        27,
        "twice",
        [
            ("track", "identity.ts", 9),
            ("anonymize", "identity.ts", 10),
            ("anonymize", "PrivacyScreen.tsx", 29),
            ("sign_out", "session.ts", 12),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS207",),
        "PrivacyScreen.tsx",
        33,
        "lateEvent",
        [
            ("anonymize", "PrivacyScreen.tsx", 34),
            ("track", "PrivacyScreen.tsx", 35),
            ("sign_out", "session.ts", 12),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS208",),
        "PrivacyScreen.tsx",
        39,
        "quietly",
        [
            ("anonymize", "PrivacyScreen.tsx", 40),
            ("sign_out", "session.ts", 12),
        ],
    ),
    Expected(
        "manual",
        "proven",
        ("FS209",),
        "PrivacyScreen.tsx",
        44,
        "handBack",
        [
            ("track", "identity.ts", 9),
            ("anonymize", "identity.ts", 10),
            ("sign_out", "session.ts", 12),
            ("identify", "PrivacyScreen.tsx", 47),
        ],
    ),
    Expected(
        "manual",
        "violated",
        ("FS202",),
        "PrivacyScreen.tsx",
        50,
        "whenOnline",
        [
            ("sign_out", "PrivacyScreen.tsx", 55),
            ("move", "PrivacyScreen.tsx", 55),
        ],
    ),
    Expected(
        "manual",
        "proven",
        (),
        "SettingsScreen.tsx",
        13,
        "onLogOut",
        [
            ("track", "identity.ts", 9),
            ("anonymize", "identity.ts", 10),
            ("sign_out", "session.ts", 12),
            ("move", "SettingsScreen.tsx", 15),
        ],
    ),
    Expected(
        "account-deletion",
        "violated",
        ("FS201",),
        "SettingsScreen.tsx",
        18,
        "onDelete",
        [
            ("sign_out", "api.ts", 20),
        ],
    ),
    Expected(
        "token-expiry",
        "proven",
        (),
        "api.ts",
        10,
        "api.interceptors.response.use",
        [
            ("track", "identity.ts", 9),
            ("anonymize", "identity.ts", 10),
            ("sign_out", "session.ts", 12),
        ],
    ),
    Expected(
        "forced",
        "violated",
        ("FS202",),
        "push.ts",
        7,
        "messaging().onMessage",
        [
            ("sign_out", "session.ts", 12),
        ],
    ),
]


def test_findings() -> None:
    assert look("react_native").findings == FINDINGS


def test_paths() -> None:
    assert look("react_native").paths == PATHS


MANIFEST = json.dumps(
    {
        "name": "raft",
        "dependencies": {
            "react-native": "0.76.5",
            "@fullstory/react-native": "^1.6.0",
            "@react-native-firebase/auth": "^21.6.1",
        },
    }
)
SCREEN = """
import React from 'react';
import { Button } from 'react-native';
import auth from '@react-native-firebase/auth';
import FullStory from '@fullstory/react-native';

export function Settings({ navigation, quiet }) {
  const logOut = async () => {
    %s
  };
  return <Button title="Log out" onPress={logOut} />;
}
"""
END = "await auth().signOut();"
RELEASE = "FullStory.event('out', {}); FullStory.anonymize();"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f"{RELEASE} {END}", "both stand before"),
        (f"{END} {RELEASE} navigation.replace('Login');", "a sign-out that fails leaves the user"),
        (f"if (!__DEV__) {{ {RELEASE} }} {END}", "a guard on the build is no branch"),
        (f"try {{ {END} }} finally {{ {RELEASE} }}", "`finally` runs on both outcomes"),
        (f"{END} FullStory.event('out', {{}}); FullStory?.anonymize();", "a guard on the SDK"),
    ],
)
def test_right(body: str, why: str) -> None:
    result = check_texts({"package.json": MANIFEST, "src/Settings.jsx": SCREEN % body})
    assert codes(result) == [], why


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (END, ["FS201"], "nothing releases the identity"),
        (f"if (quiet) {{ {RELEASE} }} {END}", ["FS202"], "one arm alone does"),
        (f"FullStory.identify(''); {END}", ["FS101"], "no uid is no release"),
        (f"FullStory.restart(); {END}", ["FS106"], "nor is a new start"),
        (f"{END} navigation.replace('Login'); {RELEASE}", ["FS203"], "too late"),
        (f"{RELEASE} FullStory.anonymize(); {END}", ["FS206"], "once is enough"),
    ],
)
def test_wrong(body: str, expected: list[str], why: str) -> None:
    result = check_texts({"package.json": MANIFEST, "src/Settings.jsx": SCREEN % body})
    assert codes(result) == expected, why


BUS = """
import { DeviceEventEmitter } from 'react-native';
import auth from '@react-native-firebase/auth';
import FullStory from '@fullstory/react-native';

DeviceEventEmitter.addListener('LEAVE', async () => {
  %s
  await auth().signOut();
});
"""
SENDER = """
import { DeviceEventEmitter, Button } from 'react-native';

export const LogOut = () => (
  <Button title="Log out" onPress={() => DeviceEventEmitter.emit('LEAVE')} />
);
"""


@pytest.mark.parametrize(("release", "expected"), [(RELEASE, []), ("", ["FS201"])])
def test_an_event_is_followed_to_its_listener(release: str, expected: list[str]) -> None:
    texts = {"package.json": MANIFEST, "src/bus.js": BUS % release, "src/LogOut.jsx": SENDER}
    result = check_texts(texts)
    assert codes(result) == expected
    assert [(path.entry.name, path.entry.place.file) for path in result.paths] == [
        ("onPress", "src/LogOut.jsx")
    ]


@pytest.mark.parametrize("variant", ["ios", "android"])
def test_each_platform_s_variant_is_followed(variant: str) -> None:
    end = (
        "import auth from '@react-native-firebase/auth';\n"
        "import FullStory from '@fullstory/react-native';\n"
        "export async function end() { %s await auth().signOut(); }"
    )
    other = "android" if variant == "ios" else "ios"
    button = (
        "import { end } from './end';\nimport { Button } from 'react-native';\n"
        "export const LogOut = () => <Button title='x' onPress={end} />;"
    )
    texts = {
        "package.json": MANIFEST,
        f"src/end.{variant}.js": end % "",
        f"src/end.{other}.js": end % RELEASE,
        "src/LogOut.jsx": button,
    }
    result = check_texts(texts)
    assert codes(result) == ["FS201"]
    assert [finding.place.file for finding in result.findings] == [f"src/end.{variant}.js"]
