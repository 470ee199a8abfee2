"""Whatever the text, markup is read, and every place that is given lies in it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fslint.flow import Span
from fslint.languages import lower as lower_any
from fslint.languages.markup import lower

PIECES = [
    "<a href='/out'>", "<a onclick=\"f('x')\">", "<script>", "</script>", "f();", "{{ a }}", "{{",
    "}}", "{% if a %}", "{% else %}", "{% endif %}", "<% if a do %>", "<% end %>", "<?php", "?>",
    "<!--", "-->", "'", '"', "`", "${", "{", "}", "(", ")", "<", ">", "=", "\r\n", "é", "😀",
    "&quot;", "@if(a)", "@endif", "{#if a}", "{/if}", "---\n", "<Menu @out='g'", "/>", "<style>",
    "\\", "// x\n", "/*", "import a from 'b'\n", " ",
]  # fmt: skip
PUG = [
    "a(href='/out')", "a(", ")", "\n", "\n  ", "\n\t", "script.", "if a", "else", "unless b",
    "#{c}", "block d", "include e", "extends f", ": ", ".", "#g", "//", "'", '"', "`", "=", ",",
    "é", "😀", "FS('x')", "<b>", "<%", "\r\n", "+h(1)", "- i",
]  # fmt: skip
NAMES = ["a.html", "a.vue", "a.svelte", "a.astro", "a.blade.php", "a.cshtml", "a.heex", "a.jinja"]


def places(value: object, seen: set[int]) -> Iterator[Span]:
    """Every place in a flow."""
    if isinstance(value, Span):
        yield value
    elif id(value) not in seen and not isinstance(value, str | int | float | None):
        seen.add(id(value))
        if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                yield from places(getattr(value, field.name), seen)
        elif isinstance(value, list | tuple | dict):
            for item in value.values() if isinstance(value, dict) else value:
                yield from places(item, seen)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
def test_every_place_lies_in_the_text(name: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    flow = lower(name, text)
    assert all(0 <= place.start <= place.end <= len(text) for place in places(flow, set()))
    assert all(text[one.span.start : one.span.end] == one.text for one in flow.comments)


@settings(max_examples=120, deadline=None)
@given(pieces=st.lists(st.sampled_from(PUG), max_size=40))
def test_every_place_of_a_template_of_pug_lies_in_its_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert all(
        0 <= one.start <= one.end <= len(text) for one in places(lower_any("a.pug", text), set())
    )


@pytest.mark.parametrize("piece", ["a(\n", "a(b='", "a: ", "if a\n", "#{", ".a", "script.\n x\n"])
def test_templates_of_pug_that_are_never_closed_take_linear_time(piece: str) -> None:
    before = time.process_time()
    lower_any("a.pug", piece * 20_000)
    assert time.process_time() - before < 5


def test_templates_of_ember_that_are_never_closed_take_linear_time() -> None:
    before = time.process_time()
    lower_any("a.gjs", "<template>\n" * 20_000)
    assert time.process_time() - before < 5
