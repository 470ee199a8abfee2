"""`fslint paths`: every logout path for reading, by app and kind, one line a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fslint.findings import KINDS, LogoutPath, Place
from fslint.reports import Report
from fslint.reports.style import VERDICT_COLOURS, clean, cut, text_width, wrap
from fslint.reports.summary import checked_part, count, fitted, not_checked_part, nothing
from fslint.reports.words import KINDS as KIND_WORDS
from fslint.reports.words import at, event

_COVERS = {
    "observer": "covered by an observer that releases the identity when the user is gone",
    "caller": "covered by each of its callers",
    "callee": "covered inside what it calls",
    "landing-page": "covered by the page that it lands on",
}

_LEAST = 16
"""Columns below which a step's text is left out."""
_MOST_ENTRIES = 5
"""Entries of one path that are named one by one."""


def render(report: Report) -> str:
    """The paths, the kinds that none was found of, and the summary unless quiet.

    Places in an app are written from its folder, which stands above its paths.
    """
    if not report.project.to_check:
        return "" if report.quiet else nothing(report) + "\n"
    lines: list[str] = []
    style = report.style
    for app, in_app in _grouped(report.result.paths, "app"):
        lines += [style.paint(f"app {app or '.'}", "bold"), ""]
        order = sorted(in_app, key=lambda path: KINDS.index(path.kind))
        for kind, of_kind in _grouped(order, "kind"):
            lines += [f"  {style.paint(KIND_WORDS[kind], 'bold')}", ""]
            for path in of_kind:
                lines += [*_path(path, report), ""]
    absent = [KIND_WORDS[kind] for kind in report.result.kinds_not_found]
    if absent:
        lines += [*wrap(f"No path was found of: {', '.join(absent)}.", style.width), ""]
    if not report.quiet:
        lines.append(_summary(report))
    return "".join(line + "\n" for line in lines)


def _grouped(paths: Sequence[LogoutPath], by: str) -> Iterator[tuple[str, list[LogoutPath]]]:
    groups: dict[str, list[LogoutPath]] = {}
    for path in paths:
        groups.setdefault(getattr(path, by), []).append(path)
    yield from groups.items()


def _path(path: LogoutPath, report: Report) -> Iterator[str]:
    style, sources = report.style, report.project.sources
    verdict = style.paint(path.verdict, VERDICT_COLOURS[path.verdict], "bold")
    name = clean(path.entry.name) or "the file's own code"
    codes = f" {', '.join(path.codes)}" if path.codes else ""
    reason = f" because {clean(path.reason)}" if path.verdict == "unknown" and path.reason else ""
    inside = f"{path.app}/" if path.app else ""

    def where(place: Place) -> str:
        return at(sources, place).removeprefix(inside)

    yield f"    {verdict}{codes}{reason}  {name}  {where(path.entry.place)}"
    if path.reason and not reason:
        yield f"      {clean(path.reason)}"
    if path.covered_by:
        yield f"      {_COVERS[path.covered_by.what]}, {where(path.covered_by.place)}"
    for entry in path.also_from[:_MOST_ENTRIES]:
        yield f"      also from {clean(entry.name) or 'a file'}  {where(entry.place)}"
    if len(path.also_from) > _MOST_ENTRIES:
        more = count(len(path.also_from) - _MOST_ENTRIES, "other entry", "other entries")
        yield f"      also from {more}, which --format json lists"
    rows = [
        (f"({number})", where(step.place), event(step), clean(step.text))
        for number, step in enumerate(path.steps, 1)
    ]
    widths = [max((text_width(row[column]) for row in rows), default=0) for column in range(3)]
    for row in rows:
        cells = [
            f"{cell}{' ' * (width - text_width(cell))}"
            for cell, width in zip(row[:3], widths, strict=True)
        ]
        room = style.width - sum(widths) - 6 - 2 * 3
        cells[1] = style.paint(cells[1], "dim")
        if room >= _LEAST or not style.terminal:
            cells.append(cut(row[3], max(room, _LEAST), style.ellipsis))
        yield "      " + "  ".join(cells).rstrip()


def _summary(report: Report) -> str:
    paths = report.result.paths
    verdicts = [
        f"{number} {verdict}"
        for verdict in VERDICT_COLOURS
        if (number := sum(path.verdict == verdict for path in paths))
    ]
    found = f"Found {count(len(paths), 'path')}" + (f": {', '.join(verdicts)}." if paths else ".")
    return fitted(" ".join([found, checked_part(report), *not_checked_part(report)]), report)
