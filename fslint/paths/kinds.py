"""Which of the six kinds a path is of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fslint.flow import Call, Closure, Literal, Member, Name, Op, Template, Value
from fslint.link.bound import constant_binding
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, text_of
from fslint.paths.answers import asks_for_user
from fslint.paths.countdowns import counts_down
from fslint.paths.entries import ENDINGS, Root, words_of
from fslint.paths.hosts import before_pages
from fslint.paths.lexical import on_error, streamed_request
from fslint.paths.renewing import stored_anew
from fslint.paths.states import Configs, Happening, happenings
from fslint.paths.statuses import leaves_open

if TYPE_CHECKING:
    from fslint.paths.facts import Facts
    from fslint.vocabulary import Vocabulary

_BETWEEN = re.compile(r"(?:[Mm]iddleware|SecurityPolicy|AuthenticationPolicy)$")
DELETION = "account-deletion"
SHOWING = frozenset({"mount", "effect", "screen-load", "route"})
EXPIRY = "expir"
PRESSED = frozenset({"handler", "event"})
"""What sets an entry off where somebody presses something."""
BY_TRIGGER = {
    "timer": "timeout",
    "interceptor": "token-expiry",
    "failed-request": "token-expiry",
    "storage": "forced",
    "push": "forced",
    "message": "forced",
}


def kind_of(facts: Facts, root: Root, ends: Configs, shown: Iterable[str]) -> str:
    """The kind of an entry's path: from what the entry is called and set off by, then from the
    calls and tests on the way, then from where the code stands, then from the cases of the tests,
    then from a request that is refused as the app comes up, then from what is `shown` on the
    buttons that set it off; else `manual`."""
    vocabulary = facts.program.vocabulary
    traces = [happenings(trace) for trace in ends.values()]
    endings = {i.kind for items in traces for i in items if i.kind in ENDINGS}
    if endings == {"switch"} and not any(_called_logout(facts, items) for items in traces):
        return "switch"
    words = words_of(facts, root)
    near, far = words[:1], words[1:]
    taken_over = "switch" in endings or any(stored_anew(facts.program, items) for items in traces)

    def told(group: list[str]) -> str | None:
        kind = vocabulary.kind_of(group)
        if kind != "switch" or taken_over:
            return kind
        return vocabulary.kind_of([one for one in group if vocabulary.kind_of([one]) != "switch"])

    kind = told(near)
    timed = any(trigger.kind == "timer" for trigger in root.triggers)
    if kind == "token-expiry" and timed and not vocabulary.speaks_of("token", near[0]):
        return "timeout"
    told_hints = (h for items in traces for i in items for h in _hints(facts, i))
    hints = [hint for hint in told_hints if hint != "switch" or "sign_out" not in endings]
    before = (i for items in traces for i in _before_logout(facts, items))
    reasons = [item for item in before if not _still_there(facts, item)]
    asked = [word for item in reasons for word in asked_words(facts, item)]
    made = facts.program.index.made
    asked += [made[item.fn].key for item in reasons if item.fn != root.fn and item.fn in made]
    cases = [one for item in reasons for one in facts.branches.get(item.node, ())[1:]]
    asked += _words(one for one in cases if isinstance(one, Literal))
    tabs = any(trigger.kind == "storage" for trigger in root.triggers)
    if tabs and told([word for word in asked if EXPIRY not in word.lower()]) == "timeout":
        return "timeout"  # they tell each other that somebody is there, and not that he has left
    if kind:
        return kind
    codes = [word for word in asked if word.isdigit()]
    left = [items for items in traces if any(item.kind in ENDINGS for item in items)]
    for trigger in root.triggers:
        renews = trigger.kind == "timer" and bool(left)
        if renews and all(is_refused(facts, i) or renews_in_time(facts, root, i) for i in left):
            return "token-expiry"
        if trigger.kind in BY_TRIGGER:
            if "account-deletion" in hints:
                return "account-deletion"
            python = facts.program.language(root.fn) == "python"
            if python and trigger.kind == "interceptor" and told(asked) == "forced":
                return "forced"
            refused = told(codes) or (told(asked) if _all_fail(facts, left) else None)
            outside = BY_TRIGGER[trigger.kind] == "forced" and refused == "token-expiry"
            return "token-expiry" if outside else BY_TRIGGER[trigger.kind]
    pressed = all(trigger.kind in PRESSED for trigger in root.triggers)
    if pressed and any(vocabulary.speaks_of("logout-url", word) for word in near):
        return "manual"
    if hints:
        return hints[0]
    if any(vocabulary.kind_of(_requested(facts, i)) == DELETION for items in traces for i in items):
        return DELETION
    if told(asked) == "token-expiry" and not told(codes) and _receives(facts, root):
        return "forced"
    for group in (asked, far, _words(cases)):
        kind = told(group)
        if kind:  # a session that a server says is over has expired, whatever the code calls that
            return (told(codes) if kind == "timeout" else None) or kind
    gone = _all_fail(facts, left) or (left and all(_nobody_there(facts, i) for i in left))
    if (gone and comes_up(facts, root)) or _guards_a_page(vocabulary, words):
        return "token-expiry"
    named = any(vocabulary.speaks_of("logout-url", word) for word in near)
    if left and not named and all(is_refused(facts, items) for items in left):
        return "token-expiry"
    tests = [test for item in reasons for test in facts.branches.get(item.node, ())]
    if not pressed and counts_down(facts, root.fn, tests):
        return "timeout"
    if _stands_between(facts, root) or _is_told(facts, root, tests):
        return "forced"
    return DELETION if any(vocabulary.kind_of([word]) == DELETION for word in shown) else "manual"


def _guards_a_page(vocabulary: Vocabulary, words: list[str]) -> bool:
    """Whether an entry asks who is there before a page is shown, and is not called a logout."""
    guards = any(vocabulary.speaks_of("page-guard", word) for word in words)
    return guards and not any(vocabulary.speaks_of("logout-url", word) for word in words)


def _stands_between(facts: Facts, root: Root) -> bool:
    """Whether an entry is what a server runs before its views, for whatever is asked."""
    around = facts.program.index.class_around(root.fn)
    python = facts.program.language(root.fn) == "python"
    return python and around is not None and bool(_BETWEEN.search(around.name))


def _is_told(facts: Facts, root: Root, tests: list[Value]) -> bool:
    """Whether an entry that nobody presses takes what comes from outside, and asks whether that is
    a logout: `receive(event) { if (event === 'user:logout') … }`."""
    speaks = facts.program.vocabulary.speaks_of
    if not _receives(facts, root):
        return False
    parts = [part for test in tests for part in deep(test) if isinstance(part, Literal)]
    return any(speaks("logout-url", str(part.value)) for part in parts if part.kind == "string")


def _receives(facts: Facts, root: Root) -> bool:
    """Whether an entry that nobody presses takes what comes from outside, as its name or, on
    Apple's platforms, what it calls its parameters says."""
    function = facts.program.function(root.fn)
    speaks = facts.program.vocabulary.speaks_of
    names = (function.name, *(param.label for param in function.params))
    pressed = any(trigger.kind in PRESSED for trigger in root.triggers)
    return not pressed and any(speaks("receives", name) for name in names)


def _called_logout(facts: Facts, items: list[Happening]) -> bool:
    """Whether a run goes into something that is called a logout."""
    speaks = facts.program.vocabulary.speaks_of
    names = (item.note.rpartition(".")[2] for item in items if item.kind == "call")
    return any(speaks("logout-url", name) for name in names)


def comes_up(facts: Facts, root: Root) -> bool:
    """Whether an entry runs as an app, a screen or a component comes up, or before every page."""
    function = facts.program.function(root.fn)
    speaks_of = facts.program.vocabulary.speaks_of
    shown = any(trigger.kind in SHOWING for trigger in root.triggers)
    before = before_pages(facts.program, root.fn)
    named = speaks_of("lifecycle", function.name)
    return shown or named or before or function.kind == "constructor"


def is_refused(facts: Facts, items: list[Happening]) -> bool:
    """Whether a run that ends a session has seen a request fail before which asked who is signed
    in, or for a new token."""
    last = max((n for n, item in enumerate(items) if item.kind in ENDINGS), default=0)
    failed = (i for i in items[:last] if i.kind == "branch" and i.note == "fails")
    streams = {one.fn: streamed_request(facts.program, one.fn) for one in items[: last + 1]}
    requests = [call_of(facts, item) for item in failed] + list(streams.values())
    return _asks_who(facts, requests)


def renews_in_time(facts: Facts, root: Root, items: list[Happening]) -> bool:
    """Whether a timer's run that ends a session has gone into a renewal of it before."""
    last = max((n for n, item in enumerate(items) if item.kind in ENDINGS), default=0)
    gone_into = (item for item in items[:last] if item.kind in ("call", "later"))
    timed = any(trigger.kind == "timer" for trigger in root.triggers)
    return timed and _asks_who(facts, (call_of(facts, item) for item in gone_into))


def _asks_who(facts: Facts, made: Iterable[Call | None]) -> bool:
    """Whether one of some calls asks who is signed in, or for a new token."""
    calls = [call for call in made if call is not None]
    first = (one.args[0].value if one.args else None for one in calls)
    told = (_word(value) if isinstance(value, Literal | Template) else "" for value in first)
    asked = (f"{text_of(one.callee)}({word}" for one, word in zip(calls, told, strict=True))
    return any(facts.program.vocabulary.speaks_of("asks-who-is-signed-in", one) for one in asked)


def _all_fail(facts: Facts, left: list[list[Happening]]) -> bool:
    """Whether something fails first on each of some runs."""
    return bool(left) and all(_fails_first(facts, items) for items in left)


def _nobody_there(facts: Facts, items: list[Happening]) -> bool:
    """Whether a run has found that nobody is signed in any more before it ends the session."""
    last = next((n for n, item in enumerate(items) if item.kind in ENDINGS), 0)
    for item in items[:last]:
        tests = facts.branches.get(item.node, ()) if item.kind == "branch" else ()
        asked = _user_asked(facts, tests[0]) if tests else None
        if asked is not None and asked != (item.note == "holds"):
            return True
    return False


def _user_asked(facts: Facts, test: Value) -> bool | None:
    """`asks_for_user`, of a call that asks it too: `isLoggedIn()`."""
    if isinstance(test, Op) and test.op == "!":
        inner = _user_asked(facts, test.operands[0])
        return None if inner is None else not inner
    asked = test.callee if isinstance(test, Call) and not test.args else test
    return asks_for_user(facts.program, asked)


def _fails_first(facts: Facts, items: list[Happening]) -> bool:
    """Whether something fails on a run before the user is signed out."""
    ending = next(n for n, item in enumerate(items) if item.kind in ENDINGS)
    return any(
        (item.kind == "branch" and item.note == "fails")
        or item.kind == "caught"
        or on_error(facts.program, item.fn)
        for item in items[: ending + 1]
    )


def _before_logout(facts: Facts, items: list[Happening]) -> list[Happening]:
    """What happens on a run until something that is called a logout is begun: what that asks for
    is no reason for it."""
    for place, item in enumerate(items):
        begun = item.kind == "call" and facts.program.vocabulary.speaks_of("logout-url", item.note)
        if begun and not leaves_open(facts, item.fn, call_of(facts, item)):
            return items[: place + 1]
    return items


def _hints(facts: Facts, item: Happening) -> list[str]:
    """What the vocabulary says of the kind of a call on the way."""
    step = call_of(facts, item)
    if step is None:
        return []
    return [m.entry.kind for m in facts.program.meanings(step, item.fn) if m.entry.kind]


def _requested(facts: Facts, item: Happening) -> list[str]:
    """The words of a request that may fail on the way, and is not known to end a session: what it
    calls and the texts it is told."""
    step = call_of(facts, item) if item.kind == "branch" and item.note == "fails" else None
    if step is None or any(event == "sign_out" for event, _ in facts.events(item.fn, step)):
        return []
    texts = (a.value for a in step.args if isinstance(a.value, Literal))
    return [text_of(step.callee), *(str(one.value) for one in texts if one.kind == "string")]


def _called(facts: Facts, call: Call, fn: Fn) -> list[str]:
    """What a call calls, and what made that: `del.mutate` of `api.account.delete.useMutation()`."""
    callee = call.callee
    holder = callee.of if isinstance(callee, Member) else callee
    made = constant_binding(facts.program, holder, fn) if isinstance(holder, Name) else None
    return [text_of(callee), *([text_of(made.callee)] if isinstance(made, Call) else [])]


def asked_words(facts: Facts, item: Happening) -> list[str]:
    """The words of a branch's test, of an error that is caught, or of a call gone into on the way
    to the sign-out."""
    if item.kind == "caught":
        return [item.note] if item.note else []
    if item.kind == "call":
        step = call_of(facts, item)
        return _called(facts, step, item.fn) if step is not None else []
    if item.kind == "branch":
        tests = facts.branches.get(item.node, ())[:1]
        parts = [part for test in tests for part in deep(test)]
        names = [part for part in parts if isinstance(part, Name)]
        bound = [constant_binding(facts.program, name, item.fn) for name in names]
        functions = facts.program.flows[item.fn.file].functions
        inner = [v for p in parts if isinstance(p, Closure) for v in functions[p.index].returns]
        inner += (code for p in parts if isinstance(p, Call) for code in _codes(facts, p, item.fn))
        return _words((*tests, *inner, *(value for value in bound if isinstance(value, Op))))
    return []


def _still_there(facts: Facts, item: Happening) -> bool:
    """Whether a branch has found that a token is there, which is no reason to let go of it:
    `guard let token = keychain.read(.refreshToken)`."""
    if item.kind != "branch":
        return False
    tests = facts.branches.get(item.node, ())
    test: Value | None = tests[0] if tests else None
    there = item.note == "holds"
    while isinstance(test, Op) and test.op in ("!", "==", "!="):
        none = (one for one in test.operands[1:] if isinstance(one, Literal))
        if test.op != "!" and not any(one.kind in ("null", "undefined") for one in none):
            return False
        there = there is (test.op == "!=")
        test = test.operands[0]
    asked = [test] if not isinstance(test, Call) else [test.callee, *(a.value for a in test.args)]
    names = [last_name(value) for value in asked if isinstance(value, Name | Member)]
    speaks = facts.program.vocabulary.speaks_of
    return there and any(speaks("credentials-kept", name) for name in names)


def _codes(facts: Facts, call: Call, fn: Fn) -> Iterable[Literal]:
    """The numbers that a test of the project's own compares with: `isRejection(status)`."""
    for target in facts.program.targets(call, fn).functions:
        for value in facts.program.function(target).returns:
            for part in deep(value) if isinstance(value, Op) else ():
                if isinstance(part, Literal) and part.kind == "number":
                    yield part


def case_words(facts: Facts, item: Happening) -> list[str]:
    """The words of the cases of the arm that a run takes."""
    return _words(facts.branches.get(item.node, ())[1:]) if item.kind == "branch" else []


def _words(values: Iterable[Value]) -> list[str]:
    parts = (part for value in values for part in deep(value))
    return [word for word in map(_word, parts) if word]


def _word(part: Value) -> str:
    """What a value says: a constant, the text of one with holes, a name."""
    if isinstance(part, Template):
        return "".join(one for one in part.parts if isinstance(one, str))
    return str(part.value) if isinstance(part, Literal) else text_of(part)


def call_of(facts: Facts, item: Happening) -> Call | None:
    """The call that a thing on a run is about, if it is about one."""
    for call in facts.program.index.calls.get(item.fn, ()):
        if id(call) == item.node:
            return call
    return None
