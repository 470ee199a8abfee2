"""What class a value is known to be of, and what a test by class says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Call, Choice, Function, Literal, Member, Name, Op, Step, Value
from fslint.link.abstract import IMPLICIT_THIS, Cls, Const, Obj
from fslint.link.bound import declared_in
from fslint.link.cases import implicit
from fslint.link.index import Fn
from fslint.link.traverse import deep, held_in, steps_in, text_of
from fslint.paths.known import entry_of, literal_fact

if TYPE_CHECKING:
    from fslint.link.program import Program

MOST_BASES = 50
BUILT_FOR = re.compile(r"(?i)environment|(?:^|[/.])env\b")
"""Files of which a build takes one of several."""
ENUMS = frozenset({"Enum", "StrEnum", "IntEnum"})


class Classes:
    """Facts about classes: `("class", its name)`, and `("entry", "Enum.NAME")` of an enum; in
    Swift, where the enum is seldom named, `("entry", ".name")`."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._tested: dict[Fn, frozenset[str]] = {}

    def made(self, value: Value, fn: Fn) -> tuple[str, object] | None:
        """What is known of an object made on the spot, of a singleton, of an enum's entry."""
        program = self._program
        if program.flows[fn.file].language not in IMPLICIT_THIS:
            return self._constant(value, fn)
        called = value.callee if isinstance(value, Call) else value
        if not isinstance(called, Name | Member):
            return None
        if case := implicit(called):
            return ("entry", case)
        found = program.evaluator.evaluate(called, fn)
        if len(found) == 1 and isinstance(found[0], Cls):
            cls = program.flows[found[0].cls.file].classes[found[0].cls.index]
            if isinstance(value, Call) or cls.kind == "object":
                return ("class", cls.name)
        if isinstance(value, Member):
            for part in program.evaluator.evaluate(value.of, fn):
                if isinstance(part, Cls):
                    cls = program.flows[part.cls.file].classes[part.cls.index]
                    if cls.kind == "enum" and value.name in cls.fields:
                        swift = program.flows[part.cls.file].language == "swift"
                        return ("entry", f"{'' if swift else cls.name}.{value.name}")
        return None

    def _constant(self, value: Value, fn: Fn) -> tuple[str, object] | None:
        """What is known of an entry of an enum in TypeScript or Python, or of an object that
        holds constants; a plain one is what it stands for."""
        if isinstance(value, Name):
            return self._imported(value, fn)
        if not isinstance(value, Member):
            return None
        of_type = text_of(value.of).rpartition(".")[2][:1].isupper()
        if not of_type and not self._is_settled(value, fn):
            return None
        found = self._program.evaluator.evaluate(value.of, fn)
        part = found[0] if len(found) == 1 else None
        if isinstance(part, Obj):
            said = any(entry.key == value.name for entry in part.object.entries)
            if not of_type and (not said or BUILT_FOR.search(part.fn.file)):
                return None
            written = entry_of(part.object, value.name)
            return literal_fact(written) if isinstance(written, Literal) else None
        if not isinstance(part, Cls):
            return None
        cls = self._program.flows[part.cls.file].classes[part.cls.index]
        bases = {base.rpartition(".")[2] for base in cls.bases}
        if value.name not in cls.fields or not (cls.kind == "enum" or bases & ENUMS):
            return None
        given = cls.fields[value.name][0].value
        plain = cls.kind == "enum" and isinstance(given, Literal)
        return literal_fact(given) if plain and given else ("entry", f"{cls.name}.{value.name}")

    def _imported(self, value: Name, fn: Fn) -> tuple[str, object] | None:
        """What is known of a constant of another file."""
        flow = self._program.flows[fn.file]
        if declared_in(flow.functions, value.id, fn.index) >= 0:
            return None
        found = self._program.evaluator.evaluate(value, fn)
        only = found[0] if len(found) == 1 else None
        named = isinstance(only, Const) and any(one.local == value.id for one in flow.imports)
        return literal_fact(only.literal) if named and isinstance(only, Const) else None

    def _is_settled(self, value: Member, fn: Fn) -> bool:
        """Whether a member of an object of this file or of another is never given anew."""
        root: Value = value
        while isinstance(root, Member):
            root = root.of
        index = self._program.index
        if not isinstance(root, Name) or root.id == "this" or value.name in index.assigns_by_name:
            return False
        flow = self._program.flows[fn.file]
        declared = declared_in(flow.functions, root.id, fn.index)
        if declared < 0:
            return any(imported.local == root.id for imported in flow.imports)
        bound = flow.functions[declared].bindings[root.id]
        return declared == 0 and len(bound) == 1 and bound[0].kind == "const"

    def is_of(self, name: str, asked: Value) -> bool | None:
        """Whether an object of the class `name` is of the class that `asked` names."""
        wanted = text_of(asked).rpartition(".")[2]
        known = self._program.index.classes_by_name
        if wanted in self._with_bases(name):
            return True
        if name not in known:
            return None if self._program.index.subclasses.get(wanted) else False
        return False if wanted in known else None

    def entry(self, value: Value, fn: Fn) -> tuple[str, object] | None:
        """What is known of a value that is written as an enum's entry: `Status.signedOut`."""
        if self._program.flows[fn.file].language not in IMPLICIT_THIS:
            return None
        text = text_of(value)
        parts = text.split(".")[-2:] if isinstance(value, Member) else []
        return ("entry", ".".join(parts)) if len(parts) == 2 and parts[0][:1].isupper() else None

    def _with_bases(self, name: str) -> frozenset[str]:
        found: set[str] = set()
        work = [name]
        while work and len(found) < MOST_BASES:
            current = work.pop()
            if current not in found:
                found.add(current)
                for cls in self._program.index.classes_by_name.get(current, ()):
                    bases = self._program.flows[cls.file].classes[cls.index].bases
                    work += [base.rpartition(".")[2] for base in bases]
        return frozenset(found)

    def tested(self, fn: Fn) -> frozenset[str]:
        """The names that a function, or one that stands in it, tells apart by class or by entry,
        calls or hands on."""
        known = self._tested.get(fn)
        if known is None:
            names: set[str] = set()
            for function in self._within(fn):
                for step in steps_in(function.body):
                    names.update(value.id for value in _looked_at(step) if isinstance(value, Name))
            known = self._tested[fn] = frozenset(names)
        return known

    def _within(self, fn: Fn) -> Iterator[Function]:
        """A function and those that stand in it, which come right behind it in its file."""
        functions = self._program.flows[fn.file].functions
        end = functions[fn.index].span.end
        inside = {fn.index}
        yield functions[fn.index]
        for function in functions[fn.index + 1 :]:
            if function.span.start >= end:
                break
            if function.parent in inside:
                inside.add(function.index)
                yield function


def _looked_at(step: Step) -> Iterator[Value]:
    """The values that a step tells apart, calls or hands on."""
    if isinstance(step, Choice) and step.test is not None:
        if step.kind == "switch":
            yield step.test
        for part in deep(step.test):
            if isinstance(part, Op) and part.op in ("instanceof", "==", "!="):
                yield part.operands[0]
    elif isinstance(step, Call):
        yield step.callee
        if isinstance(step.callee, Member):
            yield step.callee.of
        for argument in step.args:
            yield from held_in(argument.value)
