"""The tables of the vocabulary, read strictly: a mistake is named with its file, key and line.

`vocabulary.py` says what each table means. Here is only which keys it may have, of which type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from fslint.conditions import Condition, check_regex, read_condition
from fslint.findings import CONFIDENCES, KINDS
from fslint.patterns import PatternError

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
HOWS = ("now", "later", "entry", "same")
TRIGGERS = (
    "event", "effect", "timer", "interceptor", "route", "message", "auth-state", "mount",
    "unmount", "screen-load", "push", "storage", "error",
)  # fmt: skip
FROMS = ("value", "type", "class", "path")


class VocabularyError(ValueError):
    """A vocabulary file or table that cannot be read; the message names file, line and key."""


@dataclass(eq=False, slots=True)
class Entry:
    """One table of the vocabulary that is about calls or assignments.

    `languages` and `platforms` are empty for all. `requires` names packages of which one must be
    installed. `sdk`, `op` and `wrong` are told of Fullstory calls: which SDK's form it is, the
    operation, and the rule that the call breaks by its shape alone.
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
    unknown: bool = False
    confidence: str = "high"
    note: str = ""
    events: tuple[str, ...] = ()
    fails: bool = False
    ends: bool = False
    kind: str = ""
    requires: tuple[str, ...] = ()
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
        for each in (found := _strings(value)):
            if each not in allowed:
                raise ValueError(_not_one(each, allowed))
        return found

    return read


def _events(value: object) -> tuple[str, ...]:
    """Events of `EVENTS`, or of the user's own: any word that is no misspelt one of these."""
    for name in (found := _strings(value)):
        if name not in EVENTS and (not _is_word(name) or _misspelt(name)):
            raise ValueError(_not_one(name, EVENTS))
    return found


def _is_word(text: str) -> bool:
    return text.isascii() and text.isidentifier() and text.islower()


def _misspelt(word: str) -> bool:
    from difflib import get_close_matches

    return bool(get_close_matches(word, EVENTS, 1, 0.8))


def _not_one(value: object, allowed: Sequence[str]) -> str:
    return f"{value!r} is not one of {', '.join(allowed)}{_did_you_mean(str(value), allowed)}"


def _did_you_mean(word: str, allowed: Sequence[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, allowed, 1)
    return f"; did you mean '{close[0]}'?" if close else ""


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string")
    return value


def _strings(value: object) -> tuple[str, ...]:
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
    patterns = _strings(value)
    if not patterns:
        raise ValueError("must not be empty")
    return patterns


def _conditions(value: object) -> tuple[Condition, ...]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError("must be a list of tables")
    return tuple(read_condition(each, checked=False) for each in value)


_COMMON: dict[str, Reader] = {
    "match": _patterns,
    "names": _string,
    "words": lambda value: tuple(word.lower() for word in _strings(value)),
    "languages": _languages,
    "platforms": lambda value: frozenset(_many_of(*PLATFORMS)(value)),
    "when": _conditions,
    "unless": _conditions,
    "unknown": _flag,
    "weak": _flag,
    "note": _string,
}
_EVENT: dict[str, Reader] = {
    **_COMMON,
    "events": _events,
    "confidence": _one_of(*CONFIDENCES),
    "fails": _flag,
    "ends": _flag,
    "kind": _one_of(*KINDS),
    "requires": _strings,
    "sdk": _string,
    "op": _string,
    "wrong": _string,
}
_BUS: dict[str, Reader] = {
    **_COMMON,
    "key": _place,
    "from": _one_of(*FROMS),
    "channel": _string,
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
        "gone": _strings,
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
TOPICS = {"kind": _one_of(*KINDS), "topic": _string}


class _Shared(NamedTuple):
    """The tables of a file that its other tables refer to."""

    defaults: dict[str, Any]
    sets: dict[str, Any]
    regexes: dict[str, Any]


class Source(NamedTuple):
    """A file or a table of the configuration: its name, its text for line numbers, its layer."""

    name: str
    text: str
    layer: int


def read_tables(source: Source, tables: Mapping[str, object]) -> tuple[list[Entry], list[Topic]]:
    """All tables of one file. Raises `VocabularyError` at the first mistake."""
    entries: list[Entry] = []
    topics: list[Topic] = []
    shared = _Shared(*(_shared_table(source, tables, key) for key in _Shared._fields))
    for section, rows in tables.items():
        if section in _Shared._fields:
            continue
        if section not in SECTIONS and section not in TOPICS:
            allowed = (*SECTIONS, *TOPICS, *_Shared._fields)
            raise VocabularyError(
                f"{source.name}: unknown section '{section}'{_did_you_mean(section, allowed)}"
            )
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise VocabularyError(f"{source.name}: '{section}' must be a list of tables")
        for number, row in enumerate(rows):
            at = _At(source, section, number)
            if section in TOPICS:
                topics.append(_topic(at, row))
            else:
                entries.append(_entry(at, row, shared))
    return entries, topics


def check_regexes(entries: Iterable[Entry], topics: Iterable[Topic]) -> None:
    """Raises `VocabularyError` for a regex that is none; reading the tables does not compile."""
    for entry in entries:
        for regex in (entry.names, *(c.regex for c in (*entry.when, *entry.unless))):
            _check(entry.id, regex)
    for topic in topics:
        _check(f"[[{topic.section}]] {topic.name}", topic.regex)


def _check(where: str, regex: str) -> None:
    try:
        check_regex(regex)
    except ValueError as error:
        raise VocabularyError(f"{where}: {error}") from None


def _shared_table(source: Source, tables: Mapping[str, object], key: str) -> dict[str, Any]:
    table = tables.get(key, {})
    if not isinstance(table, dict):
        raise VocabularyError(f"{source.name}: '{key}' must be a table")
    reader = {"sets": _strings, "regexes": _string}.get(key)
    for name, value in table.items() if reader else ():
        try:
            reader(value)
        except ValueError as error:
            raise VocabularyError(f"{source.name}: '{name}' in '{key}' {error}") from None
    return table


class _At(NamedTuple):
    """One table of a file, for messages and identities."""

    source: Source
    section: str
    number: int

    def wrong(self, message: str) -> VocabularyError:
        header, seen = f"[[{self.section}]]", -1
        for line, text in enumerate(self.source.text.splitlines(), 1):
            seen += text.replace(" ", "").startswith(header)
            if seen == self.number:
                return VocabularyError(f"{self.source.name}:{line}: {header} {message}")
        return VocabularyError(f"{self.source.name}: {header} number {self.number + 1}: {message}")


def _with_regexes(value: Any, regexes: Mapping[str, str]) -> Any:
    """The value with each `<name>` of a regex replaced by it."""
    if isinstance(value, str) and value.startswith("<") and value.endswith(">"):
        return regexes.get(value[1:-1], value)
    if isinstance(value, list):
        return [_with_regexes(each, regexes) for each in value]
    if isinstance(value, dict):
        return {key: _with_regexes(each, regexes) for key, each in value.items()}
    return value


def _spell_out(pattern: str, sets: Mapping[str, Any]) -> list[str]:
    head, opened, rest = pattern.partition("<")
    if not opened:
        return [pattern]
    name, closed, tail = rest.partition(">")
    if not closed or name not in sets:
        raise PatternError(f"'{pattern}' names no set{_did_you_mean(name, tuple(sets))}")
    return [head + piece + end for end in _spell_out(tail, sets) for piece in sets[name]]


def _entry(at: _At, row: Mapping[str, object], shared: _Shared) -> Entry:
    readers = SECTIONS[at.section]
    entry = Entry(f"{at.source.name}#{at.section}-{at.number + 1}", at.section)
    entry.layer = at.source.layer
    given = {key: value for key, value in shared.defaults.items() if key in readers}
    given.update(row)
    for key in REQUIRED.get(at.section, ()):
        if key not in given:
            raise at.wrong(f"needs the key '{key}'")
    if not (row.keys() & {"match", "names"}):
        raise at.wrong("needs the key 'match' or 'names'")
    for key, value in given.items():
        if key not in readers:
            raise at.wrong(f"has the unknown key '{key}'{_did_you_mean(key, tuple(readers))}")
        try:
            meant = value if key == "match" else _with_regexes(value, shared.regexes)
            setattr(entry, "origin" if key == "from" else key, readers[key](meant))
            if key == "match":
                entry.match = tuple(
                    spelt for pattern in entry.match for spelt in _spell_out(pattern, shared.sets)
                )
        except (ValueError, PatternError) as error:
            raise at.wrong(f"'{key}': {error}") from None
    return entry


def _topic(at: _At, row: Mapping[str, object]) -> Topic:
    if set(row) != {"name", "match"}:
        raise at.wrong("needs exactly the keys 'name' and 'match'")
    try:
        return Topic(at.section, TOPICS[at.section](row["name"]), _string(row["match"]))
    except ValueError as error:
        raise at.wrong(str(error)) from None
