"""The default report: each finding with the path that shows it drawn into the source.

A path's steps are numbered in the order they happen, `(1)`, `(2)`, …; the same numbers stand in
the frames of all files that the path goes through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fslint.findings import Finding, Fix
from fslint.reports import Report
from fslint.reports.diff import diff
from fslint.reports.frames import Label, frame
from fslint.reports.style import SEVERITY_COLOURS, clean, wrap
from fslint.reports.summary import summary
from fslint.reports.words import entry, event

_SAFETY = {
    "safe": "safe",
    "unsafe": "to be judged by you",
    "display": "an example, to be adapted",
}


def render(report: Report) -> str:
    """The findings file by file, then the summary unless quiet."""
    lines: list[str] = []
    file = ""
    for finding in report.chosen.shown:
        if finding.place.file != file:
            file = finding.place.file
            rule = "─" if report.style.unicode else "-"
            lines += [report.style.paint(f"{rule * 2} {report.name(file)}", "bold"), ""]
        lines += [*_finding(finding, report), ""]
    if not report.quiet:
        lines.append(summary(report))
    return "".join(line + "\n" for line in lines)


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    style, sources = report.style, report.project.sources
    colour = SEVERITY_COLOURS[finding.severity]
    headline = f"{finding.severity} {finding.code} {finding.name}"
    place = report.at(finding.place)
    sure = "" if finding.confidence == "high" else f" ({finding.confidence} confidence)"
    yield f"{style.paint(headline, colour, 'bold')} {place}{sure}"
    yield from wrap(clean(finding.message), style.width, "  ")
    if finding.entry:
        start = report.at(finding.entry.place)
        words = f"path: {clean(entry(finding.entry))}, from {start}"
        yield from (style.paint(line, "dim") for line in wrap(words, style.width, "  "))
    yield ""
    by_file = _labels(finding)
    for file, labels in by_file.items():
        if len(by_file) > 1:
            yield f"  {style.paint(report.name(file), 'cyan')}"
        narrower = replace(style, width=style.width - 2)
        yield from (f"  {line}" for line in frame(sources, labels, narrower, colour))
    yield ""
    rule = report.rules.get(finding.code)
    if rule and rule.why:
        yield from _advice("why", rule.why, report)
    if finding.help:
        yield from _advice("do", finding.help, report)
    for fix in finding.fixes:
        yield from _fix(fix, report)


def _labels(finding: Finding) -> dict[str, list[Label]]:
    """What to mark in each file, the files in the order the path first comes to them."""
    labels: dict[str, list[Label]] = {}
    main_seen = False
    for number, step in enumerate(finding.path, 1):
        main = step.place == finding.place and not main_seen
        main_seen = main_seen or main
        text = f"({number}) {clean(event(step))}"
        labels.setdefault(step.place.file, []).append(Label(step.place, text, main))
    if not main_seen:
        text = "here" if finding.path else ""
        labels.setdefault(finding.place.file, []).append(Label(finding.place, text, True))
    return labels


def _advice(word: str, text: str, report: Report) -> list[str]:
    first, *more = wrap(clean(text), report.style.width, " " * 8)
    return [f"  {report.style.paint(f'{word:>4}:', 'bold')} {first[8:]}", *more]


def _fix(fix: Fix, report: Report) -> Iterator[str]:
    yield from _advice("fix", f"{fix.title} ({_SAFETY[fix.safety]})", report)
    yield from (f"        {line}" for line in diff(report.project.sources, fix.edits, report.style))
