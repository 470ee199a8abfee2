"""Annotations of GitHub Actions: workflow commands, one a finding, then the summary."""

from __future__ import annotations

from fslint.findings import Finding
from fslint.reports import Report
from fslint.reports.style import clean
from fslint.reports.summary import summary
from fslint.reports.words import at, event
from fslint.sources import Sources

_COMMANDS = {"error": "error", "warning": "warning", "suggestion": "notice"}


def render(report: Report) -> str:
    """`::error file=…,line=…,…::message` with the path's steps below the message."""
    lines = [_annotation(finding, report.project.sources) for finding in report.chosen.shown]
    if not report.quiet:
        lines.append(_data(" ".join(summary(report).split())))
    return "".join(line + "\n" for line in lines)


def _annotation(finding: Finding, sources: Sources) -> str:
    place = finding.place
    line, column = sources.position(place.file, place.start)
    end_line, end_column = sources.position(place.file, place.end)
    properties = {"file": place.file, "line": line, "endLine": end_line}
    if line == end_line:  # columns are refused for a span of lines
        properties |= {"col": column, "endColumn": end_column}
    properties["title"] = f"{finding.code} {finding.name}"
    steps = [
        f"({number}) {at(sources, step.place)} {event(step)}"
        for number, step in enumerate(finding.path, 1)
    ]
    text = "\n".join([finding.message, *steps, *([finding.help] if finding.help else [])])
    given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {given}::{_data(text)}"


def _data(text: str) -> str:
    text = "\n".join(clean(line) for line in text.split("\n"))
    return text.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
