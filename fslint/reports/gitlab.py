"""GitLab's code quality report."""

from __future__ import annotations

import json

from fslint.reports import Report
from fslint.reports.fingerprints import fingerprints

_SEVERITIES = {"error": "major", "warning": "minor", "suggestion": "info"}


def render(report: Report) -> str:
    """A JSON list with one object per finding."""
    sources, shown = report.project.sources, report.chosen.shown
    issues = []
    for finding, fingerprint in zip(shown, fingerprints(shown), strict=True):
        file = finding.place.file
        said = f"{finding.code} {finding.name}: {finding.message}"
        begin, _ = sources.position(file, finding.place.start)
        end, _ = sources.position(file, finding.place.end)
        issues.append(
            {
                "type": "issue",
                "categories": ["Security"],
                "description": " ".join(said.split()),
                "check_name": finding.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {"path": file, "lines": {"begin": begin, "end": end}},
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"
