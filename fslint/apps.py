"""The apps of a project: the nearest folder with a manifest, by the habits of each ecosystem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fslint.findings import App, NotChecked, Sdk
from fslint.manifests import is_client, read_package_json, sdks_of
from fslint.sources import Sources

# Each makes its folder an app. `project.pbxproj` lies in the `.xcodeproj` folder of its app.
MANIFESTS = frozenset(
    (
        "package.json", "project.json", "pubspec.yaml", "Podfile", "Cartfile", "Package.swift",
        "project.pbxproj", "settings.gradle", "settings.gradle.kts", "build.gradle",
        "build.gradle.kts", "libs.versions.toml", "pyproject.toml", "manage.py",
        "requirements.txt", "setup.py", "Gemfile", "composer.json",
    )
)  # fmt: skip
_GRADLE = ("build.gradle", "build.gradle.kts")
_SETTINGS = ("settings.gradle", "settings.gradle.kts")
_ONLY_IN_AN_APP = frozenset(("libs.versions.toml",))
_PLATFORMS = frozenset(("ios", "android", "macos", "windows", "linux", "web", "platforms"))


def find_apps(sources: Sources, manifests: Iterable[str]) -> tuple[list[App], list[NotChecked]]:
    """The apps that the manifests make, ordered by folder, and the manifests that are malformed.

    `manifests` are paths relative to the project's root.
    """
    folders: dict[str, list[str]] = {}
    for manifest in sorted(manifests):
        folders.setdefault(_home(manifest), []).append(manifest)

    problems: list[NotChecked] = []
    hybrids, workspaces = set(), set()
    for folder, files in list(folders.items()):
        for manifest in files:
            if not manifest.endswith("package.json"):
                continue
            said = read_package_json(sources, manifest)
            if said.problem:
                problems.append(NotChecked(manifest, said.problem))
            if said.is_hybrid:
                hybrids.add(folder)
            if said.is_workspace:
                workspaces.add(folder)
            if not said.is_package and len(files) == 1:
                del folders[folder]
        if any(manifest.endswith("pubspec.yaml") for manifest in files):
            hybrids.add(folder)

    _join_parts(folders, hybrids)
    apps = [_app(sources, folder, files, workspaces) for folder, files in sorted(folders.items())]
    return [app for app in apps if not _is_mere_workspace(app, apps, workspaces)], problems


def _home(manifest: str) -> str:
    """The folder that a manifest speaks for."""
    folder, _, name = manifest.rpartition("/")
    if name == "project.pbxproj" or (name == "libs.versions.toml" and folder.endswith("gradle")):
        folder = folder.rpartition("/")[0]
    return folder


def parents(folder: str) -> Iterator[str]:
    """The folders above a folder, the nearest first, the root ('') last."""
    while folder:
        folder = folder.rpartition("/")[0]
        yield folder


def _join_parts(folders: dict[str, list[str]], hybrids: set[str]) -> None:
    """Give Gradle modules to their build and native folders to their hybrid app."""

    def names(folder: str) -> set[str]:
        return {manifest.rpartition("/")[2] for manifest in folders[folder]}

    builds = {folder for folder in folders if names(folder).intersection(_SETTINGS)}
    for folder in sorted(folders, key=len, reverse=True):
        owner = None
        if names(folder) <= {*_GRADLE, *_ONLY_IN_AN_APP} and folder not in builds:
            owner = next((one for one in parents(folder) if one in builds), None)
        for parent in parents(folder):
            inner = folder[len(parent) :].strip("/").partition("/")[0]
            if parent in hybrids and inner in _PLATFORMS and folder not in hybrids:
                owner = parent
                break
        if owner is not None:
            folders[owner].extend(folders.pop(folder))


def _app(sources: Sources, folder: str, files: list[str], workspaces: set[str]) -> App:
    above = [folder, *parents(folder)]
    stated = list(files)
    if not any(file.endswith("package.json") for file in files):
        # A workspace such as Nx keeps the dependencies of all its apps in one place.
        stated += [f"{one}/package.json".lstrip("/") for one in above if one in workspaces][:1]
    plugins = f"{folder}/config.xml".lstrip("/")  # Cordova's
    if (sources.root / plugins).is_file():
        stated.append(plugins)
    sdks: list[Sdk] = []
    for manifest in stated:
        home = _home(manifest)
        for sdk in sdks_of(sources, manifest, [home, *parents(home)]):
            if all(sdk.name != other.name for other in sdks):
                sdks.append(sdk)
    uses = any(is_client(sdk) for sdk in sdks)
    return App(folder, tuple(sorted(files)), sdks, uses_fullstory=uses)


def _is_mere_workspace(app: App, apps: list[App], workspaces: set[str]) -> bool:
    """Whether the folder only holds other apps together, and installs no Fullstory itself."""
    if app.root not in workspaces or app.sdks:
        return False
    inside = app.root + "/" if app.root else ""
    return any(other is not app and other.root.startswith(inside) for other in apps)
