"""What every lexer of this package hands on: tokens that cover the text without a gap."""

from __future__ import annotations

from typing import NamedTuple


class Token(NamedTuple):
    """A piece of source text. `start` and `end` are code points from 0, `end` exclusive."""

    kind: str
    text: str
    start: int
    end: int
