"""`fslint rules`: the list of the rules."""

from __future__ import annotations

import json
from typing import Any

import click

from fslint import exit_codes
from fslint.commands.options import load_config, lone_config_options, output_options, style_for
from fslint.reports.style import SEVERITY_COLOURS, wrap
from fslint.resources import rules_dir

_NARROWEST = 30
"""Columns below which a summary stands below its rule, not beside it."""


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
    indent = widest + len("FS000  suggestion    ")
    for rule in rules:
        severity = config.severity.get(rule.code, rule.severity)
        if not config.selects(rule.code):
            severity = "off"
        painted = style.paint(f"{severity:<10}", SEVERITY_COLOURS.get(severity, "dim"))
        head = f"{rule.code}  {painted}  {rule.name:<{widest}}"
        below = []
        if not style.terminal:
            head += f"  {rule.summary}"
        elif style.width - indent < _NARROWEST:
            below = wrap(rule.summary, style.width, "    ")
        else:
            first, *below = wrap(rule.summary, style.width, " " * indent)
            head += f"  {first.strip()}"
        click.echo("\n".join([head, *below]), color=style.colour)
    return exit_codes.CLEAN
