"""What Android runs of a class that it is told: `doWork` of a worker whose work is asked for, what
a service or a receiver does with the intent that names it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Call, Name, Value
from fslint.link.abstract import Cls
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep

if TYPE_CHECKING:
    from fslint.link.program import Program

RUN = (
    "doWork", "startWork", "createWork",
    "onHandleIntent", "onHandleWork", "onStartCommand", "onReceive",
)  # fmt: skip
"""What Android calls the methods, of workers and of what is started by an intent."""
STARTED = "started"
"""How a call runs what it is told the class of."""


def started(program: Program, call: Call, fn: Fn) -> Iterator[Fn]:
    """The methods that run once what a call asks for has begun."""
    told = [Name(call.span, name) for name in call.types if name]
    for value in (*told, *(argument.value for argument in call.args)):
        made = [part for part in _calls(program, value, fn) if last_name(part.callee) == "Intent"]
        for named in [argument.value for part in made for argument in part.args] or [value]:
            for part in program.evaluator.evaluate(named, fn):
                if isinstance(part, Cls):
                    methods = program.flows[part.cls.file].classes[part.cls.index].methods
                    for name in RUN:
                        yield from (Fn(part.cls.file, index) for index in methods.get(name, ()))


def _calls(program: Program, value: Value, fn: Fn) -> Iterator[Call]:
    """The calls in a value, or in what its name was given."""
    bound = program.function(fn).bindings.get(value.id, ()) if isinstance(value, Name) else ()
    for one in (value, *(b.value for b in bound if b.value is not None)):
        yield from (part for part in deep(one) if isinstance(part, Call))
