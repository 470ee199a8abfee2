"""Where fslint was installed from, told from what installers write down."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from fslint.origin import Origin, read

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone with one commit, which its remote has."""
    folder = tmp_path / "fs lint"
    git(tmp_path, "init", "-q", str(folder))
    git(folder, "commit", "-q", "--allow-empty", "-m", "one")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    return folder


def installed(folder: Path) -> Origin:
    return read({"url": folder.as_uri(), "dir_info": {"editable": True}})


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://host/a/fslint.git", "https://host/a/fslint.git"),
        ("https://user:secret@host:8443/fslint", "https://host:8443/fslint"),
        ("https://token@host/fslint", "https://host/fslint"),
        ("ssh://git@host/fslint", "ssh://git@host/fslint"),
    ],
)
def test_a_repository(url: str, shown: str) -> None:
    found = read({"url": url, "vcs_info": {"vcs": "git", "commit_id": COMMIT}})
    assert found == (f"fslint @ git+{shown}@{COMMIT}", shown, COMMIT, True)


def test_an_archive() -> None:
    local = read({"url": "file:///tmp/fslint-0.1.0.whl", "archive_info": {}})
    assert local == ("fslint @ file:///tmp/fslint-0.1.0.whl", "", "", False)
    assert read({"url": "https://host/fslint-0.1.0.whl", "archive_info": {}}).shared


def test_a_folder_without_git(tmp_path: Path) -> None:
    assert installed(tmp_path) == (f"fslint @ {tmp_path.as_uri()}", "", "", False)


@pytest.mark.parametrize(
    ("remote", "shown"),
    [
        ("git@host:group/fslint.git", "ssh://git@host/group/fslint.git"),
        ("https://oauth2:secret@host/fslint.git", "https://host/fslint.git"),
    ],
)
def test_a_checkout_stands_for_what_it_was_cloned_from(
    checkout: Path, remote: str, shown: str
) -> None:
    git(checkout, "remote", "add", "origin", remote)
    commit = git(checkout, "rev-parse", "HEAD")
    assert installed(checkout) == (f"fslint @ git+{shown}@{commit}", shown, commit, True)


@pytest.mark.parametrize("remote", ["../elsewhere", "file:///srv/fslint.git", ""])
def test_a_checkout_that_no_other_machine_reaches(checkout: Path, remote: str) -> None:
    if remote:
        git(checkout, "remote", "add", "origin", remote)
    commit = git(checkout, "rev-parse", "HEAD")
    requirement = f"fslint @ git+{checkout.as_uri()}@{commit}"
    assert installed(checkout) == (requirement, str(checkout), commit, False)


def test_a_commit_that_was_not_pushed_is_on_this_machine_only(checkout: Path) -> None:
    git(checkout, "remote", "add", "origin", "https://host/fslint")
    git(checkout, "commit", "-q", "--allow-empty", "-m", "two")
    assert installed(checkout).shared is False
