"""`fslint init`: look at a project, say what is there, write a configuration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fslint import exit_codes
from fslint.commands.options import assume_option, open_whole_project, output_options
from fslint.commands.run import analyze_project
from fslint.config import find
from fslint.findings import App, Result
from fslint.project import Project

if TYPE_CHECKING:
    from fslint.origin import Origin

_PRE_COMMIT = ".pre-commit-config.yaml"
_CI = {"github": ".github/workflows/fslint.yml", "gitlab": ".gitlab-ci.yml"}


@click.command("init")
@assume_option
@click.option("--pre-commit", is_flag=True, help="Add the hook to .pre-commit-config.yaml.")
@click.option("--ci", type=click.Choice(tuple(_CI)), help="Write a CI job.")
@output_options
def command(**options: Any) -> int:
    """Look at the project, say what was found, and write a commented fslint.toml.

    A file that is there already is left as it is, and what would stand in it is shown.
    """
    from fslint.origin import origin

    project = open_whole_project(
        {**options, "config_file": None, "isolated": False, "no_cache": False}
    )
    result = analyze_project(project, options)
    for line in _said(project, result):
        click.echo(line)
    click.echo()
    _configure(project, result.checked.apps)
    if options["pre_commit"]:
        _add_hook(project.root / _PRE_COMMIT, origin())
    if options["ci"]:
        _add_job(project.root / _CI[options["ci"]], options["ci"], origin())
    click.echo("Next: fslint check; to begin with what is there today: fslint baseline write.")
    return exit_codes.CLEAN


def _said(project: Project, result: Result) -> Iterator[str]:
    from fslint.policy import choose
    from fslint.reports.summary import count
    from fslint.reports.words import KINDS

    yield f"{project.root}: {count(len(project.files), 'file')} to check."
    for app in result.checked.apps:
        sdks = ", ".join(f"{sdk.name} {sdk.version}".strip() for sdk in app.sdks)
        users = "identifies its users" if app.identifies else "identifies nobody"
        uses = f"Fullstory ({sdks}), {users}" if sdks else f"Fullstory, {users}"
        yield f"  app {app.root or '.'}: {uses if app.uses_fullstory else 'no Fullstory'}"
    if not any(app.uses_fullstory for app in result.checked.apps):
        yield "No Fullstory here yet: --assume-fullstory checks as if there were."
        return
    kinds = Counter(path.kind for path in result.paths)
    for kind, words in KINDS.items():
        found = count(kinds[kind], "path") if kinds[kind] else "no path found"
        yield f"  {words}: {found}"
    shown = choose(result.findings, project).shown
    yield f"fslint check finds {count(len(shown), 'thing')} to look at."


def _configure(project: Project, apps: list[App]) -> None:
    from fslint.setup_files import configuration

    there = find(project.root)
    if there:
        click.echo(f"{there} is there already, and is left as it is.")
        return
    _write(project.root / "fslint.toml", configuration(apps))


def _add_hook(path: Path, origin: Origin) -> None:
    from fslint.setup_files import hook, with_hook

    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    changed = with_hook(text, hook(origin))
    if changed is None:
        click.echo(f"{path} is left as it is; add to its `repos`:\n\n{hook(origin)}")
    elif changed == text:
        click.echo(f"{path} has the hook already.")
    else:
        _write(path, changed)


def _add_job(path: Path, kind: str, origin: Origin) -> None:
    from fslint.setup_files import job

    if path.exists():
        click.echo(f"{path} is there already; a job for it:\n\n{job(kind, origin)}")
    else:
        _write(path, job(kind, origin))
    if not origin.shared:
        click.echo("To fill in there: where the job can install fslint from.")


def _write(path: Path, text: str) -> None:
    from fslint.writing import write_text

    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, text)
    click.echo(f"Wrote {path}.")
