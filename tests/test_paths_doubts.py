"""What is said where it cannot be told whether a path is right: what was not understood, where."""

from __future__ import annotations

import pytest

from fslint.engine import check_texts

IDENTIFY = (
    "import { FullStory } from '@fullstory/browser';\n"
    "export const login = (u) => FullStory('setIdentity', { uid: u.id });\n"
)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "export async function logout() {\n"
            "  await fetch('/logout', { method: 'POST' });\n"
            "  unknown.resetIdentity();\n"
            "}\n",
            "unknown.resetIdentity() at a.ts:5 cannot be resolved and may release the identity",
        ),
        (
            "export function pick(org) {\n  props.setCurrentOrganization(org.id);\n}\n",
            "only its name speaks for props.setCurrentOrganization(org.id) at a.ts:4 letting"
            " another user take over",
        ),
    ],
)
def test_reason(code: str, reason: str) -> None:
    result = check_texts({"a.ts": IDENTIFY + code})
    assert [(path.verdict, path.reason) for path in result.paths] == [("unknown", reason)]
