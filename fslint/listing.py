"""The files below a folder, without those that `.gitignore` leaves out.

git is asked where the folder is a part of a repository; elsewhere the folder is walked with the
same rules. Symbolic links and submodules are not followed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_NEVER = frozenset((".git", ".hg", ".svn", "node_modules", "__pycache__"))


class GitError(Exception):
    """git could not answer; the message is its own."""


def list_files(root: Path) -> Iterator[str]:
    """Paths relative to `root`, with `/`, of all files that are not ignored, in no set order."""
    if _in_repository(root):
        try:
            yield from _git_paths(root, ["ls-files", "-co", "--exclude-standard", "-z"])
        except GitError:
            yield from walk(root)
    else:
        yield from walk(root)


def changed_files(root: Path, reference: str) -> list[str]:
    """Files below `root` that differ from a git reference, and new ones: before the first commit
    of a repository, all. Raises GitError."""
    if not _in_repository(root):
        raise GitError("not a git repository")
    new = _git_paths(root, ["ls-files", "-o", "--exclude-standard", "-z"])
    if reference == "HEAD" and not _has_commits(root):
        return sorted({*_git_paths(root, ["ls-files", "-z"]), *new})
    base = reference
    if reference != "HEAD":
        try:
            base = git(root, ["merge-base", reference, "HEAD"]).decode().strip()
        except GitError:
            base = _known(root, reference)
    tracked = _git_paths(
        root, ["diff", "--name-only", "--diff-filter=d", "--relative", "-z", base, "--"]
    )
    return sorted({*tracked, *new})


def _has_commits(root: Path) -> bool:
    try:
        git(root, ["rev-parse", "--verify", "-q", "HEAD"])
    except GitError:
        return False
    return True


def _known(root: Path, reference: str) -> str:
    """A reference that this clone has. Raises GitError, with what to do where it is shallow."""
    try:
        git(root, ["rev-parse", "--verify", "-q", f"{reference}^{{commit}}"])
    except GitError as error:
        shallow = git(root, ["rev-parse", "--is-shallow-repository"]).strip() == b"true"
        hint = "; this clone is shallow: fetch more of its history" if shallow else ""
        raise GitError(f"no commit is called '{reference}' here{hint}") from error
    return reference


def walk(root: Path) -> Iterator[str]:
    """All files below `root` that no `.gitignore` in it leaves out."""
    from pathspec import GitIgnoreSpec

    def visit(
        folder: str, relative: str, specs: Sequence[tuple[str, GitIgnoreSpec]]
    ) -> Iterator[str]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            return
        if any(entry.name == ".gitignore" for entry in entries):
            lines = Path(folder, ".gitignore").read_text("utf-8", "replace").splitlines()
            specs = [*specs, (relative, GitIgnoreSpec.from_lines(lines))]
        for entry in entries:
            if entry.is_symlink() or entry.name in _NEVER:
                continue
            path = relative + entry.name
            is_folder = entry.is_dir()
            if _ignored(path + "/" * is_folder, specs):
                continue
            if is_folder:
                yield from visit(entry.path, path + "/", specs)
            elif entry.is_file():  # and no pipe, which would be waited for
                yield path

    yield from visit(str(root), "", [])


def _ignored(path: str, specs: Sequence[tuple[str, GitIgnoreSpec]]) -> bool:
    ignored = False
    for base, spec in specs:  # from the outermost: a nearer file has the last word
        verdict = spec.check_file(path[len(base) :]).include
        if verdict is not None:
            ignored = verdict
    return ignored


def _in_repository(root: Path) -> bool:
    return any((folder / ".git").exists() for folder in (root, *root.parents))


def _git_paths(root: Path, arguments: list[str]) -> list[str]:
    listed = git(root, arguments).split(b"\0")
    return [os.fsdecode(path) for path in dict.fromkeys(listed) if path]


def git(root: Path, arguments: list[str]) -> bytes:
    """What git prints when it is run in a folder. Raises GitError where it fails."""
    import subprocess

    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=True).stdout
    except OSError as error:
        raise GitError("git is not installed") from error
    except subprocess.CalledProcessError as error:
        raise GitError(error.stderr.decode(errors="replace").strip()) from error
