"""Forms that share one view, which tells them apart by what their buttons send.

`<button name="intent" value="delete-account">` asks for the arm of that value alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fslint.flow import Choice, Element, Literal, Op, Value
from fslint.http.model import Route
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in, text_of
from fslint.paths.entries import ENDINGS

if TYPE_CHECKING:
    from fslint.paths.facts import Facts


def asks_for_it(facts: Facts, elements: Iterable[Element], routes: Iterable[Route]) -> bool:
    """Whether a form among `elements` sends what makes the views of routes sign the user out; so
    it is where they ask for nothing that could be sent."""
    wanted = {
        word for route in routes for fn in route.view.handlers for word in _intents(facts, fn)
    }
    if not wanted:
        return True
    sent = (
        _word(part)
        for element in elements
        for attribute in element.attributes
        for part in deep(attribute.value)
    )
    return not wanted.isdisjoint(sent)


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
    """What a test compares, unless it asks for the method, which says how and not what."""
    test = step.test
    compared = test.operands if isinstance(test, Op) and test.op == "==" else ()
    if all(last_name(operand) != "method" for operand in compared):
        yield from compared


def _word(value: Value) -> str:
    return str(value.value) if isinstance(value, Literal) else text_of(value)
