"""Ignore comments, written: for each finding one that its own file's reader sees as a comment.

Where a comment may stand depends on what surrounds the line (a template string, JSX, markup), so
each way of writing it is tried on the text, and the first that is read back as a directive for
that line is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from fslint import languages
from fslint.findings import Finding
from fslint.ignores import collect
from fslint.sources import Sources

_NOWHERE = Path()  # all texts are given
_SLASHES = ("// {}",)
_HASH = ("# {}",)
_WAYS: Mapping[str, tuple[str, ...]] = {
    "javascript": (*_SLASHES, "{{/* {} */}}"),
    "typescript": (*_SLASHES, "{{/* {} */}}"),
    "markup": (*_SLASHES, "<!-- {} -->", "{{/* {} */}}"),
    "python": _HASH,
    "swift": _SLASHES,
    "kotlin": _SLASHES,
    "java": _SLASHES,
    "dart": _SLASHES,
    "objc": _SLASHES,
    "data": (*_HASH, "<!-- {} -->"),
}


class Written(NamedTuple):
    """A file's text with the comments in it, and the findings that no comment could be put to."""

    text: str
    refused: list[Finding]


def write_ignores(
    file: str,
    text: str,
    findings: Iterable[Finding],
    reason: str,
    known: Mapping[str, str],
) -> Written:
    """Put a comment with the reason above the line of each finding, or behind it.

    Several findings of one line share a comment. `known` maps the codes of all rules to names.
    """
    by_line: dict[int, list[Finding]] = {}
    sources = Sources(_NOWHERE, overrides={file: text})
    for finding in findings:
        line, _ = sources.position(file, finding.place.start)
        by_line.setdefault(line, []).append(finding)
    refused = []
    for line in sorted(by_line, reverse=True):  # from below, so that the lines above stay
        codes = sorted({finding.code for finding in by_line[line]})
        words = f"fslint: ignore[{', '.join(codes)}] -- {reason}"
        changed = _put(file, text, line, words, codes, known)
        if changed is None:
            refused += by_line[line]
        else:
            text = changed
    return Written(text, refused)


def _put(
    file: str, text: str, line: int, words: str, codes: Sequence[str], known: Mapping[str, str]
) -> str | None:
    for candidate, at in _candidates(file, text, line, words):
        sources = Sources(_NOWHERE, overrides={file: candidate})
        try:
            flow = languages.lower(file, candidate)
        except Exception:  # a reader that fails on the change is a reason to refuse it
            continue
        for ignore in collect(flow, sources, known):
            if at in ignore.lines and list(ignore.codes) == codes and not ignore.faults:
                return candidate
    return None


def _candidates(file: str, text: str, line: int, words: str) -> Iterator[tuple[str, int]]:
    """The text with the comment put in each way, and where the finding's line is then."""
    sources = Sources(_NOWHERE, overrides={file: text})
    start, end = sources.line_span(file, line)
    source = text[start:end]
    bare = source.rstrip("\r\n")
    line_end = source[len(bare) :] or ("\r\n" if "\r\n" in text else "\n")
    indent = bare[: len(bare) - len(bare.lstrip())]
    for way in _WAYS.get(languages.language_of(file) or "", ()):
        comment = way.format(words)
        yield text[:start] + indent + comment + line_end + text[start:], line + 1
        behind = start + len(bare)
        yield text[:behind] + " " * bool(bare) + comment + text[behind:], line
