"""SARIF 2.1.0, for code scanning: each finding with its path as a code flow, and its fixes."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fslint import __version__
from fslint.findings import Finding, Fix, Place
from fslint.reports import Report
from fslint.reports.fingerprints import fingerprints
from fslint.reports.words import event
from fslint.sources import Sources

if TYPE_CHECKING:
    from fslint.rules import Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "%SRCROOT%"
_LEVELS = {"error": "error", "warning": "warning", "suggestion": "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "suggestion": "recommendation"}
_RANKS = {"high": 90.0, "medium": 60.0, "low": 30.0}


def render(report: Report) -> str:
    """One run; what could not be checked stands among its notifications."""
    shown, gaps = report.chosen.shown, report.result.checked.not_checked
    rules = list(report.rules.values())
    indices = {rule.code: index for index, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "fslint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not any(gap.crashed for gap in gaps),
                "toolExecutionNotifications": [
                    {
                        "level": "error" if gap.crashed else "warning",
                        "message": {"text": f"Not checked: {gap.reason}"},
                        "locations": [{"physicalLocation": {"artifactLocation": _file(gap.file)}}],
                    }
                    for gap in gaps
                ],
            }
        ],
        "results": [
            _result(finding, fingerprint, indices, report.project.sources)
            for finding, fingerprint in zip(shown, fingerprints(shown), strict=True)
        ],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why or rule.summary},
        "help": {"text": rule.help or rule.summary, "markdown": rule.text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["privacy", "fullstory", *rule.platforms],
            "precision": rule.confidence,
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _result(
    finding: Finding, fingerprint: str, indices: dict[str, int], sources: Sources
) -> dict[str, Any]:
    text = f"{finding.message}\n\n{finding.help}" if finding.help else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "rank": _RANKS[finding.confidence],
        "locations": [_location(finding.place, sources)],
        "partialFingerprints": {"fslintPath/v1": fingerprint},
    }
    if finding.code in indices:
        result["ruleIndex"] = indices[finding.code]
    if finding.path:
        result["codeFlows"] = [{"threadFlows": [{"locations": _flow(finding, sources)}]}]
    if finding.fixes:
        result["fixes"] = [_fix(fix, sources) for fix in finding.fixes]
    if finding.ignored_by:
        result["suppressions"] = [
            {"kind": "inSource", "location": _location(finding.ignored_by, sources)}
        ]
    return result


def _flow(finding: Finding, sources: Sources) -> list[dict[str, Any]]:
    return [
        {
            "executionOrder": number,
            "kinds": [step.event],
            "importance": "essential",
            "location": {
                **_location(step.place, sources),
                "message": {"text": f"({number}) {event(step)}"},
            },
        }
        for number, step in enumerate(finding.path, 1)
    ]


def _fix(fix: Fix, sources: Sources) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement = {
            "deletedRegion": _region(edit.place, sources),
            "insertedContent": {"text": edit.new_text},
        }
        changes.setdefault(edit.place.file, []).append(replacement)
    return {
        "description": {"text": f"{fix.title} ({fix.safety})"},
        "artifactChanges": [
            {"artifactLocation": _file(file), "replacements": replacements}
            for file, replacements in changes.items()
        ],
    }


def _location(place: Place, sources: Sources) -> dict[str, Any]:
    region = _region(place, sources)
    return {"physicalLocation": {"artifactLocation": _file(place.file), "region": region}}


def _file(path: str) -> dict[str, str]:
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _BASE}


def _region(place: Place, sources: Sources) -> dict[str, int]:
    start = sources.position(place.file, place.start)
    end = sources.position(place.file, place.end)
    return {
        "startLine": start[0],
        "startColumn": start[1],
        "endLine": end[0],
        "endColumn": end[1],
    }
