"""Calls of listeners that may not be there: who is held weakly may be gone when it is told, and
who was never set has nothing to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import WEAK, Call, Choice, Literal, Member, Name, Op, Value
from fslint.link.bound import last_binding
from fslint.link.traverse import steps_in, text_of
from fslint.paths.answers import asks_for_user
from fslint.paths.entries import ENDINGS

if TYPE_CHECKING:
    from fslint.link.index import Fn
    from fslint.paths.facts import Facts


class Weakly:
    """Which calls of a program are of weakly held listeners that alone release the identity."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._program = facts.program
        self._names: frozenset[str] | None = None

    def held(self, fn: Fn, call: Call) -> bool:
        """Whether a call's receiver is held weakly, and what it does releases the identity of a
        user who has been signed out elsewhere."""
        callee = call.callee
        if not isinstance(callee, Member) or not self._all_names():
            return False
        unwrapped = self._program.language(fn) == "swift" and not callee.optional
        of = self._bound(fn, callee.of) if callee.optional else callee.of
        return not unwrapped and self._is_weak(of) and self._releases(fn, call)

    def gone(self, fn: Fn, test: Value | None, holds: bool) -> Call | None:
        """The call that is not made, though it would release the identity, where a test finds
        that a weakly held listener is gone; None where it finds no such thing."""
        asked = _asked(test) if test is not None and self._all_names() else None
        if asked is None or asked[1] != holds or not self._is_weak(self._bound(fn, asked[0])):
            return None
        for call in self._program.index.calls[fn]:
            of = call.callee.of if isinstance(call.callee, Member) else None
            if of is not None and self._is_weak(self._bound(fn, of)) and self._releases(fn, call):
                return call
        return None

    def spared(self, fn: Fn, step: Choice, holds: bool) -> bool:
        """Whether an arm is only there for a listener that nobody has set: `if (l != null)
        l.onLogout()` says what `l?.onLogout()` does, which counts as made."""
        asked = _asked(step.test) if step.test is not None and step.kind == "if" else None
        arms = [arm.block for arm in step.arms]
        if asked is None or asked[1] != holds or len(arms) != 2 or arms[0 if holds else 1]:
            return False
        text = text_of(asked[0])
        if asks_for_user(self._program, asked[0]) is not None or not text or "(" in text:
            return False
        made = [one for one in steps_in(arms[1 if holds else 0]) if isinstance(one, Call)]
        told = [one for one in made if text_of(one.callee).startswith(f"{text}.")]
        return any(self._releases(fn, one) for one in told)

    def _releases(self, fn: Fn, call: Call) -> bool:
        reached = [self._facts.reaches(t) for t in self._facts.called(fn, call)]
        return any("anonymize" in r for r in reached) and not any(r & ENDINGS for r in reached)

    def _bound(self, fn: Fn, value: Value) -> Value:
        """What a name is bound to, if to anything."""
        bound = last_binding(self._program, value, fn) if isinstance(value, Name) else None
        return value if bound is None else bound

    def _is_weak(self, value: Value) -> bool:
        names = self._all_names()
        of: Value | None = value
        while of is not None:
            if isinstance(of, Name):
                return of.id in names
            if isinstance(of, Member) and of.name in names:
                return True
            of = of.of if isinstance(of, Member) else of.callee if isinstance(of, Call) else None
        return False

    def _all_names(self) -> frozenset[str]:
        """The names of the fields that hold what they name weakly, and that none holds firmly."""
        if self._names is None:
            kinds: dict[str, set[bool]] = {}
            for flow in self._program.flows.values():
                for cls in flow.classes:
                    for name, bindings in cls.fields.items():
                        kinds.setdefault(name, set()).update(b.kind == WEAK for b in bindings)
            self._names = frozenset(name for name, weak in kinds.items() if weak == {True})
        return self._names


def _asked(test: Value) -> tuple[Value, bool] | None:
    """What a test asks for, and whether the test holds where that is not there."""
    if isinstance(test, Op):
        if test.op == "!" and test.operands:
            inner = _asked(test.operands[0])
            return None if inner is None else (inner[0], not inner[1])
        if test.op in ("==", "!=") and len(test.operands) == 2:
            one, other = test.operands
            null = isinstance(other, Literal) and other.kind in ("null", "undefined")
            return (one, test.op == "==") if null else None
        return None
    return test, False
