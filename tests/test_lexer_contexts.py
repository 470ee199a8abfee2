"""Regular expression or division, element or comparison: a generated matrix of places."""

from __future__ import annotations

import pytest
from lexer_matrix import Case, cases, elements

from fslint.languages.javascript_lexer import Token, lex

NAMES = {"jsx_punct": "element", "regex": "regex"}


def at_place(case: Case) -> Token | None:
    """The token that begins at the case's place."""
    for token in lex(case.text, jsx=case.suffix != ".ts"):
        if token.start == case.slash:
            return token
    return None


def judged(case: Case) -> str:
    """What our lexer takes the place for, in the matrix's words."""
    token = at_place(case)
    if token is None:
        return "inside another token"
    return NAMES.get(token.kind, {"/": "division", "<": "less"}.get(token.text, token.kind))


@pytest.mark.parametrize("suffix", [".js", ".tsx", ".ts"])
def test_every_slash_of_the_matrix(suffix: str) -> None:
    chosen = [case for case in cases() if case.suffix == suffix]
    assert len(chosen) > 5000
    assert [case for case in chosen if judged(case) != case.expected] == []


def test_every_less_than_sign_of_the_matrix() -> None:
    chosen = list(elements())
    assert len(chosen) > 1000
    assert [case for case in chosen if judged(case) != case.expected] == []


@pytest.mark.parametrize(
    "text",
    [
        "return\n/x/g",
        "break\n/x/g",
        "continue\n/x/g",
        "debugger\n/x/g",
        "yield\n/x/g",
        "let a: B\n/x/g",
        "type A = { b: C }\n/x/g",
        "const f = () => {}\n/x/g",
        "function f() { return\n{}\n/x/g }",
        "x\n++/x/g.lastIndex",
        "for (const a of /x/g) {}",
        "export default /x/g",
        "<T>/x/g",
    ],
)
def test_a_line_end_lets_a_regular_expression_follow(text: str) -> None:
    regexes = [token.text for token in lex(text, jsx=False) if token.kind == "regex"]
    assert regexes == ["/x/g"]


@pytest.mark.parametrize(
    "text",
    [
        "a\n/x/g",
        "a\n++\nb /x/g",
        "(function f(){} /x/g)",
        "(async function () {} /x/g)",
        "(async function* f() {} /x/g)",
        "(class {} /x/g)",
        "`${function () {} /x/g}`",
        "of /x/g",
        "a.of /x/g",
        "for (of /x/g;;) {}",
        "a! /x/g",
        "(b as C) /x/g",
        "(b as const) /x/g",
        "a = b as const /x/g",
        "'use strict'\n/x/g",
    ],
)
def test_a_value_goes_on_over_the_line_end(text: str) -> None:
    assert [token.text for token in lex(text) if token.kind == "regex"] == []


@pytest.mark.parametrize("asserted", ["b as const", "b as C", "[b] as const", "b satisfies C"])
@pytest.mark.parametrize("after", ["return <i>x</i>", "go()\nreturn <i>x</i>", "return (<i>x</i>)"])
def test_an_element_may_be_returned_after_an_assertion(asserted: str, after: str) -> None:
    tokens = lex(f"() => {{\n  const a = {asserted}\n  {after}\n}}")
    assert [token.text for token in tokens if token.kind == "jsx_text"] == ["x"]
