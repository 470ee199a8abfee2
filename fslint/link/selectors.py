"""Whether a call can be of a method: in Swift and Objective-C its arguments belong to its name."""

from __future__ import annotations

from collections.abc import Sequence

from fslint.flow import Argument, Call, Closure, Function, Literal, Param, Value

LABELLED = frozenset({"swift", "objc"})
DECLARED = frozenset({"method", "function", "constructor"})
REST = "..."
"""The label of a parameter that takes all further arguments."""
NUMBERS = ("Int", "Long", "Short", "Byte", "Float", "Double")
PLAIN = {
    **dict.fromkeys((*NUMBERS, *(name.lower() for name in NUMBERS)), "number"),
    **{"String": "string", "Boolean": "bool", "boolean": "bool"},
}
"""The plain types of the JVM, and what a literal of theirs is."""


def accepts(function: Function, language: str, call: Call, calling: str) -> bool:
    """Whether `call`, in a file of language `calling`, may run `function`, of a file of `language`.

    Other languages tell nothing by their arguments: there it is always so.
    """
    if function.kind not in DECLARED or not {language, calling} <= LABELLED:
        return True
    if language != calling:
        return abs(len(function.params) - len(call.args)) <= 1
    if language == "swift":
        return _swift(function, call)
    if function.kind == "function":
        return True
    given = [argument.label for argument in call.args[1 : len(function.params)]]
    wanted = [param.label or param.name for param in function.params[1:]]
    return len(call.args) >= len(function.params) and given == wanted


def overloads(functions: Sequence[Function], call: Call) -> list[Function]:
    """Those of several functions of one name on the JVM that take the arguments of a call, as far
    as can be told; all of them where none does."""
    fitting = [one for one in functions if _takes(one, call)]
    return fitting or list(functions)


def _takes(function: Function, call: Call) -> bool:
    params, given = function.params, call.args
    required = sum(one.default is None and one.label != REST for one in params)
    most = len(given) if any(one.label == REST for one in params) else len(params)
    if not required <= len(given) <= most:
        return False
    return all(_fits(params, place, len(given), one) for place, one in enumerate(given))


def _fits(params: Sequence[Param], place: int, given: int, argument: Argument) -> bool:
    """Whether an argument at a place of some may be that of the parameter which it stands for."""
    if argument.label:
        told = [param for param in params if param.name == argument.label]
        return any(_may_be(argument.value, param.type) for param in told)
    trails = place == given - 1 and isinstance(argument.value, Closure)
    told = list(params[-1:] if trails else params[place : place + 1])
    return all(_may_be(argument.value, param.type) for param in told)


def _may_be(value: Value, declared: str) -> bool:
    """Whether a value may be of a type; only of plain ones it is known what is not."""
    plain = PLAIN.get(declared)
    if plain is None or not isinstance(value, Literal | Closure):
        return True
    return isinstance(value, Literal) and value.kind in (plain, "null")


def by_name(function: Function, language: str) -> bool:
    """Whether a bare name may stand for a method of a file of `language`: not for one that is
    told apart by more labels, such as a delegate's, whose first name is mostly a property's."""
    if language not in LABELLED or function.kind != "method":
        return True
    return all(param.label == "_" for param in function.params[1:])


def _swift(function: Function, call: Call) -> bool:
    outer = [param.label or param.name for param in function.params]
    required = sum(param.default is None for param in function.params)
    if len(call.args) < required or any(a.label and a.label not in outer for a in call.args):
        return False
    bare = [a for a in call.args if not a.label and not isinstance(a.value, Closure)]
    return not bare or "_" in outer or "" in outer
