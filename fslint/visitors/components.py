"""Components of Vue, Svelte and Angular: where their script is, and where their template."""

from __future__ import annotations

import re
from typing import NamedTuple

from fslint.flow import Class, FileFlow, Function, Span
from fslint.paths.facts import Facts

_SINGLE_FILE = (".vue", ".svelte")
_SCRIPT = re.compile(r"<script\b([^>]*)>")
_SETUP = re.compile(r"\bsetup\b")
_TYPED = re.compile(r"\blang=[\"']?tsx?\b")
_MODULE = re.compile(r"\bmodule\b")


class Script(NamedTuple):
    """The place of a component's script; `setup` where the template sees all of its names, `typed`
    where it is TypeScript."""

    span: Span
    setup: bool
    typed: bool


class Shown(NamedTuple):
    """The class whose template a file is, and the flow of its own file."""

    flow: FileFlow
    cls: Class


def script_of(flow: FileFlow, text: str) -> Script | None:
    """The script of a component in a single file."""
    if not flow.path.endswith(_SINGLE_FILE):
        return None
    svelte = flow.path.endswith(".svelte")
    found: list[Script] = []
    for tag in _SCRIPT.finditer(text):
        end = text.find("</script", tag.end())
        if end >= 0 and not (svelte and _MODULE.search(tag[1])):
            setup = svelte or bool(_SETUP.search(tag[1]))
            found.append(Script(Span(tag.end(), end), setup, bool(_TYPED.search(tag[1]))))
    return max(found, key=lambda one: one.setup, default=None)


def script_text(flow: FileFlow, text: str) -> str:
    """The script of a file, whose style is to be kept: all of it but in components."""
    script = script_of(flow, text)
    return text[script.span.start : script.span.end] if script else text


def shown_by(facts: Facts, flow: FileFlow, at: int) -> Shown | None:
    """The class of Angular in whose template a place is: one of its own, or a file beside it."""
    inline = template_at(flow, at)
    if inline is not None:
        return Shown(flow, flow.classes[inline.owner])
    if not flow.path.endswith(".html"):
        return None
    found = facts.program.evaluator.names.component_of(flow.path)
    own = facts.program.flows.get(found.file) if found is not None else None
    return Shown(own, own.classes[found.index]) if own is not None and found else None


def template_at(flow: FileFlow, at: int) -> Function | None:
    """The template around a place that stands in a string of its class."""
    inside = (f for f in flow.functions if f.kind == "template")
    return next((f for f in inside if f.span.start <= at < f.span.end), None)


def in_template(facts: Facts, flow: FileFlow, text: str, at: int) -> bool:
    """Whether a place is in a template that reaches nothing global."""
    if flow.path.endswith(".vue"):
        script = script_of(flow, text)
        return script is None or not script.span.start <= at < script.span.end
    return shown_by(facts, flow, at) is not None
