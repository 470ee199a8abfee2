"""The words by which the prefilter knows which files may hold a call of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable

from fslint.entries import GROUPS, Entry
from fslint.patterns import last_names

PREFILTERED = frozenset(("anonymize", "identify", "stop", "sign_out", "switch"))
_SERVED = frozenset(("python", *GROUPS["web"]))
_TELLING = {"python": _SERVED, "markup": _SERVED}
"""The languages of which words tell in another: Python may hold scripts, pages ask for views."""


def telling_words(entries: Iterable[Entry], language: str | None = None) -> frozenset[str]:
    """The words that tell something in files of a language, all for None; in settings, where each
    translation speaks of logging out, those of Fullstory alone."""
    return frozenset(
        word
        for entry in entries
        if (entry.sdk if language == "data" else _is_read_in(entry, language))
        for word in _words(entry)
    )


def _is_read_in(entry: Entry, language: str | None) -> bool:
    if language is None or not entry.languages:
        return True
    return not entry.languages.isdisjoint(_TELLING.get(language, {language}))


def _words(entry: Entry) -> Iterable[str]:
    """Text without which no call of this entry can be written: its last names, or its `words`."""
    if entry.words is not None:
        return entry.words
    if entry.section not in ("call", "assign") or not PREFILTERED & set(entry.events):
        return ()
    names = (name for pattern in entry.match for name in last_names(pattern))
    return {name.strip("()[]").lower() for name in names}
