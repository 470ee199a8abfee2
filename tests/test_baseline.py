"""The baseline: what it takes for the same finding, and the commands around it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from report_samples import late_anonymize, suggestion, write

from fslint import baseline, cli, engine
from fslint.config import ConfigError
from fslint.findings import Finding, Place, Result
from fslint.project import Project

NOWHERE = Path("/nowhere")


def elsewhere() -> Finding:
    finding = late_anonymize()
    finding.identity = ("FS203", "src/session.js", "onIdle", "signOut")
    return finding


def test_what_is_written_is_known(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    assert baseline.write(file, [suggestion(), late_anonymize()]) == 2
    split = baseline.split([late_anonymize(), suggestion()], baseline.read(file), tmp_path)
    assert (split.new, len(split.known), split.stale) == ([], 2, [])
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "version": 1,
        "findings": [
            {"code": "FS203", "identity": ["FS203", "src/session.js", "logOut", "signOut"]},
            {
                "code": "FS208",
                "identity": [
                    "FS208",
                    "src/session.js",
                    "",
                    "no event is sent before this anonymize",
                ],
            },
        ],
    }


def test_moved_code_is_still_known() -> None:
    moved = late_anonymize()
    moved.place = Place("src/session.js", 0, 1)
    moved.message = "in another line"
    entries = [("FS203", late_anonymize().identity)]
    assert baseline.split([moved], entries, NOWHERE) == ([], [moved], [])


def test_a_new_mistake_does_not_take_the_place_of_a_mended_one() -> None:
    entries = [("FS203", late_anonymize().identity)]
    new = elsewhere()
    assert baseline.split([new], entries, NOWHERE) == ([new], [], entries)


@pytest.mark.parametrize(
    ("gone", "file", "known"),
    [
        (True, "src/auth/session.js", True),  # moved
        (True, "src/logout.js", True),  # renamed
        (True, "src/auth/logout.js", False),  # both: another file, for all that is known
        (False, "src/logout.js", False),  # a copy
    ],
)
def test_a_renamed_file_is_still_known(tmp_path: Path, gone: bool, file: str, known: bool) -> None:
    write(tmp_path)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("", encoding="utf-8")
    if gone:
        (tmp_path / "src" / "session.js").unlink()
    moved = late_anonymize()
    moved.identity = ("FS203", file, "logOut", "signOut")
    entries = [("FS203", late_anonymize().identity)]
    split = baseline.split([moved], entries, tmp_path)
    assert split == (([], [moved], []) if known else ([moved], [], entries))


def test_a_second_of_the_same_kind_is_new() -> None:
    entries = [("FS203", late_anonymize().identity)]
    split = baseline.split([late_anonymize(), late_anonymize()], entries, NOWHERE)
    assert (len(split.new), len(split.known), split.stale) == (1, 1, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "not a baseline: "),
        ("[]", "not a baseline: "),
        ('{"version": 1}', "not a baseline: 'findings'"),
        ('{"version": 2, "findings": []}', "version 2 is for another fslint"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        baseline.read(file)
    assert caught.value.problems[0].startswith(f"{file}: {problem}")


class Commands:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.findings = [late_anonymize(), suggestion()]
        self._capsys = capsys

    def analyze(self, project: Project, *, progress: object = None) -> Result:
        list(project.mentioning(["signout"]))
        return Result(list(self.findings), [], (), project.checked())

    def __call__(self, *arguments: str) -> tuple[int, str]:
        code = cli.run(arguments)
        return code, self._capsys.readouterr().out


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Commands:
    write(tmp_path)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    commands = Commands(capsys)
    monkeypatch.setattr(engine, "analyze", commands.analyze)
    return commands


def test_the_life_of_a_baseline(run: Commands, tmp_path: Path) -> None:
    file = tmp_path / "fslint-baseline.json"
    assert run("check", "-q", "--format", "concise")[0] == 1
    assert run("baseline", "write") == (0, f"{file}: 2 findings.\n")
    code, out = run("check")
    assert code == 0
    assert out.startswith("Found nothing. Not shown: 2 in the baseline (--no-baseline). Checked")
    assert run("check", "--no-baseline", "-q", "--format", "concise")[0] == 1
    assert run("baseline", "check") == (0, f"{file}: every entry is still found.\n")

    run.findings = [elsewhere(), suggestion()]
    code, out = run("check", "--format", "concise")
    assert code == 1
    assert out.splitlines()[0].startswith("src/session.js:6:2: error FS203")
    assert "No longer found: 1 entry of the baseline (fslint baseline prune)." in out
    assert run("baseline", "check") == (
        1,
        "no longer found: FS203 FS203 src/session.js logOut signOut\n"
        "`fslint baseline prune` takes them out.\n",
    )
    assert run("baseline", "prune") == (0, f"{file}: 1 entry taken out, 1 left.\n")
    assert run("baseline", "check")[0] == 0
    assert run("check", "--format", "concise")[0] == 1


def test_what_the_options_hide_is_not_stale(run: Commands) -> None:
    run("baseline", "write")
    assert "No longer found" not in run("check", "--min-severity", "error")[1]
    assert "No longer found" not in run("check", "--select", "FS203")[1]
    run.findings = []
    assert "No longer found" not in run("check", "src/session.js")[1]
