"""Pages that files are by their place: Next.js, Remix, SvelteKit, Nuxt, Astro."""

from __future__ import annotations

import re

_CODE = r"\.(?:[jt]sx?)$"
_NEXT_APP = re.compile(r"(?:^|/)app/(?:(.+)/)?page" + _CODE)
_NEXT_PAGES = re.compile(r"(?:^|/)pages/(?!api/|_)(.+?)" + _CODE)
_REMIX = re.compile(r"(?:^|/)app/routes/(.+?)(?:/route)?\.[jt]sx$")
_KIT = re.compile(r"(?:^|/)src/routes/(?:(.+)/)?\+page\.svelte$")
_NUXT = re.compile(r"(?:^|/)pages/(.+?)\.(?:vue|astro)$")
GROUP = re.compile(r"(?:^|/)(?:\([^()/]*\)|@[^/]*)(?=/|$)")
"""Folders that group routes and are no part of their URLs."""
_INDEX = re.compile(r"(?:^|/)index$")


def page_url(path: str) -> str | None:
    """The URL at which a file is the page; None where it is none by its place."""
    for grouped in (_NEXT_APP, _KIT):
        match = grouped.search(path)
        if match:
            return GROUP.sub("", match[1] or "")
    match = _REMIX.search(path)
    if match:
        return remix_url(match[1])
    match = _NUXT.search(path) or _NEXT_PAGES.search(path)
    return _INDEX.sub("", match[1]) if match else None


def remix_url(name: str) -> str:
    """The URL that the name of a Remix route stands for: `_auth.login` → login."""
    parts = name.replace("/", ".").split(".")
    return "/".join(part for part in parts if not part.startswith("_"))
