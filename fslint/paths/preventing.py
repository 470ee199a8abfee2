"""Handlers that keep the browser from following their link or sending their form, at times.

`if (!confirm('Sure?')) return false;` keeps it on one arm: runs of that arm make no request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Assign, Block, Call, Choice, Element, Exit, Literal, Try, Value
from fslint.link.index import Fn
from fslint.link.traverse import text_of
from fslint.paths.known import Env, Fact, arms_fact, arms_key

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

NAMED = re.compile(r"[.|]prevent(?:Default)?(?![a-z])")
PREVENTING = ("preventDefault", "stopImmediatePropagation")
_DEEPEST = 3


class Kept(NamedTuple):
    """Whether every run of some handlers keeps the browser where it is, else what is known of
    those that do not: which arms they take."""

    always: bool
    env: Env = ()


def kept(facts: Facts, element: Element, handlers: Iterable[Fn]) -> Kept:
    """Whether the browser is kept from following an element, by how it names its handlers
    (`@click.prevent`) or by what they do."""
    if any(NAMED.search(attribute.name) for attribute in element.attributes):
        return Kept(True)
    runs = _Runs(facts)
    always = [runs.keep(handler, 0) for handler in handlers]
    return Kept(any(always), tuple(runs.env))


class _Runs:
    """What the runs of handlers come to; `env` gathers the arms that let the browser go on."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.env: list[tuple[str, Fact]] = []

    def keep(self, fn: Fn, depth: int) -> bool:
        """Whether all runs of a function keep the browser where it is."""
        return self._block(fn, self._facts.program.function(fn).body, False, depth)

    def _block(self, fn: Fn, block: Block, after: bool, depth: int) -> bool:
        """The same for a block, of which `after` says what comes behind it."""
        for step in reversed(block):
            if isinstance(step, Call):
                after = after or self._prevents(fn, step, depth)
            elif isinstance(step, Assign) and text_of(step.target).endswith(".returnValue"):
                after = after or _is_false(step.value)
            elif isinstance(step, Try):
                after = after or self._block(fn, step.body, False, depth)
            elif isinstance(step, Exit):
                after = self._given_back(fn, step.value, depth)
            elif isinstance(step, Choice):
                after = self._choice(fn, step, after, depth)
        return after

    def _choice(self, fn: Fn, step: Choice, rest: bool, depth: int) -> bool:
        arms = [self._block(fn, arm.block, rest, depth) for arm in step.arms]
        if not step.exhaustive and (step.kind == "switch" or len(arms) == 1):
            arms.append(rest)
        truth = self._facts.conditions.truth(step.test, fn, ()) if step.kind == "if" else None
        if truth is not None:
            return arms[0] if truth else arms[-1]
        if any(arms) and not all(arms):
            going = frozenset(place for place, keeps in enumerate(arms) if not keeps)
            self.env.append((arms_key(fn, step), arms_fact(going)))
        return all(arms)

    def _prevents(self, fn: Fn, call: Call, depth: int) -> bool:
        if text_of(call.callee).endswith(PREVENTING):
            return True
        targets = self._facts.program.targets(call, fn).functions if depth < _DEEPEST else ()
        return any(self._calls(one) for one in targets)

    def _calls(self, fn: Fn) -> bool:
        """Whether a function that a handler calls prevents it outright."""
        body = self._facts.program.function(fn).body
        calls = [step for step in body if isinstance(step, Call)]
        return any(text_of(call.callee).endswith(PREVENTING) for call in calls)

    def _given_back(self, fn: Fn, value: Value | None, depth: int) -> bool:
        if isinstance(value, Call) and depth < _DEEPEST:
            functions = self._facts.program.targets(value, fn).functions
            return bool(functions) and all(self.keep(one, depth + 1) for one in functions)
        return _is_false(value)


def _is_false(value: Value | None) -> bool:
    return isinstance(value, Literal) and value.value is False
