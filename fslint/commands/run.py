"""The analysis, run for a command: with a progress bar where somebody can see it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from fslint.commands.progress import Progress
from fslint.findings import KINDS, Finding, Result, within
from fslint.policy import Chosen, choose
from fslint.project import Project
from fslint.run_cache import RunCache


def analyze_project(project: Project, options: Mapping[str, Any]) -> Result:
    """The result for the files that the command line named, or for all."""
    if not project.to_check:
        return Result([], [], KINDS, project.checked())
    return wanted(analyze_whole(project, options), project)


def wanted(result: Result, project: Project) -> Result:
    """Of a result, what is about the files that the command line named."""
    return result if project.targets is None else within(result, frozenset(project.targets))


def analyze_whole(project: Project, options: Mapping[str, Any]) -> Result:
    """The result for all files, whichever are named; that of the last run, if nothing changed."""
    begun = time.perf_counter()
    kept = RunCache.of(project)
    result = kept.find() if kept else None
    if result is None:
        result = _analyze(project, options)
        if kept and not crashed(result):
            kept.keep(result)
    result.checked.seconds = time.perf_counter() - begun
    return result


def _analyze(project: Project, options: Mapping[str, Any]) -> Result:
    from fslint.engine import analyze  # a run that was kept has no use for it

    bar = Progress.for_terminal(options["quiet"])
    try:
        return analyze(project, progress=bar)
    finally:
        if bar:
            bar.close()


def chosen(findings: Iterable[Finding], project: Project, options: Mapping[str, Any]) -> Chosen:
    """The findings to show, by the configuration and the project's baseline, if it has one."""
    findings = list(findings)
    found = choose(findings, project)
    file = project.baseline
    if file.is_file() and not options.get("no_baseline"):
        from fslint import baseline

        new, known, left = baseline.split(found.shown, baseline.read(file), project.root)
        stale = 0
        if project.targets is None:  # of what is not checked, nothing is known
            gone = baseline.split(findings, left, project.root).stale
            stale = sum(project.config.selects(code) for code, _ in gone)
        found = found._replace(shown=new, known=known, stale=stale)
    return found


def write_report(file: Path, text: str) -> None:
    """Write a report to a file. Raises click.FileError where it cannot be written."""
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from error


def crashed(result: Result) -> bool:
    """Whether fslint itself failed on a file; the rest of the run is good all the same."""
    return any(gap.crashed for gap in result.checked.not_checked)
