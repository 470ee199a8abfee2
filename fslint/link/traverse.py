"""Going through a flow without running it: every step of a block, every value in a step."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import (
    Array,
    Assign,
    Block,
    Call,
    Choice,
    Closure,
    Defer,
    Either,
    Element,
    Exit,
    FileFlow,
    Index,
    Labeled,
    Literal,
    Loop,
    Member,
    Name,
    Object,
    Op,
    Step,
    Template,
    Try,
    Value,
)

_NESTING = (Choice, Loop, Try, Defer, Labeled)
_LEAVES = (Name, Literal, Closure)


def blocks_of(step: Step) -> Iterator[Block]:
    """The blocks right inside a step, in source order."""
    if isinstance(step, Choice):
        for arm in step.arms:
            yield arm.block
    elif isinstance(step, Loop | Defer | Labeled):
        yield step.body
    elif isinstance(step, Try):
        yield step.body
        for handler in step.handlers:
            yield handler.block
        if step.other is not None:
            yield step.other
        if step.final is not None:
            yield step.final


def steps_in(block: Block) -> Iterator[Step]:
    """Every step of a block and of the blocks in it, each once; nested functions stay closed."""
    seen: set[int] = set()
    stack = [*reversed(block)]
    while stack:
        step = stack.pop()
        if id(step) in seen:
            continue
        seen.add(id(step))
        yield step
        if isinstance(step, _NESTING):
            inner = [one for block in blocks_of(step) for one in block]
            stack += reversed(inner)


def values_of(step: Step) -> Iterator[Value]:
    """The values that a step holds itself, outermost only."""
    if isinstance(step, Call | Element):
        yield step
    elif isinstance(step, Assign):
        yield step.target
        yield step.value
    elif isinstance(step, Choice):
        if step.test is not None:
            yield step.test
        for arm in step.arms:
            yield from arm.cases
    elif isinstance(step, Loop):
        if step.test is not None:
            yield step.test
        if step.over is not None:
            yield step.over
    elif isinstance(step, Exit) and step.value is not None:
        yield step.value


def parts_of(value: Value) -> Iterator[Value]:
    """The values right inside a value."""
    if isinstance(value, Call):
        yield value.callee
        for argument in value.args:
            yield argument.value
    elif isinstance(value, Member):
        yield value.of
    elif isinstance(value, Object):
        for entry in value.entries:
            yield entry.value
    elif isinstance(value, Array):
        yield from value.items
    elif isinstance(value, Op):
        yield from value.operands
    elif isinstance(value, Either):
        yield from value.values
    elif isinstance(value, Index):
        yield value.of
        yield value.key
    elif isinstance(value, Template):
        for part in value.parts:
            if not isinstance(part, str):
                yield part
    elif isinstance(value, Element):
        yield value.tag
        for attribute in value.attributes:
            yield attribute.value


def deep(value: Value) -> Iterator[Value]:
    """A value and every value in it, each once, without recursion."""
    if isinstance(value, _LEAVES):
        yield value
        return
    seen: set[int] = set()
    stack: list[Value] = [value]
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        stack.extend(parts_of(current))


def held_in(value: Value) -> Iterator[Value]:
    """A value itself, or, of lists and objects that are written out, the values in them: the
    `onYes` of `[{ text: "Yes", onPress: onYes }]`."""
    if isinstance(value, Array | Object):
        for part in parts_of(value):
            yield from held_in(part)
    else:
        yield value


def file_values(flow: FileFlow) -> Iterator[tuple[int, Value]]:
    """Every outermost value of a file with the index of the function it stands in."""
    for function in flow.functions:
        for step in steps_in(function.body):
            for value in values_of(step):
                yield function.index, value
        for bindings in function.bindings.values():
            for binding in bindings:
                if binding.value is not None:
                    yield function.index, binding.value
        for value in function.returns:
            yield function.index, value
        for param in function.params:
            if param.default is not None:
                yield function.index, param.default
        for value in function.decorators:
            yield function.parent if function.parent >= 0 else 0, value
    for cls in flow.classes:
        for bindings in cls.fields.values():
            for binding in bindings:
                if binding.value is not None:
                    yield cls.parent, binding.value
        for value in cls.decorators:
            yield cls.parent, value
    for export in flow.exports:
        if export.value is not None:
            yield 0, export.value


def text_of(value: Value) -> str:
    """A value as dotted text, the form patterns are matched against; '' where it has none.

    Optional marks are dropped, calls are `()`, indexes and lists `[]`, `new X()` is `X()`.
    """
    parts: list[str] = []
    current: Value | None = value
    while current is not None:
        if isinstance(current, Name):
            parts.append(current.id)
            return "".join(reversed(parts))
        if isinstance(current, Member):
            parts.append("." + current.name)
            current = current.of
        elif isinstance(current, Call):
            parts.append("()")
            current = current.callee
        elif isinstance(current, Index):
            parts.append("[]")
            current = current.of
        else:
            parts.append("[]" if isinstance(current, Array) else "")
            break
    return "".join(reversed(parts)).lstrip(".")


def hung_on(call: Call) -> Iterator[Call]:
    """A call, and those whose results it is called on in turn."""
    yield call
    current = call.callee
    while isinstance(current, Member) and isinstance(current.of, Call):
        yield current.of
        current = current.of.callee
