"""Functions that a page gives a component of the project, which runs them when it is pressed.

The path begins with what the page gives, and not in the component, which knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from fslint.entries import GROUPS
from fslint.flow import Call, Closure, Element, Literal, Member, Name
from fslint.link.bound import is_parameter
from fslint.link.creators import is_given
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

_ENDINGS = frozenset({"sign_out", "switch"})


def only_for_others(facts: Facts, roots: Collection[Fn]) -> set[Fn]:
    """The roots that come to the end of an identity only through functions which pages, with roots
    of their own, give to their component."""
    given = {fn for fn in _given(facts) if fn in roots}
    return {fn for fn in roots if given - {fn} and _leads_to(facts, fn, given - {fn})}


def _given(facts: Facts) -> Iterator[Fn]:
    components = facts.program.evaluator.components
    for site in facts.program.index.elements:
        assert isinstance(site.node, Element)
        if isinstance(site.node.tag, Literal):
            continue
        closures = [a.value for a in site.node.attributes if isinstance(a.value, Closure)]
        if closures and components.ours(site.node.tag, site.fn):
            yield from (Fn(site.fn.file, one.index) for one in closures)


def _leads_to(facts: Facts, root: Fn, given: Collection[Fn]) -> bool:
    """Whether a function that ends an identity does so in what it was given, and nowhere else."""
    return bool(led_through(facts, root, given, _ENDINGS))


def led_through(
    facts: Facts, root: Fn, given: Collection[Fn], events: Collection[str]
) -> frozenset[Fn]:
    """The functions by which one comes to what it was given, itself among them; none where some of
    these events come about elsewhere."""
    seen = {root}
    work = [root]
    handed_over = False
    while work:
        fn = work.pop()
        calls = facts.program.index.calls[fn]
        if any(event in events for call in calls for event, _ in facts.events(fn, call)):
            return frozenset()
        lent = {
            callee
            for call in calls
            if any(True for _ in facts.given(call, fn)) or _is_given(facts, call, fn)
            for callee in facts.called(fn, call)
        }
        for callee in facts.edges(fn):
            if callee in given and callee in lent:
                handed_over = True
            elif callee not in seen and not facts.reaches(callee).isdisjoint(events):
                seen.add(callee)
                work.append(callee)
    return frozenset(seen) if handed_over else frozenset()


def _is_given(facts: Facts, call: Call, fn: Fn) -> bool:
    return is_given(facts.program, call, fn) or bool(kept_for_others(facts, call, fn))


def kept_for_others(facts: Facts, call: Call, fn: Fn) -> tuple[Fn, ...]:
    """The function literals of other files, in phones' apps, of which a call runs the one that its
    class keeps in a field, where there are several."""
    program = facts.program
    callee = call.callee
    if program.language(fn) not in GROUPS["mobile"] or not isinstance(callee, Name | Member):
        return ()
    found = program.targets(call, fn).functions
    literals = len(found) > 1 and all(
        program.function(one).kind == "arrow" and one.file != fn.file for one in found
    )
    return found if literals and not is_parameter(program, callee, fn) else ()
