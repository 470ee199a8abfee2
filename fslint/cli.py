"""The command line: options and exit codes; all work is behind the commands' front doors."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from fslint import __version__, exit_codes

# Command to its module, imported when the command is run, and its line in the help.
COMMANDS = {
    "check": "Find mistakes on the logout paths of a project.",
    "fix": "Apply fixes: the safe ones, or those that are said yes to.",
    "paths": "List every logout path, and whether Fullstory is told on it.",
    "explain": "Say what a rule means, why, and what to do.",
    "rules": "List the rules.",
    "test": "Run the examples on rule pages of your own.",
    "init": "Look at a project and write a configuration, a hook, a CI job.",
    "ignore": "Write ignore comments for what is found, with a reason.",
    "baseline": "Keep the findings of today in a file, so that only new ones are shown.",
    "cache": "Show or clear what is kept between runs.",
    "config": "Check, show or describe the configuration.",
}
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO))
_ISSUES = "please report it, with this text"


class _Commands(click.Group):
    """The commands, each imported when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"fslint.commands.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from fslint.rule_names import did_you_mean

            hint = did_you_mean(args[0], COMMANDS)
            if os.path.exists(args[0]):  # noqa: PTH110 - any word may stand here
                hint = f" (to check that path: fslint check {args[0]})"
            raise click.UsageError(error.message.rstrip(".") + hint, ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 broken options, configuration or run, 3 nothing "
    "to check.",
)
@click.version_option(__version__, "-V", "--version", prog_name="fslint")
def cli() -> None:
    """Find every way a user's identity can end, and prove that Fullstory is told."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and give its exit code; never raises for what a user can cause."""
    _prepare_streams()
    try:
        code = cli.main(list(arguments), prog_name="fslint", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return exit_codes.BROKEN
    except click.Abort:
        return _fail("interrupted")
    except BrokenPipeError:
        # The reader has gone (`fslint check | head`); what is left must not be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_codes.CLEAN
    except Exception as error:
        problems = _problems(error)
        return _fail(*problems) if problems else _report_bug(arguments)
    return code if isinstance(code, int) else exit_codes.CLEAN


def _prepare_streams() -> None:
    """Let every text be printed, and nothing fail where a stream is closed."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def main() -> NoReturn:
    """The console script.

    A run is short. Looking for cycles of dead objects every few hundred new ones, and freeing all
    objects one by one at the end, would take a quarter of its time.
    """
    gc.set_threshold(100_000, 20, 100)
    code = run(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)


def _problems(error: Exception) -> list[str]:
    """What is wrong with the user's own files, or nothing where the error is ours."""
    from fslint.config import ConfigError
    from fslint.entries import VocabularyError
    from fslint.pages import PageError
    from fslint.writing import WriteError

    if isinstance(error, ConfigError):
        return error.problems
    if isinstance(error, OSError) and error.errno in _FULL:
        return [f"cannot write: {(error.strerror or str(error)).lower()}"]
    return [str(error)] if isinstance(error, (PageError, VocabularyError, WriteError)) else []


def _fail(*problems: str) -> int:
    for problem in problems:
        click.echo(f"fslint: {problem}", err=True)
    return exit_codes.BROKEN


def _report_bug(arguments: Sequence[str]) -> int:
    import platform
    import traceback

    click.echo(traceback.format_exc(), err=True)
    where = f"fslint {__version__}, Python {platform.python_version()}, {platform.platform()}"
    return _fail(f"this is a mistake in fslint itself; {_ISSUES}", where, " ".join(arguments))
