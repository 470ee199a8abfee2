"""The cheap question that keeps most files unparsed: does the text hold any of these words?

Letter case, `_` and `-` do not count: `logout` is found in `LOG_OUT` and in `log-out`. A yes may
be wrong (`catalogOutlet` holds it), a no never is.
"""

from __future__ import annotations

from collections.abc import Iterable

from fslint.sources import decode, is_wide

_IGNORED = b"_-"
_LOWER = bytes(range(256)).lower()


class Prefilter:
    """Words to look for; ASCII only, since files are searched before they are decoded."""

    def __init__(self, words: Iterable[str]) -> None:
        plain = {word.encode("ascii").translate(_LOWER, _IGNORED) for word in words}
        plain.discard(b"")
        shortest_first = sorted(plain, key=lambda word: (len(word), word))
        self.words: list[bytes] = []
        for word in shortest_first:
            if not any(other in word for other in self.words):
                self.words.append(word)

    def mentions(self, data: bytes) -> bool:
        """Whether a file's bytes hold one of the words."""
        if is_wide(data):
            decoded = decode(data)
            data = b"" if isinstance(decoded, str) else decoded.text.encode()
        plain = data.translate(_LOWER, _IGNORED)
        for word in self.words:  # noqa: SIM110 - any() with a generator takes half as long again
            if word in plain:
                return True
        return False
