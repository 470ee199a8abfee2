"""Whether a call can be of a method: in Swift and Objective-C its arguments belong to its name."""

from __future__ import annotations

from collections.abc import Sequence

from fslint.flow import Call, Closure, Function

LABELLED = frozenset({"swift", "objc"})
DECLARED = frozenset({"method", "function", "constructor"})


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
    """Those of several functions of one name on the JVM that take as many arguments as a call
    gives; all of them where none does."""
    given = len(call.args)
    fitting = [one for one in functions if _takes(one, given)]
    return fitting or list(functions)


def _takes(function: Function, given: int) -> bool:
    params = function.params
    required = sum(one.default is None and one.label != "..." for one in params)
    more = any(one.label == "..." for one in params)
    return required <= given and (more or given <= len(params))


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
