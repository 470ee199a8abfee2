"""Apps of one repository that never run together: what one of them sends, the other does not hear.

Apps are told by their package.json, which has a name. Two meet where one of them needs the other,
or a third package needs both, by what their manifests or the imports of linked files say.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
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
        self._apps: dict[str, str] = {}
        self._known: dict[tuple[str, str], bool] = {}

    def app_of(self, file: str) -> str:
        """The folder of the app that a file is of, where another app never runs together with it;
        else ''."""
        folder = posixpath.dirname(file)
        if folder not in self._apps:
            home = self._home(folder)
            alone = home is not None and any(self._apart(home, other) for other in self._folders)
            self._apps[folder] = (home or "") if alone else ""
        return self._apps[folder]

    def alternatives(
        self, apps: Sequence[str], heard: Iterable[tuple[str, Heard]]
    ) -> list[tuple[str, list[Heard]]]:
        """What is heard in one run, of what listens (each with its file) to something that is sent
        in some apps: one list, or one for each of the apps that never run together. With each
        list the app that it stands for."""
        left = [(self.app_of(file), one) for file, one in heard]
        left = [pair for pair in left if not any(self._apart(app, pair[0]) for app in apps)]
        alone = [app for app, _ in left if any(self._apart(app, other) for other, _ in left)]
        if not alone:
            return [(next(filter(None, apps), ""), [one for _, one in left])]
        return [
            (app, [one for other, one in left if not self._apart(app, other)])
            for app in dict.fromkeys(alone)
        ]

    def _apart(self, one: str, two: str) -> bool:
        if not (one and two) or one == two:
            return False
        key = (one, two)
        if key not in self._known:
            nested = f"{one}/".startswith(f"{two}/") or f"{two}/".startswith(f"{one}/")
            meet = nested or any({one, two} <= needed for needed in self._needed.values())
            self._known[key] = not meet
        return self._known[key]

    def _home(self, folder: str) -> str | None:
        """The folder of the package that a folder is of."""
        if folder in self._folders or not folder:
            return folder if folder in self._folders else None
        return self._home(posixpath.dirname(folder))

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(self._modules.packages.values())

    @cached_property
    def _needed(self) -> dict[str, set[str]]:
        """For each package's folder those of all that it needs, itself among them."""
        needs = {folder: set(self._stated(folder)) for folder in self._folders}
        for path, flow in self._flows.items():
            home = self._home(posixpath.dirname(path))
            for imported in flow.imports if home is not None else ():
                for file in self._modules.resolve(path, imported.module):
                    needs[home or ""].add(self._home(posixpath.dirname(file)) or home or "")
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
