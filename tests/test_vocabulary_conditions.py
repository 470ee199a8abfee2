"""What an entry asks of the arguments: yes, no, or that it cannot be told."""

from __future__ import annotations

from typing import Any

import pytest
from vocabulary_cases import FUNCTION, HERE, UNDEFINED, Hole, Ref, call, value

from fslint import flow
from fslint.conditions import TESTS, Given, holds, holds_any, name_of, read_condition, text_of


def ask(
    condition: dict[str, Any], *args: Any, language: str = "javascript", **labels: Any
) -> bool | None:
    """Whether one condition holds of a call with these arguments."""
    asked = Given(call(*args, labels=labels).args, language, lambda it: it)
    return holds([read_condition(condition)], asked)


EITHER = flow.Either(HERE, (value(None), value(Ref("x"))))
BOTH_NULL = flow.Either(HERE, (value(None), value(None)))
NOT_ZERO = flow.Op(HERE, "!", (value(0),))
NOT_X = flow.Op(HERE, "!", (value(Ref("x")),))
SUM = flow.Op(HERE, "+", (value(Ref("base")), value("/logout")))

ANSWERS: list[tuple[dict[str, Any], tuple[Any, ...], bool | None]] = [
    ({"arg": 0, "is": "a"}, ("a",), True),
    ({"arg": 0, "is": "a"}, ("b",), False),
    ({"arg": 0, "is": "a"}, (), False),
    ({"arg": 0, "is": "a"}, (Ref("x"),), None),
    ({"arg": 0, "is": True}, (1,), False),
    ({"arg": 0, "is": 1}, (True,), False),
    ({"arg": 0, "is": True}, (NOT_ZERO,), True),
    ({"arg": 0, "is": True}, (NOT_X,), None),
    ({"arg": 0, "is": "a"}, ({},), False),
    ({"arg": 0, "is": "ab"}, (Hole("a{}"),), None),
    ({"arg": 0, "in": ["a", 0, False]}, (0,), True),
    ({"arg": 0, "in": ["a", 0]}, (False,), False),
    ({"arg": -1, "is": "b"}, ("a", "b"), True),
    ({"arg": 1, "present": True}, ("a", "b"), True),
    ({"arg": 1, "present": True}, ("a",), False),
    ({"arg": 1, "absent": True}, ("a",), True),
    ({"arg": 0, "key": "uid", "present": True}, ({"uid": None},), True),
    ({"arg": 0, "key": "uid", "present": True}, ({"id": 1},), False),
    ({"arg": 0, "key": "uid", "present": True}, ({"id": 1, "...": Ref("x")},), None),
    ({"arg": 0, "key": "uid", "absent": True}, ({"...": Ref("x")},), None),
    ({"arg": 0, "key": "uid", "present": True}, (Ref("x"),), None),
    ({"arg": 0, "key": "uid", "present": True}, ("text",), False),
    ({"arg": 0, "key": "a.b", "is": 1}, ({"a": {"b": 1}},), True),
    ({"arg": 0, "key": "a.b", "is": 1}, ({"a": Ref("x")},), None),
    ({"arg": 0, "key": "a", "is": 2}, ({"a": 1, "...": Ref("x")},), False),
    ({"arg": 0, "kind": ["null", "undefined"]}, (None,), True),
    ({"arg": 0, "kind": ["null", "undefined"]}, (UNDEFINED,), True),
    ({"arg": 0, "kind": ["null", "undefined"]}, ("",), False),
    ({"arg": 0, "kind": ["null"]}, (EITHER,), None),
    ({"arg": 0, "kind": ["null"]}, (BOTH_NULL,), True),
    ({"arg": 0, "kind": "string"}, (Hole("a{}"),), True),
    ({"arg": 0, "kind": "object"}, ({},), True),
    ({"arg": 0, "kind": "array"}, ([],), True),
    ({"arg": 0, "kind": "function"}, (FUNCTION,), True),
    ({"arg": 0, "kind": "function"}, (Ref("x"),), None),
    ({"arg": 0, "empty": True}, ({},), True),
    ({"arg": 0, "empty": True}, ([1],), False),
    ({"arg": 0, "empty": True}, ("",), True),
    ({"arg": 0, "empty": True}, (0,), False),
    ({"arg": 0, "empty": True}, (Ref("x"),), None),
    ({"arg": 0, "matches": "logout$"}, ("/logout",), True),
    ({"arg": 0, "matches": "logout$"}, ("/login",), False),
    ({"arg": 0, "matches": "logout$"}, (Hole("{}/logout"),), True),
    ({"arg": 0, "matches": "logout$"}, (Hole("{}/login{}"),), None),
    ({"arg": 0, "matches": "logout$"}, (SUM,), True),
    ({"arg": 0, "matches": "LOGOUT"}, (Ref("urls.LOGOUT"),), None),
    ({"arg": 0, "mentions": "LOGOUT"}, (Ref("urls.LOGOUT"),), True),
    ({"arg": 0, "mentions": "LOGOUT"}, (Ref("urls.LOGIN"),), None),
    ({"arg": 0, "mentions": "LOGOUT"}, ({},), False),
    ({"arg": 0, "last": "^hole"}, (Hole("/users/{}"),), True),
    ({"arg": 0, "last": "^me"}, (Hole("/users/{}"),), False),
    ({"arg": 0, "last": "^hole"}, (Hole("/users/{}/posts"),), False),
    ({"arg": 0, "last": "^hole"}, ("/users/hole",), False),
    ({"arg": 0, "last": "^hole"}, (Ref("hole"),), False),
    ({"arg": 0, "holds": "^e?mail"}, ({"plan": 1, "email": Ref("x")},), True),
    ({"arg": 0, "holds": "^e?mail"}, ({"plan": 1},), False),
    ({"arg": 0, "holds": "^e?mail"}, ({"email": ""},), False),
    ({"arg": 0, "holds": "^e?mail"}, ({"email": None},), False),
    ({"arg": 0, "holds": "^e?mail"}, ("email",), False),
    ({"arg": 0, "holds": "^e?mail"}, (Ref("x"),), None),
    ({"arg": 0, "drops": "^user$"}, ({"plan": 1, "user": None},), True),
    ({"arg": 0, "drops": "^user$"}, ({"user": ""},), True),
    ({"arg": 0, "drops": "^user$"}, ({"user": False},), True),
    ({"arg": 0, "drops": "^user$"}, ({"user": Ref("x")},), False),
    ({"arg": 0, "drops": "^user$"}, ({"plan": None},), False),
    ({"arg": 0, "drops": "^user$"}, (Ref("x"),), None),
]


@pytest.mark.parametrize(("condition", "args", "answer"), ANSWERS)
def test_answers(condition: dict[str, Any], args: tuple[Any, ...], answer: bool | None) -> None:
    assert ask(condition, *args) is answer


def test_labels_count_as_places_in_apples_languages_alone() -> None:
    first = {"arg": 0, "is": "u1"}
    assert ask(first, language="swift", uid="u1") is True
    assert ask(first, language="objc", uid="u1") is True
    for language in ("kotlin", "dart", "python"):
        assert ask(first, language=language, uid="u1") is False
        assert ask({"arg": [0, "uid"], "is": "u1"}, language=language, uid="u1") is True


def test_a_spread_hides_what_comes_after_it() -> None:
    spread = flow.Call(
        HERE,
        value(Ref("f")),
        (flow.Argument(value("a")), flow.Argument(value(Ref("rest")), "", True)),
    )
    asked = Given(spread.args, "javascript", lambda it: it)
    assert holds([read_condition({"arg": 0, "is": "a"})], asked) is True
    assert holds([read_condition({"arg": 1, "present": True})], asked) is None
    assert holds([read_condition({"arg": 1, "is": "a"})], asked) is None


def test_all_must_hold_and_one_may_not() -> None:
    asked = Given(call("a", Ref("x")).args, "javascript", lambda it: it)
    yes = read_condition({"arg": 0, "is": "a"})
    no = read_condition({"arg": 0, "is": "b"})
    unknown = read_condition({"arg": 1, "is": "b"})
    assert holds([], asked) is True
    assert holds([yes, unknown], asked) is None
    assert holds([unknown, no], asked) is False
    assert holds_any([no, unknown], asked) is False
    assert holds_any([no, unknown, yes], asked) is True


def test_names_are_followed_to_their_constants() -> None:
    def value_of(found: flow.Value) -> flow.Value:
        return value("/logout") if name_of(found) == "LOGOUT_URL" else found

    asked = Given(call(Ref("LOGOUT_URL")).args, "javascript", value_of)
    assert holds([read_condition({"arg": 0, "is": "/logout"})], asked) is True


def test_texts_and_names() -> None:
    assert text_of(value(Hole("a{}c")), lambda it: it) == "a{}c"
    assert text_of(SUM, lambda it: it) == "{}/logout"
    assert text_of(value(1), lambda it: it) is None
    inner = flow.Index(HERE, call(callee="api.urls"), value(0))
    assert name_of(flow.Member(HERE, inner, "out", HERE)) == "api.urls()[].out"


WRONG: list[tuple[dict[str, Any], str]] = [
    (
        {"arg": 0},
        f"a condition needs exactly one of {', '.join(TESTS)}",
    ),
    (
        {"arg": 0, "is": 1, "in": [1]},
        f"a condition needs exactly one of {', '.join(TESTS)}",
    ),
    ({"arg": 0, "was": 1, "is": 1}, "unknown key 'was' in a condition"),
    ({"is": 1}, "'arg' must be an index, a label or a list of them"),
    ({"arg": True, "is": 1}, "'arg' must be an index, a label or a list of them"),
    ({"arg": [], "is": 1}, "'arg' must be an index, a label or a list of them"),
    ({"arg": 0, "key": 1, "is": 1}, "'key' must be a string"),
    ({"arg": 0, "present": False}, "'present' can only be true"),
    ({"arg": 0, "is": 1, "maybe": 1}, "'maybe' must be true or false"),
    ({"arg": 0, "matches": 1}, "'matches' must be a regex in a string"),
    (
        {"arg": 0, "matches": "("},
        "'(' is no regex: missing ), unterminated subpattern at position 0",
    ),
    (
        {"arg": 0, "kind": "nil"},
        "'kind' must be of array, bool, function, null, number, object, regex, string, undefined",
    ),
    ({"arg": 0, "in": []}, "'in' must be a string, number or bool, or a list of them"),
    ({"arg": 0, "is": {}}, "'is' must be a string, number or bool, or a list of them"),
]


@pytest.mark.parametrize(("table", "message"), WRONG)
def test_what_is_no_condition(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as raised:
        read_condition(table)
    assert str(raised.value) == message
