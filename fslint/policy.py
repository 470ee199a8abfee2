"""Which findings are shown, at which severity, and in what order: the user's word on them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fslint.config import Config
from fslint.findings import CONFIDENCES, SEVERITIES, Finding
from fslint.project import Project
from fslint.rule_names import is_selected, rule_names


class Chosen(NamedTuple):
    """The findings to show, in their order, and what was held back.

    `ignored` are those that an ignore comment names, `known` those of the baseline; `unsure` and
    `mild` count those below the configured confidence and severity, `stale` the entries of the
    baseline that nothing matches.
    """

    shown: list[Finding]
    ignored: list[Finding]
    unsure: int = 0
    mild: int = 0
    known: Sequence[Finding] = ()
    stale: int = 0


def choose(findings: Iterable[Finding], project: Project) -> Chosen:
    """Lay the configuration over the findings: selection, severities, thresholds; each finding
    once, ordered by file, place and code."""
    config = project.config
    shown: list[Finding] = []
    ignored: list[Finding] = []
    unsure = mild = 0
    seen = set()
    for finding in sorted(findings, key=_order):
        key = (finding.code, finding.place, finding.entry)
        if key in seen or not _runs(finding, project, config):
            continue
        seen.add(key)
        finding = _with_severity(finding, project, config)
        if _rank(CONFIDENCES, finding.confidence) < _rank(CONFIDENCES, config.min_confidence):
            unsure += 1
        elif _rank(SEVERITIES, finding.severity) < _rank(SEVERITIES, config.min_severity):
            mild += 1
        elif finding.ignored_by:
            ignored.append(finding)
        else:
            shown.append(finding)
    return Chosen(shown, ignored, unsure, mild)


def fails(finding: Finding) -> bool:
    """Whether the finding fails a run: suggestions never do."""
    return finding.severity != "suggestion"


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    place = finding.place
    return place.file, place.start, place.end, finding.code, finding.message


def _rank(scale: tuple[str, ...], word: str) -> int:
    return scale.index(word)


def _runs(finding: Finding, project: Project, config: Config) -> bool:
    code, file = finding.code, finding.place.file
    name = rule_names(config.rules).get(code, finding.name)
    refused = list(config.ignore)
    ours = project.config_path(file)
    if config.per_file_ignores and ours is not None:
        from pathspec import GitIgnoreSpec

        for glob, selectors in config.per_file_ignores.items():
            if GitIgnoreSpec.from_lines([glob]).match_file(ours):
                refused.extend(selectors)
    app = project.app_settings(file)
    if app:
        refused.extend(app.ignore)
    return is_selected(code, name, config.select, refused)


def _with_severity(finding: Finding, project: Project, config: Config) -> Finding:
    app = project.app_settings(finding.place.file)
    severity = (app.severity if app else {}).get(finding.code) or config.severity.get(finding.code)
    return dataclasses.replace(finding, severity=severity) if severity else finding
