"""Functions lent to the project's own code, which runs them: `withLoading(async () => …)`.

What a helper does with the function that it is given belongs to who gave it. So the borrower is
not taken to come to what all the functions do that anybody lends to it; each lender comes to its
own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.entries import GROUPS
from fslint.flow import Argument, Binding, Call, Closure, Index, Member, Name, Object, Opaque, Value
from fslint.link.abstract import MOST, Func, Obj
from fslint.link.bound import is_parameter, whose_parameter
from fslint.link.growing import ADDING
from fslint.link.hooks import makers
from fslint.link.index import Fn, last_name
from fslint.link.keeping import Keeping
from fslint.link.selectors import by_name
from fslint.link.targets import functions_in
from fslint.link.traverse import held_in
from fslint.paths.lent_by_many import LentByMany

if TYPE_CHECKING:
    from fslint.link.program import Program

EACH = frozenset({"forEach", "map"})
"""Calls of a collection that run what they are given for each of its members."""
NOBODY: frozenset[Fn] = frozenset()


class Lending:
    """Who lends which functions to whom, in a program; computed once, when asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._lent: dict[Call, tuple[Fn, ...]] | None = None
        self._borrowed: dict[Call, frozenset[Fn]] = {}
        self._waiting: set[Fn] = set()
        self._keepers: set[Fn | None] = set()
        self._keeping = Keeping(program)
        self._objects: set[Fn] = set()

    def lend(self, call: Call, fn: Fn) -> tuple[Fn, ...]:
        """Take in a call that stands for a handler, `onClick={send}` in `fn`: the functions that it
        lends, which made the handler."""
        lent = self.made_of(call, fn)
        if lent:
            self._all()[call] = lent
        return lent

    def made_of(self, call: Call, fn: Fn) -> tuple[Fn, ...]:
        """The functions that a helper was handed which made what a call runs, where others hand
        it theirs."""
        self._all()
        return self._handed_to_maker(call, fn)

    def lent(self, call: Call) -> tuple[Fn, ...]:
        """The functions that a call gives to code of the project which runs them."""
        return self._all().get(call, ())

    def borrowed(self, call: Call) -> frozenset[Fn]:
        """The functions that a call runs, or has run, only because its own function, or one
        around it, was lent them."""
        self._all()
        return self._borrowed.get(call, NOBODY)

    def waits(self, fn: Fn) -> bool:
        """Whether a function was lent to what runs it as the user does something."""
        self._all()
        return fn in self._waiting

    def given(self, call: Call, fn: Fn) -> Iterable[Value]:
        """The parameters, and the fields that keep functions, which a call that stands in `fn` runs
        or hands on."""
        callee = call.callee
        if isinstance(callee, Name | Member) and is_parameter(self._program, callee, fn):
            yield callee
        for argument in call.args:
            for value in held_in(argument.value):
                if isinstance(value, Name | Member) and is_parameter(self._program, value, fn):
                    yield value
        if self._objects and self._keeping.around(fn) in self._objects:
            yield from self._keeping.run(call, fn)
            yield from self._keeping.inside(call, fn)

    def kept(self, call: Call, fn: Fn, callee: Fn) -> list[tuple[str, Fn]]:
        """The functions, by their fields, that the object keeps of which a call runs a method."""
        cls = Fn(callee.file, self._program.function(callee).owner)
        if cls not in self._objects or cls not in self._keeping.keepers(call, fn):
            return []
        made = self._keeping.makers(call, fn, cls)
        return [*self._keeping.given(made[0], cls)] if len(made) == 1 else []

    def _all(self) -> dict[Call, tuple[Fn, ...]]:
        if self._lent is None:
            self._lent = {}
            given = {
                call: (to, lent, fn)
                for fn, calls in self._program.index.calls.items()
                for call in calls
                if call.args and (to := self._program.targets(call, fn).functions)
                for lent in (tuple(self._handed(call, fn)),)
                if lent
            }
            everything = {lent for _, each, _ in given.values() for lent in each}
            places = ((call, fn) for call, (_, _, fn) in given.items())
            many = LentByMany(self._program, places, self._handed_as)
            if everything:
                self._find_objects(everything)
            borrowers: set[Fn | None] = set()
            run: set[Fn] = set()
            for fn, calls in self._program.index.calls.items() if everything else ():
                for call in calls:
                    found = frozenset(self._taken(call, fn)) & everything
                    if len(found) > MOST // 2:
                        found |= {f for v in self.given(call, fn) for f in many.at(v, fn)}
                    if not found or self._is_added(call, fn) or self._goes_through(call, fn):
                        continue
                    waits = self._waits(call, fn)
                    self._waiting |= found if waits and len(found) > 1 else NOBODY
                    kept = waits or self._is_given_back(fn)
                    if not kept or len(found) > 1:  # the only one it keeps is its caller's own
                        self._borrowed[call] = self._borrowed.get(call, NOBODY) | found
                    values = self.given(call, fn)
                    owners = {whose_parameter(self._program, v, fn) for v in values}
                    if kept and not waits and len(found) > 1:
                        self._keepers |= owners
                    if not kept:
                        run |= found
                        borrowers |= owners
            for call, (to, each, _) in given.items():
                if any(self._makes_object(one) for one in to):
                    continue
                lent = each if borrowers.intersection(to) else tuple(f for f in each if f in run)
                if lent:
                    self._lent[call] = lent
            if self._objects:
                self._lend_what_objects_keep()
            for fn, calls in self._program.index.calls.items() if self._keepers else ():
                for call in calls:
                    own = self._handed_to_maker(call, fn)
                    if own:
                        self._lent[call] = (*self._lent.get(call, ()), *own)
        return self._lent

    def _find_objects(self, everything: set[Fn]) -> None:
        """Find the classes whose objects run what each of them was made with."""
        for fn, calls in self._program.index.calls.items():
            cls = self._keeping.around(fn)
            for call in calls if cls is not None else ():
                for value in self._keeping.run(call, fn):
                    parts = self._program.evaluator.evaluate(value, fn)
                    found = everything.intersection(p.fn for p in parts if isinstance(p, Func))
                    if cls is not None and len(found) > 1:
                        self._objects.add(cls)
                        self._borrowed[call] = self._borrowed.get(call, NOBODY) | found

    def _lend_what_objects_keep(self) -> None:
        """Have who calls a method of such an object lend what that one was made with."""
        for fn, calls in self._program.index.calls.items():
            for call in calls:
                for cls in self._objects.intersection(self._keeping.keepers(call, fn)):
                    for made in self._keeping.makers(call, fn, cls):
                        own = (one for _, one in self._keeping.given(made, cls))
                        assert self._lent is not None
                        self._lent[call] = (*self._lent.get(call, ()), *own)

    def _makes_object(self, fn: Fn) -> bool:
        function = self._program.function(fn)
        return function.kind == "constructor" and Fn(fn.file, function.owner) in self._objects

    def _handed_to_maker(self, call: Call, fn: Fn) -> tuple[Fn, ...]:
        return tuple(
            lent
            for _, (by, at) in makers(self._program, call, fn)
            if self._keepers.intersection(self._program.targets(by, at).functions)
            for lent in self._handed(by, at)
        )

    def _is_added(self, call: Call, fn: Fn) -> bool:
        """Whether a call only puts what was lent into a collection, to be run by who goes through
        that: `listeners.add(listener)`."""
        client = self._program.language(fn) in (*GROUPS["mobile"], *GROUPS["web"])
        adds = isinstance(call.callee, Member) and call.callee.name in ADDING
        return client and adds and not self._program.targets(call, fn).functions

    def _bindings(self, call: Call, fn: Fn) -> Iterable[Binding]:
        """What the name that a call calls is bound to in its function."""
        name = call.callee.id if isinstance(call.callee, Name) else ""
        return self._program.function(fn).bindings.get(name, ())

    def _goes_through(self, call: Call, fn: Fn) -> bool:
        """Whether a call runs what a collection of a script is gone through for: `cleanups.forEach(
        (clean) => clean())`, `for (const clean of cleanups) clean()`."""
        if self._program.language(fn) not in GROUPS["web"]:
            return False
        bound = self._bindings(call, fn)
        if any(isinstance(b.value, Index) and isinstance(b.value.key, Opaque) for b in bound):
            return True
        passed = self._program.index.passed_to.get(fn)
        if passed is None:
            return False
        owners = {whose_parameter(self._program, v, fn) for v in self.given(call, fn)}
        each = last_name(passed[1].callee) in EACH
        return each and owners == {fn} and not self._program.targets(passed[1], passed[0]).functions

    def _is_given_back(self, fn: Fn) -> bool:
        """Whether a function, or one that it stands in, is what the one around it gives back, by
        itself or in an object: what that was lent it keeps, and runs for who calls it later."""
        functions = self._program.flows[fn.file].functions
        index = fn.index
        while functions[index].parent > 0:
            inner, index = Fn(fn.file, index), functions[index].parent
            for part in self._program.evaluator.results.returned(Func(Fn(fn.file, index))):
                members = self._members(part) if isinstance(part, Obj) else ()
                itself = isinstance(part, Func) and part.fn == inner
                if itself or any(given == inner for _, given in members):
                    return True
        return False

    def _waits(self, call: Call, fn: Fn) -> bool:
        """Whether what was lent is only run as something happens in what the borrower shows: who
        lent it does not come to it, the user does."""
        if self._program.language(fn) in GROUPS["web"]:
            return self._is_handler(fn)
        if self._program.language(fn) not in GROUPS["mobile"]:
            return False
        handlers = {one.fn for one in self._program.passed(call, fn) if one.how == "entry"}
        if handlers.issuperset(self._taken(call, fn)):
            return True
        owners = [whose_parameter(self._program, value, fn) for value in self.given(call, fn)]
        return not any(owner is None or self._comes_to(owner, fn) for owner in owners)

    def _is_handler(self, fn: Fn) -> bool:
        """Whether a function literal is what an element runs: `onClick={() => close()}`."""
        parent = Fn(fn.file, self._program.function(fn).parent)
        return any(
            isinstance(attribute.value, Closure) and attribute.value.index == fn.index
            for element in self._program.index.elements_in.get(parent, ())
            for attribute in element.attributes
        )

    def _comes_to(self, owner: Fn, fn: Fn) -> bool:
        """Whether a function of the same file runs another one by itself."""
        seen = {owner}
        work = [owner]
        while work:
            current = work.pop()
            if current == fn:
                return True
            for call in self._program.index.calls[current]:
                called = self._program.targets(call, current).functions
                made = any(self._program.function(one).kind == "constructor" for one in called)
                run = [*called, *(() if made else self._handed(call, current))]
                waiting = {p.fn for p in self._program.passed(call, current) if p.how == "entry"}
                for one in run:
                    if one.file == owner.file and one not in seen and one not in waiting:
                        seen.add(one)
                        work.append(one)
        return False

    def _members(self, obj: Obj) -> Iterable[tuple[str, Fn]]:
        return functions_in(obj, self._program.evaluator)

    def _handed(self, call: Call, fn: Fn) -> Iterable[Fn]:
        for argument in call.args:
            yield from self._handed_as(argument, fn)

    def _handed_as(self, argument: Argument, fn: Fn) -> Iterable[Fn]:
        evaluator = self._program.evaluator
        value = argument.value
        if isinstance(value, Closure):
            yield Fn(fn.file, value.index)
        elif isinstance(value, Object):
            yield from (lent for _, lent in functions_in(Obj(fn, value), evaluator))
        elif isinstance(value, Name | Member) and not is_parameter(self._program, value, fn):
            for part in evaluator.evaluate(value, fn):
                if isinstance(part, Func) and self._by_name(part.fn):
                    yield part.fn

    def _by_name(self, fn: Fn) -> bool:
        return by_name(self._program.function(fn), self._program.flows[fn.file].language)

    def _taken(self, call: Call, fn: Fn) -> Iterable[Fn]:
        for value in self.given(call, fn):
            if value is call.callee:
                yield from self._program.targets(call, fn).functions
            else:
                parts = self._program.evaluator.evaluate(value, fn)
                yield from (part.fn for part in parts if isinstance(part, Func))
