"""Helpers that take away whichever entry of a store they are told: `drop('token')` amounts to
`localStorage.removeItem('token')`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from fslint.conditions import ValueOf
from fslint.flow import Assign, Call, Literal, Name, Step
from fslint.link.filling import filled
from fslint.link.forwarding import given_by, own_names
from fslint.link.index import Fn
from fslint.link.traverse import deep, steps_in
from fslint.vocabulary import as_is

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.vocabulary import Meaning

Taking: TypeAlias = "Call | Assign"
WORDS = ("token", "x")
"""A key that speaks of who is signed in, whatever the store, and one that speaks of nothing."""
ENDING = "sign_out"


class Keyed:
    """What calls of a program's functions amount to that take away what they are told."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._taking: dict[Fn, tuple[Taking, ...]] = {}
        self._told: dict[Fn, bool] = {}

    def meanings(self, call: Call, fn: Fn, target: Fn) -> list[Meaning]:
        """What a call that stands in `fn` and runs `target` amounts to."""
        program = self._program
        steps = self._taken_in(target)
        given = given_by(program.function(target), call) if steps else {}
        said = {name: one[0].value for name, one in given.items() if one}
        for step in steps:
            found = self._ending(filled(step, said), step, target, program.value_of(fn))
            if found:
                return found
        named = program.named_meanings(call, fn) if steps else []
        return [one for one in named if ENDING in one.events and one.entry.when]

    def takes(self, fn: Fn) -> bool:
        """Whether a function takes away whichever entry it is told."""
        return bool(self._taken_in(fn))

    def said_by_callers(self, step: Taking, fn: Fn) -> bool:
        """Whether a step takes away what its function is told, and all who call that say what."""
        if all(step is not one for one in self._taken_in(fn)):
            return False
        known = self._told.get(fn)
        if known is None:
            self._told[fn] = True
            sites = self._program.index.calls_by_name.get(self._program.function(fn).name, ())
            calls = [
                (site.node, site.fn)
                for site in sites
                if isinstance(site.node, Call)
                and fn in self._program.targets(site.node, site.fn).functions
            ]
            told = (self._says(call, at) or self.meanings(call, at, fn) for call, at in calls)
            known = self._told[fn] = bool(calls) and all(told)
        return known

    def _says(self, call: Call, fn: Fn) -> bool:
        value_of = self._program.value_of(fn)
        return all(isinstance(value_of(one.value), Literal) for one in call.args[:1])

    def _taken_in(self, fn: Fn) -> tuple[Taking, ...]:
        """The steps of a function that sign out where it is told a key that speaks of that."""
        known = self._taking.get(fn)
        if known is None:
            self._taking[fn] = ()
            function = self._program.function(fn)
            own = own_names(function)
            steps = steps_in(function.body) if own else iter(())
            known = self._taking[fn] = tuple(self._telling(steps, own, fn))
        return known

    def _telling(self, steps: Iterator[Step], own: set[str], fn: Fn) -> Iterator[Taking]:
        for step in steps:
            if isinstance(step, Call | Assign) and own & _names(step):
                told, untold = (self._ending(_probed(step, own, w), step, fn, as_is) for w in WORDS)
                if told and not untold:
                    yield step

    def _ending(self, made: Taking, step: Taking, fn: Fn, value_of: ValueOf) -> list[Meaning]:
        """What a step with its function's parameters filled in means, if that ends a session."""
        program = self._program
        language, platform = program.language(fn), program.platform(fn.file)
        if isinstance(made, Assign):
            forms = program.forms(made.target, fn)
            found = program.vocabulary.assigns(forms, made, language, value_of, platform)
        elif isinstance(step, Call) and (onward := program.targets(step, fn).functions):
            return self.meanings(made, fn, onward[0]) if len(onward) == 1 else []
        else:
            forms = program.forms(made.callee, fn)
            found = program.vocabulary.calls(forms, made, language, value_of, platform)
        return [one for one in found if ENDING in one.events and one.entry.when]


def _names(step: Taking) -> set[str]:
    values = [step.value] if isinstance(step, Assign) else [one.value for one in step.args]
    return {part.id for value in values for part in deep(value) if isinstance(part, Name)}


def _probed(step: Taking, own: set[str], word: str) -> Taking:
    """A step as it is where its function is told a word."""
    return filled(step, {name: Literal(step.span, "string", word) for name in own})
