"""The names that a component's template may use, beyond those of its script's scope."""

from __future__ import annotations

from fslint.flow import (
    Argument,
    Binding,
    Call,
    ClassValue,
    Closure,
    Entry,
    FileFlow,
    Literal,
    Member,
    Name,
    Object,
    Value,
)
from fslint.languages.markup_stores import spell_out_stores

_OPTIONS = ("methods", "computed", "actions")


def bind_members(flow: FileFlow) -> None:
    """Bind the methods of an exported component, and what its `setup` returns, in the module.

    A template names them as if they were variables. Names that the script declares win.
    """
    component = exported(flow)
    if component is not None:
        _bind(flow, component)


def exported(flow: FileFlow) -> Value | None:
    """The object or class that a component's script exports."""
    values = (one.value for one in flow.exports if one.name == "default")
    return next((_resolved(flow, value) for value in values if value is not None), None)


def _resolved(flow: FileFlow, value: Value) -> Value:
    """The object or class behind `defineComponent({…})`, `Vue.extend({…})` or a variable."""
    for _ in range(4):
        if isinstance(value, Call) and value.args:
            value = value.args[-1].value
        elif isinstance(value, Name):
            known = flow.functions[0].bindings.get(value.id, [])
            if not known or known[0].value is None:
                break
            value = known[0].value
        else:
            break
    return value


def _bind(flow: FileFlow, value: Value) -> None:
    if isinstance(value, ClassValue):
        for name, indices in flow.classes[value.index].methods.items():
            if name != "constructor":
                closure = Closure(flow.functions[indices[0]].span, indices[0])
                _declare(flow, name, closure)
        return
    if not isinstance(value, Object):
        return
    for entry in value.entries:
        if entry.key in _OPTIONS and isinstance(entry.value, Object):
            spell_out_stores(flow, entry.value)
            for member in entry.value.entries:
                if member.kind == "value":
                    _declare(flow, member.key, member.value)
        elif entry.key == "watch" and isinstance(entry.value, Object):
            flow.functions[0].body += [_watcher(value, one) for one in entry.value.entries]
        elif entry.key == "setup" and isinstance(entry.value, Closure):
            setup = flow.functions[entry.value.index]
            for returned in setup.returns:
                if isinstance(returned, Object):
                    for member in returned.entries:
                        _declare(flow, member.key, _in_scope(setup.bindings, member.value))


def _watcher(component: Object, watched: Entry) -> Call:
    """`this.$watch('user', handler)` for an entry of `watch`."""
    handler = watched.value
    if isinstance(handler, Object):
        handler = next((e.value for e in handler.entries if e.key == "handler"), handler)
    if isinstance(handler, Literal):
        handler = next(
            (
                method.value
                for methods in component.entries
                if methods.key == "methods" and isinstance(methods.value, Object)
                for method in methods.value.entries
                if method.key == handler.value
            ),
            handler,
        )
    place = watched.span
    callee = Member(place, Name(place, "this"), "$watch", place)
    key = Literal(place, "string", watched.key)
    return Call(place, callee, (Argument(key), Argument(handler)), "dropped")


def _in_scope(bindings: dict[str, list[Binding]], value: Value) -> Value:
    """What a local name of `setup` stands for, where that is known."""
    if isinstance(value, Name):
        known = bindings.get(value.id, [])
        if known and known[0].value is not None:
            return known[0].value
    return value


def _declare(flow: FileFlow, name: str, value: Value) -> None:
    bindings = flow.functions[0].bindings
    if name and name not in bindings:
        bindings[name] = [Binding(value, value.span, "field")]
