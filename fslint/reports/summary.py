"""The last line of a text report: what was found, what was checked, what was not, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from fslint.findings import SEVERITIES, App, Finding
from fslint.reports import Report
from fslint.reports.style import SEVERITY_COLOURS, clean, wrap

_NAMED = 3


def count(number: int, word: str, words: str = "") -> str:
    """`1 file`, `2 files`; `words` where the plural is not made with an s."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def summary(report: Report) -> str:
    """One paragraph, in the order: found, checked, not checked; on one line, except on a
    terminal."""
    if not report.project.to_check:
        return nothing(report)
    said = [_found(report), checked_part(report), *not_checked_part(report)]
    return fitted(" ".join(said), report)


def fitted(text: str, report: Report) -> str:
    """A paragraph, broken into lines on a terminal."""
    return "\n".join(wrap(text, report.style.width)) if report.style.terminal else text


def nothing(report: Report) -> str:
    """That nothing was checked, and why."""
    passed = _passed_over(report)
    why = "no file here is of a kind that fslint reads"
    if passed and not report.project.nothing:
        return fitted(f"Nothing was checked: {passed}.", report)
    return fitted(f"Nothing was checked; {report.project.nothing or why}.", report)


def _found(report: Report) -> str:
    style, chosen = report.style, report.chosen
    severities = Counter(finding.severity for finding in chosen.shown)
    counts = [
        style.paint(count(severities[severity], severity), SEVERITY_COLOURS[severity], "bold")
        for severity in reversed(SEVERITIES)
        if severities[severity]
    ]
    found = f"Found {_join(counts)}." if counts else style.paint("Found nothing.", "bold")
    hidden = [
        f"{chosen.unsure:,} less sure (--min-confidence)" if chosen.unsure else "",
        f"{chosen.mild:,} milder (--min-severity)" if chosen.mild else "",
        f"{len(chosen.known):,} in the baseline (--no-baseline)" if chosen.known else "",
        f"{len(chosen.ignored):,} ignored (--no-ignores)"
        if chosen.ignored and not report.with_ignored
        else "",
    ]
    found += "" if report.after_fixes else _fixable(chosen.shown)
    hidden = [one for one in hidden if one]
    found += f" Not shown: {', '.join(hidden)}." if hidden else ""
    if chosen.stale:
        found += f" No longer found: {count(chosen.stale, 'entry', 'entries')} of the baseline"
        found += " (fslint baseline prune)."
    return found


def _fixable(findings: Iterable[Finding]) -> str:
    """How many of the findings a fix is offered for, by the option that makes it."""
    safe = judged = 0
    for finding in findings:
        offered = {fix.safety for fix in finding.fixes}
        safe += "safe" in offered
        judged += "safe" not in offered and "unsafe" in offered
    options = [
        f"{safe:,} (--fix)" if safe else "",
        f"{judged:,}{' more' * bool(safe)} (--fix --unsafe-fixes)" if judged else "",
    ]
    return f" Can be fixed: {', '.join(one for one in options if one)}." if safe or judged else ""


def checked_part(report: Report) -> str:
    """What was checked, in a sentence."""
    checked = report.result.checked
    users = sum(app.uses_fullstory for app in checked.apps)
    apps = ""
    if users:
        apps = f", {count(users, 'app')} with Fullstory"
        if len(checked.apps) > users:
            apps += f" of {len(checked.apps):,}"
    files = len(report.project.to_check)
    seen = count(files, "file")
    if report.project.targets is not None:
        seen += " and what they lead to" if files > 1 else " and what it leads to"
    return f"Checked {seen} ({checked.files_parsed:,} parsed{apps}) in {checked.seconds:.1f} s."


def not_checked_part(report: Report) -> Iterator[str]:
    """What was not checked, and why, in a sentence each."""
    assumed = report.project.config.assume_fullstory
    if not assumed and not any(app.uses_fullstory for app in _apps(report)):
        yield "No Fullstory here: path rules were not run (--assume-fullstory runs them)."
    gaps = report.result.checked.not_checked
    if gaps and (report.verbose or len(gaps) <= _NAMED):
        named = (f"{report.name(gap.file)} ({clean(gap.reason)})" for gap in gaps)
        yield f"Not checked: {'; '.join(named)}."
    elif gaps:
        reasons = Counter(gap.reason.partition(" (")[0] for gap in gaps)
        listed = [f"{number:,} {reason}" for reason, number in reasons.most_common()]
        yield f"Not checked: {_join(listed)} (--verbose names them)."
    passed = _passed_over(report)
    if passed:
        yield f"Passed over: {passed}."


def _apps(report: Report) -> list[App]:
    """The apps of the files that were to be checked."""
    project = report.project
    if project.targets is None:
        return report.result.checked.apps
    return [app for path in project.targets if (app := project.app_of(path))]


def _passed_over(report: Report) -> str:
    counted = report.project.skipped.most_common()
    return ", ".join(f"{kind} ({number:,})" for kind, number in counted)


def _join(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
