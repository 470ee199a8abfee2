"""One line a finding, for a terminal's or an editor's list of places."""

from __future__ import annotations

from fslint.reports import Report
from fslint.reports.style import SEVERITY_COLOURS, clean
from fslint.reports.summary import summary


def render(report: Report) -> str:
    """`file:line:column: severity CODE name: message`, then the summary unless quiet."""
    style = report.style
    lines = [
        f"{style.paint(report.at(finding.place), 'bold')}: "
        f"{style.paint(finding.severity, SEVERITY_COLOURS[finding.severity])} "
        f"{finding.code} {finding.name}: {clean(finding.message)}"
        for finding in report.chosen.shown
    ]
    if not report.quiet:
        lines.append(summary(report))
    return "".join(line + "\n" for line in lines)
