"""Helpers that do what they are told: `goTo('/accounts/logout/')` sets `location.href` to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Argument, Assign, Call, Literal, Name, Op, Template, Value
from fslint.link.index import Fn
from fslint.paths.links import url_text

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

_LONGEST = 4


def ends_session(facts: Facts, call: Call, fn: Fn) -> bool:
    """Whether a short function of the project ends the session by going to the URL, or asking for
    it, that a call gives it."""
    program = facts.program
    targets = program.targets(call, fn).functions
    function = program.function(targets[0]) if len(targets) == 1 else None
    if function is None or len(function.body) > _LONGEST or not asks_to_end(facts, call, fn):
        return False
    names = [param.name for param in function.params]
    plain = [argument.value for argument in call.args if not argument.label]
    given = dict(zip(names, plain, strict=False))
    given.update({a.label: a.value for a in call.args if a.label})
    made = (_filled(step, given) for step in function.body if isinstance(step, Call | Assign))
    return any(
        "sign_out" in meaning.events
        for step in made
        if step is not None
        for meaning in program.meanings(step, targets[0])
    )


def asks_to_end(facts: Facts, call: Call, fn: Fn) -> bool:
    """Whether a call is given the URL of a logout, as a text with a slash in it."""
    texts = (
        url_text(facts, one.value, fn)
        for one in call.args
        if isinstance(one.value, Literal | Template | Op | Name)
    )
    speaks = facts.program.vocabulary.speaks_of
    return any("/" in text and speaks("logout-url", text) for text in texts)


def _filled(step: Call | Assign, given: dict[str, Value]) -> Call | Assign | None:
    """A step of a helper with what it was given; None where it does nothing with that."""
    if isinstance(step, Assign):
        value = given.get(step.value.id) if isinstance(step.value, Name) else None
        return None if value is None else Assign(step.span, step.target, value)
    args = tuple(
        Argument(given.get(one.value.id, one.value), one.label, one.spread)
        if isinstance(one.value, Name)
        else one
        for one in step.args
    )
    return None if args == step.args else Call(step.span, step.callee, args, step.use)
