"""States that are copied with a change: what a copy changes, and who asks for that.

A view model says `_state.update { it.copy(loggedOut = true) }`; the screen collects the state and
asks `if (state.loggedOut)`, or has an effect on `state.loggedOut`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Call, Choice, Closure, Literal, Member, Name, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in, text_of

if TYPE_CHECKING:
    from fslint.link.program import Program

COPYING = frozenset({"copy", "copyWith"})


class Asked(NamedTuple):
    """A part of a state that a listener asks for: its name, by which it knows it."""

    listener: Fn
    key: str


class Shown(NamedTuple):
    """A stream that a screen shows the state of: the part of it that is meant ('' for all), and
    the name under which it is known there."""

    stream: Value
    name: str
    key: str


def changed(program: Program, value: Value, fn: Fn) -> dict[str, Literal]:
    """What a copy changes to a literal, by name; also of the copy that a function gives back."""
    if isinstance(value, Closure):
        returned = program.function(Fn(fn.file, value.index)).returns
        value = returned[0] if len(returned) == 1 else value
    if not isinstance(value, Call) or last_name(value.callee) not in COPYING:
        return {}
    return {
        argument.label: argument.value
        for argument in value.args
        if argument.label and isinstance(argument.value, Literal)
    }


def asked_of_state(
    program: Program, listener: Value, fn: Fn, *, place: int = 0
) -> Iterator[tuple[str, Asked]]:
    """The parts of what it is told, by its parameter at a place, that a listener asks for."""
    if not isinstance(listener, Closure):
        return
    inner = Fn(fn.file, listener.index)
    function = program.function(inner)
    told = function.params[place].name if place < len(function.params) else ""
    for name in dict.fromkeys(parts_asked(program, inner, told)) if told else ():
        yield name, Asked(inner, f"{inner.file}:{inner.index}:{told}.{name}")


def parts_asked(program: Program, fn: Fn, told: str) -> Iterator[str]:
    """The parts that the tests of a function ask for of what has a name there."""
    for step in steps_in(program.function(fn).body):
        for part in deep(step.test) if isinstance(step, Choice) and step.test is not None else ():
            if isinstance(part, Member) and text_of(part.of) == told:
                yield part.name


def shown_state(program: Program, value: Value, fn: Fn) -> Iterator[Shown]:
    """The stream whose state an effect depends on: `state.loggedOut`, where `state` is
    `viewModel.state.collectAsState()`."""
    name = value.name if isinstance(value, Member) else ""
    of = value.of if isinstance(value, Member) else value
    functions = program.flows[fn.file].functions
    index = fn.index
    while isinstance(of, Name) and index >= 0:
        for binding in functions[index].bindings.get(of.id, ()):
            made = binding.value.callee if isinstance(binding.value, Call) else None
            shows = program.vocabulary.speaks_of("shown-state", last_name(made) if made else "")
            if isinstance(made, Member) and shows:
                key = f"{fn.file}:{index}:{of.id}"
                yield Shown(made.of, name, f"{key}.{name}" if name else key)
        index = functions[index].parent
