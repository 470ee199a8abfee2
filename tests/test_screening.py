"""The prefilter over many files: the same ones are found, whoever looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from fslint import screening, workers
from fslint.config import Config
from fslint.project import Project
from fslint.workers import Workers

TEXTS = {
    "speaks.js": "api.logOut();\n",
    "wide.js": "api.logout();\n".encode("utf-16"),
    "quiet.js": "api.load();\n",
    "binary.js": b"\0logout",
    "unmarked.js": "logout()".encode("utf-16-le"),
    "gone.js": None,
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(workers, "PAYS", 0)
    monkeypatch.setattr(screening, "BATCH", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    for name, text in TEXTS.items():
        data = text.encode() if isinstance(text, str) else text or b""
        (tmp_path / name).write_bytes(data)
    project = Project.open([tmp_path], Config(), cwd=tmp_path)
    (tmp_path / "gone.js").unlink()
    return project


@pytest.mark.parametrize("helped", [False, True])
def test_the_same_files_are_found(project: Project, helped: bool) -> None:
    helping = Workers() if helped else None
    assert list(project.mentioning(["logout"], workers=helping)) == ["speaks.js", "wide.js"]
    unmarked = "UTF-16 without a byte order mark"
    assert project.gaps == {"binary.js": "binary", "unmarked.js": unmarked}
    assert project.read == TEXTS.keys() - {"gone.js"}
    if helping is not None:
        helping.close()


def test_texts_that_are_not_on_the_disk_are_looked_at_here(
    tmp_path: Path, project: Project
) -> None:
    edited = project.with_texts({"quiet.js": "logout()"})
    helping = Workers()
    found = list(edited.mentioning(["logout"], workers=helping))
    helping.close()
    assert found == ["quiet.js", "speaks.js", "wide.js"]


def test_a_few_files_are_not_worth_a_process(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "PAYS", 1.0)
    helping = Workers()
    words = frozenset({"logout"})
    assert screening.without(words, project.files, project.sources, helping) == frozenset()
