"""The same examples, written otherwise: line ends, letters outside ASCII, names, blanks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from fslint import engine, rules
from fslint.examples import faults
from fslint.pages import Case, cases
from fslint.resources import rules_dir

COMMENTS = {
    "html": "<!-- {} -->", "vue": "<!-- {} -->", "svelte": "<!-- {} -->", "python": "# {}",
    "yaml": "# {}", "toml": "# {}",
}  # fmt: skip
CASES = [
    pytest.param(case, id=f"{rule.code} {case.line} {case.title}")
    for rule in rules.load([rules_dir()])
    for case in cases(rule.text, rule.file)
    if len(case.files) == 1 and case.expected and "json" not in case.languages.values()
]


def _with(case: Case, text: str, moved: int) -> Case:
    """The case with another text, in which every line stands `moved` lines lower."""
    (path,) = case.files
    expected = [e._replace(line=e.line + moved, column=None) for e in case.expected]
    return Case(
        case.title, case.line, case.quiet, {path: text}, case.languages, {}, expected, case.config
    )


@pytest.mark.parametrize("case", CASES)
def test_other_line_ends_and_letters(case: Case) -> None:
    ((path, text),) = case.files.items()
    comment = COMMENTS.get(case.languages[path], "// {}").format("größer 🚀 日本語")
    assert faults(_with(case, f"{comment}\n{text}".replace("\n", "\r\n"), 1)) == []


def _renamed(text: str) -> str:
    return re.sub(r"\bfunction (logout|release)\b", r"function \1Now", text)


def _spread(text: str) -> str:
    return re.sub(r"^([ \t]+)(?=\S)", r"\1\1", text, flags=re.M)


@pytest.mark.parametrize("change", [_renamed, _spread], ids=["names", "indentation"])
@pytest.mark.parametrize("code", ["FS101", "FS203", "FS206"])
def test_other_names_and_blanks(code: str, change: Callable[[str], str]) -> None:
    rule = rules.find(rules.load([rules_dir()]), code)
    chosen = [c for c in cases(rule.text, rule.file) if len(c.files) == 1 and c.expected]
    for case in chosen[:6]:
        (text,) = case.files.values()
        assert faults(_with(case, change(text), 0)) == []


@pytest.mark.parametrize(
    "call",
    [
        "window.FS('setIdentity', { uid: null })",
        "window['FS']('setIdentity', { uid: null })",
        "globalThis.FS?.('setIdentity', { uid: null })",
        "(window.FS)('setIdentity', { uid: null })",
        "FS /* it */ ('setIdentity', { 'uid': null })",
        "FS('setIdentity', ({ uid: (null) }))",
        "void FS('setIdentityAsync', { uid: null })",
        "await FS('setIdentityAsync', { uid: null, })",
        "FS(`setIdentity`, { ['uid']: null })",
        "(window as any).FS('setIdentity', { uid: null as any })",
        "window.FS!('setIdentity', { uid: null! })",
    ],
)
def test_the_same_call_in_other_words(call: str) -> None:
    text = f"export async function release() {{\n  {call};\n}}\n"
    found = engine.check_texts({"src/app.ts": text}).findings
    assert [(f.code, f.severity) for f in found] == [("FS101", "error")]
