"""What is shipped: the wheel, the pre-commit hook, the GitHub action, the CI script."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from identify import identify
from jsonschema import Draft7Validator
from report_samples import write

from fslint import __version__, cli
from fslint.languages import LANGUAGES

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command,
        cwd=cwd,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A git repository with the sample files, whose anonymize comes too late."""
    folder = tmp_path / "shop"
    folder.mkdir()
    write(folder)
    for arguments in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return folder


@pytest.mark.slow
def test_an_installed_copy_is_the_checkout(tmp_path: Path, shop: Path) -> None:
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    wheel = tmp_path / f"fslint-{__version__}-py3-none-any.whl"
    site = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", site, wheel],
        check=True,
    )
    where = "import fslint; print(fslint.__file__)"
    installed = run(sys.executable, "-c", where, cwd=shop, PYTHONPATH=str(site)).stdout
    assert installed == f"{site / 'fslint' / '__init__.py'}\n"
    for arguments in (
        ["rules"],
        ["explain", "FS203"],
        ["config", "schema"],
        ["check", "--format", "json"],
        ["check", "-q"],
    ):
        command = [sys.executable, "-m", "fslint", *arguments]
        there = run(*command, cwd=shop, PYTHONPATH=str(site))
        here = run(*command, cwd=shop, PYTHONPATH=str(ROOT))
        assert (there.returncode, there.stderr) == (here.returncode, here.stderr)
        assert _timeless(there.stdout) == _timeless(here.stdout)
        assert there.stdout


def _timeless(text: str) -> str:
    return re.sub(r'"seconds": [\d.]+', "", text)


@pytest.mark.slow
def test_the_hook_runs_under_pre_commit(tmp_path: Path, shop: Path) -> None:
    def hook(*files: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "fslint", "--verbose"]
        home = str(tmp_path / "home")
        return run(*command, "--files", *files, cwd=shop, PRE_COMMIT_HOME=home)

    late = hook("src/session.js")
    assert late.returncode == 1, late.stdout + late.stderr
    assert "FS203 navigate-before-anonymize src/session.js:6:2" in late.stdout
    (shop / "src" / "a.test.js").write_text("signOut();\n", encoding="utf-8")
    passed_over = hook("src/a.test.js")
    assert passed_over.returncode == 0, passed_over.stdout + passed_over.stderr
    assert "Nothing was checked" in passed_over.stdout


@pytest.mark.parametrize(("place", "name"), [(0, "fslint"), (1, "fslint-fix")])
def test_a_hook_asks_for_the_files_that_are_read(place: int, name: str) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hook = hooks[place]
    assert len(hooks) == 2
    assert (hook["id"], hook["require_serial"]) == (name, True)
    assert set(hook["types_or"]) <= identify.ALL_TAGS
    tags = {suffix: identify.tags_from_filename(f"a{suffix}") for suffix in LANGUAGES}
    missed = [one for one, known in tags.items() if known and not known & set(hook["types_or"])]
    assert missed == [".pyi"]  # type declarations are passed over
    arguments = hook["entry"].split()[1:]
    assert cli.run([*arguments, "--help"]) == 0


def test_the_action_is_well_formed() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    folder = files("check_jsonschema") / "builtin_schemas" / "vendor" / "github-actions.json"
    schema = json.loads(folder.read_text(encoding="utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(action)] == []


@pytest.mark.slow
def test_the_action_checks_and_writes_sarif(tmp_path: Path, shop: Path) -> None:
    """Its second step, run as the runner runs it, with this interpreter's fslint installed."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    script = action["runs"]["steps"][1]["run"]
    program = tmp_path / "fslint" / "bin" / "fslint"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fslint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    output = tmp_path / "output"
    ran = run(
        "bash", "-e", "-c", script, cwd=shop, RUNNER_TEMP=str(tmp_path), PATHS="src", ARGS="-q",
        GITHUB_OUTPUT=str(output), PYTHONPATH=str(ROOT),
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout.startswith("::warning file=src/session.js,line=6,")
    assert output.read_text(encoding="utf-8") == f"sarif-file={tmp_path / 'fslint.sarif'}\n"
    sarif = json.loads((tmp_path / "fslint.sarif").read_text(encoding="utf-8"))
    assert "FS203" in {one["ruleId"] for one in sarif["runs"][0]["results"]}


def test_the_ci_script_runs_the_tests_as_the_readme_does() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[0].endswith("fslint check tests/fixtures/demo --exit-zero")
    assert commands[1].endswith(".venv/bin/pytest -q -n auto")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "grep -m 1 '^python3 -m venv .*pytest' README.md" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
