"""The Fullstory snippet in a page, the version that it states, and the name it gives the global."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fslint.findings import Place, Sdk
from fslint.languages import language_of

if TYPE_CHECKING:
    from fslint.project import Project

NAME = "snippet"
_SIGN = re.compile(r"_fs_(?:host|script|org)\b")
_VERSION = re.compile(r"""\._v[ \t]{0,3}=[ \t]{0,3}["'](\d{1,3}(?:\.\d{1,4}){0,3})["']""")


_NAMESPACE = re.compile(
    r"""_fs_namespace["']?\]?[ \t]{0,3}=[ \t]{0,3}["']([A-Za-z_$][A-Za-z0-9_$]{0,40})["']"""
)


def namespaces_in(project: Project) -> list[str]:
    """The names that the snippets in a project's pages, and in files called after Fullstory, give
    to the global."""
    where = [
        path
        for path in project.files
        if language_of(path) == "markup" or "fullstory" in path.lower()
    ]
    texts = (project.sources.text(path) for path in project.mentioning(["_fs_namespace"], where))
    found = [name for text in texts if text is not None for name in _NAMESPACE.findall(text)]
    return list(dict.fromkeys(found))


def snippet_of(path: str, text: str) -> Sdk | None:
    """The snippet in a file's decoded text, with its version ('' where it states none)."""
    sign = _SIGN.search(text)
    if sign is None:
        return None
    version = _VERSION.search(text)
    return Sdk(NAME, version[1] if version else "", Place(path, sign.start(), sign.end()))
