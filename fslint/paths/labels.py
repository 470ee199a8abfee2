"""What is written on the buttons that set an entry off: `<button onClick={go}>Log out</button>`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fslint.entries import GROUPS
from fslint.flow import Call, Closure, Element, Literal, Member, Value
from fslint.http.listeners import fits
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, file_values
from fslint.paths.entries import Root, Trigger

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

MOST = 400
"""Characters between the tags of what is still taken for a button."""
LONGEST = 60
OUTER = 4
"""Calls around a button that may ask what it answers."""
ASKING = re.compile(r"(?i)dialog|alert|sheet|modal|prompt|confirm|snack|toast|popup|menu|action")
_TAG = re.compile(r"<[^<>]*>")
_SAYING = frozenset(
    {"title", "aria-label", "arialabel", "label", "tooltip", "text", "alt", "value", "id", "name"}
    | {"class", "classname", "data-testid", "data-test", "data-cy", "testid"}
)
"""Attributes that say what an element is for, in whatever case."""


def labels(facts: Facts, text: Callable[[str], str], root: Root) -> Iterator[str]:
    """What is written on the elements whose handler an entry is, what their names say, and what an
    entry asks somebody before it goes on."""
    for trigger in root.triggers:
        if trigger.element is not None and trigger.at is not None:
            yield from _said(trigger.element, text(trigger.at.file))
        if trigger.at is not None and facts.program.language(trigger.at) in GROUPS["mobile"]:
            yield from _told(facts, root.fn, trigger)
    for call in facts.program.index.calls[root.fn]:
        if ASKING.search(last_name(call.callee)):
            for argument in call.args:
                yield from _shown(facts, root.fn.file, argument.value)
    heard = [one.selector for one in facts.listeners() if one.fn == root.fn]
    for site in facts.program.index.elements if heard else ():
        if isinstance(site.node, Element) and any(fits(one, site.node) for one in heard):
            yield from _said(site.node, text(site.fn.file))


def _told(facts: Facts, handler: Fn, trigger: Trigger) -> Iterator[str]:
    """What a button of a phone's app shows: what is told beside its handler, in what stands there,
    in the calls before it in a chain, and in the question that it is an answer to."""
    asked = trigger.call or trigger.element
    index = facts.program.index
    for _ in range(OUTER):
        if asked is None or trigger.at is None:
            return
        for value in _beside(asked):
            if not (isinstance(value, Closure) and value.index == handler.index):
                yield from _shown(facts, trigger.at.file, value)
        outer = index.outer.get(asked) if isinstance(asked, Call) else None
        asked = outer if outer is not None and ASKING.search(last_name(outer.callee)) else None


def _beside(asked: Call | Element) -> Iterator[Value]:
    """What a call is given, and those before it in its chain, or the attributes of an element."""
    if isinstance(asked, Element):
        yield from (attribute.value for attribute in asked.attributes)
        return
    step: Value = asked
    while isinstance(step, Call):
        yield from (argument.value for argument in step.args)
        step = step.callee.of if isinstance(step.callee, Member) else step.callee


def _shown(facts: Facts, file: str, value: Value) -> Iterator[str]:
    """The texts in a value, or in what a function shows, and the names of what is kept as one:
    `R.string.log_out`."""
    values = [value]
    if isinstance(value, Closure):
        values = [v for inner, v in file_values(facts.program.flows[file]) if inner == value.index]
    for part in (part for each in values for part in deep(each)):
        if isinstance(part, Literal) and part.kind == "string" and len(str(part.value)) <= LONGEST:
            yield str(part.value)
        elif isinstance(part, Member):
            yield part.name


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
