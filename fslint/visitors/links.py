"""Links and forms of a page that ask the server to log out: the release in their handler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fslint.findings import Edit
from fslint.flow import Closure, Element, Span
from fslint.link.traverse import steps_in
from fslint.rules import FixSpec
from fslint.visitors import insertion
from fslint.visitors.client_components import for_the_browser
from fslint.visitors.components import shown_by
from fslint.visitors.imports import line_end
from fslint.visitors.insertion import PLAIN_MARKUP
from fslint.visitors.patient import Made, Patient
from fslint.visitors.statements import Position, edit, indent_at, statement_of
from fslint.visitors.submit_buttons import on_others

_ASKS = re.compile(r"[^\"']{0,40}\b(?:return|confirm)\b")
_NAME = re.compile(
    r"(?:data-)?(hx-)(?:get|post|put|patch|delete)\b"
    r"|(?:data-|th:|data-th-|ng-)?(href|action|method)\b|asp-(?:page|action)\b"
)
_HTMX = "hx-"
_HTMX_ASKS = re.compile(r"\shx-confirm\b")
_WIRED = re.compile(r"wire:(click|submit)[\w.]{0,40}=[\"']$")
"""What stands before a method of the server that Livewire runs."""
_LONGEST = 60
_CLICKED = re.compile(r"<(?:a|button|[A-Z]\w{0,60}(?:Link|Button)|Link)\b")
_FORM = re.compile(r"<form\b")
_MORE_OPTIONS = re.compile(
    r"\s*(?:,\s*(?:\w+:(?!:)|:\w+\s*=>|[\"']\w+[\"']\s*=>)|\)|-?%>|do\b|if\b|unless\b)"
)
"""What may follow an argument in Ruby or Elixir for an option to be written between."""
_HELPED = (".erb", ".eex", ".leex", ".heex")
PUG = (".pug", ".jade")
_IN_TAGS, _IN_BRACKETS = ("<", ">"), ("(", ")")
_RUNES = re.compile(r"\$(?:props|state|derived|effect)\b|\son(?:click|submit)=\{")


class _Way(NamedTuple):
    """How a kind of file writes a handler: of a click, of a form that is sent, and its value."""

    click: str
    submit: str
    value: str


_PAGE = _Way("onclick", "onsubmit", '"{call};"')
_REACT = _Way("onClick", "onSubmit", "{{() => {call}}}")
_VUE = _Way("@click", "@submit", '"{call}"')
_ANGULAR = _Way("(click)", "(submit)", '"{call}"')
_SVELTE = _Way("on:click", "on:submit", "{{() => {call}}}")
_SVELTE_5 = _Way("onclick", "onsubmit", "{{() => {call}}}")


def is_sent(patient: Patient) -> bool:
    """Whether a finding stands at a method of the server, where no statement can be written."""
    return _wired(patient) is not None


def _wired(patient: Patient) -> re.Match[str] | None:
    start = patient.finding.place.start
    return _WIRED.search(patient.text, max(0, start - _LONGEST), start)


def on_link(spec: FixSpec, patient: Patient) -> Iterator[Made]:
    """A handler beside the address that the finding stands at, or the call in the one there is,
    unless that asks whether to go on."""
    place, text = patient.finding.place, patient.text
    if spec.insert == "anonymize" and place.file.endswith(_HELPED):
        yield from _in_options(patient)
    begin = place.start
    named = _NAME.match(text, begin)
    wired = _wired(patient)
    if wired is not None:
        begin = wired.start()
    way = _way(patient) if spec.insert == "anonymize" and (named or wired) else None
    if way is None:
        return
    opening, closing = _IN_BRACKETS if place.file.endswith(PUG) else _IN_TAGS
    start = text.rfind(opening, 0, begin)
    clicked = wired[1] == "click" if wired else named is not None and named[2] == "href"
    clicked = clicked or (wired is None and _CLICKED.match(text, start) is not None)
    by_htmx = named is not None and named[1] == _HTMX
    clicked = clicked or (by_htmx and not _FORM.match(text, start))
    handler = way.click if clicked else way.submit
    tag = text[start : text.find(closing, place.end)]
    if by_htmx and _HTMX_ASKS.search(tag):
        return  # it asks after the click, and a handler of that would come too early
    quoted = '"' in way.value
    for nth, written in enumerate(patient.calls(spec.insert, place.file, place)):
        call = written.call.strip(";")
        where = "by the SDK's own call" if nth else ""
        made: tuple[Edit, ...] | None = None
        known = re.search(rf"(?i)[\s(,]{re.escape(handler)}\s?=\s?([\"'])", tag)
        if known is not None and _ASKS.match(tag, known.end()):
            continue
        if known is not None:
            quote, at = known[1], start + known.end()
            call = call.replace(quote, "'" if quote == '"' else '"')
            gap = "" if text.startswith(quote, at) else " "
            made = (edit(patient.flow, Span(at, at), f"{call};{gap}"),)
        elif handler.lower() in tag.lower():
            made = _in_closure(handler, written.call, patient)
        else:
            call = call.replace('"', "'") if quoted else call
            new = f"{handler}={way.value.format(call=call)}{_gap(begin, text)}"
            form = way is _PAGE and _FORM.match(text, start)
            others = on_others(start, call, patient) if form else None
            made = others or (edit(patient.flow, Span(begin, begin), new),)
        edits = (*made, *written.edits) if made is not None else None
        if edits is not None and way is _REACT:
            edits = for_the_browser(patient, edits)
        if edits is not None:
            yield Made(edits, True, where)


def _gap(at: int, text: str) -> str:
    """What stands between an attribute and the next: a line's end where each has its line."""
    indent = indent_at(text, at)
    alone = text[:at].endswith(f"\n{indent}") and indent
    return f"{line_end(text)}{indent}" if alone else " "


def _in_options(patient: Patient) -> Iterator[Made]:
    """The handler among the options of the `link_to` or `button_to` whose address the finding
    stands at."""
    place, text = patient.finding.place, patient.text
    span = Span(place.start, place.end)
    element = next(
        (
            step
            for function in patient.flow.functions
            for step in steps_in(function.body)
            if isinstance(step, Element)
            and any(one.span == span == one.value.span for one in step.attributes)
        ),
        None,
    )
    if element is None or not _MORE_OPTIONS.match(text, place.end) or _by_form(element, text):
        return
    known = next((one for one in element.attributes if one.name == _PAGE.click), None)
    for nth, written in enumerate(patient.calls("anonymize", place.file, place)):
        call = written.call.rstrip(";").replace('"', "'")
        made = edit(patient.flow, Span(place.end, place.end), f', {_PAGE.click}: "{call}"')
        if known is not None:
            inner = known.span.start + 1
            if _ASKS.match(text, inner) or text[inner - 1] != '"':
                continue
            made = edit(patient.flow, Span(inner, inner), f"{call}; ")
        yield Made((made, *written.edits), True, "by the SDK's own call" if nth else "")


def _by_form(element: Element, text: str) -> bool:
    """Whether a helper writes a form around what is to come, whose own options are nested."""
    return text.startswith("form", element.tag.span.start)


def _way(patient: Patient) -> _Way | None:
    file, text = patient.file, patient.text
    if file.endswith(".vue"):
        return _VUE
    if file.endswith(".svelte"):
        return _SVELTE_5 if _RUNES.search(text) else _SVELTE
    if shown_by(patient.facts, patient.flow, patient.finding.place.start) is not None:
        return _ANGULAR
    if patient.flow.language in ("javascript", "typescript"):
        return _REACT
    plain = file.endswith((*PLAIN_MARKUP, *PUG)) and not file.endswith(".component.html")
    return _PAGE if plain else None


def _in_closure(handler: str, call: str, patient: Patient) -> tuple[Edit, ...] | None:
    """The call as the first thing that the handler of the same element does."""
    place, flow, text = patient.finding.place, patient.flow, patient.text
    for function in flow.functions:
        for step in steps_in(function.body):
            if isinstance(step, Element) and any(a.span == place[1:] for a in step.attributes):
                value = next((a.value for a in step.attributes if a.name == handler), None)
                run = flow.functions[value.index] if isinstance(value, Closure) else None
                if run is not None and run.body:
                    first = statement_of(Position(run, run.body, 0), flow, text)
                    return (
                        insertion.before(first, call, insertion.Page(flow, text)) if first else None
                    )
    return None
