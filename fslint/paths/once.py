"""Findings that are said once, and none about the pages on which logouts land."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fslint.findings import Finding, LogoutPath, Place

ON_LOAD = "FS301"


def once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for a mistake that several entries come to: the surest, and first of these."""
    best: dict[tuple[str, Place], Finding] = {}
    order = ("low", "medium", "high")
    for finding in findings:
        key = (finding.code, finding.place)
        known = best.get(key)
        if known is None or order.index(finding.confidence) > order.index(known.confidence):
            best[key] = finding
    return list(best.values())


def but_landings(findings: Iterable[Finding], paths: Iterable[LogoutPath]) -> Iterator[Finding]:
    """The findings but those about a page that comes up, where a logout of `paths` lands on it."""
    landed = {
        path.covered_by.place
        for path in paths
        if path.covered_by is not None and path.covered_by.what == "landing-page"
    }
    return (one for one in findings if one.code != ON_LOAD or one.place not in landed)
