"""Forms that share one view, which tells them apart by what their buttons send.

`<button name="intent" value="delete-account">` asks for the arm of that value alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fslint.flow import Choice, Element, Flag, Literal, Name, Op, Value
from fslint.http.model import Route
from fslint.http.pyramid import PREDICATES
from fslint.link.abstract import Arr
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in, text_of
from fslint.paths.entries import ENDINGS
from fslint.paths.whose import says_what_is_told, speaks_of_asker

if TYPE_CHECKING:
    from fslint.paths.facts import Facts


def asks_for_it(facts: Facts, elements: Iterable[Element], route: Route) -> bool:
    """Whether a form among `elements` sends what makes a route's view sign the user out; so it is
    where that asks for nothing that could be sent."""
    wanted = {word for fn in route.view.handlers for word in _intents(facts, fn)}
    wanted.update(_asked_for(facts, route))
    if not wanted:
        return True
    sent = (
        _word(part)
        for element in elements
        for attribute in element.attributes
        for part in deep(attribute.value)
    )
    return not wanted.isdisjoint(sent)


def _asked_for(facts: Facts, route: Route) -> Iterator[str]:
    """What a request must hold that a view answers, in words that a form may have."""
    for option, value in route.view.options.items():
        if option in PREDICATES:
            lists = facts.program.evaluator.evaluate(value, route.view.handlers[0])
            told = [item for one in lists if isinstance(one, Arr) for item in one.array.items]
            yield from (_word(part).partition("=")[0] for part in told or (value,))


def asks_what_is_sent(facts: Facts, fn: Fn, test: Value) -> bool:
    """Whether a view's test asks what a request was sent with, or a flag set by such a test."""
    if says_what_is_told(test):
        return True
    names = {part.id for part in deep(test) if isinstance(part, Name)}
    return any(
        isinstance(step, Choice)
        and step.test is not None
        and says_what_is_told(step.test)
        and any(
            isinstance(one, Flag) and one.name in names
            for arm in step.arms
            for one in steps_in(arm.block)
        )
        for step in steps_in(facts.program.function(fn).body)
    )


def _intents(facts: Facts, fn: Fn) -> Iterator[str]:
    """What a view compares with on the way to its sign-outs."""
    for step in steps_in(facts.program.function(fn).body):
        if not isinstance(step, Choice):
            continue
        for place, arm in enumerate(step.arms):
            if facts.comes_to(fn, arm.block, *ENDINGS):
                told = [*arm.cases, *(_equal(step) if place == 0 and step.kind == "if" else ())]
                yield from (word for word in map(_word, told) if word)


def _equal(step: Choice) -> Iterator[Value]:
    """What a test compares, unless it asks for the method, which says how and not what, or whether
    it is about who asks."""
    test = step.test
    compared = test.operands if isinstance(test, Op) and test.op == "==" else ()
    whether = any(isinstance(one, Literal) and one.kind in ("bool", "null") for one in compared)
    whether = whether or any(speaks_of_asker(one) for one in compared)
    if not whether and all(last_name(operand) != "method" for operand in compared):
        yield from compared


def _word(value: Value) -> str:
    return str(value.value) if isinstance(value, Literal) else text_of(value)
