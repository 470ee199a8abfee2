"""Ember's components in one file (.gjs, .gts): a script in which templates stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import FileFlow, Function, Span
from fslint.languages import javascript
from fslint.languages.markup import read_part

OPENING, CLOSING = "<template>", "</template>"
STANDS_FOR = "null".ljust(len(OPENING))
_VISIBLE = re.compile(r"[^\r\n]")


def lower(path: str, text: str) -> FileFlow:
    """Read the script with nothing in the place of its templates, then these, each as a method of
    the class that it stands in."""
    flow = javascript.lower(path, _without_templates(text))
    for place in _templates(text):
        around = [cls for cls in flow.classes if cls.span.start < place.start < cls.span.end]
        owner = around[-1].index if around else -1
        made = Function(
            len(flow.functions), "", place, "method", body_span=place, parent=0, owner=owner
        )
        flow.functions.append(made)
        made.body = read_part(flow, made.index, text, place)
    return flow


def _templates(text: str) -> Iterator[Span]:
    """Where the templates of a text stand, without their tags."""
    end = 0
    while (opening := text.find(OPENING, end)) >= 0:
        start = opening + len(OPENING)
        end = text.find(CLOSING, start)
        if end < 0:
            return
        yield Span(start, end)


def _without_templates(text: str) -> str:
    """The text with as many characters that mean nothing in their place, on as many lines."""
    parts: list[str] = []
    end = 0
    for place in _templates(text):
        parts += (text[end : place.start - len(OPENING)], STANDS_FOR)
        end = place.end + len(CLOSING)
        parts.append(_VISIBLE.sub(" ", text[place.start : end]))
    return "".join((*parts, text[end:]))
