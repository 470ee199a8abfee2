"""Fixes as they are chosen, applied in memory and proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from fslint import engine
from fslint.config import Config
from fslint.findings import Checked, Edit, Finding, Fix, Place, Result
from fslint.fixes.apply import MOST_PASSES, Outcome, Refused, plan
from fslint.fixes.edits import edited, overlap, touch, unreadable
from fslint.policy import choose
from fslint.project import Project

CONFIG = Config(assume_fullstory=True, cache=False)


def project(folder: Path, files: dict[str, str], config: Config = CONFIG) -> Project:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    (folder / "package.json").write_text("{}", encoding="utf-8")
    return Project.open([folder], config, cwd=folder)


def shown(findings: Sequence[Finding], at: Project) -> Sequence[Finding]:
    return choose(findings, at).shown


def safe(at: Project, finding: Finding, fix: Fix) -> bool:
    return fix.safety == "safe"


def planned(folder: Path, files: dict[str, str]) -> Outcome:
    return plan(project(folder, files), shown, safe)


def done(outcome: Outcome) -> list[str]:
    return [one.finding.code for one in outcome.applied]


# What is not applied, and why


def test_nothing_where_nothing_is_found(tmp_path: Path) -> None:
    outcome = planned(tmp_path, {"a.js": "FS('setIdentity', { anonymous: true });\n"})
    assert outcome[:3] == ({}, [], [])


def test_an_unsafe_fix_is_left_to_the_user(tmp_path: Path) -> None:
    text = "export function release() {\n  FS('setIdentity', { uid: 'guest' });\n}\n"
    assert planned(tmp_path, {"a.js": text})[:3] == ({}, [], [])


def test_a_display_fix_is_never_asked_for_its_file(tmp_path: Path) -> None:
    outcome = _told(
        tmp_path, {"a.js": "one\n"}, [finding_at("a.js", (0, 3), "two", safety="display")]
    )
    assert outcome[:3] == ({}, [], [])


def test_a_comment_inside_keeps_the_call(tmp_path: Path) -> None:
    text = "FS('setIdentity', { uid: null /* nobody */ });\n"
    assert planned(tmp_path, {"a.js": text}).texts == {}


def test_a_fix_that_loses_a_comment_is_refused(tmp_path: Path) -> None:
    text = "one(); // why\ntwo();\n"
    outcome = _told(tmp_path, {"a.js": text}, [finding_at("a.js", (0, 13), "two();")])
    reason = "a comment would be lost: // why"
    assert outcome[:3] == ({}, [], [Refused("a.js:1:1", "FS999", "made-up", reason)])


def test_a_fix_that_breaks_the_file_is_refused(tmp_path: Path) -> None:
    outcome = _told(tmp_path, {"a.py": "one()\n"}, [finding_at("a.py", (0, 5), "one((")])
    assert [one.reason for one in outcome.refused] == ["a.py could not be understood then"]
    assert outcome.texts == {}


def test_a_fix_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    outcome = _told(tmp_path, {"a.js": "one();\n"}, [finding_at("a.js", (0, 3), "one")])
    assert [one.reason for one in outcome.refused] == ["it changes nothing"]


def test_a_fix_that_mends_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = finding_at("a.js", (0, 3), "two")
    monkeypatch.setattr(engine, "analyze", lambda *_: result_of([finding]))
    outcome = plan(project(tmp_path, {"a.js": "one();\n"}), shown, safe)
    assert [one.reason for one in outcome.refused] == ["FS999 would still be found"]
    assert outcome.texts == {}


def test_a_fix_that_leads_to_another_mistake_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = finding_at("a.js", (0, 3), "two"), finding_at("a.js", (0, 3), "", code="FS998")
    _analyses(monkeypatch, {"one();\n": [before], "two();\n": [replace(after, fixes=())]})
    outcome = plan(project(tmp_path, {"a.js": "one();\n"}), shown, safe)
    assert [one.reason for one in outcome.refused] == ["FS998 made-up would be found then"]
    assert outcome.texts == {}


def test_a_suggestion_more_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = replace(finding_at("a.js", (0, 3), "", code="FS998"), fixes=(), severity="suggestion")
    _analyses(monkeypatch, {"one();\n": [finding_at("a.js", (0, 3), "two")], "two();\n": [more]})
    outcome = plan(project(tmp_path, {"a.js": "one();\n"}), shown, safe)
    assert outcome.texts == {"a.js": "two();\n"}


def test_edits_of_one_fix_that_contradict_one_another(tmp_path: Path) -> None:
    fix = _fix(("a.js", 0, 3, "two"), ("a.js", 2, 5, "x"))
    finding = replace(finding_at("a.js", (0, 3), ""), fixes=(fix,))
    outcome = _told(tmp_path, {"a.js": "one();\n"}, [finding])
    assert [one.reason for one in outcome.refused] == ["its edits overlap"]


def test_what_was_not_named_is_not_fixed(tmp_path: Path) -> None:
    text = "FS('setIdentity', { uid: null });\n"
    project(tmp_path, {"a.js": text, "b.js": text})
    named = Project.open([tmp_path / "a.js"], CONFIG, cwd=tmp_path)
    outcome = plan(named, shown, safe)
    assert outcome.texts == {"a.js": "FS('setIdentity', { anonymous: true });\n"}
    assert outcome.refused == []


def test_a_fix_that_leads_to_a_file_that_was_not_named_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fix = _fix(("a.js", 0, 3, "two"), ("b.js", 0, 3, "two"))
    finding = replace(finding_at("a.js", (0, 3), ""), fixes=(fix,))
    project(tmp_path, {"a.js": "one();\n", "b.js": "one();\n"})
    monkeypatch.setattr(engine, "analyze", lambda *_: result_of([finding]))
    named = Project.open([tmp_path / "a.js"], CONFIG, cwd=tmp_path)
    outcome = plan(named, shown, safe)
    assert [one.reason for one in outcome.refused] == ["b.js was not named"]


def test_what_is_ignored_stays(tmp_path: Path) -> None:
    text = "FS('setIdentity', { uid: null }); // fslint: ignore[FS101] -- a test of the SDK\n"
    assert planned(tmp_path, {"a.js": text}).texts == {}


# What is applied


def test_two_fixes_in_one_file(tmp_path: Path) -> None:
    text = "FS('setIdentity', { uid: null });\nFS('setIdentity', { anonymous: 'true' });\n"
    outcome = planned(tmp_path, {"a.js": text})
    assert outcome.texts == {"a.js": "FS('setIdentity', { anonymous: true });\n" * 2}
    assert done(outcome) == ["FS101", "FS103"]
    assert outcome.refused == []


def test_a_fix_that_leads_to_a_mistake_that_can_be_mended_as_well(tmp_path: Path) -> None:
    text = (
        "export async function logOut() {\n"
        "  await signOut(auth);\n"
        "  FS('anonymize');\n"
        "  FS('trackEvent', { name: 'Logged Out', properties: {} });\n"
        "}\n"
        "import { getAuth, signOut } from 'firebase/auth';\n"
        "const auth = getAuth();\n"
    )
    outcome = planned(tmp_path, {"a.js": text})
    assert outcome.texts["a.js"].splitlines()[2:4] == [
        "  FS('trackEvent', { name: 'Logged Out', properties: {} });",
        "  FS('setIdentity', { anonymous: true });",
    ]
    assert done(outcome) == ["FS104", "FS207"]


def test_of_fixes_that_touch_the_second_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = finding_at("a.js", (0, 3), "two"), finding_at("a.js", (3, 5), "(1)", code="FS998")
    texts = {"one();\n": [one, other], "two();\n": [other], "two(1);\n": []}
    _analyses(monkeypatch, texts)
    outcome = plan(project(tmp_path, {"a.js": "one();\n"}), shown, safe)
    assert outcome.texts == {"a.js": "two(1);\n"}
    assert done(outcome) == ["FS999", "FS998"]
    assert outcome.refused == []


def test_the_second_has_its_turn_where_the_first_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = finding_at("a.js", (0, 5), "(("), finding_at("a.js", (3, 5), "(1)", code="FS998")
    _analyses(monkeypatch, {"one();\n": [bad, good], "one(1);\n": [bad]})
    outcome = plan(project(tmp_path, {"a.js": "one();\n"}), shown, safe)
    assert outcome.texts == {"a.js": "one(1);\n"}
    assert [one.code for one in outcome.refused] == ["FS999"]


def test_one_bad_fix_does_not_spoil_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("a.js", "b.js", "c.js")
    findings = [finding_at(name, (0, 3), "(" if name == "b.js" else "two") for name in names]
    files = dict.fromkeys(names, "one();\n")

    def analyze(at: Project) -> Result:
        left = [f for f in findings if (at.sources.text(f.place.file) or "").startswith("one")]
        return result_of(left)

    monkeypatch.setattr(engine, "analyze", analyze)
    outcome = plan(project(tmp_path, files), shown, safe)
    assert outcome.texts == {"a.js": "two();\n", "c.js": "two();\n"}
    assert [one.where for one in outcome.refused] == ["b.js:1:1"]


def test_one_fix_in_two_files(tmp_path: Path) -> None:
    fix = _fix(("a.js", 0, 3, "two"), ("b.js", 0, 3, "two"))
    finding = replace(finding_at("a.js", (0, 3), ""), fixes=(fix,))
    outcome = _told(tmp_path, {"a.js": "one();\n", "b.js": "one();\n"}, [finding])
    assert outcome.texts == {"a.js": "two();\n", "b.js": "two();\n"}


def test_the_first_fix_that_is_allowed_is_taken(tmp_path: Path) -> None:
    fixes = (
        _fix(("a.js", 0, 3, "two"), safety="unsafe"),
        _fix(("a.js", 0, 3, "three")),
        _fix(("a.js", 0, 3, "four")),
    )
    finding = replace(finding_at("a.js", (0, 3), ""), fixes=fixes)
    assert _told(tmp_path, {"a.js": "one();\n"}, [finding]).texts == {"a.js": "three();\n"}


def test_where_the_first_way_is_refused_the_next_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixes = (_fix(("a.js", 0, 5, "((")), _fix(("a.js", 0, 3, "two")))
    finding = replace(finding_at("a.js", (0, 3), ""), fixes=fixes)
    outcome = _told(tmp_path, {"a.js": "one();\n"}, [finding])
    assert outcome.texts == {"a.js": "two();\n"}
    assert outcome.refused == []


@pytest.mark.parametrize("unsafe", [False, True])
def test_something_milder_is_suffered_where_unsafe_fixes_are_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unsafe: bool
) -> None:
    milder = replace(finding_at("a.js", (0, 3), "", code="FS998"), fixes=(), severity="warning")
    _analyses(monkeypatch, {"one();\n": [finding_at("a.js", (0, 3), "two")], "two();\n": [milder]})

    def allow(at: Project, finding: Finding, fix: Fix) -> bool:
        return fix.safety == "safe" or unsafe

    outcome = plan(project(tmp_path, {"a.js": "one();\n"}), shown, allow)
    reasons = [one.reason for one in outcome.refused]
    assert outcome.texts == ({"a.js": "two();\n"} if unsafe else {})
    assert reasons == ([] if unsafe else ["FS998 made-up would be found then"])


def test_the_way_that_leads_to_nothing_comes_before_one_that_leads_to_something_milder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    milder = replace(finding_at("a.js", (0, 3), "", code="FS998"), fixes=(), severity="warning")
    fixes = (_fix(("a.js", 0, 3, "two")), _fix(("a.js", 0, 3, "three")))
    finding = replace(finding_at("a.js", (0, 3), ""), fixes=fixes)
    _analyses(monkeypatch, {"one();\n": [finding], "two();\n": [milder], "three();\n": []})
    outcome = plan(project(tmp_path, {"a.js": "one();\n"}), shown, lambda *_: True)
    assert outcome.texts == {"a.js": "three();\n"}


def test_fixes_for_ever_come_to_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def analyze(at: Project) -> Result:
        text = at.sources.text("a.js") or ""
        code = f"FS{len(text)}"
        fix = (finding_at("a.js", (0, 0), "x", code=code),)
        return result_of([replace(fix[0], severity="suggestion")])

    monkeypatch.setattr(engine, "analyze", analyze)
    outcome = plan(project(tmp_path, {"a.js": "one();\n"}), shown, safe)
    assert outcome.texts == {"a.js": "x" * MOST_PASSES + "one();\n"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\tFS('setIdentity',\t{ uid: null });\n", "\tFS('setIdentity',\t{ anonymous: true });\n"),
        (
            "let é = '\U0001f600'; FS('setIdentity', { uid: null }); // ü\r\n",
            "let é = '\U0001f600'; FS('setIdentity', { anonymous: true }); // ü\r\n",
        ),
        (
            "/* a */ (FS)('setIdentity', { uid: null }) /* b */",
            "/* a */ (FS)('setIdentity', { anonymous: true }) /* b */",
        ),
    ],
)
def test_all_else_stays_as_it_is(tmp_path: Path, before: str, after: str) -> None:
    assert planned(tmp_path, {"a.js": before}).texts == {"a.js": after}


def test_an_ignore_comment_that_hides_nothing_goes(tmp_path: Path) -> None:
    text = "one();\n// fslint: ignore[FS203] -- we know\ntwo(); // fullstory\n"
    assert planned(tmp_path, {"a.js": text}).texts == {"a.js": "one();\ntwo(); // fullstory\n"}


# The parts


def test_touching() -> None:
    one = _fix(("a.js", 2, 4, ""))
    assert [touch(one, _fix(("a.js", *at, ""))) for at in ((0, 1), (0, 2), (4, 4), (5, 6))] == [
        False,
        True,
        True,
        False,
    ]
    assert not touch(one, _fix(("b.js", 2, 4, "")))
    assert touch(one, _fix(("a.js", 0, 1, ""), ("a.js", 8, 9, "")))
    assert not overlap(_fix(("a.js", 0, 2, ""), ("a.js", 2, 4, "")))
    assert overlap(_fix(("a.js", 0, 3, ""), ("a.js", 2, 4, "")))


def test_a_comment_that_moves_is_not_lost() -> None:
    before, after = "one(); // a\ntwo();\n", "two();\none(); // a\n"
    assert unreadable("a.js", before, after, []) == ""


def test_a_comment_that_was_there_twice_is_missed_once() -> None:
    before, after = "one(); // a\ntwo(); // a\n", "one(); // a\ntwo();\n"
    assert unreadable("a.js", before, after, []) == "a comment would be lost: // a"


def test_python_is_edited_in_its_tree_and_else_by_offsets() -> None:
    call = Edit(Place("a.py", 4, 5), "2")
    assert edited("a.py", "one(1)  # é\n", [call]) == "one(2)  # é\n"
    assert (
        edited("a.py", "one(1)\nx = 3\n", [Edit(Place("a.py", 11, 12), "4")]) == "one(1)\nx = 4\n"
    )


def _fix(*edits: tuple[str, int, int, str], safety: str = "safe") -> Fix:
    made = tuple(Edit(Place(file, start, end), new) for file, start, end, new in edits)
    return Fix(f"Mend it by {made[-1].new_text!r}", safety, made)


def finding_at(
    file: str, span: tuple[int, int], new: str, *, code: str = "FS999", safety: str = "safe"
) -> Finding:
    return Finding(
        code=code,
        name="made-up",
        severity="error",
        confidence="high",
        message="a mistake",
        help="",
        place=Place(file, *span),
        fixes=(_fix((file, *span, new), safety=safety),),
        identity=(code, file),
    )


def result_of(findings: list[Finding]) -> Result:
    return Result(findings, [], (), Checked())


def _told(folder: Path, files: dict[str, str], findings: list[Finding]) -> Outcome:
    """The plan where findings are found as long as all files are as they were."""

    def analyze(at: Project) -> Result:
        same = all(at.sources.text(name) == text for name, text in files.items())
        return result_of(findings if same else [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "analyze", analyze)
        return plan(project(folder, files), shown, safe)


def _analyses(monkeypatch: pytest.MonkeyPatch, by_text: dict[str, list[Finding]]) -> None:
    """Let what is found depend on the text of `a.js`."""

    def analyze(at: Project) -> Result:
        return result_of(by_text[at.sources.text("a.js") or ""])

    monkeypatch.setattr(engine, "analyze", analyze)
