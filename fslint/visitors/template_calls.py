"""Calls made by a component's template, which reaches what its component has, and nothing global.

What a template of Vue or Angular cannot reach is called by a function of the component, which is
written along with the call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fslint.findings import Edit
from fslint.flow import Object, Span
from fslint.languages.markup_component import exported
from fslint.link.index import Fn
from fslint.visitors.app_wrappers import is_public
from fslint.visitors.components import Script, Shown, script_of, shown_by
from fslint.visitors.imports import line_end
from fslint.visitors.insertion import unit
from fslint.visitors.statements import edit, indent_at
from fslint.visitors.wrappers import releases
from fslint.visitors.writing import Writer, Written

_HELPERS = {"anonymize": "releaseIdentity", "track": "sendLogoutEvent"}
"""What the function is called that makes a call for a template."""

_GLOBAL = re.compile(r";?\(?(?:window|globalThis)\b|FS\b")


def template_calls(
    what: str, writer: Writer, at: int, of: Callable[[str], Writer]
) -> Iterator[Written]:
    """The ways to make a call at a place of a template, the best one first; `writer` is that of
    its file, `of(file)` that of another."""
    name = _HELPERS.get(what)
    shown = shown_by(writer.facts, writer.flow, at)
    if name is None:
        return
    if shown is not None:
        yield from _by_class(what, name, shown, of(shown.flow.path))
        return
    script = script_of(writer.flow, writer.text)
    for written in writer.calls(what) if script is not None else ():
        if script is not None and script.setup and not _GLOBAL.match(written.call):
            yield written
            continue
        made = _in_script(name, written.call, script, writer) if script is not None else None
        if made is not None:
            yield Written(f"{name}();", (*written.edits, made))


def _by_class(what: str, name: str, shown: Shown, writer: Writer) -> Iterator[Written]:
    if what == "anonymize":
        for method, (first, *_) in shown.cls.methods.items():
            public = is_public(shown.flow.functions[first]) and method != "constructor"
            if public and releases(writer.facts, Fn(shown.flow.path, first)):
                yield Written(f"{method}();")
                return
    if name in shown.cls.methods:
        return
    for written in writer.calls(what):
        made = _last_member(name, written.call, shown.cls.span, writer)
        yield Written(f"{name}();", (*written.edits, made))


def _in_script(name: str, call: str, script: Script, writer: Writer) -> Edit | None:
    """The edit that declares a function for a template in the script of its file."""
    flow, text, end = writer.flow, writer.text, line_end(writer.text)
    if name in flow.functions[0].bindings:
        return None
    if script.setup:
        at = script.span.end
        outer = _first_indent(writer.style)
        before = "" if text[:at].endswith("\n") else end
        new = f"{before}{end}{_function(f'function {name}', call, outer, text)}{end}"
        return edit(flow, Span(at, at), new)
    component = exported(flow)
    if not isinstance(component, Object):
        return None
    methods = next((e.value for e in component.entries if e.key == "methods"), None)
    if isinstance(methods, Object):
        return _last_entry(methods, lambda inner: _function(name, call, inner, text), writer)

    def written(inner: str) -> str:
        method = _function(name, call, inner + unit(text), text)
        return f"{inner}methods: {{{end}{method},{end}{inner}}}"

    return _last_entry(component, written, writer)


def _last_entry(of: Object, write: Callable[[str], str], writer: Writer) -> Edit:
    """The edit that gives an object one more entry; `write(indent)` is its text."""
    flow, text, end = writer.flow, writer.text, line_end(writer.text)
    close = of.span.end - 1
    outer = indent_at(text, of.span.start)
    start = max((entry.span.end for entry in of.entries), default=of.span.start + 1)
    rest = text[start:close]
    comma = "," if of.entries and "," not in rest else ""
    inner = indent_at(text, of.entries[0].span.start) if of.entries else ""
    if len(inner) <= len(outer):
        inner = outer + unit(text)
    kept = rest.rstrip()
    new = f"{comma}{kept}{end}{write(inner)},{end}{outer}"
    return edit(flow, Span(start, close), new)


def _last_member(name: str, call: str, span: Span, writer: Writer) -> Edit:
    """The edit that gives a class a method, behind all else that it has."""
    flow, text, end = writer.flow, writer.text, line_end(writer.text)
    close = span.end - 1
    outer = indent_at(text, close)
    method = _function(name, call, outer + unit(text), text)
    start = text.rfind("\n", 0, close) + 1
    if text[start:close].strip():
        return edit(flow, Span(close, close), f"{end}{method}{end}{outer}")
    return edit(flow, Span(start, start), f"{end}{method}{end}")


def _function(head: str, call: str, indent: str, text: str) -> str:
    end = line_end(text)
    return f"{indent}{head}() {{{end}{indent}{unit(text)}{call.removeprefix(';')}{end}{indent}}}"


def _first_indent(script: str) -> str:
    """The indentation of a script's first line."""
    for line in script.splitlines():
        if line.strip():
            return line[: len(line) - len(line.lstrip())]
    return ""
