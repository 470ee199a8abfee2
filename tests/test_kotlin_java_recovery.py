"""Kotlin and Java that cannot be read: it is skipped and named, the rest is kept."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fslint.flow import FileFlow
from fslint.languages import java, kotlin
from fslint.languages.dump import dump, lines

Lower = Callable[[str, str], FileFlow]
LOWERS = {"A.kt": kotlin.lower, "A.java": java.lower}
WORDS = (
    "val", "var", "fun", "class", "object", "interface", "when", "if", "else", "try", "catch",
    "return", "return@a", "a@", "{", "}", "(", ")", "[", "]", "<", ">", "->", "=", ";", "\n", ",",
    ".", "?.", "?:", "::", "!!", ":", "@A", '"', '"a$b', '"${', '"""', "'", "/*", "*/", "//", "new",
    "switch", "case", "default", "for", "in", "is", "as", "by", "get()", "a", "B", "1", "this",
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "kept", "unread"),
    [
        ("a()\nval = 1\nb()", ["a() dropped", "b() dropped"], "val = 1"),
        ("a(b c, d())\ne()", ["d() value", "a(b, d()) dropped", "e() dropped"], "c"),
        (
            "when (a) { b c -> d()\n else -> e() }",
            ["switch a", "default", "  e() dropped"],
            "c -> d()",
        ),
        ('a("${b c}")\nd()', ["a() dropped", "d() dropped"], 'c}"'),
        ("a()\n)\nb()", ["a() dropped", "b() dropped"], ")"),
    ],
)
def test_kotlin(body: str, kept: list[str], unread: str) -> None:
    source = f"fun f() {{\n{body}\n}}\n"
    flow = kotlin.lower("A.kt", source)
    found = [line for line in lines(flow.functions[1].body, "") if "skipped" not in line]
    assert found == kept
    assert [source[slice(*place)] for place, _ in flow.problems] == [unread]


@pytest.mark.parametrize(
    ("body", "kept", "unread"),
    [
        ("a(); int b c; d();", ["a() dropped", "d() dropped"], "b c;"),
        ("a(b c, d()); e();", ["d() value", "a(b, d()) dropped", "e() dropped"], "c"),
        ("a(); ) b(); c();", ["a() dropped", "c() dropped"], ") b();"),
        ("if (a b) c(); d();", ["d() dropped"], "b) c();"),
    ],
)
def test_java(body: str, kept: list[str], unread: str) -> None:
    source = f"class A {{ void f() {{ {body} }} }}"
    flow = java.lower("A.java", source)
    found = [line for line in lines(flow.functions[1].body, "") if "skipped" not in line]
    assert found == kept
    assert [source[slice(*place)] for place, _ in flow.problems] == [unread]


@pytest.mark.parametrize("path", LOWERS)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@settings(max_examples=250, deadline=None)
def test_any_words_are_read_somehow(path: str, source: str) -> None:
    flow = LOWERS[path](path, source)
    assert dump(pickle.loads(pickle.dumps(flow))) == dump(flow)
    for place, message in flow.problems:
        assert 0 <= place.start <= place.end <= len(source)
        assert message


@pytest.mark.parametrize("path", LOWERS)
@pytest.mark.parametrize(
    "unit",
    ["(", "{", "[", "f(", "a.", "a?.", "a<", "if (a) ", "x -> ", "@A(", "- ", "a ?: ", '"${',
     "a = ", "class A { ", "fun f() { ", "when (a) { is B -> ", "f { ", "new A() { ", "a < b > "],
)  # fmt: skip
def test_deep_or_long_text_takes_linear_time(path: str, unit: str) -> None:
    begun = time.process_time()
    LOWERS[path](path, unit * 4000)
    assert time.process_time() - begun < 10


def test_a_function_that_breaks_off_in_a_lambda() -> None:
    assert kotlin.lower("A.kt", '" "${ fun').problems
    assert kotlin.lower("A.kt", "fun f() { x { fun").problems
