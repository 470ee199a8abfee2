"""Methods of Stimulus controllers that markup names: `session#logout` is a method of the class in
`controllers/session_controller.js`, or of what is registered as `session`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import CONTROLLER, Call, Class, Literal, Member, Name, Value
from fslint.link.abstract import Cls
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

BASE = "Controller"
"""What Stimulus' controllers are derived from."""


def controller_methods(evaluator: Evaluator, callee: Value) -> list[Fn]:
    """The methods that a call which markup's attribute stands for runs; none for other calls."""
    of = callee.of if isinstance(callee, Member) else None
    if not isinstance(callee, Member) or not isinstance(of, Name):
        return []
    if not of.id.startswith(CONTROLLER):
        return []
    identifier = of.id.removeprefix(CONTROLLER)
    classes = set(_registered(evaluator, identifier))
    named = [
        fn
        for fn in evaluator.index.methods_by_name.get(callee.name, ())
        if evaluator.index.function(fn).owner >= 0
    ]
    registered = [fn for fn in named if Fn(fn.file, evaluator.index.function(fn).owner) in classes]
    kept = [fn for fn in named if BASE in _class_of(evaluator, fn).bases]
    wanted = identifier.replace("--", "/").replace("-", "_") + "_controller"
    called = [fn for fn in named if _is_called(fn.file, wanted)]
    return registered or called or (kept if len(kept) == 1 else [])


def _class_of(evaluator: Evaluator, fn: Fn) -> Class:
    flow = evaluator.index.flows[fn.file]
    return flow.classes[flow.functions[fn.index].owner]


def _registered(evaluator: Evaluator, identifier: str) -> Iterator[Fn]:
    """The classes that are registered under a name: `application.register('session', Session)`."""
    for site in evaluator.index.calls_by_name.get("register", ()):
        args = site.node.args if isinstance(site.node, Call) else ()
        key = args[0].value if len(args) > 1 else None
        if isinstance(key, Literal) and key.value == identifier:
            for part in evaluator.evaluate(args[1].value, site.fn):
                if isinstance(part, Cls):
                    yield part.cls


def _is_called(file: str, wanted: str) -> bool:
    """Whether a file is one of a controller, by its path below the folder of all of them."""
    stem = file.rpartition(".")[0].replace("-", "_")
    below = stem.rpartition("controllers/")[2]
    return below == wanted or (below == stem and stem.endswith(f"/{wanted}"))
