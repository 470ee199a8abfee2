"""State that a component keeps for itself: which item of a list it shows is no user who takes
over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Index, Name
from fslint.link.index import Fn, last_name

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
