"""What runs first where a link is followed or a form is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Call, Choice, Element, Literal, Name, Op, Value
from fslint.http.listeners import Listener, fits, is_asking
from fslint.link.abstract import Func
from fslint.link.index import Fn
from fslint.link.traverse import steps_in
from fslint.paths.known import Env, Fact, arms_fact, arms_key
from fslint.paths.preventing import kept

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

HANDLING = ("on", "click", "submit", "v-on", "x-on", "hx-on", "data-hx-on", "use:enhance")


class Handling(NamedTuple):
    """The functions that run first, whether they keep the browser where it is, and, where they
    do so at times, which arms let it go on, as facts."""

    handlers: tuple[Fn, ...]
    kept: bool
    arms: Env


def handling(facts: Facts, element: Element, fn: Fn) -> Handling:
    """What handles a link or form of the page `fn`: functions of its own attributes, those that
    scripts have set on it, and those of the button that sends it, if there is just one, or if each
    of them releases the identity."""
    buttons = _buttons(facts, element, fn)
    if len(buttons) > 1 and not all(_releases(facts, one, fn) for one in buttons):
        buttons = []
    elements = [*buttons[:1], element]
    handlers = [one for each in elements for one in _own(facts, each, fn)]
    heard = [one for each in elements for one in _heard(facts, each)]
    handlers += [one.fn for one in heard]
    stays = kept(facts, element, dict.fromkeys(handlers))
    found = tuple(fact for one in heard for fact in _delegated(facts, one))
    return Handling(tuple(dict.fromkeys(handlers)), stays.always, (*stays.env, *found))


def _own(facts: Facts, element: Element, fn: Fn) -> Iterator[Fn]:
    for attribute in element.attributes:
        if attribute.name.lower().lstrip("@(:").startswith(HANDLING):
            for part in facts.program.evaluator.evaluate(attribute.value, fn):
                if isinstance(part, Func):
                    yield part.fn


def _heard(facts: Facts, element: Element) -> list[Listener]:
    return [one for one in facts.listeners() if fits(one.selector, element)]


def _releases(facts: Facts, button: Element, fn: Fn) -> bool:
    run = (*_own(facts, button, fn), *(one.fn for one in _heard(facts, button)))
    return any("anonymize" in facts.reaches(one) for one in run)


def _buttons(facts: Facts, form: Element, fn: Fn) -> list[Element]:
    """The buttons that a form is sent by, each of which says which form it sends, by its place or
    its id."""
    if not isinstance(form.tag, Literal) or form.tag.value != "form":
        return []
    ids = [
        a.value.value for a in form.attributes if a.name == "id" and isinstance(a.value, Literal)
    ]
    names = {form.span.start, *ids}
    return [
        element
        for element in facts.program.index.elements_in[fn]
        if any(
            one.name == "form" and isinstance(one.value, Literal) and one.value.value in names
            for one in element.attributes
        )
    ]


def _delegated(facts: Facts, heard: Listener) -> Iterator[tuple[str, Fact]]:
    """Which arms a handler of the whole page takes for the element that it asks for."""
    if heard.asks is None:
        return
    function = facts.program.function(heard.fn)
    bound = {
        name: binding.value
        for name, bindings in function.bindings.items()
        for binding in bindings
        if isinstance(binding.value, Call) and is_asking(binding.value)
    }
    for step in steps_in(function.body):
        if isinstance(step, Choice) and step.kind == "if" and step.test is not None:
            holds = _holds(step.test, heard.asks, bound)
            if holds is not None:
                yield arms_key(heard.fn, step), arms_fact(frozenset({0 if holds else 1}))


def _holds(test: Value, asks: Call, bound: dict[str, Call]) -> bool | None:
    """Whether a test holds for the element that `asks` finds; None where it asks otherwise."""
    if isinstance(test, Op) and test.op == "!":
        inner = _holds(test.operands[0], asks, bound)
        return None if inner is None else not inner
    if isinstance(test, Op) and test.op in ("&&", "||"):
        told = [one for part in test.operands if (one := _holds(part, asks, bound)) is not None]
        return None if not told else all(told) if test.op == "&&" else any(told)
    found = bound.get(test.id) if isinstance(test, Name) else test
    return found is asks if isinstance(found, Call) and is_asking(found) else None
