"""Functions that decorators of the project release the identity around: `@releases def leave()`.

The function that such a decorator puts in their place runs first, and has them run where it calls
what it was given: `f(*args)`, `method.apply(this, args)`, `original.call(this)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Assign, Call, Closure, Function, Member, Name, Value
from fslint.link.abstract import Func
from fslint.link.bound import last_binding, whose_parameter
from fslint.link.index import Fn
from fslint.link.traverse import steps_in

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

DESCRIBED = "value"
"""What a property's descriptor calls the method that it describes."""
CALLING = frozenset({"apply", "call"})
AS_IT_IS: AbstractContextManager[None] = nullcontext()


class Around(NamedTuple):
    """What runs in a function's place, and its calls that have that function run."""

    inner: Fn
    calls: frozenset[Call]


class Decorated:
    """What runs around the functions of a program; computed when first asked for."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._program = facts.program
        self._around: dict[Fn, tuple[Around, ...]] | None = None
        self._calls: frozenset[Call] = frozenset()
        self._inside: list[tuple[Fn, Around]] = []

    def runs(self, call: Call) -> bool:
        """Whether a call has a function run that a decorator was given."""
        self._all()
        return call in self._calls

    def next(self, fn: Fn) -> Fn:
        """What runs first as a function is run: itself, or what still stands around it."""
        around = self._all().get(fn, ())
        depth = sum(one == fn for one, _ in self._inside)
        return around[depth].inner if depth < len(around) else fn

    def within(self, fn: Fn, inner: Fn) -> AbstractContextManager[None]:
        """While a function is run, or what stands around it."""
        known = next((one for one in self._all().get(fn, ()) if one.inner == inner), None)
        return AS_IT_IS if known is None else self._while_inside(fn, known)

    @contextmanager
    def _while_inside(self, fn: Fn, around: Around) -> Iterator[None]:
        self._inside.append((fn, around))
        try:
            yield
        finally:
            self._inside.pop()

    def run_by(self, call: Call) -> tuple[Fn, ...]:
        """The function that a call has run by what stands around it."""
        return next(((fn,) for fn, one in reversed(self._inside) if call in one.calls), ())

    def _all(self) -> dict[Fn, tuple[Around, ...]]:
        if self._around is None:
            self._around = {}
            for path, flow in self._program.flows.items():
                for function in flow.functions:
                    found = tuple(self._found(path, function)) if function.decorators else ()
                    if found:
                        self._around[Fn(path, function.index)] = found
            every = (one.calls for each in self._around.values() for one in each)
            self._calls = frozenset[Call]().union(*every)
        return self._around

    def _found(self, path: str, function: Function) -> Iterator[Around]:
        for decorator in function.decorators:
            for part in self._program.evaluator.evaluate(decorator, Fn(path, function.parent)):
                if isinstance(part, Func):
                    yield from self._releasing(part.fn)

    def _releasing(self, decorator: Fn) -> Iterator[Around]:
        for inner in self._put(decorator):
            calls = frozenset(self._running(decorator, inner))
            if calls and "anonymize" in self._facts.reaches(inner):
                yield Around(inner, calls)

    def _put(self, decorator: Fn) -> Iterator[Fn]:
        """What a decorator puts in a function's place: what it gives back, or describes instead."""
        for part in self._program.evaluator.results.returned(Func(decorator)):
            if isinstance(part, Func) and self._program.function(part.fn).parent == decorator.index:
                yield part.fn
        for step in steps_in(self._program.function(decorator).body):
            if (
                isinstance(step, Assign)
                and isinstance(step.target, Member)
                and step.target.name == DESCRIBED
                and isinstance(step.value, Closure)
            ):
                yield Fn(decorator.file, step.value.index)

    def _running(self, decorator: Fn, inner: Fn) -> Iterator[Call]:
        """The calls of what was put there that have the decorated function run."""
        for step in steps_in(self._program.function(inner).body):
            if isinstance(step, Call) and self._is_given(step.callee, decorator, inner):
                yield step

    def _is_given(self, callee: Value, decorator: Fn, inner: Fn) -> bool:
        if isinstance(callee, Member) and callee.name in CALLING:
            callee = callee.of
        bound = last_binding(self._program, callee, inner) if isinstance(callee, Name) else None
        callee = bound if isinstance(bound, Member) else callee
        if isinstance(callee, Member) and callee.name == DESCRIBED:
            callee = callee.of
        named = isinstance(callee, Name)
        return named and whose_parameter(self._program, callee, inner) == decorator
