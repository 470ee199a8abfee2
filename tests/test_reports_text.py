"""The reports for reading: full, concise, paths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_samples import late_anonymize, sample, suggestion

from fslint.findings import Edit, NotChecked, Place
from fslint.reports import FORMATS, PATH_FORMATS, render
from fslint.reports.diff import diff
from fslint.reports.frames import Label, frame
from fslint.reports.style import Style, clean, cut, text_width, wrap
from fslint.sources import Sources

SUMMARY = "Checked 3 files (2 parsed, 1 app with Fullstory) in 0.2 s."


def full(tmp_path: Path, width: int = 100) -> list[str]:
    report = sample(tmp_path, late_anonymize(), style=Style(width=width))
    return render(FORMATS["full"], report).splitlines()


def test_full(tmp_path: Path) -> None:
    lines = full(tmp_path)
    why = next(index for index, line in enumerate(lines) if line.startswith("   why: "))
    do = next(index for index, line in enumerate(lines) if line.startswith("    do: "))
    assert lines[:why] == [
        "── src/session.js",
        "",
        "error FS203 navigate-before-anonymize src/session.js:6:2",
        "  this anonymize comes after location.href = '/' in line 5: it may never run",
        "  path: logOut, manual logout, from src/Header.jsx:3:46",
        "",
        "  src/Header.jsx",
        "  3 │ export const Header = () => <button onClick={logOut}>Salir — 退出</button>;",
        "    │                                              ------ (1) goes into logOut",
        "  src/session.js",
        "  4 │     await signOut(auth);",
        "    │           ------------- (2) signs the user out",
        "  5 │     location.href = '/';",
        "    │     ------------------- (3) leaves the page or app",
        "  6 │     FS('setIdentity', { anonymous: true });",
        "    │     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ (4) releases the identity",
        "",
    ]
    assert lines[do:] == [
        "    do: Move the anonymize before the navigation.",
        "   fix: Move the anonymize before the navigation (safe)",
        "        @@ -4,4 +4,4 @@",
        "            await signOut(auth);",
        "        +   FS('setIdentity', { anonymous: true });",
        "            location.href = '/';",
        "        -   FS('setIdentity', { anonymous: true });",
        "         }",
        "",
        f"Found 1 error. Can be fixed: 1 (--fix). {SUMMARY}",
    ]


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_narrow_terminal(tmp_path: Path, width: int) -> None:
    lines = full(tmp_path, width)
    drawn = [line for line in lines[3:-1] if not line.startswith(("        ", "error"))]
    assert max(text_width(line) for line in drawn) <= width


def test_colour_adds_nothing_else(tmp_path: Path) -> None:
    plain = render(FORMATS["full"], sample(tmp_path, late_anonymize()))
    coloured = render(FORMATS["full"], sample(tmp_path, late_anonymize(), style=Style(True)))
    for code in ("1", "2", "31", "31;1", "32", "33", "33;1", "34", "35", "36", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == plain


def test_ascii_only(tmp_path: Path) -> None:
    text = render(FORMATS["full"], sample(tmp_path, suggestion(), style=Style(unicode=False)))
    assert text.splitlines()[0] == "-- src/session.js"
    assert "│" not in text


def test_concise(tmp_path: Path) -> None:
    report = sample(tmp_path, suggestion(), late_anonymize())
    assert render(FORMATS["concise"], report).splitlines() == [
        "src/session.js:6:2: error FS203 navigate-before-anonymize: this anonymize comes after "
        "location.href = '/' in line 5: it may never run",
        "src/session.js:6:2: suggestion FS208 missing-logout-event: no event is sent before this "
        "anonymize",
        f"Found 1 error and 1 suggestion. Can be fixed: 1 (--fix). {SUMMARY}",
    ]


def test_paths_text(tmp_path: Path) -> None:
    assert render(PATH_FORMATS["text"], sample(tmp_path)).splitlines() == [
        "app .",
        "",
        "  manual logout",
        "",
        "    violated FS203  logOut  src/Header.jsx:3:46",
        "      (1)  src/Header.jsx:3:46  goes into logOut        logOut",
        "      (2)  src/session.js:4:8   signs the user out      signOut(auth)",
        "      (3)  src/session.js:5:2   leaves the page or app  location.href = '/'",
        "      (4)  src/session.js:6:2   releases the identity   "
        "FS('setIdentity', { anonymous: true })",
        "",
        "  timeout",
        "",
        "    proven  onIdle  src/session.js:4:8",
        "      covered by an observer that releases the identity when the user is gone, "
        "src/Header.jsx:1:10",
        "      (1)  src/session.js:4:8  signs the user out  signOut(auth)",
        "",
        "No path was found of: account deletion.",
        "",
        f"Found 2 paths: 1 proven, 1 violated. {SUMMARY}",
    ]


def test_places_of_an_app_are_written_from_its_folder(tmp_path: Path) -> None:
    report = sample(tmp_path)
    report.result.paths[1].app = "src"
    lines = render(PATH_FORMATS["text"], report).splitlines()
    start = lines.index("app src")
    assert lines[start + 4] == "    proven  onIdle  session.js:4:8"
    assert lines[start + 6] == "      (1)  session.js:4:8  signs the user out  signOut(auth)"


@pytest.mark.parametrize(("entries", "more"), [(5, []), (6, ["1 other entry"])])
def test_of_many_entries_a_few_are_named(tmp_path: Path, entries: int, more: list[str]) -> None:
    report = sample(tmp_path)
    path = report.result.paths[1]
    path.also_from = (path.entry,) * entries
    lines = render(PATH_FORMATS["text"], report).splitlines()
    told = [line.strip() for line in lines if "also from" in line]
    assert told == ["also from onIdle  src/session.js:4:8"] * 5 + [
        f"also from {what}, which --format json lists" for what in more
    ]


def test_no_fullstory_is_said(tmp_path: Path) -> None:
    report = sample(tmp_path)
    for app in report.result.checked.apps:
        app.uses_fullstory = False
    assert render(FORMATS["full"], report) == (
        "Found nothing. Checked 3 files (2 parsed) in 0.2 s. No Fullstory here: path rules were "
        "not run (--assume-fullstory runs them).\n"
    )


def test_what_was_not_checked_is_said(tmp_path: Path) -> None:
    report = sample(tmp_path)
    report.result.checked.not_checked = [NotChecked("a.js", "binary")]
    report.project.skipped.update({"minified": 2, "lock files": 1})
    assert render(FORMATS["full"], report) == (
        f"Found nothing. {SUMMARY} Not checked: a.js (binary). "
        "Passed over: minified (2), lock files (1).\n"
    )


# Frames


def framed(
    tmp_path: Path, text: str, *marks: tuple[str, str], width: int = 60, unicode: bool = True
) -> list[str]:
    sources = Sources(tmp_path, overrides={"a.js": text})
    labels = [
        Label(Place("a.js", text.index(mark), text.index(mark) + len(mark)), words, index == 0)
        for index, (mark, words) in enumerate(marks)
    ]
    return frame(sources, labels, Style(width=width, unicode=unicode), "red")


def test_wide_characters_take_two_columns(tmp_path: Path) -> None:
    assert framed(tmp_path, "'退出', e\u0301, leave()", ("leave()", "here")) == [
        "1 │ '退出', e\u0301, leave()",
        "  │            ^^^^^^^ here",
    ]


def test_tabs_are_aligned(tmp_path: Path) -> None:
    assert framed(tmp_path, "a\tb\tleave()", ("leave()", "")) == [
        "1 │ a   b   leave()",
        "  │         ^^^^^^^",
    ]


def test_lines_left_out_are_marked(tmp_path: Path) -> None:
    text = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten"
    assert framed(tmp_path, text, ("one", "(1)"), ("three", "(2)"), ("ten", "(3)")) == [
        " 1 │ one",
        "   │ ^^^ (1)",
        " 2 │ two",
        " 3 │ three",
        "   │ ----- (2)",
        "   …",
        "10 │ ten",
        "   │ --- (3)",
    ]


def test_several_labels_of_a_line(tmp_path: Path) -> None:
    assert framed(tmp_path, "a(); b();", ("b()", "(2)"), ("a()", "(1)")) == [
        "1 │ a(); b();",
        "  │ --- (1)",
        "  │      ^^^ (2)",
    ]


def test_a_place_of_many_lines_is_marked_on_its_first(tmp_path: Path) -> None:
    assert framed(tmp_path, "x = run(\n  1,\n);", ("run(\n  1,\n)", "here")) == [
        "1 │ x = run(",
        "  │     ^^^^ here",
    ]


def test_an_empty_place(tmp_path: Path) -> None:
    assert framed(tmp_path, "abc", ("", "here")) == ["1 │ abc", "  │ ^ here"]


@pytest.mark.parametrize("size", [200, 3_000_000])
def test_a_long_line_is_cut_around_its_mark(tmp_path: Path, size: int) -> None:
    text = "a" * size + "leave()" + "b" * size
    assert framed(tmp_path, text, ("leave()", "here"), width=40) == [
        "1 │ …" + "a" * 9 + "leave()" + "b" * 18 + "…",
        "  │ " + " " * 10 + "^^^^^^^ here",
    ]


def test_control_characters_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    assert framed(tmp_path, "'\x1b[31m\u202e'; leave()", ("leave()", "")) == [
        "1 │ '\\x1b[31m\\u202e'; leave()",
        "  │                   ^^^^^^^",
    ]
    assert clean("a\x00b\u2066") == "a\\x00b\\u2066"


def test_wrap() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("退出 退出 退出", 9) == ["退出 退出", "退出"]
    assert wrap("muchlongerword a", 5, "  ") == ["  muchlongerword", "  a"]
    assert wrap("", 10) == [""]


def test_a_diff_of_two_files(tmp_path: Path) -> None:
    sources = Sources(tmp_path, overrides={"a.js": "one\n", "b.js": "two\r\n"})
    edits = [Edit(Place("a.js", 0, 3), "ONE"), Edit(Place("b.js", 3, 3), "!")]
    assert list(diff(sources, edits, Style())) == [
        "a.js",
        "@@ -1 +1 @@",
        "-one",
        "+ONE",
        "b.js",
        "@@ -1 +1 @@",
        "-two",
        "+two!",
    ]


def test_a_summary_is_broken_on_a_terminal_only(tmp_path: Path) -> None:
    for terminal, lines in ((False, 1), (True, 3)):
        style = Style(True, width=40, terminal=terminal)
        text = render(FORMATS["concise"], sample(tmp_path, late_anonymize(), style=style))
        said = text[text.index("Found") :]
        assert said.count("\n") == lines
        plain = re.sub(r"\x1b\[[\d;]*m", "", said)
        assert max(map(len, plain.splitlines())) <= 40 or not terminal


def test_what_lies_beyond_a_cut_is_marked_at_the_cut(tmp_path: Path) -> None:
    sources = Sources(tmp_path, overrides={"a.js": "first(); " + "x" * 300 + " last();"})
    labels = [Label(Place("a.js", 0, 7), "one", True), Label(Place("a.js", 310, 316), "two")]
    assert frame(sources, labels, Style(width=40), "red") == [
        "1 │ first(); " + "x" * 26 + "…",
        "  │ ^^^^^^^ one",
        "  │ " + " " * 35 + "-",
        "  │ " + " " * 33 + "two",
    ]


def test_a_text_is_cut_by_columns() -> None:
    assert cut("登録する", 8, "…") == "登録する"
    assert cut("登録する", 7, "…") == "登録す…"
    assert cut("登録する", 6, "…") == "登録…"
