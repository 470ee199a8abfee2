"""Where a project begins: the folder that its files are named from, and how much of it is its."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from fslint.apps import MANIFESTS


class Root(NamedTuple):
    """`folder` is what paths are relative to; the files below `listed`, which is in it, make the
    project. None: those that are named, and no others."""

    folder: Path
    listed: Path | None


def common_folder(paths: Sequence[Path], cwd: Path) -> Path:
    """The deepest folder that holds all the (absolute) paths; `cwd` where there are none."""
    if not paths:
        return cwd
    try:
        folder = Path(os.path.commonpath(paths))
    except ValueError:  # two drives of Windows
        return paths[0].parent
    return folder if folder.is_dir() else folder.parent


def find_root(paths: Sequence[Path], cwd: Path, config: Path | None) -> Root:
    """The root for what is named: its git repository, else the folder of its configuration.

    Without either, the project of the current folder, if what is named lies in it, so that the
    answer for a file does not depend on what else is named: the nearest folder upwards with a
    manifest, or the current folder itself. Else the nearest such folder above what is named.
    """
    start = common_folder(paths, cwd)
    upwards = _upwards(start)
    repository = next((folder for folder in upwards if (folder / ".git").exists()), None)
    if repository is None and config and config.parent in upwards:
        repository = config.parent
    if repository:
        return Root(repository, repository)
    below = _with_manifest(upwards)
    if start.is_relative_to(cwd) and cwd not in _not_projects():
        here = _with_manifest(_upwards(cwd))
        return Root(here, here) if here else Root(cwd, below or cwd)
    return Root(below or start, below)


def _upwards(start: Path) -> list[Path]:
    """A folder and those above it, up to the home folder."""
    others = _not_projects()
    return [start, *(folder for folder in start.parents if folder not in others)]


def _not_projects() -> tuple[Path, ...]:
    """The home folder is nobody's project, whatever stray file lies in it."""
    home = Path.home()
    return (home, *home.parents)


def _with_manifest(folders: Sequence[Path]) -> Path | None:
    for folder in folders:
        if any((folder / name).is_file() for name in MANIFESTS):
            return folder
    return None
