"""How the events of a run are shown: the code of each and the steps of a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fslint.findings import Place, TraceStep
from fslint.paths.states import Happening, Trace, happenings

SHOWN = frozenset(
    {"sign_out", "anonymize", "identify", "track", "move", "leave", "stop", "switch", "call",
     "cdp_reset", "misuse", "branch", "later", "unresolved", "weak"}
)  # fmt: skip


def steps_of(text: Callable[[str], str], trace: Trace | None) -> Iterable[TraceStep]:
    """The events of a run that a report shows, in their order."""
    for item in happenings(trace):
        if item.kind in SHOWN:
            place = Place(item.fn.file, *item.span)
            yield TraceStep(place, item.kind, line_of(text, item), item.note)


def line_of(text: Callable[[str], str], item: Happening) -> str:
    """The code of an event on one line, cut where it is long."""
    code = " ".join(text(item.fn.file)[item.span.start : item.span.end].split())
    return code if len(code) <= 100 else code[:99] + "…"
