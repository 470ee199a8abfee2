"""The analysis, run for a command: with a progress bar where somebody can see it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from fslint.commands.progress import Progress
from fslint.findings import Result
from fslint.project import Project


def analyze_project(project: Project, options: Mapping[str, Any]) -> Result:
    """The result for the files that the command line named, or for all."""
    from fslint.engine import analyze

    bar = Progress.for_terminal(options["quiet"])
    try:
        return analyze(project, project.targets, progress=bar)
    finally:
        if bar:
            bar.close()


def write_report(file: Path, text: str) -> None:
    """Write a report to a file. Raises click.FileError where it cannot be written."""
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from error


def crashed(result: Result) -> bool:
    """Whether fslint itself failed on a file; the rest of the run is good all the same."""
    from fslint.engine import CRASHED

    return any(gap.reason.startswith(CRASHED) for gap in result.checked.not_checked)
