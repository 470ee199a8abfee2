"""A progress bar on standard error, for runs on a terminal that take more than a second."""

from __future__ import annotations

import sys
import time

_WAIT = 1.0
_STEP = 0.1
_CELLS = 30


class Progress:
    """Call it with the number done and the number there is; `close` wipes it out."""

    @classmethod
    def for_terminal(cls, quiet: bool) -> Progress | None:
        """A bar where somebody can see it, else None."""
        return None if quiet or not sys.stderr.isatty() else cls()

    def __init__(self) -> None:
        self._next = time.monotonic() + _WAIT
        self._drawn = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next or not total:
            return
        self._next = now + _STEP
        self._drawn = True
        cells = _CELLS * done // total
        bar = "#" * cells + "-" * (_CELLS - cells)
        sys.stderr.write(f"\r[{bar}] {done:,} of {total:,} files")
        sys.stderr.flush()

    def close(self) -> None:
        """Wipe the bar out, if one was drawn."""
        if self._drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
