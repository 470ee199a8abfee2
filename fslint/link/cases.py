"""The cases of Swift's enums as keys of events: `.logoutTapped`, sent to a store or along a stream,
is heard by the functions that tell the cases of that enum apart; and the classes that functions
tell apart."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator

from fslint.flow import Block, Call, Choice, Class, Member, Name, Op, Value
from fslint.link.index import Fn, Index, last_name
from fslint.link.traverse import deep, hung_on, steps_in, text_of

NAMES = re.compile(r"(?<![\w.])\w+")
CLASS_NAME = re.compile(r"[A-Z]\w*[a-z]\w*")
MOST_ENUMS = 6
MOST_HELD = 40
"""How many enums may have the cases that are held by another one's."""
REDUCERS = {
    "Reducer": "reduce",
    "ReducerProtocol": "reduce",
    "Reactor": "mutate",
    "MiddlewareClass": "call",
    "ReducerClass": "call",
}
"""What a type that conforms to a protocol, or is derived from a class, is told of actions by."""


class Cases:
    """The enums of a program, by their cases."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._with: dict[str, list[Fn]] | None = None

    def sent(self, value: Value, fn: Fn) -> list[str]:
        """The keys that a value stands for where it is sent in `fn`: `.close`, `.close(animated)`,
        `Action.close`; of `.delegate(.close)` those of what holds a case, too."""
        case = value.callee if isinstance(value, Call) else value
        if not isinstance(case, Member):
            return []
        enum = last_name(case.of)
        found = [one for one in self._all(case.name) if not enum or self._class(one).name == enum]
        found = [one for one in found if one.file == fn.file] or found
        if len(found) > MOST_ENUMS:
            here = posixpath.dirname(fn.file)
            found = [one for one in found if posixpath.dirname(one.file) == here]
        names = [case.name, *held_cases(value)]
        told = [".".join(names[: place + 1]) for place in range(len(names))]
        return [_key(one, name) for name in told for one in found[:MOST_ENUMS]]

    def made(self, call: Call) -> list[Class]:
        """The enums of one of which a call makes a case: `.logout(items)`, `Row.logout(items)`."""
        case = call.callee
        if not isinstance(case, Member) or not isinstance(case.of, Name):
            return []
        enums = [self._class(fn) for fn in self._all(case.name)]
        return [one for one in enums if case.of.id in ("", one.name)]

    def answered(self, call: Call, fn: Fn) -> Iterator[str]:
        """The keys of the cases with which an effect's work answers, once its last call is done:
        `.task { try await auth.signOut(); return .signedOut }`."""
        passed = self._index.passed_to.get(fn)
        works = passed is not None and last_name(passed[1].callee) == "task"
        if works and call is self._index.calls[fn][-1]:
            for value in self._index.function(fn).returns:
                yield from self.sent(value, fn)

    def tested(self, fn: Fn) -> Iterator[str]:
        """The keys that the steps of a function tell apart."""
        yield from dict.fromkeys(key for _, _, key in self._told(fn))

    def arms(self, fn: Fn, case: str) -> dict[str, str]:
        """By the names that the steps of a function tell apart, the case of those that they
        compare which the key of an event, `case`, stands for."""
        return {subject: way for subject, way, key in self._told(fn) if key == case}

    def _told(self, fn: Fn) -> Iterator[tuple[str, str, str]]:
        """The names that the steps of a function tell apart, each with a case, and with a key of
        that: of its own enum, and of those whose cases its enum's ones hold."""
        compared = [*_compared(self._index.function(fn).body)]
        together: dict[tuple[str, str], set[str]] = defaultdict(set)
        for subject, case in compared:
            names = case.split(".")
            for place, name in enumerate(names):
                together[subject, ".".join(names[:place])].add(name)
        enums: dict[tuple[str, str], list[Fn]] = {}
        for (subject, around), held in sorted(together.items()):
            outer, _, holder = around.rpartition(".")
            having = self._having(held)
            if around:
                having = self._held_by(enums.get((subject, outer), []), holder, having)
            else:
                having = [one for one in having if one.file == fn.file] or having
            few = len(having) <= (MOST_HELD if around else MOST_ENUMS)
            enums[subject, around] = having if few else []
        for subject, case in compared:
            names = case.split(".")
            for place in range(len(names)):
                for enum in enums[subject, ".".join(names[:place])]:
                    yield subject, case, _key(enum, ".".join(names[place:]))

    def _held_by(self, holders: list[Fn], case: str, found: list[Fn]) -> list[Fn]:
        """Of the enums found those that a case of one of the holders says that it holds, by their
        names or those of the types around them; all of them where nothing is said."""
        fields = [self._class(holder).fields.get(case, ()) for holder in holders]
        said = {name for held in fields for one in held for name in NAMES.findall(one.type)}
        named = [one for one in found if self._around(one) & said]
        named = named or [one for one in found if self._class(one).name in said]
        beside = {holder.file for holder in holders}
        return [one for one in named if one.file in beside] or named or ([] if said else found)

    def _around(self, fn: Fn) -> set[str]:
        """The names of the types that an enum stands in."""
        own = self._class(fn).span
        return {
            cls.name
            for cls in self._index.flows[fn.file].classes
            if cls.span.start < own.start and own.end <= cls.span.end
        }

    def enums_of(self, fn: Fn) -> Iterator[str]:
        """The enums whose cases a function tells apart, by the names that are given to it: the
        type of a parameter, or what the stream that it listens to is of
        (`actions.ofType(AccountAction.self).subscribe { … }`)."""
        function = self._index.function(fn)
        told = subjects(function.body)
        yield from (p.type.rpartition(".")[2] for p in function.params if p.name in told)
        passed = self._index.passed_to.get(fn)
        for call in [*hung_on(passed[1])][1:] if passed is not None and told else ():
            for argument in call.args:
                name = last_name(argument.value)
                yield from [name] if name[:1].isupper() else []

    def reducers(self) -> Iterator[Fn]:
        """The methods of reducers and of middleware that take all actions."""
        for base, method in sorted(REDUCERS.items()):
            for cls in self._index.subclasses.get(base, ()):
                methods = self._index.flows[cls.file].classes[cls.index].methods
                yield from (Fn(cls.file, number) for number in methods.get(method, ()))

    def _all(self, name: str) -> list[Fn]:
        """The enums that have a case of this name."""
        if self._with is None:
            self._with = defaultdict(list)
            for path, flow in sorted(self._index.flows.items()):
                for cls in flow.classes if flow.language == "swift" else ():
                    for field in cls.fields if cls.kind == "enum" else ():
                        self._with[field].append(Fn(path, cls.index))
        return self._with.get(name, [])

    def _having(self, names: set[str]) -> list[Fn]:
        """The enums that have all of these cases."""
        sets = [self._all(name) for name in names]
        return [fn for fn in sets[0] if all(fn in other for other in sets[1:])] if sets else []

    def _class(self, fn: Fn) -> Class:
        return self._index.flows[fn.file].classes[fn.index]


def case_of(key: str) -> str:
    """The case that a key is of, '' if it is none's."""
    name, at, _ = key.partition("@")
    return name if at else ""


def subjects(block: Block) -> frozenset[str]:
    """The names that the steps of a block compare with cases."""
    return frozenset(subject for subject, _ in _compared(block))


def _compared(block: Block) -> Iterator[tuple[str, str]]:
    """The names that steps compare with cases, each with the case."""
    for step in steps_in(block):
        if not isinstance(step, Choice) or step.test is None:
            continue
        pairs = [(step.test, case) for arm in step.arms for case in arm.cases]
        for part in deep(step.test):
            if isinstance(part, Op) and part.op == "==" and len(part.operands) == 2:
                pairs.append((part.operands[0], part.operands[1]))
        for subject, case in pairs:
            if isinstance(subject, Name) and isinstance(case, Member):
                yield subject.id, implicit(case).lstrip(".") or case.name


def held_cases(value: Value) -> list[str]:
    """The names of the cases that a value is made with, each by the one around it: b and c of
    `.a(.b(.c))`."""
    found: list[str] = []
    while isinstance(value, Call):
        values = [argument.value for argument in value.args]
        held = [v for v in values if implicit(v.callee if isinstance(v, Call) else v)]
        if not held:
            break
        value = held[0]
        found.append(last_name(value.callee if isinstance(value, Call) else value))
    return found


def implicit(case: Value) -> str:
    """A case written without its enum, with those that it is held by: `.a.b`; '' for others."""
    root = case
    while isinstance(root, Member):
        root = root.of
    plain = isinstance(case, Member) and isinstance(root, Name) and not root.id
    return text_of(case) if plain else ""


def _key(fn: Fn, case: str) -> str:
    return f"{case}@{fn.file}#{fn.index}"


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
