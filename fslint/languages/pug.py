"""Pug's templates, read as the HTML that they stand for: every character at its true place.

What nests by its indentation is closed where that ends; conditions and included templates become
the tags of other template languages. Mixins and filters are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fslint.flow import FileFlow, Function, Span
from fslint.languages.markup import read_html

_LINE = re.compile(r"[^\n]*\n?")
_TAG = re.compile(r"(?=[\w.#])([A-Za-z][\w-]*)?([.#][\w.#-]*[\w-])?")
_ATTRIBUTE = re.compile(
    r"[\s,]*([\w.:@-]+)(?:[ \t]*!?=[ \t]*(\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`|[^,)\n]+))?"
)
_SHORTHAND = re.compile(r"([.#])([\w-]+)")
_QUOTES = frozenset("\"'")
_CONDITION = re.compile(r"(if|else if|unless|else)\b[ \t]*(.*)")
_TEMPLATE = re.compile(r"(include|extends)\b(?::[\w-]+)?[ \t]+(\S+)")
_BLOCK = re.compile(r"(?:block(?:[ \t]+(?:append|prepend))?|append|prepend)[ \t]+([\w-]+)")
_SKIPPED = re.compile(
    r"//|-|\+|:|doctype\b|each\b|for\b|while\b|case\b|when\b|default\b|mixin\b|[=!|<]"
)
_OTHERWISE = re.compile(r"else\b")
_HOLE = re.compile(r"#\{([^{}\n]*)\}")
_SUFFIX = re.compile(r"\.\w+$")
_WITHOUT_END = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "base"})


class _Open(NamedTuple):
    """What is to be written where an indentation ends."""

    indent: int
    closing: str


def lower(path: str, text: str) -> FileFlow:
    """Read a template of Pug; `functions[0]` is what its page runs."""
    place = Span(0, len(text))
    flow = FileFlow(path, "markup", [Function(0, "", place, "module", body_span=place, parent=-1)])
    html = _Writer(text)
    html.write()
    starts = [*html.starts, len(text)]
    flow.functions[0].body = read_html(
        "".join(html.out), starts.__getitem__, flow, 0, lambda at: html.ends[at - 1]
    )
    return flow


class _Writer:
    """HTML on its way out, with the place of each of its characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.open: list[_Open] = []

    def write(self) -> None:
        """Write all of the template."""
        at, deeper = 0, -1
        for line in self._lines():
            if line.start < at:
                continue  # attributes have taken it in
            said = self.text[line.start : line.end]
            indent = len(said) - len(said.lstrip(" \t"))
            begin = line.start + indent
            if deeper >= 0 and indent > deeper:
                self._raw(line.start, line.end)
                continue
            deeper = -1
            self._close(indent, begin)
            at, raw = self._statement(begin, line.end, indent)
            deeper = indent if raw else -1
        self._close(0, len(self.text))

    def _lines(self) -> Iterator[Span]:
        for found in _LINE.finditer(self.text):
            if found[0].strip():
                yield Span(found.start(), found.end())

    def _statement(self, at: int, end: int, indent: int) -> tuple[int, bool]:
        """Write what stands on a line; where it ends, and whether raw text is nested in it."""
        text = self.text
        known = _TEMPLATE.match(text, at, end)
        if known is not None:
            name = known[2] if _SUFFIX.search(known[2]) else known[2] + ".pug"
            made = (
                f"<%- include('{name}') %>"
                if known[1] == "include"
                else f"{{% extends '{name}' %}}"
            )
            self._made(made, at)
            return end, False
        condition = _CONDITION.match(text, at, end)
        if condition is not None:
            self._condition(condition, indent)
            return end, False
        block = _BLOCK.match(text, at, end)
        if block is not None:
            self._made(f"{{% block {block[1]} %}}", at)
            self.open.append(_Open(indent, "{% endblock %}"))
            return end, False
        if _SKIPPED.match(text, at, end):
            return end, text.startswith("//", at)
        return self._element(at, end, indent)

    def _condition(self, found: re.Match[str], indent: int) -> None:
        word, test = found[1], found[2].strip()
        at = found.start()
        if word == "unless":
            word, test = "if", f"!({test})"
        head = "} else" if word.startswith("else") else "if"
        self._made(f"<% {head}", at)
        if word != "else":
            self._made(f"{' if' if word == 'else if' else ''} ({test})", at)
        self._made(" { %>", at)
        self.open.append(_Open(indent, "<% } %>"))

    def _element(self, at: int, end: int, indent: int) -> tuple[int, bool]:
        """Write an element with those that are nested in its own line."""
        text = self.text
        while True:
            tag = _TAG.match(text, at, end)
            if tag is None or not tag[0]:
                return end, False
            name = tag[1] or "div"
            self._made("<", at)
            self._raw(at, at + len(tag[1])) if tag[1] else self._made(name, at)
            self._shorthands(tag)
            at = tag.end()
            if text.startswith("(", at):
                at = self._attributes(at + 1)
                end = max(end, text.find("\n", at) + 1 or len(text))
            self._made(">", max(at - 1, 0))
            if name not in _WITHOUT_END:
                self.open.append(_Open(indent, f"</{name}>"))
            if not text.startswith(": ", at):
                break
            at += 2
        raw = text[at:end].rstrip() == "."
        if text.startswith(" ", at):
            self._raw(at, end)
        return end, raw

    def _shorthands(self, tag: re.Match[str]) -> None:
        for part in _SHORTHAND.finditer(tag[2] or ""):
            begin = tag.start(2) + part.start(2)
            self._made(' id="' if part[1] == "#" else ' class="', begin)
            self._raw(begin, begin + len(part[2]))
            self._made('"', begin)

    def _attributes(self, at: int) -> int:
        """Write the attributes behind a parenthesis; where it is closed."""
        while True:
            found = _ATTRIBUTE.match(self.text, at)
            if found is None or found.end() == at:
                break
            self._made(" ", found.start(1))
            self._raw(found.start(1), found.end(1))
            if found[2] is not None and found[2][0] in _QUOTES:
                self._made("=", found.start(2))
                self._raw(found.start(2), found.end(2))
            elif found[2] is not None:
                self._made('="<%= ', found.start(2))
                self._raw(found.start(2), found.end(2))
                self._made(' %>"', found.end(2))
            at = found.end()
        close = self.text.find(")", at)
        return close + 1 if close >= 0 else len(self.text)

    def _raw(self, start: int, end: int) -> None:
        """Write what stands in the template as it is, but for its holes."""
        for found in _HOLE.finditer(self.text, start, end):
            self._copied(start, found.start())
            self._made("<%= ", found.start())
            self._copied(found.start(1), found.end(1))
            self._made(" %>", found.end(1))
            start = found.end()
        self._copied(start, end)

    def _copied(self, start: int, end: int) -> None:
        self.out.append(self.text[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def _made(self, new: str, at: int) -> None:
        self.out.append(new)
        self.starts.extend([at] * len(new))
        self.ends.extend([at] * len(new))

    def _close(self, indent: int, at: int) -> None:
        """Write the ends of what does not go on at an indentation."""
        goes_on = _OTHERWISE.match(self.text, at)
        while self.open and self.open[-1].indent >= indent:
            last = self.open.pop()
            if not (goes_on and last.indent == indent and last.closing == "<% } %>"):
                self._made(last.closing, at)
