"""Actions of a store that a listener tells apart by a test, or that a stream answers with.

A middleware, a subscriber and a plug-in hear of every action, and ask for its type. An effect or
an epic is a stream: what its operators make of an action are actions too, and are sent on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fslint.flow import (
    NOWHERE,
    Array,
    Call,
    Choice,
    Closure,
    Either,
    Function,
    Literal,
    Member,
    Name,
    Object,
    Op,
    Parameter,
    Value,
)
from fslint.link.abstract import Arr, Const, Obj
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, file_values, steps_in

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator
    from fslint.link.program import Program

Read = Callable[[Value, Fn], list[str]]

TYPES = ("type", "actionType", "name")
OF_ANY = frozenset(
    {"REQUEST", "REQUESTED", "START", "STARTED", "BEGIN", "PENDING", "TRIGGER", "CANCEL"}
    | {"SUCCESS", "SUCCEEDED", "DONE", "COMPLETE", "COMPLETED", "FULFILLED", "RESOLVED", "SETTLED"}
    | {"FAILURE", "FAILED", "FAIL", "ERROR", "REJECTED", "SET", "RESET", "CLEAR", "ADD", "REMOVE"}
    | {"UPDATE", "INIT", "GET", "FETCH", "LOAD", "OPEN", "CLOSE", "CREATE", "DELETE"}
)
"""What constants are called of which actions of all kinds have one each."""
COMMANDS = ("action", "command", "cmd", "kind")
"""Members by which messages are told apart, where these hold a text."""
PAYLOAD = "action"
"""What holds the action in what a dispatcher of Flux tells, beside who has sent it."""
STATE = re.compile(r"^(?:draft|prev|previous)$|[sS]tate$")
"""What a reducer calls what it is to change."""
MAKING = frozenset(
    {"map", "mergeMap", "flatMap", "switchMap", "concatMap", "exhaustMap", "mapTo", "mergeMapTo"}
    | {"switchMapTo", "concatMapTo", "startWith", "endWith", "mapResponse"}
)
"""Operators whose functions or values make what a stream emits when all goes well."""
GATHERING = frozenset({"of", "from", "concat", "merge", "defer", "iif"})
DEEPEST_STREAM = 5


class Actions:
    """Answers by the keys of actions, read from values with `read`."""

    def __init__(self, program: Program, read: Read) -> None:
        self._program = program
        self._read = read

    # Told apart

    def tested(self, fn: Fn) -> list[str]:
        """The keys of the actions that a function, given every one of them, asks for."""
        function = self._program.function(fn)
        return [
            key
            for step in steps_in(function.body)
            if isinstance(step, Choice) and step.test is not None
            for value in self._compared(step, step.test, function, fn)
            for key in self._read(value, fn)
        ]

    def _compared(self, step: Choice, test: Value, function: Function, fn: Fn) -> Iterator[Value]:
        if step.kind == "switch" and is_type(test, function):
            for arm in step.arms:
                yield from arm.cases
        for part in deep(test):
            if isinstance(part, Op) and part.op in ("==", "!=") and len(part.operands) == 2:
                for one, other in (part.operands, part.operands[::-1]):
                    plain = isinstance(other, Literal) and is_given(one, function)
                    if plain or is_type(one, function):
                        yield other
            elif isinstance(part, Call):
                yield from self.asked(part, function, fn)

    def asked(self, test: Call, function: Function, fn: Fn) -> Iterator[Value]:
        """The actions of which a call asks whether one is the function's own: `logout.match(a)`,
        `[LOGIN, LOGOUT].includes(a.type)`, `isAnyOf(login, logout)(a)`."""
        callee = test.callee
        given = test.args[0].value if test.args else None
        if given is None:
            return
        if isinstance(callee, Member) and callee.name == "includes" and is_type(given, function):
            for part in self._program.evaluator.evaluate(callee.of, fn):
                if isinstance(part, Arr):
                    yield from part.array.items
        elif is_given(given, function):
            if isinstance(callee, Member) and callee.name == "match":
                yield callee.of
            elif isinstance(callee, Call):
                yield callee

    def middlewares(self) -> Iterator[Fn]:
        """Functions of the shape of a Redux middleware, `store => next => action => …`, that
        somebody speaks of."""
        for path, flow in self._program.flows.items():
            for function in flow.functions:
                handed = flow.functions[function.parent] if function.parent > 0 else None
                if handed is None or not handed.params or handed.params[0].name != "next":
                    continue
                whole = flow.functions[handed.parent]
                given_back = any(
                    isinstance(value, Closure) and value.index == handed.index
                    for value in whole.returns
                )
                shaped = bool(function.params and (whole.params or given_back))
                if shaped and self._spoken_of(Fn(path, whole.index)):
                    yield Fn(path, function.index)

    def _spoken_of(self, fn: Fn) -> bool:
        """Whether a function's name, if it has one, stands anywhere but where it is declared."""
        name = self._program.function(fn).name
        flows = self._program.flows
        exports = flows[fn.file].exports
        renamed = any(export.name != name and export.value is not None for export in exports)
        if not name or renamed or any(name == i.name for f in flows.values() for i in f.imports):
            return True
        named = (part for _, value in file_values(flows[fn.file]) for part in deep(value))
        kept = {id(export.value) for export in exports}
        used = any(isinstance(p, Name) and p.id == name and id(p) not in kept for p in named)
        return used or self._program.mentioned(name, fn.file)

    def reducers(self) -> Iterator[Fn]:
        """Functions of the shape of a reducer, `(state, action) => …`, that ask for the action's
        type."""
        for path, flow in self._program.flows.items():
            for function in flow.functions:
                if _given_place(function) and self.tested(Fn(path, function.index)):
                    yield Fn(path, function.index)

    # Streams

    def answers(self, pipe: Call, fn: Fn, depth: int = 0) -> Iterator[str]:
        """The keys of the actions that the operators of a stream make."""
        for argument in pipe.args:
            operator = argument.value
            if isinstance(operator, Call) and last_name(operator.callee) in MAKING:
                for given in operator.args:
                    yield from self._made(given.value, fn, depth + 1)

    def _made(self, value: Value, fn: Fn, depth: int) -> Iterator[str]:
        if depth > DEEPEST_STREAM:
            return
        if isinstance(value, Closure):
            inner = Fn(fn.file, value.index)
            for returned in self._program.function(inner).returns:
                yield from self._made(returned, inner, depth + 1)
        elif isinstance(value, Array | Either):
            for item in value.items if isinstance(value, Array) else value.values:
                yield from self._made(item, fn, depth + 1)
        elif isinstance(value, Call) and last_name(value.callee) == "pipe":
            if isinstance(value.callee, Member):
                yield from self._made(value.callee.of, fn, depth + 1)
            yield from self.answers(value, fn, depth)
        elif isinstance(value, Call) and last_name(value.callee) in GATHERING:
            for given in value.args:
                yield from self._made(given.value, fn, depth + 1)
        elif isinstance(value, Call | Object | Name | Member):
            yield from self._read(value, fn)

    def sends(self, fn: Fn) -> bool:
        """Whether what the stream of a function emits is sent as actions."""
        passed = self._program.index.passed_to.get(fn)
        options = passed[1].args[-1].value if passed is not None else None
        told = options.entries if isinstance(options, Object) else ()
        return not any(
            entry.key == "dispatch"
            and isinstance(entry.value, Literal)
            and entry.value.value is False
            for entry in told
        )


def same_action(one: str, other: str) -> bool:
    """Whether two keys are one action's; the name of its store may be left out."""
    return one == other or one.endswith("/" + other) or other.endswith("/" + one)


def type_names(function: Function) -> list[str]:
    """How a function may speak of the type of the action that it was given."""
    given = [name for name in function.bindings if is_given(Name(NOWHERE, name), function)]
    told = [name for name in function.bindings if is_type(Name(NOWHERE, name), function)]
    return [*told, *(f"{name}.{of}" for name in given for of in TYPES)]


def is_given(value: Value, function: Function) -> bool:
    """Whether a value is the action that a function was given."""
    if not isinstance(value, Name):
        return False
    bound = function.bindings.get(value.id, ())
    place = _given_place(function)
    return any(isinstance(b.value, Parameter) and b.value.index == place for b in bound)


def is_type(value: Value, function: Function) -> bool:
    """Whether a value is the type of the action that a function was given."""
    if isinstance(value, Name):
        bound = [b.value for b in function.bindings.get(value.id, ())]
        return any(_type_of_given(one, function) for one in bound if one is not None)
    return _type_of_given(value, function)


def _type_of_given(value: Value, function: Function) -> bool:
    if not isinstance(value, Member) or value.name not in (*TYPES, *COMMANDS):
        return False
    of = value.of
    if isinstance(of, Name):
        bound = [b.value for b in function.bindings.get(of.id, ())]
        of = next((one for one in bound if isinstance(one, Member)), of)
    if isinstance(of, Member) and of.name == PAYLOAD:
        of = of.of
    given = isinstance(of, Parameter) and of.index == _given_place(function)
    return given or is_given(of, function)


def _given_place(function: Function) -> int:
    """Which of its parameters a function takes an action by: a reducer by the second one."""
    return int(len(function.params) > 1 and bool(STATE.search(function.params[0].name)))


def constant_types(part: Obj) -> Iterator[str]:
    """What an object names as its type by a constant, whatever that stands for."""
    for entry in part.object.entries:
        if entry.key in TYPES and isinstance(entry.value, Member) and entry.value.name.isupper():
            yield constant_key(entry.value)


def constant_key(value: Member) -> str:
    """The key that a constant is: its name, and before one that says only what may become of any
    action that of what it is a constant of, `LOGIN.REQUEST`."""
    holder = last_name(value.of)
    return f"{holder}.{value.name}" if value.name in OF_ANY and holder.isupper() else value.name


def commands(evaluator: Evaluator, part: Obj) -> Iterator[str]:
    """The texts by which a message is told apart from others."""
    for name in COMMANDS:
        for one in evaluator.member(part, name):
            if isinstance(one, Const) and isinstance(one.literal.value, str):
                yield one.literal.value
