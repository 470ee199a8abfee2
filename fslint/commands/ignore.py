"""`fslint ignore`: write ignore comments for what is found, with the reason."""

from __future__ import annotations

from typing import Any

import click

from fslint import exit_codes
from fslint.commands.options import choice_options, open_project, output_options, project_options
from fslint.commands.run import analyze_project
from fslint.findings import Finding
from fslint.policy import choose
from fslint.reports.summary import count
from fslint.reports.words import at


@click.command("ignore")
@project_options
@choice_options
@click.option("--reason", required=True, help="Why this is right here; it stands in each comment.")
@output_options
def command(**options: Any) -> int:
    """Write a comment that ignores each finding, in its file's own comment syntax.

    Choose the findings with PATHS, --select and the like. Those that no comment can be put to (in
    JSON, inside a string) are named, and the exit code is 1.
    """
    from fslint.ignore_writer import write_ignores
    from fslint.rule_names import rule_names
    from fslint.writing import write_text

    reason = " ".join(options["reason"].split())
    if not reason or "*/" in reason or "-->" in reason:
        raise click.UsageError("--reason must be some words that can stand in a comment")
    project = open_project(options)
    inside = None if project.targets is None else set(project.targets)
    by_file: dict[str, list[Finding]] = {}
    for finding in choose(analyze_project(project, options).findings, project).shown:
        if inside is None or finding.place.file in inside:
            by_file.setdefault(finding.place.file, []).append(finding)
    refused: list[Finding] = []
    for file, findings in by_file.items():
        text = project.sources.text(file) or ""
        known = rule_names(project.config.rules)
        written = write_ignores(file, text, findings, reason, known)
        if written.text != text:
            write_text(project.root / file, written.text, project.sources.encoding(file))
        refused += written.refused
    done = sum(map(len, by_file.values())) - len(refused)
    if not options["quiet"]:
        click.echo(f"Ignored {count(done, 'finding')}.")
    for finding in refused:
        click.echo(
            f"No comment can be put here: {at(project.sources, finding.place)} "
            f"{finding.code} {finding.name}"
        )
    return exit_codes.FINDINGS if refused else exit_codes.CLEAN
