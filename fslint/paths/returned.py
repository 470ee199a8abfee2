"""What a run knows of the results of calls that it has come back from.

A function says in what it returns how it went (`return false`, `return { status: 'error' }`), and
its caller asks for that (`if (!ok) return`). On each run the one answers the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import (
    Array,
    Call,
    Choice,
    Closure,
    Exit,
    Flag,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Param,
    Span,
    Value,
)
from fslint.link.abstract import IMPLICIT_THIS
from fslint.link.bound import only_binding
from fslint.link.index import Fn, last_name
from fslint.link.keys import WEB
from fslint.link.placing import placed
from fslint.link.traverse import deep, hung_on, steps_in
from fslint.paths.known import NULL, TRUTHY, UNDEFINED, Env, Fact, with_fact
from fslint.paths.states import Config, Configs

if TYPE_CHECKING:
    from fslint.link.program import Program
    from fslint.paths.conditions import Conditions

PASSING = frozenset({"catch", "finally", "catchError", "whenComplete", "always"})
"""Links of a chain that may hand on what they are hung on as it is."""
CHAINED = frozenset({"then", *PASSING})
MOST_STEPS = 8
MARK = ":result:"
"""What the names of facts about results have in them."""


PAIR = tuple(Param(name, Span(0, 0)) for name in ("first", "second"))
"""What a pair of Kotlin's own is made with."""


class Answer(NamedTuple):
    """The call whose result a value is, the function it stands in, the path to a member of it."""

    call: Call
    fn: Fn
    path: str


def _key(fn: Fn, call: int = 0) -> str:
    """The name of what is known of a call's result, or, without one, of the function's own."""
    return f"{fn.file}:{fn.index}{MARK}{call}"


def answer_of(program: Program, value: Value, fn: Fn) -> Answer | None:
    """The call whose result a value is, or is a member of."""
    path = ""
    current: Value | None = value
    for _ in range(MOST_STEPS):
        if isinstance(current, Member):
            path, current = f".{current.name}{path}", current.of
        elif isinstance(current, Index) and isinstance(current.key, Literal):
            path, current = f".{current.key.value}{path}", current.of
        elif isinstance(current, Name):
            current, fn = only_binding(program, current, fn)
        elif isinstance(current, Call) and current.cast is not None:
            current = current.cast
        else:
            break
    return Answer(current, fn, path) if isinstance(current, Call) else None


def known_of(program: Program, value: Value, fn: Fn, env: Env) -> Fact | None:
    """What is known of a value that is the result of a call, or a member of it."""
    if not any(MARK in name for name, _ in env):
        return None
    asked = answer_of(program, value, fn)
    told = {} if asked is None else _told_of(asked, env)
    if asked is None or not told:
        return None
    nothing = bool(asked.path) and told[""][0] in ("null", "undefined")
    return UNDEFINED if nothing else told.get(asked.path)


def told_of(program: Program, value: Value, fn: Fn, env: Env) -> dict[str, Fact]:
    """What is known of a value that is the result of a call, by the path to each member of it."""
    asked = answer_of(program, value, fn)
    return {} if asked is None or asked.path else _told_of(asked, env)


def _told_of(asked: Answer, env: Env) -> dict[str, Fact]:
    """What is known of the result of a call, by the path to the member; nothing where even the
    whole is not known."""
    for link in hung_on(asked.call):
        told = _under(_key(asked.fn, id(link)), env)
        if "" in told:
            return told
        if last_name(link.callee) not in PASSING:
            break
    return {}


def _under(key: str, env: Env) -> dict[str, Fact]:
    """The facts about a result that is kept under a key, and about its members."""
    parts = ((name[len(key) :], fact) for name, fact in env if name.startswith(key))
    return {part: fact for part, fact in parts if not part or part.startswith(".")}


class Returned:
    """Follows what functions return to those who ask for it."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._program = conditions.program
        self._telling: dict[Fn, bool] = {}
        self._asked: dict[Fn, frozenset[int]] = {}

    def left(self, fn: Fn, value: Value | None, configs: Configs) -> Configs:
        """Runs that leave a function with a value, with what may be asked of that; without one
        they give back nothing."""
        if not configs or not self._tells(fn):
            return configs
        out: Configs = {}
        for config, trace in configs.items():
            out.setdefault(config._replace(env=self._saying(fn, value, config.env)), trace)
        return out

    def ended(self, fn: Fn, configs: Configs) -> Configs:
        """Runs that come to the end of a function: to its only expression, or to nothing."""
        return self.left(fn, self._last(fn), configs)

    def handed_back(self, config: Config, inner: Env, callee: Fn, call: Call, fn: Fn) -> Config:
        """The state in which a call has returned, with what is known of its result if the function
        that called asks for that."""
        told = _under(_key(callee), inner)
        if not told or id(call) not in self._asked_in(fn):
            return config
        return config._replace(env=_with(config.env, _key(fn, id(call)), told))

    def handed_on(self, link: Call, callee: Fn, fn: Fn, env: Env) -> Env:
        """What the function of a chain's link knows of what it is given: the result of what the
        link is hung on."""
        params = self._program.function(callee).params
        of = link.callee.of if isinstance(link.callee, Member) else None
        if not params or not isinstance(of, Call):
            return ()
        told = _told_of(Answer(of, fn, ""), env)
        return _with((), f"{callee.file}:{callee.index}:{params[0].name}", told)

    def always(self, callee: Fn, link: Call, fn: Fn, configs: Configs) -> Configs:
        """Runs that pass a function which does nothing but say something plain: `() => true`."""
        last = self._last(callee)
        if not isinstance(last, Literal) or id(link) not in self._asked_in(fn):
            return configs
        fact = self._conditions.fact(last, callee, ())
        told = {} if fact is None else {"": fact}
        key = _key(fn, id(link))
        return {c._replace(env=_with(c.env, key, told)): trace for c, trace in configs.items()}

    def _saying(self, fn: Fn, value: Value | None, env: Env) -> Env:
        """`env` with what a function gives back in it."""
        key = _key(fn)
        env = tuple(pair for pair in env if not pair[0].startswith(key))
        if value is None:
            nothing = self._nothing(fn)
            return env if nothing is None else with_fact(env, key, nothing)
        fact = self._conditions.fact(value, fn, env)
        told = {} if fact is None else {"": fact}
        for name, part in self._parts(value, fn):
            fact = self._conditions.fact(part, fn, env)
            told |= {} if fact is None else {"": told.get("", TRUTHY), f".{name}": fact}
        return _with(env, key, told | told_of(self._program, value, fn, env))

    def _parts(self, value: Value, fn: Fn) -> Iterator[tuple[str, Value]]:
        """What an object, a tuple or what a class is made with holds, each with its name."""
        if isinstance(value, Object) and all(entry.kind == "value" for entry in value.entries):
            yield from ((entry.key, entry.value) for entry in value.entries)
        elif isinstance(value, Array):
            yield from ((str(place), item) for place, item in enumerate(value.items))
        elif isinstance(value, Call):
            made = self._program.targets(value, fn).functions
            function = self._program.function(made[0]) if len(made) == 1 else None
            params = function.params if function and function.kind == "constructor" else ()
            called = last_name(value.callee)
            params = params or (PAIR if called == "Pair" else ())
            for place, argument in placed(value.args, params, self._program.language(fn)):
                yield from ((name, argument.value) for name in _names(params, place))
            if not params and called[:1].isupper():  # by the fields of a struct
                yield from ((a.label, a.value) for a in value.args if a.label)

    def _nothing(self, fn: Fn) -> Fact | None:
        language = self._program.language(fn)
        return UNDEFINED if language in WEB else NULL if language == "python" else None

    def _last(self, fn: Fn) -> Value | None:
        """What a function gives back at its end, without a word for it; None for nothing."""
        function = self._program.function(fn)
        last = function.returns[-1] if function.returns else None
        said = (step.value for step in steps_in(function.body) if isinstance(step, Exit))
        return None if any(value is last for value in said) else last

    def _tells(self, fn: Fn) -> bool:
        """Whether a function gives back anything plain."""
        known = self._telling.get(fn)
        if known is None:
            self._telling[fn] = False
            returns = self._program.function(fn).returns
            known = self._telling[fn] = any(self._is_plain(value, fn) for value in returns)
        return known

    def _is_plain(self, value: Value, fn: Fn) -> bool:
        if any(isinstance(part, Literal | Name) for _, part in self._parts(value, fn)):
            return True
        if isinstance(value, Literal):
            return True
        asked = answer_of(self._program, value, fn)
        if asked is not None and not asked.path:
            functions = list(self._program.targets(asked.call, asked.fn).functions)
            for link in hung_on(asked.call):
                closures = (a.value for a in link.args if isinstance(a.value, Closure))
                functions += [Fn(asked.fn.file, closure.index) for closure in closures]
            if any(self._tells(one) for one in functions):
                return True
        if isinstance(value, Name):
            bindings = self._program.function(fn).bindings.get(value.id, ())
            return len(bindings) > 1 and any(isinstance(b.value, Literal) for b in bindings)
        if self._program.language(fn) in IMPLICIT_THIS:
            return isinstance(value, Member) or asked is not None
        return False

    def _asked_in(self, fn: Fn) -> frozenset[int]:
        """The calls for whose results a function asks, or that it gives back in its turn."""
        known = self._asked.get(fn)
        if known is None:
            function = self._program.function(fn)
            values = list(function.returns)
            found: set[int] = set()
            for step in steps_in(function.body):
                if isinstance(step, Choice) and step.test is not None:
                    values += deep(step.test)
                elif isinstance(step, Flag):
                    values.append(step.value)
                elif isinstance(step, Call) and last_name(step.callee) in CHAINED:
                    found |= {id(link) for link in hung_on(step)}
            for value in values:
                asked = answer_of(self._program, value, fn)
                if asked is not None and asked.fn == fn:
                    found |= {id(link) for link in hung_on(asked.call)}
            known = self._asked[fn] = frozenset(found)
        return known


def _names(params: Sequence[Param], place: int | None) -> Iterator[str]:
    """How a part of what is made is asked for: by its name, of a pair by its number too."""
    if place is not None and place < len(params):
        yield params[place].name
        if params is PAIR:
            yield str(place)


def _with(env: Env, key: str, told: dict[str, Fact]) -> Env:
    for part, fact in told.items():
        env = with_fact(env, key + part, fact)
    return env
