"""Code frames: source lines with labelled underlines, as many places of a file as there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fslint.findings import Place
from fslint.reports.style import TAB, Style, char_width, clean, text_width
from fslint.sources import Sources

_NEAR = 1  # lines between two labelled ones that are shown rather than left out


class Label(NamedTuple):
    """A place of the file and what to say of it; the `main` one is what a finding is about."""

    place: Place
    text: str
    main: bool = False


class _Mark(NamedTuple):
    """A label on its line: code points of that line from 0, `end` exclusive."""

    line: int
    start: int
    end: int
    label: Label


def frame(sources: Sources, labels: Sequence[Label], style: Style, colour: str) -> list[str]:
    """The lines of a frame for labels that are all of one file; `colour` is the main label's."""
    file = labels[0].place.file
    by_line: dict[int, list[_Mark]] = {}
    for mark in sorted(_mark(sources, label) for label in labels):
        by_line.setdefault(mark.line, []).append(mark)
    gutter = len(str(max(by_line)))
    drawn: list[str] = []
    last = 0
    for line in by_line:
        nearer = range(last + 1, line) if last and line - last - 1 <= _NEAR else ()
        if last and line - last - 1 > _NEAR:
            drawn.append(style.paint(" " * gutter + " " + style.ellipsis, "dim"))
        for number in (*nearer, line):
            text = sources.line_text(file, number)
            margin = f"{style.paint(f'{number:>{gutter}} {style.bar}', 'dim')} "
            room = max(20, style.width - gutter - 3)
            text, marks = _near(text, by_line.get(number, []), room)
            shown, columns = _fit(text, marks, room, style)
            drawn.append((margin + shown).rstrip())
            margin = f"{' ' * gutter} {style.paint(style.bar, 'dim')} "
            for mark in marks:
                drawn.extend(
                    margin + under for under in _underline(mark, columns, room, style, colour)
                )
        last = line
    return drawn


def _mark(sources: Sources, label: Label) -> _Mark:
    """Where the label goes: a place of several lines is marked on its first."""
    file = label.place.file
    line, column = sources.position(file, label.place.start)
    end_line, end_column = sources.position(file, label.place.end)
    end = end_column - 1 if end_line == line else len(sources.line_text(file, line))
    return _Mark(line, column - 1, max(end, column), label)


def _underline(
    mark: _Mark, columns: Sequence[int], room: int, style: Style, colour: str
) -> list[str]:
    start, end = (columns[min(index, len(columns) - 1)] for index in (mark.start, mark.end))
    start = min(start, room - 1)  # what lies beyond the line's cut is marked at the cut
    looks = (colour, "bold") if mark.label.main else ("blue",)
    sign = "^" if mark.label.main else "-"
    under = " " * start + style.paint(sign * max(1, end - start), *looks)
    words = style.paint(mark.label.text, *looks)
    if not words:
        return [under]
    size = text_width(mark.label.text)
    if max(end, start + 1) + 1 + size <= room:
        return [f"{under} {words}"]
    return [under, " " * max(0, min(start, room - size)) + words]


def _near(text: str, marks: list[_Mark], room: int) -> tuple[str, list[_Mark]]:
    """The part of a line that can be shown at all: minified ones may be megabytes long."""
    if len(text) < 8 * room:
        return text, marks
    base = max(0, marks[0].start - room) if marks else 0
    part = text[base : base + 4 * room]
    moved = [
        mark._replace(start=min(mark.start - base, len(part)), end=min(mark.end - base, len(part)))
        for mark in marks
    ]
    return part, moved


def _fit(text: str, marks: Sequence[_Mark], room: int, style: Style) -> tuple[str, Sequence[int]]:
    """A source line cut to `room` columns around its marks, and the column of each of its
    characters in what is shown (one more for the end)."""
    cells = []
    columns = [0]
    for char in text:
        if char == "\t":
            cell = " " * (TAB - columns[-1] % TAB)
        else:
            cell = char if char >= " " and char < "\x7f" else clean(char)
        cells.append(cell)
        columns.append(columns[-1] + (len(cell) if len(cell) != 1 else char_width(cell)))
    if columns[-1] <= room:
        return "".join(cells), columns

    gap = len(style.ellipsis)
    first = columns[min(marks[0].start, len(cells))] if marks else 0
    last = columns[min(marks[-1].end, len(cells))] if marks else 0
    left = 0 if last <= room - gap else max(0, first - room // 4)
    right = left + room - (2 * gap if left else gap)
    kept = [
        cell
        for cell, column, after in zip(cells, columns, columns[1:], strict=False)
        if column >= left and after <= right
    ]
    before = style.ellipsis if left else ""
    after_last = style.ellipsis if columns[-1] > right else ""
    moved = [min(max(column - left + len(before), 0), room) for column in columns]
    return before + "".join(kept) + after_last, moved
