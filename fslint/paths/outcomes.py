"""Which outcome of a request a callback waits for: only one of two opposite ones comes."""

from __future__ import annotations

import re

from fslint.flow import Call, Closure, Member
from fslint.link.handed import Passed
from fslint.link.index import last_name
from fslint.link.program import Program

BAD = re.compile(r"(?i)fail|error|cancel|reject|exception")
GOOD = re.compile(r"(?i)success|response|result|succe")
SUBSCRIBING = frozenset({"subscribe", "then"})


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


def one_chain(call: Call, other: Call) -> bool:
    """Whether two calls wait for the same request: one is the other, or hung on it."""
    return call is other or _hangs_on(call, other) or _hangs_on(other, call)


def _hangs_on(call: Call, root: Call) -> bool:
    current = call.callee
    while isinstance(current, Member) and isinstance(current.of, Call):
        if current.of is root:
            return True
        current = current.of.callee
    return False
