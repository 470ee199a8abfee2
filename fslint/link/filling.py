"""Steps of a function with what a call of it gives in the place of its parameters."""

from __future__ import annotations

from collections.abc import Mapping

from fslint.flow import Argument, Assign, Call, Literal, Name, Object, Op, Template, Value

Said = Mapping[str, Value]


def filled(step: Call | Assign, said: Said) -> Call | Assign:
    """A step with what it takes from the parameters of its function, by their names."""
    if isinstance(step, Assign):
        return Assign(step.span, step.target, _value(step.value, said))
    args = tuple(Argument(_value(one.value, said), one.label, one.spread) for one in step.args)
    return Call(step.span, step.callee, args, step.use)


def _value(value: Value, said: Said) -> Value:
    if isinstance(value, Name):
        return said.get(value.id, value)
    if isinstance(value, Template):
        parts = (one if isinstance(one, str) else _value(one, said) for one in value.parts)
        return Template(value.span, tuple(map(_spelt, parts)))
    if isinstance(value, Object):
        entries = (one._replace(value=_value(one.value, said)) for one in value.entries)
        return Object(value.span, tuple(entries))
    if isinstance(value, Op) and value.op == "+":
        return Op(value.span, value.op, tuple(_value(one, said) for one in value.operands))
    return value


def _spelt(part: str | Value) -> str | Value:
    """A part of a template, as text where it is a string."""
    text = part.value if isinstance(part, Literal) else None
    return text if isinstance(text, str) else part
