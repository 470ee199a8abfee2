"""What is written on the buttons that set an entry off: `<button onClick={go}>Log out</button>`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fslint.flow import Element, Literal
from fslint.http.listeners import fits
from fslint.link.index import last_name
from fslint.paths.entries import Root

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

MOST = 400
"""Characters between the tags of what is still taken for a button."""
LONGEST = 60
_TAG = re.compile(r"<[^<>]*>")
_SAYING = frozenset(
    {"title", "aria-label", "arialabel", "label", "tooltip", "text", "alt", "value", "id", "name"}
    | {"class", "classname", "data-testid", "data-test", "data-cy", "testid"}
)
"""Attributes that say what an element is for, in whatever case."""


def labels(facts: Facts, text: Callable[[str], str], root: Root) -> Iterator[str]:
    """What is written on the elements whose handler an entry is, and what their names say."""
    for trigger in root.triggers:
        if trigger.element is not None and trigger.at is not None:
            yield from _said(trigger.element, text(trigger.at.file))
    heard = [one.selector for one in facts.listeners() if one.fn == root.fn]
    for site in facts.program.index.elements if heard else ():
        if isinstance(site.node, Element) and any(fits(one, site.node) for one in heard):
            yield from _said(site.node, text(site.fn.file))


def _said(element: Element, source: str) -> Iterator[str]:
    for attribute in element.attributes:
        value = attribute.value
        if attribute.name.lower() in _SAYING and isinstance(value, Literal):
            yield str(value.value)
    inner = " ".join(_TAG.sub(" ", _inner(element, source)).split())
    if len(inner) <= LONGEST:
        yield inner


def _inner(element: Element, source: str) -> str:
    """What stands between an element's tags; nothing where that is long."""
    tag = element.tag
    name = str(tag.value) if isinstance(tag, Literal) else last_name(tag)
    given = [one.span.end for one in element.attributes if one.name != "children"]
    opened = source.find(">", max(given, default=element.span.start))
    closed = source.find("</", opened, opened + MOST) if opened != -1 else -1
    while closed != -1 and not source.startswith(name, closed + 2):
        closed = source.find("</", closed + 2, opened + MOST)
    whole = opened != -1 and closed != -1 and source[opened - 1] != "/"
    return source[opened + 1 : closed] if whole else ""
