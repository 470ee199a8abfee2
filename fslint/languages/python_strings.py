"""Python's strings: what they say, and where in the file each of their characters stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

import libcst as cst

from fslint.flow import Array, Literal, Object, Op, Span, Template, Value

_ESCAPE = re.compile(
    r"\\(?:(\r\n|[\n\r])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})"
    r"|U([0-9a-fA-F]{8})|N\{([^{}\n]{1,99})\}|(['\"\\abfnrtv]))"
)
PERCENT = re.compile(r"(%%)|%(?:\(([A-Za-z_]\w*)\))?[-+ 0-9.]{0,6}[sdrifx]")
_BRACE = re.compile(r"\{\{|\}\}")
_LETTERS = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "'": "'", '"': '"', "\\": "\\",
}  # fmt: skip

Spans = Callable[[cst.CSTNode], Span]


def read_string(node: cst.BaseString, spans: Spans, read: Callable[[cst.CSTNode], Value]) -> Value:
    """A string as one `Literal`, or a `Template` when it has holes; `read` reads those."""
    parts: list[str | Value] = []
    for piece in pieces(node):
        if isinstance(piece, cst.FormattedStringExpression):
            parts.append(read(piece.expression))
            for nested in piece.format_spec or ():
                if isinstance(nested, cst.FormattedStringExpression):
                    read(nested.expression)
            continue
        text, _ = decoded(piece, 0)
        if parts and isinstance(parts[-1], str):
            parts[-1] += text
        else:
            parts.append(text)
    span = spans(node)
    if len(parts) == 1 and isinstance(parts[0], str):
        return Literal(span, "string", parts[0])
    if not parts:
        return Literal(span, "string", "")
    return Template(span, tuple(one for one in parts if one != ""))


Text = tuple["cst.SimpleString | cst.FormattedStringText", str]


def pieces(node: cst.BaseString) -> Iterator[Text | cst.FormattedStringExpression]:
    """The texts of a string (each with its prefix, in lower case) and its holes, in order."""
    waiting: list[cst.BaseString] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, cst.ConcatenatedString):
            waiting.extend((one.right, one.left))
        elif isinstance(one, cst.SimpleString):
            yield one, one.prefix.lower()
        elif isinstance(one, cst.FormattedString):
            for part in one.parts:
                if isinstance(part, cst.FormattedStringExpression):
                    yield part
                elif isinstance(part, cst.FormattedStringText):
                    yield part, one.prefix.lower()


def decoded(piece: Text, start: int) -> tuple[str, list[int]]:
    """What a piece of text says and, per character and at the end, its offset in the file.

    `start` is the offset of the piece.
    """
    node, prefix = piece
    if isinstance(node, cst.SimpleString):
        body = node.raw_value
        start += len(node.prefix) + len(node.quote)
    else:
        body = node.value
    found = ([_BRACE] if "f" in prefix else []) + ([] if "r" in prefix else [_ESCAPE])
    text, offsets = body, list(range(start, start + len(body) + 1))
    for pattern in found:
        text, offsets = _replaced(pattern, text, offsets)
    return text, offsets


def _replaced(pattern: re.Pattern[str], text: str, offsets: list[int]) -> tuple[str, list[int]]:
    out: list[str] = []
    places: list[int] = []
    last = 0
    for match in pattern.finditer(text):
        said = _said(match)
        out.append(text[last : match.start()] + said)
        places.extend(offsets[last : match.start()])
        places.extend([offsets[match.start()]] * len(said))
        last = match.end()
    if not last:
        return text, offsets
    out.append(text[last:])
    places.extend(offsets[last:])
    return "".join(out), places


def _said(match: re.Match[str]) -> str:
    if match.re is _BRACE:
        return match[0][0]
    line, octal, x, u, wide, name, letter = match.groups()
    if line:
        return ""
    if letter:
        return _LETTERS[letter]
    if name:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            return "\ufffd"
    point = int(octal, 8) if octal else int(x or u or wide, 16)
    surrogate = 0xD800 <= point <= 0xDFFF
    return "\ufffd" if point > 0x10FFFF or surrogate else chr(point)


def literal(value: Value) -> str | None:
    """What a constant string says, None for any other value."""
    if isinstance(value, Literal) and value.kind == "string" and isinstance(value.value, str):
        return value.value
    return None


def joined(span: Span, left: Value, right: Value) -> Value:
    """Strings added up are one string, with holes where a value is not known."""
    if literal(left) is not None and literal(right) is not None:
        return Literal(span, "string", (literal(left) or "") + (literal(right) or ""))
    sides = (left, right)
    if not any(literal(one) is not None or isinstance(one, Template) for one in sides):
        return Op(span, "+", sides)
    parts: list[str | Value] = []
    for one in sides:
        text = literal(one)
        if text is not None:
            parts.append(text)
        elif isinstance(one, Template):
            parts.extend(one.parts)
        else:
            parts.append(one)
    return Template(span, tuple(parts))


def filled(span: Span, left: Value, right: Value) -> Value:
    """`'…%s…' % values` and `'…%(name)s…' % values` with the values in their holes."""
    text = literal(left) or ""
    waiting = list(right.items) if isinstance(right, Array) else [right]
    named = {one.key: one.value for one in right.entries} if isinstance(right, Object) else None
    parts: list[str | Value] = []
    last = 0
    for match in PERCENT.finditer(text):
        parts.append(text[last : match.start()] + ("%" if match[1] else ""))
        last = match.end()
        if match[2]:
            parts.append(right if named is None else named.get(match[2], right))
            waiting = []
        elif not match[1]:
            parts.append(waiting.pop(0) if waiting else right)
    if waiting:
        return Op(span, "call", (left, right))
    return Template(span, tuple(one for one in [*parts, text[last:]] if one != ""))
