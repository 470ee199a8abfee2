"""The Fullstory snippet in a page, and the version that it states."""

from __future__ import annotations

import re

from fslint.findings import Place, Sdk

NAME = "snippet"
_SIGN = re.compile(r"_fs_(?:host|script|org)\b")
_VERSION = re.compile(r"""\._v[ \t]{0,3}=[ \t]{0,3}["'](\d{1,3}(?:\.\d{1,4}){0,3})["']""")


def snippet_of(path: str, text: str) -> Sdk | None:
    """The snippet in a file's decoded text, with its version ('' where it states none)."""
    sign = _SIGN.search(text)
    if sign is None:
        return None
    version = _VERSION.search(text)
    return Sdk(NAME, version[1] if version else "", Place(path, sign.start(), sign.end()))
