"""Globs over forms: what matches, what does not, how exactly, and what is no pattern."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, strategies

from fslint.patterns import Index, PatternError, Score, alternatives, last_names

# pattern, form, the tier of the match (None: no match, with the reason).
MATCHES: list[tuple[str, str, int | None, str]] = [
    ("auth.signOut", "auth.signOut.bind", None, "another last name"),
    ("auth.signOut", "myauth.signOut", None, "no star"),
    ("*auth.signOut", "pkg#auth.signOut", None, "a star is no #"),
    ("auth.signOut", "pkg#auth.signOut", None, "a resolved form needs a pattern with #"),
    ("pkg#auth.signOut", "auth.signOut", None, "a pattern with # needs a resolved form"),
    ("pkg#signOut", "other/pkg#signOut", None, "the whole module"),
    ("a*b*c.d", "acb.d", None, "the pieces in their order"),
    ("ab*ba.x", "aba.x", None, "the ends do not overlap"),
    ("auth.signOut", "auth.signOut", 2, ""),
    ("*auth.signOut", "this.auth.signOut", 1, ""),
    ("*auth.signOut", "auth.signOut", 1, "a star may be empty"),
    ("{*.,}auth.signOut", "auth.signOut", 2, ""),
    ("{*.,}auth.signOut", "this.auth.signOut", 1, ""),
    ("{a,b}.{c,d}", "b.c", 2, ""),
    ("x{,s}.y", "xs.y", 2, ""),
    ("*().pipe().subscribe", "this.http.get().pipe().subscribe", 1, ""),
    ("react-router#useNavigate()", "react-router#useNavigate()", 3, ""),
    ("wouter#useLocation()[]", "wouter#useLocation()[]", 3, ""),
    ("*router#useNavigate()", "@tanstack/react-router#useNavigate()", 3, ""),
    ("@scope/{a,b}#*.out", "@scope/b#client.out", 3, ""),
    ("this.auth.signOut", "this.#auth.signOut", 2, "a private member is one"),
    ("FS", "FS", 2, ""),
]


@pytest.mark.parametrize(("pattern", "form", "tier", "why"), MATCHES)
def test_matches(pattern: str, form: str, tier: int | None, why: str) -> None:
    index: Index[str] = Index()
    index.add(pattern, "it")
    found = list(index.find([form]))
    assert [score.tier for score, _ in found] == ([] if tier is None else [tier]), why


def test_the_score_counts_letters() -> None:
    index: Index[str] = Index()
    index.add("*.out", "short")
    index.add("*auth.out", "long")
    assert sorted(index.find(["my.auth.out"])) == [(Score(1, 4), "short"), (Score(1, 8), "long")]


WRONG: list[tuple[str, str]] = [
    ("auth.*", "the last name of 'auth.*' must be spelt out, without '*'"),
    ("*", "the last name of '*' must be spelt out, without '*'"),
    ("auth.{a,*b}", "the last name of 'auth.{a,*b}' must be spelt out, without '*'"),
    ("auth.", "'auth.' has no last name"),
    ("", "'' has no last name"),
    ("a.()", "'a.()' has no last name"),
    ("a.{b,}", "'a.{b,}' has no last name"),
    ("a#b#c", "'a#b#c' has more than one '#'"),
    ("{a#,b#}c#d", "'{a#,b#}c#d' has more than one '#'"),
    ("{a,{b}}.c", "'{a,{b}}.c' has braces that nest or do not close"),
    ("{a.c", "'{a.c' has braces that nest or do not close"),
    ("a}.c", "'a}.c' has braces that nest or do not close"),
]


@pytest.mark.parametrize(("pattern", "message"), WRONG)
def test_what_is_no_pattern(pattern: str, message: str) -> None:
    with pytest.raises(PatternError) as raised:
        last_names(pattern)
    assert str(raised.value) == message


NAMES: list[tuple[str, set[str]]] = [
    ("a.b", {"b"}),
    ("a.{b,c}", {"b", "c"}),
    ("{x.,}{b,c}", {"b", "c"}),
    ("{x.a,b}", {"a", "b"}),
    ("{x.,y}b", {"b", "yb"}),
    ("m#{a.,}out", {"out"}),
    ("m#use()", {"use()"}),
]


@pytest.mark.parametrize(("pattern", "names"), NAMES)
def test_last_names(pattern: str, names: set[str]) -> None:
    assert last_names(pattern) == names


PIECES = strategies.lists(
    strategies.sampled_from(["a", "b.", "{c,d}", "{e.,}", "{f.g,h}", "#", "x()", "[]"]),
    min_size=1,
    max_size=6,
)


@given(PIECES)
def test_every_alternative_is_found_under_its_last_name(pieces: list[str]) -> None:
    pattern = "".join(pieces)
    index: Index[str] = Index()
    try:
        index.add(pattern, "it")
    except PatternError:
        return
    for form in alternatives(pattern):
        if "#" not in form:
            assert [item for _, item in index.find([form])] != [], form


def test_long_forms_cost_no_more_than_their_length() -> None:
    index: Index[str] = Index()
    index.add("*a*a*a*a*a*a*b.x", "it")
    form = "a" * 200_000 + ".x"
    start = time.process_time()
    assert list(index.find([form])) == []
    assert time.process_time() - start < 0.5
