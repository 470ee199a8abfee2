"""Which outcome of a request a callback waits for: only one of two opposite ones comes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.flow import Call, Closure, Member
from fslint.link.handed import Passed
from fslint.link.index import last_name
from fslint.link.program import Program

BAD = re.compile(r"(?i)fail|error|cancel|reject|exception")
GOOD = re.compile(r"(?i)success|response|result|succe")
SUBSCRIBING = frozenset({"subscribe", "then"})
REFUSED = re.compile(r"(?i)fail|error|recover|orelse|left")
GRANTED = re.compile(r"(?i)success|right")
FOLDING = frozenset({"fold", "match"})


def outcome(program: Program, call: Call, passed: Passed) -> str:
    """`good` or `bad` for a function that only runs after one outcome of a request, else ''."""
    name = last_name(call.callee)
    for text in (passed.label, program.function(passed.fn).name, name):
        if BAD.search(text):
            return "bad"
        if GOOD.search(text):
            return "good"
    if name in SUBSCRIBING:
        functions = [a.value.index for a in call.args if isinstance(a.value, Closure)]
        if len(functions) > 1 and passed.fn.index in functions[:2]:
            return "good" if passed.fn.index == functions[0] else "bad"
    return ""


def one_outcome(program: Program, call: Call, passed: Passed) -> bool | None:
    """Whether a function that a result runs at once does so where its request was granted (True),
    or where it was refused (False); None where it runs after either."""
    name = last_name(call.callee)
    params = [param.name for param in program.function(passed.fn).params]
    for text in (passed.label, *params, name):
        if REFUSED.search(text):
            return False
        if GRANTED.search(text):
            return True
    folded = [a.value.index for a in call.args if isinstance(a.value, Closure) and not a.label]
    if name in FOLDING and len(folded) == 2 and passed.fn.index in folded:
        granted_first = program.language(passed.fn) == "kotlin"
        return (passed.fn.index == folded[0]) is granted_first
    return None


def one_chain(call: Call, other: Call) -> bool:
    """Whether two calls wait for the same request: one is the other, or hung on it."""
    return any(one is other for one in hung_on(call)) or any(one is call for one in hung_on(other))


def hung_on(call: Call) -> Iterator[Call]:
    """A call, and those whose results it is called on in turn."""
    yield call
    current = call.callee
    while isinstance(current, Member) and isinstance(current.of, Call):
        yield current.of
        current = current.of.callee
