"""Functions handed over to calls or set as handlers, and how each of them is run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from fslint.entries import GROUPS
from fslint.flow import (
    Argument,
    Array,
    Assign,
    Call,
    Closure,
    Literal,
    Member,
    Name,
    Object,
    Parameter,
    Template,
    Value,
)
from fslint.link.abstract import Arr, Cls, Func, Inst, Obj
from fslint.link.callbacks import content_handler, meant, trails
from fslint.link.collected import is_run_through
from fslint.link.growing import ADDING
from fslint.link.index import Fn, last_name
from fslint.link.selectors import by_name
from fslint.link.started import STARTED, started
from fslint.link.targets import functions_in
from fslint.link.traverse import steps_in, text_of
from fslint.vocabulary import Runner

if TYPE_CHECKING:
    from fslint.link.program import Program

GIVING = ("same", "partial", "member", "hooks", "operators")
"""How a call runs what it is given that only gives something back, or makes it of that."""
KEPT = "kept"
"""How a call runs a function that it gives what it keeps, to make the next of it."""
NEVER_RUNS = re.compile(
    r"(remove|off|un[a-z]|clear|cancel(?!lable|lation)|detach|delete)[A-Z]?\w*$|off$"
)
HANDLER_KEY = re.compile(
    r"on[A-Z]|handle[A-Z]|action$|callback$|success$|error$|complete$|next$|then$"
)
OPTIONS = re.compile(r"(?i)[a-z]{0,24}options$|meta$|callbacks$")
"""The members of an object that hold callbacks of the whole."""
LISTENER = re.compile(r"^(?:set|add|register)|(?:Listener|Callback|Observer|Handler)s?$")
PRESSED = re.compile(
    r"(?i)selector$|(?:primary|button|tap)action$|(?:on|did)(?:tap|click|press|touch)[a-z]{0,12}$"
    r"|(?:[a-z]{0,16}(?:tap|click|press|button)(?:ped|ed)?)(?:handler|action|callback|closure)$"
)
"""The labels of arguments that are run as the user does something."""
OUTCOME = re.compile(
    r"^on[A-Za-z]{0,20}(?:Success|Error|Fail(?:ure|ed)?|Response|Completed?|Result|Finish(?:ed)?"
    r"|Done|Next|Loaded|Removed)$|^(?:success|failure|error|completed?)$"
)
"""What the methods of a listener are called that hear of a request's end."""
WAITING = re.compile(
    r"use[A-Z]|create[A-Z]|define[A-Z]|new[A-Z]|setOn[A-Z]|\w*(?:Observer|Listener)$"
)
ASKING = re.compile(
    r"(?i)alert|confirm|dialog|prompt|show|open|sheet|modal|mutate|submit|log_?out|sign_?out"
    r"|post|delete|request|fetch|ajax|save|run|execute|subscribe|dispatch"
)

LAST = frozenset({"receiveCompletion", "onComplete", "onCompleted"})
"""The labels of functions that hear that nothing more will come."""
FROM_OUTSIDE = frozenset({"auth-state", "message"})
"""What listeners are set off by that nobody in the project may tell."""


class Passed(NamedTuple):
    """A function handed to a call, and how it is run: now, later, entry, same or unknown."""

    fn: Fn
    how: str
    trigger: str
    runner: Runner | None
    label: str


class HandedOver:
    """Finds the functions that the calls and assignments of a program are given."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._index = program.index
        self._evaluator = program.evaluator
        self._passed: dict[Call, tuple[Passed, ...]] = {}
        self._assigned: dict[int, tuple[Passed, ...]] = {}

    def to_call(self, call: Call, fn: Fn) -> tuple[Passed, ...]:
        """The functions that a call that stands in `fn` is given."""
        known = self._passed.get(call)
        if known is None:
            given = sorted(self._hand_over(call, fn), key=lambda one: one.label in LAST)
            known = self._passed[call] = tuple(given)
        return known

    def by_assignment(self, step: Assign, fn: Fn) -> tuple[Passed, ...]:
        """The functions that an assignment that stands in `fn` sets to be run."""
        known = self._assigned.get(id(step))
        if known is None:
            known = self._assigned[id(step)] = tuple(self._set_handlers(step, fn))
        return known

    def _set_handlers(self, step: Assign, fn: Fn) -> Iterable[Passed]:
        name = text_of(step.target)
        forms = self._program.forms(step.target, fn)
        for runner in self._program.vocabulary.runners(forms, self._program.language(fn)):
            if "value" in runner.args:
                for part in self._evaluator.evaluate(step.value, fn):
                    if isinstance(part, Func):
                        yield Passed(part.fn, runner.how, runner.trigger, runner, name)

    def _hand_over(self, call: Call, fn: Fn) -> Iterable[Passed]:
        if not call.types and all(isinstance(one.value, Literal | Template) for one in call.args):
            return
        targets = self._program.targets(call, fn).functions
        if targets:
            yield from self._awaiting(call, fn, targets)
            return
        runners = [one for one in self._program.runners(call, fn) if one.how != "request"]
        if any(runner.how == STARTED for runner in runners):
            for one in started(self._program, call, fn):
                yield Passed(one, "later", "", None, "")
            return
        listening = self._program.listens(call, fn)
        heard = {id(f) for one in listening if one.origin != "tests" for f in one.functions}
        for place, argument in enumerate(call.args):
            value = argument.value
            runner = next(
                (
                    r
                    for r in runners
                    if place in r.args
                    or argument.label in r.args
                    or (-1 in r.args and place == len(call.args) - 1)
                ),
                None,
            )
            if id(value) in heard and not (runner and runner.trigger in FROM_OUTSIDE):
                continue
            if self._kept(call, fn, argument):
                continue
            if runner is not None and runner.how == "entry":
                value = content_handler(self._evaluator, value, fn)
            for part in self._evaluator.evaluate(value, fn):
                if isinstance(part, Func) and self._handed(value, part.fn):
                    label = argument.label
                    guess = "entry" if PRESSED.match(label) else self._guess(call, part.fn, "")
                    guess = "never" if self._is_put_by(call, fn) else guess
                    how = runner.how if runner else guess
                    how = "now" if how == "apply" else how
                    trigger = runner.trigger if runner else ""
                    yield Passed(part.fn, how, trigger, runner, argument.label)
                elif isinstance(part, Obj | Arr) and (runner is None or runner.how not in GIVING):
                    itself = runner is None and isinstance(value, Name) and value.id == "this"
                    if not itself and not self._hands_on(value, fn):
                        yield from self._nested(call, part, runner)
                elif isinstance(part, Inst) and runner is not None and runner.how == "entry":
                    yield from self._listening(call, part, runner)

    def _is_put_by(self, call: Call, fn: Fn) -> bool:
        """Whether a call puts something into a collection, from which all is taken one by one."""
        callee = call.callee
        if not isinstance(callee, Member) or callee.name not in ADDING:
            return False
        return is_run_through(self._evaluator, callee.of, fn)

    def _kept(self, call: Call, fn: Fn, argument: Argument) -> bool:
        """Whether a call makes an object of the project that keeps an argument in a field."""
        known = (p.cls for p in self._evaluator.evaluate(call.callee, fn) if isinstance(p, Cls))
        names = meant(self._evaluator, call.callee, fn)
        for made in (
            *known,
            *(one for name in names for one in self._index.classes_by_name.get(name, ())),
        ):
            flow = self._index.flows[made.file]
            cls = flow.classes[made.index]
            last = not argument.label and argument is call.args[-1]
            if argument.label in cls.fields or (last and trails(flow, cls, call)):
                return True
        return False

    def _awaiting(self, call: Call, fn: Fn, targets: tuple[Fn, ...]) -> Iterable[Passed]:
        """The functions of a listener that the project's own code keeps, or hands on, until a
        request is done: `request.setCallback(new Callback() { … })`."""
        for place, argument in enumerate(call.args):
            value = argument.value
            if isinstance(value, Object) and any(self._keeps(one, place) for one in targets):
                for label, given in functions_in(Obj(fn, value), self._evaluator):
                    if OUTCOME.match(label):
                        yield Passed(given, "later", "", None, label)

    def _hands_on(self, value: Value, fn: Fn) -> bool:
        """Whether a value is a parameter of its function, on a phone: it is run for who gave it."""
        flow = self._index.flows[fn.file]
        bound = (
            flow.functions[fn.index].bindings.get(value.id, ()) if isinstance(value, Name) else ()
        )
        phone = flow.language in GROUPS["mobile"]
        return phone and any(isinstance(binding.value, Parameter) for binding in bound)

    def _keeps(self, fn: Fn, place: int) -> bool:
        """Whether a function keeps one of its parameters in a field, or hands it on to a call of
        what is not the project's."""
        function = self._index.function(fn)
        if place >= len(function.params) or function.owner < 0:
            return False
        name = function.params[place].name
        fields = self._index.flows[fn.file].classes[function.owner].fields
        return (function.kind == "constructor" and name in fields) or any(
            (isinstance(step, Assign) and isinstance(step.value, Name) and step.value.id == name)
            or (
                isinstance(step, Call)
                and any(isinstance(a.value, Name) and a.value.id == name for a in step.args)
                and not self._program.targets(step, fn).functions
            )
            for step in steps_in(function.body)
        )

    def _listening(self, call: Call, listener: Inst, runner: Runner) -> Iterable[Passed]:
        """The methods of a listener that are named after what it listens to: `onClick` of
        `setOnClickListener(this)`."""
        told = LISTENER.sub("", last_name(call.callee)).lower()
        cls = self._index.flows[listener.cls.file].classes[listener.cls.index]
        for name, methods in cls.methods.items():
            if told and told in name.lower():
                for index in methods:
                    fn = Fn(listener.cls.file, index)
                    yield Passed(fn, runner.how, runner.trigger, runner, name)

    def _handed(self, value: Value, given: Fn) -> bool:
        """Whether an argument is the function that it may stand for."""
        flow = self._index.flows[given.file]
        return isinstance(value, Closure) or by_name(self._index.function(given), flow.language)

    def _nested(self, call: Call, part: Obj | Arr, runner: Runner | None) -> Iterable[Passed]:
        holders = (
            [part]
            if isinstance(part, Obj)
            else [
                inner
                for item in part.array.items
                for inner in self._evaluator.evaluate(item, part.fn)
                if isinstance(inner, Obj)
            ]
        )
        for holder in holders:
            if not isinstance(holder.object, Object):
                continue
            for label, given in (*functions_in(holder, self._evaluator), *self._told(holder)):
                how = runner.how if runner else self._guess(call, given, label)
                yield Passed(given, how, runner.trigger if runner else "", runner, label)

    def _told(self, holder: Obj) -> Iterable[tuple[str, Fn]]:
        """The callbacks in the options among an object's members, `fetchOptions: {onSuccess}`, and
        in lists of these: `buttons: [{onPress}]`."""
        for entry in holder.object.entries:
            listed = entry.value.items if isinstance(entry.value, Array) else ()
            options = OPTIONS.match(entry.key)
            for inner in (*([entry.value] if options else ()), *listed):
                for label, given in (
                    functions_in(Obj(holder.fn, inner), self._evaluator)
                    if isinstance(inner, Object)
                    else ()
                ):
                    if HANDLER_KEY.match(label):
                        yield label, given

    def _guess(self, call: Call, given: Fn, label: str) -> str:
        """How a call that nothing is known of may run a function it is given.

        A hook's callbacks, and members of an object, wait for something to happen; what a
        collection is given is kept; a function given straight to another call is taken to run
        once that call is done.
        """
        name = last_name(call.callee)
        phone = self._index.flows[given.file].language in GROUPS["mobile"]
        if NEVER_RUNS.match(name) or (phone and name in ADDING):
            return "never"
        if WAITING.match(name) or call.new:
            return "entry"
        if label:
            if phone and OUTCOME.match(label):
                return "callback"
            asks = ASKING.search(text_of(call.callee)) and HANDLER_KEY.match(label)
            return "callback" if asks else "entry"
        if name == "then" and call.use == "value":
            return "later"  # of a promise that is kept: `done.then(…).catch(…)`
        return "unknown"
