"""Options that several commands share, and what they open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from fslint import config as configuration
from fslint import exit_codes
from fslint.findings import CONFIDENCES, SEVERITIES
from fslint.listing import GitError, changed_files
from fslint.project import Project
from fslint.reports.style import Style
from fslint.roots import common_folder, find_root

F = TypeVar("F", bound=Callable[..., Any])

_CONFIG = (
    click.option("--config", "config_file", metavar="FILE",
                 type=click.Path(exists=True, dir_okay=False, path_type=Path),
                 help="Use this configuration file."),
    click.option("--isolated", is_flag=True, help="Use no configuration file."),
    click.option("--no-cache", is_flag=True, help="Use and keep nothing of other runs."),
)  # fmt: skip

_FORCING = ("FORCE_COLOR", "CLICOLOR_FORCE")

_ASSUME = click.option(
    "--assume-fullstory", is_flag=True,
    help="Check as if every app used Fullstory and identified its users.",
)  # fmt: skip


class _Named(click.Path):
    """A path; an empty one, from a variable that is not set, does not stand for everything."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("a path is empty", param, ctx)
        return super().convert(value, param, ctx)


_PROJECT = (
    click.argument("paths", nargs=-1, type=_Named(path_type=Path)),
    click.option("--changed", metavar="[REF]", is_flag=False, flag_value="HEAD", default=None,
                 help="Only files that git says have changed since REF (HEAD by default)."),
    click.option("--stdin-filename", metavar="FILE", type=click.Path(path_type=Path),
                 help="The name of the file whose text is given on standard input as '-'."),
    *_CONFIG,
    click.option("--force-exclude", is_flag=True,
                 help="Pass over tests, builds and excluded files even if they are named."),
    _ASSUME,
)  # fmt: skip

_CHOICE = (
    click.option("--select", multiple=True, metavar="RULES",
                 help="Run only these rules: codes, prefixes or names, separated by commas."),
    click.option("--ignore", multiple=True, metavar="RULES", help="Do not run these rules."),
    click.option("--min-severity", type=click.Choice(SEVERITIES),
                 help="Show findings of this severity or above."),
    click.option("--min-confidence", type=click.Choice(CONFIDENCES),
                 help="Show findings of this confidence or above (default: medium)."),
)  # fmt: skip

_OUTPUT = (
    click.option("--color", "colour", type=click.Choice(("auto", "always", "never")),
                 default="auto", help="Colour the output (also NO_COLOR, FORCE_COLOR, CLICOLOR)."),
    click.option("-q", "--quiet", is_flag=True, help="No summary and no progress."),
    click.option("-v", "--verbose", is_flag=True, help="Name every file that was not checked."),
)  # fmt: skip


def _all(options: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


lone_config_options = _all(_CONFIG)
assume_option = _all((_ASSUME,))
project_options = _all(_PROJECT)
choice_options = _all(_CHOICE)
output_options = _all(_OUTPUT)


def split(values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Values given apart or with commas between; None for none at all."""
    parts = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    return parts or None


def open_project(options: Mapping[str, Any]) -> Project:
    """The project that the options name.

    Raises ConfigError for a bad configuration, click.UsageError for paths that are not there.
    """
    cwd = Path.cwd()
    paths, overrides = _paths(options, cwd)
    config = _overlaid(load_config(options, common_folder(paths, cwd)), options)
    if options["changed"] is not None:
        root = find_root(paths, cwd, config.path).folder
        try:
            changed = changed_files(root, options["changed"])
        except GitError as error:
            raise click.UsageError(f"--changed: {error}") from error
        inside = [root / one for one in changed]
        if paths:
            inside = [one for one in inside if any(one.is_relative_to(path) for path in paths)]
        project = Project.open(inside or [root], config, cwd=cwd, force_exclude=True)
        if not inside:
            project.targets = ()
        project.nothing = "no file that fslint reads has changed"
        return project
    return Project.open(
        paths, config, cwd=cwd, overrides=overrides, force_exclude=options["force_exclude"]
    )


def nothing_checked(options: Mapping[str, Any]) -> int:
    """The exit code where there is nothing to check: of a hook or of changes that is to be
    expected."""
    expected = options["force_exclude"] or options["changed"] is not None
    return exit_codes.CLEAN if expected else exit_codes.NOTHING_CHECKED


def open_whole_project(options: Mapping[str, Any]) -> Project:
    """The project of the current folder. Raises ConfigError for a bad configuration."""
    cwd = Path.cwd()
    config = _overlaid(load_config(options), options)
    return Project.open([], config, cwd=cwd)


def _paths(options: Mapping[str, Any], cwd: Path) -> tuple[list[Path], dict[Path, str]]:
    paths: list[Path] = []
    overrides: dict[Path, str] = {}
    for path in options["paths"]:
        if str(path) == "-":
            if not options["stdin_filename"]:
                raise click.UsageError("'-' needs --stdin-filename, to know what is being read")
            path = Path(os.path.normpath(cwd / options["stdin_filename"]))
            overrides[path] = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
        elif not (cwd / path).exists():
            raise click.UsageError(f"no such file or folder: {path}")
        elif not ((cwd / path).is_file() or (cwd / path).is_dir()):
            raise click.UsageError(f"neither a file nor a folder: {path} (a pipe is read as '-')")
        paths.append(Path(os.path.normpath(cwd / path)))
    if options["stdin_filename"] and not overrides:
        raise click.UsageError("--stdin-filename goes with the path '-'")
    return paths, overrides


def load_config(options: Mapping[str, Any], start: Path | None = None) -> configuration.Config:
    """The configuration that the options name, or that of the current folder, or the nearest one
    upwards from `start`, which may be another. Raises ConfigError."""
    file = options["config_file"]
    if not file and not options["isolated"]:
        cwd = Path.cwd()
        file = configuration.find(start or cwd, cwd)
    return configuration.load(file.absolute()) if file else configuration.Config()


def _overlaid(config: configuration.Config, options: Mapping[str, Any]) -> configuration.Config:
    return configuration.with_options(
        config,
        select=split(options.get("select", ())),
        ignore=split(options.get("ignore", ())),
        min_severity=options.get("min_severity"),
        min_confidence=options.get("min_confidence"),
        assume_fullstory=options["assume_fullstory"] or None,
        cache=False if options["no_cache"] else None,
    )


def style_for(colour: str, *, to_file: bool = False) -> Style:
    """How to draw on standard output, or in a file, from `--color` and the environment."""
    stream = sys.stdout
    is_terminal = stream.isatty() and not to_file
    environment = os.environ
    if colour == "auto":
        colour = "always" if is_terminal else "never"
        if environment.get("NO_COLOR"):
            colour = "never"
        elif not to_file and any(environment.get(name, "0") not in ("", "0") for name in _FORCING):
            colour = "always"
        elif environment.get("TERM") == "dumb" or environment.get("CLICOLOR") == "0":
            colour = "never"
    width = 100
    if is_terminal or environment.get("COLUMNS", "").isdigit():
        import shutil

        width = max(40, min(shutil.get_terminal_size().columns, 120))
    encoding = "utf-8" if to_file else (stream.encoding or "ascii")
    unicode = encoding.lower().replace("-", "").startswith("utf")
    return Style(colour == "always", width, unicode, is_terminal)
