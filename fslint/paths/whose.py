"""Whose session or account a server ends: that of who asks, or another that the request names.

An administrator who deletes a user, and somebody who ends a session in a list of theirs, stay
signed in themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Assign, Call, Choice, Exit, Function, Member, Name, Op, Parameter, Value
from fslint.http import Route
from fslint.http.urls import ANY
from fslint.link.abstract import Func, Inst
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, text_of

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

_KEY = re.compile(
    r"(?:(?:user|session|device|token|member|login)_?)?(?:id|pk|key|uuid|sid|hash)$|username$"
)
_LISTED = re.compile(r"(?:users?|sessions?|devices?|tokens?|members?|log_?outs?|revoke)$")
_ASKING = re.compile(
    r"\b(?:request|req|self\.request|info\.context)\.(?:user|session|auth|state)\b"
    r"|\b(?:current_?user\w*|get_user|get_current_\w+|g\.user|self\.user|me)\b"
)
_TOLD = re.compile(
    r"\b(?:POST|GET|form|args|values|json|get_json|data|cleaned_data|kwargs|query_params"
    r"|path_params|match_info)\b"
)
_SELF = re.compile(r"(?i)(?<!or_)(?:^|_)(?:is_)?(?:self|own|owns|owner|me|same_user)(?!_or)(?:_|$)")
_GIVEN_BY_FRAMEWORKS = frozenset({
    "self", "cls", "request", "req", "response", "res", "info", "db", "session", "args",
})  # fmt: skip


def names_another(facts: Facts, route: Route) -> bool:
    """Whether a route's URL says which user, session or device is meant."""
    if ANY not in route.pattern:
        return False
    for before, segment in zip(route.pattern, route.pattern[1:], strict=False):
        if segment == ANY and _LISTED.search(before.lower().replace("-", "_")):
            return True
    return any(names_key(facts.program.function(handler)) for handler in route.view.handlers)


def is_given_who_asks(facts: Facts, cls: Fn) -> bool:
    """Whether the object of a view is the user who asks: what it gives, the one row that it looks
    in, or the one that its test lets through."""
    if any(_is_asker(value) for value in _answered(facts, cls, "get_object")):
        return True
    for row in _answered(facts, cls, "get_queryset"):
        keys = (a for a in row.args if a.label in ("pk", "id")) if isinstance(row, Call) else ()
        if any(text_of(key.value).endswith((".user.pk", ".user.id")) for key in keys):
            return True
    if any(_compares(test, "==") for test in _answered(facts, cls, "test_func")):
        return True
    return any(
        isinstance(step, Choice) and step.test is not None and _refuses_others(step.test, step)
        for part in facts.program.evaluator.member(Inst(cls), "dispatch")
        if isinstance(part, Func)
        for step in facts.program.function(part.fn).body
    )


def _compares(test: Value, op: str) -> bool:
    """Whether a test compares the object of a view with who asks, by itself or by a function that
    is called after that (`is_self(self.get_object(), request.user)`)."""
    if isinstance(test, Op):
        parts: tuple[Value, ...] = test.operands if test.op == op else ()
    elif isinstance(test, Call) and op == "==" and _SELF.search(last_name(test.callee)):
        parts = tuple(argument.value for argument in test.args)
    else:
        return False
    return any(map(_is_asker, parts)) and any(text_of(one) == "this.get_object()" for one in parts)


def _refuses_others(test: Value, step: Choice) -> bool:
    """Whether an `if` goes no further where the object of a view is not who asks."""
    inverted = isinstance(test, Op) and test.op == "!" and _compares(test.operands[0], "==")
    refused = step.arms[0].block
    return (inverted or _compares(test, "!=")) and any(isinstance(one, Exit) for one in refused)


def _answered(facts: Facts, cls: Fn, method: str) -> Iterator[Value]:
    """What a method of a class returns."""
    for part in facts.program.evaluator.member(Inst(cls), method):
        if isinstance(part, Func):
            yield from facts.program.function(part.fn).returns


def _is_asker(value: Value) -> bool:
    return text_of(value).endswith("request.user")


def names_key(function: Function) -> bool:
    """Whether a function is told which user, session or device is meant."""
    return any(_KEY.match(param.name) for param in function.params)


def says_what_is_told(value: Value) -> bool:
    """Whether a value speaks of what a request was sent with."""
    return any(_TOLD.search(text) for text in _texts(value))


def asks_itself(text: str) -> bool:
    """Whether a text is how a server says who asks."""
    return _ASKING.fullmatch(text) is not None


def speaks_of_asker(value: Value) -> bool:
    """Whether a value speaks of who asks: `current_user.id`."""
    return any(_ASKING.search(text) for text in _texts(value))


def deletes_another(facts: Facts, fn: Fn, step: Call | Assign) -> bool:
    """Whether what a step ends was looked up by something that the request says, and not by who
    asks: `User.objects.get(pk=request.POST["id"]).delete()`."""
    if not isinstance(step, Call) or not isinstance(step.callee, Member):
        return False
    said = " ".join(text for one in _sources(facts, fn, step.callee.of) for text in _texts(one))
    params = facts.program.function(fn).params
    given = {param.name for param in params} - _GIVEN_BY_FRAMEWORKS
    words = set(re.findall(r"\w+", said))
    return not _ASKING.search(said) and bool(_TOLD.search(said) or given & words)


def _sources(facts: Facts, fn: Fn, value: Value) -> Iterator[Value]:
    """A value, and for a variable all that it is made of."""
    if not isinstance(value, Name):
        yield value
        return
    for binding in facts.program.function(fn).bindings.get(value.id, ()):
        if binding.value is not None and not isinstance(binding.value, Parameter):
            yield binding.value


def _texts(value: Value) -> Iterator[str]:
    for part in deep(value):
        if isinstance(part, Name | Member):
            yield text_of(part)


def is_for_deleting(facts: Facts, fn: Fn) -> bool:
    """Whether a function ends an identity, and is of a class that is called after the deletion of
    an account: `DeleteAccountForm.save`."""
    around = facts.program.index.class_around(fn)
    name = "" if around is None else around.name.removesuffix("Form")
    deletes = bool(name) and facts.program.vocabulary.kind_of([name]) == "account-deletion"
    return deletes and "sign_out" in facts.reaches(fn)
