"""Java's ways to write a map in one place, as objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fslint.flow import Call, Entry, Function, Literal, Object, Value
from fslint.languages.reader import dotted

FACTORIES = frozenset({"Map.of", "ImmutableMap.of", "Collections.singletonMap"})
OF_ENTRIES = frozenset({"Map.ofEntries", "ImmutableMap.ofEntries"})
ENTRIES = frozenset({"Map.entry", "entry", "AbstractMap.SimpleEntry"})
PUTS = frozenset({"put", "this.put"})
PAIR = 2


def map_of(call: Call) -> Value:
    """`Map.of("a", b)` and its like as an object where all keys are strings, else the call."""
    name = dotted(call.callee)
    values = [argument.value for argument in call.args]
    if name in OF_ENTRIES:
        made = [value for value in values if isinstance(value, Call)]
        known = [one for one in made if dotted(one.callee) in ENTRIES and len(one.args) == PAIR]
        if len(known) != len(values):
            return call
        values = [argument.value for one in known for argument in one.args]
    elif name not in FACTORIES:
        return call
    entries = [_entry(key, value) for key, value in zip(values[::2], values[1::2], strict=False)]
    found = tuple(entry for entry in entries if entry is not None)
    complete = len(found) * PAIR == len(values)
    return Object(call.span, found) if complete else call


def put_by(functions: Iterable[Function]) -> Iterator[Entry]:
    """The entries that the braces of `new HashMap<>() {{ put("a", b); }}` put in."""
    for function in functions:
        for step in function.body if function.kind == "initializer" else ():
            if isinstance(step, Call) and dotted(step.callee) in PUTS and len(step.args) == PAIR:
                entry = _entry(step.args[0].value, step.args[1].value)
                if entry is not None:
                    yield entry


def _entry(key: Value, value: Value) -> Entry | None:
    if isinstance(key, Literal) and isinstance(key.value, str):
        return Entry(key.value, value, key.span)
    return None
