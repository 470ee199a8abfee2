"""Scripts of a page that run at the same event as a function of its server, and before it.

Dash calls back everything that has the same input, Gradio and NiceGUI take a script and a function
for one click. The browser runs its script while the server is only being asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fslint.flow import Call, Literal, Member, Name, Value
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, text_of
from fslint.paths.handed import HANDLER
from fslint.paths.known import TRUTHY, Env

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

Mark: TypeAlias = "tuple[object, ...]"
"""What is the same for all that one event runs; the event's name comes last."""
_AFTER = ("then", "success")
"""What goes on from an event is a part of it."""


class Beside(NamedTuple):
    """A script, the call that gives it to the page, which stands in `at`, and what the script is
    told: that there is a click."""

    script: Fn
    call: Call
    at: Fn
    env: Env


def scripts_beside(facts: Facts) -> dict[Fn, list[Beside]]:
    """The scripts that run before functions of a server, by these functions."""
    scripts: dict[Mark, list[Beside]] = defaultdict(list)
    served: dict[Fn, list[Mark]] = defaultdict(list)
    program = facts.program
    for at, calls in program.index.calls.items():
        if program.language(at) != "python":
            continue
        for call in calls:
            for event, fn in _given(facts, call, at):
                mark = _mark(facts, call, at, event)
                if program.language(fn) == "python":
                    served[fn].append(mark)
                else:
                    env = _told(facts, fn) if "click" in str(mark[-1]) else ()
                    scripts[mark].append(Beside(fn, call, at, env))
    if not scripts:
        return {}
    for path, flow in program.flows.items():
        for function in flow.functions if flow.language == "python" else ():
            for made in function.decorators:
                if isinstance(made, Call):
                    served[Fn(path, function.index)] += _inputs(facts, made)
    return {
        fn: found
        for fn, marks in served.items()
        if (found := [one for mark in marks for one in scripts.get(mark, ())])
    }


def _given(facts: Facts, call: Call, at: Fn) -> Iterator[tuple[str, Fn]]:
    """The functions that a call has run by an event, each with what the event is called."""
    name = last_name(call.callee)
    first = call.args[0].value if call.args else None
    if name == "on" and isinstance(first, Literal):
        name = str(first.value)
    for passed in facts.program.passed(call, at):
        if passed.how == "entry":
            yield _event(passed.label if HANDLER.match(passed.label) else name), passed.fn


def _told(facts: Facts, script: Fn) -> Env:
    """What is known of the parameters of the function that a script is: they are something."""
    return tuple(
        (f"{script.file}:{function.index}:{param.name}", TRUTHY)
        for function in facts.program.flows[script.file].functions
        if function.parent == script.index
        for param in function.params
    )


def _event(name: str) -> str:
    return "" if name in _AFTER else name.removeprefix("on_")


def _mark(facts: Facts, call: Call, at: Fn, event: str) -> Mark:
    """What is the same for all that one event runs: the input that is named, else the element
    and the event."""
    inputs = _inputs(facts, call)
    if inputs:
        return inputs[0]
    element: Value = call
    while True:
        if isinstance(element, Call) and isinstance(element.callee, Member):
            inner = element.callee.of
            if last_name(element.callee) in _AFTER and isinstance(inner, Call):
                event = _event(last_name(inner.callee))
            if not isinstance(inner, Call | Name) or _is_module(facts, inner, at):
                break
            element = inner
        elif isinstance(element, Name):
            made = facts.program.function(at).bindings.get(element.id, ())
            value = next((b.value for b in made if isinstance(b.value, Call)), None)
            if value is None:
                return at, element.id, event
            element = value
        else:
            break
    return at.file, element.span, event


def _is_module(facts: Facts, value: Value, at: Fn) -> bool:
    """Whether a name is that of an imported module: `ui` of `ui.button()`."""
    imports = facts.program.flows[at.file].imports
    return isinstance(value, Name) and any(one.local == value.id for one in imports)


def _inputs(facts: Facts, call: Call) -> list[Mark]:
    """The inputs that a call says it waits for: `Input("logout", "n_clicks")`."""
    speaks = facts.program.vocabulary.speaks_of
    return [
        ("input", *(text_of(a.value) or str(getattr(a.value, "value", "")) for a in part.args))
        for argument in call.args
        for part in deep(argument.value)
        if isinstance(part, Call) and speaks("page-input", last_name(part.callee))
    ]
