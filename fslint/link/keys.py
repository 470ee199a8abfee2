"""Events by key: who sends one, and which functions listen to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import (
    Array,
    Call,
    Closure,
    Literal,
    Member,
    Name,
    Parameter,
    Value,
)
from fslint.link.abstract import Abstract, Action, Cls, Const, Func, Inst, Obj
from fslint.link.actions import TYPES, Actions, commands, constant_key, constant_types
from fslint.link.callbacks import content_handler
from fslint.link.cases import Cases, class_tests
from fslint.link.creators import sent_as_made
from fslint.link.declared import declared
from fslint.link.factories import redirected
from fslint.link.fields import Fields
from fslint.link.index import Fn
from fslint.link.phased import Phased
from fslint.link.slices import run_by_name
from fslint.link.thunks import PHASES, ends_of
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.program import Program

OPERATORS = frozenset(
    {"observeOn", "subscribeOn", "compose", "filter", "map", "distinctUntilChanged", "debounce"}
    | {"take", "skip", "first", "throttleFirst", "receive", "share", "asObservable", "asFlow"}
    | {"asLiveData", "hide", "toObservable", "delay", "doOnNext", "asDriver", "asSignal", "where"}
)
STORES = frozenset({"dispatch", "commit"})
GROUPED = (
    ("actions", "dispatch"),
    ("mutations", "commit"),
    ("services", "invoke"),
    ("actors", "invoke"),
)
"""Groups of functions that run by their names, and the channels on which they are told."""
WEB = frozenset({"javascript", "typescript", "markup"})


class Listening(NamedTuple):
    """One function that listens, where it was told to, and the key that it listens to."""

    fn: Fn
    at: Call | None
    key: str = ""


class Keys:
    """The keys of a program, collected when first asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.actions = Actions(program, self.types)
        self.cases = Cases(program.index)
        self.fields = Fields(program)
        self.phased = Phased(program, self.types)
        self.reducers: set[Fn] = set()
        self._heard: dict[str, list[Listening]] | None = None
        self._reached: dict[str, list[Listening]] = {}
        self._listening: dict[Fn, str] = {}
        self._heard_by: dict[Fn, set[str]] = defaultdict(set)
        self._within: dict[str, list[str]] = defaultdict(list)
        self._streams: list[tuple[str, Call, Fn]] = []
        self._onward: dict[str, list[str]] = defaultdict(list)
        self._sent: dict[Call, tuple[str, ...]] = {}
        self._has_actions = False

    def sent(self, call: Call, fn: Fn) -> tuple[str, ...]:
        """The keys of the events that a call sends."""
        known = self._sent.get(call)
        if known is None:
            known = self._sent[call] = tuple(dict.fromkeys(self._sending(call, fn)))
        return known

    def _sending(self, call: Call, fn: Fn) -> list[str]:
        program = self._program
        forms = program.forms(call.callee, fn)
        found: list[str] = []
        for event in program.vocabulary.emits(
            forms, call, program.language(fn), program.value_of(fn)
        ):
            if event.origin == "class" and self._handed_on(event.key, call, fn):
                continue
            for name in self._read(event.key, event.origin, fn):
                key = _channelled(event.channel, name)
                done = f"{key}/{PHASES['fulfilled']}"
                found += [key, done] if self._told_there(done, event.key, fn) else [key]
                found += self.phased.done(key, self._table())
                found += [f"{key}@{fn.file}"] if event.channel == "component" else []
        found += [f"class:{key}" for key in self.cases.answered(call, fn)]
        found += sent_as_made(program, call, fn, self._table(), self._key_of)
        return [*found, *self._called(call, fn), *self.fields.sent(call, fn)]

    def _told_there(self, done: str, sent: Value, fn: Fn) -> bool:
        """Whether what is sent tells those who wait for its end, where what makes it does not."""
        if done not in self._table():
            return False
        return not (isinstance(sent, Call) and any(self._program.settled(sent, fn)))

    def _called(self, call: Call, fn: Fn) -> Iterator[str]:
        """The keys of the store's actions that a call runs, where somebody listens to them."""
        self._table()
        if not self._has_actions:
            return
        for target in self._program.targets(call, fn).functions:
            name = self._program.function(target).name
            if f"action:{name}" in self._table() and self._is_action(target):
                yield f"action:{name}"

    def _is_action(self, fn: Fn) -> bool:
        """Whether a function is an action of a store: one of its `actions`, or what its setup
        returns."""
        program = self._program
        if any(fn == member for _, member in self._grouped("actions")):
            return True
        setup = program.index.passed_to.get(Fn(fn.file, program.function(fn).parent))
        return setup is not None and _last(setup[1].callee) == "defineStore"

    def _handed_on(self, value: Value, call: Call, fn: Fn) -> bool:
        """Whether a function that sends events only hands on the one that it was given."""
        program = self._program
        function = program.function(fn)
        if not isinstance(value, Name) or not program.index.calls_by_name.get(function.name):
            return False
        bound = function.bindings.get(value.id, ())
        if not any(isinstance(binding.value, Parameter) for binding in bound):
            return False
        own = (f"_.{function.name}",)
        return bool(program.vocabulary.emits(own, call, program.language(fn)))

    def listeners(self, key: str) -> list[Listening]:
        """The functions that an event of a key runs: those that listen to it, then those that
        listen to what their streams answer with."""
        known = self._reached.get(key)
        if known is None:
            known = self._reached[key] = list(dict.fromkeys(self._run_by(key)))
        return known

    def _run_by(self, key: str) -> Iterator[Listening]:
        table = self._table()
        work = [key]
        for current in work:
            for told in self._spellings(current):
                yield from (one._replace(key=current) for one in table[told])
                work += [k for k in self._onward.get(told, ()) if k not in work]

    def _spellings(self, key: str) -> list[str]:
        """The keys listened to that an event's key stands for: in a store, a module's name in
        front of an action's may be left out."""
        table = self._table()
        channel, _, name = key.partition(":")
        found = [key] if key in table else []
        if "/" in name:
            last = f"{channel}:{name.rpartition('/')[2]}"
            return [*found, last] if last in table and (channel in STORES or not found) else found
        return [*found, *self._within.get(key, ())]

    def is_listener(self, fn: Fn) -> str:
        """The key that a function listens to, '' if none."""
        self._table()
        return self._listening.get(fn, "")

    def heard_by(self, fn: Fn) -> set[str]:
        """All keys that a function listens to."""
        self._table()
        return self._heard_by.get(fn, set())

    def _table(self) -> dict[str, list[Listening]]:
        if self._heard is None:
            self._heard = dict(self._collect())
            self._has_actions = any(key.startswith("action:") for key in self._heard)
            for key, listening in self._heard.items():
                for one in listening:
                    self._heard_by[one.fn].add(key)
                    known = self._listening.get(one.fn, "field:")
                    if known.startswith("field:"):  # what is sent tells more than where
                        self._listening[one.fn] = key
                channel, _, name = key.partition(":")
                if "/" in name and any(_in_module(one, channel) for one in listening):
                    self._within[f"{channel}:{name.rpartition('/')[2]}"].append(key)
            for key, pipe, fn in self._streams:
                channel = key.partition(":")[0]
                answers = (f"{channel}:{answer}" for answer in self.actions.answers(pipe, fn))
                self._onward[key] += [k for k in dict.fromkeys(answers) if self._spellings(k)]
        return self._heard

    def _collect(self) -> dict[str, list[Listening]]:
        program = self._program
        heard: dict[str, list[Listening]] = defaultdict(list)
        for fn, calls in program.index.calls.items():
            for call in calls:
                for key, given in self.fields.heard(call, fn):
                    heard[key] += self._functions((given,), call, fn)
                if not program.vocabulary.may_listen(call.callee):
                    continue
                for one in program.listens(call, fn):
                    functions = [Listening(fn, call)]
                    if not one.within:
                        functions = self._functions(one.functions, call, fn)
                    keys = [
                        _channelled(one.channel, name)
                        for name in self._read(one.key, one.origin, fn)
                    ]
                    for key in keys:
                        heard[key] += functions
                    pipe = program.index.outer.get(call)
                    inside = not (one.functions or one.within)
                    if pipe is not None and inside and self.actions.sends(fn):
                        self._streams += [(key, pipe, fn) for key in keys]
        for key, member in declared(program, self.types):
            heard[key].append(Listening(member, None))
        for reducer in self.cases.reducers():
            body = program.function(reducer).body
            for name in dict.fromkeys(self.cases.tested(reducer)):
                heard[f"class:{name}"].append(Listening(reducer, None))
            for name in dict.fromkeys(class_tests(body)):
                heard[f"dispatch:{name}"].append(Listening(reducer, None))
        for told in (*self.actions.middlewares(), *self.actions.reducers()):
            for name in self.actions.tested(told):
                heard[f"dispatch:{name}"].append(Listening(told, None))
            native = program.language(told) not in WEB
            for name in dict.fromkeys(class_tests(program.function(told).body)) if native else ():
                heard[f"dispatch:{name}"].append(Listening(told, None))
        for group, channel in GROUPED:
            for name, member in self._grouped(group):
                heard[f"{channel}:{name}"].append(Listening(member, None))
        for name, member in run_by_name(program):
            heard[f"dispatch:{name}"].append(Listening(member, None))
            self.reducers.add(member)
        for name, run in self.phased.run():
            heard[f"dispatch:{name}"].insert(0, Listening(run, None))
        for name, listener in program.evaluator.components.listeners():
            heard[f"component:{name}"].append(Listening(listener, None))
        return heard

    def _grouped(self, group: str) -> Iterator[tuple[str, Fn]]:
        """The functions of all `actions: {…}` or `mutations: {…}`, by name."""
        program = self._program
        for fn, value in program.index.groups[group]:
            for part in program.evaluator.evaluate(value, fn):
                if isinstance(part, Obj):
                    for entry in part.object.entries:
                        for member in program.evaluator.evaluate(entry.value, part.fn):
                            if isinstance(member, Func):
                                yield entry.key, member.fn

    def _functions(self, given: tuple[Value, ...], call: Call, fn: Fn) -> list[Listening]:
        program = self._program
        values = list(given)
        if not values and call in program.index.outer:
            values = [a.value for a in program.index.outer[call].args if a.value is not call]
            values += [a.value for v in values if isinstance(v, Call) for a in v.args]
        found = [] if values else list(self._hung_on(call, fn))
        for value in (content_handler(program.evaluator, one, fn) for one in values):
            for part in program.evaluator.evaluate(value, fn):
                if isinstance(part, Func):
                    found.append(Listening(part.fn, call))
                elif isinstance(part, Obj):
                    found += [Listening(member, call) for member in self._members(part)]
            if isinstance(value, Closure) and not found:
                found.append(Listening(Fn(fn.file, value.index), call))
        return found

    def _hung_on(self, call: Call, fn: Fn) -> Iterator[Listening]:
        """The functions that are handed the values of a stream, behind its operators."""
        link = self._program.index.chained.get(call)
        while link is not None:
            for passed in self._program.passed(link, fn):
                if passed.how == "entry":
                    yield Listening(passed.fn, call)
            link = self._program.index.chained.get(link)

    def _members(self, obj: Obj) -> Iterator[Fn]:
        for entry in obj.object.entries:
            for part in self._program.evaluator.evaluate(entry.value, obj.fn):
                if isinstance(part, Func):
                    yield part.fn

    def types(self, value: Value, fn: Fn) -> list[str]:
        """The types of the actions that a value is, makes or names."""
        return self._read(value, "type", fn)

    def _read(self, value: Value, origin: str, fn: Fn) -> list[str]:
        """The keys that a value may stand for."""
        program = self._program
        if origin == "path":
            text = text_of(_source(value))
            return [text.removesuffix("()").rpartition(".")[2].lstrip("_")] if text else []
        if origin == "tests":
            return self._tested(value, fn)
        if origin == "type" and isinstance(value, Array):
            return [key for item in value.items for key in self._read(item, origin, fn)]
        found = ends_of(value, lambda of: self._read(of, "type", fn)) if origin == "type" else []
        if program.language(fn) == "swift" and origin in ("class", "type"):
            found = self.cases.sent(value, fn)
        done = bool(found)
        found += redirected(program, value, fn) if origin == "class" else []
        for part in program.evaluator.evaluate(value, fn) if not done else ():
            found += self._key_of(part, origin)
        if not found and not isinstance(value, Literal):
            text = text_of(value).removesuffix("()")
            if text and "(" not in text:
                if isinstance(value, Member) and origin == "type":
                    found.append(constant_key(value))
                else:
                    found.append(text.rpartition(".")[2])
        return found

    def _tested(self, value: Value, fn: Fn) -> list[str]:
        """The classes or the actions that a listener, or what it calls, tells apart."""
        program = self._program
        found: list[str] = []
        cases: list[str] = []
        web = program.language(fn) in WEB
        value = content_handler(program.evaluator, value, fn)
        for part in program.evaluator.evaluate(value, fn):
            if web and isinstance(part, Func | Obj):
                members = [part.fn] if isinstance(part, Func) else list(self._members(part))
                found += [key for member in members for key in self.actions.tested(member)]
            elif isinstance(part, Func):
                functions = [part.fn]
                for call in program.index.calls[part.fn]:
                    functions += program.targets(call, part.fn).functions
                for one in functions:
                    found += [p.type for p in program.function(one).params[:1] if p.type]
                    found += class_tests(program.function(one).body)
            if isinstance(part, Func) and program.language(part.fn) == "swift":
                cases += self.cases.tested(part.fn)
        names = dict.fromkeys(n if web else n.rpartition(".")[2] for n in found)
        return [*names, *dict.fromkeys(cases)]

    def _key_of(self, part: Abstract, origin: str) -> list[str]:
        program = self._program
        if isinstance(part, Action):
            return [part.key]
        if isinstance(part, Const):
            return [part.literal.value] if isinstance(part.literal.value, str) else []
        if isinstance(part, Obj):
            found = [
                key
                for name in (*TYPES, "event")
                for inner in program.evaluator.member(part, name)
                for key in self._key_of(inner, "value")
            ]
            told = (*found, *constant_types(part), *commands(program.evaluator, part))
            return [*told][:1] or self.phased.several(part)
        if isinstance(part, Inst | Cls):
            for one in program.evaluator.member(part, "type") if origin == "type" else ():
                if isinstance(one, Const) and isinstance(one.literal.value, str):
                    return [one.literal.value]
            return [program.flows[part.cls.file].classes[part.cls.index].name]
        if isinstance(part, Func) and origin in ("type", "value"):
            return [
                key
                for inner in program.evaluator.results.returned(part)
                if isinstance(inner, Obj | Action)
                for key in self._key_of(inner, origin)
            ][:1]
        return []


def _source(value: Value) -> Value:
    """The stream that operators are applied to: `logouts` of `logouts.observeOn(x).take(1)`."""
    while isinstance(value, Call) and isinstance(value.callee, Member):
        if value.callee.name not in OPERATORS:
            break
        value = value.callee.of
    return value


def _in_module(listening: Listening, channel: str) -> bool:
    """Whether one who listens hears a module's events by its name, which those inside leave out."""
    at = listening.at
    return channel == "commit" or (at is not None and _last(at.callee) == "subscribeAction")


def _last(decorator: Value) -> str:
    """The last name of a decorator, called or not."""
    return text_of(decorator).removesuffix("()").rpartition(".")[2]


def _channelled(channel: str, key: str) -> str:
    return f"{channel}:{key.lower() if channel == 'component' else key}"
