"""Strings in TOML and Gradle files and text in XML: HTML and JavaScript in them is read, and the
comments around them are kept."""

from __future__ import annotations

import re
from html import unescape

from fslint.flow import Comment, FileFlow, Span
from fslint.languages.embedded import Placed, placed, read_embedded, what_is
from fslint.languages.strings import ESCAPE, decode

_STRINGS = re.compile(
    r"""
      \"\"\" (?P<long> [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* ) (?: \"\"\" )?
    | ''' (?P<raw> [^']* (?: '(?!'') [^']* )* ) (?: ''' )?
    | " (?P<short> [^"\\\n]* (?: \\. [^"\\\n]* )* ) "?
    | ' (?P<plain> [^'\n]* ) '?
    | \#[^\n]* | //[^\n]*
    """,
    re.VERBOSE | re.DOTALL,
)
_CONTENT = re.compile(
    r"<!--[^-]*(?:-(?!->)[^-]*)*(?:-->)?|<!\[CDATA\[([^\]]*(?:\](?!\]>)[^\]]*)*)(?:\]\]>)?|>([^<>]+)(?=<)",
    re.S,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});", re.I)
_COMMENTS = ("#", "//", "<!--")
_HOSTS = {"short": ("line", 'quote:"'), "plain": ("line", "quote:'"), "long": ('quote:"',)}


def read_strings(flow: FileFlow, text: str, markup: bool) -> None:
    """Read what stands in a file's strings, or, with `markup`, between its tags."""
    for match in (_CONTENT if markup else _STRINGS).finditer(text):
        group = next((n for n in range(1, len(match.groups()) + 1) if match[n]), 0)
        if not group:
            if match[0].startswith(_COMMENTS):
                flow.comments.append(Comment(Span(*match.span()), match[0]))
            continue
        span = Span(*match.span(group))
        if markup:
            found = placed(text, span, _ENTITY if match[2] else None, lambda m: unescape(m[0]))
        else:
            escaped = match.lastgroup in ("long", "short")
            found = placed(text, span, ESCAPE if escaped else None, decode)
        if not markup and found.text[:1] in ("'", '"') and found.text[:1] == found.text[-1:]:
            # a Java string in a Groovy string
            found = Placed(found.text[1:-1], found.starts[1:-1], found.ends[1:-1])
        kind = what_is(found.text, False)
        if kind:
            host = () if markup else _HOSTS.get(match.lastgroup or "", ())
            read_embedded(flow, 0, found, span, kind, host)
