"""Ember's components in one file (.gjs, .gts): a script in which templates stand."""

from __future__ import annotations

import re

from fslint.flow import FileFlow, Function, Span
from fslint.languages import javascript
from fslint.languages.markup import read_part

_TEMPLATE = re.compile(r"<template>(.*?)</template>", re.S)
STANDS_FOR = "null"


def lower(path: str, text: str) -> FileFlow:
    """Read the script with nothing in the place of its templates, then these, each as a method of
    the class that it stands in."""
    flow = javascript.lower(path, _TEMPLATE.sub(_blank, text))
    for found in _TEMPLATE.finditer(text):
        place = Span(*found.span(1))
        around = [cls for cls in flow.classes if cls.span.start < place.start < cls.span.end]
        owner = around[-1].index if around else -1
        made = Function(
            len(flow.functions), "", place, "method", body_span=place, parent=0, owner=owner
        )
        flow.functions.append(made)
        made.body = read_part(flow, made.index, text, place)
    return flow


def _blank(found: re.Match[str]) -> str:
    """As much text that means nothing, on as many lines."""
    rest = found[0][len(STANDS_FOR) :]
    return STANDS_FOR + "".join(char if char in "\r\n" else " " for char in rest)
