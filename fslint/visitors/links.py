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
_NAME = re.compile(r"(?:data-)?(href|action)\b")


def on_link(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """A handler beside the address that the finding stands at."""
    place, text = patient.finding.place, patient.text
    named = _NAME.match(text, place.start)
    if spec.insert != "anonymize" or named is None or not place.file.endswith(PLAIN_MARKUP):
        return
    handler = _HANDLERS[named[1]]
    tag = text[text.rfind("<", 0, place.start) : text.find(">", place.end)]
    if handler in tag.lower():
        return
    for written in patient.writer(place.file).calls(spec.insert):
        call = written.call.replace('"', "'")
        new = f'{handler}="{call}" '
        yield Made((edit(patient.flow, Span(place.start, place.start), new),), True)
        return
