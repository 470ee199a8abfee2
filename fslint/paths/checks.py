"""The demands of the rules on a path: which runs break them, and which of them tell most."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from fslint.automata import Automaton
from fslint.findings import Finding
from fslint.paths.states import MAYBE, Config, Configs, Happening, Trace, happenings
from fslint.rules import PathDemand, Rule

BREAKING = ("FS106", "FS402", "FS203", "FS201", "FS202")


class Check(NamedTuple):
    """A demand of a rule with its automaton; `place` is its state's in a configuration."""

    rule: Rule
    demand: PathDemand
    automaton: Automaton
    place: int


def checks_of(rules: Iterable[Rule]) -> list[Check]:
    """The demands of all rules, numbered."""
    found: list[Check] = []
    for rule in rules:
        for demand in rule.paths:
            found.append(Check(rule, demand, Automaton(demand.demand), len(found)))
    return found


def violating(
    check: Check, ends: Configs, sure: Callable[[list[Happening]], bool]
) -> tuple[Config, Trace | None] | None:
    """The shortest run that breaks a demand, sure ones first: those on which nothing is unresolved,
    and on which what happens is `sure` to let go of the user."""
    bad = [
        (config, trace)
        for config, trace in ends.items()
        if check.automaton.violated(config.states[check.place])
    ]
    if not bad:
        return None
    return min(
        bad,
        key=lambda p: (
            bool(p[0].bits & MAYBE),
            not sure(list(happenings(p[1]))),
            p[1].length if p[1] else 0,
        ),
    )


def most_telling(found: list[tuple[Check, Finding]]) -> list[tuple[Check, Finding]]:
    """Of the findings that break the path only the most telling one, and all the others."""
    breaking = [pair for pair in found if breaks(*pair)]
    if len(breaking) < 2:
        return found
    order = {code: place for place, code in enumerate(BREAKING)}
    best = min(breaking, key=lambda p: order.get(p[0].rule.code, -1))
    return [pair for pair in found if pair is best or pair not in breaking]


def breaks(check: Check, finding: Finding) -> bool:
    """Whether a finding means that the identity is not released in time."""
    if check.rule.code == "FS203":
        return any(p.name == "leave" for p in check.demand.demand.first)
    if check.rule.code in BREAKING:
        return True
    return check.demand.demand.pattern == "existence" and finding.severity == "error"
