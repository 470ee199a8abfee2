"""JUnit XML: a suite per file, a failed case per finding; one passed case where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from fslint.findings import Finding
from fslint.policy import fails
from fslint.reports import Report
from fslint.reports.style import clean
from fslint.reports.words import at, event


def render(report: Report) -> str:
    """The document; suggestions are cases that pass, with their text as output."""
    by_file: dict[str, list[Finding]] = {}
    for finding in report.chosen.shown:
        by_file.setdefault(finding.place.file, []).append(finding)
    failed = sum(fails(finding) for finding in report.chosen.shown)
    cases = len(report.chosen.shown) or 1
    root = ElementTree.Element(
        "testsuites",
        name="fslint",
        tests=str(cases),
        failures=str(failed),
        errors="0",
        time=f"{report.result.checked.seconds:.3f}",
    )
    for file, findings in by_file.items():
        _suite(root, file, findings, report)
    if not by_file:
        suite = _new_suite(root, "fslint", [])
        ElementTree.SubElement(suite, "testcase", name="logout paths", classname="fslint")
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _new_suite(
    root: ElementTree.Element, name: str, findings: Sequence[Finding]
) -> ElementTree.Element:
    return ElementTree.SubElement(
        root,
        "testsuite",
        name=clean(name),
        tests=str(len(findings) or 1),
        failures=str(sum(fails(finding) for finding in findings)),
        errors="0",
        skipped="0",
    )


def _suite(
    root: ElementTree.Element, file: str, findings: Sequence[Finding], report: Report
) -> None:
    suite = _new_suite(root, file, findings)
    for finding in findings:
        place = at(report.project.sources, finding.place)
        line, _ = report.project.sources.position(file, finding.place.start)
        case = ElementTree.SubElement(
            suite,
            "testcase",
            name=f"{finding.code} {finding.name} {clean(place)}",
            classname=clean(file),
            file=clean(file),
            line=str(line),
        )
        text = _text(finding, report)
        if fails(finding):
            failure = ElementTree.SubElement(
                case, "failure", message=clean(finding.message), type=finding.severity
            )
            failure.text = text
        else:
            ElementTree.SubElement(case, "system-out").text = text


def _text(finding: Finding, report: Report) -> str:
    steps = [
        f"({number}) {at(report.project.sources, step.place)} {event(step)}: {step.text}"
        for number, step in enumerate(finding.path, 1)
    ]
    return "\n".join(clean(line) for line in [finding.message, *steps, finding.help] if line)
