"""Helpers that do what they are told: `goTo('/accounts/logout/')` sets `location.href` to it, and
`store.token = nil` has its setter keep nothing where the token was."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from fslint.findings import CONFIDENCES
from fslint.flow import (
    Argument,
    Assign,
    Call,
    Choice,
    Function,
    Literal,
    Name,
    Op,
    Template,
    Value,
)
from fslint.link.index import Fn
from fslint.link.traverse import steps_in
from fslint.paths.emptiness import is_nothing
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
    given = _given(function, call)
    made = (_filled(step, given) for step in function.body if isinstance(step, Call | Assign))
    return any(
        "sign_out" in meaning.events
        for step in made
        if step is not None
        for meaning in program.meanings(step, targets[0])
    )


def takes_away(facts: Facts, step: Call | Assign, fn: Fn) -> str:
    """How sure it is that a short function of the project, or the setter of a property, lets go of
    the user as it keeps what it is given, which is nothing; '' if it does not."""
    program = facts.program
    if isinstance(step, Assign):
        if not is_nothing(step.value):
            return ""
        given = [(s.fn, s.call) for s in program.setters.of(step, fn) if not s.observes]
    else:
        if not any(is_nothing(argument.value) for argument in step.args):
            return ""
        given = [(target, step) for target in program.targets(step, fn).functions]
    if len(given) != 1:
        return ""
    target, call = given[0]
    steps = list(islice(steps_in(program.function(target).body), _LONGEST + 1))
    if len(steps) > _LONGEST or any(isinstance(one, Choice) for one in steps):
        return ""
    values = _given(program.function(target), call)

    def sure_of(one: Call | Assign) -> list[str]:
        meanings = program.meanings(one, target)
        return [meaning.confidence for meaning in meanings if "sign_out" in meaning.events]

    told = [one for one in steps if isinstance(one, Call | Assign) and not sure_of(one)]
    made = [filled for one in told if (filled := _filled(one, values)) is not None]
    return max((sure for one in made for sure in sure_of(one)), key=CONFIDENCES.index, default="")


def _given(function: Function, call: Call) -> dict[str, Value]:
    """What a call gives a function, by the names of its parameters."""
    names = [param.name for param in function.params]
    plain = [argument.value for argument in call.args if not argument.label]
    given = dict(zip(names, plain, strict=False))
    labels = {(param.label or param.name): param.name for param in function.params}
    given.update({labels.get(a.label, a.label): a.value for a in call.args if a.label})
    return given


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
