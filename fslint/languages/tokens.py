"""What every lexer of this package hands on, and the characters they agree on."""

from __future__ import annotations

from typing import NamedTuple

# Every character above ASCII that is no space and no common symbol may stand in a name.
_SYMBOLS = (
    r"\x7f-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u1680\u2000-\u200b\u200e-\u203e"
    r"\u2041-\u2053\u2055-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\ud800-\udfff\ufeff"
)
NAME_START = rf"[^\x00-#%-@\[-^`{{-~{_SYMBOLS}]"
NAME_PART = rf"[^\x00-#%-/:-@\[-^`{{-~{_SYMBOLS}]"
SPACE = r"[\s\ufeff]+"


class Token(NamedTuple):
    """A piece of source text. `start` and `end` are code points from 0, `end` exclusive."""

    kind: str
    text: str
    start: int
    end: int
