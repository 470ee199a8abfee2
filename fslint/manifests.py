"""What an app's manifests say: the Fullstory packages it installs, their versions, its shape.

Manifests are read as text with one pattern per kind, never run; lock files, which can be tens of
megabytes, are searched for one name and not parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fslint.findings import Place, Sdk
from fslint.sources import Sources

_NAME = r"[\w.@/:-]{0,60}full-?story[\w./-]{0,60}"
_ANY = re.compile("full-?story", re.IGNORECASE)
_VERSION = re.compile(r"\d+(?:\.\d+){0,3}(?:[-+](?!xcframework)[\w.-]+)?")


# Manifests by file name, and where each states a package: groups `name` and `version`.
_STATEMENTS = (
    (
        "package.json",
        r'"(?P<name>@?[\w./-]{0,60}full-?story[\w./-]{0,60})"[ \t]*:[ \t]*'
        r'"(?P<version>(?:[~^<>=v ]{0,3}\d|[*]|[a-z]+:|latest|next|git)[^"\n]{0,80})"',
    ),
    (
        "Podfile",
        r"^[ \t]*pod[ \t]+['\"](?P<name>NAME)['\"](?:[ \t]*,[ \t]*(?P<version>[^\n#]{0,160}))?",
    ),
    (
        "Package.swift",
        r"^[^\n/]*\.package\([^\n)]{0,40}url:[ \t]*\"[^\"\n]{0,80}?(?P<name>NAME)\"[ \t]*"
        r"(?:,[ \t]*(?P<version>[^\n)]{0,80}))?",
    ),
    (
        "project.pbxproj",
        r"repositoryURL = \"[^\"\n]{0,80}?(?P<name>NAME)\";\s{0,20}requirement = "
        r"\{(?P<version>[^}]{0,200})\}",
    ),
    ("Cartfile", r"^[^#\n]{0,160}?(?P<name>NAME)\"(?P<version>[^\n#]{0,60})"),
    (
        "build.gradle build.gradle.kts settings.gradle settings.gradle.kts libs.versions.toml",
        r"^(?![ \t]*(?://|\*|#))[^\n\"']{0,80}[\"'](?P<name>com\.fullstory(?!\w)[\w.:-]{0,60}?|fullstory"
        r"|com\.(?:rudderstack\.android\.integration:|github\.fullstorydev:)fullstory[\w-]{0,40})"
        r"(?::(?P<version>(?:\d|\$\{?\w)[\w.-]{0,30}))?\}?(?:@\w{1,10})?[\"']"
        r"(?:[ \t]*,[ \t]*name[ \t]*[:=][ \t]*[\"'](?P<artifact>[\w-]{1,60})[\"'])?"
        r"(?:[ \t,)]*version(?:\.ref)?[ \t]*[:= ][ \t]*[\"'](?P<version2>[^\"'\n]{0,40}))?",
    ),
    (
        "config.xml",
        r"<plugin[ \t]+name=\"(?P<name>NAME)\"[ \t]+spec=\"(?P<version>[^\"\n]{0,60})\"",
    ),
    ("pubspec.yaml", r"^[ \t]+(?P<name>\w{0,40}fullstory\w{0,40}):[ \t]*(?P<version>[^\n#]*)"),
    (
        "requirements.txt pyproject.toml setup.py",
        r"^[^#\n]{0,80}?(?P<name>[\w-]{0,40}fullstory[\w-]{0,40})[ \t]*(?P<version>=[ \t]*"
        r"(?:\{[ \t]*version[ \t]*=[ \t]*)?[\"'][^\"'\n]{0,40}|[=<>~^][^\n\"',;#]{0,40})?",
    ),
)
_PATTERNS = {file: pattern for files, pattern in _STATEMENTS for file in files.split()}

_OF_PYTHON = r'^name = "NAME"\nversion = "([^"\n]{1,40})"'
_RESOLVED = r'[/"]NAME(?:\.git)?"[^{}]{0,300}\{[^{}]{0,200}"version"\s?:\s?"([^"]+)"'

# Lock files by manifest, each with what stands between a package's name and its exact version.
_LOCKS: dict[str, tuple[tuple[str, str], ...]] = {
    "package.json": (
        (
            "package-lock.json",
            r'(?:node_modules/|")NAME"\s?:\s?\{\s{0,40}"version"\s?:\s?"([^"]{1,40})"',
        ),
        (
            "npm-shrinkwrap.json",
            r'(?:node_modules/|")NAME"\s?:\s?\{\s{0,40}"version"\s?:\s?"([^"]{1,40})"',
        ),
        ("yarn.lock", r'^"?NAME@[^\n]{1,400}:\n\s{1,8}version:? "?([^"\n]{1,40})'),
        ("pnpm-lock.yaml", r"^  ['\"/]{0,2}NAME[@/](\d[^'\":(_\n]{0,40})"),
        ("bun.lock", r'"NAME": \["NAME@([^"]{1,40})"'),
    ),
    "Podfile": (("Podfile.lock", r'^  - "?NAME(?:/\w+)? \(([\w.-]{1,40})\)'),),
    "Package.swift": (
        (
            "Package.resolved",
            _RESOLVED,
        ),
    ),
    "project.pbxproj": (
        ("*.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved", _RESOLVED),
        ("*.xcworkspace/xcshareddata/swiftpm/Package.resolved", _RESOLVED),
    ),
    "pyproject.toml": tuple((lock, _OF_PYTHON) for lock in ("uv.lock", "poetry.lock", "pdm.lock")),
    "pubspec.yaml": (
        ("pubspec.lock", r'^  NAME:\n(?:    [^\n]*\n){0,12}?    version: "([^"\n]{1,40})"'),
    ),
}

# Packages with Fullstory in their name that do not record in the app itself.
_NOT_CLIENT = re.compile(r"server|babel|plugin-annotate|eslint|webpack|mcp|gradle-plugin-dep", re.I)
_HYBRID = re.compile(
    r'"(?:react-native|expo|@capacitor/core|cordova|cordova-[\w-]+|@ionic/\w+|nativescript)"'
)
_WORKSPACE_FILES = ("pnpm-workspace.yaml", "lerna.json", "nx.json", "turbo.json", "rush.json")


def is_client(sdk: Sdk) -> bool:
    """Whether the package records sessions in the app, rather than building or serving it."""
    return not _NOT_CLIENT.search(sdk.name)


def sdks_of(sources: Sources, manifest: str, lock_folders: Iterable[str]) -> Iterator[Sdk]:
    """The Fullstory packages that a manifest states, each once.

    `lock_folders` are where its lock file may lie, the nearest first.
    """
    file = manifest.rpartition("/")[2]
    text = sources.text(manifest) if file in _PATTERNS else None
    if not text or not _ANY.search(text):
        return
    pattern = re.compile(_PATTERNS[file].replace("NAME", _NAME), re.IGNORECASE | re.MULTILINE)
    seen = set()
    for match in pattern.finditer(text):
        name = _package(match["name"])
        artifact = match.groupdict().get("artifact")
        name = f"{name}:{artifact}" if artifact else name
        if name in seen:
            continue
        seen.add(name)
        stated = _variable(match["version"] or match.groupdict().get("version2") or "", text)
        version = _locked(sources.root, file, name, stated, lock_folders) or _stated(stated)
        yield Sdk(name, version, Place(manifest, match.start("name"), match.end("name")))


def _package(stated: str) -> str:
    """A package's name: the last part of an address, else as it stands."""
    if ":/" in stated:
        stated = stated.rstrip("/").rpartition("/")[2]
    return stated.removesuffix(".git").strip("/")


def _variable(stated: str, text: str) -> str:
    """The value of the variable that a version is written as, if it is one of this file's."""
    name = re.fullmatch(r"\$?\{?([A-Za-z][\w.-]{0,60})", stated)
    if name is None:
        return stated
    value = re.search(rf"\b{re.escape(name[1])}[ \t]*[:=][ \t]*[\"'](\d[\w.+-]{{0,40}})", text)
    return value[1] if value else stated


def _stated(constraint: str) -> str:
    """The version that a constraint starts from; '' where it does not bound the major."""
    if re.match(r"\s*(?:[*>]|latest|workspace:|catalog:|any\b)", constraint):
        return ""
    found = _VERSION.search(constraint)
    return found[0] if found else ""


def _locked(root: Path, file: str, name: str, stated: str, folders: Iterable[str]) -> str:
    """The exact version in the nearest lock file that knows the package; '' where none does, or
    where it holds several and the stated constraint fits not just one of them."""
    for folder in folders:
        for lock, pattern in _LOCKS.get(file, ()):
            found = (_search(one, pattern, name) for one in sorted((root / folder).glob(lock)))
            versions = set().union(*found)
            if len(versions) > 1:
                major = _stated(stated).partition(".")[0]
                versions = {one for one in versions if one.partition(".")[0] == major}
            if versions:
                return versions.pop() if len(versions) == 1 else ""
    return ""


def _search(lock: Path, pattern: str, name: str) -> set[str]:
    try:
        data = lock.read_bytes()
    except OSError:
        return set()
    if name.encode() not in data:
        return set()
    bound = re.compile(pattern.replace("NAME", re.escape(name)).encode(), re.MULTILINE)
    return {match[1].decode("utf-8", "replace") for match in bound.finditer(data)}


class PackageJson(NamedTuple):
    """What a package.json says of the app's place in a repository."""

    is_package: bool = True
    is_workspace: bool = False
    is_hybrid: bool = False
    problem: str = ""


def read_package_json(sources: Sources, manifest: str) -> PackageJson:
    """Read a package.json; where it is malformed, `problem` says so and the rest is assumed.

    One that only sets a module type or the like is no package of its own.
    """
    text = sources.text(manifest)
    if text is None:
        return PackageJson(problem=sources.problem(manifest))
    try:
        table: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        return PackageJson(problem=f"not valid JSON{line}")
    if not isinstance(table, dict):
        return PackageJson(problem="not a JSON object")
    folder = (sources.root / manifest).parent
    return PackageJson(
        is_package=any(key in table for key in ("name", "dependencies", "workspaces", "scripts")),
        is_workspace="workspaces" in table
        or any((folder / file).is_file() for file in _WORKSPACE_FILES),
        is_hybrid=bool(_HYBRID.search(text)) or (folder / "capacitor.config.json").is_file(),
    )
