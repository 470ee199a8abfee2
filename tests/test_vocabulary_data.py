"""The built-in files themselves: nothing twice, nothing out of reach, nothing slow."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from vocabulary_cases import VOCABULARY

from fslint import resources
from fslint.entries import Entry
from fslint.patterns import Index, alternatives
from fslint.telling_words import PREFILTERED
from fslint.vocabulary_tables import check_regexes, load

ENTRIES = VOCABULARY.entries
REGEXES = sorted(
    {entry.names for entry in ENTRIES if entry.names}
    | {c.regex for entry in ENTRIES for c in (*entry.when, *entry.unless) if c.regex}
    | {topic.regex for topic in VOCABULARY.topics}
)
HOSTILE = ["a", "A", "/", "-", "_", ".", "=", ";", " ", "{}", "log", "logout", "/logout",
           "session", "user", "token", "auth", "<", "0", "é"]  # fmt: skip


def test_every_regex_is_one() -> None:
    check_regexes(ENTRIES, VOCABULARY.topics)


@pytest.mark.parametrize("regex", REGEXES)
def test_every_regex_is_quick_on_long_text(regex: str) -> None:
    compiled = re.compile(regex)
    start = time.process_time()
    for piece in HOSTILE:
        compiled.search((piece * 1000)[:1000])
        compiled.fullmatch((piece * 1000)[:1000] + "!")
    assert time.process_time() - start < 1.0


def test_every_pattern_is_found_by_what_it_spells_out() -> None:
    out_of_reach = []
    for entry in ENTRIES:
        index: Index[Entry] = Index()
        for pattern in entry.match:
            index.add(pattern, entry)
        for pattern in entry.match:
            for text in alternatives(pattern):
                if not any(True for _ in index.find([text.replace("*", "any")])):
                    out_of_reach.append((entry.id, text))
    assert out_of_reach == []


def test_no_two_entries_say_when_the_same() -> None:
    seen: Counter[tuple[object, ...]] = Counter()
    for entry in ENTRIES:
        facts = (entry.section, entry.languages, entry.platforms, entry.when, entry.unless,
                 entry.requires, entry.weak, entry.args, entry.key)  # fmt: skip
        for pattern in entry.match:
            seen.update((text, *facts) for text in alternatives(pattern))
        if entry.names:
            seen.update([(entry.names, *facts)])
    assert [key[:2] for key, count in seen.items() if count > 1] == []


def test_every_entry_that_can_hold_an_event_has_words() -> None:
    lacking = [
        entry.id
        for entry in ENTRIES
        if PREFILTERED & set(entry.events) and not entry.requires and entry.words == ()
    ]
    assert lacking == []
    unnamed = [e.id for e in ENTRIES if e.names and PREFILTERED & set(e.events) and not e.words]
    assert unnamed == []


def test_the_words_are_selective() -> None:
    too_short = sorted(word for word in VOCABULARY.words if len(word) < 4)
    assert too_short == []
    common = {"auth", "user", "session", "token", "delete", "remove", "cookie", "state",
              "default", "login", "account", "identify", "restart", "analytics"}  # fmt: skip
    assert VOCABULARY.words & common == set()
    assert all(word == word.lower() and word.isascii() for word in VOCABULARY.words)


def test_every_kind_of_table_is_there() -> None:
    assert {entry.section for entry in ENTRIES} == {
        "call", "assign", "runner", "guard", "emit", "listen", "wrapper",
    }  # fmt: skip
    assert {topic.name for topic in VOCABULARY.topics if topic.section == "kind"} == {
        "account-deletion", "switch", "timeout", "token-expiry", "forced",
    }  # fmt: skip


def test_loading_twice_gives_the_same() -> None:
    again = load([resources.vocabulary_dir()])
    assert again.words == VOCABULARY.words
    assert [entry.id for entry in again.entries] == [entry.id for entry in ENTRIES]
