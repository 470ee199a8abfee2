"""Effects that a composable has in one arm of a branch: `if (done) LaunchedEffect(Unit) { … }`.

Such an effect runs as the branch comes to that arm. So it is one on what the branch asks, and asks
that itself.
"""

from __future__ import annotations

from fslint.flow import Argument, Arm, Call, Choice, Closure, FileFlow, Function, Name
from fslint.languages.reader import dotted

EFFECTS = frozenset({"LaunchedEffect", "DisposableEffect"})


def turn_out(flow: FileFlow) -> None:
    """Let the effects in arms of a file's composables depend on what their branch asks."""
    for function in flow.functions:
        if any(dotted(made) == "Composable" for made in function.decorators):
            for step in function.body:
                if isinstance(step, Choice) and step.test is not None:
                    for place, arm in enumerate(step.arms):
                        for call in arm.block:
                            if isinstance(call, Call):
                                _depend(flow.functions, step, place, call)


def _depend(functions: list[Function], step: Choice, place: int, call: Call) -> None:
    last = call.args[-1].value if call.args else None
    effect = isinstance(call.callee, Name) and call.callee.id in EFFECTS
    if not effect or not isinstance(last, Closure) or step.test is None:
        return
    run = functions[last.index]
    arms = tuple(
        Arm(run.body if number == place else [], arm.cases) for number, arm in enumerate(step.arms)
    )
    run.body = [Choice(step.span, step.kind, step.test, arms, step.exhaustive)]
    call.args = (Argument(step.test), *call.args)
