"""Links and forms of a page that ask the server to log out: the release in their handler."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import Span
from fslint.rules import FixSpec
from fslint.visitors.insertion import PLAIN_MARKUP
from fslint.visitors.patient import Made, Patient
from fslint.visitors.statements import edit

_HANDLERS = {"href": "onclick", "action": "onsubmit"}
_ASKS = re.compile(r"[^\"']{0,40}\b(?:return|confirm)\b")
_NAME = re.compile(r"(?:data-)?(href|action)\b")


def on_link(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """A handler beside the address that the finding stands at, or the call in the one there is,
    unless that asks whether to go on."""
    place, text = patient.finding.place, patient.text
    named = _NAME.match(text, place.start)
    if spec.insert != "anonymize" or named is None or not place.file.endswith(PLAIN_MARKUP):
        return
    handler = _HANDLERS[named[1]]
    start = text.rfind("<", 0, place.start)
    tag = text[start : text.find(">", place.end)]
    written = next(patient.writer(place.file).calls(spec.insert), None)
    if written is None:
        return
    known = re.search(rf"(?i)\s{handler}\s?=\s?([\"'])", tag)
    if known is None and handler not in tag.lower():
        call = written.call.replace('"', "'")
        new = f'{handler}="{call}" '
        yield Made((edit(patient.flow, Span(place.start, place.start), new),), True)
    elif known is not None and not _ASKS.match(tag, known.end()):
        quote = known[1]
        call = written.call.replace(quote, "'" if quote == '"' else '"')
        gap = "" if tag.startswith(quote, known.end()) else " "
        at = start + known.end()
        yield Made((edit(patient.flow, Span(at, at), call.rstrip(";") + ";" + gap),), True)
