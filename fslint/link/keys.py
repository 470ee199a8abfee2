"""Events by key: who sends one, and which functions listen to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import (
    Block,
    Call,
    Choice,
    Closure,
    Element,
    Literal,
    Member,
    Name,
    Op,
    Parameter,
    Value,
)
from fslint.link.abstract import Abstract, Action, Const, Func, Inst, Obj
from fslint.link.index import Fn
from fslint.link.traverse import deep, steps_in, text_of

if TYPE_CHECKING:
    from fslint.link.program import Program

OPERATORS = frozenset(
    {"observeOn", "subscribeOn", "compose", "filter", "map", "distinctUntilChanged", "debounce"}
    | {"take", "skip", "first", "throttleFirst", "receive", "share", "asObservable", "asFlow"}
    | {"asLiveData", "hide", "toObservable", "delay", "doOnNext", "asDriver", "asSignal", "where"}
)
CLASS_NAME = re.compile(r"[A-Z]\w*[a-z]\w*")
ELEMENT_EVENT = re.compile(r"(?:@|v-on:|on:)([\w:-]+)|\(([\w.-]+)\)|on([A-Z]\w*)")


class Listening(NamedTuple):
    """One function that listens to a key, and where it was told to."""

    fn: Fn
    at: Call | None


class Keys:
    """The keys of a program, collected when first asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._heard: dict[str, list[Listening]] | None = None
        self._sent: dict[Call, tuple[str, ...]] = {}

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
            for key in self._read(event.key, event.origin, fn):
                found.append(_channelled(event.channel, key))
        return found

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
        """The functions that listen to a key."""
        if self._heard is None:
            self._heard = self._collect()
        found = self._heard.get(key, [])
        if not found and "/" in key:
            channel, _, name = key.partition(":")
            found = self._heard.get(f"{channel}:{name.rpartition('/')[2]}", [])
        return found

    def is_listener(self, fn: Fn) -> str:
        """The key that a function listens to, '' if none."""
        if self._heard is None:
            self._heard = self._collect()
        for key, listening in self._heard.items():
            if any(one.fn == fn for one in listening):
                return key
        return ""

    def _collect(self) -> dict[str, list[Listening]]:
        program = self._program
        heard: dict[str, list[Listening]] = defaultdict(list)
        for fn, calls in program.index.calls.items():
            language = program.language(fn)
            value_of = program.value_of(fn)
            for call in calls:
                forms = program.forms(call.callee, fn)
                for one in program.vocabulary.listens(forms, call, language, value_of):
                    functions = self._functions(one.functions, call, fn)
                    for key in self._read(one.key, one.origin, fn):
                        heard[_channelled(one.channel, key)] += functions
        for path, flow in program.flows.items():
            for function in flow.functions:
                if function.params and any(_last(d) == "Subscribe" for d in function.decorators):
                    name = function.params[0].type.rpartition(".")[2]
                    heard[f"class:{name}"].append(Listening(Fn(path, function.index), None))
        for group, channel in (("actions", "dispatch"), ("mutations", "commit")):
            for fn, value in program.index.groups[group]:
                for part in program.evaluator.evaluate(value, fn):
                    if isinstance(part, Obj):
                        for entry in part.object.entries:
                            for member in program.evaluator.evaluate(entry.value, part.fn):
                                if isinstance(member, Func):
                                    heard[f"{channel}:{entry.key}"].append(
                                        Listening(member.fn, None)
                                    )
        for site in program.index.elements:
            assert isinstance(site.node, Element)
            if not _is_component(site.node.tag):
                continue
            for attribute in site.node.attributes:
                match = ELEMENT_EVENT.match(attribute.name)
                if match is None:
                    continue
                name = (match[1] or match[2] or match[3]).partition(".")[0]
                for part in program.evaluator.evaluate(attribute.value, site.fn):
                    if isinstance(part, Func):
                        heard[f"component:{name.lower()}"].append(Listening(part.fn, None))
        return heard

    def _functions(self, given: tuple[Value, ...], call: Call, fn: Fn) -> list[Listening]:
        program = self._program
        values = list(given)
        if not values and call in program.index.outer:
            values = [a.value for a in program.index.outer[call].args if a.value is not call]
            values += [a.value for v in values if isinstance(v, Call) for a in v.args]
        found = [] if values else list(self._hung_on(call, fn))
        for value in values:
            for part in program.evaluator.evaluate(value, fn):
                if isinstance(part, Func):
                    found.append(Listening(part.fn, call))
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

    def _read(self, value: Value, origin: str, fn: Fn) -> list[str]:
        """The keys that a value may stand for."""
        program = self._program
        if origin == "path":
            text = text_of(_source(value))
            return [text.removesuffix("()").rpartition(".")[2].lstrip("_")] if text else []
        if origin == "tests":
            return self._tested(value, fn)
        found: list[str] = []
        for part in program.evaluator.evaluate(value, fn):
            found += self._key_of(part, origin)
        if not found and not isinstance(value, Literal):
            text = text_of(value).removesuffix("()")
            if text and "(" not in text:
                found.append(text.rpartition(".")[2])
        return found

    def _tested(self, value: Value, fn: Fn) -> list[str]:
        """The classes that a listener, or what it calls, tells apart."""
        program = self._program
        found: list[str] = []
        for part in program.evaluator.evaluate(value, fn):
            if isinstance(part, Func):
                functions = [part.fn]
                for call in program.index.calls[part.fn]:
                    functions += program.targets(call, part.fn).functions
                for one in functions:
                    found += [p.type for p in program.function(one).params[:1] if p.type]
                    found += class_tests(program.function(one).body)
        return list(dict.fromkeys(name.rpartition(".")[2] for name in found))

    def _key_of(self, part: Abstract, origin: str) -> list[str]:
        program = self._program
        if isinstance(part, Action):
            return [part.key]
        if isinstance(part, Const):
            return [part.literal.value] if isinstance(part.literal.value, str) else []
        if isinstance(part, Obj):
            return [
                key
                for name in ("type", "name", "event")
                for inner in program.evaluator.member(part, name)
                for key in self._key_of(inner, "value")
            ][:1]
        if isinstance(part, Inst):
            return [program.flows[part.cls.file].classes[part.cls.index].name]
        if isinstance(part, Func) and origin in ("type", "value"):
            return [
                key
                for inner in program.evaluator.results.returned(part)
                if isinstance(inner, Obj | Action)
                for key in self._key_of(inner, origin)
            ][:1]
        return []


def class_tests(block: Block) -> Iterator[str]:
    """The class names that the steps of a block compare values with."""
    for step in steps_in(block):
        if isinstance(step, Choice):
            cases = [case for arm in step.arms for case in arm.cases]
            for value in deep(step.test) if step.test is not None else ():
                if isinstance(value, Op) and value.op in ("instanceof", "=="):
                    cases += value.operands[1:]
            for case in cases:
                name = text_of(case)
                if CLASS_NAME.fullmatch(name.rpartition(".")[2]):
                    yield name


def _source(value: Value) -> Value:
    """The stream that operators are applied to: `logouts` of `logouts.observeOn(x).take(1)`."""
    while isinstance(value, Call) and isinstance(value.callee, Member):
        if value.callee.name not in OPERATORS:
            break
        value = value.callee.of
    return value


def _last(decorator: Value) -> str:
    """The last name of a decorator, called or not."""
    return text_of(decorator).removesuffix("()").rpartition(".")[2]


def _channelled(channel: str, key: str) -> str:
    return f"{channel}:{key.lower() if channel == 'component' else key}"


def _is_component(tag: Value) -> bool:
    if isinstance(tag, Literal):
        return isinstance(tag.value, str) and "-" in tag.value
    return True
