"""Ignore comments: `fslint: ignore[FS203] -- reason` in a comment of the file's language.

A comment on a line of its own speaks of the next line, one behind code of its own line; it hides
the findings of its codes with a step that begins or ends there. `ignore-file[…]` speaks of the
whole file. A comment that is malformed, gives no reason or hides nothing is itself a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from fslint.findings import Edit, Finding, Fix, Place
from fslint.flow import Comment, FileFlow
from fslint.rule_names import did_you_mean
from fslint.sources import Sources

CODE = "FS901"
NAME = "unused-suppression"
MARK = "fslint"
"""What every directive holds, for the search for files to read."""

_OPEN = re.compile(r"(?://[/!]?|/\*[*!]?[\s*]*|#+|<!--\s*|\{#-?|\{\{!(?:--)?|<%#)[ \t]*")
_CLOSE = re.compile(r"[ \t]*(?:\*/|--!?>|-?#\}|(?:--)?\}\}|-?%>)\Z")
_DIRECTIVE = re.compile(
    r"fslint(?::[ \t]*|(?=-))([\w-]*)[ \t]*(\[[^\]\n]*\])?[ \t]*(.*)", re.DOTALL
)
_REASON = re.compile(r"--\s*(\S.*)", re.DOTALL)
_CODE = re.compile(r"[^\s,\[\]]+")
_VERBS = ("ignore", "ignore-file")
_ELSEWHERE = re.compile(r"-?(?:ignore|disable|suppress|noqa|nolint|skip)")
_HELP = "Write it as: fslint: ignore[FS203] -- why this is right here."


@dataclass(slots=True)
class Ignore:
    """One directive. `lines` are those it speaks of, empty for the whole file; `faults` are what
    is wrong with the comment itself; `used` are its codes that hid something."""

    place: Place
    codes: dict[str, Place]
    reason: str
    lines: frozenset[int]
    whole_file: bool = False
    faults: list[tuple[Place, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def collect(flow: FileFlow, sources: Sources, known: Mapping[str, str]) -> list[Ignore]:
    """The directives among a file's comments; `known` maps the codes of all rules to names."""
    found = [
        _read(comment, directive, flow.path, sources, known)
        for comment in flow.comments
        if MARK in comment.text and (directive := _directive(comment))
    ]
    return _stacked(found, sources)


def apply(
    findings: Iterable[Finding],
    ignores: Sequence[Ignore],
    ran: Callable[[str], Collection[str]],
    sources: Sources,
) -> list[Finding]:
    """The findings, those that are ignored marked so, and one more for each directive at fault.

    `findings` are all there are, before any is hidden for its severity or confidence. `ran` gives
    the codes of the rules that ran on a file; another code is never called unused.
    """
    by_file: dict[str, list[Ignore]] = {}
    for ignore in ignores:
        by_file.setdefault(ignore.place.file, []).append(ignore)
    judged = [_judge(finding, by_file, sources) for finding in findings]
    for ignore in ignores:
        codes = ran(ignore.place.file)
        if CODE in codes:
            judged.extend(_own_findings(ignore, codes, sources))
    return judged


def _directive(comment: Comment) -> re.Match[str] | None:
    """The directive that a comment begins with, or what was meant as one; prose is neither."""
    opened = _OPEN.match(comment.text)
    found = _DIRECTIVE.match(comment.text, opened.end() if opened else 0)
    if found is None or found[2] or _ELSEWHERE.match(found[1]) or did_you_mean(found[1], _VERBS):
        return found
    return None


def _read(
    comment: Comment,
    directive: re.Match[str],
    file: str,
    sources: Sources,
    known: Mapping[str, str],
) -> Ignore:
    base = comment.span.start
    place = Place(file, base, comment.span.end)
    closed = _CLOSE.search(comment.text)
    text = comment.text[: closed.start()] if closed else comment.text.rstrip()
    ignore = Ignore(place, {}, "", _lines(place, sources), directive[1] == "ignore-file")

    if directive[1] not in _VERBS:
        verb = "fslint" * directive[1].startswith("-") + directive[1]
        hint = did_you_mean(directive[1], _VERBS)
        ignore.faults.append((place, f"'{verb}' is no directive of fslint{hint}"))
        return ignore
    if directive[2] is None or not _CODE.search(directive[2]):
        ignore.faults.append((place, "an ignore comment names the codes it ignores"))
    else:
        for match in _CODE.finditer(directive[2]):
            start = base + directive.start(2) + match.start()
            here = Place(file, start, start + len(match[0]))
            if match[0] in known:
                ignore.codes[match[0]] = here
            else:
                ignore.faults.append((here, _unknown(match[0], known)))
    reason = _REASON.fullmatch(text[directive.start(3) :].rstrip())
    if reason:
        ignore.reason = " ".join(reason[1].split())
    else:
        ignore.faults.append((place, "an ignore comment gives its reason, after '--'"))
    return ignore


def _unknown(code: str, known: Mapping[str, str]) -> str:
    by_name = {name: rule for rule, name in known.items()}
    if code in by_name:
        return f"an ignore comment names codes: '{by_name[code]}', not '{code}'"
    return f"no rule has the code '{code}'{did_you_mean(code, known)}"


def _lines(place: Place, sources: Sources) -> frozenset[int]:
    first, _ = sources.position(place.file, place.start)
    last, _ = sources.position(place.file, place.end)
    return frozenset((last + 1,)) if _stands_alone(place, sources) else frozenset((first,))


def _stands_alone(place: Place, sources: Sources) -> bool:
    """Whether nothing but the comment (and JSX's braces around it) stands on its lines."""
    before, after = _around(place, sources)
    return before.strip() in ("", "{") and after.strip() in ("", "}")


def _around(place: Place, sources: Sources) -> tuple[str, str]:
    text = sources.text(place.file) or ""
    first, _ = sources.position(place.file, place.start)
    last, _ = sources.position(place.file, place.end)
    start, _ = sources.line_span(place.file, first)
    _, end = sources.line_span(place.file, last)
    return text[start : place.start], text[place.end : end]


def _stacked(ignores: list[Ignore], sources: Sources) -> list[Ignore]:
    """Let a directive on the line above another one reach the line below both."""
    for upper, lower in reversed(list(pairwise(ignores))):
        line, _ = sources.position(lower.place.file, lower.place.start)
        if line in upper.lines and line not in lower.lines:
            upper.lines = upper.lines | lower.lines
    return ignores


def _judge(finding: Finding, by_file: Mapping[str, list[Ignore]], sources: Sources) -> Finding:
    places = [finding.place, *(step.place for step in finding.path)]
    if finding.entry:
        places.append(finding.entry.place)
    hidden_by = None
    for place in places:
        for ignore in by_file.get(place.file, ()):
            if finding.code not in ignore.codes:
                continue
            first, _ = sources.position(place.file, place.start)
            last, _ = sources.position(place.file, place.end)
            if ignore.whole_file or not ignore.lines.isdisjoint((first, last)):
                ignore.used.add(finding.code)
                hidden_by = hidden_by or ignore.place
    return replace(finding, ignored_by=hidden_by) if hidden_by else finding


def _own_findings(ignore: Ignore, ran: Collection[str], sources: Sources) -> Iterator[Finding]:
    for place, fault in ignore.faults:
        yield _finding(place, fault, _HELP)
    unused = [code for code in ignore.codes if code in ran and code not in ignore.used]
    if not unused:
        return
    where = "in this file" if ignore.whole_file else "here"
    if len(unused) == len(ignore.codes) and not ignore.faults:
        edit = Edit(_removal(ignore.place, sources), "")
        fix = Fix("Remove the comment", "safe", (edit,))
        yield _finding(
            ignore.place, f"no {_either(unused)} is found {where}", "Remove the comment.", fix
        )
        return
    for code in unused:
        kept = ", ".join(other for other in ignore.codes if other not in unused)
        codes = Place(
            ignore.place.file,
            min(place.start for place in ignore.codes.values()),
            max(place.end for place in ignore.codes.values()),
        )
        fixes = (Fix("Remove the code", "safe", (Edit(codes, kept),)),) if not ignore.faults else ()
        yield _finding(
            ignore.codes[code], f"no {code} is found {where}", "Remove the code.", *fixes
        )


def _finding(place: Place, message: str, advice: str, *fixes: Fix) -> Finding:
    identity = (CODE, place.file, message)
    return Finding(
        CODE, NAME, "warning", "high", message, advice, place, fixes=fixes, identity=identity
    )


def _either(codes: Sequence[str]) -> str:
    return " or ".join(codes)


def _removal(place: Place, sources: Sources) -> Place:
    """What goes with the comment: its whole lines, or the blanks between it and the code."""
    before, after = _around(place, sources)
    if _stands_alone(place, sources):
        return Place(place.file, place.start - len(before), place.end + len(after))
    return Place(place.file, place.start - (len(before) - len(before.rstrip())), place.end)
