"""`fslint rules`: the list of the rules."""

from __future__ import annotations

import json
from typing import Any

import click

from fslint import exit_codes
from fslint.commands.options import load_config, lone_config_options, output_options, style_for
from fslint.reports.style import SEVERITY_COLOURS
from fslint.resources import rules_dir


@click.command("rules")
@lone_config_options
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="How to write the list.",
)
@output_options
def command(**options: Any) -> int:
    """List the rules, your own among them, and say which are run."""
    from fslint.rules import load

    config = load_config(options)
    rules = load((rules_dir(), *config.rules))
    if options["form"] == "json":
        listed = [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": config.severity.get(rule.code, rule.severity),
                "summary": rule.summary,
                "platforms": list(rule.platforms),
                "selected": config.selects(rule.code),
                "fixes": [{"title": fix.title, "safety": fix.safety} for fix in rule.fixes],
                "since": rule.since,
            }
            for rule in rules
        ]
        click.echo(json.dumps({"version": 1, "rules": listed}, ensure_ascii=False, indent=2))
        return exit_codes.CLEAN
    style = style_for(options["colour"])
    widest = max((len(rule.name) for rule in rules), default=0)
    for rule in rules:
        severity = config.severity.get(rule.code, rule.severity)
        if not config.selects(rule.code):
            severity = "off"
        painted = style.paint(f"{severity:<10}", SEVERITY_COLOURS.get(severity, "dim"))
        click.echo(
            f"{rule.code}  {painted}  {rule.name:<{widest}}  {rule.summary}", color=style.colour
        )
    return exit_codes.CLEAN
