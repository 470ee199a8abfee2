"""What each call of a Fullstory SDK means, and which calls are mistaken for an anonymize."""

from __future__ import annotations

from typing import Any

import pytest
from vocabulary_cases import FUNCTION, UNDEFINED, USER, VOCABULARY, Hole, Ref, means

from fslint import resources, vocabulary_tables

# A call that is none of the SDK's, or says nothing about the identity.
QUIET: list[tuple[str, tuple[Any, ...], str]] = [
    ("FS", ("log", {"msg": "hello"}), "a log line"),
    ("FS", ("setIdentity", {"consent": False}), "consent alone is no identity"),
    ("FS", ("setProperties", {"type": "user", "properties": {"plan": "pro"}}), "no uid in it"),
    ("FS", ("setProperties", {"type": "page", "properties": {"uid": USER}}), "a page's property"),
    ("FS", ("getSession",), "reads"),
    ("FS", ("observe", {"type": "start", "callback": FUNCTION}), "listens"),
    ("FS", (Ref("operation"), {"anonymous": True}), "the operation cannot be told"),
    ("FS", (Ref("operation"), Ref("payload")), "the operation cannot be told"),
    ("FS.setUserVars", ({"plan": "pro"},), "no uid in it"),
    ("FS.log", ("info", "anonymize"), "a log line"),
    ("FS.consent", (False,), "consent is no identity"),
    ("mixpanel.identify", (USER,), "another product's"),
    ("posthog.reset", (), "another product's"),
    ("analytics.identify", (USER,), "a data platform's"),
    ("crypto.anonymize", (), "another receiver's"),
    ("offsets.identify", (USER,), "a name that only ends in the SDK's letters"),
    ("OFFS", ("setIdentity", {"anonymous": True}), "a name that only ends in the SDK's letters"),
]


@pytest.mark.parametrize(("form", "args", "why"), QUIET)
def test_says_nothing_of_an_identity(form: str, args: tuple[Any, ...], why: str) -> None:
    assert means(form, *args, platform="web") == "", why


ID = "setIdentity"
WEB: list[tuple[str, tuple[Any, ...], str]] = [
    # Right: the identity is released.
    ("FS", (ID, {"anonymous": True}), "anonymize: high"),
    ("FS", ("setIdentityAsync", {"anonymous": True}), "anonymize: high"),
    ("window.FS", (ID, {"anonymous": True}), "anonymize: high"),
    ("this.window.FS", (ID, {"anonymous": True}), "anonymize: high"),
    ("FullStory", (ID, {"anonymous": True}), "anonymize: high"),
    ("@fullstory/browser#FullStory", (ID, {"anonymous": True}), "anonymize: high"),
    ("js#FS", (ID, {"anonymous": True}), "anonymize: high"),
    ("window[]", (ID, {"anonymous": True}), "anonymize: high"),
    ("FS", (ID, {"anonymous": True, "consent": False}), "anonymize: high"),
    ("FS", (ID, {"anonymous": Ref("gone")}), "anonymize: medium"),
    ("FS.anonymize", (), "anonymize: high"),
    ("window.FS.anonymize", (), "anonymize: high"),
    ("FullStory.anonymize", (), "anonymize: high"),
    ("@fullstory/browser#anonymize", (), "anonymize: high"),
    ("@fullstory/browser#FullStory.anonymize", (), "anonymize: high"),
    ("FS.identify", (False,), "anonymize: high"),
    ("FullStory.identify", (False,), "anonymize: high"),
    ("react-fullstory#FullStoryAPI", ("identify", False), "anonymize: high"),
    ("react-fullstory#FullStoryAPI", ("anonymize",), "anonymize: high"),
    ("react-fullstory#identify", (False,), "anonymize: high"),
    # An identity is set.
    ("FS", (ID, {"uid": USER}), "identify: high"),
    ("FS", (ID, {"uid": Hole("user-{}")}), "identify: high"),
    ("FS", (ID, {"uid": USER, "consent": True}), "identify: high"),
    ("FS", (ID, {"uid": USER, "...": Ref("rest")}), "identify: high"),
    ("FS", (ID, Ref("payload")), "identify: medium"),
    ("FS", (ID, {"...": Ref("payload")}), "identify: medium"),
    ("FS.identify", (USER,), "identify: high"),
    ("FS.identify", (USER, {"displayName": Ref("user.name")}), "identify: high"),
    ("FS", ("setProperties", {"type": "user", "properties": {"uid": USER}}), "identify: high"),
    ("FS.setUserVars", ({"uid": USER},), "identify: high"),
    ("FS.setVars", ("user", {"uid": USER}), "identify: high"),
    ("react-fullstory#identify", (USER,), "identify: high"),
    # Events, and capture.
    ("FS", ("trackEvent", {"name": "Logged out"}), "track: high"),
    ("FS", ("trackEventAsync", {"name": "Logged out"}), "track: high"),
    ("FS.event", ("Logged out", {}), "track: high"),
    ("FS", ("shutdown",), "stop: high"),
    ("FS", ("restart",), "stop: high"),
    ("FS.shutdown", (), "stop: high"),
    ("FullStory.restart", (), "stop: high"),
    # Mistaken for an anonymize.
    ("FS", (ID, {"uid": None}), "FS101: high"),
    ("FS", (ID, {"uid": UNDEFINED}), "FS101: high"),
    ("FS", (ID, {"uid": ""}), "FS101: high"),
    ("FS", (ID, {"uid": 0}), "FS101: high"),
    ("FS", (ID, {"uid": False}), "FS101: medium"),
    ("FS", (ID, {}), "FS101: high"),
    ("FS", (ID, None), "FS101: high"),
    ("FS", (ID,), "FS101: high"),
    ("FS.identify", (None,), "FS101: high"),
    ("FS.identify", ("",), "FS101: high"),
    ("FS.identify", (), "FS101: high"),
    ("FS", (ID, {"uid": "anonymous"}), "identify FS102: high"),
    ("FS.identify", ("guest",), "identify FS102: high"),
    ("FS", (ID, {"anonymous": False}), "FS103: high"),
    ("FS", (ID, {"anonymous": "true"}), "FS103: high"),
    ("FS", (ID, {"anonymous": 1}), "FS103: high"),
    ("FS", (ID, {"anonymous": True, "uid": USER}), "FS103: high"),
    ("FS", ("anonymize",), "FS104: high"),
    ("FS", ("setidentity", {"anonymous": True}), "FS104: high"),
    ("FS", (ID, "u1"), "FS104: high"),
    ("FS", (ID, False), "FS104: high"),
    ("FS.setIdentity", ({"anonymous": True},), "FS104: high"),
    ("FS.identify", ({"uid": USER},), "FS104: high"),
    ("FS.clearUserCookie", (), "FS104: high"),
]


@pytest.mark.parametrize(("form", "args", "expected"), WEB)
def test_calls_on_the_web(form: str, args: tuple[Any, ...], expected: str) -> None:
    assert means(form, *args, platform="web") == expected


NATIVE: list[tuple[str, str, tuple[Any, ...], dict[str, Any], str]] = [
    ("swift", "FS.anonymize", (), {}, "anonymize: high"),
    ("objc", "FS.anonymize", (), {}, "anonymize: high"),
    ("kotlin", "com.fullstory#FS.anonymize", (), {}, "anonymize: high"),
    ("java", "com.fullstory.FS#anonymize", (), {}, "anonymize: high"),
    ("dart", "package:fullstory_flutter/fs.dart#FS.anonymize", (), {}, "anonymize: high"),
    ("kotlin", "FS.identify", (USER,), {}, "identify: high"),
    ("swift", "FS.identify", (), {"uid": USER, "userVars": {}}, "identify: high"),
    ("objc", "FS.identify", (USER,), {"userVars": {}}, "identify: high"),
    ("dart", "FS.identify", (), {"uid": USER}, "identify: high"),
    ("java", "FS.identify", (None,), {}, "FS101: high"),
    ("swift", "FS.identify", ("",), {}, "FS101: high"),
    ("kotlin", "FS.identify", (), {"uid": ""}, "FS101: high"),
    ("swift", "FS.identify", (False,), {}, "FS105: high"),
    ("dart", "FS.identify", ("anonymous",), {}, "identify FS102: high"),
    ("swift", "FS.event", ("Logged out",), {"properties": {}}, "track: high"),
    ("kotlin", "FS.shutdown", (), {}, "stop: high"),
    ("dart", "FS.setIdentity", (), {"anonymous": True}, "FS104: high"),
    ("kotlin", "FS.log", (Ref("FS.LogLevel.INFO"), "x"), {}, ""),
    ("swift", "FS.page", (), {"withName": "Home"}, ""),
]


@pytest.mark.parametrize(("language", "form", "args", "labels", "expected"), NATIVE)
def test_calls_on_phones(
    language: str, form: str, args: tuple[Any, ...], labels: dict[str, Any], expected: str
) -> None:
    assert means(form, *args, labels=labels, language=language) == expected


REACT_NATIVE: list[tuple[str, tuple[Any, ...], str]] = [
    ("@fullstory/react-native#default.anonymize", (), "anonymize: high"),
    ("FullStory.anonymize", (), "anonymize: high"),
    ("@fullstory/react-native#default.identify", (USER,), "identify: high"),
    ("@fullstory/react-native#default.identify", (False,), "FS105: high"),
    ("@fullstory/react-native#default.identify", ("",), "FS101: high"),
    ("FullStory.identify", (False,), "FS105: high"),
    ("@fullstory/react-native#default", (ID, {"anonymous": True}), "FS104: high"),
    ("@fullstory/react-native#default.event", ("Logged out", {}), "track: high"),
    ("@fullstory/react-native#default.restart", (), "stop: high"),
]


@pytest.mark.parametrize(("form", "args", "expected"), REACT_NATIVE)
def test_calls_in_react_native(form: str, args: tuple[Any, ...], expected: str) -> None:
    assert means(form, *args, platform="react-native") == expected


def test_python_calls_the_page() -> None:
    payload = {"anonymous": True}
    assert means("js#window.FS", "setIdentity", payload, language="python") == "anonymize: high"
    assert means("window.FS", "setIdentity", {"uid": None}, language="python") == "FS101: high"


SEGMENT = "@segment/analytics-react-native#useAnalytics().reset"
PLUGIN = frozenset({"@fullstory/segment-react-native-plugin-fullstory"})


def test_a_data_platforms_reset_on_the_web_releases_nothing() -> None:
    assert means("analytics.reset", platform="web") == "cdp_reset: high"
    assert means("window.rudderanalytics.reset", platform="web") == "cdp_reset: high"


def test_a_data_platforms_reset_on_a_phone_releases_with_the_plug_in() -> None:
    phone = {"platform": "react-native"}
    assert means(SEGMENT, **phone, installed=PLUGIN) == "anonymize: high"  # type: ignore[arg-type]
    assert means(SEGMENT, **phone, installed=frozenset()) == "cdp_reset: high"  # type: ignore[arg-type]


def test_a_configured_namespace_stands_beside_the_usual_one() -> None:
    named = vocabulary_tables.load([resources.vocabulary_dir()], namespaces=["Recorder"])
    for form in ("FS.anonymize", "Recorder.anonymize", "window.Recorder.anonymize"):
        assert means(form, using=named) == "anonymize: high"
    assert means("Recorder.anonymize") == ""
    assert {"fs.identify", "recorder.identify"} <= named.words


GUARDS = [
    "FS", "window.FS", "window.FullStory", "isInitialized()", "@fullstory/browser#isInitialized()",
    "FS._v", "config.fullstory.enabled", "isFullStoryEnabled", "process.env.NODE_ENV",
    "import.meta.env.PROD", "environment.production", "isProduction", "__DEV__",
    "BuildConfig.DEBUG",
]  # fmt: skip
BRANCHES = ["user", "isLoggedIn", "confirmed", "Platform.OS", "response.ok", "offset", "config.fs"]


@pytest.mark.parametrize("form", GUARDS)
def test_asks_only_for_the_sdk(form: str) -> None:
    assert VOCABULARY.guards([form])


@pytest.mark.parametrize("form", BRANCHES)
def test_is_a_real_branch(form: str) -> None:
    assert not VOCABULARY.guards([form])
