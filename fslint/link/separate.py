"""Apps of one repository that never run together: what one of them sends, the other does not hear.

Apps are told by their package.json, which has a name. Two meet where one of them needs the other,
or a third package needs both, by what their manifests or the imports of linked files say.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from fslint.flow import FileFlow
from fslint.link.modules import Modules, loose_json

Heard = TypeVar("Heard")

NEEDING = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")


class Separate:
    """Tells files of apps that never run together."""

    def __init__(self, flows: Mapping[str, FileFlow], modules: Modules) -> None:
        self._flows = flows
        self._modules = modules
        self._homes: dict[str, str] = {}
        self._known: dict[tuple[str, str], bool] = {}

    def app_of(self, file: str) -> str:
        """The folder of the app that a file is of, where another app never runs together with it;
        '' elsewhere, and for a package that apps share."""
        home = self._home(file)
        return home if home in self._tops else ""

    def apart(self, app: str, file: str) -> bool:
        """Whether a file is of an app that never runs together with one, given by its folder."""
        return self._apart(app, self._home(file))

    def alternatives(
        self, within: str, sender: str, heard: Iterable[tuple[str, Heard]]
    ) -> list[tuple[str, list[Heard]]]:
        """What is heard in one run, of what listens (each with its file) to something that a file
        sends `within` an app: one list, or one for each of the apps that never run together. With
        each list the app that the run is in then."""
        left = [(self._home(file), one) for file, one in heard]
        asked = (within, self._home(sender))
        left = [pair for pair in left if not any(self._apart(app, pair[0]) for app in asked)]
        tops = dict.fromkeys(home for home, _ in left if home in self._tops)
        if not any(self._apart(one, other) for one in tops for other in tops):
            return [(within, [one for _, one in left])]
        return [(app, [one for home, one in left if not self._apart(app, home)]) for app in tops]

    def _apart(self, one: str, two: str) -> bool:
        if not (one and two) or one == two:
            return False
        key = (one, two)
        if key not in self._known:
            nested = f"{one}/".startswith(f"{two}/") or f"{two}/".startswith(f"{one}/")
            meet = nested or any({one, two} <= needed for needed in self._needed.values())
            self._known[key] = not meet
        return self._known[key]

    def _home(self, file: str) -> str:
        """The folder of the package that a file is of; '' where it is the root, or none."""
        folder = posixpath.dirname(file)
        if folder not in self._homes:
            here = folder in self._folders or not folder
            self._homes[folder] = folder if here else self._home(folder)
        return self._homes[folder]

    @cached_property
    def _tops(self) -> frozenset[str]:
        """The packages that no other needs, and that do not run together with all others."""
        shared = {inner for outer, needed in self._needed.items() for inner in needed - {outer}}
        tops = self._folders - shared
        return frozenset(one for one in tops if any(self._apart(one, other) for other in tops))

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(self._modules.packages.values())

    @cached_property
    def _needed(self) -> dict[str, set[str]]:
        """For each package's folder those of all that it needs, itself among them."""
        needs = {folder: set(self._stated(folder)) for folder in self._folders}
        for path, flow in self._flows.items():
            home = self._home(path)
            for imported in flow.imports if home in needs else ():
                files = self._modules.resolve(path, imported.module)
                needs[home].update(one for one in map(self._home, files) if one in needs)
        return {folder: _closed(folder, needs) for folder in needs}

    def _stated(self, folder: str) -> Iterable[str]:
        manifest = loose_json(self._modules.read(posixpath.join(folder, "package.json")) or "")
        for section in NEEDING:
            stated = manifest.get(section) if isinstance(manifest, dict) else None
            for name in stated if isinstance(stated, dict) else ():
                if name in self._modules.packages:
                    yield self._modules.packages[name]


def _closed(folder: str, needs: Mapping[str, set[str]]) -> set[str]:
    found = {folder}
    work = [folder]
    while work:
        new = needs[work.pop()] - found
        found |= new
        work += new
    return found
