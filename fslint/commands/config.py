"""`fslint config`: the configuration, checked, shown, and described."""

from __future__ import annotations

import json
from typing import Any

import click

from fslint import exit_codes
from fslint.commands.options import load_config, lone_config_options


@click.group("config")
def command() -> None:
    """Check, show or describe the configuration."""


@command.command("check")
@lone_config_options
def check(**options: Any) -> int:
    """Say whether the configuration is right, and the rules and the vocabulary that it names.

    Every mistake is named with its file and key.
    """
    from fslint import rules, vocabulary_tables
    from fslint.resources import rules_dir, vocabulary_dir

    config = load_config(options)
    rules.load((rules_dir(), *config.rules))
    words = vocabulary_tables.load((vocabulary_dir(), *config.vocabulary), (config.namespace,))
    rules.check_events(rules.load(config.rules), rules.load((rules_dir(),)), words.events())
    click.echo(f"{config.path} is right." if config.path else "No configuration file: defaults.")
    return exit_codes.CLEAN


@command.command("show")
@lone_config_options
def show(**options: Any) -> int:
    """Show the settings in force, as a TOML file that would give them."""
    from fslint.config_show import show

    click.echo(show(load_config(options)), nl=False)
    return exit_codes.CLEAN


@command.command("schema")
def schema() -> int:
    """Print the JSON schema of fslint.toml and of [tool.fslint]."""
    from fslint.config_keys import schema

    click.echo(json.dumps(schema(), indent=2))
    return exit_codes.CLEAN
