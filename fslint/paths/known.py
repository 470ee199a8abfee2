"""Facts about values, and small environments of such facts by the name they are kept under."""

from __future__ import annotations

from typing import TypeAlias

from fslint.flow import Array, Call, Choice, Closure, Entry, Literal, Object, Template, Value
from fslint.link.index import Fn
from fslint.link.traverse import text_of

Fact: TypeAlias = "tuple[str, object]"
Env: TypeAlias = "tuple[tuple[str, Fact], ...]"

NULL: Fact = ("null", None)
UNDEFINED: Fact = ("undefined", None)
TRUTHY: Fact = ("truthy", None)
FALSY: Fact = ("falsy", None)
EMPTY: Fact = ("empty", None)
"""A collection that holds nothing."""
ALL_ARMS: Fact = ("arms", None)


def with_fact(env: Env, key: str, fact: Fact) -> Env:
    """`env` with one more fact, an older one of that name forgotten."""
    return (*(pair for pair in env if pair[0] != key), (key, fact))


def without(env: Env, key: str) -> Env:
    """`env` without what it knew of a name and its members."""
    return tuple(p for p in env if p[0] != key and not p[0].startswith(key + "."))


def literal_fact(value: Value) -> Fact | None:
    """What is known of a literal: itself; of an object or function, that it is something."""
    if isinstance(value, Literal):
        if value.kind in ("null", "undefined"):
            return (value.kind, None)
        return (value.kind, value.value) if value.kind != "regex" else TRUTHY
    if isinstance(value, Object | Array | Closure):
        return TRUTHY
    if isinstance(value, Template):
        return TRUTHY if any(isinstance(p, str) and p for p in value.parts) else None
    return None


def entry_of(held: Object, name: str) -> Value | None:
    """What an object that is written out holds under a name; `undefined` where it has no such
    entry, None where that cannot be said."""
    found = [entry for entry in held.entries if entry.key == name]
    if found:
        return found[-1].value if found[-1].kind == "value" else None
    whole = all(entry.kind == "value" for entry in held.entries)
    return Literal(held.span, "undefined") if whole else None


def merged(value: Value | None) -> Object | None:
    """An object that is written out, or made of others: `Object.assign({}, defaults, options)` as
    `{ ...defaults, ...options }`."""
    if isinstance(value, Call) and text_of(value.callee) == "Object.assign":
        parts = (argument.value for argument in value.args)
        return Object(value.span, tuple(Entry("", one, value.span, "spread") for one in parts))
    return value if isinstance(value, Object) else None


def arms_key(fn: Fn, step: Choice) -> str:
    """The name under which is kept which arms of a branch are looked at, if not all."""
    return f"{fn.file}:{fn.index}:{step.span.start}:arms"


def arms_fact(arms: frozenset[int], about: bool = False) -> Fact:
    """That these arms of a branch are looked at; `about`: the run is about having taken them."""
    return ("taken" if about else "arms", arms)


def all_arms(env: Env, file: str) -> Env:
    """Facts by which a branch of a file is looked at as a whole of which `env` picks arms."""
    within = f"{file}:"
    return tuple(
        (key, ALL_ARMS) for key, fact in env if fact[0] == "arms" and key.startswith(within)
    )


def is_arms(fact: Fact) -> bool:
    """Whether a fact says which arms of a branch are looked at."""
    return fact[0] in ("arms", "taken")


def is_true(fact: Fact) -> bool:
    """Whether a known value counts as true in a test."""
    kind, value = fact
    if kind in ("null", "undefined", "falsy"):
        return False
    return True if kind == "truthy" else bool(value)
