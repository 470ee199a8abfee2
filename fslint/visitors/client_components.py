"""Components of React that a server renders, in which no handler can stand.

An app has such where some of its files say `'use client'`: all others are the server's, unless one
of these imports them.
"""

from __future__ import annotations

import re

from fslint.findings import Edit
from fslint.flow import Function, Span
from fslint.paths.hosts import SERVER
from fslint.visitors.flavour import ends_with_semicolons, quote_of
from fslint.visitors.imports import line_end
from fslint.visitors.patient import Patient
from fslint.visitors.statements import edit

CLIENT = "use client"
_PAGES = re.compile(r"(?:^|/)pages/")
"""Where Next keeps the pages of its older router, which are the browser's."""
_OF_SERVERS = frozenset({"metadata", "generateMetadata", "generateStaticParams", "revalidate"})
"""What only a page of a server exports."""


def for_the_browser(patient: Patient, edits: tuple[Edit, ...]) -> tuple[Edit, ...] | None:
    """Edits of the finding's file, with one that has the browser render its components unless it
    does so anyway; None where only a server can."""
    flow, text = patient.flow, patient.text
    told = CLIENT in flow.functions[0].modifiers or _PAGES.search(flow.path) is not None
    if told or not _has_both(patient):
        return edits
    speaks_of = patient.facts.program.vocabulary.speaks_of
    taken = any(speaks_of("server-module", one.module) for one in flow.imports)
    given = any(one.name in _OF_SERVERS for one in flow.exports)
    if taken or given or any(map(_is_server_only, flow.functions)):
        return None
    quote, end = quote_of(text), ";" if ends_with_semicolons(text) else ""
    gap = line_end(text)
    start = 1 if text.startswith("\ufeff") else 0
    first = edit(flow, Span(start, start), f"{quote}{CLIENT}{quote}{end}{gap}{gap}")
    there = "".join(one.new_text for one in edits if one.place == first.place)
    rest = (one for one in edits if one.place != first.place)
    return (first._replace(new_text=first.new_text + there), *rest)


def _has_both(patient: Patient) -> bool:
    """Whether the app of a finding tells its components apart."""
    flows = patient.facts.program.flows.items()
    return any(
        CLIENT in other.functions[0].modifiers
        and patient.app_of(patient.file) is patient.app_of(path)
        for path, other in flows
    )


def _is_server_only(function: Function) -> bool:
    """Whether a function runs on a server alone: an action, or a component that waits for data."""
    waits = "async" in function.modifiers and function.name[:1].isupper()
    return waits or SERVER in function.modifiers
