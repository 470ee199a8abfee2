"""Cutting markup into tags, comments and template tags."""

from __future__ import annotations

import time

import pytest

from fslint.flow import FileFlow
from fslint.languages.markup_pieces import Hole, Remark, Tag
from fslint.languages.markup_scanner import balanced, scan
from fslint.languages.markup_source import Dialect, Source, dialect_of


def pieces(text: str, path: str = "page.html") -> list[Tag | Remark | Hole]:
    return scan(source_of(text, path), 0, len(text))


def source_of(text: str, path: str = "page.html") -> Source:
    dialect: Dialect = dialect_of(path, text)
    return Source(text, FileFlow(path, "markup", []), dialect)


def tags(text: str, path: str = "page.html") -> list[Tag]:
    return [one for one in pieces(text, path) if isinstance(one, Tag)]


def values(text: str, path: str = "page.html") -> list[tuple[str, str, str]]:
    """Name, value and quote of every attribute."""
    return [
        (raw.name, text[raw.value : raw.value_end] if raw.value != -1 else "", raw.quote)
        for tag in tags(text, path)
        for raw in tag.attributes
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a < b and c > d", "a space after the bracket makes it text"),
        ("1 <2", "a digit is no tag name"),
        ("<!-- <a href='/logout'> -->", "a tag inside a comment is no tag"),
        ("<![CDATA[ <a href='/logout'> ]]>", "a tag inside CDATA is no tag"),
        ("</a>", "an end tag says nothing"),
        ("<", "a lone bracket"),
        ("{% if a <b %}", "a comparison inside a template tag"),
        ("{{ '<a>' }}", "a tag inside a template's string"),
        ("<?php echo '<a>' ?>", "a tag inside PHP"),
        ("<% x = '<a>' %>", "a tag inside ERB"),
    ],
)
def test_no_tag(text: str, why: str) -> None:
    assert tags(text) == [], why


def test_script_content_is_not_markup() -> None:
    text = "<script>if (a<b) { x = '<a href=1>' }</script><a>"
    found = tags(text)
    assert [tag.name for tag in found] == ["script", "a"]
    assert found[0].content == (8, 37)
    assert text[8:37] == "if (a<b) { x = '<a href=1>' }"


def test_attributes_of_every_form() -> None:
    text = "<a b c=d e = 'f\"g' h=\"i'j\" @k.l=\"m()\" (n)='o' [p]=q :r=s #t v-on:u=w/>"
    assert values(text) == [
        ("b", "", ""),
        ("c", "d", ""),
        ("e", 'f"g', "'"),
        ("h", "i'j", '"'),
        ("@k.l", "m()", '"'),
        ("(n)", "o", "'"),
        ("[p]", "q", ""),
        (":r", "s", ""),
        ("#t", "", ""),
        ("v-on:u", "w/", ""),
    ]


def test_template_tags_with_the_same_quotes_in_a_value() -> None:
    text = '<a href="{% url "logout" %}" x="<%= f("a") %>" y={{ z }}-1>'
    assert values(text, "a.html") == [
        ("href", '{% url "logout" %}', '"'),
        ("x", '<%= f("a") %>', '"'),
        ("y", "{{ z }}-1", ""),
    ]


def test_a_razor_call_with_the_same_quotes_in_a_value() -> None:
    text = '<a href="@Url.Action("Logout", "Account")" class="x">'
    assert values(text, "a.cshtml") == [
        ("href", '@Url.Action("Logout", "Account")', '"'),
        ("class", "x", '"'),
    ]


def test_template_tags_between_attributes_are_pieces() -> None:
    text = "<a {% if x %}class='b'{% endif %} href=c>"
    found = pieces(text)
    assert [type(one).__name__ for one in found] == ["Hole", "Hole", "Tag"]
    assert values(text) == [("class", "b", "'"), ("href", "c", "")]


def test_braces_are_javascript_in_svelte() -> None:
    text = "{#if a <b}<a on:click={() => go('}')} {href} {...rest} x=\"{y > 1}\">{/if}"
    assert values(text, "a.svelte") == [
        ("on:click", "() => go('}')", "{"),
        ("href", "href", "{"),
        ("", "rest", "{"),
        ("x", "{y > 1}", '"'),
    ]


def test_braces_in_the_text_of_astro_hold_markup() -> None:
    assert [tag.name for tag in tags("{user && <a href='/x'>out</a>}", "a.astro")] == ["a"]


def test_vue_attributes_hold_no_template_tags() -> None:
    text = '<a :style="{{" b="}}">{{ c < d }}'
    assert values(text, "a.vue") == [(":style", "{{", '"'), ("b", "}}", '"')]


def test_custom_blocks_of_vue_are_not_markup() -> None:
    assert [tag.name for tag in tags("<i18n>{'a': '<b>'}</i18n>", "a.vue")] == ["i18n"]


@pytest.mark.parametrize(
    ("text", "names", "problem"),
    [
        ("<a href='x><b>", ["a", "b"], "the value of href is never closed"),
        ("<a href=x", ["a"], "<a is never closed"),
        ("<!-- <b>", ["b"], "<!-- is never closed"),
        ("<script>f()", ["script"], "<script> is never closed"),
    ],
)
def test_what_never_closes_is_named(text: str, names: list[str], problem: str) -> None:
    source = source_of(text)
    found = [one.name for one in scan(source, 0, len(text)) if isinstance(one, Tag)]
    assert found == names
    assert [one.message for one in source.flow.problems] == [problem]


def test_a_tag_ends_at_the_next_one() -> None:
    assert [(tag.name, tag.end) for tag in tags("<a href=x\n<b>")] == [("a", 10), ("b", 13)]


@pytest.mark.parametrize(
    ("text", "end"),
    [("{a}", 3), ("{`}${`}`}`}", 11), ("{'}' // }\n}", 11), ("{/* } */}", 9), ("{a", -1)],
)
def test_balanced_braces(text: str, end: int) -> None:
    assert balanced(text, 0, len(text)) == end


HOSTILE = [
    "<", "<a", "<a ", "<a b='", '<a b="', "<a b={", "{", "{{", "{%", "<%", "<?", "<!--", "@a(",
    "<![CDATA[", "<a {{", "<script", "<script>", "{`${", "{'", "<a b='{{", "{#", "{/*", "<a =",
    "@*", "<a b=\"@c(", "<a b=`", "{% comment %}",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("path", ["a.html", "a.vue", "a.svelte", "a.astro", "a.cshtml", "a.jinja"])
def test_hostile_input_is_linear(piece: str, path: str) -> None:
    text = piece * (60_000 // len(piece))
    begun = time.process_time()
    scan(source_of(text, path), 0, len(text))
    assert time.process_time() - begun < 1.5
