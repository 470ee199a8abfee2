"""Store actions that a Vue component takes over by name: `...mapActions(['logout'])`.

They are spelt out as methods that dispatch, commit, or call the store's action.
"""

from __future__ import annotations

from typing import NamedTuple

from fslint.flow import (
    Argument,
    Array,
    Call,
    Closure,
    Entry,
    FileFlow,
    Function,
    Literal,
    Member,
    Name,
    Object,
    Parameter,
    Span,
    Value,
)

_SENDS = {"mapActions": "dispatch", "mapMutations": "commit"}


class _Mapped(NamedTuple):
    """A name in the component, the action it stands for, and where that is said."""

    name: str
    action: str
    span: Span


def spell_out_stores(flow: FileFlow, methods: Object) -> None:
    """Replace each spread `mapActions` and `mapMutations` of `methods` by what it brings in."""
    entries: list[Entry] = []
    for entry in methods.entries:
        value = entry.value
        if entry.kind != "spread" or not isinstance(value, Call) or not value.args:
            entries.append(entry)
            continue
        sends = _SENDS.get(value.callee.id, "") if isinstance(value.callee, Name) else ""
        mapped = _mapped(value.args[-1].value) if sends else []
        store = value.args[0].value if len(value.args) > 1 else None
        for one in mapped:
            entries.append(Entry(one.name, _method(flow, one, sends, store), one.span))
        if not mapped:
            entries.append(entry)
    methods.entries = tuple(entries)


def _mapped(names: Value) -> list[_Mapped]:
    if isinstance(names, Array):
        pairs = [("", item) for item in names.items]
    elif isinstance(names, Object):
        pairs = [(entry.key, entry.value) for entry in names.entries]
    else:
        return []
    return [
        _Mapped(key or value.value, value.value, value.span)
        for key, value in pairs
        if isinstance(value, Literal) and isinstance(value.value, str)
    ]


def _method(flow: FileFlow, mapped: _Mapped, sends: str, store: Value | None) -> Closure:
    place = mapped.span
    given = Argument(Parameter(place, 0))
    if store is None or isinstance(store, Literal):
        prefix = f"{store.value}/" if store is not None else ""
        sender = Member(place, Member(place, Name(place, "this"), "$store", place), sends, place)
        key = Literal(place, "string", prefix + mapped.action)
        call = Call(place, sender, (Argument(key), given), "returned")
    else:
        action = Member(place, Call(store.span, store, ()), mapped.action, place)
        call = Call(place, action, (given,), "returned")
    function = Function(len(flow.functions), mapped.name, place, "method", body_span=place)
    function.body = [call]
    function.returns = [call]
    flow.functions.append(function)
    return Closure(place, function.index)
