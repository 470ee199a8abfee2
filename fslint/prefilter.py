"""The cheap question that keeps most files unparsed: does the text hold any of these words?

Letter case, `_` and `-` do not count: `logout` is found in `LOG_OUT` and in `log-out`. A yes may
be wrong (`catalogOutlet` holds it), a no never is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from fslint.sources import decode, is_wide

_IGNORED = b"_-\0"  # a zero stands behind each letter of UTF-16 without a mark
_LOWER = bytes(range(256)).lower()
_FEW = 20  # files for which looking for each word costs less than compiling them all
_TAIL = 3  # bytes of a word of which at least so many are looked for
_COMMON = b"etraoinscl mpduhfg)(,.=\"':;\n{}"  # bytes of code, the most common ones first
_BYTES = 256


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
            self._pattern = _compiled(self.words)
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


def _compiled(words: Sequence[bytes]) -> re.Pattern[bytes]:
    """One pattern for all words, with no way to go back: at each byte at most one branch goes on.

    It looks for each word from a rare byte of it on, and only then behind it for the whole word:
    most of a text is passed over at the speed of a search for a few bytes.
    """
    rare = _rare(words)
    return re.compile(_pattern([(word[_start(word, rare) :], word) for word in words]))


def _rare(words: Iterable[bytes]) -> frozenset[int]:
    """A few bytes, as rare as can be, by one of which each of the words can be found."""
    heads = [frozenset(_head(word)) for word in words]
    kept = frozenset[int]().union(*heads)
    for byte in _COMMON:
        rest = kept - {byte}
        if all(head & rest for head in heads):
            kept = rest
    return kept


def _head(word: bytes) -> bytes:
    """A word without its last bytes, from which on too little of it is left to look for."""
    return word[: max(1, len(word) - _TAIL + 1)]


def _start(word: bytes, rare: Set[int]) -> int:
    """Where the rarest of the rare bytes is in a word."""
    places = [place for place, byte in enumerate(_head(word)) if byte in rare]
    return max(places, key=lambda place: _COMMON.find(word[place]) % _BYTES)


def _pattern(tails: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A pattern for what is left of words, each beside the whole word."""
    branches = []
    onward: dict[bytes, list[tuple[bytes, bytes]]] = {}
    for tail, word in tails:
        if tail:
            onward.setdefault(tail[:1], []).append((tail[1:], word))
        else:
            branches.append(b"(?<=%b)" % re.escape(word))
    branches += [re.escape(byte) + _pattern(rest) for byte, rest in onward.items()]
    return branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"
