"""What a test has found missing: to set it to nothing, as a start, lets go of nobody.

`if "user" not in state: state.user = None` is such a start.
"""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import Assign, Block, Call, Choice, Index, Literal, Member, Name, Op, Value
from fslint.link.traverse import blocks_of, steps_in, text_of

_ASKING = frozenset({"get", "getItem", "has"})


def starts(block: Block, missing: frozenset[str] = frozenset()) -> Iterator[int]:
    """The identities of the assignments that set what is known to be missing."""
    for step in block:
        if isinstance(step, Assign):
            if _place(step.target) in missing:
                yield id(step)
        elif isinstance(step, Choice) and step.kind == "if":
            for number, arm in enumerate(step.arms):
                yield from starts(arm.block, missing.union(_told(step.test, number == 0)))
        else:
            for inner in blocks_of(step):
                yield from starts(inner, missing)


def first_values(block: Block) -> Iterator[int]:
    """The identities of the assignments by which a constructor gives an object its own values."""
    for step in steps_in(block):
        target = step.target if isinstance(step, Assign) else None
        of = target.of if isinstance(target, Member) else None
        if isinstance(of, Name) and of.id in ("this", "self"):
            yield id(step)


def _told(test: Value | None, holds: bool) -> Iterator[str]:
    """What is missing where a test has an outcome."""
    if isinstance(test, Op):
        if test.op == "!" and test.operands:
            yield from _told(test.operands[0], not holds)
        elif test.op == ("&&" if holds else "||"):
            for operand in test.operands:
                yield from _told(operand, holds)
        elif test.op in ("==", "!=") and len(test.operands) == 2:
            one, other = test.operands
            if isinstance(other, Literal) and other.kind in ("null", "undefined"):
                yield from _told(one, holds != (test.op == "=="))
        elif test.op == "in" and len(test.operands) == 2 and not holds:
            yield _member(text_of(test.operands[1]), test.operands[0])
    elif test is not None and not holds and (place := _place(test)):
        yield place


def _place(value: Value) -> str:
    """The name of a member or an entry, however it is asked for; '' for anything else."""
    if isinstance(value, Member):
        return _member(text_of(value.of), Literal(value.at, "string", value.name))
    if isinstance(value, Index):
        return _member(text_of(value.of), value.key)
    callee = value.callee if isinstance(value, Call) and value.args else None
    if isinstance(value, Call) and isinstance(callee, Member) and callee.name in _ASKING:
        return _member(text_of(callee.of), value.args[0].value)
    return ""


def _member(of: str, key: Value) -> str:
    named = isinstance(key, Literal)
    name = str(key.value) if isinstance(key, Literal) else text_of(key)
    return f"{of}[{'=' if named else ''}{name}]" if of and name else ""
