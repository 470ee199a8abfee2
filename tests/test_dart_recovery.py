"""Dart that cannot be read, or hardly: it is named, and reading goes on behind it."""

from __future__ import annotations

import random
import time

import pytest

from fslint.flow import Call, Skipped
from fslint.languages.dart import lower
from fslint.languages.dump import dump
from fslint.link.traverse import steps_in

WHOLE = """
import 'a.dart';
class A extends State<B> {
  A(this.c, {required int d}) : e = f(d), super();
  Future<void> g() async {
    try { await h(); } on I catch (j) { k('$j${l()}'); } finally { m(); }
    final n = switch (o) { P(:final q) when q > 1 => r(), _ => throw S() };
    t..u()..v = [if (w) x() else ...y, for (final z in n) z!.a()];
  }
}
"""


def calls(text: str) -> list[str]:
    """The names of the calls in all functions, in order of place."""
    flow = lower("a.dart", text)
    found = [s for f in flow.functions for s in steps_in(f.body) if isinstance(s, Call)]
    names = [text[c.span.start : c.span.end] for c in found]
    return sorted(names, key=text.index)


@pytest.mark.parametrize(
    "text",
    [
        "f() { a(); var 1 = ; b(); }",
        "f() { a(); if (x { }\n b(); }",
        "f() { a(); x = = 2; b(); }",
        "f() { a(); g(1, ], 2); b(); }",
        "class A { f() { a(); } int 3; g() { b(); } }",
        "f() { a(); } ???\nvoid g() { b(); }",
    ],
)
def test_reading_goes_on(text: str) -> None:
    flow = lower("a.dart", text)
    assert flow.problems != []
    assert [name for name in calls(text) if name in ("a()", "b()")] == ["a()", "b()"]
    skipped = [s for f in flow.functions for s in steps_in(f.body) if isinstance(s, Skipped)]
    assert all(0 <= s.span.start < s.span.end <= len(text) for s in skipped)


def test_a_problem_says_where_and_what() -> None:
    flow = lower("a.dart", "f() {\n  a();\n")
    (problem,) = flow.problems
    assert problem.message == "this '{' is never closed"
    assert problem.span == (4, 5)


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 3))
def test_any_beginning_can_be_read(cut: int) -> None:
    dump(lower("a.dart", WHOLE[:cut]))


def test_any_mixture_of_tokens_can_be_read() -> None:
    dice = random.Random(7)
    words = "class final ( ) { } [ ] < > , ; : . .. ?. ?? ? => = a B async await switch case when"
    words += " if for in on catch 'b$c' '${ ''' get set @ ! this super factory const ... #"
    for _ in range(400):
        text = " ".join(dice.choice(words.split()) for _ in range(dice.randrange(60)))
        dump(lower("a.dart", text))


@pytest.mark.parametrize(
    ("head", "body", "tail"),
    [
        ("f() { x = ", "(", ""),
        ("f() { x = ", "[", ""),
        ("f() { x = ", "g(() => ", ""),
        ("f() { ", "if (a) { ", ""),
        ("f() { x = ", "a ? b : ", ""),
        ("f() { x = ", "a ?? ", ""),
        ("f() { x = ", "!", ""),
        ("f() { x = a", ".b()", ";}"),
        ("f() { x = a", "..b()", ";}"),
        ("f() { x = ", "a < ", ""),
        ("f() { x = ", "'${", ""),
        ("f() { x = '", "$a ", "';}"),
        ("", "class A { ", ""),
        ("", "@a ", ""),
        ("f(", "{", ""),
        ("f() { switch (x) { case ", "(", ""),
        ("f() { switch (x) { ", "case 1: ", ""),
        ("f() { x = ", "switch (x) { _ => ", ""),
        ("f() { ", "List<", ""),
        ("f() { ", "a Function(", ""),
    ],
)
def test_long_and_deep_input_takes_linear_time(head: str, body: str, tail: str) -> None:
    def seconds(count: int) -> float:
        text = head + body * count + tail
        begun = time.process_time()
        lower("a.dart", text)
        return time.process_time() - begun

    seconds(50)
    assert seconds(6000) < 2 + 12 * seconds(1000)
