"""Running the examples of rule pages: what a page announces against what the engine finds."""

from __future__ import annotations

import dataclasses
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from fslint import config, engine
from fslint.config import Config
from fslint.findings import CONFIDENCES, Edit, Finding
from fslint.pages import Case, Expected
from fslint.rules import Rule


def faults(case: Case, base: Config | None = None) -> list[str]:
    """How the engine's findings differ from what an example announces, one line each.

    All rules count, at the confidence that is shown by default. Where the example gives a fixed
    text, the first fix of each finding is applied and must lead to it, byte for byte. `base` is
    the configuration to start from; the example's own one is laid over it.
    """
    settings = _settings(case, base or Config())
    found = _shown(engine.check_texts(case.files, config=settings).findings, settings)
    wanted = Counter((e.file, e.line, e.severity, e.code) for e in case.expected)
    given = Counter((f.place.file, *_at(case, f)[:1], f.severity, f.code) for f in found)
    lines = [f"expected {_words(key)}" for key in sorted((wanted - given).elements())]
    lines += [
        f"unexpected {_words(key)}: {_message(case, found, key)}"
        for key in sorted((given - wanted).elements())
    ]
    if lines:
        return lines
    columns = {(e.file, e.line, e.code): e for e in case.expected if e.column is not None}
    for finding in found:
        line, column = _at(case, finding)
        announced = columns.get((finding.place.file, line, finding.code))
        if announced is not None and announced.column != column:
            lines.append(f"expected {_place(announced)}, found column {column}")
    if case.fixed and not lines:
        after = fixed(case.files, found)
        for path, text in case.fixed.items():
            if after[path] != text:
                lines.append(
                    f"expected the fixed {path} to read\n{text}but it reads\n{after[path]}"
                )
    return lines


def uncovered(rule: Rule, cases: Sequence[Case]) -> list[str]:
    """The claimed platforms that lack a bad example or a quiet one."""
    lines = []
    for platform in rule.platforms:
        kinds = {case.quiet for case in cases if platform in case.platforms}
        lines += [
            f"{rule.code} claims {platform} and has no {word} example"
            for quiet, word in ((False, "bad"), (True, "quiet"))
            if quiet not in kinds
        ]
    return lines


def fixed(files: dict[str, str], findings: Sequence[Finding]) -> dict[str, str]:
    """The files with the first fix of each finding applied; of fixes that touch, the first."""
    edits: list[Edit] = []
    for finding in findings:
        for fix in finding.fixes[:1]:
            if not any(_touch(edit, other) for edit in fix.edits for other in edits):
                edits.extend(fix.edits)
    after = dict(files)
    for edit in sorted(edits, key=lambda edit: edit.place, reverse=True):
        text = after[edit.place.file]
        after[edit.place.file] = text[: edit.place.start] + edit.new_text + text[edit.place.end :]
    return after


def _settings(case: Case, base: Config) -> Config:
    if not case.config:
        return base
    with tempfile.TemporaryDirectory(prefix="fslint-") as folder:
        path = Path(folder) / "fslint.toml"
        path.write_text(case.config, encoding="utf-8")
        own = config.load(path)
    return dataclasses.replace(own, rules=base.rules, vocabulary=base.vocabulary)


def _shown(findings: Sequence[Finding], settings: Config) -> list[Finding]:
    least = CONFIDENCES.index(settings.min_confidence)
    return [f for f in findings if not f.ignored_by and CONFIDENCES.index(f.confidence) >= least]


def _touch(one: Edit, other: Edit) -> bool:
    return (
        one.place.file == other.place.file
        and one.place.start <= other.place.end
        and other.place.start <= one.place.end
    )


def _at(case: Case, finding: Finding) -> tuple[int, int]:
    text = case.files[finding.place.file]
    start = finding.place.start
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _message(case: Case, found: Sequence[Finding], key: tuple[str, int, str, str]) -> str:
    return next(
        f.message for f in found if (f.place.file, _at(case, f)[0], f.severity, f.code) == key
    )


def _words(key: tuple[str, int, str, str]) -> str:
    file, line, severity, code = key
    return f"{severity}: {code} in {file}:{line}"


def _place(expected: Expected) -> str:
    return f"{expected.code} in {expected.file}:{expected.line} at column {expected.column}"
