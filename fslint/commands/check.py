"""`fslint check`: the findings of a project, or of some of its files."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import click

from fslint import exit_codes
from fslint.commands.options import (
    choice_options,
    nothing_checked,
    open_project,
    output_options,
    project_options,
    style_for,
)
from fslint.commands.run import analyze_project, chosen, crashed, wanted, write_report
from fslint.findings import Result
from fslint.project import Project
from fslint.reports import FORMATS, Report

_OUTPUTS = "fslint.outputs"
_FIXING = ("fix", "fix_only", "diff")


class _Check(click.Command):
    """Remembers which `--output-file` follows which `--format`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        outputs: list[tuple[str | None, str | None]] = []
        words = iter(args)
        for word in words:
            name, equals, value = word.partition("=")
            if word == "--":
                break
            if name in ("--format", "--output-file"):
                value = value if equals else next(words, "")
                if name == "--format":
                    outputs.append((value, None))
                elif outputs and outputs[-1][1] is None:
                    outputs[-1] = (outputs[-1][0], value)
                else:
                    outputs.append((None, value))
        ctx.meta[_OUTPUTS] = outputs
        return super().parse_args(ctx, args)


@click.command("check", cls=_Check)
@project_options
@choice_options
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(tuple(FORMATS)),
    help="How to write the findings; repeat it, each with its --output-file.",
)
@click.option(
    "--output-file",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the format named before it here, not to standard output.",
)
@click.option("--no-ignores", is_flag=True, help="Show what ignore comments hide, too.")
@click.option("--no-baseline", is_flag=True, help="Show what the baseline holds, too.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes, then check.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply the fixes too that need judging.")
@click.option("--fix-only", is_flag=True, help="Apply the fixes, and show no findings.")
@click.option("--diff", is_flag=True, help="Show what the fixes would change; write nothing.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead.")
@click.option("--show-files", is_flag=True, help="List the files to check, and stop.")
@click.option("--show-settings", is_flag=True, help="Show the settings in force, and stop.")
@output_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Find mistakes on the logout paths of a project.

    PATHS are files or folders; the whole project, if there are none. What a file needs of the
    rest of the project is read too, so the answer for a file is the same however it is asked.
    """
    if options["statistics"] and ctx.meta[_OUTPUTS]:
        raise click.UsageError("--statistics goes without --format and --output-file")
    project = open_project(options)
    files = project.to_check
    if options["show_settings"]:
        from fslint.config_show import show

        click.echo(show(project.config), nl=False)
        return exit_codes.CLEAN
    if options["show_files"]:
        from fslint.reports.style import clean_name

        for file in files:
            click.echo(clean_name(file))
        return exit_codes.CLEAN
    known = None
    if any(options[name] for name in _FIXING):
        from fslint.commands import fix

        fix.refuse_stdin(options)
        allow = fix.allowing(options)
        if files and options["diff"]:
            changes = fix.show_diff(project, options, allow)
            return exit_codes.FINDINGS if changes else exit_codes.CLEAN
        fixed = fix.fix(project, options, allow) if files else fix.Fixed(True, None)
        if files and options["fix_only"]:
            return exit_codes.CLEAN if fixed.complete else exit_codes.FINDINGS
        project, known = fixed.after or (open_project(options), None)
    elif options["unsafe_fixes"]:
        raise click.UsageError("--unsafe-fixes goes with --fix, --fix-only or --diff")
    report = _report(project, options, known)
    if options["statistics"]:
        click.echo(_statistics(report), nl=False)
    else:
        _write(ctx.meta[_OUTPUTS], report, options["colour"])
    return _exit_code(report, bool(files), options)


def _report(project: Project, options: dict[str, Any], known: Result | None) -> Report:
    """The report on a project; `known`: what a run on the whole of it gives, if that is known."""
    result = wanted(known, project) if known else analyze_project(project, options)
    found = chosen(result.findings, project, options)
    if options["no_ignores"]:
        shown = sorted([*found.shown, *found.ignored], key=lambda one: one.place)
        found = found._replace(shown=shown)
    return Report(
        project,
        result,
        found,
        style_for(options["colour"]),
        quiet=options["quiet"],
        verbose=options["verbose"],
        with_ignored=options["no_ignores"],
        after_fixes=options["fix"],
    )


def _write(outputs: list[tuple[str | None, str | None]], report: Report, colour: str) -> None:
    from fslint.reports import render

    default = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full"
    for name, file in outputs or [(None, None)]:
        report.style = style_for(colour, to_file=file is not None)
        written = render(FORMATS[name or default], report)
        if file is None:
            click.echo(written, nl=False, color=report.style.colour)
        else:
            write_report(Path(file), written)
    if outputs and not report.quiet and all(file is not None for _, file in outputs):
        from fslint.reports.summary import summary

        report.style = style_for(colour, to_file=True)
        click.echo(summary(report), err=True)


def _statistics(report: Report) -> str:
    counted = Counter((one.code, one.name, one.severity) for one in report.chosen.shown)
    return "".join(
        f"{number:>6}  {code}  {severity:<10}  {name}\n"
        for (code, name, severity), number in counted.most_common()
    )


def _exit_code(report: Report, any_files: bool, options: dict[str, Any]) -> int:
    from fslint.policy import fails

    if crashed(report.result):
        return exit_codes.BROKEN
    if not any_files:
        return nothing_checked(options)
    if options["exit_zero"] or not any(fails(finding) for finding in report.chosen.shown):
        return exit_codes.CLEAN
    return exit_codes.FINDINGS
