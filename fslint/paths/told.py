"""Helpers that do what they are told: `goTo('/accounts/logout/')` sets `location.href` to it, and
`store.token = nil` has its setter keep nothing where the token was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from fslint.findings import CONFIDENCES
from fslint.flow import (
    Assign,
    Call,
    Choice,
    Function,
    Literal,
    Name,
    Op,
    Step,
    Template,
    Value,
)
from fslint.link.filling import filled
from fslint.link.index import Fn
from fslint.link.traverse import deep, steps_in
from fslint.paths.emptiness import is_nothing
from fslint.paths.links import url_text

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

_LONGEST = 4
WORD = re.compile(r"\w+")
ADDRESS = re.compile(r"(?i)url|uri|path|end_?point|route|resource|service|rpc|procedure|operation")
"""What the parameters are called that say where a request goes."""


def ends_session(facts: Facts, call: Call, fn: Fn) -> bool:
    """Whether a short function of the project ends the session by going to the URL, or asking for
    it, that a call gives it."""
    program = facts.program
    targets = program.targets(call, fn).functions
    function = program.function(targets[0]) if len(targets) == 1 else None
    if function is None or len(function.body) > _LONGEST:
        return False
    value_of = program.value_of(fn)
    given = {name: value_of(value) for name, value in _given(function, call).items()}
    if not any(
        _is_url(facts, value, fn) or (ADDRESS.search(name) and _names_logout(facts, value))
        for name, value in given.items()
    ):
        return False
    return any(
        "sign_out" in meaning.events
        for step in _made(function.body, given)
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
    made = _made(told, values)
    return max((sure for one in made for sure in sure_of(one)), key=CONFIDENCES.index, default="")


def _given(function: Function, call: Call) -> dict[str, Value]:
    """What a call gives a function, by the names of its parameters."""
    names = [param.name for param in function.params]
    plain = [argument.value for argument in call.args if not argument.label]
    given = dict(zip(names, plain, strict=False))
    labels = {(param.label or param.name): param.name for param in function.params}
    given.update({labels.get(a.label, a.label): a.value for a in call.args if a.label})
    return given


def _made(steps: Iterable[Step], given: Mapping[str, Value]) -> Iterator[Call | Assign]:
    """Those of a helper's steps that do something with what it was given, filled in with that."""
    for step in steps:
        if isinstance(step, Call | Assign):
            values = [step.value] if isinstance(step, Assign) else [one.value for one in step.args]
            named = {part.id for value in values for part in deep(value) if isinstance(part, Name)}
            if named & given.keys():
                yield filled(step, given)


def asks_to_end(facts: Facts, call: Call, fn: Fn) -> bool:
    """Whether a call is given the URL of a logout, as a text with a slash in it, or is given the
    name of one first of all."""
    values = [argument.value for argument in call.args]
    return any(_is_url(facts, value, fn) for value in values) or any(
        _names_logout(facts, value) for value in values[:1]
    )


def _is_url(facts: Facts, value: Value, fn: Fn) -> bool:
    if not isinstance(value, Literal | Template | Op | Name):
        return False
    text = url_text(facts, value, fn)
    return "/" in text and facts.program.vocabulary.speaks_of("logout-url", text)


def _names_logout(facts: Facts, value: Value) -> bool:
    """Whether a value is a single word that says logout."""
    text = value.value if isinstance(value, Literal) else None
    speaks = facts.program.vocabulary.speaks_of
    return isinstance(text, str) and WORD.fullmatch(text) is not None and speaks("logout-url", text)
