"""`fslint init`: what it says, what it writes, and what it leaves alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator
from report_samples import write

from fslint import cli, config
from fslint.config import Config
from fslint.findings import App
from fslint.origin import Origin
from fslint.setup_files import configuration, hook, job, with_hook

Run = Callable[..., tuple[int, str]]

INDEX = Origin("fslint==1.2.3")
COMMIT = "0123456789abcdef0123456789abcdef01234567"
GIT = Origin(f"fslint @ git+https://host/fslint@{COMMIT}", "https://host/fslint", COMMIT)
HOOK = hook(INDEX)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("fslint.origin.origin", lambda: INDEX)

    def command(*arguments: str) -> tuple[int, str]:
        code = cli.run(arguments)
        return code, capsys.readouterr().out.replace(f"{tmp_path}", "ROOT")

    return command


def test_init(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    code, out = run("init", "--pre-commit", "--ci", "github")
    assert code == 0
    lines = out.splitlines()
    assert lines[:2] == [
        "ROOT: 3 files to check.",
        "  app .: Fullstory (@fullstory/browser 2.0.3), identifies nobody",
    ]
    assert "  manual logout: 1 path" in lines
    assert "  account deletion: no path found" in lines
    assert lines[-4:] == [
        "Wrote ROOT/fslint.toml.",
        "Wrote ROOT/.pre-commit-config.yaml.",
        "Wrote ROOT/.github/workflows/fslint.yml.",
        "Next: fslint check; to begin with what is there today: fslint baseline write.",
    ]
    assert run("config", "check") == (0, "ROOT/fslint.toml is right.\n")


def test_without_fullstory(run: Run, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "a"}', encoding="utf-8")
    _, out = run("init")
    assert "  app .: no Fullstory\nNo Fullstory here yet: --assume-fullstory checks as if" in out


def test_what_is_there_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.fslint]\n", encoding="utf-8")
    (tmp_path / ".pre-commit-config.yaml").write_text("- odd\n", encoding="utf-8")
    (tmp_path / ".gitlab-ci.yml").write_text("a: 1\n", encoding="utf-8")
    code, out = run("init", "--pre-commit", "--ci", "gitlab")
    assert code == 0
    assert "ROOT/pyproject.toml is there already, and is left as it is.\n" in out
    assert "ROOT/.pre-commit-config.yaml is left as it is; add to its `repos`:\n" in out
    assert "ROOT/.gitlab-ci.yml is there already; a job for it:\n" in out
    assert (tmp_path / ".gitlab-ci.yml").read_text(encoding="utf-8") == "a: 1\n"
    assert not (tmp_path / "fslint.toml").exists()


def test_the_configuration_is_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "fslint.toml"
    text = configuration([App("web"), App("admin")])
    file.write_text(text, encoding="utf-8")
    assert config.load(file) == Config(path=file)
    general, _, apps = text.partition("# Settings of one app")
    keys = [line[2:] for line in general.splitlines() if line[:2] == "# " and " = " in line]
    file.write_text("\n".join(keys), encoding="utf-8")
    assert config.load(file).per_file_ignores == {"src/kiosk/**": ("FS201",)}
    assert '# [apps."admin"]' in apps


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "repos:\n" + HOOK),
        ("repos:\n  - {hooks: []}\n", "repos:\n  - {hooks: []}\n" + HOOK),
        ("repos:\n  - hooks: [{id: fslint}]\n", "repos:\n  - hooks: [{id: fslint}]\n"),
        ("repos: [a\n", None),
        ("a: 1\n", None),
        ("repos:\n  - a\nci: {}\n", None),  # the list is not at the end
    ],
)  # fmt: skip
def test_the_hook_is_added_or_nothing_is_changed(before: str, after: str | None) -> None:
    assert with_hook(before, HOOK) == after


def test_the_hook_of_a_repository() -> None:
    assert yaml.safe_load(hook(GIT)) == [
        {"repo": "https://host/fslint", "rev": COMMIT, "hooks": [{"id": "fslint"}]}
    ]
    assert "#" not in hook(GIT)
    assert "# a folder of this machine" in hook(GIT._replace(shared=False))


@pytest.mark.parametrize("origin", [INDEX, GIT, GIT._replace(shared=False)])
@pytest.mark.parametrize(
    ("kind", "schema"), [("github", "github-workflows"), ("gitlab", "gitlab-ci")]
)
def test_the_ci_jobs_are_well_formed(kind: str, schema: str, origin: Origin) -> None:
    folder = files("check_jsonschema") / "builtin_schemas" / "vendor" / f"{schema}.json"
    validator = Draft7Validator(json.loads(folder.read_text(encoding="utf-8")))
    document = yaml.safe_load(job(kind, origin))
    if True in document:  # what YAML 1.1 makes of `on`
        document["on"] = document.pop(True)
    assert [error.message for error in validator.iter_errors(document)] == []


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_job_installs_what_it_can_reach(kind: str) -> None:
    assert 'pip install "fslint==1.2.3"\n' in job(kind, INDEX)
    assert f'pip install "{GIT.requirement}"\n' in job(kind, GIT)
    unreached = job(kind, GIT._replace(shared=False))
    assert f'pip install "fslint @ git+https://YOUR-HOST/fslint@{COMMIT}"\n' in unreached
    assert "# To fill in: this fslint came from a folder" in unreached


def test_what_is_to_be_filled_in_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    monkeypatch.setattr("fslint.origin.origin", lambda: GIT._replace(shared=False))
    assert "To fill in there: where the job can install" in run("init", "--ci", "github")[1]
