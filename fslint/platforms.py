"""Which platform a file runs on, told from its language and from what its app installs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fslint.languages import language_of

if TYPE_CHECKING:
    from fslint.project import Project

BY_LANGUAGE = {
    "swift": "ios",
    "objc": "ios",
    "kotlin": "android",
    "java": "android",
    "dart": "flutter",
    "python": "server",
}
SHOWING = (
    '"react-dom"',
    '"vue"',
    '"svelte"',
    '"@angular/core"',
    '"next"',
    '"solid-js"',
    '"preact"',
)
"""Packages of which a command-line tool that shows pages as well has one."""
SERVING = ('"@nestjs/core"',)
"""Frameworks of services that show no pages."""
UNSEEN = frozenset({"command-line", "service"})
"""Platforms on which no user is recorded."""
NATIVE = ('"react-native"', '"expo"')


class Platforms:
    """Answers for the files of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.of = lru_cache(maxsize=None)(self._of)
        self._by_manifest = lru_cache(maxsize=None)(self._told_by_manifest)
        self.sdks = lru_cache(maxsize=None)(self._sdks)

    def _of(self, path: str) -> str:
        """web, react-native, ios, android, flutter, server, service or
        command-line."""
        by_language = BY_LANGUAGE.get(language_of(path) or "")
        if by_language:
            return by_language
        app = self._project.app_of(path)
        if app is None or path.endswith((".html", ".vue", ".svelte")) or ".web." in path:
            return "web"
        return self._by_manifest(app.root)

    def _told_by_manifest(self, root: str) -> str:
        manifest = f"{root}/package.json" if root else "package.json"
        text = self._project.sources.text(manifest) or ""
        if any(name in text for name in NATIVE):
            return "react-native"
        if any(name in text for name in SHOWING):
            return "web"
        if any(name in text for name in SERVING):
            return "service"
        return "command-line" if '"bin":' in text else "web"

    def _sdks(self, path: str) -> frozenset[str]:
        app = self._project.app_of(path)
        return frozenset(sdk.name for sdk in app.sdks) if app is not None else frozenset()
