"""`fslint paths --format json`, version 1."""

from __future__ import annotations

import json
from typing import Any

from fslint.findings import Entry, LogoutPath
from fslint.reports import Report
from fslint.reports.json import VERSION, checked
from fslint.sources import Sources

_EVENTS = frozenset((
    "sign_out", "anonymize", "identify", "track", "move", "leave", "stop", "switch", "call",
))  # fmt: skip
"""What a step may be by the contract; assumptions and the like are for people to read."""


def render(report: Report) -> str:
    """The paths, the kinds that none was found of, and what was checked."""
    sources = report.project.sources
    document = {
        "version": VERSION,
        "paths": [_path(path, sources) for path in report.result.paths],
        "kinds_not_found": list(report.result.kinds_not_found),
        "checked": checked(report),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _path(path: LogoutPath, sources: Sources) -> dict[str, Any]:
    def line(file: str, offset: int) -> int:
        return sources.position(file, offset)[0]

    steps = []
    for step in path.steps:
        event = "call" if step.event == "misuse" else step.event
        if event not in _EVENTS:
            continue
        at, column = sources.position(step.place.file, step.place.start)
        steps.append(
            {
                "file": step.place.file,
                "line": at,
                "column": column,
                "event": event,
                "text": step.text,
                "note": step.note,
            }
        )
    covered = None
    if path.covered_by:
        place = path.covered_by.place
        covered = {
            "file": place.file,
            "line": line(place.file, place.start),
            "what": path.covered_by.what,
        }

    def begin(entry: Entry) -> dict[str, Any]:
        at = line(entry.place.file, entry.place.start)
        return {"file": entry.place.file, "line": at, "name": entry.name}

    return {
        "app": path.app,
        "kind": path.kind,
        "verdict": path.verdict,
        "reason": path.reason,
        "codes": list(path.codes),
        "entry": begin(path.entry),
        "steps": steps,
        "also_from": [begin(entry) for entry in path.also_from],
        "covered_by": covered,
    }
