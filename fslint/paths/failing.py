"""Which calls really fail, and which of those throw as they do rather than tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Call, Name, Try, Value
from fslint.link.index import Fn, last_name
from fslint.link.keys import WEB
from fslint.link.packages import JVM
from fslint.link.traverse import hung_on, steps_in, text_of
from fslint.paths.chains import LINKS
from fslint.paths.entries import ENDINGS

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.paths.facts import Facts

DEEPEST = 5
TOLD = frozenset({"later", "callback", "entry"})
"""How functions are run that are told of an outcome."""
REJECTING = frozenset({"Promise.reject", "$q.reject", "throwError", "Observable.throw"})
ENDED = frozenset({"EMPTY", "NEVER"})
"""Streams of RxJS that give nothing on; and what makes such ones."""
ENDING = frozenset({"empty", "never", "Observable.empty", "Observable.never"})


class Failing:
    """What fails in a program, asked of each call."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._program = facts.program
        self._failing: dict[Fn, bool] = {}
        self._tried: dict[Fn, frozenset[int]] = {}

    def fails(self, fn: Fn, call: Call) -> bool:
        """Whether a call is one that really fails at times: a request, an SDK's sign-out."""
        if call.tried == "try" or self.awaits_end(fn, call):
            return True
        return any(m.entry.fails for m in self._program.meanings(call, fn))

    def may_fail(self, fn: Fn, depth: int = 0) -> bool:
        """Whether a function does something that really fails at times."""
        known = self._failing.get(fn)
        if known is None:
            self._failing[fn] = False
            known = self._failing[fn] = any(
                self.throws(fn, call)
                or (
                    depth < DEEPEST
                    and any(
                        self.may_fail(callee, depth + 1) for callee in self._facts.called(fn, call)
                    )
                )
                for call in self._program.index.calls[fn]
            )
        return known

    def throws(self, fn: Fn, call: Call) -> bool:
        """Whether a call throws as it fails. On the JVM one that gives a task, or is told whom to
        tell, does not; and what throws in Java stands in a `try`."""
        if not self.fails(fn, call):
            return False
        language = self._program.language(fn)
        if language not in JVM or call.tried == "try":
            return True
        hung = self._program.index.chained.get(call)
        if hung is not None and last_name(hung.callee) in LINKS:
            return True
        if language == "java" and id(call) not in self._in_attempts(fn):
            return False
        if any(m.entry.task for m in self._program.meanings(call, fn)):
            return False
        return not self._tells(fn, call)

    def awaits_end(self, fn: Fn, call: Call) -> bool:
        """Whether a call waits on the JVM for the end of a sign-out that it is called on."""
        name = last_name(call.callee)
        if self._program.language(fn) not in JVM or not self._speaks_of("awaiting", name):
            return False
        return any(
            event in ENDINGS
            for asked in hung_on(call)
            if asked is not call
            for event, _ in self._facts.events(fn, asked)
        )

    def _speaks_of(self, topic: str, name: str) -> bool:
        return self._program.vocabulary.speaks_of(topic, name)

    def _tells(self, fn: Fn, call: Call) -> bool:
        """Whether a call, or what is called on its result, is given what to run afterwards."""
        asked: Call | None = call
        while asked is not None:
            if any(passed.how in TOLD for passed in self._program.passed(asked, fn)):
                return True
            asked = self._program.index.chained.get(asked)
        return False

    def _in_attempts(self, fn: Fn) -> frozenset[int]:
        """The calls of a function that stand in the body of a `try`."""
        known = self._tried.get(fn)
        if known is None:
            known = self._tried[fn] = frozenset(
                id(inner)
                for step in steps_in(self._program.function(fn).body)
                if isinstance(step, Try)
                for inner in steps_in(step.body)
                if isinstance(inner, Call)
            )
        return known


def rejects(program: Program, fn: Fn, value: Value | None) -> bool:
    """Whether what a function of a script returns is a rejection, or a stream that gives nothing,
    which is as good as thrown: what waits for its answer never runs."""
    if program.language(fn) not in WEB:
        return False
    if isinstance(value, Name):
        return value.id in ENDED and _of_streams(program, fn, value.id)
    called = text_of(value.callee) if isinstance(value, Call) else ""
    return called in REJECTING or (
        called in ENDING and _of_streams(program, fn, called.partition(".")[0])
    )


def _of_streams(program: Program, fn: Fn, name: str) -> bool:
    """Whether a name is one that a file has from RxJS."""
    imports = program.flows[fn.file].imports
    return any(one.local == name and one.module.split("/")[0] == "rxjs" for one in imports)
