"""Functions that others give to an object: `model.onFinish = { … }` is what its `onFinish()` runs,
as is what `Model(onFinish: { … })` is made with; a listener made so stands for its closure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Assign, Binding, Call, Class, Closure, FileFlow, Member, Name, Value
from fslint.link.abstract import IMPLICIT_THIS, Cls, Func, Inst
from fslint.link.index import Fn, last_name

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator


LISTENING = re.compile(r"[A-Z]\w*(?:Observer|Listener|Consumer|Collector)$")
"""What classes are called whose objects are made with what is to be done."""
MAKING = ("this", "init")
"""What makes an object of a class that Swift need not be told the name of."""
DEEPEST = 4
"""How often a closure may be handed on."""


class Making(NamedTuple):
    """A call that makes an object, and where it stands."""

    fn: Fn
    node: Call


def content_handler(core: Evaluator, value: Value, fn: Fn) -> Value:
    """The closure that a listener is made with and has run, as its class says, or its name where
    that is not read: `{ … }` of `EventObserver { … }`; any other value itself."""
    last = value.args[-1].value if isinstance(value, Call) and value.args else None
    if not isinstance(value, Call) or not isinstance(last, Closure):
        return value
    made = [part.cls for part in core.evaluate(value.callee, fn) if isinstance(part, Cls)]
    if made:
        return last if any(_has_run(core, cls, value) for cls in made) else value
    return last if LISTENING.match(last_name(value.callee)) else value


def _has_run(core: Evaluator, cls: Fn, call: Call) -> bool:
    """Whether a method of a class has the last thing run that a call makes an object of it with."""
    flow = core.index.flows[cls.file]
    argument = call.args[-1]
    constructors = [
        f for f in flow.functions if f.owner == cls.index and f.kind == "constructor" and f.params
    ]
    names = {argument.label or made.params[-1].name for made in constructors}
    inside = {f.index for f in flow.functions if f.owner == cls.index and f.kind == "method"}
    for function in flow.functions:
        inside |= {function.index} if function.parent in inside else set()
    calls = (call for index in inside for call in core.index.calls[Fn(cls.file, index)])
    return bool(constructors) and any(_runs(call, names) for call in calls)


def _runs(call: Call, names: set[str]) -> bool:
    """Whether a call is one of a function known by one of some names, or hands it on."""
    callee = call.callee
    asked = [callee, *(argument.value for argument in call.args)]
    asked += [callee.of] if isinstance(callee, Member) else []
    return any(last_name(one) in names for one in asked if isinstance(one, Name | Member))


def callbacks(core: Evaluator, cls: Fn, name: str) -> Iterator[Func]:
    """The closures that a field of a class is set to from outside, or made with."""
    if core.index.flows[cls.file].language in IMPLICIT_THIS:
        yield from _set(core, cls, name)
        yield from _made_with(core, cls, name)


def _set(core: Evaluator, cls: Fn, name: str) -> Iterator[Func]:
    """The closures that are assigned: on objects of the class, or on ones of an unknown class
    where no other class has such a field."""
    for site in core.index.assigns_by_name.get(name, ()):
        step = site.node
        if not isinstance(step, Assign) or not isinstance(step.value, Closure):
            continue
        if isinstance(step.target, Member):
            of = core.evaluate(step.target.of, site.fn)
            owners = {part.cls for part in of if isinstance(part, Inst)}
            if cls in owners or (not of and core.index.fields_declared[name] == 1):
                yield Func(Fn(site.fn.file, step.value.index))


def _made_with(core: Evaluator, cls: Fn, name: str, depth: int = 0) -> Iterator[Func]:
    """The functions that objects of the class are made with, by the parameter's name, by objects
    of others that were made with them too."""
    flow = core.index.flows[cls.file]
    declared = flow.classes[cls.index]
    plain = name.lstrip("_")
    places = {
        place
        for function in flow.functions
        if function.owner == cls.index and function.kind == "constructor"
        for place, param in enumerate(function.params)
        if param.name == plain
    }
    for site in _makings(core, declared.name):
        trailing = trails(flow, declared, site.node) == name
        for place, argument in enumerate(site.node.args):
            last = trailing and argument is site.node.args[-1]
            meant = argument.label == plain or (not argument.label and place in places) or last
            if meant and isinstance(argument.value, Closure):
                yield Func(Fn(site.fn.file, argument.value.index))
            elif meant and depth < DEEPEST and last_name(argument.value):
                given = last_name(argument.value)
                around = _kept_around(core, argument.value, site.fn)
                if around:
                    yield from _made_with(core, around, given, depth + 1)
                elif flow.language == "kotlin":  # `Command(::logOut)`
                    parts = core.evaluate(argument.value, site.fn)
                    yield from (part for part in parts if isinstance(part, Func))


def _makings(core: Evaluator, name: str) -> Iterator[Making]:
    """The calls that make objects of a class: `Client(…)`, and in Swift `Self(…)` inside of it or
    `.init(…)` where it is plain what for."""
    if core.unnamed is None:
        core.unnamed = {}
        for site in (site for one in MAKING for site in core.index.calls_by_name.get(one, ())):
            if isinstance(site.node, Call):
                for of in dict.fromkeys(meant(core, site.node.callee, site.fn)):
                    core.unnamed.setdefault(of, []).append(Making(site.fn, site.node))
    for site in core.index.calls_by_name.get(name, ()):
        if isinstance(site.node, Call):
            yield Making(site.fn, site.node)
    if name not in MAKING:
        yield from core.unnamed.get(name, ())


def meant(core: Evaluator, callee: Value, fn: Fn) -> Iterator[str]:
    """The names of the classes that `Self` or what stands before `.init` may be, in Swift."""
    flow = core.index.flows[fn.file]
    made = last_name(callee) in MAKING and not (isinstance(callee, Member) and last_name(callee.of))
    if flow.language != "swift" or not made:
        return
    function = flow.functions[fn.index]
    around = core.index.class_around(fn)
    if around is not None:
        yield around.name
    if isinstance(callee, Member):
        yield function.type.rpartition(".")[2]


def _kept_around(core: Evaluator, value: Value, fn: Fn) -> Fn | None:
    """The class around a function that keeps what a value names in a field of its own."""
    around = core.index.class_around(fn)
    own = isinstance(value, Name) or (isinstance(value, Member) and last_name(value.of) == "this")
    kept = around is not None and own and last_name(value) in around.fields
    return Fn(fn.file, around.index) if around is not None and kept else None


def trails(flow: FileFlow, cls: Class, call: Call) -> str:
    """The field that a closure without a label, the last argument of a call that makes a struct,
    is kept in: the last one that is declared as a function; '' if there is none."""
    last = call.args[-1] if call.args else None
    own = any(flow.functions[i].kind == "constructor" for m in cls.methods.values() for i in m)
    if last is None or last.label or not isinstance(last.value, Closure) or own:
        return ""
    if flow.language != "swift" or cls.kind == "extension":
        return ""
    bare = [n for n, found in cls.fields.items() if all(_is_function(b) for b in found)]
    return bare[-1] if bare else ""


def _is_function(binding: Binding) -> bool:
    """Whether a field is declared with a type that has no name, and with no value."""
    return binding.value is None and not binding.type
