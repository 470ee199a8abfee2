"""Which outcome of a request a callback waits for: only one of two opposite ones comes."""

from __future__ import annotations

import re

from fslint.flow import Call, Choice, Closure
from fslint.link.handed import Passed
from fslint.link.index import Fn, last_name
from fslint.link.program import Program
from fslint.link.traverse import hung_on

BAD = re.compile(r"(?i)fail|error|cancel|reject|exception")
GOOD = re.compile(r"(?i)success|response|result|succe")
SUBSCRIBING = frozenset({"subscribe", "then"})
REFUSED = re.compile(r"(?i)fail|error|exception|recover|orelse|^(?:is_?)?(?:left|err)$")
GRANTED = re.compile(r"(?i)success|succeeded|^(?:is)?(?:right|ok|done)$")
PENDING = re.compile(r"(?i)^(?:is_?)?(?:loading|pending|(?:in_?)?progress|idle|initial|waiting)$")
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


def granted(name: str) -> bool | None:
    """Whether a name speaks of a request that was granted, or of one that was refused."""
    if REFUSED.search(name):
        return False
    return True if GRANTED.search(name) else None


def refusing_arms(step: Choice) -> set[int]:
    """The arms of a switch over a result that run where it says that a request was refused."""
    told = [{granted(last_name(case)) for case in arm.cases} for arm in step.arms]
    refusing = {number for number, names in enumerate(told) if False in names}
    if any(True in names for names in told):
        refusing |= {number for number, arm in enumerate(step.arms) if not arm.cases}
    return refusing


def pending_arms(step: Choice) -> set[int]:
    """The arms of a switch over a result that run while there is none yet."""
    cases = [[last_name(case) for case in arm.cases] for arm in step.arms]
    if not any(granted(name) for names in cases for name in names):
        return set()
    waits = (n for n, names in enumerate(cases) if names and all(map(PENDING.search, names)))
    return set(waits)


def one_outcome(program: Program, call: Call, passed: Passed) -> bool | None:
    """Whether a function that a result runs at once does so where its request was granted (True),
    or where it was refused (False); None where it runs after either."""
    name = last_name(call.callee)
    params = [param.name for param in program.function(passed.fn).params]
    for text in (passed.label, *params, name):
        if (told := granted(text)) is not None:
            return told
    folded = [a.value.index for a in call.args if isinstance(a.value, Closure) and not a.label]
    if name in FOLDING and len(folded) == 2 and passed.fn.index in folded:
        kotlin = program.language(passed.fn) == "kotlin"
        granted_first = kotlin and not _is_either(program, call, passed)
        return (passed.fn.index == folded[0]) is granted_first
    return None


def _is_either(program: Program, call: Call, passed: Passed) -> bool:
    """Whether what a call is hung on gives an `Either`, whose left side comes first and is for what
    went wrong."""
    *_, asked = hung_on(call)
    fn = Fn(passed.fn.file, program.function(passed.fn).parent)
    functions = program.targets(asked, fn).functions
    return any(program.function(one).type.startswith("Either") for one in functions)


def one_chain(call: Call, other: Call) -> bool:
    """Whether two calls wait for the same request: one is the other, or hung on it."""
    return any(one is other for one in hung_on(call)) or any(one is call for one in hung_on(other))
