"""The front ends: each reads one family of files and lowers it to the neutral flow."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fslint.flow import FileFlow

LANGUAGES: dict[str, str] = {
    ".js": "javascript",
    ".jsx": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "typescript",
    ".tsx": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".gjs": "javascript",
    ".gts": "typescript",
    ".html": "markup",
    ".htm": "markup",
    ".vue": "markup",
    ".svelte": "markup",
    ".astro": "markup",
    ".jinja": "markup",
    ".jinja2": "markup",
    ".j2": "markup",
    ".djhtml": "markup",
    ".mako": "markup",
    ".mak": "markup",
    ".pt": "markup",
    ".tpl": "markup",
    ".erb": "markup",
    ".hbs": "markup",
    ".handlebars": "markup",
    ".mustache": "markup",
    ".php": "markup",
    ".twig": "markup",
    ".liquid": "markup",
    ".ejs": "markup",
    ".pug": "markup",
    ".jade": "markup",
    ".njk": "markup",
    ".cshtml": "markup",
    ".razor": "markup",
    ".vbhtml": "markup",
    ".xhtml": "markup",
    ".phtml": "markup",
    ".heex": "markup",
    ".eex": "markup",
    ".leex": "markup",
    ".jsp": "markup",
    ".jspf": "markup",
    ".ftl": "markup",
    ".ftlh": "markup",
    ".asp": "markup",
    ".aspx": "markup",
    ".py": "python",
    ".pyi": "python",
    ".swift": "swift",
    ".kt": "kotlin",
    ".kts": "kotlin",
    ".java": "java",
    ".dart": "dart",
    ".m": "objc",
    ".mm": "objc",
    ".h": "objc",
    ".json": "data",
    ".jsonc": "data",
    ".json5": "data",
    ".yaml": "data",
    ".yml": "data",
    ".toml": "data",
    ".xml": "data",
    ".plist": "data",
    ".gradle": "data",
    ".lock": "data",
}
"""A file name's last suffix, in lower case and with its dot, to its language."""

FRONT_ENDS: dict[str, str] = {
    "javascript": "fslint.languages.javascript",
    "typescript": "fslint.languages.javascript",
    "markup": "fslint.languages.markup",
    "python": "fslint.languages.python",
    "swift": "fslint.languages.swift",
    "kotlin": "fslint.languages.kotlin",
    "java": "fslint.languages.java",
    "dart": "fslint.languages.dart",
    "objc": "fslint.languages.objc",
    "data": "fslint.languages.data",
}
"""A language to the module whose `lower(path, text)` reads it."""
GLIMMER = "fslint.languages.glimmer"
"""What reads scripts that hold templates."""
PUG = "fslint.languages.pug"
"""What reads templates that nest by their indentation."""
INLINE = "fslint.languages.inline_templates"
"""What reads scripts whose classes say what their templates are."""


def language_of(path: str) -> str | None:
    """The language of a file by its name, or None if no front end reads it."""
    if path.lower().endswith(".gradle.kts"):
        return "data"  # a build's settings, and no code of the app
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    return LANGUAGES.get(name[dot:].lower()) if dot > 0 else None


def lower(path: str, text: str) -> FileFlow:
    """Lower a file's decoded text to its flow; the front end is imported when first needed.

    Raises ValueError when no front end reads files of that name.
    """
    language = language_of(path)
    if language is None:
        raise ValueError(f"no front end reads {path}")
    front_end = FRONT_ENDS[language]
    if path.lower().endswith((".gjs", ".gts")):
        front_end = GLIMMER
    elif path.lower().endswith((".pug", ".jade")):
        front_end = PUG
    elif language in ("javascript", "typescript") and "@Component(" in text:
        front_end = INLINE
    flow: FileFlow = import_module(front_end).lower(path, text)
    return flow
