"""Which files are read beyond those that speak of a logout themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from fslint.config import Config
from fslint.engine import Analysis
from fslint.project import Project

SESSION = """package app

class Session : BaseFragment() {
    fun NAME() { FirebaseAuth.getInstance().signOut() }
}
"""
CALLER = """package app

class Screen{number} {{
    fun show() {{ session.NAME() }}
}}
"""


def read(tmp_path: Path, name: str, callers: int) -> int:
    """How many files are read of an app with a sign-out called `name` and its callers."""
    (tmp_path / "build.gradle.kts").write_text("")
    (tmp_path / "Session.kt").write_text(SESSION.replace("NAME", name))
    for number in range(callers):
        text = CALLER.format(number=number).replace("NAME", name)
        (tmp_path / f"Screen{number}.kt").write_text(text)
    project = Project.open([tmp_path], Config(cache=False, assume_fullstory=True), cwd=tmp_path)
    analysis = Analysis(project, None)
    analysis.result()
    return sum(path.endswith(".kt") for path in analysis.flows)


@pytest.mark.parametrize(
    ("name", "callers", "expected"),
    [
        ("forgetMember", 5, 6),
        ("forgetMember", 60, 1),  # spoken of all over the app: its callers say nothing
        ("performLogout", 60, 61),  # but of a logout each caller is worth reading
        ("onViewCreated", 5, 1),  # frameworks call it
    ],
)
def test_callers(tmp_path: Path, name: str, callers: int, expected: int) -> None:
    assert read(tmp_path, name, callers) == expected
