"""A fix as a unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from fslint.findings import Edit
from fslint.reports.style import Style, clean, clean_name
from fslint.sources import Sources


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made that do not overlap, whatever their order."""
    parts, last = [], 0
    for edit in sorted(edits, key=lambda one: (one.place.start, one.place.end)):
        parts += [text[last : edit.place.start], edit.new_text]
        last = edit.place.end
    return "".join([*parts, text[last:]])


def diff(sources: Sources, edits: Iterable[Edit], style: Style) -> Iterator[str]:
    """The lines of a diff of all files that the edits touch, one line of context each way."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.place.file, []).append(edit)
    for file, here in by_file.items():
        before = sources.text(file) or ""
        after = apply_edits(before, here)
        if len(by_file) > 1:
            yield style.paint(clean_name(file), "bold")
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
        for line in list(lines)[2:]:
            looks = {"+": "green", "-": "red", "@": "cyan"}.get(line[0])
            shown = clean(line.expandtabs(4))
            yield style.paint(shown, looks) if looks else shown
