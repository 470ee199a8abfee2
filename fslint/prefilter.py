"""The cheap question that keeps most files unparsed: does the text hold any of these words?

Letter case, `_` and `-` do not count: `logout` is found in `LOG_OUT` and in `log-out`. A yes may
be wrong (`catalogOutlet` holds it), a no never is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from fslint.sources import decode, is_wide

_IGNORED = b"_-"
_LOWER = bytes(range(256)).lower()
_FEW = 20  # files for which looking for each word costs less than compiling them all
_END = -1

_Node: TypeAlias = "dict[int, _Node]"


class Prefilter:
    """Words to look for; ASCII only, since files are searched before they are decoded."""

    def __init__(self, words: Iterable[str]) -> None:
        self._written = {word.encode("ascii").translate(_LOWER, _IGNORED): word for word in words}
        self.words = sorted(self._written.keys() - {b""})
        self._asked = 0
        self._pattern: re.Pattern[bytes] | None = None

    def mentions(self, data: bytes) -> bool:
        """Whether a file's bytes hold one of the words."""
        plain = _plain(data)
        self._asked += 1
        if self._asked <= _FEW or not self.words:
            return any(word in plain for word in self.words)
        if self._pattern is None:
            self._pattern = re.compile(_pattern(_trie(self.words)))
        return self._pattern.search(plain) is not None

    def held(self, data: bytes) -> set[str]:
        """Which of the words a file's bytes hold."""
        plain = _plain(data)
        return {self._written[word] for word in self.words if word in plain}


def _plain(data: bytes) -> bytes:
    if is_wide(data):
        decoded = decode(data)
        data = b"" if isinstance(decoded, str) else decoded.text.encode()
    return data.translate(_LOWER, _IGNORED)


def _trie(words: Iterable[bytes]) -> _Node:
    root: _Node = {}
    for word in words:
        node = root
        for byte in word:
            node = node.setdefault(byte, {})
        node[_END] = {}
    return root


def _pattern(node: _Node) -> bytes:
    """One pattern for all words below a node, with no way to go back: at each byte at most one
    branch goes on. A word that begins with another one is not looked for."""
    if _END in node:
        return b""
    heads: dict[bytes, list[bytes]] = {}
    for byte, below in node.items():
        heads.setdefault(_pattern(below), []).append(re.escape(bytes([byte])))
    branches = [
        (head[0] if len(head) == 1 else b"[" + b"".join(head) + b"]") + tail
        for tail, head in heads.items()
    ]
    return branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"
