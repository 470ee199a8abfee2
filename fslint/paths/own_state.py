"""State that a component keeps for itself: which item of a list it shows is no user who takes
over, and whose profile it shows not who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Index, Name, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import steps_in, text_of

if TYPE_CHECKING:
    from fslint.link.program import Program

KEEPING = frozenset({"useState", "useReducer"})
SHARING = ("Provider", "Context")


def sets_own_state(program: Program, step: Call | Assign, fn: Fn) -> bool:
    """Whether a step only sets the state of the component it stands in, which shares it with
    nobody: `const [team, setCurrentTeam] = useState()`."""
    callee = step.callee if isinstance(step, Call) else None
    if not isinstance(callee, Name):
        return False
    functions = program.flows[fn.file].functions
    place = fn.index
    while place >= 0 and callee.id not in functions[place].bindings:
        place = functions[place].parent
    if place < 0 or not functions[place].name[:1].isupper():
        return False
    kept = any(
        isinstance(one.value, Index)
        and isinstance(one.value.of, Call)
        and last_name(one.value.of.callee) in KEEPING
        for one in functions[place].bindings[callee.id]
    )
    shown = program.index.elements_in.get(Fn(fn.file, place), ())
    return kept and not any(last_name(element.tag).endswith(SHARING) for element in shown)


def component_around(program: Program, fn: Fn) -> str:
    """The name of the component that is a function, in which another one stands; else ''."""
    named = [program.function(one).name for one in program.index.around(fn)]
    name = next((name for name in reversed(named) if name), "")
    return name if name[:1].isupper() else ""


def blanks_what_it_shows(program: Program, step: Call | Assign, fn: Fn) -> bool:
    """Whether a step empties the field of a screen's model into which the function around it
    fetches somebody by the id that it is given: `user = api.user(id)`."""
    if not isinstance(step, Assign):
        return False
    around = program.index.class_around(fn)
    speaks = program.vocabulary.speaks_of
    if around is None or not speaks("shows", around.name):
        return False
    named = (one for one in program.index.around(fn) if program.function(one).name)
    outer = next(named, Fn(fn.file, 0))
    params = program.function(outer).params
    given = {param.name for param in params if speaks("some-id", param.name)}
    functions = program.flows[fn.file].functions if given else ()
    inner = [one for one in functions if outer in program.index.around(Fn(fn.file, one.index))]
    return any(
        isinstance(one, Assign)
        and text_of(one.target) == text_of(step.target)
        and _fetches(one.value, given)
        for function in inner
        for one in steps_in(function.body)
    )


def _fetches(value: Value, given: set[str]) -> bool:
    """Whether a value is what a call gives that is given one of some names."""
    return isinstance(value, Call) and any(
        isinstance(argument.value, Name) and argument.value.id in given for argument in value.args
    )
