"""Stores that are emptied key by key, save for some keys: `for (key in prefs.all.keys) if (key !=
"theme") editor.remove(key)` takes the user away too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import (
    Argument,
    Block,
    Call,
    Choice,
    Closure,
    Index,
    Literal,
    Member,
    Name,
    Op,
    Opaque,
    Parameter,
    Value,
)
from fslint.link.index import Fn, last_name
from fslint.link.traverse import steps_in, text_of

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

WORD = "token"
"""A key that speaks of who is signed in, in any store."""
EACH = frozenset({"forEach", "map", "each"})
KEEPING = frozenset({"filter", "where"})
DROPPING = frozenset({"filterNot", "reject"})
PASSING = ("to", "sorted", "as")
"""What the calls begin with that give the same things in another way."""
ENTRY = frozenset({"key", "getKey"})
"""What gives the key of an entry."""


class Key(NamedTuple):
    """What a removal is told: the keys that it goes through, one by one, and where it does so."""

    of: Value
    fn: Fn


def takes_most(facts: Facts, call: Call, fn: Fn) -> bool:
    """Whether a call that stands in `fn` is made for all the keys of its store but some, and takes
    away what is kept under each."""
    callee, keys = _removal(facts, call, fn)
    if keys is None:
        return False
    told = Argument(Literal(call.span, "string", WORD))
    removal = Call(call.span, callee, (told,), call.use)
    return (
        _are_all(facts, keys, callee)
        and all(_spares_some(test, holds) for test, holds in _tests(facts, call, fn, keys.fn))
        and any("sign_out" in one.events for one in facts.program.meanings(removal, fn))
    )


def _removal(facts: Facts, call: Call, fn: Fn) -> tuple[Value, Key | None]:
    """What removes, and the keys that are gone through: `keys.forEach(prefs.remove)` too."""
    callee = call.callee
    first = call.args[0].value if len(call.args) == 1 else None
    if isinstance(callee, Member) and callee.name in EACH and isinstance(first, Member):
        return first, Key(callee.of, fn)
    if isinstance(first, Call) and last_name(first.callee) == "getKey":
        first = first.callee
    if isinstance(first, Member) and first.name in ENTRY:
        first = first.of
    bound = None if first is None else _bound(facts, first, fn)
    return callee, None if bound is None else _gone_through(facts, *bound)


def _gone_through(facts: Facts, value: Value, fn: Fn) -> Key | None:
    """What the values of a variable are taken from, one by one."""
    while isinstance(value, Index) and not isinstance(value.key, Opaque):
        value = value.of  # the key of an entry
    if isinstance(value, Index):
        return Key(value.of, fn)
    passed = facts.program.index.passed_to.get(fn)
    if passed is None or not isinstance(value, Parameter) or value.index != 0:
        return None
    callee = passed[1].callee
    if not isinstance(callee, Member) or callee.name not in EACH:
        return None
    return Key(callee.of, passed[0])


def _bound(facts: Facts, value: Value, fn: Fn) -> Key | None:
    """What a name was bound to, if once, and where."""
    functions = facts.program.flows[fn.file].functions
    index = fn.index
    while isinstance(value, Name) and index >= 0:
        bound = functions[index].bindings.get(value.id, [])
        if bound:
            only = bound[0].value if len(bound) == 1 else None
            return None if only is None else Key(only, Fn(fn.file, index))
        index = functions[index].parent
    return None


def _are_all(facts: Facts, keys: Key, callee: Value) -> bool:
    """Whether some keys are all those of the store that the callee is of, but for what is kept."""
    value = keys.of
    while True:
        bound = _bound(facts, value, keys.fn)
        value = value if bound is None else bound.of
        if not isinstance(value, Call) or not isinstance(value.callee, Member):
            break
        name = value.callee.name
        given = value.args[0].value if value.args else None
        if name in KEEPING and not _keeps_some(facts, given, keys.fn):
            return False
        if name not in KEEPING | DROPPING and not name.startswith(PASSING):
            break
        value = value.callee.of
    text = text_of(value)
    if facts.program.vocabulary.speaks_of("all-keys", text):
        return True
    own = text_of(value.args[0].value) if isinstance(value, Call) and value.args else text[:-5]
    own = own.removesuffix("()").removesuffix(".get").removesuffix(".getAll")
    named = text.removesuffix("()").endswith(".keys")
    return named and isinstance(callee, Member) and text_of(callee.of) == own


def _keeps_some(facts: Facts, given: Value | None, fn: Fn) -> bool:
    """Whether a filter lets all through but some."""
    if not isinstance(given, Closure):
        return False
    returned = facts.program.function(Fn(fn.file, given.index)).returns
    return bool(returned) and all(_spares_some(one, True) for one in returned)


def _spares_some(test: Value, holds: bool) -> bool:
    """Whether a test that holds, or does not, says of a key what it is not."""
    if isinstance(test, Op) and test.op == "&&" and holds:
        return all(_spares_some(part, True) for part in test.operands)
    differs = isinstance(test, Op) and test.op in ("!", "!=")
    return differs == holds


def _tests(facts: Facts, call: Call, fn: Fn, scope: Fn) -> Iterator[tuple[Value, bool]]:
    """The tests around a call, with what they say, in its function and those around it up to the
    one in which keys are gone through."""
    functions = facts.program.flows[fn.file].functions
    index = fn.index
    step = call
    while index >= 0:
        yield from _around(functions[index].body, step)
        if index == scope.index:
            return
        passed = facts.program.index.passed_to.get(Fn(fn.file, index))
        if passed is None:
            return
        step, index = passed[1], passed[0].index


def _around(body: Block, step: Call) -> Iterator[tuple[Value, bool]]:
    for one in steps_in(body):
        if isinstance(one, Choice) and one.kind == "if" and one.test is not None:
            for arm, holds in zip(one.arms, (True, False), strict=False):
                if any(inner is step for inner in steps_in(arm.block)):
                    yield one.test, holds
