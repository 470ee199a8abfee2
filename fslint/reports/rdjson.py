"""Reviewdog's diagnostic format. Its columns count the bytes of UTF-8."""

from __future__ import annotations

import json
from typing import Any

from fslint.findings import Finding, Fix, Place
from fslint.reports import Report
from fslint.reports.diff import apply_edits
from fslint.reports.words import event
from fslint.sources import Sources

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "suggestion": "INFO"}


def render(report: Report) -> str:
    """A diagnostic result; a fix is offered where all its edits are in the finding's own file."""
    sources = report.project.sources
    document = {
        "source": {"name": "fslint"},
        "diagnostics": [_diagnostic(finding, sources) for finding in report.chosen.shown],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _diagnostic(finding: Finding, sources: Sources) -> dict[str, Any]:
    diagnostic: dict[str, Any] = {
        "message": f"{finding.message}\n{finding.help}".rstrip(),
        "location": _location(finding.place, sources),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    suggestions = [
        _suggestion(fix, finding.place.file, sources)
        for fix in finding.fixes
        if all(edit.place.file == finding.place.file for edit in fix.edits)
    ]
    if suggestions:
        diagnostic["suggestions"] = suggestions
    if finding.path:
        diagnostic["related_locations"] = [
            {"message": f"({number}) {event(step)}", "location": _location(step.place, sources)}
            for number, step in enumerate(finding.path, 1)
        ]
    return diagnostic


def _suggestion(fix: Fix, file: str, sources: Sources) -> dict[str, Any]:
    """All edits as one, from the first to the last: a suggestion has one range."""
    start = min(edit.place.start for edit in fix.edits)
    end = max(edit.place.end for edit in fix.edits)
    text = sources.text(file) or ""
    after = apply_edits(text, fix.edits)
    replaced = after[start : len(after) - (len(text) - end)]
    return {"range": _range(Place(file, start, end), sources), "text": replaced}


def _location(place: Place, sources: Sources) -> dict[str, Any]:
    return {"path": place.file, "range": _range(place, sources)}


def _range(place: Place, sources: Sources) -> dict[str, dict[str, int]]:
    return {
        "start": _position(place.file, place.start, sources),
        "end": _position(place.file, place.end, sources),
    }


def _position(file: str, offset: int, sources: Sources) -> dict[str, int]:
    line, column = sources.position(file, offset)
    start, _ = sources.line_span(file, line)
    before = (sources.text(file) or "")[start : start + column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
