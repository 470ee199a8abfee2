"""`fslint cache`: where what is kept between runs lies, and how to be rid of it."""

from __future__ import annotations

import click

from fslint import cache, exit_codes


@click.group("cache")
def command() -> None:
    """Show or clear what is kept between runs. `cache = false` turns it off, --no-cache too."""


@command.command("dir")
def show() -> int:
    """Print the folder; the variable FSLINT_CACHE_DIR moves it."""
    click.echo(str(cache.folder()))
    return exit_codes.CLEAN


@command.command("clear")
def clear() -> int:
    """Delete all that is kept."""
    click.echo(f"Deleted {cache.clear() / 1_000_000:.1f} MB.")
    return exit_codes.CLEAN
