"""Attributes of markup: which are handlers, which are links, and what their values are."""

from __future__ import annotations

import re

from fslint.flow import Attribute, Block, Literal, Member, Name, Opaque, Template, Value
from fslint.languages.markup_controls import understand
from fslint.languages.markup_expressions import read_expression
from fslint.languages.markup_pieces import RawAttribute
from fslint.languages.markup_scanner import balanced, holes_in
from fslint.languages.markup_scripts import bound, handler, unescaped, value
from fslint.languages.markup_source import Source

_NATIVE = re.compile(r"(?:th:|data-th-)?on[a-z]{3,}$")
_SERVERS = re.compile(
    r"(?:th:|data-th-|ng-)(href|action|formaction|onclick|onsubmit)$|(asp-(?:page|action))$"
)
"""How templates of servers say what becomes an attribute of HTML's."""
_INLINE = re.compile(
    r"\(|on-|ng-(?:click|dblclick|submit|change|init|mouse|key|focus|blur)|data-ng-(?:click|submit)"
    r"|x-(?:init|effect)$|(?:data-)?hx-on\b|on:"
)
_NAMED = re.compile(r"@|v-on:|x-on:")
_BOUND = re.compile(r":|v-bind:|x-bind:|\[|x-data$")
_SAME_NAME = re.compile(r"(?::|v-bind:)(\w+)")
_LINKS = frozenset({
    "href", "action", "method", "formaction", "to", "routerlink", "data-method",
    "data-turbo-method", "data-action", "data-url", "data-href", "data-remote", "data-confirm",
    "asp-action", "asp-page", "asp-page-handler", "hx-get", "hx-post", "hx-put", "hx-delete",
    "hx-patch", "phx-click", "phx-submit", "wire:click", "http-equiv", "use:enhance", "ng-href",
    "ui-sref", "xlink:href",
})  # fmt: skip
_PREFIX = re.compile(r"(?:v-bind:|x-bind:|:|th:|data-th-|data-(?=hx-)|\[(?:attr\.)?|attr\.)")
_SERVER_TAG = re.compile(r"\{\{|\{%|<%")
_THYMELEAF = re.compile(r"@\{([^}]*)\}\Z")
_JAVASCRIPT = re.compile(r"\s*javascript:", re.I)


def is_handler(name: str) -> bool:
    """Whether an attribute holds code that an event runs."""
    return bool(_NATIVE.match(name) or _INLINE.match(name) or _NAMED.match(name))


def is_link(name: str) -> bool:
    """Whether an attribute says where a link, a form or a request goes, or by which method."""
    return _PREFIX.sub("", name.lower(), count=1).rstrip("]") in _LINKS


def plain_name(name: str, tag: str) -> str:
    """What an attribute is called in the page that a server, or a framework, makes of it."""
    written = _SERVERS.match(name.lower())
    if written is None:
        return name.removeprefix("data-") if name.startswith("data-hx-") else name
    return written[1] or {"form": "action", "a": "href"}.get(tag, "formaction")


def attribute(source: Source, raw: RawAttribute) -> tuple[Block, Attribute]:
    """An attribute, and the steps that its value makes where it is bound to an expression."""
    known = len(source.flow.problems)
    steps, found = _value(source, raw)
    if raw.value != -1 and _SERVER_TAG.search(source.text, raw.value, raw.value_end):
        del source.flow.problems[known:]  # a server, or a framework, makes something else of it
    return steps, Attribute(raw.name, found, source.span(raw.start, raw.end))


def _value(source: Source, raw: RawAttribute) -> tuple[Block, Value]:
    start, end = raw.value, raw.value_end
    if raw.quote == "{":
        if source.dialect.glimmer and source.text.startswith("@", start):
            return [], Opaque(source.span(start, end))  # whoever shows the component runs it
        if source.dialect.foreign:
            return [], read_expression(source, start, end)
        return value(source, start, end)
    same = _SAME_NAME.fullmatch(raw.name) if start == -1 and source.dialect.name == "vue" else None
    if same:
        return value(source, raw.start + same.start(1), raw.start + same.end(1))
    if start == -1:
        return [], Literal(source.span(raw.start, raw.end), "bool", True)
    name = raw.name
    if raw.quote == "`":
        return value(source, start - 1, end + 1)
    if source.dialect.glimmer and name.startswith("@"):
        return [], text_value(source, start, end)
    if _NAMED.match(name):
        return bound(source, start, end)
    if source.dialect.braces and not source.dialect.foreign and "{" in source.text[start:end]:
        return _braced(source, start, end)
    if is_handler(name):
        return [], handler(source, start, end)
    if _BOUND.match(name):
        known = len(source.flow.problems)
        found = value(source, start, end)
        if not source.dialect.component:  # known by a server
            del source.flow.problems[known:]
        return found
    scheme = _JAVASCRIPT.match(source.text, start, end)
    if scheme and is_link(name):
        return [], handler(source, scheme.end(), end)
    thymeleaf = _THYMELEAF.match(source.text, start, end)
    if thymeleaf:
        return [], text_value(source, thymeleaf.start(1), thymeleaf.end(1))
    return [], text_value(source, start, end)


def text_value(source: Source, start: int, end: int) -> Value:
    """The value of a plain attribute: text, template tags, or both."""
    parts: list[str | Value] = []
    position = start
    for hole in holes_in(source, start, end):
        control = understand(source, hole)
        if source.text[position : hole.start]:
            parts.append(unescaped(source.text[position : hole.start]))
        position = hole.end
        if control.kind == "value":
            parts.append(read_expression(source, control.start, control.end))
    return _joined(source, start, end, parts, position)


def _braced(source: Source, start: int, end: int) -> tuple[Block, Value]:
    """A quoted Svelte value: text with `{expression}` in it."""
    steps: Block = []
    parts: list[str | Value] = []
    position = start
    while (brace := source.text.find("{", position, end)) != -1:
        close = balanced(source.text, brace, end)
        if close == -1:
            break
        if source.text[position:brace]:
            parts.append(unescaped(source.text[position:brace]))
        block, found = value(source, brace + 1, close - 1)
        steps.extend(block)
        parts.append(found)
        position = close
    return steps, _joined(source, start, end, parts, position)


def _joined(source: Source, start: int, end: int, parts: list[str | Value], position: int) -> Value:
    if position < end:
        parts.append(unescaped(source.text[position:end]))
    place = source.span(start, end)
    if all(isinstance(part, str) for part in parts):
        return Literal(place, "string", "".join(str(part) for part in parts))
    if len(parts) == 1 and not isinstance(parts[0], str):
        return parts[0]
    return Template(place, tuple(parts))


def tag_value(source: Source, name: str, start: int) -> Value:
    """The value of a tag: a component's name, else the literal tag."""
    place = source.span(start, start + len(name))
    dialect = source.dialect
    if dialect.name == "vue" and "-" in name and name[0].islower():
        return Name(place, "".join(word[:1].upper() + word[1:] for word in name.split("-")))
    if not dialect.component or not re.match(r"[A-Z]|\w+\.\w", name):
        return Literal(place, "string", name)
    first, *rest = name.split(".")
    found: Value = Name(source.span(start, start + len(first)), first)
    position = start + len(first) + 1
    for word in rest:
        if not word:
            return Opaque(place)
        at = source.span(position, position + len(word))
        found = Member(source.span(start, position + len(word)), found, word, at)
        position += len(word) + 1
    return found
