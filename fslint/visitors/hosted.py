"""Edits in code that stands in a string or in data: written as its host needs them, or not at all.

An embedded function's modifiers say how it stands in its file: `braces` (doubled, as in an
f-string), `percent` (doubled), `line` (no line break), `pieces` (in unlike strings of Python, or
with code between), `mixed` (the same, where one cannot be told from the other), `payload` (no code,
but data that stands for a call), and `quote:` with the quote that ends it.
"""

from __future__ import annotations

from collections.abc import Sequence

from fslint.findings import Edit
from fslint.flow import FileFlow
from fslint.languages.python_tokens import how_written, is_argument, string_literals
from fslint.visitors.mend import ANONYMOUS

HOSTS = frozenset({"python", "data"})
_PYTHON = {"true": "True", "false": "False", "(false)": "(False)"}


def hosted(
    edits: Sequence[Edit], flow: FileFlow, text: str, *, statements: bool = False
) -> tuple[Edit, ...] | None:
    """Edits that write JavaScript, as they must read in a file of another language; None where
    that is not sure to work. Whole `statements` of Python are written as Python already."""
    if flow.language == "markup":
        return _in_attributes(edits, flow, text)
    if flow.language not in HOSTS:
        return tuple(edits)
    found: list[Edit] = []
    for edit in edits:
        host = _host(edit, flow, text)
        if host is not None and "dumped" in host:
            new = _in_python(edit.new_text, _quote_in(text, edit))
        elif host is None and flow.language == "python":
            new = edit.new_text if statements else _in_python(edit.new_text)
        elif host is None:
            new = None
        else:
            new = _in_string(edit.new_text, host)
        if new is None:
            return None
        found.append(edit._replace(new_text=new))
    return tuple(found)


def _in_attributes(edits: Sequence[Edit], flow: FileFlow, text: str) -> tuple[Edit, ...] | None:
    """Edits without the quote of the attribute that they stand in."""
    found: list[Edit] = []
    for edit in edits:
        new = edit.new_text
        if edit.place.file != flow.path:
            found.append(edit)
            continue
        quotes = {
            text[function.span.start - 1]
            for function in flow.functions[1:]
            if function.span.start <= edit.place.start
            and edit.place.end <= function.span.end
            and text[function.span.start - 1] in "'\""
        }
        for quote in quotes & set(new):
            other = "'" if quote == '"' else '"'
            if other in new or len(quotes) > 1:
                return None
            new = new.replace(quote, other)
        found.append(edit._replace(new_text=new))
    return tuple(found)


def _host(edit: Edit, flow: FileFlow, text: str) -> frozenset[str] | None:
    """How the innermost embedded function around an edit stands in its file, if there is one."""
    start, end = edit.place.start, edit.place.end
    around = [
        function
        for function in flow.functions
        if function.kind == "embedded" and function.span.start <= start and end <= function.span.end
    ]
    if not around:
        return None
    inner = max(around, key=lambda function: function.span.start)
    if "pieces" not in inner.modifiers:
        return inner.modifiers
    if is_argument(text, start, "dumps", inner.span.start):
        return frozenset({"dumped"})
    for opening, place in string_literals(text, inner.span):
        if place.start <= start and end <= place.end:
            return how_written(opening)
    return frozenset({"mixed"})


def _quote_in(text: str, edit: Edit) -> str:
    """The quote of the strings that an edit replaces."""
    old = text[edit.place.start : edit.place.end]
    return "'" if "'" in old and '"' not in old else '"'


def _in_python(new: str, quote: str = '"') -> str | None:
    """JavaScript's text as Python's: for a call of Pyodide, PyScript or Brython."""
    if new in _PYTHON:
        return _PYTHON[new]
    written = new.replace(ANONYMOUS, f"{{{quote}anonymous{quote}: True}}")
    if written == new and any(char in new for char in "{};"):
        return None
    return None if "?." in new or "\n" in new else written


def _in_string(new: str, host: frozenset[str]) -> str | None:
    if "mixed" in host or "\\" in new or ("line" in host and "\n" in new):
        return None
    if "payload" in host:
        return None if ANONYMOUS in new else new
    quote = next((word[-1] for word in host if word.startswith("quote:")), "")
    if quote and quote in new:
        other = "'" if quote == '"' else '"'
        if other in new:
            return None
        new = new.replace(quote, other)
    if "braces" in host:
        bare = new.replace(ANONYMOUS, "")
        if "{" in bare or "}" in bare:
            return None
        new = new.replace(ANONYMOUS, "{" + ANONYMOUS + "}")
    return None if "percent" in host and "%" in new else new
