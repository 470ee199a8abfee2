"""Entries that do one thing or another as they are told: each of these is a path of its own.

`handleAction(action)` with a `when (action)`, a menu's `switch (item.getItemId())`, a chain of
`if (id == …)`: what tells the cases apart is what the entry was given, so somebody chose one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import (
    Arm,
    Assign,
    Block,
    Call,
    Choice,
    Index,
    Literal,
    Member,
    Name,
    Op,
    Parameter,
    Value,
)
from fslint.link.index import Fn, last_name
from fslint.link.traverse import steps_in, text_of
from fslint.paths.entries import ENDINGS, Case, Root
from fslint.paths.known import Env, arms_fact, arms_key

if TYPE_CHECKING:
    from fslint.flow import Span, Step
    from fslint.paths.facts import Facts

DEEPEST = 4
COMPARING = frozenset({"==", "instanceof", "in"})
COMPARED = frozenset({"equals", "contentEquals", "equalsIgnoreCase"})

Marks = dict[str, frozenset[int]]


class _Leaf(NamedTuple):
    """One case: which arms lead to it, where it stands, the value that tells it, and those on the
    way there."""

    marks: Marks
    span: Span
    name: str
    way: tuple[str, ...]

    def is_told(self, event: str) -> bool:
        """Whether an event leads to it: of `view.closed` that one, `view`, and what is inside of
        `view.closed`."""
        way = ".".join(self.way)
        return f"{way}.".startswith(f"{event}.") or event.startswith(f"{way}.")


def told_apart(facts: Facts, root: Root) -> list[Root]:
    """The root as it is, or once for each of the cases in which it ends an identity, and once
    more for all the others."""
    if root.link is not None:
        return [root]
    body = facts.program.function(root.fn).body
    leaves = list(_leaves(facts, root.fn, body, DEEPEST))
    if len(leaves) < 2:
        return [root]
    told_itself = _told_itself(facts, root.fn)
    leaves = [leaf for leaf in leaves if not any(map(leaf.is_told, told_itself))] or leaves
    found = [root._replace(case=Case(leaf.span, leaf.name, _env(leaf.marks))) for leaf in leaves]
    told = _told_steps(facts, root.fn, body)
    rest = {arms_key(root.fn, step): _quiet(facts, root.fn, step) for step in told}
    if all(rest.values()):
        span = facts.program.function(root.fn).span
        found.append(root._replace(case=Case(span, "", _env(rest))))
    return found


def _told_itself(facts: Facts, fn: Fn) -> set[str]:
    """The events that a listener hears of from what it runs itself, by the ways through the cases
    that hold them: the paths of these begin where they are sent."""
    keys = facts.program.keys
    heard = keys.heard_by(fn)
    calls = ((one, call) for one in facts.callers(fn) for call in facts.program.index.calls[one])
    sent = [told for one, call in calls if heard & {*(told := keys.sent(call, one))}]
    names = ([key.partition(":")[2].partition("@")[0] for key in told] for told in sent)
    return {max(found, key=len) for found in names}


def _env(marks: Marks) -> Env:
    return tuple((key, arms_fact(arms)) for key, arms in marks.items())


def _leaves(facts: Facts, fn: Fn, block: Block, depth: int) -> Iterator[_Leaf]:
    """The cases of a block that end an identity; none where something outside of them does."""
    told = _told_steps(facts, fn, block)
    if any(_ends(facts, fn, step) for step in block if step not in told):
        return
    quiet = {arms_key(fn, step): _quiet(facts, fn, step) for step in told}
    for step in told:
        others = {key: arms for key, arms in quiet.items() if arms and key != arms_key(fn, step)}
        for place, arm in enumerate(step.arms):
            if place in quiet[arms_key(fn, step)]:
                continue
            marks = {**others, arms_key(fn, step): frozenset({place})}
            inner = list(_inner(facts, fn, arm.block, depth - 1)) if depth else []
            span, name = _place(step, arm)
            for leaf in inner:
                yield leaf._replace(marks={**marks, **leaf.marks}, way=(name, *leaf.way))
            if not inner:
                yield _Leaf(marks, span, name, (name,))


def _inner(facts: Facts, fn: Fn, block: Block, depth: int) -> Iterator[_Leaf]:
    """The cases that an arm, or the only function it hands on to, tells apart again."""
    ending = [step for step in block if _ends(facts, fn, step)]
    if len(ending) != 1:
        return
    step = ending[0]
    if isinstance(step, Choice):
        yield from _leaves(facts, fn, block, depth)
    elif isinstance(step, Call) and any(_given(facts, fn, a.value) for a in step.args):
        targets = facts.program.targets(step, fn).functions
        if len(targets) == 1 and targets[0].file == fn.file and targets[0] != fn:
            body = facts.program.function(targets[0]).body
            yield from _leaves(facts, targets[0], body, depth)


def _told_steps(facts: Facts, fn: Fn, block: Block) -> list[Choice]:
    """The branches right in a block that ask what the function was given."""
    return [
        step
        for step in block
        if isinstance(step, Choice)
        and _asks(facts, fn, step)
        and any(arm_ends(facts, fn, arm) for arm in step.arms)
    ]


def _asks(facts: Facts, fn: Fn, step: Choice) -> bool:
    if step.test is None or step.kind == "nullish":
        return False
    if step.kind == "switch":
        numbers = [c for arm in step.arms for c in arm.cases if _is_plain(c)]
        return not numbers and _given(facts, fn, step.test)
    test = step.test
    if isinstance(test, Op) and test.op in COMPARING:
        sides = test.operands
    elif isinstance(test, Call) and isinstance(test.callee, Member):
        if last_name(test.callee) not in COMPARED:
            return False
        sides = (test.callee.of, *(argument.value for argument in test.args))
    else:
        return False
    given = [_given(facts, fn, side) for side in sides]
    return sum(given) == 1 and not any(_is_plain(side) for side in sides)


def _is_plain(value: Value) -> bool:
    """Whether a value is a number, a flag or nothing: an answer rather than a choice."""
    return isinstance(value, Literal) and value.kind != "string"


def _given(facts: Facts, fn: Fn, value: Value, depth: int = DEEPEST) -> bool:
    """Whether a value is a parameter of the function, or a part of one."""
    while isinstance(value, Member | Call | Index):
        value = value.callee if isinstance(value, Call) else value.of
    if isinstance(value, Parameter):
        return True
    if not isinstance(value, Name) or not depth:
        return False
    bound = facts.program.function(fn).bindings.get(value.id, ())
    return any(
        one.kind == "parameter"
        or (one.value is not None and _given(facts, fn, one.value, depth - 1))
        for one in bound
    )


def _quiet(facts: Facts, fn: Fn, step: Choice) -> frozenset[int]:
    """The arms in which no identity ends, also none of them where that may be."""
    found = {n for n, arm in enumerate(step.arms) if not arm_ends(facts, fn, arm)}
    return frozenset(found if step.exhaustive else {*found, len(step.arms)})


def arm_ends(facts: Facts, fn: Fn, arm: Arm) -> bool:
    """Whether an identity may end in an arm."""
    return any(_ends(facts, fn, step) for step in arm.block)


def _ends(facts: Facts, fn: Fn, step: Step) -> bool:
    """Whether an identity may end in a step, or in what it calls."""
    for inner in steps_in([step]):
        happens = facts.events(fn, inner) if isinstance(inner, Call | Assign) else ()
        called = facts.called(fn, inner) if isinstance(inner, Call) else ()
        if any(event in ENDINGS for event, _ in happens):
            return True
        if any(facts.reaches(callee) & ENDINGS for callee in called):
            return True
    return False


def _place(step: Choice, arm: Arm) -> tuple[Span, str]:
    """Where a case stands, and what tells it."""
    told: list[Value] = list(arm.cases)
    if not told and step.kind == "if" and isinstance(step.test, Op) and arm is step.arms[0]:
        told = list(step.test.operands[-1:])
    if not told and step.kind == "if" and isinstance(step.test, Call) and arm is step.arms[0]:
        told = [argument.value for argument in step.test.args[:1]]
    if not told:
        return (arm.block[0].span if arm.block else step.span), "else"
    names = [str(c.value) if isinstance(c, Literal) else text_of(c) for c in told]
    return told[0].span, ", ".join(name.rpartition(".")[2] for name in names if name)
