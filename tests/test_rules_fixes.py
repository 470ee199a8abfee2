"""What fixes promise: a safe one mends its finding, brings no other, and is done in one go."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

import pytest

from fslint import engine, rules
from fslint.examples import fixed
from fslint.findings import Finding
from fslint.pages import Case, cases
from fslint.resources import rules_dir

CASES = [
    pytest.param(case, id=f"{rule.code} {case.line} {case.title}")
    for rule in rules.load([rules_dir()])
    for case in cases(rule.text, rule.file)
    if not case.quiet and rule.code != "FS901"
]


def _shown(files: dict[str, str]) -> list[Finding]:
    return [f for f in engine.check_texts(files).findings if f.confidence != "low"]


@pytest.mark.parametrize("case", CASES)
def test_safe_fixes_of_the_examples(case: Case) -> None:
    found = _shown(case.files)
    for finding in found:
        for fix in finding.fixes:
            if fix.safety == "safe":
                after = fixed(case.files, [replace(finding, fixes=(fix,))])
                assert after != case.files
                expected = Counter(f.code for f in found) - Counter([finding.code])
                assert Counter(f.code for f in _shown(after)) == expected


def _mended(text: str, path: str = "src/app.js") -> tuple[str, str]:
    """The text with the first fix of its only finding, and how safe that is."""
    (finding,) = _shown({path: text})
    return fixed({path: text}, [finding])[path], finding.fixes[0].safety


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "FS( 'setIdentity' , {\r\n  uid: null,\r\n} );\r\n",
            "FS( 'setIdentity' , { anonymous: true } );\r\n",
            id="CRLF, blanks, a trailing comma",
        ),
        pytest.param(
            "const é = '✓'; (window.FS)('setIdentity', { uid: '' });\n",
            "const é = '✓'; (window.FS)('setIdentity', { anonymous: true });\n",
            id="parentheses, characters outside ASCII",
        ),
        pytest.param(
            'window["FS"]("setIdentityAsync", {"uid": null})\n',
            'window["FS"]("setIdentityAsync", { anonymous: true })\n',
            id="quotes, no semicolon",
        ),
        pytest.param("FS?.identify?.(null);\n", "FS?.anonymize();\n", id="optional calls"),
        pytest.param(
            "if (window.FS) FS.setIdentity({ anonymous: true });\n",
            "if (window.FS) FS('setIdentity', { anonymous: true });\n",
            id="a method behind a guard",
        ),
        pytest.param(
            "FS(`anonymize`);\n", "FS(`setIdentity`, { anonymous: true });\n", id="a template"
        ),
        pytest.param(
            'FS("trackEvnt", { name: "Paid" });\n',
            'FS("trackEvent", { name: "Paid" });\n',
            id="a misspelt event",
        ),
        pytest.param(
            "FS('setIdentity', 'u-1');\n",
            "FS('setIdentity', { uid: 'u-1' });\n",
            id="a positional uid",
        ),
    ],
)
def test_right_calls_for_wrong_ones(before: str, after: str) -> None:
    source = f"export function release() {{\n  {before}}}\n"
    text, _ = _mended(source)
    assert text == f"export function release() {{\n  {after}}}\n"


def test_a_fix_that_would_lose_a_comment_is_not_safe() -> None:
    _, safety = _mended("FS('setIdentity', { /* nobody */ uid: null });\n")
    assert safety == "unsafe"


def test_a_fix_that_would_lose_properties_is_not_safe() -> None:
    text, safety = _mended("FS('setIdentity', { uid: null, properties: { plan: 'none' } });\n")
    assert (text, safety) == ("FS('setIdentity', { anonymous: true });\n", "unsafe")


def test_a_payload_made_elsewhere_is_not_safely_replaced() -> None:
    text, safety = _mended("const nobody = { uid: null };\nFS('setIdentity', nobody);\n")
    assert text == "const nobody = { uid: null };\nFS('setIdentity', { anonymous: true });\n"
    assert safety == "unsafe"


LOGOUT = """\
import {{ getAuth, signOut }} from 'firebase/auth';

export async function logout(list) {{
  FS('trackEvent', {{ name: 'User Logged Out', properties: {{}} }});
  await signOut(getAuth());
{}}}
"""


@pytest.mark.parametrize(
    ("before", "after", "safety"),
    [
        pytest.param(
            "  location.reload(); // bye\n  FS.anonymize(); // now\n",
            "  FS.anonymize(); // now\n  location.reload(); // bye\n",
            "safe",
            id="comments at the end of lines move along",
        ),
        pytest.param(
            "  location.reload();\n  // Forget.\n  FS.anonymize();\n",
            "  FS.anonymize();\n  location.reload();\n  // Forget.\n",
            "unsafe",
            id="a comment above would stay behind",
        ),
        pytest.param(
            "  location.reload();\n  list.clear();\n  FS.anonymize();\n",
            "  FS.anonymize();\n  location.reload();\n  list.clear();\n",
            "safe",
            id="past a call",
        ),
        pytest.param(
            "  location.reload();\n  FS(\n    'setIdentity',\n    { anonymous: true },\n  );\n",
            "  FS(\n    'setIdentity',\n    { anonymous: true },\n  );\n  location.reload();\n",
            "safe",
            id="a call of several lines",
        ),
    ],
)
def test_a_late_release_is_moved(before: str, after: str, safety: str) -> None:
    assert _mended(LOGOUT.format(before)) == (LOGOUT.format(after), safety)


def test_of_two_statements_on_one_line_the_late_one_comes_first() -> None:
    line = "  location.href = '/login'; FS('setIdentity', { anonymous: true });\n"
    text, safety = _mended(LOGOUT.format(line))
    swapped = "  FS('setIdentity', { anonymous: true }); location.href = '/login'; \n"
    assert (text, safety) == (LOGOUT.format(swapped), "safe")


def test_a_missing_call_is_written_as_the_file_writes_it() -> None:
    source = (
        'import auth from "@react-native-firebase/auth"\n'
        'import FullStory from "@fullstory/react-native"\n\n'
        "export async function logout() {\n"
        '  FullStory.event("User Logged Out", {})\n'
        "  await auth().signOut()\n"
        "}\n"
    )
    text, safety = _mended(source, "src/app.tsx")
    assert text == source.replace("signOut()\n", "signOut()\n  FullStory.anonymize()\n")
    assert safety == "unsafe"


def test_a_missing_call_is_that_of_the_projects_own_helper() -> None:
    helper = "export function forget() {\n  window.FS?.('setIdentity', { anonymous: true });\n}\n"
    source = (
        "import { getAuth, signOut } from 'firebase/auth';\n"
        "import { forget } from './analytics';\n\n"
        "export async function logout() {\n"
        "  await signOut(getAuth());\n"
        "}\n\n"
        "export const onCookiesDeclined = () => forget();\n"
    )
    files = {"src/analytics.js": helper, "src/session.js": source}
    (finding,) = _shown(files)
    after = fixed(files, [finding])
    assert after["src/session.js"] == source.replace(
        "(getAuth());\n", "(getAuth());\n  forget();\n"
    )
    assert after["src/analytics.js"] == helper


def test_a_missing_call_keeps_the_line_ends() -> None:
    source = (
        "import { getAuth, signOut } from 'firebase/auth';\r\n"
        "export async function logout() {\r\n"
        "\tFS('trackEvent', { name: 'User Logged Out', properties: {} });\r\n"
        "\tawait signOut(getAuth());\r\n"
        "}\r\n"
    )
    text, _ = _mended(source)
    assert text == source.replace(
        "(getAuth());\r\n", "(getAuth());\r\n\tFS('setIdentity', { anonymous: true });\r\n"
    )


def test_a_missing_call_comes_before_a_sign_out_that_redirects() -> None:
    source = (
        "import { signOut } from 'next-auth/react';\n\n"
        "export function logout() {\n"
        "  FS('trackEvent', { name: 'User Logged Out', properties: {} });\n"
        "  signOut();\n"
        "}\n"
    )
    text, _ = _mended(source)
    assert text == source.replace(
        "  signOut();", "  FS('setIdentity', { anonymous: true });\n  signOut();"
    )


@pytest.mark.parametrize(
    "tail", [" " * 60_000 + "x()", " ;" * 30_000, "/*" * 30_000, "*/ " * 20_000]
)
def test_long_lines_take_no_longer_than_their_length(tail: str) -> None:
    line = f"  location.reload();\n  FS.anonymize(){tail}\n"
    begun = time.process_time()
    _shown({"src/app.js": LOGOUT.format(line)})
    assert time.process_time() - begun < 5
