"""Handlers that are handed over as they are and whose paths begin with the call that they make:
sign-outs from outside, as in `onPress={auth.signOut}`, where no function of the project runs; and
what a helper made of a function, which the helper makes of others' functions too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from fslint.flow import Argument, Call, Element, Entry, Literal, Member, Name, Object, Value
from fslint.link.abstract import Ext, Func, Inst
from fslint.link.bound import is_parameter
from fslint.link.creators import is_given
from fslint.link.index import Fn
from fslint.link.traverse import text_of
from fslint.paths.links import Link

if TYPE_CHECKING:
    from fslint.paths.entries import Root
    from fslint.paths.facts import Facts

HANDLER = re.compile(r"@?on[-:]?[A-Z]|on_[a-z]|@click|on:|\(click\)|onclick$|(?i:action$)")
GIVEN = re.compile(r"#.*\(\)\.\w+$")
"""A member of what something of a package gives."""
TOLD = re.compile(
    r"(?:user|account|member|item|row|record|entry|identity|person|customer|session|device)s?$"
    r"|id$|uuid$|pk$|\w{0,24}(?:_id|I[dD])$|user_?name$|email$"
)
"""What the items of a list, and their keys, are called."""
ENDINGS = frozenset({"sign_out", "switch"})


def handed(facts: Facts) -> Iterator[Link]:
    """The handlers of elements, of items of menus and of calls with labels that are sign-outs from
    outside, or that helpers made of functions which end an identity."""
    for fn, value in _handlers(facts):
        if not isinstance(value, Name | Member):
            continue
        made = Call(value.span, value, (), "awaited")
        lent = any(facts.may_reach(one) & ENDINGS for one in facts.lend(made, fn))
        if lent:
            yield Link(fn, None, made, (), ())
        request = Call(value.span, value, (), "dropped")
        given = facts.program.evaluator.evaluate(value, fn)
        called = facts.program.targets(request, fn).functions
        python = facts.program.language(fn) == "python"  # whose modules are handed on too
        known = any(isinstance(p, Ext) and (python or GIVEN.search(p.form)) for p in given)
        if called or any(isinstance(part, Func) for part in given):
            sends = bool(called) and all(_makes_an_action(facts, one) for one in called)
            asking = not lent and (sends or any(facts.asks(one) for one in called))
            asking = asking and not all(_is_told_which(facts, one) for one in called)
            if asking and (told := facts.events_by_name(fn, request)):
                facts.add_events(fn, request, told)
                yield Link(fn, None, request, (), ())
            continue
        if not known and _is_given(facts, value, fn):
            continue
        if any(event in ENDINGS for event, _ in facts.events(fn, request)):
            yield Link(fn, None, request, (), ())


def _makes_an_action(facts: Facts, fn: Fn) -> bool:
    """Whether a function only makes an action, which the store is sent that it was bound to."""
    made = facts.program.function(fn).returns
    return bool(made) and all(
        isinstance(value, Object) and any(entry.key in ("type", "types") for entry in value.entries)
        for value in made
    )


def buttons(facts: Facts) -> Iterator[Link]:
    """The components of a package that sign the user out when they are pressed, and those that are
    told of a mutation which does, in code that does not release the identity in handlers around or
    inside them."""
    program = facts.program
    for site in program.index.elements:
        assert isinstance(site.node, Element)
        tag = site.node.tag
        if isinstance(tag, Literal) or "anonymize" in facts.reaches(site.fn):
            continue
        pressed = _mutation(site.node) or Call(tag.span, tag, (), "dropped")
        told = [m for m in program.meanings(pressed, site.fn) if not m.entry.names]
        if not any(event in ENDINGS for m in told for event in m.events):
            continue
        released = any(
            "anonymize" in facts.reaches(part.fn)
            for element in program.index.elements_in[site.fn]
            for attribute in element.attributes
            for part in program.evaluator.evaluate(attribute.value, site.fn)
            if isinstance(part, Func)
        )
        if not released:
            yield Link(site.fn, None, pressed, (), ())


def heard_of(facts: Facts, links: Iterable[Link]) -> set[Fn]:
    """What listens to what the requests of handlers send."""
    program = facts.program
    return {
        one.fn
        for link in links
        for key in program.keys.sent(link.request, link.fn)
        for one in program.listeners(key, link.fn)
    }


def only_hand_on(facts: Facts, found: Mapping[Fn, Root]) -> Iterator[Fn]:
    """The handlers of a dialog that only runs what each who shows it has given it, which are
    handlers of their own: `<Confirm onConfirm={deleteAccount} />`."""
    program = facts.program
    for fn in found:
        ending = {
            call: [
                one for one in program.targets(call, fn).functions if facts.reaches(one) & ENDINGS
            ]
            for call in program.index.calls[fn]
        }
        run = [(call, several) for call, several in ending.items() if several]
        if run and all(
            is_given(program, call, fn)
            and all(one != fn and one in found and found[one].triggers for one in several)
            for call, several in run
        ):
            yield fn


def _mutation(element: Element) -> Call | None:
    """The request of an element that is told which mutation it makes: `mutation={LOGOUT}`."""
    told = next((a for a in element.attributes if a.name == "mutation"), None)
    if told is None:
        return None
    entry = Entry("mutation", told.value, told.span)
    asked = Argument(Object(told.span, (entry,)))
    return Call(told.span, Member(told.span, element.tag, "mutate", told.span), (asked,), "dropped")


def _is_given(facts: Facts, value: Value, fn: Fn) -> bool:
    """Whether a handler is a parameter or a field, so that somebody else says what it is."""
    owner: Value = value
    while isinstance(owner, Member):
        owner = owner.of
        if any(isinstance(part, Inst) for part in facts.program.evaluator.evaluate(owner, fn)):
            return True
    return is_parameter(facts.program, owner, fn) or text_of(value).startswith("this.props.")


def _is_told_which(facts: Facts, fn: Fn) -> bool:
    """Whether a handler is given the one of a list that it is about: `deleteAccount(account)`."""
    params = facts.program.function(fn).params
    return bool(params) and TOLD.match(params[0].name) is not None


def _handlers(facts: Facts) -> Iterator[tuple[Fn, Value]]:
    program = facts.program
    yield from program.index.chosen
    for site in program.index.elements:
        assert isinstance(site.node, Element)
        tag = site.node.tag
        if isinstance(tag, Literal) or not program.evaluator.components.ours(tag, site.fn):
            yield from ((site.fn, a.value) for a in site.node.attributes if HANDLER.match(a.name))
    for fn, calls in program.index.calls.items():
        for call in calls:
            if not program.targets(call, fn).functions:
                yield from ((fn, a.value) for a in call.args if HANDLER.match(a.label))
