"""Many requests that end the session by the same code: one path, and no way to it is lost."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts
from fslint.findings import Result

PACKAGE = '{"dependencies": {"@fullstory/browser": "2.0.8"}}'
GATE = """\
import { getAuth, signOut } from 'firebase/auth';
export async function endIfExpired(error) {
  if (error.status === 401) {
    await signOut(getAuth());
  }
}
"""
RELEASING = GATE.replace("await sign", "FS('setIdentity', { anonymous: true });\n    await sign")
REQUESTS = 16


def requests() -> str:
    one = """\
export async function load{n}() {{
  try {{
    return await fetch('/api/{n}');
  }} catch (error) {{
    await endIfExpired(error);
  }}
}}
"""
    return "import { endIfExpired } from './gate';\n" + "".join(
        one.format(n=n) for n in range(REQUESTS)
    )


def pages(text: str) -> str:
    names = ", ".join(f"load{n}" for n in range(REQUESTS))
    return f"import {{ {names} }} from './requests';\n{text}"


EACH = "".join(f"export function onOpen{n}() {{ load{n}(); }}\n" for n in range(REQUESTS))
STEPS = "".join(f"  await load{n}();\n" for n in range(REQUESTS))
ALL = f"export async function onOpen() {{\n{STEPS}}}\n"


def run(gate: str, page: str) -> Result:
    files = {"package.json": PACKAGE, "src/gate.js": gate, "src/requests.js": requests()}
    return check_texts({**files, "src/pages.js": pages(page)})


def found(result: Result) -> list[tuple[str, str, int]]:
    return [(one.code, one.place.file, one.place.start) for one in result.findings]


@pytest.mark.parametrize("page", [EACH, ALL], ids=["each on its own", "one after the other"])
def test_who_decides_and_releases_does_it_for_all(page: str) -> None:
    result = run(RELEASING, page)
    assert [one.code for one in result.findings if one.code < "FS208"] == []
    assert [(path.kind, path.verdict) for path in result.paths] == [("token-expiry", "proven")]


@pytest.mark.parametrize("page", [EACH, ALL], ids=["each on its own", "one after the other"])
def test_who_decides_and_forgets_is_found_once(page: str) -> None:
    result = run(GATE, page)
    assert found(result) == [("FS201", "src/gate.js", GATE.index("signOut(get"))]
    assert [(path.kind, path.verdict) for path in result.paths] == [("token-expiry", "violated")]


def test_what_a_user_does_is_a_path_of_its_own_beside_them() -> None:
    logout = """\
import { getAuth, signOut } from 'firebase/auth';
export async function onLogout() {
  await load1();
  FS('setIdentity', { anonymous: true });
  await signOut(getAuth());
}
"""
    result = run(GATE, EACH + logout)
    assert sorted((path.kind, path.verdict) for path in result.paths) == [
        ("manual", "proven"),
        ("token-expiry", "violated"),
    ]


def test_a_request_behind_a_release_is_not_taken_for_one_before_it() -> None:
    page = ALL.replace("  await load1();", "  FS('setIdentity', { anonymous: true });\n  load1();")
    result = run(GATE, page)
    assert found(result) == [("FS201", "src/gate.js", GATE.index("signOut(get"))]
