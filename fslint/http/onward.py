"""Where a request says that the browser is to go next: `?next=/bye/`, or a field of its form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from fslint.flow import Element, Literal, Op, Template, Value
from fslint.http.answers import kinds_of
from fslint.http.model import Route
from fslint.link.program import Program
from fslint.link.traverse import deep

_KEY = r"next(?:_page|_url)?|redirect(?:_to|_url|_uri|To)?|return(?:_to|_url|To)?|continue"
_QUERY = re.compile(rf"[?&]({_KEY})=([^&#]*)")
_FIELD = re.compile(rf"(?:{_KEY})\Z")
_HONOURING = frozenset({"LogoutView", "AllauthLogoutView"})
_THEIRS = frozenset({"next", "redirect_to"})
"""What views of frameworks go by."""


class Onward(NamedTuple):
    """What a request calls the page that comes next, and which that is."""

    key: str
    value: Value


def in_url(value: Value) -> Onward | None:
    """What a URL says of it, in its query."""
    parts: Sequence[str | Value] = (value,)
    if isinstance(value, Template):
        parts = value.parts
    elif isinstance(value, Op) and value.op == "+":
        parts = value.operands
    for place, part in enumerate(parts):
        text = part.value if isinstance(part, Literal) else part
        if not isinstance(text, str):
            continue
        for said in _QUERY.finditer(text):
            if said[2]:
                return Onward(said[1], Literal(value.span, "string", unquote(said[2])))
            rest = parts[place + 1 : place + 2]
            if rest and said.end() == len(text) and not isinstance(rest[0], str):
                return Onward(said[1], rest[0])
    return None


def in_form(form: Element, elements: Sequence[Element]) -> Onward | None:
    """What a field says of it that stands behind a form, before another one begins."""
    place = next((n for n, one in enumerate(elements) if one is form), len(elements))
    for element in elements[place + 1 :]:
        tag = element.tag.value if isinstance(element.tag, Literal) else ""
        if tag == "form":
            return None
        named = {one.name.lower(): one.value for one in element.attributes}
        name = named.get("name")
        if tag == "input" and isinstance(name, Literal) and _FIELD.match(str(name.value)):
            value = named.get("value")
            return None if value is None else Onward(str(name.value), value)
    return None


def is_heeded(program: Program, routes: Iterable[Route], onward: Onward) -> bool:
    """Whether all of some routes go where they are told to."""
    return all(_heeds(program, route, onward.key) for route in routes)


def _heeds(program: Program, route: Route, key: str) -> bool:
    if kinds_of(program, route.view) & _HONOURING:
        return key in _THEIRS
    return any(
        isinstance(part, Literal) and part.value == key
        for fn in route.view.handlers
        for call in program.index.calls[fn]
        for part in deep(call)
    )
