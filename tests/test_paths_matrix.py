"""Every way to place an anonymize on a logout, and what is to be said of it.

Each case is the body of one exported function; all are judged in one run. The reason why a case
is quiet, or what makes it wrong, stands beside it.
"""

from __future__ import annotations

import pytest

from fslint.engine import check_texts
from fslint.findings import Finding, Result

A = "FS('setIdentity', { anonymous: true });"
T = "FS('trackEvent', { name: 'User Logged Out', properties: {} });"
OUT = "await signOut(getAuth());"
LEAVE = "window.location.href = '/login';"
MOVE = "navigate('/login');"

# name → (body, the codes to be reported, why)
CASES: dict[str, tuple[str, tuple[str, ...], str]] = {
    # quiet
    "straight": (f"{T} {A} {OUT} {LEAVE}", (), "released before everything"),
    "after_sign_out": (f"{T} {OUT} {A} {LEAVE}", (), "released before the page goes"),
    "both_arms": (f"{T} {OUT} if (x) {{ {A} }} else {{ {A} }} {LEAVE}", (), "one call on each arm"),
    "switch_all": (
        f"{T} {OUT} switch (x) {{ case 1: {A} break; default: {A} }}",
        (),
        "each case releases",
    ),
    "finally": (f"{T} try {{ {OUT} }} finally {{ {A} }}", (), "finally runs on both outcomes"),
    "catch_and_try": (
        f"{T} try {{ {OUT} {A} {LEAVE} }} catch {{ {A} {LEAVE} }}",
        (),
        "one on each path",
    ),
    "failed_sign_out": (
        f"try {{ {T} {OUT} {A} {MOVE} }} catch (e) {{ show(e); }}",
        (),
        "still signed in",
    ),
    "status_refused": (
        f"{T} const r = await fetch('/logout'); if (!r.ok) return; {A} {LEAVE}",
        (),
        "the sign-out itself failed",
    ),
    "error_member": (
        f"{T} const {{ error }} = await supabase.auth.signOut(); if (error) return; {A}",
        (),
        "the sign-out itself failed",
    ),
    "guard_window": (f"{T} if (window.FS) {{ {A} }} {OUT}", (), "a guard is no branch"),
    "guard_typeof": (
        f"{T} if (typeof FS !== 'undefined') {{ {A} }} {OUT}",
        (),
        "a guard is no branch",
    ),
    "guard_and": (f"{T} window.FS && {A} {OUT}", (), "a guard is no branch"),
    "guard_optional": (
        f"{T} window.FS?.('setIdentity', {{ anonymous: true }}); {OUT}",
        (),
        "made if it is there",
    ),
    "then_chain": (
        f"{T} return signOut(getAuth()).then(() => {{ {A} {LEAVE} }});",
        (),
        "in the order of a chain",
    ),
    "then_finally": (
        f"{T} signOut(getAuth()).finally(() => {{ {A} {LEAVE} }});",
        (),
        "finally runs on both",
    ),
    "detached": (
        f"{T} const out = async () => {{ {OUT} {A} {LEAVE} }}; out();",
        (),
        "where the sign-out fails, nobody is signed out; that nobody waits changes nothing",
    ),
    "detached_at_once": (
        f"{T} (async () => {{ {OUT} {A} {LEAVE} }})();",
        (),
        "the same, of a function that is called where it is written",
    ),
    "request_onload": (
        f"{T} const r = new XMLHttpRequest(); r.open('POST', '/logout');"
        f" r.onload = () => {{ {A} {LEAVE} }}; r.send();",
        (),
        "what a request is given runs when it is done",
    ),
    "request_state": (
        f"{T} const request = new XMLHttpRequest(); request.open('POST', '/logout');"
        f" request.onreadystatechange = () => {{ if (request.readyState === 4) {{ {A} }} }};",
        (),
        "a request that is sent comes to its end",
    ),
    "jquery_post": (
        f"{T} $.post('/logout', () => {{ {A} {LEAVE} }});",
        (),
        "what is posted is given what comes next",
    ),
    "loop_break": (f"{T} {OUT} while (true) {{ {A} break; }}", (), "the loop is entered"),
    "labelled": (f"{T} {OUT} done: {{ {A} break done; }}", (), "leaving the block comes after"),
    "timer_leave": (
        f"{T} {OUT} {A} setTimeout(() => {{ {LEAVE} }}, 100);",
        (),
        "it leaves after the release",
    ),
    "try_return_finally": (
        f"{T} try {{ {OUT} return; }} finally {{ {A} }}",
        (),
        "finally runs on return",
    ),
    "ternary_both": (f"{T} {OUT} x ? {A[:-1]} : {A[:-1]};", (), "both outcomes release"),
    # wrong
    "missing": (f"{T} {OUT} {LEAVE}", ("FS201",), "nobody releases"),
    "missing_move": (f"{T} {OUT} {MOVE}", ("FS201",), "nobody releases"),
    "after_throw": (f"{T} {OUT} throw new Error('x'); {A}", ("FS201",), "never reached"),
    "after_return": (f"{T} {OUT} return; {A}", ("FS201",), "never reached"),
    "logout_after_dialog": (
        f"askUser('sure?').then(() => {{ {T} signOut(getAuth()); {MOVE} }});",
        ("FS201",),
        "what a harmless call is followed by still counts",
    ),
    "gone_after_failure": (
        f"{T} try {{ await fetch('/me'); }} catch {{ localStorage.removeItem('token'); {MOVE} }}",
        ("FS201",),
        "the failed request ends the session",
    ),
    "one_arm": (f"{T} {OUT} if (x) {{ {A} }} {MOVE}", ("FS202",), "the other arm skips it"),
    "one_case": (
        f"{T} {OUT} switch (x) {{ case 1: {A} break; case 2: break; }}",
        ("FS202",),
        "one case skips it",
    ),
    "and_condition": (f"{T} {OUT} x && {A}", ("FS202",), "a real condition"),
    "early_return": (f"{T} {OUT} if (x) return; {A}", ("FS202",), "the early return skips it"),
    "late_leave": (f"{T} {OUT} {LEAVE} {A}", ("FS203",), "the page is going"),
    "late_move": (f"{T} {OUT} {MOVE} {A}", ("FS203",), "the next screen opens first"),
    "loose_then": (
        f"{T} signOut(getAuth()).then(() => {{ {A} }}); {LEAVE}",
        ("FS203",),
        "leaves first",
    ),
    "loose_async_callee": (
        f"{T} {OUT} later(); {LEAVE}",
        ("FS203",),
        "the callee's rest comes later",
    ),
    "repeated": (f"{T} {A} {OUT} {A}", ("FS206",), "two on one run"),
    "repeated_finally": (
        f"{T} try {{ {A} {OUT} }} finally {{ {A} }}",
        ("FS206",),
        "finally is on the same run",
    ),
    "track_after": (f"{A} {T} {OUT}", ("FS207",), "the event lands on a stranger"),
    "local_gone_failure": (
        f"{T} localStorage.removeItem('token'); {OUT} {A} {MOVE}",
        ("FS202",),
        "the tokens are gone when the request fails",
    ),
    "shutdown": (f"{T} FS('shutdown'); {OUT} {LEAVE}", ("FS106",), "stopping is no release"),
    "uid_null": (f"{T} FS('setIdentity', {{ uid: null }}); {OUT}", ("FS101",), "says itself"),
}

SOURCE = (
    "import { getAuth, signOut } from 'firebase/auth';\n"
    "import { createClient } from '@supabase/supabase-js';\n"
    "import { useNavigate } from 'react-router-dom';\n"
    "const supabase = createClient('u', 'k');\n"
    "const navigate = useNavigate();\n"
    f"async function later() {{ await pause(); {A} }}\n"
    + "".join(
        f"export async function {name}(x) {{ {body} }}\n" for name, (body, _, _) in CASES.items()
    )
)


@pytest.fixture(scope="module")
def result() -> Result:
    return check_texts({"src/logout.js": SOURCE})


def codes(findings: list[Finding], name: str) -> list[str]:
    """What is reported of an entry, less what is only advice on each of the cases."""
    found = {
        f.code
        for f in findings
        if f.entry and f.entry.name == name and f.confidence != "low" and f.severity != "suggestion"
    }
    return sorted(found)


@pytest.mark.parametrize("name", CASES)
def test_case(result: Result, name: str) -> None:
    _, expected, why = CASES[name]
    assert codes(result.findings, name) == sorted(expected), why
