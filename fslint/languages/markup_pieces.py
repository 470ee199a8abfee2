"""The pieces that markup is cut into: tags, comments and template tags."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Hole(NamedTuple):
    """A template tag: `start` to `end` with its delimiters, `inner` to `inner_end` without."""

    start: int
    end: int
    inner: int
    inner_end: int
    opener: str


class RawAttribute(NamedTuple):
    """An attribute: its name, its whole place and its value's (-1, -1 if it has none).

    A spread or an attachment has no name. `quote` is `"`, `'`, '' (unquoted), '`' or `{` (an
    expression).
    """

    name: str
    start: int
    end: int
    value: int = -1
    value_end: int = -1
    quote: str = ""


class Tag(NamedTuple):
    """A start tag. `content` is the place of the raw text of a script, style or textarea."""

    name: str
    start: int
    end: int
    attributes: tuple[RawAttribute, ...]
    content: tuple[int, int] | None = None


class Remark(NamedTuple):
    """A markup comment, with its delimiters."""

    start: int
    end: int


Piece: TypeAlias = "Tag | Remark | Hole"
