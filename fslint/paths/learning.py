"""What the arm of a branch that a run takes tells of its test, where a function asks again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from fslint.flow import Call, Choice, Literal, Op, Value
from fslint.link.bound import is_parameter
from fslint.link.index import Fn
from fslint.link.traverse import deep, steps_in
from fslint.paths.known import FALSY, TRUTHY, Env, with_fact

if TYPE_CHECKING:
    from fslint.link.program import Program


class Learning:
    """Learns from tests; `key` names what facts about a value are kept under."""

    def __init__(self, program: Program, key: Callable[[Value, Fn], str]) -> None:
        self._program = program
        self._key = key
        self._repeated: dict[Fn, frozenset[str]] = {}

    def decision(self, test: Value, fn: Fn) -> str:
        """A name for the outcome of a whole test; '' where it would not be the same again."""
        if isinstance(test, Op):
            parts = [self.decision(o, fn) or _constant_text(o) for o in test.operands]
            return f"{test.op}({','.join(parts)})" if all(parts) else ""
        return self._key(test, fn)

    def learn(self, test: Value | None, holds: bool, fn: Fn, env: Env) -> Env:
        """`env` with what follows from a test's outcome, where the function asks again."""
        if test is None:
            return env
        if isinstance(test, Op) and test.op == "!":
            return self.learn(test.operands[0], not holds, fn, env)
        if isinstance(test, Op) and test.op == ("&&" if holds else "||"):
            for operand in test.operands:
                env = self.learn(operand, holds, fn, env)
            return env
        key = self.decision(test, fn)
        if key and key in self._asked_again(fn):
            return with_fact(env, key, TRUTHY if holds else FALSY)
        return env

    def _asked_again(self, fn: Fn) -> frozenset[str]:
        known = self._repeated.get(fn)
        if known is None:
            counts: dict[str, int] = {}
            for step in steps_in(self._program.function(fn).body):
                told: Iterable[Value] = ()
                if isinstance(step, Choice) and step.test is not None:
                    told = deep(step.test)
                elif isinstance(step, Call) and is_parameter(self._program, step.callee, fn):
                    told = (argument.value for argument in step.args)  # `callback(error)`
                for part in told:
                    key = self.decision(part, fn)
                    if key:
                        counts[key] = counts.get(key, 0) + 1
            known = frozenset(key for key, count in counts.items() if count > 1)
            self._repeated[fn] = known
        return known


def _constant_text(value: Value) -> str:
    if isinstance(value, Literal):
        return f"{value.kind}:{value.value}"
    return ""
