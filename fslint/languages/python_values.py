"""Python expressions to values. Whatever a value runs on the way becomes a step first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from fslint.flow import (
    Arm,
    Array,
    Binding,
    Call,
    Choice,
    Either,
    Entry,
    Index,
    Literal,
    Loop,
    Member,
    Object,
    Op,
    Opaque,
    Span,
    Value,
)
from fslint.languages.python_calls import read_call, read_lambda
from fslint.languages.python_embedded import embedded, is_page
from fslint.languages.python_scope import TRANSPARENT_TYPES, Scope, dotted, unpack
from fslint.languages.python_strings import filled, joined, literal, read_string

_CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "True": ("bool", True),
    "False": ("bool", False),
    "None": ("null", None),
}
_OPERATORS: dict[type[cst.CSTNode], str] = {
    cst.And: "&&",
    cst.Or: "||",
    cst.Not: "!",
    cst.Equal: "==",
    cst.Is: "==",
    cst.NotEqual: "!=",
    cst.IsNot: "!=",
    cst.LessThan: "<",
    cst.GreaterThan: ">",
    cst.LessThanEqual: "<=",
    cst.GreaterThanEqual: ">=",
    cst.In: "in",
    cst.Add: "+",
}


def read(scope: Scope, node: cst.CSTNode) -> Value:
    """The value of an expression; its steps are added to the scope's block."""
    reader = _READERS.get(type(node))
    return Opaque(scope.span(node)) if reader is None else reader(scope, node)


def bind(
    scope: Scope,
    target: cst.CSTNode,
    value: Value | None,
    type_: str = "",
    whole: cst.CSTNode | None = None,
) -> None:
    """`target = value`, whatever the target is; `value` is None where nothing is known.

    `whole` is the statement, where there is one.
    """
    span = scope.span(target)
    if isinstance(target, cst.Name):
        scope.declare(target.value, Binding(value, span, "let", type_))
    elif isinstance(target, (cst.Attribute, cst.Subscript)):
        scope.assign(read(scope, target), value, span if whole is None else scope.span(whole))
    elif isinstance(target, (cst.Tuple, cst.List)):
        for number, element in enumerate(target.elements):
            if isinstance(element, cst.StarredElement):
                bind(scope, element.value, None)
            elif isinstance(value, Array) and len(value.items) == len(target.elements):
                bind(scope, element.value, value.items[number])
            else:
                bind(scope, element.value, unpack(value, number, scope.span(element.value)))


def _name(scope: Scope, node: cst.Name) -> Value:
    constant = _CONSTANTS.get(node.value)
    if constant is not None:
        return Literal(scope.span(node), *constant)
    return scope.name(node)


def _number(scope: Scope, node: cst.Integer | cst.Float) -> Value:
    span = scope.span(node)
    try:
        value = node.evaluated_value
    except ValueError:  # more digits than Python turns into a number
        return Opaque(span)
    return Literal(span, "number", value)


def _attribute(scope: Scope, node: cst.Attribute) -> Value:
    of = read(scope, node.value)
    return Member(scope.span(node), of, node.attr.value, scope.span(node.attr))


def _subscript(scope: Scope, node: cst.Subscript) -> Value:
    of = read(scope, node.value)
    span = scope.span(node)
    keys: list[Value] = []
    for element in node.slice:
        if isinstance(element.slice, cst.Index):
            keys.append(read(scope, element.slice.value))
        elif isinstance(element.slice, cst.Slice):
            for part in (element.slice.lower, element.slice.upper, element.slice.step):
                if part is not None:
                    read(scope, part)
            keys.append(Opaque(span))
    if keys and dotted(node.value).rpartition(".")[2] in TRANSPARENT_TYPES:
        return keys[0]  # `Session = Annotated[Session, Depends(get_session)]`
    key = keys[0] if len(keys) == 1 else Opaque(span)
    if isinstance(key, Literal) and isinstance(key.value, str):
        return Member(span, of, key.value, key.span)
    return Index(span, of, key)


def _await(scope: Scope, node: cst.Await) -> Value:
    value = read(scope, node.expression)
    if isinstance(value, Call):
        value.use = "awaited"
    return value


def _yield(scope: Scope, node: cst.Yield) -> Value:
    scope.function.modifiers |= {"generator"}
    if isinstance(node.value, cst.From):
        read(scope, node.value.item)
    elif node.value is not None:
        value = read(scope, node.value)
        scope.function.returns.append(value)
    return Opaque(scope.span(node))


def _boolean(scope: Scope, node: cst.BooleanOperation) -> Value:
    span = scope.span(node)
    operator = _OPERATORS[type(node.operator)]
    left = read(scope, node.left)
    with scope.into() as steps:
        right = read(scope, node.right)
    if steps:
        arms = (Arm(steps), Arm([])) if operator == "&&" else (Arm([]), Arm(steps))
        scope.emit(Choice(span, "if", left, arms))
    return Op(span, operator, (left, right))


def _comparison(scope: Scope, node: cst.Comparison) -> Value:
    span = scope.span(node)
    left = _plain(scope, node.left)
    found: list[Value] = []
    for one in node.comparisons:
        right = _plain(scope, one.comparator)
        operator = _OPERATORS.get(type(one.operator), "call")
        if isinstance(one.operator, cst.NotIn):
            found.append(Op(span, "!", (Op(span, "in", (left, right)),)))
        else:
            found.append(Op(span, operator, (left, right)))
        left = right
    return found[0] if len(found) == 1 else Op(span, "&&", tuple(found))


def _unary(scope: Scope, node: cst.UnaryOperation) -> Value:
    span = scope.span(node)
    value = read(scope, node.expression)
    if isinstance(node.operator, cst.Minus) and isinstance(value, Literal):
        number = value.value
        if isinstance(number, (int, float)) and not isinstance(number, bool):
            return Literal(span, "number", -number)
    return Op(span, _OPERATORS.get(type(node.operator), "call"), (value,))


def _binary(scope: Scope, node: cst.BinaryOperation) -> Value:
    span = scope.span(node)
    if isinstance(node.operator, cst.Add):
        return _sum(scope, node)
    modulo = isinstance(node.operator, cst.Modulo)
    with scope.strings(plain=isinstance(node.left, cst.BaseString), filled="percent" * modulo):
        left = read(scope, node.left)
    right = read(scope, node.right)
    if modulo and is_page(scope, left):
        return left
    if modulo and isinstance(node.left, cst.BaseString):
        value = filled(span, left, right)
        return embedded(scope, [node.left], value, "percent") or value
    return Op(span, _OPERATORS.get(type(node.operator), "call"), (left, right))


def _sum(scope: Scope, node: cst.BinaryOperation) -> Value:
    """`a + b + c`, as one string where one of them is."""
    operands: list[cst.BaseExpression] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BinaryOperation) and isinstance(left.operator, cst.Add):
        operands.append(left.right)
        left = left.left
    operands.append(left)
    operands.reverse()
    value = _plain(scope, operands[0])
    for operand in operands[1:]:
        right = _plain(scope, operand)
        value = joined(Span(value.span.start, right.span.end), value, right)
    value.span = scope.span(node)
    if not any(isinstance(one, cst.BaseString) for one in operands):
        return value
    return embedded(scope, operands, value) or value


def _plain(scope: Scope, node: cst.BaseExpression) -> Value:
    """A value; a string as no more than text."""
    if not isinstance(node, cst.BaseString):
        return read(scope, node)
    return read_string(node, scope.span, lambda inner: read(scope, inner))


def augmented(scope: Scope, node: cst.AugAssign) -> Value:
    """What `target += value` assigns."""
    span = scope.span(node)
    left = read(scope, node.target)
    right = read(scope, node.value)
    if isinstance(node.operator, cst.AddAssign):
        return joined(span, left, right)
    return Op(span, "call", (left, right))


def _ternary(scope: Scope, node: cst.IfExp) -> Value:
    span = scope.span(node)
    test = read(scope, node.test)
    with scope.into() as first:
        then = read(scope, node.body)
    with scope.into() as second:
        other = read(scope, node.orelse)
    if first or second:
        scope.emit(Choice(span, "if", test, (Arm(first), Arm(second))))
    return Either(span, (then, other))


def _elements(scope: Scope, node: cst.List | cst.Tuple | cst.Set) -> Value:
    items: list[Value] = []
    for one in node.elements:
        value = read(scope, one.value)
        spread = isinstance(one, cst.StarredElement)
        items.append(Op(scope.span(one), "...", (value,)) if spread else value)
    return Array(scope.span(node), tuple(items))


def _dict(scope: Scope, node: cst.Dict) -> Value:
    entries: list[Entry] = []
    for one in node.elements:
        span = scope.span(one)
        if not isinstance(one, cst.DictElement):
            entries.append(Entry("", read(scope, one.value), span, "spread"))
            continue
        key = read(scope, one.key)
        value = read(scope, one.value)
        text = literal(key)
        entries.append(Entry(text or "", value, span, "computed" if text is None else "value"))
    return Object(scope.span(node), tuple(entries))


def _comprehension(scope: Scope, node: cst.BaseComp) -> Value:
    def clause(part: cst.CompFor) -> None:
        over = read(scope, part.iter)
        with scope.into() as steps:
            bind(scope, part.target, Index(over.span, over, Opaque(over.span)))
            for test in part.ifs:
                read(scope, test.test)
            if part.inner_for_in is not None:
                clause(part.inner_for_in)
            elif isinstance(node, cst.DictComp):
                read(scope, node.key)
                read(scope, node.value)
            elif isinstance(node, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
                read(scope, node.elt)
        if steps:
            scope.emit(Loop(scope.span(part), "each", steps, over=over))

    owner, scope.owner = scope.owner, None
    clause(node.for_in)
    scope.owner = owner
    return Opaque(scope.span(node))


def _walrus(scope: Scope, node: cst.NamedExpr) -> Value:
    value = read(scope, node.value)
    bind(scope, node.target, value)
    return value


def _string(scope: Scope, node: cst.BaseString) -> Value:
    value = _plain(scope, node)
    return embedded(scope, [node], value) or value


_READERS: dict[type[cst.CSTNode], Callable[[Scope, Any], Value]] = {
    cst.Name: _name,
    cst.Integer: _number,
    cst.Float: _number,
    cst.SimpleString: _string,
    cst.FormattedString: _string,
    cst.ConcatenatedString: _string,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.Call: read_call,
    cst.Await: _await,
    cst.Yield: _yield,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.UnaryOperation: _unary,
    cst.BinaryOperation: _binary,
    cst.IfExp: _ternary,
    cst.List: _elements,
    cst.Tuple: _elements,
    cst.Set: _elements,
    cst.Dict: _dict,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.DictComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.Lambda: read_lambda,
    cst.NamedExpr: _walrus,
}
