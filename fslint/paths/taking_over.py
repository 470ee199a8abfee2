"""Functions that write down who is signed in from now on, by themselves or by what they call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Literal, Object, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, steps_in
from fslint.paths.emptiness import is_nothing

if TYPE_CHECKING:
    from fslint.link.program import Program

DEEPEST = 3
COPYING = frozenset({"copy", "copyWith"})


def takes_over(program: Program, fn: Fn, depth: int = 0) -> bool:
    """Whether a function, with what stands in it and what it calls, writes down who is signed
    in."""
    functions = program.flows[fn.file].functions
    inside = {fn.index}
    for one in functions[fn.index + 1 :]:
        if one.parent in inside and (one.parent == fn.index or one.kind == "arrow"):
            inside.add(one.index)
    given = (value for index in inside - {fn.index} for value in functions[index].returns)
    if any(_says(program, value) for value in given):
        return True
    owner = functions[fn.index].owner
    classes = program.flows[fn.file].classes
    shows = owner >= 0 and program.vocabulary.speaks_of("part-of-screen", classes[owner].name)
    steps = [(one, index) for index in sorted(inside) for one in steps_in(functions[index].body)]
    for step, index in steps:
        if isinstance(step, Assign):
            if not shows and _marks(program, step):
                return True
        elif isinstance(step, Call):
            if _keeps(program, step):
                return True
            called = program.targets(step, Fn(fn.file, index)).functions
            if depth < DEEPEST and any(takes_over(program, to, depth + 1) for to in called):
                return True
    return False


def _marks(program: Program, step: Assign) -> bool:
    """Whether an assignment says who is signed in, or that this one is."""
    name = last_name(step.target)
    flagged = isinstance(step.value, Literal) and step.value.value is True
    speaks_of = program.vocabulary.speaks_of
    return speaks_of("active-account", name) or (flagged and speaks_of("active", name))


def _says(program: Program, value: Value) -> bool:
    """Whether a state that a function gives says who is signed in."""
    speaks_of = program.vocabulary.speaks_of
    return isinstance(value, Object) and any(
        speaks_of("active-account", entry.key) and not is_nothing(entry.value)
        for entry in value.entries
    )


def _keeps(program: Program, call: Call) -> bool:
    """Whether a call keeps who is signed in, by its own name or by what it is given."""
    speaks_of = program.vocabulary.speaks_of
    name = last_name(call.callee)
    if name in COPYING:
        return any(speaks_of("active-account", argument.label) for argument in call.args)
    if speaks_of("keeping-session", name):
        return bool(call.args)
    given = (text for argument in call.args for text in _texts(argument.value))
    return speaks_of("keeping", name) and any(speaks_of("active-account", text) for text in given)


def _texts(value: Value) -> Iterable[str]:
    for part in deep(value):
        yield str(part.value) if isinstance(part, Literal) else last_name(part)
