"""Whatever the text: the tokens make it up again, and the time grows with its length only."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fslint.languages import dialects, javascript_patterns
from fslint.languages import javascript_lexer as javascript
from fslint.languages import lexer as mobile
from fslint.languages.tokens import Token

Lex = Callable[..., list[Token]]


def _dialect(name: str, text: str, start: int = 0, end: int | None = None) -> list[Token]:
    return mobile.lex(text, name, start, end)


LEXERS: dict[str, Lex] = {
    "tsx": javascript.lex,
    "ts": partial(javascript.lex, jsx=False),
    "js": partial(javascript.lex, typescript=False),
    **{name: partial(_dialect, name) for name in dialects.DIALECTS},
}
KINDS = {
    "name", "private", "number", "string", "regex", "punct", "comment", "space", "template",
    "template_head", "template_middle", "template_tail", "jsx_punct", "jsx_name", "jsx_text",
    "jsx_string", "hashbang", "error", "string_head", "string_middle", "string_tail", "char",
    "directive",
}  # fmt: skip

# What opens, closes or turns something in one of the languages.
PIECES = [
    "'", '"', "`", '"""', "'''", "\\", "/", "//", "/*", "*/", "#", '#"', '"#', "#/", "/#", "\\(",
    "\\#(", "${", "$", "$$", "$a", "{", "}", "(", ")", "[", "]", "<", ">", "</", "/>", "<a", "<>",
    "</a>", "<T,>", "<T>(", "a", "if", "function", "class ", "type A =", "interface A", "return",
    "case", "as", "of", "?", ":", ";", ",", ".", "?.", "...", "=", "=>", "!", "++", "--", "-->",
    "<!--", "@", '@"', 'R"(', ')"', "r'", "#!", "#define", "\n", "\r\n", "\r", "\u2028", " ", "\t",
    "\ufeff", "0x", "1.", "1e", "\u00e9", "\u201c", "\U0001f436", "\ud800", "\x00", "&nbsp;",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)

# Repeated many times, each of these once asked for more than linear time of some lexer.
REPEATED = [
    "'", '"', "`", '"""', "\\", "'\\\n", '"\\a', "`\\`\\`\n", "`${", '"${', '"\\("', '"$a', "}`",
    "/", "/[", "/a\\", "/(", "/*", "/*\n", "/* */", "//", "# ", "#", '#"', '##"""', "#/", "#/\n",
    "(", "[", "{", ")", "]", "}", "({", "<", "<a>", "<a b=", "<a ", "<a '", "<a,", "<a>(", "</",
    "a<", "a:<", "< /* */", "< /*", "?", "? ", "a as ", "type ", "type A", "interface ", "class ",
    "function ", "case", "@", '@"', 'R"', 'R"(', 'R"a(', "$", "1", "1.", "1e", "1'", "\\u0061",
    "\u201c", "\n", "\r", " ", "\n#", "#define \\\n", '#a "', "#a /*", "-->", "<!--", "=>", "a ",
]  # fmt: skip

ONE_TOKEN = {
    "tsx": ["'", '"', "`", "/*", "//", "'\\a", "`$", "a = /", "a = /[", "<a b='", "<a>"],
    "swift": ['"', '"""', "/*", '#"', "a = /", "#/\n", "`"],
    "kotlin": ['"', '"""', "'", "/*", '$$"', "`"],
    "java": ['"', '"""', "'", "/*"],
    "dart": ['"', "'''", "r'", "/*"],
    "objc": ['@"', "'", "/*", "#define ", 'R"a('],
}


@pytest.mark.parametrize("language", sorted(LEXERS))
@given(text=TEXTS)
def test_tokens_make_up_the_text(language: str, text: str) -> None:
    tokens = LEXERS[language](text)
    assert "".join(token.text for token in tokens) == text
    assert [token.start for token in tokens] == [0, *(token.end for token in tokens)][
        :-1
    ] or not text
    assert all(token.text == text[token.start : token.end] != "" for token in tokens)
    assert {token.kind for token in tokens} <= KINDS


@pytest.mark.parametrize("language", sorted(LEXERS))
@given(text=TEXTS, start=st.integers(0, 60), length=st.integers(0, 60))
@example(text="#!", start=0, length=0)
def test_tokens_make_up_a_region(language: str, text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    tokens = LEXERS[language](text, start, end)
    assert "".join(token.text for token in tokens) == text[start:end]
    assert all(start <= token.start < token.end <= end for token in tokens)


def seconds(run: Callable[[str], object], text: str) -> float:
    """The processor time of a call: other programs on the machine do not count."""
    before = time.process_time()
    run(text)
    return time.process_time() - before


@pytest.mark.parametrize("language", ["tsx", "ts", *dialects.DIALECTS])
def test_repeated_pieces_take_linear_time(language: str) -> None:
    slow = []
    for piece in REPEATED:
        text = piece * (10_000 // len(piece))
        if seconds(LEXERS[language], text) > 0.4:
            slow.append(piece)
    assert slow == []


@pytest.mark.parametrize(
    ("language", "opening"), [(name, text) for name, all_ in ONE_TOKEN.items() for text in all_]
)
@pytest.mark.parametrize("filling", ["a", " ", "\\a", "*"])
def test_a_long_unclosed_literal(language: str, opening: str, filling: str) -> None:
    text = opening + filling * (300_000 // len(filling))
    assert seconds(LEXERS[language], text) < 3


def test_deep_nesting_needs_no_recursion() -> None:
    depth = 50_000
    assert len(javascript.lex("`${" * depth)) == depth
    assert len(javascript.lex("({" * depth)) == 2 * depth
    assert len(javascript.lex("<a b={" * depth)) == 6 * depth
    assert len(mobile.lex('"\\(' * depth, "swift")) == depth
    assert len(mobile.lex('"${' * depth, "kotlin")) == depth
    assert len(mobile.lex("/*" * depth + "*/" * depth, "dart")) == 1


def patterns_of(module: ModuleType) -> list[re.Pattern[str]]:
    """Every compiled pattern at the top of a module, in tables too."""
    found = []
    for value in vars(module).values():
        members = value.values() if isinstance(value, dict) else [value]
        found += [member for member in members if isinstance(member, re.Pattern)]
    return found


def test_no_pattern_backtracks_badly() -> None:
    patterns = patterns_of(javascript_patterns) + patterns_of(mobile)
    patterns += [dialects.master(name) for name in dialects.DIALECTS]
    assert len(patterns) > 25
    openings = [
        "",
        "'",
        '"',
        "`",
        "/",
        "/*",
        "//",
        "#",
        "<",
        "<a",
        "type A",
        "0x",
        "1",
        "\\u{",
        "$",
    ]
    slow = []
    for pattern in patterns:
        for opening in openings:
            for filling in ("a", " ", "\\", "\\a", "1", "_", "#", "$", "/", "-", "'", "\n", "1'"):
                text = opening + filling * 5_000
                if seconds(pattern.match, text) > 0.1:
                    slow.append((pattern.pattern, opening, filling))
    assert slow == []
