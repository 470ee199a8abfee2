"""`fslint paths --format mermaid`: a flow chart, for a page of documentation or a merge request."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.findings import LogoutPath
from fslint.reports import Report
from fslint.reports.words import KINDS, at

_STYLES = {
    "proven": "fill:#d4f4dd,stroke:#1a7f37",
    "violated": "fill:#ffd9d6,stroke:#b42318",
    "unknown": "fill:#fff3cd,stroke:#9a6700",
}


def render(report: Report) -> str:
    """One chart; each path runs from its entry through its steps to its verdict."""
    lines = ["flowchart TD"]
    for number, path in enumerate(report.result.paths, 1):
        lines += _path(f"p{number}", path, report)
    used = {path.verdict for path in report.result.paths}
    lines += [
        f"  classDef {verdict} {look}" for verdict, look in _STYLES.items() if verdict in used
    ]
    return "".join(line + "\n" for line in lines)


def _path(prefix: str, path: LogoutPath, report: Report) -> Iterator[str]:
    sources = report.project.sources
    entry = f"{path.entry.name or 'the file'}\n{at(sources, path.entry.place)}"
    title = f"{path.app or '.'}: {KINDS[path.kind]}"
    yield f"  subgraph {prefix} [{_text(title)}]"
    yield f"    {prefix}e([{_text(entry)}])"
    last = f"{prefix}e"
    for number, step in enumerate(path.steps, 1):
        node = f"{prefix}s{number}"
        yield f"    {node}[{_text(f'{step.event}: {step.text}')}]"
        yield f"    {last} --> {node}"
        last = node
    reason = ": ".join(part for part in (path.verdict, path.reason) if part)
    yield f"    {prefix}v{{{{{_text(reason)}}}}}:::{path.verdict}"
    yield f"    {last} --> {prefix}v"
    yield "  end"


def _text(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace('"', "&quot;")
    escaped = escaped.replace("<", "&lt;").replace(">", "&gt;").replace("#", "&#35;")
    return '"' + "<br>".join(escaped.splitlines()) + '"'
