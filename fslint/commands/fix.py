"""`fslint fix`, and what `check --fix` and `--diff` do: apply fixes, and say what was done."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

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
from fslint.commands.run import analyze_whole, chosen
from fslint.findings import SAFETIES, Finding, Fix, Result
from fslint.fixes.apply import Allow, Outcome, plan
from fslint.fixes.files import Written, write
from fslint.policy import Chosen
from fslint.project import Project
from fslint.reports import FORMATS, Report, render
from fslint.reports.style import Style, clean
from fslint.reports.summary import count

_ANSWERS = "[y]es, [n]o, [a]ll that follow, [q]uit"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@click.command("fix")
@project_options
@choice_options
@click.option("--interactive", is_flag=True, help="Show each fix with its path, and ask.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply the fixes too that need judging.")
@output_options
def command(**options: Any) -> int:
    """Apply fixes: the safe ones, or those that are said yes to.

    A fix is written once it is proven: the finding is gone, nothing new is found, and the file
    reads as before. The exit code is 1 if one could not be applied.
    """
    refuse_stdin(options)
    project = open_project(options)
    if not project.to_check:
        return nothing_checked(options)
    allow = _Asking(options["colour"]) if options["interactive"] else allowing(options)
    return exit_codes.CLEAN if fix(project, options, allow).complete else exit_codes.FINDINGS


class Fixed(NamedTuple):
    """Whether all fixes were applied; and the project as it is then with what a run on it gives,
    None where some file could not be written."""

    complete: bool
    after: tuple[Project, Result] | None


def refuse_stdin(options: Mapping[str, Any]) -> None:
    """Raise click.UsageError where the text to mend is that of standard input."""
    if options["stdin_filename"]:
        raise click.UsageError("what is read from standard input cannot be fixed")


def allowing(options: Mapping[str, Any]) -> Allow:
    """What the options allow: safe fixes, or unsafe ones too."""
    least = "unsafe" if options["unsafe_fixes"] else "safe"
    allowed = SAFETIES[SAFETIES.index(least) :]
    return lambda project, finding, fix: fix.safety in allowed


def fix(project: Project, options: Mapping[str, Any], allow: Allow) -> Fixed:
    """Apply fixes to the files, and say so on standard error."""
    begun = time.perf_counter()
    outcome = _plan(project, options, allow)
    outcome.result.checked.seconds = time.perf_counter() - begun
    written = write(project, outcome.texts, outcome.applied)
    done = sum(
        all(edit.place.file not in written.problems for edit in one.fix.edits)
        for one in outcome.applied
    )
    if not options["quiet"]:
        files = f" in {count(len(written.files), 'file')}" if done else ""
        click.echo(f"Fixed {count(done, 'finding')}{files}.", err=True)
    _tell_problems(outcome, written)
    after = None if written.problems else (outcome.project, outcome.result)
    return Fixed(not (outcome.refused or written.problems), after)


def show_diff(project: Project, options: Mapping[str, Any], allow: Allow) -> bool:
    """Print what applying the fixes would change; tells whether that is anything."""
    outcome = _plan(project, options, allow)
    style = style_for(options["colour"])
    for file, text in sorted(outcome.texts.items()):
        before = project.sources.text(file) or ""
        mark = "\ufeff" if project.sources.encoding(file) == "utf-8-sig" else ""
        lines = _unified(file, mark + before, mark + text)
        click.echo("".join(_painted(line, style) for line in lines), nl=False, color=style.colour)
    if not options["quiet"]:
        done, files = len(outcome.applied), len(outcome.texts)
        where = f" in {count(files, 'file')}" if files else ""
        click.echo(f"Would fix {count(done, 'finding')}{where}.", err=True)
    _tell_problems(outcome, Written([], {}))
    return bool(outcome.texts)


def _plan(project: Project, options: Mapping[str, Any], allow: Allow) -> Outcome:
    def select(findings: Sequence[Finding], at: Project) -> list[Finding]:
        return [one for one in chosen(findings, at, options).shown if not one.ignored_by]

    return plan(project, select, allow, analyze_whole(project, options))


def _tell_problems(outcome: Outcome, written: Written) -> None:
    for one in outcome.refused:
        click.echo(f"Not fixed: {one.where} {one.code} {one.name}: {clean(one.reason)}.", err=True)
    for file, reason in sorted(written.problems.items()):
        click.echo(f"Not written: {clean(file)} {clean(reason)}.", err=True)


def _unified(file: str, before: str, after: str) -> Iterator[str]:
    """The lines of a patch, each with the end that it has in the file."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    for line in difflib.unified_diff(old, new, f"a/{clean(file)}", f"b/{clean(file)}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _painted(line: str, style: Style) -> str:
    looks = {"+": "green", "-": "red", "@": "cyan"}.get(line[0])
    return style.paint(line, looks) if looks and style.colour else line


class _Asking:
    """Asks on the terminal, once for each fix."""

    def __init__(self, colour: str) -> None:
        self._style = style_for(colour)
        self._answers: dict[tuple[tuple[str, ...], str], bool] = {}
        self._rest: bool | None = None

    def __call__(self, project: Project, finding: Finding, fix: Fix) -> bool:
        if fix.safety == "display":
            return False
        key = (finding.identity, fix.title)
        if key not in self._answers:
            self._answers[key] = self._ask(project, finding, fix)
        return self._answers[key]

    def _ask(self, project: Project, finding: Finding, fix: Fix) -> bool:
        if self._rest is not None:
            return self._rest
        shown = Chosen([replace(finding, fixes=(fix,))], [])
        report = Report(project, Result([], [], (), project.checked()), shown, self._style, True)
        click.echo(render(FORMATS["full"], report), nl=False, color=self._style.colour)
        while True:
            try:
                answer = click.prompt(f"Apply this fix? {_ANSWERS}", default="n").strip().lower()
            except click.Abort:
                answer = "q"
            if answer[:1] in ("a", "q"):
                self._rest = answer.startswith("a")
                return self._rest
            if answer[:1] in ("y", "n"):
                return bool(answer.startswith("y"))
