"""`fslint check`: options, exit codes, and what is said on which stream."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from report_samples import late_anonymize, logout_path, suggestion, write

from fslint import cli, engine
from fslint.findings import CRASHED, Finding, NotChecked, Place, Result
from fslint.project import Project
from fslint.reports import FORMATS


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Runner:
    """Runs command lines in a folder, with an analysis that finds what it is told to."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self.findings: list[Finding] = []
        self.gaps: list[NotChecked] = []
        self.targets: Sequence[str] | None = None
        self._capsys = capsys
        monkeypatch.chdir(folder)
        monkeypatch.setattr(engine, "analyze", self._analyze)

    def _analyze(self, project: Project, *, progress: object = None) -> Result:
        list(project.mentioning(["signout", "fullstory"]))
        checked = project.checked()
        checked.not_checked += self.gaps
        self.targets = project.targets
        return Result(list(self.findings), [logout_path()], ("timeout",), checked)

    def __call__(self, *arguments: str) -> Ran:
        code = cli.run(arguments)
        captured = self._capsys.readouterr()
        return Ran(code, re.sub(r"in \d+\.\d s", "in 0.0 s", captured.out), captured.err)


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Runner:
    write(tmp_path)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return Runner(tmp_path, monkeypatch, capsys)


# Exit codes


def test_nothing_found(run: Runner) -> None:
    assert run("check") == (
        0,
        "Found nothing. Checked 3 files (0 parsed, 1 app with Fullstory) in 0.0 s.\n",
        "",
    )


def test_a_suggestion_never_fails(run: Runner) -> None:
    run.findings = [suggestion()]
    assert run("check", "--format", "concise") == (
        0,
        "src/session.js:6:2: suggestion FS208 missing-logout-event: no event is sent before this "
        "anonymize\n"
        "Found 1 suggestion. Checked 3 files (0 parsed, 1 app with Fullstory) in 0.0 s.\n",
        "",
    )


def test_an_error_fails(run: Runner) -> None:
    run.findings = [late_anonymize()]
    assert run("check").code == 1
    assert run("check", "--exit-zero").code == 0


def test_a_pipe_is_refused_and_not_waited_for(run: Runner) -> None:
    os.mkfifo("pipe.js")
    ran = run("check", "pipe.js")
    assert ran.code == 2
    assert "Error: neither a file nor a folder: pipe.js (a pipe is read as '-')" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nowhere"], "Error: no such file or folder: nowhere"),
        (["check", "--nope"], "Error: No such option '--nope'."),
        (["chek"], "Error: No such command 'chek' (did you mean 'check'?)"),
        (["src"], "Error: No such command 'src' (to check that path: fslint check src)"),
        (["check", "-"], "Error: '-' needs --stdin-filename, to know what is being read"),
        (["check", "--stdin-filename", "a.js"], "Error: --stdin-filename goes with the path '-'"),
        (["check", "--select", "FS999"], "fslint: --select: no rule is called 'FS999'"),
        (["check", ""], "a path is empty"),
        (["check", "--changed", "nowhere"], "Error: --changed: no commit is called 'nowhere' here"),
        (["check", "--output-file", "no/such"], "Error: Could not open file 'no/such': No such"),
        (["explain", "FS9999"], "Error: no rule is called 'FS9999'"),
    ],
)
def test_a_wrong_command_line_is_2(run: Runner, arguments: list[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_wrong_configuration_is_2(run: Runner) -> None:
    file = run.folder / "fslint.toml"
    file.write_text("cach = true\n", encoding="utf-8")
    problem = f"fslint: {file}:1: cach: unknown key (did you mean 'cache'?)\n"
    assert run("check") == (2, "", problem)
    assert run("config", "check") == (2, "", problem)
    assert run("check", "--isolated").code == 0


def test_a_mistake_in_own_rules_or_vocabulary_is_2(run: Runner) -> None:
    (run.folder / "own").mkdir()
    page = run.folder / "own" / "ACME1-a-rule.md"
    page.write_text("# ACME1\n", encoding="utf-8")
    (run.folder / "fslint.toml").write_text('rules = ["own"]\n', encoding="utf-8")
    for command in ("rules", "config"):
        ran = run(command, *(["check"] if command == "config" else []))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"fslint: {page}:1: ")
    page.unlink()
    words = run.folder / "own" / "words.toml"
    words.write_text("[[call]]\nmatch = 3\n", encoding="utf-8")
    (run.folder / "fslint.toml").write_text('vocabulary = ["own"]\n', encoding="utf-8")
    ran = run("config", "check")
    assert (ran.code, ran.out) == (2, "")
    assert "words.toml" in ran.err


def test_a_mistake_of_ours_is_2_and_asks_for_a_report(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Result:
        raise RuntimeError("boom")

    monkeypatch.setattr(engine, "analyze", fail)
    ran = run("check")
    assert (ran.code, ran.out) == (2, "")
    assert "RuntimeError: boom" in ran.err
    assert "fslint: this is a mistake in fslint itself; please report it" in ran.err


def test_a_crash_on_one_file_is_2_and_the_rest_is_reported(run: Runner) -> None:
    run.findings = [late_anonymize()]
    run.gaps = [NotChecked("src/Header.jsx", f"{CRASHED}: boom")]
    ran = run("check", "--format", "concise", "--exit-zero")
    assert ran.code == 2
    assert "FS203" in ran.out
    assert "Not checked: src/Header.jsx (internal error: boom)." in ran.out
    assert run("paths").code == 2


def test_nothing_to_check_is_3(run: Runner) -> None:
    (run.folder / "notes").mkdir()
    (run.folder / "notes" / "a.txt").write_text("", encoding="utf-8")
    assert run("check", "notes") == (
        3,
        "Nothing was checked; no file here is of a kind that fslint reads.\n",
        "",
    )


def test_a_named_file_of_another_kind_is_not_checked(run: Runner) -> None:
    (run.folder / "notes.txt").write_text("", encoding="utf-8")
    assert run("check", "notes.txt").code == 3
    both = run("check", "notes.txt", "src/session.js")
    assert both.code == 0
    assert "Not checked: notes.txt (not a kind of file that fslint reads)." in both.out
    assert run("check", "--force-exclude", "notes.txt").code == 0


def test_in_a_hook_it_is_0(run: Runner) -> None:
    (run.folder / "a.test.js").write_text("", encoding="utf-8")
    assert run("check", "--force-exclude", "a.test.js") == (
        0,
        "Nothing was checked: tests, mocks and stories (1).\n",
        "",
    )


# What is checked


def test_targets_are_relative_to_the_root(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(run.folder / "src")
    out = run("check", "session.js").out
    assert out.startswith("Found nothing. Checked 1 file and what it leads to (0 parsed, 1 app")
    assert run.targets == ("src/session.js",)
    run("check")
    assert run.targets is None


def test_what_is_said_of_fullstory_is_of_what_was_named(run: Runner) -> None:
    admin = run.folder / "admin"
    admin.mkdir()
    (admin / "package.json").write_text('{"name": "admin"}', encoding="utf-8")
    (admin / "a.js").write_text("signOut();\n", encoding="utf-8")
    assert "No Fullstory here" in run("check", "admin").out
    assert "No Fullstory here" not in run("check", "admin", "src").out
    assert "No Fullstory here" not in run("check").out


def test_standard_input(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        class buffer:  # noqa: N801 - as in sys
            @staticmethod
            def read() -> bytes:
                return b"\xef\xbb\xbfsignOut();"

    monkeypatch.setattr(sys, "stdin", Input)
    assert run("check", "-", "--stdin-filename", "src/new.js").code == 0
    assert run.targets == ("src/new.js",)


def test_changed(run: Runner) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    git = ["git", "-C", str(run.folder), *identity]
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "one"], check=True)
    assert run("check", "--changed") == (
        0,
        "Nothing was checked; no file that fslint reads has changed.\n",
        "",
    )
    ran = run("check", "--changed", "--format", "json", "--output-file", "out.txt")
    assert (ran.code, ran.out) == (0, "")
    assert json.loads((run.folder / "out.txt").read_text(encoding="utf-8"))["findings"] == []
    assert json.loads(run("paths", "--changed", "--format", "json").out)["paths"] == []
    assert run("paths", "--changed").out == run("check", "--changed").out
    (run.folder / "src" / "session.js").write_text("signOut();\n", encoding="utf-8")
    (run.folder / "notes.txt").write_text("", encoding="utf-8")
    assert run("check", "--changed").code == 0
    assert run.targets == ("src/session.js",)
    assert run("check", "--changed", "HEAD", "package.json").code == 0


def test_show_files(run: Runner) -> None:
    assert run("check", "--show-files").out == "package.json\nsrc/Header.jsx\nsrc/session.js\n"
    assert run("check", "--show-files", "src/session.js").out == "src/session.js\n"


def test_show_settings(run: Runner) -> None:
    ran = run("check", "--show-settings", "--ignore", "FS1,FS203", "--min-severity", "error")
    assert ran.out.startswith('# the defaults\nselect = ["ALL"]\nignore = ["FS1", "FS203"]\n')
    assert 'min-severity = "error"\n' in ran.out


# What is shown


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ([], ["FS203", "FS208"]),
        (["--select", "FS203"], ["FS203"]),
        (["--select", "missing-anonymize,FS208"], ["FS208"]),
        (["--ignore", "FS20"], []),
        (["--min-severity", "warning"], ["FS203"]),
        (["--min-confidence", "high"], ["FS203"]),
    ],
)
def test_choice(run: Runner, arguments: list[str], codes: list[str]) -> None:
    run.findings = [suggestion(), late_anonymize()]
    document = json.loads(run("check", "--format", "json", *arguments).out)
    assert [finding["code"] for finding in document["findings"]] == codes


def test_what_is_held_back_is_said(run: Runner) -> None:
    run.findings = [suggestion(), late_anonymize()]
    out = run("check", "--min-confidence", "high", "--format", "concise").out
    assert "1 (--fix). Not shown: 1 less sure (--min-confidence). Checked" in out
    out = run("check", "--min-severity", "error", "--format", "concise").out
    assert "1 (--fix). Not shown: 1 milder (--min-severity). Checked" in out


def test_ignored_findings(run: Runner) -> None:
    finding = late_anonymize()
    finding.ignored_by = finding.place
    run.findings = [finding]
    ran = run("check", "--format", "concise")
    assert (ran.code, ran.out.splitlines()) == (
        0,
        ["Found nothing. Not shown: 1 ignored (--no-ignores). Checked 3 files (0 parsed, 1 app "
         "with Fullstory) in 0.0 s."],
    )  # fmt: skip
    ran = run("check", "--format", "concise", "--no-ignores")
    assert (ran.code, len(ran.out.splitlines())) == (1, 2)


def test_a_finding_is_shown_once(run: Runner) -> None:
    run.findings = [late_anonymize(), late_anonymize()]
    assert len(json.loads(run("check", "--format", "json").out)["findings"]) == 1


def test_severity_and_per_file_settings(run: Runner) -> None:
    run.findings = [late_anonymize(), suggestion()]
    (run.folder / "fslint.toml").write_text(
        '[severity]\nFS203 = "suggestion"\n[per-file-ignores]\n"src/*.js" = ["FS208"]\n',
        encoding="utf-8",
    )
    ran = run("check", "--format", "json")
    findings = json.loads(ran.out)["findings"]
    assert [(one["code"], one["severity"]) for one in findings] == [("FS203", "suggestion")]
    assert ran.code == 0


def test_quiet(run: Runner) -> None:
    run.findings = [suggestion()]
    assert run("check", "-q", "--format", "concise").out.count("\n") == 1
    run.findings = []
    assert run("check", "-q").out == ""


def test_statistics(run: Runner) -> None:
    run.findings = [late_anonymize(), suggestion()]
    assert run("check", "--statistics").out == (
        "     1  FS203  error       navigate-before-anonymize\n"
        "     1  FS208  suggestion  missing-logout-event\n"
    )


def test_many_gaps_are_counted_by_reason(run: Runner) -> None:
    run.gaps = [NotChecked(f"{name}.js", "binary") for name in "abcd"]
    assert "Not checked: 4 binary (--verbose names them)." in run("check").out
    assert "Not checked: a.js (binary); b.js (binary); c.js" in run("check", "-v").out


# Formats and files


def test_each_format_has_its_file(run: Runner) -> None:
    run.findings = [late_anonymize()]
    ran = run(
        "check", "--format=concise", "--format", "json", "--output-file", "out.json",
        "--format", "full", "--output-file=out.txt",
    )  # fmt: skip
    assert ran.out.startswith("src/session.js:6:2: error FS203")
    assert json.loads((run.folder / "out.json").read_text(encoding="utf-8"))["version"] == 1
    assert "\x1b[" not in (run.folder / "out.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_whose_name_is_no_text(run: Runner, form: str) -> None:
    name = b"src/\xff\n\x1b[31m.js"
    Path(os.fsdecode(os.fsencode(run.folder) + b"/" + name)).write_bytes(b"signOut();\n")
    finding = suggestion()
    finding.place = Place(os.fsdecode(name), 0, 7)
    run.findings = [finding]
    assert run("check", "-q", "--format", form, "--output-file", "out") == (0, "", "")
    assert b"\x1b" not in (run.folder / "out").read_bytes()
    if form in ("json", "sarif", "gitlab", "rdjson"):
        assert json.loads((run.folder / "out").read_bytes())


def test_an_output_file_alone_takes_the_default_format(run: Runner) -> None:
    run.findings = [late_anonymize()]
    assert run("check", "--output-file", "out.txt").out == ""
    text = (run.folder / "out.txt").read_text(encoding="utf-8")
    assert text.startswith("── src/session.js\n")


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {}, False),  # no terminal
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "0"}, False),
        ([], {"CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(
    run: Runner,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    coloured: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run.findings = [late_anonymize()]
    assert ("\x1b[" in run("check", *arguments).out) is coloured


# The other commands


def test_paths(run: Runner) -> None:
    ran = run("paths")
    assert ran.code == 0
    assert "    violated FS203  logOut  src/Header.jsx:3:46\n" in ran.out
    assert "No path was found of: timeout.\n" in ran.out
    assert run("paths", "--strict").code == 1
    assert run("paths", "--strict", "--verdict", "proven").code == 0
    assert run("paths", "--kind", "switch", "-q").out == ""
    assert json.loads(run("paths", "--format", "json").out)["kinds_not_found"] == ["timeout"]
    assert run("paths", "--format", "mermaid", "--output-file", "a.mmd").out == ""
    assert (run.folder / "a.mmd").read_text(encoding="utf-8").startswith("flowchart TD\n")


def test_rules(run: Runner) -> None:
    lines = run("rules", "--isolated").out.splitlines()
    assert lines[0].split()[:3] == ["FS101", "error", "uid-null"]
    listed = json.loads(run("rules", "--format", "json").out)["rules"]
    assert [rule["code"] for rule in listed] == [line.split()[0] for line in lines]


def test_rules_that_are_off_say_so(run: Runner) -> None:
    (run.folder / "fslint.toml").write_text('ignore = ["FS101"]\n', encoding="utf-8")
    assert run("rules").out.splitlines()[0].split()[:2] == ["FS101", "off"]


def test_explain(run: Runner) -> None:
    by_code = run("explain", "FS203")
    assert by_code.code == 0
    assert by_code.out.startswith("FS203 navigate-before-anonymize\n\n  severity   error\n")
    assert "```" not in by_code.out
    assert run("explain", "navigate-before-anonymize").out == by_code.out
    assert run("explain", "fs203").out == by_code.out


def test_version(run: Runner) -> None:
    assert run("--version").out == "fslint, version 0.1.0\n"


def test_help_names_the_exit_codes(run: Runner) -> None:
    out = run("--help").out
    assert "Exit codes: 0 clean, 1 findings, 2 broken" in out
    for name in cli.COMMANDS:
        assert f"  {name} " in out
        assert run(name, "--help").code == 0


def test_a_reader_that_goes_away_is_no_failure(run: Runner) -> None:
    command = f"{sys.executable} -m fslint rules | head -1"
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    assert ran.stdout.startswith("FS101")


def test_as_a_module_and_from_a_shell(run: Runner) -> None:
    command = [sys.executable, "-m", "fslint", "check", "--show-files"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout == "package.json\nsrc/Header.jsx\nsrc/session.js\n"


def test_light_commands_import_nothing_heavy(run: Runner) -> None:
    code = (
        "import sys; from fslint import cli; cli.run(['check', '--show-files']);"
        "print([name for name in ('libcst', 'yaml', 'pathspec', 'tomli') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(run: Runner, shell: str) -> None:
    asked = {
        "_FSLINT_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "fslint che",
        "COMP_CWORD": "che" if shell == "fish" else "1",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "fslint"],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "check" in ran.stdout


def test_what_is_written_to_files_only_is_summed_up(run: Runner) -> None:
    run.findings = [late_anonymize()]
    ran = run("check", "--format", "json", "--output-file", "out.json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Found 1 error. Can be fixed: 1 (--fix). Checked 3 files")
    assert run("check", "-q", "--format", "json", "--output-file", "out.json").err == ""


def test_statistics_are_no_format(run: Runner) -> None:
    ran = run("check", "--statistics", "--format", "json")
    assert (ran.code, ran.out) == (2, "")


def test_paths_are_printed_as_seen_from_the_current_folder(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.findings = [late_anonymize()]
    for cwd, target, shown in (
        (run.folder / "src", ".", "session.js:6:2: error"),
        (run.folder.parent, run.folder.name, f"{run.folder.name}/src/session.js:6:2: error"),
    ):
        monkeypatch.chdir(cwd)
        assert run("check", target, "--format", "concise").out.startswith(shown)
        read = json.loads(run("check", target, "--format", "json").out)
        assert read["findings"][0]["file"] == "src/session.js"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_disk_that_is_full_is_no_mistake_of_ours(run: Runner) -> None:
    for closed, code in ((">/dev/full", 2), (">&-", 1)):
        command = f'"{sys.executable}" -m fslint check {closed}'
        ran = subprocess.run(
            ["bash", "-c", command], check=False, capture_output=True, text=True, cwd=run.folder
        )
        expected = "fslint: cannot write: no space left on device\n" if code == 2 else ""
        assert (ran.returncode, ran.stderr) == (code, expected)
