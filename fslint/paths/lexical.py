"""Where a call stands in the source: in an error handler, in a loop that does it again and again.

These are flags of its events: `error` and `repeat`. A loop that ends right after the call does
not repeat it, nor does a loop over the very thing that is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.flow import Block, Call, Exit, Function, Loop, Member, Name, Try
from fslint.link.index import Fn, last_name
from fslint.link.traverse import blocks_of

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.paths.entries import Root

ON_ERROR = frozenset(
    ("catch", "catchError", "onError", "handleError", "addOnFailureListener", "doOnError")
)
ERROR_LABELS = frozenset(("onError", "onFailure", "error", "failure"))
ERROR_HOOKS = frozenset(
    ("componentDidCatch", "errorCaptured", "handleError", "uncaughtException", "onErrorCaptured",
     "onError")
)  # fmt: skip
LOADING = frozenset(("mount", "screen-load", "route", "effect"))
LIFECYCLE = frozenset(
    ("componentDidMount", "mounted", "created", "beforeMount", "ngOnInit", "ngAfterViewInit",
     "viewDidLoad", "viewWillAppear", "viewDidAppear", "viewWillAppear:", "viewDidAppear:",
     "onCreate", "onCreateView", "onViewCreated", "onStart", "onResume", "initState",
     "didChangeDependencies", "didChangeAppLifecycleState", "didPush", "didReplace",
     "onStateChange")
)  # fmt: skip


def flags_in(program: Program, fn: Fn) -> dict[int, frozenset[str]]:
    """The flags of the calls right in `fn` that have any, by the call's id."""
    function = program.function(fn)
    found: dict[int, frozenset[str]] = {}
    flags = frozenset({"error"}) if _on_error(program, fn) else frozenset()
    _walk(function, function.body, flags, found)
    return {key: flags for key, flags in found.items() if flags}


def begin_flags(program: Program, root: Root) -> frozenset[str]:
    """The flags of a run's beginning: `load` (a screen or route comes up), `repeat` (a timer),
    `error` (what handles the errors of an app or of a part of it)."""
    function = program.function(root.fn)
    flags = set()
    member = function.owner >= 0 or root.fn in program.index.holders
    builds = function.name == "build" and any(p.type == "BuildContext" for p in function.params)
    if member and (function.name in LIFECYCLE or builds):
        flags.add("load")
    if member and function.name in ERROR_HOOKS:
        flags.add("error")
    for trigger in root.triggers:
        if trigger.kind in LOADING or trigger.name in LIFECYCLE:
            flags.add("load")
        if trigger.kind == "error":
            flags.add("error")
        if trigger.runner is not None and trigger.runner.entry.loop:
            flags.add("repeat")
    return frozenset(flags)


def _walk(
    function: Function, block: Block, flags: frozenset[str], found: dict[int, frozenset[str]]
) -> None:
    for place, step in enumerate(block):
        if isinstance(step, Call):
            once = any(isinstance(later, Exit) for later in block[place + 1 :])
            once = once or _is_local(step, function)
            found[id(step)] = flags - {"repeat"} if once else flags
        elif isinstance(step, Loop):
            _walk(function, step.body, flags | {"repeat"}, found)
        elif isinstance(step, Try):
            handlers = [handler.block for handler in step.handlers]
            for inner in blocks_of(step):
                caught = any(inner is handler for handler in handlers)
                _walk(function, inner, flags | {"error"} if caught else flags, found)
        else:
            for inner in blocks_of(step):
                _walk(function, inner, flags, found)


def _on_error(program: Program, fn: Fn) -> bool:
    """Whether a function is what a call runs when something fails."""
    passed = program.index.passed_to.get(fn)
    if passed is not None:
        _, call, place = passed
        name = last_name(call.callee)
        return (name in ON_ERROR and place == 0) or (name == "then" and place == 1)
    holder = program.index.holders.get(fn)
    return holder is not None and holder.key in ERROR_LABELS


def _is_local(call: Call, function: Function) -> bool:
    """Whether a call is made on a name of the function's own."""
    value = call.callee
    while isinstance(value, Member):
        value = value.of
    return isinstance(value, Name) and value.id in function.bindings
