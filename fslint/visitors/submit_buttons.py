"""Forms of a page with several buttons that send them, of which only some release the identity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.findings import Edit
from fslint.flow import Span
from fslint.link.index import Fn
from fslint.visitors.patient import Patient
from fslint.visitors.statements import edit

_BUTTON = re.compile(r"<(?:button|input)\b")
_TYPE = re.compile(r"\stype\s?=\s?[\"']?(\w{1,20})")
_CLICK = re.compile(r"(?i)\sonclick\s?=")


def on_others(form: int, call: str, patient: Patient) -> tuple[Edit, ...] | None:
    """The edits that make a call as each button is pressed that sends the form whose tag begins
    at a place, where another button of it releases the identity and these do not; None else."""
    text = patient.text
    end = text.find("</form", form)
    tags = list(_submitting(Span(form, end if end >= 0 else len(text)), text))
    lacking = [tag for tag in tags if not _releases(tag, patient)]
    if len(lacking) == len(tags):
        return None
    if any(_CLICK.search(text[tag.start : tag.end]) for tag in lacking):
        return None
    handler = f' onclick="{call};"'
    named = (_BUTTON.match(text, tag.start) for tag in lacking)
    return tuple(edit(patient.flow, Span(at.end(), at.end()), handler) for at in named if at)


def _submitting(form: Span, text: str) -> Iterator[Span]:
    """The opening tags of the buttons that send a form."""
    for found in _BUTTON.finditer(text, form.start, form.end):
        tag = Span(found.start(), _tag_end(found.end(), text))
        type_ = _TYPE.search(text, tag.start, tag.end)
        said = type_[1].lower() if type_ else "submit"
        if said in ("submit", "image") and (type_ or found[0] == "<button"):
            yield tag


def _tag_end(at: int, text: str) -> int:
    """Behind a tag: its end is no `>` in a quoted attribute."""
    quote = ""
    for place in range(at, len(text)):
        char = text[place]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == ">":
            return place + 1
    return len(text)


def _releases(tag: Span, patient: Patient) -> bool:
    """Whether a handler in a tag releases the identity."""
    inside = (f for f in patient.flow.functions[1:] if tag.start <= f.span.start < tag.end)
    return any("anonymize" in patient.facts.reaches(Fn(patient.file, f.index)) for f in inside)
