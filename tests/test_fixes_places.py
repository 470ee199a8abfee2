"""Where fixes write: in every form a function or a statement can have, with the imports needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fslint.engine import check_texts
from fslint.examples import fixed
from fslint.findings import Finding

ANONYMOUS = "window.FS?.('setIdentity', { anonymous: true });"
TYPED = "(window as any).FS?.('setIdentity', { anonymous: true });"


def _found(files: dict[str, str], code: str) -> list[Finding]:
    return [one for one in check_texts(files).findings if one.code == code]


def _mended(files: dict[str, str], code: str, nth: int = 0) -> dict[str, str]:
    """The files that the nth fix of the only finding of a rule changes."""
    (finding,) = _found(files, code)
    finding.fixes = finding.fixes[nth : nth + 1]
    after = fixed(files, [finding])
    return {name: text for name, text in after.items() if text != files[name]}


def _script(body: str) -> str:
    return f"import {{ getAuth, signOut }} from 'firebase/auth';\n{body}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "export const out = () => signOut(getAuth());\n",
            f"export const out = () => {{ {ANONYMOUS} return signOut(getAuth()); }};\n",
            id="an expression for a body",
        ),
        pytest.param(
            "export const out = async () => { await signOut(getAuth()); };\n",
            f"export const out = async () => {{ await signOut(getAuth()); {ANONYMOUS} }};\n",
            id="a block on one line",
        ),
        pytest.param(
            "export function out(user) {\n  if (user) signOut(getAuth());\n}\n",
            "export function out(user) {\n"
            f"  if (user) {{ {ANONYMOUS} signOut(getAuth()); }}\n"
            "}\n",
            id="behind an if",
        ),
        pytest.param(
            "export function out(user) {\n  if (user)\n    signOut(getAuth());\n"
            "  else\n    stay();\n}\n",
            f"export function out(user) {{\n  if (user) {{\n    {ANONYMOUS}\n"
            "    signOut(getAuth());\n  }\n  else\n    stay();\n}\n",
            id="below an if",
        ),
        pytest.param(
            "export function out() {\n  signOut(getAuth())\n    .then(() => {\n"
            "      window.location.href = '/';\n    });\n}\n",
            f"export function out() {{\n  {ANONYMOUS}\n  signOut(getAuth())\n"
            "    .then(() => {\n      window.location.href = '/';\n    });\n}\n",
            id="before a chain",
        ),
        pytest.param(
            "export function out() {\n  return signOut(getAuth());\n}\n",
            f"export function out() {{\n  {ANONYMOUS}\n  return signOut(getAuth());\n}}\n",
            id="before a return",
        ),
        pytest.param(
            "export async function out(kind) {\n  switch (kind) {\n"
            "    case 'a': await signOut(getAuth()); break;\n  }\n}\n",
            "export async function out(kind) {\n  switch (kind) {\n"
            f"    case 'a': await signOut(getAuth()); {ANONYMOUS} break;\n  }}\n}}\n",
            id="behind a label",
        ),
        pytest.param(
            "export async function out() {\r\n\tawait signOut(getAuth()); // é\r\n}\r\n",
            "export async function out() {\r\n\tawait signOut(getAuth()); // é\r\n"
            f"\t{ANONYMOUS}\r\n}}\r\n",
            id="CRLF, a tab, a comment",
        ),
    ],
)
def test_a_missing_call_in_a_script(before: str, after: str) -> None:
    files = {"src/a.js": _script(before)}
    assert _mended(files, "FS201") == {"src/a.js": _script(after)}


def test_a_missing_call_in_a_handler_of_an_element() -> None:
    text = _script(
        "export const Out = () => <button onClick={() => signOut(getAuth())}>Out</button>;\n"
    )
    assert _mended({"src/a.tsx": text}, "FS201") == {
        "src/a.tsx": text.replace(
            "=> signOut(getAuth())", f"=> {{ {TYPED} return signOut(getAuth()); }}"
        )
    }


def test_a_missing_call_in_an_attribute() -> None:
    page = '<button onclick="firebase.auth().signOut()">Out</button>\n'
    assert _mended({"a.html": page}, "FS201") == {
        "a.html": page.replace('"firebase', f'"{ANONYMOUS} firebase')
    }


def test_a_call_made_on_a_condition_of_its_own_statement_is_left_alone() -> None:
    text = _script("export function out(user) {\n  user && signOut(getAuth());\n}\n")
    (finding,) = _found({"src/a.js": text}, "FS201")
    assert finding.fixes == ()


def test_after_the_events_and_before_the_navigation() -> None:
    text = _script(
        "export async function out() {\n  await signOut(getAuth());\n"
        "  FS('trackEvent', { name: 'Out', properties: {} });\n  location.href = '/';\n}\n"
    )
    after = text.replace("  location", "  FS('setIdentity', { anonymous: true });\n  location")
    assert _mended({"src/a.js": text}, "FS201") == {"src/a.js": after}


def test_before_what_may_fail_is_another_way() -> None:
    text = _script(
        "export async function out() {\n  try {\n    await signOut(getAuth());\n  } catch {\n"
        "    stay();\n  }\n  location.href = '/';\n}\n"
    )
    (finding,) = _found({"src/a.js": text}, "FS201")
    assert [fix.title for fix in finding.fixes] == [
        "Release the identity here",
        "Release the identity here, before anything can skip it",
    ]
    after = text.replace("  try", f"  {ANONYMOUS}\n  try")
    assert _mended({"src/a.js": text}, "FS201", 1) == {"src/a.js": after}


MOBILE = {
    "kotlin": (
        "app/S.kt",
        "package a.b\n\nimport com.google.firebase.auth.FirebaseAuth\n\nclass S {\n"
        "    fun out() = FirebaseAuth.getInstance().signOut()\n}\n",
        "package a.b\n\nimport com.fullstory.FS\n"
        "import com.google.firebase.auth.FirebaseAuth\n\nclass S {\n    fun out() = run {\n"
        "        FS.anonymize()\n        FirebaseAuth.getInstance().signOut()\n    }\n}\n",
    ),
    "java": (
        "app/S.java",
        "package a.b;\n\nimport com.google.firebase.auth.FirebaseAuth;\n\nclass S {\n"
        "    void bind() {\n"
        "        button.setOnClickListener(v -> FirebaseAuth.getInstance().signOut());\n"
        "    }\n}\n",
        "package a.b;\n\nimport com.fullstory.FS;\n"
        "import com.google.firebase.auth.FirebaseAuth;\n\nclass S {\n    void bind() {\n"
        "        button.setOnClickListener(v -> "
        "{ FS.anonymize(); FirebaseAuth.getInstance().signOut(); });\n"
        "    }\n}\n",
    ),
    "swift": (
        "S.swift",
        "import FirebaseAuth\nimport UIKit\n\nfinal class S {\n"
        "    func out() throws { try Auth.auth().signOut() }\n}\n",
        "import FirebaseAuth\nimport FullStory\nimport UIKit\n\nfinal class S {\n"
        "    func out() throws { try Auth.auth().signOut(); FS.anonymize() }\n}\n",
    ),
    "kotlin, an arm": (
        "app/S.kt",
        "package a.b\n\nimport com.fullstory.FS\n\nclass S {\n    fun out(kind: Int) {\n"
        "        when (kind) {\n            1 -> FirebaseAuth.getInstance().signOut()\n"
        "            else -> {}\n        }\n    }\n}\n",
        "package a.b\n\nimport com.fullstory.FS\n\nclass S {\n    fun out(kind: Int) {\n"
        "        when (kind) {\n"
        "            1 -> { FS.anonymize(); FirebaseAuth.getInstance().signOut() }\n"
        "            else -> {}\n        }\n    }\n}\n",
    ),
    "swift, a value": (
        "S.swift",
        "import FirebaseAuth\nimport FullStory\n\nfinal class S {\n"
        "    func out() -> Bool { (try? Auth.auth().signOut()) != nil }\n}\n",
        "import FirebaseAuth\nimport FullStory\n\nfinal class S {\n"
        "    func out() -> Bool "
        "{ FS.anonymize(); return (try? Auth.auth().signOut()) != nil }\n}\n",
    ),
    "dart, awaited": (
        "lib/s.dart",
        "import 'package:firebase_auth/firebase_auth.dart';\n"
        "import 'package:fullstory_flutter/fs.dart';\n\nclass S {\n"
        "  Future<void> out() async => await FirebaseAuth.instance.signOut();\n}\n",
        "import 'package:firebase_auth/firebase_auth.dart';\n"
        "import 'package:fullstory_flutter/fs.dart';\n\nclass S {\n"
        "  Future<void> out() async "
        "{ await FS.anonymize(); return await FirebaseAuth.instance.signOut(); }\n}\n",
    ),
    "dart": (
        "lib/s.dart",
        "import 'package:firebase_auth/firebase_auth.dart';\n\nclass S {\n"
        "  Future<void> out() => FirebaseAuth.instance.signOut();\n}\n",
        "import 'package:firebase_auth/firebase_auth.dart';\n"
        "import 'package:fullstory_flutter/fs.dart';\n\nclass S {\n"
        "  Future<void> out() { FS.anonymize(); return FirebaseAuth.instance.signOut(); }\n}\n",
    ),
    "objc": (
        "S.m",
        '#import "S.h"\n#if DEBUG\n#import "Debug.h"\n#endif\n\n@implementation S\n'
        "- (void)out {\n    [[FIRAuth auth] signOut:nil];\n}\n@end\n",
        '#import "S.h"\n#import <FullStory/FullStory.h>\n#if DEBUG\n#import "Debug.h"\n#endif\n\n'
        "@implementation S\n- (void)out {\n    [[FIRAuth auth] signOut:nil];\n"
        "    [FS anonymize];\n}\n@end\n",
    ),
}


@pytest.mark.parametrize(("file", "before", "after"), MOBILE.values(), ids=MOBILE)
def test_a_missing_call_in_an_app(file: str, before: str, after: str) -> None:
    assert _mended({file: before}, "FS201") == {file: after}


def test_the_projects_helper_is_imported() -> None:
    files = {
        "src/analytics.ts": "export function resetAnalytics() {\n"
        "  window.FS?.('setIdentity', { anonymous: true });\n}\n",
        "src/a.ts": "'use client';\n"
        + _script("\nexport async function out() {\n  await signOut(getAuth());\n}\n"),
    }
    after = (
        files["src/a.ts"]
        .replace("auth';\n", "auth';\nimport { resetAnalytics } from './analytics';\n")
        .replace("(getAuth());\n", "(getAuth());\n  resetAnalytics();\n")
    )
    assert _mended(files, "FS201") == {"src/a.ts": after}


def test_the_first_import_stands_behind_the_directives() -> None:
    files = {
        "package.json": '{"dependencies": {"react-native": "0.74.0"}}',
        "src/b.js": "import FullStory from '@fullstory/react-native';\n"
        "export const seen = (name) => FullStory.event(name, {});\n",
        "src/a.js": "// About this file.\n'use client';\n\n"
        "export async function out() {\n  await firebase.auth().signOut();\n}\n",
    }
    after = (
        files["src/a.js"]
        .replace("client';\n", "client';\nimport FullStory from '@fullstory/react-native';\n\n", 1)
        .replace("signOut();\n", "signOut();\n  FullStory.anonymize();\n")
    )
    assert _mended(files, "FS201") == {"src/a.js": after}


@pytest.mark.parametrize(
    ("before", "after", "safety"),
    [
        pytest.param(
            "  window.location.href = '/';\n  if (window.FS) {\n"
            "    FS('setIdentity', { anonymous: true });\n  }\n",
            "  if (window.FS) {\n    FS('setIdentity', { anonymous: true });\n  }\n"
            "  window.location.href = '/';\n",
            "unsafe",
            id="with its guard",
        ),
        pytest.param(
            "  if (to) { location.href = to; } else { location.href = '/'; }\n"
            "  FS('setIdentity', { anonymous: true });\n",
            "  FS('setIdentity', { anonymous: true });\n"
            "  if (to) { location.href = to; } else { location.href = '/'; }\n",
            "unsafe",
            id="before a branch that navigates",
        ),
    ],
)
def test_a_late_call_is_moved(before: str, after: str, safety: str) -> None:
    head = _script("export async function out(to) {\n  await signOut(getAuth());\n")
    files = {"src/a.js": f"{head}{before}}}\n"}
    (finding,) = _found(files, "FS203")
    assert finding.fixes[0].safety == safety
    assert _mended(files, "FS203") == {"src/a.js": f"{head}{after}}}\n"}


def test_a_late_call_in_a_helper_is_moved_where_it_is_called() -> None:
    files = {
        "src/fs.js": "export const resetFs = () => FS('setIdentity', { anonymous: true });\n",
        "src/a.js": "import { resetFs } from './fs';\n"
        + _script(
            "export async function out() {\n  await signOut(getAuth());\n"
            "  location.href = '/';\n  resetFs();\n}\n"
        ),
    }
    late = "  location.href = '/';\n  resetFs();\n"
    after = files["src/a.js"].replace(late, "  resetFs();\n  location.href = '/';\n")
    assert _mended(files, "FS203") == {"src/a.js": after}


def test_of_two_calls_the_one_outside_of_the_shared_helper_goes() -> None:
    text = _script(
        "async function finish() {\n  FS('setIdentity', { anonymous: true });\n"
        "  await signOut(getAuth());\n}\n"
        "export async function out() {\n  FS('setIdentity', { anonymous: true });\n"
        "  await finish();\n}\n"
        "export async function expire() {\n  await finish();\n}\n"
    )
    after = text.replace("out() {\n  FS('setIdentity', { anonymous: true });\n", "out() {\n")
    assert _mended({"src/a.js": text}, "FS206") == {"src/a.js": after}


def test_an_if_of_which_nothing_is_left_goes() -> None:
    text = _script(
        "export async function out(told) {\n  if (told) {\n"
        "    FS('setIdentity', { anonymous: true });\n  }\n  await signOut(getAuth());\n}\n"
    )
    after = text.replace(
        "  if (told) {\n    FS('setIdentity', { anonymous: true });\n  }\n",
        "  FS('setIdentity', { anonymous: true });\n",
    )
    assert _mended({"src/a.js": text}, "FS202") == {"src/a.js": after}


def test_a_chain_is_waited_for_for_a_limited_time() -> None:
    text = _script(
        "export async function out() {\n  await signOut(getAuth());\n"
        "  await FS('setIdentityAsync', { anonymous: true }).catch(() => {});\n"
        "  location.href = '/';\n}\n"
    )
    after = text.replace("await FS(", "await Promise.race([FS(").replace(
        ".catch(() => {});",
        ".catch(() => {}), new Promise((resolve) => setTimeout(resolve, 1000))]);",
    )
    assert _mended({"src/a.js": text}, "FS205") == {"src/a.js": after}
    assert _found({"src/a.js": after}, "FS205") == []


def test_the_quotes_of_an_attribute_are_not_used_in_it() -> None:
    page = '<p class="a" id="b">x</p>\n<a onclick="FS.setIdentity({ uid: id })">x</a>\n'
    assert _mended({"a.html": page}, "FS104") == {
        "a.html": page.replace("FS.setIdentity(", "FS('setIdentity', ")
    }


TRIED = """\
export async function logout() {
  try {
    localStorage.removeItem('token');
    await signOut(getAuth());
    FS('setIdentity', { anonymous: true }); // forget
  } catch (error) {
    report(error);
  }
}
"""


def test_a_call_that_a_failure_skips_may_go_into_a_finally() -> None:
    before = _script(TRIED)
    (finding,) = _found({"src/a.js": before}, "FS202")
    nth = next(n for n, fix in enumerate(finding.fixes) if "finally" in fix.title)
    call = "    FS('setIdentity', { anonymous: true }); // forget\n"
    after = before.replace(call, "").replace("  }\n}\n", f"  }} finally {{\n{call}  }}\n}}\n")
    assert _mended({"src/a.js": before}, "FS202", nth) == {"src/a.js": after}


def test_nothing_is_moved_to_before_what_it_needs() -> None:
    before = _script(
        "export async function logout() {\n"
        "  FS('setIdentity', { anonymous: true });\n"
        "  await signOut(getAuth());\n"
        "  const reason = why();\n"
        "  FS('trackEvent', { name: 'Out', properties: { reason } });\n"
        "}\n"
    )
    (finding,) = _found({"src/a.js": before}, "FS207")
    assert finding.fixes == ()


def test_what_leaves_the_page_waits_for_a_limited_time() -> None:
    before = (
        "export function logout() {\n  localStorage.removeItem('token');\n"
        "  FS('setIdentityAsync', { anonymous: true }).then(() => location.assign('/'));\n}\n"
    )
    after = before.replace(
        "FS('setIdentityAsync', { anonymous: true }).then",
        "Promise.race([FS('setIdentityAsync', { anonymous: true }).catch(() => {}), "
        "new Promise((resolve) => setTimeout(resolve, 1000))]).then",
    )
    assert _mended({"src/a.js": before}, "FS205") == {"src/a.js": after}
    assert not _found({"src/a.js": after}, "FS205") + _found({"src/a.js": after}, "FS204")


def test_a_promise_that_is_kept_may_be_waited_for() -> None:
    text = (
        "export async function logout() {\n  localStorage.removeItem('token');\n"
        "  const done = FS('setIdentityAsync', { anonymous: true });\n"
        "  await done;\n  location.assign('/');\n}\n"
    )
    assert not _found({"src/a.js": text}, "FS204")


BEHIND_A_CONDITION = """const handleLogout = () => {
  token && localStorage.removeItem('token');
|  window.location.reload();
};
document.querySelector('#out').addEventListener('click', handleLogout);
"""


def test_before_it_navigates_where_the_sign_out_hangs_on_a_condition() -> None:
    files = {"a.js": BEHIND_A_CONDITION.replace("|", "")}
    after = _mended(files, "FS201")
    assert after == {"a.js": BEHIND_A_CONDITION.replace("|", f"  {ANONYMOUS}\n")}
    assert not _found(after, "FS201")


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("  if (!user) return\n", id="a return that takes nothing from the next line"),
        pytest.param("  if (!user) return\n\n", id="with an empty line behind it"),
        pytest.param("  for (const one of all) {\n    if (one) break\n  }\n", id="a break"),
    ],
)
def test_a_statement_begins_behind_a_jump_without_a_semicolon(before: str) -> None:
    text = f"export function logout(user) {{\n{before}  localStorage.removeItem('token')\n|}}\n"
    anonymous = f"  {ANONYMOUS.rstrip(';')}\n"
    after = _mended({"a.js": text.replace("|", "")}, "FS201")
    assert after == {"a.js": text.replace("|", anonymous)}


def test_nothing_is_moved_out_of_the_branch_that_decides_who_leaves() -> None:
    text = _script(
        "export function onAnswer(expired, tracked) {\n"
        "  if (expired) {\n"
        "    if (tracked) {\n"
        "      window.FS('setIdentity', { anonymous: true });\n"
        "    }\n"
        "    signOut(getAuth());\n"
        "  }\n"
        "}\n"
    )
    (finding,) = _found({"a.js": text}, "FS202")
    made = [fixed({"a.js": text}, [_only(finding, nth)])["a.js"] for nth in range(3)]
    assert made[0] != text
    assert all("\n  if (expired) {\n" in one and "\n  window.FS" not in one for one in made)


def _only(finding: Finding, nth: int) -> Finding:
    return replace(finding, fixes=finding.fixes[nth : nth + 1])


@pytest.mark.parametrize(
    ("handler", "mended"),
    [
        ("() => me && signOut(getAuth())", "() => me && ({}, signOut(getAuth()))"),
        ("() => (me ? signOut(getAuth()) : x())", "() => (me ? ({}, signOut(getAuth())) : x())"),
    ],
)
def test_in_one_expression_where_a_condition_decides_in_an_arrow(handler: str, mended: str) -> None:
    text = _script(f"button.onclick = {handler};\n")
    after = text.replace(handler, mended.format(ANONYMOUS.rstrip(";")))
    assert _mended({"src/a.js": text}, "FS201") == {"src/a.js": after}
    assert not _found({"src/a.js": after}, "FS201")


def test_where_a_way_begins_is_no_request_that_is_only_told_what_to_run_then() -> None:
    files = {
        "src/start.js": (
            "import { session } from './session';\n\nexport function start() {\n"
            "  api.me().then((me) => show(me)).catch(() => {\n    session.end();\n"
            "    router.push('/login');\n  });\n}\n"
        ),
        "src/session.js": (
            "export const session = {\n  end() {\n    localStorage.removeItem('token');\n  },\n};\n"
        ),
    }
    before = files["src/start.js"]
    after = before.replace("    session.end();\n", f"    {ANONYMOUS}\n    session.end();\n")
    assert _mended(files, "FS201", 1) == {"src/start.js": after}
