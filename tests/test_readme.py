"""What the README says: its commands exist, its settings are right, its report is the real one."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
from report_samples import late_anonymize, sample

from fslint import cli, config
from fslint.reports import FORMATS, render

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_every_command_is_understood() -> None:
    commands = [
        shlex.split(line, comments=True)
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("fslint ")
    ]
    assert len(commands) > 12
    for words in commands:
        _parse(cli.cli, words[0], words[1:])


def _parse(command: click.Command, name: str, words: list[str]) -> None:
    """Parse a command line down to the command that would run, and run nothing."""
    with command.make_context(name, list(words)) as ctx:
        if isinstance(command, click.Group):
            found, inner, rest = command.resolve_command(ctx, [*ctx._protected_args, *ctx.args])
            assert inner is not None
            _parse(inner, found or "", rest)


def test_the_settings_are_right(tmp_path: Path) -> None:
    (block,) = blocks("toml")
    (tmp_path / "packages" / "admin").mkdir(parents=True)
    file = tmp_path / "fslint.toml"
    file.write_text(block, encoding="utf-8")
    read = config.load(file)
    assert read.ignore == ("FS208",)
    assert read.apps["packages/admin"].ignore == ("FS2",)


def test_the_report_is_the_real_one(tmp_path: Path) -> None:
    (block,) = blocks("text")
    assert block in render(FORMATS["full"], sample(tmp_path, late_anonymize()))
