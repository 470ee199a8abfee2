"""The machine-readable report, version 1: lines and columns from 1, offsets in code points of the
decoded text from 0, paths relative to the project's root with `/`. Fields may be added."""

from __future__ import annotations

import json
from typing import Any

from fslint import __version__
from fslint.findings import Checked, Edit, Finding, Fix, Place
from fslint.reports import Report
from fslint.reports.fingerprints import fingerprints
from fslint.sources import Sources

VERSION = 1


def render(report: Report) -> str:
    """The findings and what was checked, as one JSON object."""
    shown = report.chosen.shown
    document = {
        "version": VERSION,
        "tool": {"name": "fslint", "version": __version__},
        "findings": [
            _finding(finding, print_, report.project.sources)
            for finding, print_ in zip(shown, fingerprints(shown), strict=True)
        ],
        "checked": checked(report),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def checked(report: Report) -> dict[str, Any]:
    """What was looked at; `skipped` counts the files passed over, by class."""
    said: Checked = report.result.checked
    return {
        "files_seen": said.files_seen,
        "files_read": said.files_read,
        "files_parsed": said.files_parsed,
        "seconds": round(said.seconds, 3),
        "apps": [
            {
                "root": app.root,
                "sdks": [{"name": sdk.name, "version": sdk.version} for sdk in app.sdks],
                "uses_fullstory": app.uses_fullstory,
                "identifies": app.identifies,
            }
            for app in said.apps
        ],
        "not_checked": [{"file": gap.file, "reason": gap.reason} for gap in said.not_checked],
        "skipped": dict(report.project.skipped.most_common()),
    }


def span(sources: Sources, place: Place) -> dict[str, Any]:
    """A place as file, line, column, end_line and end_column."""
    line, column = sources.position(place.file, place.start)
    end_line, end_column = sources.position(place.file, place.end)
    return {
        "file": place.file,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _finding(finding: Finding, fingerprint: str, sources: Sources) -> dict[str, Any]:
    entry = None
    if finding.entry:
        line, _ = sources.position(finding.entry.place.file, finding.entry.place.start)
        entry = {
            "file": finding.entry.place.file,
            "line": line,
            "name": finding.entry.name,
            "kind": finding.entry.kind,
        }
    ignored = span(sources, finding.ignored_by) if finding.ignored_by else None
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "help": finding.help,
        "url": None,
        **span(sources, finding.place),
        "entry": entry,
        "path": [
            {**span(sources, step.place), "event": step.event, "text": step.text, "note": step.note}
            for step in finding.path
        ],
        "fixes": [_fix(fix, sources) for fix in finding.fixes],
        "ignored_by": ignored,
        "fingerprint": fingerprint,
    }


def _fix(fix: Fix, sources: Sources) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safety": fix.safety,
        "edits": [_edit(edit, sources) for edit in fix.edits],
    }


def _edit(edit: Edit, sources: Sources) -> dict[str, Any]:
    place = span(sources, edit.place)
    offsets = {"offset": edit.place.start, "end_offset": edit.place.end}
    return {"file": place.pop("file"), **offsets, **place, "new_text": edit.new_text}
