"""Cuts markup into tags, comments and template tags, at exact offsets, in linear time.

It is tolerant as a browser is: what does not close is text, or closes at the next `<`.
"""

from __future__ import annotations

import re

from fslint.languages.markup_lines import LINE, LINE_OPENER
from fslint.languages.markup_modifiers import modifiers
from fslint.languages.markup_pieces import Hole, Piece, RawAttribute, Remark, Tag
from fslint.languages.markup_source import Dialect, Finder, Source

_COMMENT = re.compile(r"-?\s*comment\b")
"""What begins a comment that another tag ends; nothing between them is read."""
_LONGEST_HOLE = 4000
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "noembed"})
_VUE_BLOCKS = frozenset({"i18n", "docs", "route", "page-query", "static-query", "fragment"})
_NAME = re.compile(r"[^\s\"'<>/={]+")
_TAG_NAME = re.compile(r"\.?[A-Za-z][^\s\"'<>/={]*")
_SPREAD = re.compile(r"\s*(?:\.\.\.|@\w+\s)")
_SPACES = re.compile(r"[\s/]*")
_EQUALS = re.compile(r"\s*=\s*")
_UNQUOTED = re.compile(r"[^\s<>{\"'`]+")
_UP_TO_SPACE = re.compile(r"[^\s<>]*")
_BRACE_PART = re.compile(
    r"[{}`]|\$\{|\\.|//[^\n]*|/\*|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"",
    re.S,
)
_IN_TEMPLATE = re.compile(r"`|\$\{|\\.", re.S)
_LONGEST_BRACES = 20_000
_LONG_HOLES = frozenset({"<%", "<?", "{{--", "{{!--", "<%--", "@*"})
_PARENTHESES = re.compile(
    r"[()]|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"", re.S
)
_DIRECTIVE = re.compile(r"@([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|)([ \t]*\()?")


def scan(source: Source, start: int, end: int) -> list[Piece]:
    """All pieces of `source.text[start:end]`, in order; plain text and end tags are left out."""
    return _Scanner(source, end).pieces(start)


def holes_in(source: Source, start: int, end: int) -> list[Hole]:
    """The template tags inside an attribute's value or a script, in order, not nested."""
    opener = _openers(source.dialect)
    if opener is None or source.dialect.text_only:
        return []
    found = []
    position = start
    while match := opener.search(source.text, position, end):
        hole = hole_at(source.text, source.finder, source.dialect, match.start(), match[0])
        if hole is None or hole.end > end:
            position = match.end()
            continue
        found.append(hole)
        position = hole.end
    return found


def hole_at(text: str, finder: Finder, dialect: Dialect, start: int, opener: str) -> Hole | None:
    """The template tag that opens at `start`, None when it does not close."""
    if opener == "@":
        return _directive(text, finder, dialect, start)
    if opener.strip() == LINE:
        close = finder.find("\n", start + len(opener))
        close = len(text) if close == -1 else close
        return Hole(start, close, start + len(opener), close, LINE)
    closer = dialect.holes[opener]
    inner = start + len(opener)
    close = finder.find(closer, inner)
    if close == -1:
        if opener == "<?" and text.startswith("<?php", start):
            return Hole(start, len(text), inner, len(text), opener)
        return None
    if close - start > _LONGEST_HOLE and opener not in _LONG_HOLES:
        return None
    if opener == "{%" and _COMMENT.match(text, inner, close):
        last = finder.find("endcomment", close)
        close = max(close, finder.find(closer, last) if last != -1 else -1)
    return Hole(start, close + len(closer), inner, close, opener)


def _directive(text: str, finder: Finder, dialect: Dialect, start: int) -> Hole | None:
    """`@name`, `@name(…)` or `@(…)`; None when it is no directive of the dialect."""
    match = _DIRECTIVE.match(text, start)
    if match is None or (dialect.directives and match[1] not in dialect.directives):
        return None
    if match[2] is None:
        return Hole(start, match.end(), start + 1, match.end(), "@") if match[1] else None
    if start < finder.dead:
        return None
    depth, position = 1, match.end()
    limit = position + _LONGEST_HOLE
    while part := _PARENTHESES.search(text, position, limit):
        position = part.end()
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if depth == 0:
            return Hole(start, position, start + 1, position, "@")
    finder.dead = limit
    return None


def balanced(text: str, start: int, end: int) -> int:
    """The offset after the brace that closes the one at `start`, -1 when none does."""
    modes: list[str] = []
    position = start
    limit = min(end, start + _LONGEST_BRACES)
    while True:
        in_template = bool(modes) and modes[-1] == "`"
        match = (_IN_TEMPLATE if in_template else _BRACE_PART).search(text, position, limit)
        if match is None:
            return -1
        position = match.end()
        part = match[0]
        if part == "}":
            modes.pop()
            if not modes:
                return position
        elif part in ("{", "${"):
            modes.append("{")
        elif part == "`":
            if in_template:
                modes.pop()
            else:
                modes.append("`")
        elif part == "/*":
            position = text.find("*/", position, limit)
            if position == -1:
                return -1
            position += 2


def _openers(dialect: Dialect) -> re.Pattern[str] | None:
    if not dialect.holes:
        return None
    return re.compile("|".join(_opener(one) for one in dialect.holes))


def _opener(mark: str) -> str:
    if mark == LINE:
        return LINE_OPENER
    return r"(?<![\w@.])@(?=[A-Za-z_(])" if mark == "@" else re.escape(mark)


def _data_pattern(dialect: Dialect) -> re.Pattern[str]:
    parts = [r"<!--", r"<!\[CDATA\[", r"<(?=\.?[A-Za-z])", *map(_opener, dialect.holes)]
    if dialect.text_braces:
        parts.append(r"\{")
    return re.compile("|".join(parts))


class _Scanner:
    """One pass over a text. `dead`: no brace before this offset is worth trying again."""

    def __init__(self, source: Source, end: int) -> None:
        self.source = source
        self.text = source.text
        self.end = end
        self.dialect = source.dialect
        self.finder = source.finder
        self.opener = None if source.dialect.text_only else _openers(source.dialect)
        self.dead = -1
        self.found: list[Piece] = []

    def pieces(self, start: int) -> list[Piece]:
        pattern = _data_pattern(self.dialect)
        position = start
        while match := pattern.search(self.text, position, self.end):
            position = max(self._piece(match[0], match.start()), match.end())
        return self.found

    def _piece(self, mark: str, start: int) -> int:
        """Read what `mark` opens at `start`; the offset to go on from."""
        if mark == "<":
            return self._tag(start)
        if mark in ("<!--", "<![CDATA["):
            return self._remark(mark, start)
        if mark == "{":
            return max(self._braces(start), start)
        hole = hole_at(self.text, self.finder, self.dialect, start, mark)
        if hole is None or hole.end > self.end:
            return start
        self.found.append(hole)
        return hole.end

    def _remark(self, mark: str, start: int) -> int:
        closer = "-->" if mark == "<!--" else "]]>"
        close = self.finder.find(closer, start + len(mark))
        if close == -1 or close + len(closer) > self.end:
            self.source.problem(start, start + len(mark), f"{mark} is never closed")
            return start
        if mark == "<!--":
            self.found.append(Remark(start, close + len(closer)))
        return close + len(closer)

    def _braces(self, start: int) -> int:
        if start < self.dead:
            return -1
        close = balanced(self.text, start, self.end)
        if close == -1:
            self.dead = min(self.end, start + _LONGEST_BRACES)
        return close

    def _tag(self, start: int) -> int:
        name_match = _TAG_NAME.match(self.text, start + 1, self.end)
        if name_match is None:
            return start
        name = name_match[0]
        position = name_match.end()
        attributes: list[RawAttribute] = []
        while True:
            spaces = _SPACES.match(self.text, position, self.end)
            position = spaces.end() if spaces else position
            if position >= self.end:
                self.source.problem(start, name_match.end(), f"<{name} is never closed")
                break
            if self.text[position] == ">":
                position += 1
                break
            hole = self._hole(position)
            if hole is not None:
                self.found.append(hole)
                attributes.extend(modifiers(self.text, self.dialect, hole))
                position = hole.end
            elif self.text[position] == "<":
                break
            else:
                attribute, position = self._attribute(position)
                if attribute is not None:
                    attributes.append(attribute)
        closed = self.dialect.xml and self.text.startswith("/>", max(start, position - 2))
        tag = Tag(name, start, position, tuple(attributes))
        if closed or not self._is_raw(self.source.tag(name)):
            self.found.append(tag)
            return position
        close = re.compile(rf"</{re.escape(name)}\b", re.I).search(self.text, position, self.end)
        if close is None:
            self.source.problem(start, position, f"<{name}> is never closed")
        content_end = close.start() if close else self.end
        self.found.append(tag._replace(content=(position, content_end)))
        return content_end

    def _is_raw(self, name: str) -> bool:
        return name in _RAW_TEXT or (self.dialect.name == "vue" and name in _VUE_BLOCKS)

    def _hole(self, position: int) -> Hole | None:
        match = self.opener.match(self.text, position, self.end) if self.opener else None
        if match is None:
            return None
        hole = hole_at(self.text, self.finder, self.dialect, position, match[0])
        return hole if hole is not None and hole.end <= self.end else None

    def _attribute(self, start: int) -> tuple[RawAttribute | None, int]:
        """The attribute at `start` and the offset after it."""
        text = self.text
        if text[start] == "{" and self.dialect.braces:
            close = self._braces(start)
            if close != -1:
                mark = _SPREAD.match(text, start + 1, close - 1)
                value = mark.end() if mark else start + 1
                name = "" if mark else text[value : close - 1].strip()
                return RawAttribute(name, start, close, value, close - 1, "{"), close
        position = start
        while position < self.end:
            match = _NAME.match(text, position, self.end)
            hole = None if match else self._hole(position)
            if match is None and hole is None:
                break
            position = match.end() if match else hole.end if hole else position
        if position == start:
            return None, start + 1
        name = text[start:position]
        equals = _EQUALS.match(text, position, self.end)
        if equals is None or equals.end() >= self.end:
            return RawAttribute(name, start, position), position
        value = equals.end()
        quote = text[value]
        if quote == "{" and self.dialect.braces:
            close = self._braces(value)
            if close != -1:
                return RawAttribute(name, start, close, value + 1, close - 1, "{"), close
        if quote in "\"'" or (quote == "`" and self.dialect.braces):
            close = self._quoted(value + 1, quote)
            if close != -1:
                return RawAttribute(name, start, close + 1, value + 1, close, quote), close + 1
            rest = _UP_TO_SPACE.match(text, value, self.end)
            close = rest.end() if rest else value
            self.source.problem(value, value + 1, f"the value of {name} is never closed")
            return RawAttribute(name, start, close, value + 1, max(close, value + 1)), close
        close = self._unquoted(value)
        return RawAttribute(name, start, close, value, close), close

    def _quoted(self, start: int, quote: str) -> int:
        """The offset of the quote that closes a value, over the template tags inside."""
        position = start
        while True:
            close = self.finder.find(quote, position)
            if close == -1 or close >= self.end:
                return -1
            jump = self._jump(position, close)
            if jump <= close:
                return close
            position = jump

    def _jump(self, position: int, close: int) -> int:
        """The end of the first template tag in `position … close` that reaches over `close`."""
        while position < close:
            if self.opener is not None:
                match = self.opener.search(self.text, position, close)
                if match is None:
                    return close
                hole = self._hole(match.start())
                position = hole.end if hole else match.end()
            elif self.dialect.braces:
                brace = self.text.find("{", position, close)
                if brace == -1:
                    return close
                position = max(self._braces(brace), brace + 1)
            else:
                return close
        return position

    def _unquoted(self, start: int) -> int:
        position = start
        while position < self.end:
            match = _UNQUOTED.match(self.text, position, self.end)
            if match:
                position = match.end()
                continue
            hole = self._hole(position)
            if hole is not None:
                position = hole.end
            elif self.text[position] in "{\"'`":
                position += 1
            else:
                break
        return position
