"""The mobile lexer on each language's literals, comments and marks, token by token."""

from __future__ import annotations

import re

import pytest

from fslint.languages.lexer import Token, lex


def shown(text: str, dialect: str) -> str:
    """The tokens but for spaces, parted by " | ": names and punctuators as they are, all others
    behind their kind."""
    return " | ".join(
        token.text if token.kind in ("punct", "name") else f"{token.kind} {token.text}"
        for token in lex(text, dialect)
        if token.kind != "space"
    )


def test_tokens_carry_their_places() -> None:
    assert lex('f("a\\(b)")', "swift") == [
        Token("name", "f", 0, 1),
        Token("punct", "(", 1, 2),
        Token("string_head", '"a\\(', 2, 6),
        Token("name", "b", 6, 7),
        Token("string_tail", ')"', 7, 9),
        Token("punct", ")", 9, 10),
    ]


def test_a_region_keeps_the_places_of_the_whole_text() -> None:
    assert lex('a "b" c', "java", 2, 5) == [Token("string", '"b"', 2, 5)]
    assert lex('a "b" c', "java", 2, 4) == [Token("error", '"b', 2, 4)]


def test_only_the_five_languages_are_known() -> None:
    with pytest.raises(KeyError):
        lex("a", "cobol")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("`class`.init()", "`class` | . | init | ( | )"),
        ("a?.b! as? C ?? d", "a | ?. | b | ! | as | ? | C | ?? | d"),
        ("0...5 ..< 1_0.5e3", "number 0 | ... | number 5 | ..< | number 1_0.5e3"),
        (
            "@Published var a: [B<C<D>>]?",
            "@ | Published | var | a | : | [ | B | < | C | < | D | > | > | ] | ?",
        ),
        ("#if DEBUG\n#selector(a)", "# | if | DEBUG | # | selector | ( | a | )"),
        ("\\.a $0 &+= b", "\\ | . | a | $0 | &+= | b"),
        ("/* a /* b */ c */ d /**/", "comment /* a /* b */ c */ | d | comment /**/"),
        ("#!/usr/bin/swift\na", "comment #!/usr/bin/swift | a"),
        ('"a\\"b\\\\"', 'string "a\\"b\\\\"'),
        (
            '"\\(a("\\(b)"))c\\(d)"',
            'string_head "\\( | a | ( | string_head "\\( | b | string_tail )" | ) | '
            'string_middle )c\\( | d | string_tail )"',
        ),
        (
            '"\\(a.map { "(\\($0))" })"',
            'string_head "\\( | a | . | map | { | string_head "(\\( | $0 | '
            'string_tail ))" | } | string_tail )"',
        ),
        ('#"a\\n"b\\#(c)"#', 'string_head #"a\\n"b\\#( | c | string_tail )"#'),
        ('##"a"#\\#(b)"##', 'string ##"a"#\\#(b)"##'),
        ('"""\n"a" \\(b) \\"""\n"""', 'string_head """\n"a" \\( | b | string_tail ) \\"""\n"""'),
        ('#"""\n"""\\(a)\n"""#', 'string #"""\n"""\\(a)\n"""#'),
        ("a / b / c", "a | / | b | / | c"),
        ("a.b(/c\\/(d)/)", "a | . | b | ( | regex /c\\/(d)/ | )"),
        ("let a = /b c/", "let | a | = | regex /b c/"),
        ("{\n/a/\n}", "{ | regex /a/ | }"),
        ("a ? /b/ : /c/", "a | ? | regex /b/ | : | regex /c/"),
        ("reduce(1, /) + f(/, a)", "reduce | ( | number 1 | , | / | ) | + | f | ( | / | , | a | )"),
        ("a = / b /", "a | = | / | b | /"),
        ("#/a/b/# #/\n a\n/#", "regex #/a/b/# | regex #/\n a\n/#"),
    ],
)
def test_swift(text: str, tokens: str) -> None:
    assert shown(text, "swift") == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("fun `a b`() = c?.d ?: e!!", "fun | `a b` | ( | ) | = | c | ?. | d | ?: | e | !!"),
        ("1..2 0..<n a::b", "number 1 | .. | number 2 | number 0 | ..< | n | a | :: | b"),
        ("0xFFL 1.5f 1u 1_0", "number 0xFFL | number 1.5f | number 1u | number 1_0"),
        ("return@a b@ { @C d -> e }", "return | @ | a | b | @ | { | @ | C | d | -> | e | }"),
        ("/* a /* b */ */ c // d", "comment /* a /* b */ */ | c | comment // d"),
        ("'a' '\\'' '\\u0041'", "char 'a' | char '\\'' | char '\\u0041'"),
        (
            '"$a.b ${c["d"]} $ \\$e $1"',
            'string_head "$ | a | string_middle .b ${ | c | [ | string "d" | ] | '
            'string_tail } $ \\$e $1"',
        ),
        ('"$a$b"', 'string_head "$ | a | string_middle $ | b | string_tail "'),
        (
            '"${a.map { "{$it}" }}"',
            'string_head "${ | a | . | map | { | string_head "{$ | it | string_tail }" | '
            '} | string_tail }"',
        ),
        ('"""a "b" \\n $c"""', 'string_head """a "b" \\n $ | c | string_tail """'),
        ('"""a"""" + b', 'string """a"""" | + | b'),
        (
            '$$"""{"$a": "$$b"} $${c}"""',
            'string_head $$"""{"$a": "$$ | b | string_middle "} $${ | c | string_tail }"""',
        ),
        ('"$`a b`"', 'string_head "$ | `a b` | string_tail "'),
        ("#!/usr/bin/env kotlin\na", "comment #!/usr/bin/env kotlin | a"),
    ],
)
def test_kotlin(text: str, tokens: str) -> None:
    assert shown(text, "kotlin") == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (
            "@A(b = 'c') int d = 1_0L;",
            "@ | A | ( | b | = | char 'c' | ) | int | d | = | number 1_0L | ;",
        ),
        ("a -> b::c", "a | -> | b | :: | c"),
        ("Map<A, List<B>> c", "Map | < | A | , | List | < | B | > | > | c"),
        ("0x1F 0b01 .5 1. 1e3f", "number 0x1F | number 0b01 | number .5 | number 1. | number 1e3f"),
        ("/* a /* b */ c", "comment /* a /* b */ | c"),
        ("'\\'' '\\\\' '\"'", "char '\\'' | char '\\\\' | char '\"'"),
        ('"a\\"${b}"', 'string "a\\"${b}"'),
        ('"""\n "a" \\"""\n""" + b', 'string """\n "a" \\"""\n""" | + | b'),
        ('"" + ""', 'string "" | + | string ""'),
    ],
)
def test_java(text: str, tokens: str) -> None:
    assert shown(text, "java") == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a?.b ?? c!..d()?..e()", "a | ?. | b | ?? | c | ! | .. | d | ( | ) | ?.. | e | ( | )"),
        ("[...?a, ...b] ~/= c => d", "[ | ...? | a | , | ... | b | ] | ~/= | c | => | d"),
        ("#sym @a Map<B, C<D>>?", "# | sym | @ | a | Map | < | B | , | C | < | D | > | > | ?"),
        ("/* a /* b */ */ /// c", "comment /* a /* b */ */ | comment /// c"),
        ("'a\"b' \"a'b\" 'it\\'s'", "string 'a\"b' | string \"a'b\" | string 'it\\'s'"),
        (
            "'$a.b ${c['d']} \\$e'",
            "string_head '$ | a | string_middle .b ${ | c | [ | string 'd' | ] | "
            "string_tail } \\$e'",
        ),
        (
            "'$a\u05f4 $b\ub2d8'",
            "string_head '$ | a | string_middle \u05f4 $ | b | string_tail \ub2d8'",
        ),
        (
            "'${a.map((b) => '{$b}')}'",
            "string_head '${ | a | . | map | ( | ( | b | ) | => | string_head '{$ | b | "
            "string_tail }' | ) | string_tail }'",
        ),
        ("r'a\\' r\"$b\" r'''c'd'''", "string r'a\\' | string r\"$b\" | string r'''c'd'''"),
        ("'''a\n'b' $c\\''''", "string_head '''a\n'b' $ | c | string_tail \\''''"),
        ('"""a "b" ${c}"""', 'string_head """a "b" ${ | c | string_tail }"""'),
        ("for'a' r 'b'", "for | string 'a' | r | string 'b'"),
    ],
)
def test_dart(text: str, tokens: str) -> None:
    assert shown(text, "dart") == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (
            '[self a:@"b\\"" c:\'d\'];',
            '[ | self | a | : | string @"b\\"" | c | : | char \'d\' | ] | ;',
        ),
        (
            '@{ @"a": @[@1, @(b)] }',
            '@ | { | string @"a" | : | @ | [ | @ | number 1 | , | @ | ( | b | ) | ] | }',
        ),
        (
            "@property (nonatomic) A<B<C *> *> *d;",
            "@ | property | ( | nonatomic | ) | A | < | B | < | C | * | > | * | > | * | d | ;",
        ),
        (
            "^(A *b) { b->c += 1.f; }",
            "^ | ( | A | * | b | ) | { | b | -> | c | += | number 1.f | ; | }",
        ),
        (
            "#import <a/b.h>\n# pragma mark - don't\nc",
            "directive #import <a/b.h> | directive # pragma mark - don't | c",
        ),
        ("#define A(b) \\\n  c(b) \\\r\n  d\ne", "directive #define A(b) \\\n  c(b) \\\r\n  d | e"),
        ('  #define A "//" // b\nc', 'directive #define A "//"  | comment // b | c'),
        ("#define A /* b\n */ c\nd", "directive #define A  | comment /* b\n */ | directive  c | d"),
        ("a #b", "a | # | b"),
        ('"a\\\nb" L"c" u8"d"', 'string "a\\\nb" | string L"c" | string u8"d"'),
        ('R"(a"b)" R"x(a)")x"', 'string R"(a"b)" | string R"x(a)")x"'),
        ("1'000'000 'abcd'", "number 1'000'000 | char 'abcd'"),
        ("/* a /* b */ c", "comment /* a /* b */ | c"),
        ('@"a" "b"', 'string @"a" | string "b"'),
    ],
)
def test_objective_c(text: str, tokens: str) -> None:
    assert shown(text, "objc") == tokens


@pytest.mark.parametrize(
    ("dialect", "text", "tokens"),
    [
        ("swift", '"a\nb', 'error "a | b'),
        ("swift", '"a\\\nb"', 'error "a\\ | b | error "'),
        ("swift", '"""\na', 'error """ | a'),
        ("swift", '"a\\(b)c\nd', 'string_head "a\\( | b | error )c | d'),
        ("swift", "/* a\nb */ /* c", "comment /* a\nb */ | error /* c"),
        ("swift", "/* /* a */\nb", "error /* /* a */ | b"),
        ("swift", "a = /b\nc", "a | = | / | b | c"),
        ("swift", "#/a\nb", "# | / | a | b"),
        ("kotlin", "'a\nb", "error 'a | b"),
        ("kotlin", '"$a\nb', 'string_head "$ | a | b'),
        ("kotlin", "`a\nb", "error ` | a | b"),
        ("java", '"a', 'error "a'),
        ("dart", "r'a\nb'''c\nd", "error r'a | b | error '''c | d"),
        ("objc", '@"a\nb', 'error @"a | b'),
        ("objc", 'R"(a\nb', 'error R"(a | b'),
        ("objc", "#if /* a\nb", "directive #if  | error /* a | b"),
    ],
)
def test_broken_text_is_named_and_lexing_goes_on(dialect: str, text: str, tokens: str) -> None:
    assert shown(text, dialect) == tokens


MARKS = {
    "swift": "-> == != === !== <= >= && || ?? ... ..< += -= *= %= &= |= ^= ~= << <<= ++ -- /=",
    "kotlin": "-> == != === !== <= >= && || ?: ?. :: !! .. ..< += -= *= /= %= ++ --",
    "java": "-> == != <= >= && || :: ... += -= *= /= %= &= |= ^= << <<= ++ --",
    "dart": "=> == != <= >= && || ?? ??= ?. ?.. .. ... ...? ~/ ~/= += -= *= /= %= &= |= ^= << ++",
    "objc": "-> == != <= >= && || :: ... += -= *= /= %= &= |= ^= << <<= ++ -- ##",
}


@pytest.mark.parametrize(
    ("dialect", "mark"),
    [(dialect, mark) for dialect, marks in MARKS.items() for mark in re.findall(r"\S+", marks)],
)
def test_marks_match_at_their_longest(dialect: str, mark: str) -> None:
    assert [token.text for token in lex(f"a {mark} b", dialect)] == ["a", " ", mark, " ", "b"]
