"""Python files that cannot be read are named; places are exact whatever the file is written in."""

from __future__ import annotations

import time

import pytest

from fslint.flow import Call, Span
from fslint.languages.python import lower


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = 1\nprint 'python 2'\n", 2),
        ("try:\n    a()\nexcept E:\n    raise E, 1\n", 4),
        ("def f(:\n    pass\n", 1),
        ("import js\nprint 'python 2'\njs.f()\n", 2),
        ("x = (\n", 1),
    ],
)
def test_a_file_that_does_not_parse(text: str, line: int) -> None:
    flow = lower("m.py", text)
    assert [p.message for p in flow.problems] == [f"not Python 3: line {line} cannot be parsed"]
    assert len(flow.functions) == 1 and flow.functions[0].body == []
    assert 0 <= flow.problems[0].span.start <= flow.problems[0].span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 5000 + ")" * 5000,
        "x = " + "[" * 300 + "]" * 300,
        "x = " + "+".join(["1"] * 50_000),
        "x = a" + ".b" * 50_000,
        "x = a" + "()" * 20_000,
        "x = " + "not " * 20_000 + "1",
        "if a: pass\n" + "elif b: pass\n" * 5_000,
        "x = (" + "'a'\n" * 20_000 + ")",
    ],
)
def test_what_nests_too_deeply_is_named_at_once(text: str) -> None:
    begun = time.process_time()
    flow = lower("m.py", text)
    assert [p.message for p in flow.problems] == ["nested too deeply to be parsed"]
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("text", ["'" * 100_001, '"""' + "\\'" * 100_000, "(" + "# x\n" * 50_000])
def test_what_is_never_closed_takes_linear_time(text: str) -> None:
    begun = time.process_time()
    assert len(lower("m.py", text).problems) == 1
    assert time.process_time() - begun < 3


def test_wide_literals_are_not_deep() -> None:
    text = "x = [" + "-1, " * 20_000 + "]\n"
    assert lower("m.py", text).problems == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("é = '\U0001f600'; f(1)\n", "f(1)"),
        ("\ufeffx = 1\r\nf( 1 )\r\n", "f( 1 )"),
        ("if x:\n\tf(\n\t  1,\n\t)\n", "f(\n\t  1,\n\t)"),
        ("\x0cf(1)", "f(1)"),
        ("x = 1; (f)(1) # c", "(f)(1)"),
    ],
)
def test_places(text: str, place: str) -> None:
    flow = lower("m.py", text)
    steps = flow.functions[0].body
    nested = getattr(steps[-1], "arms", None)
    call = nested[0].block[0] if nested else steps[-1]
    assert isinstance(call, Call)
    assert text[call.span.start : call.span.end] == place


def test_comments_are_kept_in_order() -> None:
    text = "# a\nx = [  # b\n  1,\n]\n"
    assert [(c.text, c.span) for c in lower("m.py", text).comments] == [
        ("# a", Span(0, 3)),
        ("# b", Span(11, 14)),
    ]


def test_an_empty_file() -> None:
    assert lower("m.py", "").functions[0].body == []
