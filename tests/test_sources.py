"""Reading files: encodings, limits, and the way from offsets to lines and columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fslint.prefilter import Prefilter
from fslint.sources import Sources


def sources(tmp_path: Path, data: bytes, max_bytes: int = 1_000_000) -> Sources:
    (tmp_path / "a.js").write_bytes(data)
    return Sources(tmp_path, max_bytes=max_bytes)


@pytest.mark.parametrize(
    ("data", "text", "encoding", "problem"),
    [
        ("é\n".encode(), "é\n", "utf-8", ""),
        (b"\xef\xbb\xbfx", "x", "utf-8-sig", ""),
        ("﻿é".encode("utf-16-le"), "é", "utf-16", ""),
        (
            "# -*- coding: latin-1 -*-\né".encode("latin-1"),
            "# -*- coding: latin-1 -*-\né",
            "latin-1",
            "",
        ),
        (
            '<meta charset="windows-1251">Выйти'.encode("windows-1251"),
            '<meta charset="windows-1251">Выйти',
            "windows-1251",
            "",
        ),
        (b"a\n\xe9", "a\né", "windows-1252", "not valid UTF-8 (line 2); read as windows-1252"),
    ],
)
def test_text(tmp_path: Path, data: bytes, text: str, encoding: str, problem: str) -> None:
    read = sources(tmp_path, data)
    assert read.text("a.js") == text
    assert read.encoding("a.js") == encoding
    assert read.problem("a.js") == problem
    assert read.text("a.js").encode(encoding) in (data, text.encode(encoding))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\x00\x01", "binary"),
        (b"PK\x03\x04\x14\x00\x00\x00", "binary"),
        ("logout()".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        ("logout()".encode("utf-16-be"), "UTF-16 without a byte order mark"),
        (b"\xff\xfe\x00", "not valid UTF-16, though its mark says so"),
        (b"\x81\x8d", "not valid UTF-8 (line 1)"),
        (b"# coding: klingon\n\x81", "not valid UTF-8 (line 2) nor klingon, which it declares"),
        (b"x" * 11, "larger than 10 bytes (max-file-size)"),
    ],
)
def test_no_text_has_a_reason(tmp_path: Path, data: bytes, problem: str) -> None:
    read = sources(tmp_path, data, max_bytes=10 if data.startswith(b"xx") else 100)
    assert read.text("a.js") is None
    assert read.problem("a.js") == problem


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    read = Sources(tmp_path)
    assert read.text("none.js") is None
    assert read.problem("none.js") == "no such file or directory"


def test_positions_count_code_points(tmp_path: Path) -> None:
    read = sources(tmp_path, "ab\r\n😀é\rx\n\ty\u2028z".encode())
    text = read.text("a.js") or ""
    at = {char: read.position("a.js", text.index(char)) for char in "abé😀xyz"}
    assert at == {
        "a": (1, 1),
        "b": (1, 2),
        "😀": (2, 1),
        "é": (2, 2),
        "x": (3, 1),
        "y": (4, 2),
        "z": (4, 4),  # U+2028 ends no line in an editor
    }
    assert read.position("a.js", 10_000) == (4, 5)
    assert [read.line_text("a.js", line) for line in range(1, 6)] == [
        "ab",
        "😀é",
        "x",
        "\ty\u2028z",
        "",
    ]
    assert read.line_span("a.js", 1) == (0, 4)


def test_a_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    read = sources(tmp_path, b"\xef\xbb\xbfab\nc")
    assert read.position("a.js", 0) == (1, 1)
    assert read.position("a.js", 3) == (2, 1)


def test_a_file_is_read_once(tmp_path: Path) -> None:
    read = sources(tmp_path, b"first")
    assert read.text("a.js") == "first"
    (tmp_path / "a.js").write_bytes(b"second")
    assert read.text("a.js") == "first"


def test_an_override_wins_over_the_disk(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_bytes(b"disk")
    read = Sources(tmp_path, overrides={"a.js": "buffer"})
    assert (read.text("a.js"), read.raw("a.js")) == ("buffer", b"buffer")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"const catalog = 1", False),
        (b"LOG_OUT", True),
        (b"api/log-out", True),
        (b"user.logOut()", True),
        ("﻿logout".encode("utf-16-le"), True),
        ("﻿nothing".encode("utf-16-le"), False),
        (b"\xff\xfelogout", False),  # says UTF-16, and is not
    ],
)
def test_prefilter(data: bytes, expected: bool) -> None:
    assert Prefilter(["logout", "sign_out"]).mentions(data) is expected


def test_prefilter_is_the_same_for_many_files() -> None:
    words = [
        "logout",
        "log_outs",
        "session.destroy",
        "sessions[0]",
        "a|b",
        "tok^en",
        "-",
        "signOut",
    ]
    texts = [b"", b"logou", b"sessions.destroy", b"SESSION.DESTROY", b"x sessions[0]", b"a|b",
             b"ab", b"tok^en", b"xlogoutx", b"sign_outlet", b"session.destro" * 10_000]  # fmt: skip
    first, many = Prefilter(words), Prefilter(words)
    for _ in range(100):
        many.mentions(b"")
    expected = [False, False, False, True, True, True, False, True, True, True, False]
    assert [first.mentions(text) for text in texts] == expected
    assert [many.mentions(text) for text in texts] == expected


WORDS = st.text("lLou.s_( ", min_size=1, max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=12), st.text("lLou.s_( \n", max_size=60))
def test_prefilter_finds_what_a_plain_search_does(words: list[str], text: str) -> None:
    """Rare and common letters, words within words, words that are one letter."""
    prefilter = Prefilter(words)
    for _ in range(30):
        prefilter.mentions(b"")
    plain = [one.lower().replace("_", "") for one in (*words, text)]
    expected = any(word and word in plain[-1] for word in plain[:-1])
    assert prefilter.mentions(text.encode()) is expected


def test_prefilter_tells_which_words_a_file_holds() -> None:
    """As they were written, however the file writes them."""
    prefilter = Prefilter(["logOut", "sign_out", "signOutAll"])
    assert prefilter.held(b"LOG_OUT(); signOut()") == {"logOut", "sign_out"}
    assert prefilter.held("\ufefflogout".encode("utf-16-le")) == {"logOut"}
    assert prefilter.held(b"") == set()


def test_no_words_are_never_mentioned() -> None:
    prefilter = Prefilter([])
    assert [prefilter.mentions(b"logout") for _ in range(30)] == [False] * 30
