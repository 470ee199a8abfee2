"""The project: its root, the files to check and why the others are not, its apps."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from fslint import listing, skips
from fslint.apps import MANIFESTS, find_apps, parents
from fslint.config import AppConfig, Config
from fslint.findings import App, Checked, NotChecked
from fslint.languages import LANGUAGES
from fslint.prefilter import Prefilter
from fslint.roots import find_root
from fslint.screening import without
from fslint.sources import Sources

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from fslint.workers import Workers

_SUFFIXES = frozenset(LANGUAGES)
_NEVER_APPS = frozenset((skips.DEPENDENCY, skips.BUILD))
_BASELINE = "fslint-baseline.json"
_OUR_OWN = frozenset(("fslint.toml", _BASELINE))
EXCLUDED = "excluded by configuration"
UNKNOWN_KIND = "not a kind of file that fslint reads"
UNUSED_CONFIG = "a run has one configuration, and this is not it"


class Project:
    """What there is to check.

    `root` is absolute; all other paths are relative to it, with `/`. `files` are those to check,
    sorted. `named` are those that the command line named, and that are checked whatever their
    class. `targets` are those of them that the command line named, by file or by folder, None
    for all; where these are none on purpose, `nothing` says why. `skipped` counts the files passed
    over, by class. `gaps` are the files that were to be checked and could not be.
    """

    def __init__(self, root: Path, config: Config, sources: Sources) -> None:
        self.root = root
        self.config = config
        self.sources = sources
        self.files: tuple[str, ...] = ()
        self.targets: tuple[str, ...] | None = None
        self.nothing = ""
        self.skipped: Counter[str] = Counter()
        self.gaps: dict[str, str] = {}
        self.read: set[str] = set()
        self.named: frozenset[str] = frozenset()
        self._manifests: list[str] = []
        self._apps_by_folder: dict[str, App | None] = {}

    @classmethod
    def open(
        cls,
        paths: Sequence[Path],
        config: Config,
        *,
        cwd: Path,
        overrides: Mapping[Path, str] | None = None,
        force_exclude: bool = False,
    ) -> Project:
        """Find the project of `paths` (absolute, existing or in `overrides`) and list its files.

        `overrides` hold the text of files that is not taken from the disk. A file that is named
        is checked whatever its class, unless `force_exclude`.
        """
        root = find_root(paths, cwd, config.path)
        given = {_relative(path, root.folder): text for path, text in (overrides or {}).items()}
        sources = Sources(root.folder, max_bytes=config.max_file_size, overrides=given)
        project = cls(root.folder, config, sources)
        project._list(paths, root.listed, force_exclude=force_exclude)
        return project

    def _list(self, paths: Sequence[Path], part: Path | None, *, force_exclude: bool) -> None:
        folders, named = [""] if not paths else [], []
        for path in paths:
            target = _relative(path, self.root)
            if (self.root / target).is_dir():
                folders.append("" if target == "." else target)
            else:
                named.append(target)
        self.named = frozenset(() if force_exclude else named)

        listed: dict[str, None] = {}
        if part:
            prefix = _prefix(_relative(part, self.root))
            listed.update((prefix + path, None) for path in listing.list_files(part))
        for folder in folders:
            if not any(_within(path, folder) for path in listed):
                prefix = _prefix(folder)
                listed.update((prefix + path, None) for path in listing.walk(self.root / folder))
        listed.update(dict.fromkeys(named))
        self._manifests = [
            path
            for path in listed
            if path[path.rfind("/") + 1 :] in MANIFESTS and skips.by_name(path) not in _NEVER_APPS
        ]
        bases, apart = self._bases([*folders, *named])
        if apart:
            listed = {path: None for path in listed if any(_within(path, one) for one in apart)}
        self._manifests = [
            path
            for path in self._manifests
            if path in listed and skips.by_name(_below(path, bases)) != skips.TEST
        ]
        self.files = tuple(sorted(self._choose(listed, bases)))
        if "" not in folders:
            chosen = set(self.files)
            inside = {path for path in chosen if any(_within(path, one) for one in folders)}
            self.targets = tuple(sorted(inside | chosen.intersection(named)))

    def _bases(self, targets: Iterable[str]) -> tuple[list[str], list[str]]:
        """The folders from which the names of files are judged, the deepest first, and those of
        them that are projects of their own (if all targets lie in such ones, else none).

        A `tests` folder above what is checked does not make a test of it; and an app below such
        a folder, a fixture or an example, has nothing to do with the rest of the repository.
        """
        homes = {"", *(path.rpartition("/")[0] for path in self._manifests)}
        bases, apart = {""}, set()
        for target in targets:
            holding = sorted((home for home in homes if _within(target, home)), key=len)
            if (self.root / target).is_dir():
                bases.add(target)
                holding.append(target)
            own = next((home for home in holding if home and skips.by_name(f"{home}/_")), "")
            bases.add(own)
            apart.add(own)
        return sorted(bases, key=len, reverse=True), [] if "" in apart else sorted(apart)

    def _choose(self, listed: Iterable[str], bases: Sequence[str]) -> Iterator[str]:
        include = _spec(self.config.include)
        exclude = _spec(self.config.exclude)
        for path in listed:
            name = path[path.rfind("/") + 1 :]
            dot = name.rfind(".")
            if dot < 0 or name[dot:].lower() not in _SUFFIXES:
                if path in self.named:
                    self.gaps[path] = UNKNOWN_KIND
                continue
            if path in self.named:
                yield path
                continue
            kind = skips.by_name(_below(path, bases))
            if name in _OUR_OWN:
                if name == "fslint.toml" and not kind and self._is_unused(path):
                    self.gaps[path] = UNUSED_CONFIG
                continue
            ours = self.config_path(path)
            if exclude and ours and exclude.match_file(ours):
                self.skipped[EXCLUDED] += 1
                continue
            if kind and not (include and ours and include.match_file(ours)):
                self.skipped[kind] += 1
                continue
            yield path

    def _is_unused(self, path: str) -> bool:
        """Whether a configuration file speaks for a part of the project and is not in force."""
        return "/" in path and self.root / path != self.config.path

    @property
    def to_check(self) -> tuple[str, ...]:
        """The files of which findings are wanted."""
        return self.files if self.targets is None else self.targets

    @property
    def baseline(self) -> Path:
        """Where the project keeps its baseline, if it has one."""
        return self.root / _BASELINE

    @cached_property
    def _config_folder(self) -> str:
        """The configuration file's folder, relative to the root, with a final `/` or empty."""
        if self.config.path is None:
            return ""
        folder = _relative(self.config.path.parent, self.root)
        return "" if folder.startswith("..") or folder == "." else folder + "/"

    def config_path(self, path: str) -> str | None:
        """A file's path as the configuration's globs see it; None outside of its folder."""
        within = self._config_folder
        return path[len(within) :] if path.startswith(within) else None

    def with_texts(self, texts: Mapping[str, str]) -> Project:
        """The same files, some with other texts than on the disk; nothing of them is read yet."""
        sources = Sources(self.root, max_bytes=self.sources.max_bytes, overrides=texts)
        again = Project(self.root, self.config, sources)
        again.files, again.targets = self.files, self.targets
        again.named, again._manifests = self.named, self._manifests
        return again

    def mentioning(
        self,
        words: Iterable[str],
        files: Iterable[str] | None = None,
        workers: Workers | None = None,
    ) -> Iterator[str]:
        """Read the files (all of the project's, or those given), and yield the ones that hold a
        word. Minified and generated files among them are counted and not yielded; those with no
        text are in `gaps` then. Letter case, `_` and `-` do not count. `workers` help with many.
        """
        asked = frozenset(words)
        prefilter = Prefilter(asked)
        sources = self.sources
        paths = self.files if files is None else tuple(files)
        empty = without(asked, paths, sources, workers)
        self.read |= empty
        for path in paths:
            if path in empty:
                continue
            data = sources.raw(path)
            if data is None:
                # git lists deleted files until it is told, and links that lead nowhere.
                if path in self.named or (self.root / path).exists():
                    self.gaps[path] = sources.problem(path)
                continue
            again = path in self.read
            self.read.add(path)
            if not prefilter.mentions(data):
                continue
            if path not in self.named and (self.root / path).is_symlink():
                continue
            text = sources.text(path, data)
            if text is None:
                self.gaps[path] = sources.problem(path)
                continue
            kind = "" if path in self.named else skips.by_shape(path, text)
            if not kind:
                yield path
            elif not again:
                self.skipped[kind] += 1

    def resume(
        self, apps: list[App], gaps: dict[str, str], skipped: Counter[str], read: set[str]
    ) -> None:
        """Know what an earlier run on the same files has come to know."""
        self.apps = apps
        self._apps_by_folder.clear()
        self.__dict__.pop("_apps_by_root", None)
        self.gaps, self.skipped, self.read = gaps, skipped, read

    @cached_property
    def apps(self) -> list[App]:
        """The apps, ordered by folder; the root, where there is no manifest at all.

        `identifies` is for the analysis to tell; `uses_fullstory` is what the manifests say.
        """
        apps, malformed = find_apps(self.sources, self._manifests)
        self.gaps.update((gap.file, gap.reason) for gap in malformed)
        homes = {app.root for app in apps}
        inhabited = {
            next((one for one in parents(path) if one in homes), None) for path in self.files
        }
        apps = [app for app in apps if app.root in inhabited] or [App("")]
        for app in apps:
            settings = self._settings.get(app.root)
            if self.config.assume_fullstory or (settings and settings.assume_fullstory):
                app.uses_fullstory = app.identifies = True
        return apps

    def app_of(self, path: str) -> App | None:
        """The app that a file belongs to; None where no manifest is above it."""
        folder = path.rpartition("/")[0]
        if folder not in self._apps_by_folder:
            homes = (one for one in (folder, *parents(folder)) if one in self._apps_by_root)
            home = next(homes, None)
            self._apps_by_folder[folder] = None if home is None else self._apps_by_root[home]
        return self._apps_by_folder[folder]

    def app_settings(self, path: str) -> AppConfig | None:
        """What the configuration says of the nearest configured app folder above a file."""
        for folder in parents(path):
            if folder in self._settings:
                return self._settings[folder]
        return None

    @cached_property
    def _settings(self) -> dict[str, AppConfig]:
        within = self._config_folder
        return {(within + folder).strip("/"): app for folder, app in self.config.apps.items()}

    @cached_property
    def _apps_by_root(self) -> dict[str, App]:
        return {app.root: app for app in self.apps}

    def checked(self) -> Checked:
        """The counts so far; the analysis adds what it parsed and the time it took."""
        gaps = [NotChecked(path, reason) for path, reason in sorted(self.gaps.items())]
        return Checked(len(self.files), len(self.read), apps=self.apps, not_checked=gaps)


def _relative(path: Path, root: Path) -> str:
    relative = os.path.relpath(path, root)
    return relative.replace("\\", "/") if sys.platform == "win32" else relative


def _prefix(folder: str) -> str:
    """What the path of a folder's file begins with."""
    return f"{folder}/" if folder not in ("", ".") else ""


def _below(path: str, bases: Iterable[str]) -> str:
    """The path relative to the first of the bases that holds it, or as it is."""
    for base in bases:
        if base and path.startswith(base + "/"):
            return path[len(base) + 1 :]
    return path


def _within(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder + "/")


def _spec(globs: Sequence[str]) -> GitIgnoreSpec | None:
    if not globs:
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(globs)
