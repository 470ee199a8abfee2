"""Demands on one run: what breaks them, what does not, and where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fslint.automata import Automaton, Demand, Event, State, parse_event


def event(text: str) -> Event:
    """`anonymize[async]` as an event with that flag."""
    pattern = parse_event(text)
    return Event(pattern.name, pattern.wanted)


def run(automaton: Automaton, *texts: str) -> State:
    state = automaton.start
    for text in texts:
        state = automaton.step(state, event(text))
    return state


def roles(automaton: Automaton, *texts: str) -> list[str]:
    state, found = automaton.start, []
    for text in texts:
        found.append(automaton.role(state, event(text)))
        state = automaton.step(state, event(text))
    return found


def demand(pattern: str, scope: str = "sign_out", **keys: str) -> Automaton:
    events = {key: tuple(map(parse_event, text.split())) for key, text in keys.items()}
    begins = (parse_event(scope),) if scope else ()
    return Automaton(replace(Demand(pattern, scope=begins), **events))  # type: ignore[arg-type]


EXISTENCE = demand("existence", event="anonymize")
ORDER = demand("order", first="leave", then="anonymize", unless="anonymize")
AFTER = demand("order", first="anonymize", then="track", until="identify")
BOUND = demand("bound", event="anonymize", until="identify")
BEFORE = demand("precedence", first="track", then="anonymize")
PLACE = demand("place", "", event="anonymize[loop]", barring="sign_out")


@pytest.mark.parametrize(
    ("automaton", "events"),
    [
        pytest.param(EXISTENCE, "", id="no sign-out, no logout path"),
        pytest.param(EXISTENCE, "move leave", id="navigation alone"),
        pytest.param(EXISTENCE, "anonymize sign_out", id="released before"),
        pytest.param(EXISTENCE, "sign_out anonymize", id="released after"),
        pytest.param(ORDER, "sign_out anonymize leave", id="in order"),
        pytest.param(ORDER, "anonymize leave sign_out anonymize", id="already released"),
        pytest.param(ORDER, "leave anonymize", id="no logout path"),
        pytest.param(ORDER, "sign_out leave", id="what is missing is not late"),
        pytest.param(AFTER, "sign_out track anonymize", id="event first"),
        pytest.param(AFTER, "sign_out anonymize identify track", id="event of the next user"),
        pytest.param(BOUND, "sign_out anonymize", id="once"),
        pytest.param(BOUND, "anonymize identify sign_out anonymize", id="once for each user"),
        pytest.param(BEFORE, "track sign_out anonymize", id="event before"),
        pytest.param(BEFORE, "sign_out", id="nothing to precede"),
        pytest.param(PLACE, "anonymize", id="not in a loop"),
        pytest.param(PLACE, "anonymize[loop] sign_out", id="barred"),
    ],
)
def test_kept(automaton: Automaton, events: str) -> None:
    assert not automaton.violated(run(automaton, *events.split()))


@pytest.mark.parametrize(
    ("automaton", "events", "expected"),
    [
        pytest.param(EXISTENCE, "track sign_out leave", ["", "scope", ""], id="missing"),
        pytest.param(ORDER, "sign_out leave anonymize", ["scope", "first", "last"], id="late"),
        pytest.param(
            ORDER, "leave anonymize sign_out", ["first", "last", "scope"], id="scope last"
        ),
        pytest.param(
            ORDER,
            "sign_out leave anonymize anonymize",
            ["scope", "first", "last", "last"],
            id="late twice",
        ),
        pytest.param(
            AFTER,
            "sign_out anonymize identify anonymize track",
            ["scope", "first", "", "first", "last"],
            id="watched again",
        ),
        pytest.param(BOUND, "sign_out anonymize anonymize", ["scope", "first", "last"], id="twice"),
        pytest.param(
            BOUND,
            "sign_out anonymize anonymize anonymize",
            ["scope", "first", "last", "last"],
            id="three times",
        ),
        pytest.param(
            BEFORE, "sign_out anonymize track anonymize", ["scope", "last", "", ""], id="no event"
        ),
        pytest.param(PLACE, "anonymize[loop,async]", ["last"], id="in a loop"),
    ],
)
def test_broken(automaton: Automaton, events: str, expected: list[str]) -> None:
    assert automaton.violated(run(automaton, *events.split()))
    assert roles(automaton, *events.split()) == expected


def test_given_and_barring_decide_whether_a_run_counts() -> None:
    stopped = demand("existence", event="anonymize", given="stop", barring="switch")
    assert not stopped.violated(run(stopped, "sign_out"))
    assert stopped.violated(run(stopped, "sign_out", "stop"))
    assert not stopped.violated(run(stopped, "sign_out", "stop", "switch"))


def test_flags_that_must_and_must_not_be_there() -> None:
    late = demand("order", first="anonymize[async,!awaited]", then="leave")
    assert late.violated(run(late, "sign_out", "anonymize[async]", "leave"))
    assert not late.violated(run(late, "sign_out", "anonymize[async,awaited]", "leave"))
    assert not late.violated(run(late, "sign_out", "anonymize", "leave"))


def test_judging_all_runs_together() -> None:
    kept, broken = run(EXISTENCE, "sign_out", "anonymize"), run(EXISTENCE, "sign_out")
    outside = run(EXISTENCE, "move")
    assert EXISTENCE.judge([]) == "out"
    assert EXISTENCE.judge([outside]) == "out"
    assert EXISTENCE.judge([outside, kept]) == "holds"
    assert EXISTENCE.judge([outside, broken]) == "all"
    assert EXISTENCE.judge([broken, kept]) == "some"


@pytest.mark.parametrize(
    ("runs", "reported"),
    [("any", [True, True, False]), ("all", [False, True, False]), ("some", [True, False, False])],
)
def test_which_runs_are_reported(runs: str, reported: list[bool]) -> None:
    automaton = Automaton(
        Demand(
            "existence",
            scope=(parse_event("sign_out"),),
            event=(parse_event("anonymize"),),
            runs=runs,
        )
    )
    kept, broken = run(automaton, "sign_out", "anonymize"), run(automaton, "sign_out")
    assert [automaton.reports(ends) for ends in ([kept, broken], [broken], [kept])] == reported


def test_states_are_few() -> None:
    alphabet = [event(t) for t in ("sign_out", "leave", "anonymize", "track", "identify", "move")]
    for automaton in (EXISTENCE, ORDER, AFTER, BOUND, BEFORE, PLACE):
        seen, work = {automaton.start}, [automaton.start]
        while work:
            state = work.pop()
            for letter in alphabet:
                after = automaton.step(state, letter)
                if after not in seen:
                    seen.add(after)
                    work.append(after)
        assert len(seen) <= 12


@pytest.mark.parametrize("text", ["", "Anonymize", "anonymize[", "anonymize[a b]", "a[!!x]", "a[]"])
def test_what_is_no_event(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_event(text)


def test_what_is_no_pattern() -> None:
    with pytest.raises(ValueError, match=r"expected one of existence, .* found `never`"):
        Automaton(Demand("never"))
