"""Where this fslint was installed from, so that a hook and a CI job can install the same."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from fslint import __version__
from fslint.listing import GitError, git

_SCP = re.compile(r"([\w.-]+@[\w.-]+):(?!//)(.+)")  # git@host:group/project.git


class Origin(NamedTuple):
    """`requirement` is what pip installs; `repository` and `revision` are the git repository that
    it comes from, empty if it comes from none. `shared`: other machines can reach it too."""

    requirement: str
    repository: str = ""
    revision: str = ""
    shared: bool = True


def origin() -> Origin:
    """The origin of the running fslint: a package index, where nothing else is written down."""
    try:
        written = distribution("fslint").read_text("direct_url.json")
    except PackageNotFoundError:
        written = None
    return read(json.loads(written)) if written else Origin(f"fslint=={__version__}")


def read(direct_url: dict[str, Any]) -> Origin:
    """The origin that an installer's `direct_url.json` tells of."""
    url = _public(str(direct_url["url"]))
    if "vcs_info" in direct_url:
        return _of_git(url, str(direct_url["vcs_info"]["commit_id"]))
    if "dir_info" in direct_url:
        return _of_folder(Path(unquote(urlsplit(url).path)))
    return Origin(f"fslint @ {url}", shared=not url.startswith("file:"))


def _of_git(url: str, revision: str) -> Origin:
    return Origin(f"fslint @ git+{url}@{revision}", url, revision, not url.startswith("file:"))


def _of_folder(folder: Path) -> Origin:
    """A checkout stands for the repository that it was cloned from, if its commit is there too."""
    try:
        revision = git(folder, ["rev-parse", "HEAD"]).decode().strip()
    except GitError:
        return Origin(f"fslint @ {folder.as_uri()}", shared=False)
    try:
        remote = git(folder, ["remote", "get-url", "origin"]).decode().strip()
        published = git(folder, ["branch", "-r", "--contains", revision]).strip()
    except GitError:
        remote, published = "", b""
    remote = _SCP.sub(r"ssh://\1/\2", remote)
    if published and "://" in remote and not remote.startswith("file:"):
        return _of_git(_public(remote), revision)
    return _of_git(folder.as_uri(), revision)._replace(repository=str(folder))


def _public(url: str) -> str:
    """The address without a password or token; the `git@` of ssh is neither."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
