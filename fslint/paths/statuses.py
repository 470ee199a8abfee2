"""Functions that tell by the status of an answer that the session has expired."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.entries import GROUPS
from fslint.flow import Call, Choice, Literal, Member, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.paths.facts import Facts

EXPIRED = frozenset({401, 419, 498})


def decides(program: Program, fn: Fn) -> bool:
    """Whether a function asks for the status of an expired session, as what is behind every
    request does: who calls it knows nothing of sign-outs."""
    choices = (step for step in steps_in(program.function(fn).body) if isinstance(step, Choice))
    tests = (test for choice in choices for test in _compared(choice))
    return any(_expired(program, part, fn) for test in tests for part in deep(test))


def _compared(choice: Choice) -> Iterator[Value]:
    """What a choice asks, and what its arms compare that with."""
    if choice.test is not None:
        yield choice.test
    for arm in choice.arms:
        yield from arm.cases


def _expired(program: Program, part: Value, fn: Fn) -> bool:
    """Whether a part of a test is such a status, or a constant that stands for one."""
    name = last_name(part)
    if name.isupper():
        part = program.evaluator.constant(part, fn)
    if isinstance(part, Literal) and part.value in EXPIRED:
        return True
    if program.language(fn) not in GROUPS["web"]:
        return False
    said = str(part.value) if isinstance(part, Literal) else name
    named = isinstance(part, Literal | Member) or name.isupper()
    return named and program.vocabulary.speaks_of("expired-answer", said)


def leaves_open(facts: Facts, fn: Fn, call: Call | None) -> bool:
    """Whether what a call runs decides by an answer whether to do as it is called:
    `logoutIfNecessary(error)`."""
    targets = facts.program.targets(call, fn).functions if call is not None else ()
    return any(decides(facts.program, target) for target in targets)
