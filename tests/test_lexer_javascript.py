"""The JavaScript lexer on its hard cases, token by token."""

from __future__ import annotations

import re

import pytest

from fslint.languages.javascript_lexer import Token, lex


def shown(text: str, *, jsx: bool = True, typescript: bool = True) -> str:
    """The tokens but for spaces, parted by " | ": names and punctuators as they are, the parts of
    tags in pointed quotes, all others behind their kind."""
    forms = {"punct": "{}", "name": "{}", "jsx_punct": "«{}»", "jsx_name": "«{}»"}
    return " | ".join(
        forms.get(token.kind, token.kind + " {}").format(token.text)
        for token in lex(text, jsx=jsx, typescript=typescript)
        if token.kind != "space"
    )


def test_tokens_carry_their_places() -> None:
    assert lex("a = 1") == [
        Token("name", "a", 0, 1),
        Token("space", " ", 1, 2),
        Token("punct", "=", 2, 3),
        Token("space", " ", 3, 4),
        Token("number", "1", 4, 5),
    ]


def test_a_region_keeps_the_places_of_the_whole_text() -> None:
    text = "<p @click='a / b'>"
    assert lex(text, 11, 16) == [
        Token("name", "a", 11, 12),
        Token("space", " ", 12, 13),
        Token("punct", "/", 13, 14),
        Token("space", " ", 14, 15),
        Token("name", "b", 15, 16),
    ]


def test_a_region_ends_where_it_is_told_even_inside_a_literal() -> None:
    assert [token.text for token in lex("'abc' /* d */", 0, 3)] == ["'ab"]
    assert [token.kind for token in lex("/* d */", 0, 4)] == ["error"]
    assert [token.text for token in lex("a =/= b", 0, 4)] == ["a", " ", "=", "/"]


def test_nothing_is_no_token() -> None:
    assert lex("") == []
    assert lex("abc", 3) == []


@pytest.mark.parametrize(
    "mark",
    re.findall(
        r"\S+",
        (
            "{ } ( ) [ ] ; , : @ ~ . ... => ?. ? ?? ??= = == === != !== ! && &&= & &= || ||= | "
            "|= + ++ += - -- -= * *= ** **= % %= ^ ^= < <= << <<= > >= >> >>= >>> >>>= / /="
        ),
    ),
)
def test_punctuators_match_at_their_longest(mark: str) -> None:
    assert [token.text for token in lex(f"a {mark} b")][2] == mark


@pytest.mark.parametrize(
    "number",
    re.findall(
        r"\S+", ("0 12 1_000 1.5 1. .5 1e3 1.5E-3 1e+3 0xFF 0b101 0o17 10n 0xFFn 017 1_0.0_1")
    ),
)
def test_numbers(number: str) -> None:
    assert lex(number) == [Token("number", number, 0, len(number))]


@pytest.mark.parametrize(
    "name", ["a", "$", "_a1", "été", "\\u0061b", "a\\u{62}c", "名前", "a\u200db"]
)
def test_names(name: str) -> None:
    assert lex(name) == [Token("name", name, 0, len(name))]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a?.5:1", "a | ? | number .5 | : | number 1"),
        ("a?.b", "a | ?. | b"),
        ("1..toString()", "number 1. | . | toString | ( | )"),
        ("#a in b", "private #a | in | b"),
        ("this.#a", "this | . | private #a"),
        ("'a\\'b' \"c\\\nd\"", "string 'a\\'b' | string \"c\\\nd\""),
        ('"a\u2028b"', 'string "a\u2028b"'),
        ("'a\\\r\nb'", "string 'a\\\r\nb'"),
        ("a // b\u2028c", "a | comment // b | c"),
        ("a /* b\nc */ d", "a | comment /* b\nc */ | d"),
        ("/**/a/***/b", "comment /**/ | a | comment /***/ | b"),
        ("a\ufeffb\u00a0c", "a | b | c"),
        ("<!-- a\n--> b\nc-->d", "comment <!-- a | comment --> b | c | -- | > | d"),
        ("#!/bin/node\na", "hashbang #!/bin/node | a"),
        ("\ufeff#!/bin/node\na", "hashbang #!/bin/node | a"),
        ("a\n#!b", "a | error # | ! | b"),
        ("x = /[/\\]]+\\//dgimsuy.y", "x | = | regex /[/\\]]+\\//dgimsuy | . | y"),
        ("(a) => {} /x/g", "( | a | ) | => | { | } | regex /x/g"),
    ],
)
def test_small_programs(text: str, tokens: str) -> None:
    assert shown(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("``", "template ``"),
        ("`a'\"//b`", "template `a'\"//b`"),
        ("`\\`\\${$`", "template `\\`\\${$`"),
        (
            "`a${b}c${d}e`",
            ("template_head `a${ | b | template_middle }c${ | d | template_tail }e`"),
        ),
        (
            "`${`${a}`}`",
            ("template_head `${ | template_head `${ | a | template_tail }` | template_tail }`"),
        ),
        ("`${{a:{}}}`", "template_head `${ | { | a | : | { | } | } | template_tail }`"),
        ("a`b`/c", "a | template `b` | / | c"),
    ],
)
def test_templates(text: str, tokens: str) -> None:
    assert shown(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("<a />", "«<» | «a» | «/>»"),
        ("<>it's</>", "«<» | «>» | jsx_text it's | «</» | «>»"),
        (
            "<a.b-c x:y='\"\n&quot;' />",
            ("«<» | «a» | «.» | «b-c» | «x» | «:» | «y» | «=» | jsx_string '\"\n&quot;' | «/>»"),
        ),
        (
            "<a b={c / 2} {...d}>{/* e */}</a> / f",
            (
                "«<» | «a» | «b» | «=» | «{» | c | / | number 2 | «}» | «{» | ... | d | «}» | "
                "«>» | «{» | comment /* e */ | «}» | «</» | «a» | «>» | / | f"
            ),
        ),
        ("<a b=<c/> />", "«<» | «a» | «b» | «=» | «<» | «c» | «/>» | «/>»"),
        (
            "<a>&nbsp;// b /* c > d }</a>",
            "«<» | «a» | «>» | jsx_text &nbsp;// b /* c > d } | «</» | «a» | «>»",
        ),
        ("< a / >", "«<» | «a» | «/» | «>»"),
        (
            "<a\n// b\n/* c */ d>e</a\n>",
            (
                "«<» | «a» | comment // b | comment /* c */ | «d» | «>» | jsx_text e | «</» | "
                "«a» | «>»"
            ),
        ),
        ("a < b && <c/>", "a | < | b | && | «<» | «c» | «/>»"),
        ("a ? <b/> : <c/>", "a | ? | «<» | «b» | «/>» | : | «<» | «c» | «/>»"),
    ],
)
def test_elements(text: str, tokens: str) -> None:
    assert shown(text) == tokens


@pytest.mark.parametrize(
    "text",
    [
        "const f = <T,>(a: T) => a / b",
        "const f = <T extends A>(a: T) => a / b",
        "const f = <const T extends A, U = B>(a: T) => a / b",
        "const f = <T>(a: T) => a / b",
        "type A = <T>(a: T) => void; a / b",
        "interface A { b: <T>(a: T) => void; new <T>(a: T): A; <T>(a: T): B } a / b",
        "let f: <T>(a: T) => void; a / b",
        "function f(g: <T>(a: T) => void) {} a / b",
        "const f = a as <T>(b: T) => void, c = a / b",
        "f<Array<A>>(a) / b",
        "new Map<string, <T>(a: T) => void>() / b",
        "class A { b = <T,>(a: T): void => {}; c<T>(a: T) {} } a / b",
        "const f = async <T,>(a: T) => a / b",
        "class A { typeof<T>(a: T) {} static in<T>() {} get as() {} async *default<T>() {} } a / b",
        "class A { b: C\n*in<T>() {}\nas<T>() {}\nasync new<T>() {} } a / b",
        "f({ return<T>() {}, async delete<T>() {}, *yield<T>() {} }) / b",
    ],
)
def test_type_lists_are_no_elements(text: str) -> None:
    kinds = {token.kind for token in lex(text)}
    assert kinds == {"name", "punct", "space"}


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("<Table<Row> rows={rows}>it's</Table>", ["Table", "Table"]),
        ("<Table<Row<'a'>, B>/>", ["Table"]),
        ("<T extends={a}>b</T>", ["T", "T"]),
        ("<T>(a)</T>", ["T", "T"]),
        ("(a): B => <p>it's</p>", ["p", "p"]),
        ("c ? (a): B => 'd' : <p>it's</p>", ["p", "p"]),
        ("c ? (a) : <p>it's</p>", ["p", "p"]),
        ("a as B ? <p>it's</p> : null", ["p", "p"]),
        ("switch (a) { case b: <p>it's</p> }", ["p", "p"]),
        ("({ f(): A<B> { return <p>it's</p> } })", ["p", "p"]),
        ("class A { f(): void { return <p>it's</p> } }", ["p", "p"]),
        ("function f(a?: B, c = <p>it's</p>): D {}", ["p", "p"]),
        ("let a: B\n<p>it's</p>", ["p", "p"]),
        ("let a: void\nswitch (a) { case b: <p>it's</p> }", ["p", "p"]),
    ],
)
def test_elements_among_types(text: str, elements: list[str]) -> None:
    first = [
        following.text
        for token, following in zip(lex(text), lex(text)[1:], strict=False)
        if token.text in ("<", "</") and token.kind == "jsx_punct"
    ]
    assert first == elements


def test_typescript_alone_has_casts_and_no_elements() -> None:
    assert shown("<T>x / 2", jsx=False) == "< | T | > | x | / | number 2"
    assert shown("<any>{ a } / b", jsx=False) == "< | any | > | { | a | } | / | b"
    assert shown("a = <A><B>b", jsx=False) == "a | = | < | A | > | < | B | > | b"


def test_lists_of_types_end_with_single_marks() -> None:
    assert shown("let a: A<B<C>>= d") == "let | a | : | A | < | B | < | C | > | > | = | d"
    assert shown("a >> b >>> c") == "a | >> | b | >>> | c"


def test_an_exclamation_mark_behind_a_value_is_an_assertion_in_typescript_only() -> None:
    assert shown("a! / b / c") == "a | ! | / | b | / | c"
    assert shown("a\n! /b/.c") == "a | ! | regex /b/ | . | c"
    assert shown("a! /b/.c", typescript=False) == "a | ! | regex /b/ | . | c"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a = 'b\nc", "a | = | error 'b | c"),
        ('"a\\', 'error "a\\'),
        ("a `b\nc", "a | error `b | c"),
        ("`a${b}c\nd", "template_head `a${ | b | error }c | d"),
        ("a /* b\nc", "a | error /* b | c"),
        ("a = /b\nc", "a | = | / | b | c"),
        ("a \\ b # c", "a | error \\ | b | error # | c"),
        ("(]})", "( | ] | } | )"),
        ("<a b='c", "«<» | «a» | «b» | «=» | error 'c"),
        ("a = <b)c", "a | = | «<» | «b» | ) | c"),
        ("“a”", "error “ | a | error ”"),
    ],
)
def test_broken_text_is_named_and_lexing_goes_on(text: str, tokens: str) -> None:
    assert shown(text) == tokens
