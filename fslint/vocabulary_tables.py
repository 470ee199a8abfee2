"""Reads the vocabulary's files strictly: a mistake is named with its file, line and key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from fslint.conditions import check_regex
from fslint.entries import (
    REQUIRED,
    SECTIONS,
    TOPICS,
    Entry,
    Topic,
    VocabularyError,
    did_you_mean,
    string,
    strings,
)
from fslint.patterns import PatternError
from fslint.vocabulary import Vocabulary

NAMESPACE = "$FS"


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


def load(
    dirs: Sequence[Path],
    namespaces: Sequence[str] = (),
    extra: Mapping[str, object] | None = None,
) -> Vocabulary:
    """The vocabulary of all `*.toml` in `dirs`, later ones winning over earlier at a tie.

    `namespaces` are further names of the global `FS`; `extra` is a table of the same shape, from
    the configuration. Raises `VocabularyError` for a mistake in a file, `OSError` for a folder or
    file that cannot be read.
    """
    entries: list[Entry] = []
    topics: list[Topic] = []
    for layer, folder in enumerate(dirs):
        for path in sorted(folder.iterdir()):
            if path.suffix == ".toml":
                source = Source(path.name, path.read_text(encoding="utf-8"), layer)
                _add(source, _parse(source), entries, topics)
    if extra is not None:
        _add(Source("vocabulary", "", len(dirs)), extra, entries, topics)
    names = tuple(dict.fromkeys(("FS", *namespaces)))
    for entry in entries:
        entry.match = _named(entry.match, NAMESPACE, names)
        if entry.words:
            lower = tuple(name.lower() for name in names)
            entry.words = _named(entry.words, NAMESPACE.lower(), lower)
    return Vocabulary(entries, topics)


def _named(texts: tuple[str, ...], mark: str, names: Sequence[str]) -> tuple[str, ...]:
    """The texts, those with `mark` once for each name in its place."""
    return tuple(
        text.replace(mark, name) for text in texts for name in (names if mark in text else ("",))
    )


def _parse(source: Source) -> Mapping[str, object]:
    try:
        return tomli.loads(source.text)
    except tomli.TOMLDecodeError as error:
        raise VocabularyError(f"{source.name}: {error}") from None


def _add(
    source: Source, tables: Mapping[str, object], entries: list[Entry], topics: list[Topic]
) -> None:
    more, words = _read_tables(source, tables)
    if source.layer:
        check_regexes(more, words)
    entries.extend(more)
    topics.extend(words)


def _read_tables(source: Source, tables: Mapping[str, object]) -> tuple[list[Entry], list[Topic]]:
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
                f"{source.name}: unknown section '{section}'{did_you_mean(section, allowed)}"
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
        for regex in (
            entry.names,
            entry.rewrites,
            *(c.regex for c in (*entry.when, *entry.unless)),
        ):
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
    reader = {"sets": strings, "regexes": string}.get(key)
    if reader is None:
        return table
    for name, value in table.items():
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
        raise PatternError(f"'{pattern}' names no set{did_you_mean(name, tuple(sets))}")
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
            raise at.wrong(f"has the unknown key '{key}'{did_you_mean(key, tuple(readers))}")
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
        return Topic(at.section, TOPICS[at.section](row["name"]), string(row["match"]))
    except ValueError as error:
        raise at.wrong(str(error)) from None
