"""What an entry of the vocabulary asks of a call's arguments: true, false, or cannot be told.

A condition names a value and tests it once. The value: `arg`, an index, the label of a named
argument, a list of these (the first that is there), or `value` for what is assigned; `key`, a
dotted path into it. In Swift and Objective-C an index counts every argument, elsewhere those
without a label; -1 is the last. The test, one of:

    is = constant       the value is this string, number or bool
    in = [constants]    the value is one of them
    matches = regex     found in the string's first 1000 characters; a template's hole is `{}`
    mentions = regex    the same, or found in the name that stands for the string (`URLS.LOGOUT`)
    last = regex        found in the name of the value that a string ends with: `/users/${me.id}`
    kind = kind(s)      string, number, bool, null, undefined, regex, object, array, function
    holds = regex       an object has a key in which it is found, with a value that is not empty
    drops = regex       the same with an empty value: null, undefined, '' or false
    empty = true        '', {} or []
    present = true      the argument or key is written
    absent = true       it is not

With `maybe = true` the condition holds also where that cannot be told, which makes what follows
from it less sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from fslint import flow
from fslint.flow import Value

ValueOf: TypeAlias = Callable[[Value], Value]
Constant: TypeAlias = "str | int | float | bool"

REGEXES = ("matches", "mentions", "last", "holds", "drops")
TESTS = ("is", "in", *REGEXES, "kind", "empty", "present", "absent")
KINDS = frozenset(
    ("string", "number", "bool", "null", "undefined", "regex", "object", "array", "function")
)
LONGEST = 1000
_EMPTY = (("string", ""), ("null", None), ("undefined", None))
LABELS_COUNT = frozenset(("swift", "objc"))


class Condition(NamedTuple):
    """One test of one value."""

    args: tuple[int | str, ...]
    key: tuple[str, ...]
    test: str
    constants: tuple[Constant, ...] = ()
    regex: str = ""
    maybe: bool = False


class Given(NamedTuple):
    """What conditions are asked about: arguments, and how to see through a value."""

    args: Sequence[flow.Argument]
    language: str
    value_of: ValueOf


def one_by_one(given: Given) -> list[Given]:
    """What is asked about; once for each constant where an argument is the variable of a loop over
    some, which is `each` of them."""
    args = tuple(given.args)
    for place, argument in enumerate(args):
        value = given.value_of(argument.value)
        if isinstance(value, flow.Op) and value.op == "each":
            before, after = args[:place], args[place + 1 :]
            said = (argument._replace(value=one) for one in value.operands)
            return [given._replace(args=(*before, one, *after)) for one in said]
    return [given]


def holds(conditions: Sequence[Condition], given: Given) -> bool | None:
    """Whether all conditions hold; None where that cannot be told and none is false."""
    verdict: bool | None = True
    for condition in conditions:
        answer = _check(condition, given)
        if answer is False:
            return False
        if answer is None:
            verdict = None
    return verdict


def may_hold(conditions: Sequence[Condition], given: Given) -> bool:
    """Whether all conditions hold or, where they say `maybe`, cannot be told."""
    return all(
        answer is True or (answer is None and condition.maybe)
        for condition in conditions
        for answer in (_check(condition, given),)
    )


def holds_any(conditions: Sequence[Condition], given: Given) -> bool:
    """Whether one of the conditions is known to hold."""
    return any(_check(condition, given) is True for condition in conditions)


def read_condition(table: Mapping[str, object], checked: bool = True) -> Condition:
    """A condition from its table. Raises `ValueError` with the reason, without the place.

    Unless `checked`, a regex is taken as it is: compiling all of them costs a start-up too much.
    """
    tests = [key for key in table if key in TESTS]
    unknown = [key for key in table if key not in (*TESTS, "arg", "key", "maybe")]
    if unknown:
        raise ValueError(f"unknown key '{unknown[0]}' in a condition")
    if len(tests) != 1:
        raise ValueError(f"a condition needs exactly one of {', '.join(TESTS)}")
    test, want, key = tests[0], table[tests[0]], table.get("key", "")
    args = table.get("arg")
    places = tuple(args) if isinstance(args, list) else (args,)
    if not places or not all(isinstance(p, (int, str)) and p is not True for p in places):
        raise ValueError("'arg' must be an index, a label or a list of them")
    if not isinstance(key, str):
        raise ValueError("'key' must be a string")
    path = tuple(key.split(".")) if key else ()
    maybe = table.get("maybe", False)
    if not isinstance(maybe, bool):
        raise ValueError("'maybe' must be true or false")
    if test in ("empty", "present", "absent"):
        if want is not True:
            raise ValueError(f"'{test}' can only be true")
        return Condition(places, path, test, (), "", maybe)
    if test in REGEXES:
        if not isinstance(want, str):
            raise ValueError(f"'{test}' must be a regex in a string")
        if checked:
            check_regex(want)
        return Condition(places, path, test, (), want, maybe)
    constants = tuple(want) if isinstance(want, list) else (want,)
    if test == "kind" and not set(constants) <= KINDS:
        raise ValueError(f"'kind' must be of {', '.join(sorted(KINDS))}")
    if not constants or not all(isinstance(c, (str, int, float)) for c in constants):
        raise ValueError(f"'{test}' must be a string, number or bool, or a list of them")
    return Condition(places, path, test, constants, "", maybe)


def check_regex(regex: str) -> None:
    """Raises `ValueError` if it is no regex."""
    try:
        re.compile(regex)
    except re.error as error:
        raise ValueError(f"'{regex}' is no regex: {error}") from None


def text_of(value: Value, value_of: ValueOf) -> str | None:
    """The text of a string; holes that cannot be read are `{}`. None if it is no string."""
    value = value_of(value)
    if isinstance(value, flow.Literal):
        return value.value if isinstance(value.value, str) else None
    if isinstance(value, flow.Template):
        parts = (p if isinstance(p, str) else text_of(p, value_of) for p in value.parts)
        return "".join("{}" if part is None else part for part in parts)
    if isinstance(value, flow.Op) and value.op == "+":
        texts = [text_of(operand, value_of) for operand in value.operands]
        if any(text is not None for text in texts):
            return "".join("{}" if text is None else text for text in texts)
    return None


def name_of(value: Value) -> str:
    """The dotted text of a name, member, index or call (`api.urls().logout`); '' for the rest."""
    if isinstance(value, flow.Name):
        return value.id
    if isinstance(value, flow.Member):
        owner = name_of(value.of)
        return f"{owner}.{value.name}" if owner else value.name
    if isinstance(value, flow.Index):
        return f"{name_of(value.of)}[]"
    if isinstance(value, flow.Call):
        return f"{name_of(value.callee)}()"
    return ""


def _check(condition: Condition, given: Given) -> bool | None:
    found, value = _argument(condition.args, given)
    for key in condition.key:
        if not found or value is None:
            break
        found, value = _member(given.value_of(value), key)
    if condition.test == "present":
        return None if found and value is None else found
    if condition.test == "absent":
        return None if found and value is None else not found
    if not found:
        return False
    return None if value is None else _test(condition, value, given.value_of)


def _argument(places: tuple[int | str, ...], given: Given) -> tuple[bool, Value | None]:
    """Whether the argument is there, and its value: None where a spread hides it."""
    for place in places:
        if isinstance(place, str):
            for argument in given.args:
                if argument.label == place:
                    return True, argument.value
            continue
        counted = [a for a in given.args if not a.label or given.language in LABELS_COUNT]
        if any(a.spread for a in (counted[: place + 1] if place >= 0 else counted)):
            return True, None
        if -len(counted) <= place < len(counted):
            return True, counted[place].value
    return False, None


def _member(value: Value, key: str) -> tuple[bool, Value | None]:
    """Whether the object has the key, and its value: None where that cannot be read."""
    if isinstance(value, flow.Object):
        hidden = False
        for entry in reversed(value.entries):
            if entry.kind in ("spread", "computed"):
                hidden = True
            elif entry.key == key:
                return True, entry.value if entry.kind == "value" else None
        return hidden, None
    if isinstance(value, (flow.Literal, flow.Template, flow.Array, flow.Closure)):
        return False, None
    return True, None


def _test(condition: Condition, value: Value, value_of: ValueOf) -> bool | None:
    name = name_of(value).rpartition(".")[2] if condition.test == "mentions" else ""
    if name and re.search(condition.regex, name):
        return True
    value = value_of(value)
    if isinstance(value, flow.Either):
        answers = {_test(condition, each, value_of) for each in value.values}
        if condition.test == "mentions" and value.falls_back and True in answers:
            return True  # `accounts.first ?? Account()`
        return answers.pop() if len(answers) == 1 else None
    if condition.test in ("matches", "mentions"):
        return _search(condition, value, value_of)
    if condition.test == "last":
        hole = _last(value)
        return hole is not None and re.search(condition.regex, name_of(hole)) is not None
    if condition.test in ("holds", "drops"):
        return _holds(condition, value, value_of)
    if condition.test == "empty":
        if isinstance(value, (flow.Object, flow.Array)):
            return not (value.entries if isinstance(value, flow.Object) else value.items)
        text = text_of(value, value_of)
        return None if text is None and not isinstance(value, flow.Literal) else text == ""
    kind, constant = _constant(value, value_of)
    if condition.test == "kind":
        return kind in condition.constants if kind else None
    if not kind or (constant is None and kind in ("bool", "string")):
        return None
    return any(constant == c and type(constant) is type(c) for c in condition.constants)


def _last(value: Value) -> Value | None:
    """The value that a string with holes ends with, if it does."""
    parts: tuple[str | Value, ...] = ()
    if isinstance(value, flow.Template):
        parts = tuple(one for one in value.parts if one)
    elif isinstance(value, flow.Op) and value.op == "+":
        parts = value.operands
    return parts[-1] if parts and not isinstance(parts[-1], str) else None


def _search(condition: Condition, value: Value, value_of: ValueOf) -> bool | None:
    text = text_of(value, value_of)
    if text is not None:
        found = re.search(condition.regex, text[:LONGEST])
        return True if found else None if "{}" in text else False
    if condition.test == "mentions" and re.search(condition.regex, name_of(value)):
        return True
    if condition.test == "mentions" and isinstance(value, flow.Call | flow.Array):
        inner = value.items if isinstance(value, flow.Array) else [a.value for a in value.args]
        given = (text_of(value_of(one), value_of) for one in inner)
        if any(re.search(condition.regex, one[:LONGEST]) for one in given if one is not None):
            return True
    return False if _constant(value, value_of)[0] else None


def _holds(condition: Condition, value: Value, value_of: ValueOf) -> bool | None:
    if not isinstance(value, flow.Object):
        return False if _constant(value, value_of)[0] else None
    kept = condition.test == "holds"
    empty = _EMPTY if kept else (*_EMPTY, ("bool", False))
    return any(
        re.search(condition.regex, entry.key) is not None
        and (_constant(value_of(entry.value), value_of) in empty) != kept
        for entry in value.entries
        if entry.kind == "value"
    )


def _constant(value: Value, value_of: ValueOf) -> tuple[str, object]:
    """The kind of a value ('' if it cannot be told), and its constant, None if it has none."""
    if isinstance(value, flow.Literal):
        return value.kind, value.value
    if isinstance(value, flow.Op) and value.op == "!":
        operand = value_of(value.operands[0])
        if isinstance(operand, flow.Literal) and operand.kind in ("number", "bool"):
            return "bool", not operand.value
        return "bool", None
    text = text_of(value, value_of)
    if text is not None:
        return "string", None if "{}" in text else text
    kinds: tuple[tuple[type, str], ...] = (
        (flow.Object, "object"),
        (flow.Array, "array"),
        (flow.Closure, "function"),
    )
    return next((kind for of, kind in kinds if isinstance(value, of)), ""), None
