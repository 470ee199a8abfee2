"""Processes that help with what can be done anywhere, from when they first pay to a run's end."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor

Job = TypeVar("Job")
Made = TypeVar("Made")

PAYS = 1.0
"""Seconds of work from which on processes are worth their start."""
PAYS_RUNNING = 0.1
"""The same where they run already."""


class Workers:
    """Something with the `map` of a `concurrent.futures.Executor`: the one given, or processes of
    this machine, one for each of its cores, which start when first needed."""

    def __init__(self, executor: Executor | None = None) -> None:
        self._executor = executor
        self._own: Executor | None = None
        self._failed = False

    def pay(self, seconds: float) -> bool:
        """Whether so much work is worth being handed out."""
        if self._failed or (os.cpu_count() or 1) < 2:
            return False
        return seconds >= (PAYS_RUNNING if self._own or self._executor else PAYS)

    def map(self, function: Callable[[Job], Made], jobs: Sequence[Job]) -> Iterator[Made]:
        """The results of the jobs in their order; fewer of them where processes fail."""
        if self._executor is not None:
            yield from self._executor.map(function, jobs)
            return
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        try:
            if self._own is None:
                self._own = ProcessPoolExecutor(os.cpu_count(), initializer=_begin)
            yield from self._own.map(function, jobs)
        except (BrokenProcessPool, OSError, ImportError, NotImplementedError):
            self._failed = True  # the last two: a system without semaphores

    def close(self) -> None:
        """End the processes that were started."""
        if self._own is not None:
            self._own.shutdown(cancel_futures=True)
            self._own = None


def _begin() -> None:
    """Set up a process: the one that started it answers the keyboard, and is not outlived."""
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
