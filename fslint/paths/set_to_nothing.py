"""What a function takes away that is called to set a value, where it is given none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fslint.flow import Literal, Name, Value
from fslint.link.traverse import deep
from fslint.paths.emptiness import is_nothing
from fslint.paths.entries import ENDINGS, Root
from fslint.paths.states import Happening

if TYPE_CHECKING:
    from fslint.paths.facts import Facts


def sets_to_nothing(facts: Facts, root: Root, runs: Sequence[Sequence[Happening]]) -> bool:
    """Whether an entry that nothing sets off only sets what it is given, and each run that ends a
    session has asked whether that is nothing: it is up to who calls it to give it nothing."""
    function = facts.program.function(root.fn)
    if root.triggers or not facts.program.vocabulary.speaks_of("sets", function.name):
        return False
    given = {param.name for param in function.params}
    return all(any(_of_nothing(test, given) for test in _asked(facts, run)) for run in runs)


def _asked(facts: Facts, run: Sequence[Happening]) -> list[Value]:
    """What a run asks before it first ends a session."""
    first = next((n for n, item in enumerate(run) if item.kind in ENDINGS), 0)
    tests = (item for item in run[:first] if item.kind == "branch")
    return [value for item in tests for value in facts.branches.get(item.node, ())]


def _of_nothing(test: Value, given: set[str]) -> bool:
    parts = list(deep(test))
    named = any(isinstance(part, Name) and part.id in given for part in parts)
    return named and any(isinstance(part, Literal) and is_nothing(part) for part in parts)
