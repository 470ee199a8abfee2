"""`fslint baseline`: take fslint up in a project that has findings, and let no new ones in."""

from __future__ import annotations

from typing import Any

import click

from fslint import baseline, exit_codes
from fslint.commands.options import (
    assume_option,
    lone_config_options,
    open_whole_project,
    output_options,
)
from fslint.commands.run import analyze_project
from fslint.findings import Finding
from fslint.policy import choose
from fslint.project import Project
from fslint.reports.summary import count


@click.group("baseline")
def command() -> None:
    """Keep the findings of today in a file, so that only new ones are shown.

    The file is fslint-baseline.json in the project's root; `fslint check` uses it if it is there.
    """


def _findings(options: dict[str, Any]) -> tuple[Project, list[Finding]]:
    project = open_whole_project(options)
    return project, choose(analyze_project(project, options).findings, project).shown


@command.command("write")
@lone_config_options
@assume_option
@output_options
def write(**options: Any) -> int:
    """Write all findings of today into the file."""
    project, findings = _findings(options)
    file = project.baseline
    number = baseline.write(file, findings)
    click.echo(f"{file}: {count(number, 'finding')}.")
    return exit_codes.CLEAN


@command.command("prune")
@lone_config_options
@assume_option
@output_options
def prune(**options: Any) -> int:
    """Take out what is no longer found, so that it cannot come back unseen."""
    project, findings = _findings(options)
    file = project.baseline
    stale = baseline.split(findings, baseline.read(file), project.root).stale
    left = baseline.prune(file, stale)
    click.echo(f"{file}: {count(len(stale), 'entry', 'entries')} taken out, {left:,} left.")
    return exit_codes.CLEAN


@command.command("check")
@lone_config_options
@assume_option
@output_options
def check(**options: Any) -> int:
    """Fail if the file holds what is no longer found."""
    project, findings = _findings(options)
    file = project.baseline
    stale = baseline.split(findings, baseline.read(file), project.root).stale
    for code, identity in stale:
        click.echo(f"no longer found: {code} {' '.join(identity)}")
    if stale:
        click.echo("`fslint baseline prune` takes them out.")
        return exit_codes.FINDINGS
    click.echo(f"{file}: every entry is still found.")
    return exit_codes.CLEAN
