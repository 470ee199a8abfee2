"""Python's calls, parameters and lambdas."""

from __future__ import annotations

import libcst as cst

from fslint.flow import (
    Argument,
    Binding,
    Call,
    Closure,
    Entry,
    Function,
    Member,
    Name,
    Object,
    Param,
    Parameter,
    Span,
    Value,
)
from fslint.languages.python_embedded import is_embedded, is_page, strings_of
from fslint.languages.python_links import link_of
from fslint.languages.python_scope import Scope, dotted, last_name, type_name

_SCRIPT_GLOBALS = frozenset({"FS", "FullStory"})
_HANDLER = "on_"
"""How the names of arguments begin that are handlers of events."""


def read_call(scope: Scope, node: cst.Call) -> Value:
    span = scope.span(node)
    name = dotted(node.func)
    if name == "super":
        return Name(span, "super")
    if name == "dict" and node.args and all(one.keyword is not None for one in node.args):
        return Object(span, tuple(_labelled(scope, one) for one in node.args))
    with scope.strings(filled="format" if last_name(node.func) == "format" else ""):
        callee = scope.read(node.func)
    args = tuple(_argument(scope, node, one) for one in node.args)
    if isinstance(callee, Member) and is_embedded(scope, callee.of):
        return callee.of
    if isinstance(callee, Member) and callee.name == "format" and is_page(scope, callee.of):
        return callee.of
    if last_name(node.func) in _SCRIPT_GLOBALS:
        args = _as_script(scope, node, args)
    call = Call(span, callee, args)
    scope.emit(call)
    link = link_of(call, last_name(node.func))
    if link is not None:
        scope.emit(link)
    return call


def _as_script(scope: Scope, node: cst.Call, args: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Named arguments as Pyodide hands them to JavaScript: in an object behind the others."""
    entries = tuple(
        Entry(argument.label, argument.value, scope.span(arg))
        for argument, arg in zip(args, node.args, strict=True)
        if argument.label
    )
    if not entries:
        return args
    span = Span(entries[0].span.start, entries[-1].span.end)
    return (*(one for one in args if not one.label), Argument(Object(span, entries)))


def _labelled(scope: Scope, node: cst.Arg) -> Entry:
    label = "" if node.keyword is None else node.keyword.value
    return Entry(label, scope.read(node.value), scope.span(node))


def _argument(scope: Scope, call: cst.Call, node: cst.Arg) -> Argument:
    label = "" if node.keyword is None else node.keyword.value
    if isinstance(node.value, cst.List) and label.startswith(_HANDLER):
        return Argument(_one_by_one(scope, node.value), label)
    with strings_of(scope, call, label):
        return Argument(scope.read(node.value), label, bool(node.star))


def _one_by_one(scope: Scope, node: cst.List) -> Value:
    """The handlers of a list, which are run in its order: `on_click=[State.save, State.leave]`."""
    span = scope.span(node)
    function = scope.new_function("", span, span, "arrow")
    with scope.inside(function, None, ""):
        for element in node.elements:
            value = scope.read(element.value)
            if isinstance(value, Name | Member | Closure):
                scope.emit(Call(value.span, value, (), "dropped"))
    return Closure(span, function.index)


def read_lambda(scope: Scope, node: cst.Lambda) -> Value:
    span = scope.span(node)
    params, _ = parameters(scope, node.params, False)
    function = scope.new_function("", span, scope.span(node.body), "arrow")
    bind_parameters(function, params)
    with scope.inside(function, None, ""):
        value = scope.read(node.body)
    if isinstance(value, Call) and value.use == "value":
        value.use = "returned"
    function.returns.append(value)
    return Closure(span, function.index)


def parameters(scope: Scope, node: cst.Parameters, skip_first: bool) -> tuple[list[Param], str]:
    """The parameters in order, without the instance, and the instance's name.

    Defaults are read where the function is defined, so their steps go to the current block.
    """
    found = [*node.posonly_params, *node.params]
    instance = ""
    if skip_first and found:
        instance = found.pop(0).name.value
    if isinstance(node.star_arg, cst.Param):
        found.append(node.star_arg)
    found.extend(node.kwonly_params)
    if node.star_kwarg is not None:
        found.append(node.star_kwarg)
    params: list[Param] = []
    for one in found:
        default = None if one.default is None else scope.read(one.default)
        kind = "" if one.annotation is None else type_name(one.annotation.annotation)
        kind = kind or (_form_class(scope) if instance and one.name.value == "form" else "")
        params.append(Param(one.name.value, scope.span(one.name), kind, default))
    return params, instance


def _form_class(scope: Scope) -> str:
    """The class of the form that Django hands a view's methods, as a field of the view names it."""
    fields = {} if scope.owner is None else scope.owner.fields
    named = [one.value for one in fields.get("form_class", ())]
    return named[-1].id if named and isinstance(named[-1], Name) else ""


def bind_parameters(function: Function, params: list[Param]) -> None:
    function.params = tuple(params)
    for index, one in enumerate(params):
        function.bindings[one.name] = [
            Binding(Parameter(one.span, index), one.span, "parameter", one.type)
        ]
