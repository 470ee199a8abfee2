"""HTML and JavaScript inside the strings of other files, read at their true places.

What a string holds becomes a function of kind `embedded`, of the language JavaScript; its body is
what the page or the script runs when it is shown or run. The string's value is that function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from fslint.flow import Argument, Call, Closure, FileFlow, Function, Opaque, Span
from fslint.languages.javascript import read_value
from fslint.languages.markup import read_html
from fslint.languages.markup_scripts import script
from fslint.languages.markup_source import Source, dialect_of
from fslint.languages.markup_tokens import script_tokens

_HTML = re.compile(
    r"<script\b|<[a-z][^<>]*[\s\"'](?:href|action|on[a-z]{3,20}|hx-[a-z]{1,9}|[a-z-]*url)\s*=",
    re.I,
)
_FULLSTORY = re.compile(r"\b(?:FS|FullStory)(?:\?\.)?(?:\(\s*['\"]|\.\w{1,30}\()")
_FUNCTION = re.compile(
    r"\s*(?:async\s+)?(?:function\b\s*\*?\s*\(|\([^()]*\)\s*=>|[A-Za-z_$][\w$]*\s*=>)"
)
_LETTER = re.compile(r"[(=]")


class Placed(NamedTuple):
    """Text that stands in a file in pieces: where each character starts and where it ends."""

    text: str
    starts: list[int]
    ends: list[int]


def placed(
    text: str, span: Span, escapes: re.Pattern[str] | None, said: Callable[[re.Match[str]], str]
) -> Placed:
    """The text at `span` with its escapes decoded by `said`, every character at its place."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = span.start
    for match in escapes.finditer(text, span.start, span.end) if escapes else ():
        says = said(match)
        out.append(text[position : match.start()] + says)
        starts.extend([*range(position, match.start()), *[match.start()] * len(says)])
        ends.extend([*range(position + 1, match.start() + 1), *[match.end()] * len(says)])
        position = match.end()
    out.append(text[position : span.end])
    starts.extend(range(position, span.end))
    ends.extend(range(position + 1, span.end + 1))
    return Placed("".join(out), starts, ends)


def what_is(text: str, runs: bool) -> str:
    """What a string holds: `html`, `script` or, if neither, ''. `runs`: handed to what runs it."""
    if "<" in text and _HTML.search(text):
        return "html"
    if runs and _LETTER.search(text) and not text.lstrip().startswith("<"):
        return "script"
    return "script" if _FULLSTORY.search(text) else ""


def read_embedded(
    flow: FileFlow,
    parent: int,
    placed: Placed,
    span: Span,
    kind: str,
    host: Iterable[str] = (),
) -> Closure:
    """Read a string as `html` or `script`; `span` is the place of the whole of it.

    `host` says how it stands in its file, in the function's modifiers: `braces` and `percent`
    are doubled, `line` (no line breaks), `pieces` (in several strings of Python), `mixed` (no
    edits), `quote:` with the quote that ends it. Nothing is said of what cannot be read: such a
    string may not be what it looks like.
    """
    function = Function(len(flow.functions), "", span, "embedded", body_span=span, parent=parent)
    function.modifiers = frozenset(host)
    flow.functions.append(function)
    known = len(flow.problems)
    text = placed.text
    starts = [*placed.starts, placed.ends[-1] if placed.ends else span.end]

    def at(offset: int) -> int:
        return starts[offset]

    def until(offset: int) -> int:
        return placed.ends[offset - 1]

    if kind == "html":
        function.body = read_html(text, at, flow, function.index, until)
    else:
        source = Source(text, flow, dialect_of("", text), function.index, at, until=until)
        if _FUNCTION.match(text):
            tokens = script_tokens(source, 0, len(text), False, False)
            steps, value = read_value(tokens, flow, function.index)
            given = Argument(Opaque(value.span), spread=True)
            function.body = [*steps, Call(value.span, value, (given,), "dropped")]
        else:
            function.body = script(source, 0, len(text), False, False)
    if kind == "script" and flow.problems[known:]:
        function.body = []  # a piece of a script, such as a line that is joined to others
    del flow.problems[known:]
    return Closure(span, function.index)
