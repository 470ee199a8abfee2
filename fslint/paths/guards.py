"""Tests that are no branches: is the SDK there or wanted, and does a user see this build or run?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fslint.flow import Call, Literal, Member, Name, Op, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import text_of
from fslint.paths.known import Env

if TYPE_CHECKING:
    from fslint.link.program import Program


DEEPEST = 3


class Guards:
    """Knows the guards of a program; `truth(value, fn, env)` says whether another test holds."""

    def __init__(
        self, program: Program, truth: Callable[[Value | None, Fn, Env], bool | None]
    ) -> None:
        self._program = program
        self._truth = truth

    def holds_for(self, value: Value, fn: Fn, depth: int = 0) -> bool:
        """Whether a tested value only asks whether the SDK is there or wanted, or for tests; a
        function of the project that gives back such a value asks that too."""
        if not isinstance(value, Name | Member | Call):
            return False
        callee = value.callee if isinstance(value, Call) else value
        if isinstance(value, Call) and len(value.args) == 2 and text_of(callee) == "hasattr":
            of, name = value.args[0].value, value.args[1].value
            if isinstance(name, Literal):
                return self._program.vocabulary.guards((f"{text_of(of)}.{name.value}",))
        known = self._program.vocabulary.guards(self._program.forms(callee, fn))
        if known or self._asks_for_tests(value) or self._asks_itself(value, fn):
            return True
        return depth < DEEPEST and self._gives_one(value, fn, depth + 1)

    def _gives_one(self, value: Value, fn: Fn, depth: int) -> bool:
        """Whether a call is of a function of the project that gives back a guard and only that."""
        targets = self._program.targets(value, fn).functions if isinstance(value, Call) else ()
        returns = self._program.function(targets[0]).returns if len(targets) == 1 else []
        return len(returns) == 1 and self.holds_for(_plain(returns[0]), targets[0], depth)

    def _asks_itself(self, value: Value, fn: Fn) -> bool:
        """Whether a class that records users asks whether it is switched on: `if (!_enabled)`."""
        speaks_of = self._program.vocabulary.speaks_of
        own = isinstance(value, Name) or (isinstance(value, Member) and text_of(value.of) == "this")
        if not own or not speaks_of("switched-on", last_name(value)):
            return False
        around = self._program.index.class_around(fn)
        return around is not None and speaks_of("analytics", around.name)

    def lets_pass(self, guard: Value, fn: Fn) -> bool:
        """Whether a guard holds where users are recorded: as the project's own function says, else
        by its name, which may speak of a build or a run that no user sees, or of what is switched
        off."""
        if isinstance(guard, Call):
            for target in self._program.targets(guard, fn).functions[:1]:
                said = [
                    self._truth(one, target, ()) for one in self._program.function(target).returns
                ]
                if len(said) == 1 and said[0] is not None:
                    return said[0]
        name = text_of(guard).removesuffix("()").rpartition(".")[2]
        off = self._program.vocabulary.speaks_of("switched-off", name)
        unseen = self.of_development(text_of(guard)) or self._asks_for_tests(guard)
        return not (off or unseen)

    def of_development(self, text: str) -> bool:
        """Whether a build's name, or a test for it, is of one that no user ever sees."""
        name = text.removesuffix("()").rpartition(".")[2]
        return self._program.vocabulary.speaks_of("development", name)

    def _asks_for_tests(self, value: Value) -> bool:
        """Whether a value is a flag, an argument of the process or a variable of its environment
        that only tests set."""
        words = [last_name(value.callee if isinstance(value, Call) else value)]
        if isinstance(value, Call):
            given = (argument.value for argument in value.args)
            words += [str(one.value) for one in given if isinstance(one, Literal)]
        words += [text_of(value.callee if isinstance(value, Call) else value)]
        return any(self._program.vocabulary.speaks_of("in-tests", word) for word in words)


def _plain(value: Value) -> Value:
    """A value that is only made true or false: of `Boolean(x)` or `!!x`, `x`."""
    while isinstance(value, Op) and value.op == "!":
        value = value.operands[0]
    if isinstance(value, Call) and text_of(value.callee) == "Boolean" and len(value.args) == 1:
        return value.args[0].value
    return value
