"""Tests that ask whether a user is signed in, or whether a request failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fslint.flow import Call, Index, Literal, Member, Name, Op, Parameter, Value
from fslint.link.bound import is_parameter, last_binding
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep
from fslint.paths.outcomes import granted

if TYPE_CHECKING:
    from fslint.link.program import Program

ANSWER = re.compile(
    r"(?i)err|fail|exception|succe|ok$|result|response|done|finish|status|outcome|complet|res$"
)
"""What a closure calls the answer of the request that it waits for."""
ASKING = re.compile(r"(?:is|was|has|get|did)[A-Z]|(?:code|body|ok|status|failed|succeeded)$")
"""What a method is called that only asks an answer for a part of it: `response.isSuccessful()`."""
READING = re.compile(r"(?:get|opt)(?:Boolean|String|Int|Long)?(?:Extra)?")
"""How an entry of a bundle, of extras or of a map is read."""
EQUAL = frozenset({"equals", "isEqual", "isEqualTo"})
IDENTIFIER = re.compile(r"(?:[a-z]I[dD]|_id|^u?id)$")
"""What the identifier of somebody is called."""
FAILING_NAMES = ("err", "isErr")
CALLED_BACK = re.compile(
    r"_?(?:on|did|will|handle)[A-Z]|\w{0,40}(?:Block|Handler|Callback|Closure)$"
)
"""What is asked for only to be called: `if (self.onLogout) self.onLogout()`."""


def asks_for_user(program: Program, test: Value | None) -> bool | None:
    """True where the test holds for a signed-in user, False where it holds for nobody."""
    if isinstance(test, Op):
        if test.op == "!" and test.operands:
            inner = asks_for_user(program, test.operands[0])
            return None if inner is None else not inner
        if test.op in ("==", "!=") and len(test.operands) == 2:
            for one, other in (test.operands, test.operands[::-1]):
                if _is_nobody(program, one, other):
                    asked = asks_for_user(program, one) or _identifies(program, one)
                    return asked if asked is None or test.op == "!=" else not asked
        if test.op == "&&":
            told = {asks_for_user(program, operand) for operand in test.operands} - {None}
            return all(told) if told else None  # there was somebody, and is nobody now
        return None
    if isinstance(test, Call) and isinstance(test.callee, Member) and test.callee.name in EQUAL:
        operands = (test.callee.of, *(argument.value for argument in test.args))
        return asks_for_user(program, Op(test.span, "==", operands))
    if isinstance(test, Name | Member):
        name = test.id if isinstance(test, Name) else test.name
        if CALLED_BACK.match(name):
            return None
        if program.vocabulary.speaks_of("nobody", name):
            # `isUnauthenticated` is as often what an answer says of an expired session
            return None if program.vocabulary.kind_of([name]) == "token-expiry" else False
        if program.vocabulary.speaks_of("user", name):
            return True
    return None


def _is_nobody(program: Program, value: Value, other: Value) -> bool:
    """Whether a value is compared with nothing, or an identifier with what stands for none."""
    if isinstance(other, Literal) and other.kind in ("null", "undefined"):
        return True
    if not IDENTIFIER.search(last_name(value)):
        return False
    none = isinstance(other, Literal) and other.kind == "number" and other.value in (-1, 0)
    return none or program.vocabulary.speaks_of("no-identifier", last_name(other))


def _identifies(program: Program, value: Value) -> bool | None:
    """True for the identifier of a user: `accountId`."""
    whose = IDENTIFIER.sub(lambda found: found[0][:-2], last_name(value)).rstrip("_")
    known = whose != last_name(value) and program.vocabulary.speaks_of("user", whose)
    return True if known else None


def asks_a_message(program: Program, test: Value | None, fn: Fn) -> bool:
    """Whether a test asks for an entry of what a listener is told, which speaks of something that
    has happened: `bundle.getBoolean(LOGGED_OUT)`."""
    for part in deep(test) if test is not None else ():
        bound = last_binding(program, part, fn) if isinstance(part, Name) else part
        callee = bound.callee if isinstance(bound, Call) and bound.args else None
        if not isinstance(callee, Member) or not is_parameter(program, callee.of, fn):
            continue
        if READING.fullmatch(callee.name):
            return True
    return False


def asked_of(program: Program, value: Value | None, fn: Fn) -> Call | None:
    """The request whose answer a value is, or is part of."""
    asked = _answer(program, value, fn, named=False) if value is not None else None
    return None if asked is None else asked[0]


def failing_arm(program: Program, test: Value | None, fn: Fn) -> tuple[Call, bool] | None:
    """The request that a test asks the answer of, and which outcome means that it failed."""
    if isinstance(test, Op) and test.op == "!" and test.operands:
        inner = failing_arm(program, test.operands[0], fn)
        return None if inner is None else (inner[0], not inner[1])
    if isinstance(test, Op) and test.op in ("==", "!=") and len(test.operands) == 2:
        for one, other in (test.operands, test.operands[::-1]):
            asked = _answer(program, one, fn)
            if asked is not None and isinstance(other, Literal):
                return asked[0], _unequal_fails(asked[1], other, test.op)
        return None
    if isinstance(test, Op) and test.op == "instanceof" and len(test.operands) == 2:
        told = granted(last_name(test.operands[1]))
        given = asked_of(program, test.operands[0], fn)
        return None if told is None or given is None else (given, not told)
    if isinstance(test, Op):
        for operand in test.operands:
            inner = failing_arm(program, operand, fn)
            if inner is not None:
                return inner
        return None
    asked = _answer(program, test, fn) if test is not None else None
    return None if asked is None else (asked[0], _of_failure(asked[1]))


def _unequal_fails(name: str, other: Literal, op: str) -> bool:
    """Whether the test's being true means failure, for `answer.name == other`."""
    good = True
    if isinstance(other.value, bool):
        good = other.value
    elif isinstance(other.value, int | float):
        good = other.value < 400
    elif other.kind in ("null", "undefined"):
        good = False
    if _of_failure(name):
        good = not good
    return (op == "==") != good


def _of_failure(name: str) -> bool:
    """Whether a part of an answer is there, or holds, where the request failed."""
    return name in FAILING_NAMES or granted(name) is False


def _answer(
    program: Program, value: Value, fn: Fn, *, named: bool = True
) -> tuple[Call, str] | None:
    """The call whose result a value is part of, and the name of that part; of what a closure is
    told, only if it is called an answer, where `named`."""
    name = ""
    current: Value | None = value
    for _ in range(8):
        if isinstance(current, Member):
            name = name or current.name
            current = current.of
        elif isinstance(current, Index):
            current = current.of
        elif isinstance(current, Name):
            name = name or current.id
            told = _handed(program, current, fn)
            if told is not None:
                return (told, name) if not named or ANSWER.search(name) else None
            bound = last_binding(program, current, fn)
            if bound is None:
                return None
            current = bound
        elif isinstance(current, Call):
            if current.cast is not None:
                current = current.cast
                continue
            if current.args or not ASKING.match(last_name(current.callee)):
                return current, name
            current = current.callee
        else:
            return None
    return None


def _handed(program: Program, name: Name, fn: Fn) -> Call | None:
    """The call that has a closure, or a member of a listener, run with what it answers, if a name
    is that function's parameter."""
    bindings = program.function(fn).bindings.get(name.id, ())
    if not any(isinstance(binding.value, Parameter) for binding in bindings):
        return None
    passed = program.index.passed_to.get(fn)
    if passed is not None:
        return passed[1]
    holder = program.index.holders.get(fn)
    return None if holder is None else program.index.outer.get(holder.object)
