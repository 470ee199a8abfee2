"""`fslint paths`: every logout path of a project, with its verdict."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from fslint import exit_codes
from fslint.commands.options import (
    nothing_checked,
    open_project,
    output_options,
    project_options,
    style_for,
)
from fslint.commands.run import analyze_project, crashed, write_report
from fslint.findings import KINDS, VERDICTS
from fslint.policy import Chosen
from fslint.reports import PATH_FORMATS, Report, render


@click.command("paths")
@project_options
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Only paths of this kind; may be repeated.",
)
@click.option(
    "--verdict",
    "verdicts",
    multiple=True,
    type=click.Choice(VERDICTS),
    help="Only paths with this verdict; may be repeated.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if a path is not proven.")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(PATH_FORMATS)),
    default="text",
    help="How to write the paths.",
)
@click.option(
    "--output-file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write them here, not to standard output.",
)
@output_options
def command(**options: Any) -> int:
    """List every logout path of a project, and whether Fullstory is told on it.

    Each is proven, violated, or unknown with the reason; and for each kind of logout that an app
    should have, whether any path was found.
    """
    project = open_project(options)
    result = analyze_project(project, options)
    kinds = options["kinds"] or KINDS
    verdicts = options["verdicts"] or VERDICTS
    result = dataclasses.replace(
        result,
        paths=[path for path in result.paths if path.kind in kinds and path.verdict in verdicts],
        kinds_not_found=tuple(kind for kind in result.kinds_not_found if kind in kinds),
    )
    output = options["output_file"]
    style = style_for(options["colour"], to_file=output is not None)
    report = Report(
        project,
        result,
        Chosen([], []),
        style,
        quiet=options["quiet"],
        verbose=options["verbose"],
    )
    written = render(PATH_FORMATS[options["form"]], report)
    if output:
        write_report(output, written)
    else:
        click.echo(written, nl=False, color=style.colour)
    if crashed(result):
        return exit_codes.BROKEN
    if not project.to_check:
        return nothing_checked(options)
    failing = options["strict"] and any(path.verdict != "proven" for path in result.paths)
    return exit_codes.FINDINGS if failing else exit_codes.CLEAN
