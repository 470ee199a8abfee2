"""The entries of the vocabulary: which keys each table may have, and of which type.

`vocabulary.py` says what each table means, `vocabulary_tables.py` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from fslint.conditions import Condition, read_condition
from fslint.findings import CONFIDENCES, KINDS

EVENTS = (
    "anonymize", "identify", "track", "stop", "sign_out", "switch", "move", "leave", "cdp_reset",
)  # fmt: skip
LANGUAGES = (
    "javascript", "typescript", "python", "swift", "objc", "kotlin", "java", "dart", "markup",
)  # fmt: skip
GROUPS = {
    "web": ("javascript", "typescript", "markup"),
    "apple": ("swift", "objc"),
    "jvm": ("kotlin", "java"),
    "mobile": ("swift", "objc", "kotlin", "java", "dart"),
}
PLATFORMS = ("web", "react-native", "ios", "android", "flutter", "server")
HOWS = (
    "now", "kept", "caught", "later", "entry", "same", "partial", "member", "apply", "request",
    "hooks", "operators", "started",
)  # fmt: skip
TRIGGERS = (
    "event", "effect", "timer", "interceptor", "route", "message", "auth-state", "mount",
    "unmount", "screen-load", "push", "storage", "error", "failed-request",
)  # fmt: skip
FROMS = ("value", "type", "class", "path", "tests", "types")


class VocabularyError(ValueError):
    """A vocabulary file or table that cannot be read; the message names file, line and key."""


@dataclass(eq=False, slots=True)
class Entry:
    """One table of the vocabulary that is about calls or assignments.

    `languages` and `platforms` are empty for all. `requires` names packages of which one must be
    installed, `lacks` some of which none may be. `rewrites` is a regex over the last name of a call
    that stores anew what this one takes away, `outside` a topic: in functions whose name speaks of
    it this means nothing, as it does in those whose name does not speak of `inside`. `sdk`, `op`
    and `wrong` are told of Fullstory calls: which SDK's form it is, the operation, and the rule
    that the call breaks by its shape alone.
    """

    id: str
    section: str
    match: tuple[str, ...] = ()
    names: str = ""
    words: tuple[str, ...] | None = None
    languages: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    confidence: str = "high"
    note: str = ""
    events: tuple[str, ...] = ()
    fails: bool = False
    task: bool = False
    provider: bool = False
    ends: bool = False
    kind: str = ""
    requires: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    rewrites: str = ""
    outside: str = ""
    inside: str = ""
    sdk: str = ""
    op: str = ""
    wrong: str = ""
    weak: bool = False
    how: str = ""
    args: tuple[int | str, ...] = ()
    loop: bool = False
    trigger: str = ""
    nouser: tuple[int, ...] = ()
    gone: tuple[str, ...] = ()
    deps: int | None = None
    key: int | str | None = None
    origin: str = "value"
    channel: str = ""
    layer: int = 0


class Topic(NamedTuple):
    """A named regex over words: a path kind, or a topic such as `second-service`."""

    section: str
    name: str
    regex: str


Reader = Callable[[Any], Any]


def _one_of(*allowed: str) -> Reader:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(_not_one(value, allowed))
        return value

    return read


def _many_of(*allowed: str) -> Reader:
    def read(value: object) -> tuple[str, ...]:
        for each in (found := strings(value)):
            if each not in allowed:
                raise ValueError(_not_one(each, allowed))
        return found

    return read


def _events(value: object) -> tuple[str, ...]:
    """Events of `EVENTS`, or of the user's own: any word that is no misspelt one of these."""
    for name in (found := strings(value)):
        if name not in EVENTS and (not _is_word(name) or _misspelt(name)):
            raise ValueError(_not_one(name, EVENTS))
    return found


def _is_word(text: str) -> bool:
    return text.isascii() and text.isidentifier() and text.islower()


def _misspelt(word: str) -> bool:
    from difflib import get_close_matches

    return bool(get_close_matches(word, EVENTS, 1, 0.8))


def _not_one(value: object, allowed: Sequence[str]) -> str:
    return f"{value!r} is not one of {', '.join(allowed)}{did_you_mean(str(value), allowed)}"


def did_you_mean(word: str, allowed: Sequence[str]) -> str:
    """`; did you mean 'x'?` with the closest of `allowed`, '' if none is close."""
    from difflib import get_close_matches

    close = get_close_matches(word, allowed, 1)
    return f"; did you mean '{close[0]}'?" if close else ""


def string(value: object) -> str:
    """The value if it is a string; else raises `ValueError`."""
    if not isinstance(value, str):
        raise ValueError("must be a string")
    return value


def strings(value: object) -> tuple[str, ...]:
    """The value if it is a list of strings; else raises `ValueError`."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("must be a list of strings")
    return tuple(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _index(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("must be a whole number")
    return value


def _indexes(value: object) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list of whole numbers")
    return tuple(_index(each) for each in value)


def _place(value: object) -> int | str:
    if not isinstance(value, str):
        return _index(value)
    index, dot, key = value.partition(".")
    if dot and not (index.isdecimal() and key):
        raise ValueError("must be an index, a label, or an index and a key such as '0.effect'")
    return value


def _places(value: object) -> tuple[int | str, ...]:
    if value == "last":
        return (-1,)
    if not isinstance(value, list):
        raise ValueError("must be a list of indexes and labels, or 'last'")
    return tuple(_place(each) for each in value)


def _languages(value: object) -> frozenset[str]:
    names = _many_of(*LANGUAGES, *GROUPS)(value)
    return frozenset(language for name in names for language in GROUPS.get(name, (name,)))


def _patterns(value: object) -> tuple[str, ...]:
    patterns = strings(value)
    if not patterns:
        raise ValueError("must not be empty")
    return patterns


def _conditions(value: object) -> tuple[Condition, ...]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError("must be a list of tables")
    return tuple(read_condition(each, checked=False) for each in value)


_COMMON: dict[str, Reader] = {
    "match": _patterns,
    "names": string,
    "words": lambda value: tuple(word.lower() for word in strings(value)),
    "languages": _languages,
    "platforms": lambda value: frozenset(_many_of(*PLATFORMS)(value)),
    "when": _conditions,
    "unless": _conditions,
    "weak": _flag,
    "note": string,
}
_EVENT: dict[str, Reader] = {
    **_COMMON,
    "events": _events,
    "confidence": _one_of(*CONFIDENCES),
    "fails": _flag,
    "task": _flag,
    "provider": _flag,
    "rewrites": string,
    "outside": string,
    "inside": string,
    "ends": _flag,
    "kind": _one_of(*KINDS),
    "requires": strings,
    "lacks": strings,
    "sdk": string,
    "op": string,
    "wrong": string,
}
_BUS: dict[str, Reader] = {
    **_COMMON,
    "key": _place,
    "from": _one_of(*FROMS),
    "channel": string,
    "args": _places,
}
SECTIONS: dict[str, dict[str, Reader]] = {
    "call": _EVENT,
    "assign": _EVENT,
    "runner": {
        **_COMMON,
        "how": _one_of(*HOWS),
        "args": _places,
        "loop": _flag,
        "trigger": _one_of(*TRIGGERS),
        "nouser": _indexes,
        "gone": strings,
        "deps": _index,
    },
    "guard": {**_COMMON},
    "emit": _BUS,
    "listen": _BUS,
    "wrapper": {"match": _patterns, "key": _place},
}
REQUIRED = {
    "call": ("events",),
    "assign": ("events",),
    "runner": ("how", "args"),
    "emit": ("key",),
    "listen": ("key",),
    "wrapper": ("match", "key"),
}
TOPICS = {"kind": _one_of(*KINDS), "topic": string}
