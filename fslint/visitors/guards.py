"""Guards that never let through what they guard: `isInitialized()` where nobody initializes.

@fullstory/browser learns that it is ready from its own `init` alone. Where a page carries the
snippet itself and the bundle never calls `init`, the question is always answered no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fslint.flow import Call, Choice
from fslint.link.index import Fn
from fslint.link.program import Program
from fslint.link.traverse import deep, steps_in

PACKAGE = "@fullstory/browser"
QUESTION = f"{PACKAGE}#isInitialized"
SNIPPET = "_fs_org"
CONFIGURED = "orgId"
"""What only the snippet writes down, and what only a call of `init` does."""


def never_true(program: Program, fn: Fn, mentioned: Callable[[str], bool]) -> Iterator[Call]:
    """The questions in `fn` that guard an anonymize and stay false.

    `mentioned(word)` tells whether any file of the project holds a word.
    """
    calls = program.index.calls[fn]
    if not any("anonymize" in m.events for call in calls for m in program.meanings(call, fn)):
        return
    for step in steps_in(program.function(fn).body):
        if not isinstance(step, Choice) or step.test is None:
            continue
        for value in deep(step.test):
            asks = isinstance(value, Call) and QUESTION in program.forms(value.callee, fn)
            if asks and mentioned(SNIPPET) and not mentioned(CONFIGURED):
                assert isinstance(value, Call)
                yield value
