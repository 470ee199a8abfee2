"""What a function takes away that is called to set a value, where it is given none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from fslint.flow import Literal, Member, Name, Parameter, Value
from fslint.link.abstract import IMPLICIT_THIS
from fslint.link.index import Fn
from fslint.link.traverse import deep
from fslint.paths.emptiness import ASKED, is_nothing
from fslint.paths.entries import ENDINGS, Root
from fslint.paths.kinds import call_of
from fslint.paths.states import Happening

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

NOBODY = ("isAnonymous", "isGuest", "isLoggedIn", "isSignedIn", "isAuthenticated")
"""By what a user is asked whether that is somebody."""


def sets_to_nothing(facts: Facts, root: Root, run: Iterable[Happening]) -> bool:
    """Whether all that ends a session on a run is what a setter does that is given nothing, and
    nobody is known to give it that: an entry that nothing sets off, or one that is given what a
    server has told, say."""
    items = list(run)
    ends = [place for place, item in enumerate(items) if item.kind in ENDINGS]
    return bool(ends) and all(_only_sets(facts, root, items, place) for place in ends)


def _only_sets(facts: Facts, root: Root, run: Sequence[Happening], place: int) -> bool:
    fn = run[place].fn
    program = facts.program
    if program.language(fn) not in IMPLICIT_THIS:
        return False
    if _has_heard(facts, root, run, place):
        return True
    setter = _setter(facts, fn)
    if setter is None:
        return False
    given = {param.name for param in program.function(setter).params}
    if not _asks_for_nothing(facts, run[:place], given):
        return False
    if setter == root.fn:
        return not root.triggers
    first = next(n for n, item in enumerate(run) if item.fn in (setter, fn))
    call = call_of(facts, run[first - 1]) if first and run[first - 1].kind == "call" else None
    return call is not None and not any(_may_be_nothing(one.value) for one in call.args)


def _has_heard(facts: Facts, root: Root, run: Sequence[Happening], place: int) -> bool:
    """Whether a run begins with what hears of who is signed in, and drops what is stored once that
    is nobody: the session has ended before."""
    function = facts.program.function(root.fn)
    if not facts.program.vocabulary.speaks_of("hears-of-users", function.name):
        return False
    given = {param.name for param in function.params}
    stored = not run[place].flags.isdisjoint(("low", "medium"))
    return stored and _asks_for_nothing(facts, run[:place], given)


def _asks_for_nothing(facts: Facts, before: Iterable[Happening], given: set[str]) -> bool:
    """Whether a test on the way asks whether something given is there."""
    tests = (item for item in before if item.kind == "branch")
    asked = (test for item in tests for test in facts.branches.get(item.node, ()))
    return any(_of_nothing(test, given) for test in asked)


def _setter(facts: Facts, fn: Fn) -> Fn | None:
    """The setter that a function is, or stands in."""
    program = facts.program
    around = program.index.around(fn)
    speaks_of = program.vocabulary.speaks_of
    return next((one for one in around if speaks_of("sets", program.function(one).name)), None)


def _may_be_nothing(value: Value) -> bool:
    """Whether what a setter is given is nothing, or something of which nobody says what it is."""
    return is_nothing(value) or isinstance(value, Name | Parameter)


def _of_nothing(test: Value, given: set[str]) -> bool:
    """Whether a test asks whether something given is there."""
    parts = list(deep(test))
    named = any(isinstance(part, Name) and part.id in given for part in parts)
    return named and any(
        is_nothing(part) if isinstance(part, Literal) else part.name in (*ASKED, *NOBODY)
        for part in parts
        if isinstance(part, Literal | Member)
    )
