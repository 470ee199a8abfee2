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
NATIVE = ('"react-native"', '"expo"')


class Platforms:
    """Answers for the files of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.of = lru_cache(maxsize=None)(self._of)
        self._native = lru_cache(maxsize=None)(self._is_native)
        self.sdks = lru_cache(maxsize=None)(self._sdks)

    def _of(self, path: str) -> str:
        """web, react-native, ios, android, flutter or server."""
        by_language = BY_LANGUAGE.get(language_of(path) or "")
        if by_language:
            return by_language
        app = self._project.app_of(path)
        if app is None or path.endswith((".html", ".vue", ".svelte")) or ".web." in path:
            return "web"
        return "react-native" if self._native(app.root) else "web"

    def _is_native(self, root: str) -> bool:
        manifest = f"{root}/package.json" if root else "package.json"
        text = self._project.sources.text(manifest) or ""
        return any(name in text for name in NATIVE)

    def _sdks(self, path: str) -> frozenset[str]:
        app = self._project.app_of(path)
        return frozenset(sdk.name for sdk in app.sdks) if app is not None else frozenset()
