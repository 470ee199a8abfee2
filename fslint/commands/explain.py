"""`fslint explain`: a rule's page, for the terminal."""

from __future__ import annotations

import re
from typing import Any

import click

from fslint import exit_codes
from fslint.commands.options import load_config, lone_config_options, output_options, style_for
from fslint.reports.style import SEVERITY_COLOURS, Style, wrap
from fslint.resources import rules_dir

_FENCE = re.compile(r"(`{3,})(\w*)")
_LIST = re.compile(r"([-*]|\d+\.) ")


@click.command("explain")
@click.argument("rule")
@lone_config_options
@output_options
def command(rule: str, **options: Any) -> int:
    """Say what RULE (a code or a name) means, why it matters, and what to do.

    The page's examples are the rule's own tests, so what they show is what fslint does.
    """
    from fslint.rules import UnknownRuleError, find, load

    config = load_config(options)
    try:
        found = find(load((rules_dir(), *config.rules)), rule)
    except UnknownRuleError as error:
        raise click.UsageError(str(error)) from error
    style = style_for(options["colour"])
    severity = config.severity.get(found.code, found.severity)
    fixes = ", ".join(f"{fix.title} ({fix.safety})" for fix in found.fixes) or "none"
    head = [
        style.paint(f"{found.code} {found.name}", "bold"),
        "",
        f"  severity   {style.paint(severity, SEVERITY_COLOURS[severity])}",
        f"  platforms  {', '.join(found.platforms)}",
        f"  fixes      {fixes}",
        f"  since      {found.since}",
        "",
        *wrap(found.summary, style.width, "  "),
        "",
        *_part("Why", found.why, style),
        *_part("What to do", found.help, style),
    ]
    click.echo("\n".join([*head, *_page(found.text, style)]).rstrip(), color=style.colour)
    return exit_codes.CLEAN


def _part(title: str, text: str, style: Style) -> list[str]:
    return [style.paint(title, "bold"), "", *wrap(text, style.width, "  "), ""] if text else []


def _page(text: str, style: Style) -> list[str]:
    """The page's Markdown without its title and definition, wrapped; code as it stands."""
    drawn: list[str] = []
    paragraph: list[str] = []
    fence = language = ""

    def end_paragraph() -> None:
        if paragraph:
            drawn.extend(wrap(" ".join(paragraph), style.width, "  "))
            paragraph.clear()

    for line in text.splitlines():
        mark = _FENCE.match(line)
        if fence:
            if line.startswith(fence):
                fence = ""
            elif language != "toml":
                drawn.append("      " + line)
        elif mark:
            end_paragraph()
            fence, language = mark[1], mark[2]
        elif line.startswith("#"):
            end_paragraph()
            title = line.lstrip("#").strip()
            if not line.startswith("# "):
                drawn.append(style.paint(title, "bold"))
        elif not line.strip():
            end_paragraph()
            if drawn and drawn[-1]:
                drawn.append("")
        else:
            if _LIST.match(line):
                end_paragraph()
            paragraph.append(line.strip())
    end_paragraph()
    return drawn
