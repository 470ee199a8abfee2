"""Buttons of scripts that are run again from their beginning: each press is a path of its own.

`if st.button('Log out'): …` holds in one run alone, that which the press sets off, and no other
button is pressed then. The same goes for a choice: `if picked == 'Log out'`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Call, Choice, Literal, Name, Op, Span, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import steps_in
from fslint.paths.cases import arm_ends, told_apart
from fslint.paths.entries import ENDINGS, Case, Root, Trigger
from fslint.paths.known import Env, Fact, arms_fact, arms_key

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

MOST = 12
"""The buttons of one script that are told apart."""
FIRST = frozenset({0})
OTHER = frozenset({1})


class _Press(NamedTuple):
    """A branch that is taken when a button is pressed: where that is asked, and what the button
    says."""

    fn: Fn
    step: Choice
    place: Span
    label: str


def apart(facts: Facts, roots: Iterable[Root]) -> Iterator[Root]:
    """Each root once for each of its script's buttons that ends an identity, and once more for all
    that the script does without; a root that has no such buttons by its other cases."""
    for root in roots:
        python = root.link is None and facts.program.language(root.fn) == "python"
        presses = list(_presses(facts, root.fn))[:MOST] if python else []
        if not presses:
            yield from told_apart(facts, root)
            continue
        idle = {one: arms_fact(OTHER) for one in presses}
        for one in presses:
            around = {o: arms_fact(FIRST) for o in presses if _holds(o, one)}
            env = _env({**idle, **around, one: arms_fact(FIRST, about=True)})
            trigger = Trigger("event", one.label)
            case = Case(one.place, "", env, one.fn)
            yield root._replace(case=case, triggers=(*root.triggers, trigger))
        yield root._replace(case=Case(facts.program.function(root.fn).span, "", _env(idle)))


def _env(arms: Mapping[_Press, Fact]) -> Env:
    return tuple((arms_key(one.fn, one.step), fact) for one, fact in arms.items())


def _holds(outer: _Press, inner: _Press) -> bool:
    """Whether a branch is another one, or stands around it in its first arm."""
    if outer.fn != inner.fn:
        return False
    return outer is inner or inner.step in steps_in(outer.step.arms[0].block)


def _presses(facts: Facts, root: Fn) -> Iterator[_Press]:
    """The presses that end an identity, in the functions that a root comes to."""
    seen = {root}
    waiting = [root]
    while waiting:
        fn = waiting.pop(0)
        if not facts.reaches(fn) & ENDINGS:
            continue
        function = facts.program.function(fn)
        if _runs_again(facts, fn.file):
            for step in steps_in(function.body):
                if not isinstance(step, Choice) or step.test is None:
                    continue
                told = _told(facts, fn, step.test)
                if told is not None and arm_ends(facts, fn, step.arms[0]):
                    place, label = told
                    yield _Press(fn, step, place, label)
        inner = [callee for callee in facts.edges(fn) if callee not in seen]
        seen.update(inner)
        waiting += inner


def _runs_again(facts: Facts, file: str) -> bool:
    """Whether a file is of the kind whose scripts run again at each press."""
    speaks = facts.program.vocabulary.speaks_of
    return any(speaks("runs-again", one.module) for one in facts.program.flows[file].imports)


def _told(facts: Facts, fn: Fn, test: Value) -> tuple[Span, str] | None:
    """The place of the part of a test that asks for a press, and what the button says; where that
    is a variable, what its function is called."""
    if isinstance(test, Op) and test.op == "&&":
        return next((one for part in test.operands if (one := _told(facts, fn, part))), None)
    if isinstance(test, Op) and test.op == "==":
        for side, other in (test.operands, test.operands[::-1]):
            if isinstance(other, Literal) and _is(facts, fn, side, "chosen"):
                return test.span, str(other.value)
        return None
    press = _is(facts, fn, test, "pressed")
    if press is None:
        return None
    first = press.args[0].value if press.args else None
    said = str(first.value) if isinstance(first, Literal) else facts.program.function(fn).name
    return test.span, said


def _is(facts: Facts, fn: Fn, value: Value, topic: str) -> Call | None:
    """The call of a topic that a value is, or that is bound to its name."""
    if isinstance(value, Name):
        bound = facts.program.function(fn).bindings.get(value.id, ())
        value = (bound[0].value if len(bound) == 1 else None) or value
    if not isinstance(value, Call):
        return None
    return value if facts.program.vocabulary.speaks_of(topic, last_name(value.callee)) else None
