"""Listeners of states that say when they hear: `listenWhen: (before, now) => now is SignedOut`.

Such a listener runs where that holds, so it asks that itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fslint.flow import (
    Argument,
    Arm,
    Call,
    Choice,
    Closure,
    Function,
    Member,
    Name,
    Op,
    Value,
)

LISTENER, WHEN = "listener", "listenWhen"


def ask_when(functions: Sequence[Function], arguments: Sequence[Argument]) -> None:
    """Let the listener among a call's arguments ask what another one says of when it hears."""
    given = {
        argument.label: functions[argument.value.index]
        for argument in arguments
        if isinstance(argument.value, Closure)
    }
    when, listener = given.get(WHEN), given.get(LISTENER)
    if when is None or listener is None or len(when.returns) != 1:
        return
    if len(when.params) == len(listener.params) == 2:
        before, now = (param.name for param in when.params)
        for test in _about(when.returns[0], before):
            asked = _called(test, now, listener.params[1].name)
            arms = (Arm(listener.body), Arm([]))
            listener.body = [Choice(asked.span, "if", asked, arms)]


def _about(test: Value, before: str) -> Iterator[Value]:
    """What a test asks of the state that comes, and not of the one before it."""
    if isinstance(test, Op) and test.op == "&&":
        for operand in test.operands:
            yield from _about(operand, before)
    elif not _speaks_of(test, before):
        yield test


def _speaks_of(value: Value, name: str) -> bool:
    if isinstance(value, Name):
        return value.id == name
    if isinstance(value, Member):
        return _speaks_of(value.of, name)
    if isinstance(value, Op):
        return any(_speaks_of(operand, name) for operand in value.operands)
    return isinstance(value, Call) and _speaks_of(value.callee, name)


def _called(value: Value, name: str, new: str) -> Value:
    """A value with a name for the state in it in the place of another."""
    if isinstance(value, Name):
        return replace(value, id=new) if value.id == name else value
    if isinstance(value, Member):
        return replace(value, of=_called(value.of, name, new))
    if isinstance(value, Op):
        return replace(value, operands=tuple(_called(o, name, new) for o in value.operands))
    if isinstance(value, Call):
        return replace(value, callee=_called(value.callee, name, new))
    return value
