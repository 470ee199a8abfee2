"""How calls of a React Native app are followed: native modules, sagas, connected components."""

from __future__ import annotations

import json

import pytest
from mobile_apps import codes

from fslint.engine import check_texts

MANIFEST = json.dumps(
    {
        "name": "raft",
        "dependencies": {"react-native": "0.76.5", "@fullstory/react-native": "^1.6.0"},
    }
)
BUTTON = """
import { NativeModules, Button } from 'react-native';
const { SessionModule } = NativeModules;
export const Leave = () => <Button title="Leave" onPress={() => SessionModule.%s()} />;
"""
MODULE = """
package com.raft
import com.facebook.react.bridge.ReactMethod
import com.google.firebase.auth.FirebaseAuth
import com.fullstory.FS

class SessionModule(ctx: ReactApplicationContext) : ReactContextBaseJavaModule(ctx) {
    override fun getName() = "SessionModule"
    @ReactMethod
    fun endSession() {
        %s
        FirebaseAuth.getInstance().signOut()
    }
}
"""
RELEASE = 'FS.event("out", mapOf<String, Any>()); FS.anonymize()'


@pytest.mark.parametrize(("release", "expected"), [(RELEASE, []), ("", ["FS201"])])
def test_a_native_module_is_followed(release: str, expected: list[str]) -> None:
    texts = {
        "package.json": MANIFEST,
        "src/Leave.tsx": BUTTON % "endSession",
        "android/app/src/main/java/com/raft/SessionModule.kt": MODULE % release,
    }
    result = check_texts(texts)
    assert codes(result) == expected
    assert [(p.entry.name, p.entry.place.file) for p in result.paths] == [
        ("onPress", "src/Leave.tsx")
    ]


@pytest.mark.parametrize(("method", "expected"), [("logout", ["FS201"]), ("vibrate", [])])
def test_a_native_module_from_elsewhere_is_told_by_name(method: str, expected: list[str]) -> None:
    texts = {"package.json": MANIFEST, "src/Leave.tsx": BUTTON % method}
    assert codes(check_texts(texts)) == expected


SAGA = """
import { takeLatest, call } from 'redux-saga/effects';
import AsyncStorage from '@react-native-async-storage/async-storage';
import FullStory from '@fullstory/react-native';
import { LOGOUT } from './actions';
function* leave() {
  %s
  yield call(AsyncStorage.removeItem, 'auth_token');
}
export default function* root() {
  yield takeLatest(LOGOUT, leave);
}
"""
ACTIONS = """
export const LOGOUT = 'LOGOUT';
export const logout = () => ({ type: LOGOUT });
"""
SIDEBAR = """
import { connect } from 'react-redux';
import { TouchableOpacity } from 'react-native';
import { logout } from './actions';
const Sidebar = ({ logout }) => <TouchableOpacity onPress={() => logout()} />;
export default connect(null, dispatch => ({ logout: () => dispatch(logout()) }))(Sidebar);
"""
SAID = "FullStory.event('out', {}); yield call(FullStory.anonymize);"


@pytest.mark.parametrize(("release", "expected"), [(SAID, []), ("", [("FS201", "src/saga.js", 8)])])
def test_what_a_saga_calls_counts_as_called(
    release: str, expected: list[tuple[str, str, int]]
) -> None:
    """The component is handed to `connect`, and nobody in these files renders it."""
    texts = {
        "package.json": MANIFEST,
        "src/saga.js": SAGA % release,
        "src/actions.js": ACTIONS,
        "src/Sidebar.js": SIDEBAR,
    }
    result = check_texts(texts)
    found = [
        (f.code, f.place.file, texts[f.place.file].count("\n", 0, f.place.start) + 1)
        for f in result.findings
    ]
    assert found == expected
    assert [p.entry.place.file for p in result.paths] == ["src/Sidebar.js"]


HANDLERS = """
import { useAuth } from '@clerk/clerk-expo';
import { Button, Platform } from 'react-native';
import FullStory from '@fullstory/react-native';
export function Menu({ onClose }) {
  const { signOut } = useAuth();
  const leave = async () => { %s };
  return <Button title="x" onPress={%s} />;
}
"""


@pytest.mark.parametrize(
    ("body", "handler", "expected", "why"),
    [
        ("", "signOut", ["FS201"], "it is handed over as it is"),
        ("", "onClose", [], "a parameter is what the parent says"),
        (
            "if (Platform.OS !== 'web') { FullStory.event('out', {}); FullStory.anonymize(); }"
            " await signOut();",
            "leave",
            [],
            "the app is one for phones",
        ),
        (
            "if (Platform.OS === 'ios') { FullStory.event('out', {}); FullStory.anonymize(); }"
            " await signOut();",
            "leave",
            ["FS202"],
            "not on the other one",
        ),
    ],
)
def test_handlers_and_platforms(body: str, handler: str, expected: list[str], why: str) -> None:
    texts = {"package.json": MANIFEST, "src/Menu.tsx": HANDLERS % (body, handler)}
    assert codes(check_texts(texts)) == expected, why


def test_a_nameless_handler_of_a_mutation_also_sets_off_its_callbacks() -> None:
    text = """import { useMutation } from '@tanstack/react-query';
import FullStory from '@fullstory/react-native';
export function Settings() {
  const { mutate } = useMutation({
    mutationFn: () => api.post('/auth/logout'),
    onSettled: () => { FullStory.anonymize(); },
  });
  return <Button title="Log out" onPress={() => mutate()} />;
}
"""
    (path,) = check_texts({"Settings.tsx": text}).paths
    assert path.verdict == "proven"
