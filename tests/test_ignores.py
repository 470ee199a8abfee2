"""Ignore comments: what they hide, and what is said of those at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from fslint.findings import Entry, Finding, Place, TraceStep
from fslint.flow import Comment, FileFlow, Span
from fslint.ignores import Ignore, apply, collect
from fslint.reports.diff import apply_edits
from fslint.sources import Sources

KNOWN = {"FS201": "missing-anonymize", "FS203": "navigate-before-anonymize", "FS901": "unused"}


def ran(file: str) -> tuple[str, ...]:
    return tuple(KNOWN)


def comments(text: str) -> list[Comment]:
    """The comments of a text, told by their delimiters: `«` and `»` stand around each."""
    found, start = [], text.find("«")
    while start >= 0:
        end = text.index("»", start)
        text = text[:start] + text[start + 1 : end] + text[end + 1 :]
        found.append(Comment(Span(start, end - 1), text[start : end - 1]))
        start = text.find("«")
    return found


def read(tmp_path: Path, text: str) -> tuple[list[Ignore], Sources]:
    plain = text.replace("«", "").replace("»", "")
    sources = Sources(tmp_path, overrides={"a.js": plain})
    flow = FileFlow("a.js", "javascript", [], comments=comments(text))
    return collect(flow, sources, KNOWN), sources


def finding(text: str, code: str, *marks: str) -> Finding:
    plain = text.replace("«", "").replace("»", "")
    places = [Place("a.js", plain.index(mark), plain.index(mark) + len(mark)) for mark in marks]
    steps = tuple(TraceStep(place, "leave", "x") for place in places[1:])
    return Finding(code, "n", "error", "high", "m", "h", places[0], path=steps)


def ignored(tmp_path: Path, text: str, code: str, *marks: str) -> bool:
    ignores, sources = read(tmp_path, text)
    judged = apply([finding(text, code, *marks)], ignores, ran, sources)
    return judged[0].ignored_by is not None


def faults(tmp_path: Path, text: str, *found: Finding) -> list[tuple[int, int, str]]:
    ignores, sources = read(tmp_path, text)
    own = apply(found, ignores, ran, sources)[len(found) :]
    assert {(one.code, one.severity) for one in own} <= {("FS901", "warning")}
    return [(*sources.position("a.js", one.place.start), one.message) for one in own]


@pytest.mark.parametrize(
    "text",
    [
        "«// fslint: ignore[FS203] -- r»\n\nleave();",  # a line between
        "leave();\n«// fslint: ignore[FS203] -- r»",  # below
        "a(); «// fslint: ignore[FS203] -- r»\nleave();",  # behind the code of another line
        "«// fslint: ignore[FS201] -- r»\nleave();",  # another code
        "«// see fslint: ignore[FS203] -- r»\nleave();",  # prose
        "'// fslint: ignore[FS203] -- r'\nleave();",  # a string
        "«// fslint ignore[FS203] -- r»\nleave();",  # no directive
    ],
)
def test_not_ignored(tmp_path: Path, text: str) -> None:
    assert ignored(tmp_path, text, "FS203", "leave()") is False


@pytest.mark.parametrize(
    "text",
    [
        "«// fslint: ignore[FS203] -- r»\nleave();",
        "leave(); «// fslint: ignore[FS203] -- r»",
        "«/* fslint: ignore[FS203] -- r */» leave();",
        "«/* fslint: ignore[FS201, FS203] -- r */»\nleave();",
        "«# fslint: ignore[FS203] -- r»\nleave();",
        "«<!-- fslint: ignore[FS203] -- r -->»\nleave();",
        "«{# fslint: ignore[FS203] -- r #}»\nleave();",
        "«{{!-- fslint: ignore[FS203] -- r --}}»\nleave();",
        "«<%# fslint: ignore[FS203] -- r %>»\nleave();",
        "  {«/* fslint: ignore[FS203] -- r */»}\nleave();",  # JSX
        "«//fslint:ignore[FS203]--r»\nleave();",
        "«// fslint: ignore[FS203] -- r»\n«// fslint: ignore[FS201] -- r»\nleave();",
        "«/* fslint: ignore[FS203] -- a reason\n   of two lines */»\nleave();",
        "x();\n«// fslint: ignore-file[FS203] -- r»\ny();\n\nleave();",
    ],
)
def test_ignored(tmp_path: Path, text: str) -> None:
    assert ignored(tmp_path, text, "FS203", "leave()") is True


@pytest.mark.parametrize(
    "text",
    ["«# fslint: see the handbook»", "«// fslint-baseline.json lists the rest»", "«// fslint:»"],
)
def test_prose_about_fslint_is_no_directive(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text) == []


def test_any_step_of_the_path_will_do(tmp_path: Path) -> None:
    text = "anonymize();\n\nleave(); «// fslint: ignore[FS203] -- r»\n"
    assert ignored(tmp_path, text, "FS203", "anonymize()", "leave()") is True


def test_the_entry_will_do(tmp_path: Path) -> None:
    text = "anonymize();\n\nentry(); «// fslint: ignore[FS203] -- r»\n"
    ignores, sources = read(tmp_path, text)
    one = finding(text, "FS203", "anonymize()")
    at = text.index("entry")
    one.entry = Entry(Place("a.js", at, at + 5), "entry")
    assert apply([one], ignores, ran, sources)[0].ignored_by == Place("a.js", 23, 52)


def test_where_a_step_of_many_lines_ends(tmp_path: Path) -> None:
    text = "leave(\n  a,\n«// fslint: ignore[FS203] -- r»\n);"
    assert (
        ignored(tmp_path, text, "FS203", "leave(\n  a,\n// fslint: ignore[FS203] -- r\n)") is True
    )
    middle = "leave(\n«// fslint: ignore[FS203] -- r»\n  a,\n);"
    whole = middle.replace("«", "").replace("»", "")[:-1]
    assert ignored(tmp_path, middle, "FS203", whole) is False


NO_REASON = (1, 1, "an ignore comment gives its reason, after '--'")
NO_CODE = (1, 1, "an ignore comment names the codes it ignores")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«// fslint: ignore[FS203]»", NO_REASON),
        ("«// fslint: ignore[FS203] because»", NO_REASON),
        ("«// fslint: ignore[FS203] --»", NO_REASON),
        ("«<!-- fslint: ignore[FS203] -->»", NO_REASON),
        ("«// fslint: ignore -- r»", NO_CODE),
        ("«// fslint: ignore[] -- r»", NO_CODE),
        ("«// fslint: disable[FS203] -- r»", (1, 1, "'disable' is no directive of fslint")),
        (
            "«// fslint-disable-next-line FS203»",
            (1, 1, "'fslint-disable-next-line' is no directive of fslint"),
        ),
        (
            "«// fslint: ignor[FS203] -- r»",
            (1, 1, "'ignor' is no directive of fslint (did you mean 'ignore'?)"),
        ),
        (
            "«// fslint: ignore[FS293] -- r»",
            (1, 19, "no rule has the code 'FS293' (did you mean 'FS203'?)"),
        ),
        (
            "«// fslint: ignore[missing-anonymize] -- r»",
            (1, 19, "an ignore comment names codes: 'FS201', not 'missing-anonymize'"),
        ),
    ],
)
def test_a_malformed_directive_is_a_finding(
    tmp_path: Path, text: str, expected: tuple[int, int, str]
) -> None:
    text += "\nleave();"
    assert faults(tmp_path, text, finding(text, "FS203", "leave()")) == [expected]


def test_one_without_a_reason_still_hides(tmp_path: Path) -> None:
    assert ignored(tmp_path, "«// fslint: ignore[FS203]»\nleave();", "FS203", "leave()") is True


def fixed(tmp_path: Path, text: str, *found: Finding) -> str:
    """The text with the fix of the first unused directive applied."""
    ignores, sources = read(tmp_path, text)
    own = apply(found, ignores, ran, sources)[len(found) :]
    (fix,) = own[0].fixes
    assert fix.safety == "safe"
    return apply_edits(sources.text("a.js") or "", fix.edits)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a();\n  «// fslint: ignore[FS203] -- r»\nb();\n", "a();\nb();\n"),
        ("a();  «// fslint: ignore[FS203] -- r»\nb();\n", "a();\nb();\n"),
        ("a();\r\n«/* fslint: ignore[FS203] --\r\n r */»\r\nb();", "a();\r\nb();"),
        ("<a>\n  {«/* fslint: ignore[FS203] -- r */»}\n</a>", "<a>\n</a>"),
        ("a();\n«// fslint: ignore[FS203] -- é»", "a();\n"),
    ],
)
def test_an_unused_directive_is_removed(tmp_path: Path, text: str, after: str) -> None:
    assert fixed(tmp_path, text) == after


def test_an_unused_directive_is_named(tmp_path: Path) -> None:
    text = "a();\n  «// fslint: ignore[FS203, FS201] -- r»\nb();\n"
    assert faults(tmp_path, text) == [(2, 3, "no FS203 or FS201 is found here")]
    text = "«// fslint: ignore-file[FS203] -- r»\n"
    assert faults(tmp_path, text) == [(1, 1, "no FS203 is found in this file")]


def test_an_unused_code_is_named_and_removed(tmp_path: Path) -> None:
    text = "leave(); «// fslint: ignore[FS203, FS201] -- r»\n"
    found = finding(text, "FS203", "leave()")
    assert faults(tmp_path, text, found) == [(1, 35, "no FS201 is found here")]
    assert fixed(tmp_path, text, found) == "leave(); // fslint: ignore[FS203] -- r\n"


def test_a_rule_that_did_not_run_leaves_no_directive_unused(tmp_path: Path) -> None:
    ignores, sources = read(tmp_path, "«// fslint: ignore[FS203] -- r»\nb();\n")
    assert apply([], ignores, lambda file: ("FS201", "FS901"), sources) == []
    assert apply([], ignores, lambda file: ("FS203",), sources) == []


def test_hostile_comments_take_little_time(tmp_path: Path) -> None:
    text = "«// fslint: ignore[" + "FS203," * 50_000 + " --»\n"
    assert len(faults(tmp_path, text)) == 2
