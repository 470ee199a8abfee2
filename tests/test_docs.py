"""What the documentation shows is so: its runs are run, its settings read, its links lead there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from doc_pages import PAGES, ROOT, RULES, Step, blocks, files, fits, steps

from fslint import cli, config
from fslint.config_keys import APP_KEYS, KEYS, Key

WITH_RUNS = [page for page in PAGES if steps(page.read_text(encoding="utf-8"))]


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


class Shell:
    """Runs a page's commands, each kind in one folder that lasts for the page."""

    def __init__(
        self,
        page: str,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self._page = page
        self._folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self._code = 0
        scripts = Path(sys.executable).parent
        monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")

    def run(self, step: Step) -> str:
        """What a command prints, in both streams."""
        self._monkeypatch.chdir(self._home(step.where))
        if step.command == "echo $?":
            return f"{self._code}\n"
        words = shlex.split(step.command)
        if words[0] == "fslint" and "|" not in words:
            self._code = cli.run(words[1:])
            return "".join(self._capsys.readouterr())
        done = subprocess.run(
            ["bash", "-c", step.command], check=False, capture_output=True, text=True, timeout=60
        )
        self._code = done.returncode
        return done.stdout + done.stderr

    def _home(self, where: str) -> Path:
        """A git repository: `demo` with the demo shop, `app` with the files that the page
        shows, `rule` with those of the guide to rules."""
        home = self._folder / where
        if home.is_dir():
            return home
        subprocess.run(["git", "init", "-q", home], check=True)
        if where == "demo":
            shutil.copytree(ROOT / "tests/fixtures/demo", home, dirs_exist_ok=True)
            return home
        shown = {"app": self._page, "rule": RULES.read_text(encoding="utf-8")}[where]
        for name, text in files(shown).items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(text, encoding="utf-8")
        return home


@pytest.mark.parametrize("page", WITH_RUNS, ids=_name)
def test_the_runs_that_are_shown(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = page.read_text(encoding="utf-8")
    shell = Shell(text, tmp_path, monkeypatch, capsys)
    for step in steps(text):
        printed = shell.run(step)
        if not fits(step.expected, printed):
            wanted = "".join(f"{line}\n" for line in step.expected)
            pytest.fail(f"{_name(page)}:{step.line} $ {step.command}\n{wanted}---\n{printed}")


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        (("a",), "b\n"),  # another text
        (("a",), "a\nb\n"),  # more than was shown
        (("a", "b"), "a\n"),  # less than was shown
        (("a.c",), "abc\n"),  # a full stop is no pattern
        (("…", "b"), "a\nc\n"),  # what follows the gap is missing
    ],
)
def test_what_does_not_fit(expected: tuple[str, ...], printed: str) -> None:
    assert not fits(expected, printed)


def test_what_fits() -> None:
    assert fits(("a", "…", "d … f"), "a\nb\nc\nd e f\n")
    assert fits(("a", "…"), "a\n")


def _commands(page: Path) -> list[str]:
    """The command lines of `sh` blocks and of code in the text."""
    text = page.read_text(encoding="utf-8")
    found = [line for block in blocks(text) if block.info == "sh" for line in block.lines]
    prose = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    return [*found, *re.findall(r"`(fslint [a-z][^`\n]*)`", prose)]


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_command_is_understood(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("rules", "lint/rules"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for line in _commands(page):
        words = shlex.split(line, comments=True)
        if words and words[0] == "fslint" and "|" not in words:
            _parse(cli.cli, words[0], words[1:])


def _parse(command: click.Command, name: str, words: list[str]) -> None:
    """Parse a command line down to the command that would run, and run nothing."""
    try:
        ctx = command.make_context(name, list(words))
    except click.MissingParameter:  # a text may speak of a command and leave out what it is given
        return
    with ctx:
        if isinstance(command, click.Group):
            found, inner, rest = command.resolve_command(ctx, [*ctx._protected_args, *ctx.args])
            assert inner is not None
            _parse(inner, found or "", rest)


def test_the_readme_begins_with_two_commands() -> None:
    demo, tests = [line for line in _commands(ROOT / "README.md") if line.startswith("python3 ")]
    assert demo.endswith(".venv/bin/fslint check tests/fixtures/demo --exit-zero")
    assert tests.endswith(".venv/bin/pytest -q -n auto")


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


def _rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading of the page on configuration."""
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    part = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(("heading", "keys"), [("Keys", KEYS), ("One app of several", APP_KEYS)])
def test_every_setting_is_described(heading: str, keys: tuple[Key, ...]) -> None:
    rows = _rows(heading)
    assert [row[0] for row in rows] == [f"`{key.name}`" for key in keys]
    assert [row[1] for row in rows] == [f"`{json.dumps(key.default)}`" for key in keys]


def _settings() -> list[tuple[str, int, str]]:
    return [
        (_name(page), block.line, "\n".join(block.lines))
        for page in PAGES
        if page != RULES
        for block in blocks(page.read_text(encoding="utf-8"))
        if block.info == "toml" and (block.file is None or block.file == "fslint.toml")
    ]


@pytest.mark.parametrize(("page", "line", "text"), _settings())
def test_the_settings_are_right(page: str, line: int, text: str, tmp_path: Path) -> None:
    for folder in ("packages/admin", "lint/rules", "lint/words"):
        (tmp_path / folder).mkdir(parents=True)
    file = tmp_path / "fslint.toml"
    file.write_text(text, encoding="utf-8")
    config.load(file)


def test_the_site(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", tmp_path],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    page = (tmp_path / "rules/FS203-navigate-before-anonymize/index.html").read_text("utf-8")
    assert "Navigation before anonymize" not in page  # the definition is for the program
    assert "Move the anonymize before the navigation" in page
    guide = (tmp_path / "rules/index.html").read_text("utf-8")
    assert "code = &quot;POS201&quot;" in guide  # here it is the example
    for rule in (ROOT / "rules").glob("*.md"):
        name = "rules" if rule.stem == "README" else f"rules/{rule.stem}"
        assert (tmp_path / name / "index.html").is_file()
