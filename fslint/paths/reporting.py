"""From a demand that runs break to the finding: its place, its words and its confidence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from fslint.automata import Automaton, Event
from fslint.findings import CONFIDENCES, App, Entry, Finding, Place
from fslint.link.index import Fn
from fslint.paths.checks import Check, violating
from fslint.paths.entries import ENDINGS, Root
from fslint.paths.reauth import signed_in_again
from fslint.paths.showing import line_of, steps_of
from fslint.paths.signs import (
    called_a_switch,
    level,
    pressed_to_leave,
    speaks_of_logout,
    surely_ends,
)
from fslint.paths.states import MAYBE, Config, Configs, Happening, happenings
from fslint.rule_tables import fill

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

KIND_WORDS = {
    "manual": "sign-out",
    "timeout": "session timeout",
    "token-expiry": "expired session",
    "account-deletion": "account deletion",
    "forced": "forced sign-out",
    "switch": "switch of users",
}


class Reporter:
    """Makes the findings of a program's paths."""

    def __init__(self, walker: Walker, text: Callable[[str], str]) -> None:
        """`text(file)` is a file's text."""
        self._walker = walker
        self._text = text
        self._fine: dict[int, set[Fn]] = {}
        self._faults: dict[Root, list[tuple[list[Happening], Happening, Happening]]] = {}

    def passed(self, ends: Configs) -> None:
        """Remember the functions on proven runs, for others that come to the same sign-out."""
        for trace in ends.values():
            for item in happenings(trace):
                if item.kind in ENDINGS:
                    seen = {h.fn for h in happenings(trace)}
                    self._fine.setdefault(item.node, set()).update(seen)

    def finding(
        self, check: Check, ends: Configs, root: Root, entry: Entry, app: App
    ) -> Finding | None:
        """What is said of a demand that runs break, shown on the shortest of them."""
        sure = partial(surely_ends, self._walker, root)
        witness = violating(check, ends, sure)
        if witness is None:
            return None
        config, trace = witness
        items = happenings(trace)
        roles = _roles(check.automaton, items)
        at = roles.get(check.demand.demand.at) or roles.get("scope")
        if at is None:
            at = next((i for i in reversed(items) if i.kind not in ("branch", "later")), None)
        if at is None:
            return None
        if check.demand.demand.at == "scope":
            ending, at = at, self._fault(items, at)
            self._faults.setdefault(root, []).append((items, ending, at))
        against = "last" if check.demand.demand.at == "first" else "first"
        other = roles.get(against) or roles.get("scope") or at
        line = self._text(other.fn.file).count("\n", 0, other.span.start) + 1
        values = {
            "event": line_of(self._text, at),
            "other": line_of(self._text, other),
            "line": line if other.fn.file == at.fn.file else f"{line} of {other.fn.file}",
            "entry": entry.name,
            "kind": KIND_WORDS.get(entry.kind, entry.kind),
            "limit": _limit(self._walker.program.platform(at.fn.file)),
            "call": line_of(self._text, at),
            "value": line_of(self._text, at),
            "instead": "",
            "sdk": ", ".join(f"{s.name} {s.version}".strip() for s in app.sdks),
        }
        confidence = self._confidence(check, root, config, items)
        severity = check.demand.severity
        if not app.identifies and check.demand.demand.scope:
            severity = {"error": "warning", "warning": "suggestion"}.get(severity, severity)
        return Finding(
            code=check.rule.code,
            name=check.rule.name,
            severity=severity,
            confidence=confidence,
            message=fill(check.demand.message, values),
            help=fill(check.rule.help, values),
            place=Place(at.fn.file, *at.span),
            entry=entry,
            path=tuple(steps_of(self._text, trace)),
            identity=(
                check.rule.code,
                entry.place.file,
                entry.name,
                at.fn.file,
                self._walker.program.place_name(at.fn),
                line_of(self._text, at),
            ),
        )

    def moved(self, root: Root) -> bool:
        """Whether a fault of an entry lies elsewhere by what is known now of other entries."""
        known = self._faults.pop(root, [])
        return any(self._fault(items, ending) is not at for items, ending, at in known)

    def _fault(self, items: list[Happening], at: Happening) -> Happening:
        """Where a missing release is missed: the sign-out itself, or, where others who come to
        it do release the identity, the call that leads there from code that is not shared."""
        fine = self._fine.get(at.node)
        if not fine or at.fn not in fine:
            return at
        before = items[: items.index(at)]
        for item in reversed(before):
            if item.kind == "call" and item.fn not in fine:
                return item
        return at

    def _confidence(self, check: Check, root: Root, config: Config, items: list[Happening]) -> str:
        levels = [check.demand.confidence]
        endings = [level(i) for i in items if i.kind in ENDINGS]
        if endings and check.demand.demand.scope:
            best = max(endings, key=CONFIDENCES.index)
            if best == "low" and (
                surely_ends(self._walker, root, items)
                or pressed_to_leave(self._walker, self._text, root, items)
                or (len(endings) > 1 and speaks_of_logout(self._walker, self._text, root, items))
            ):
                best = "medium"
            if best == "low" and called_a_switch(self._walker, root, items):
                best = "medium"
            levels.append(best)
        wanted = {
            p.name for group in (check.demand.demand.first, check.demand.demand.then) for p in group
        }
        levels += [level(i) for i in items if i.kind in wanted]
        if config.bits & MAYBE and check.demand.demand.pattern == "existence":
            levels.append("low")
        pressed = root.case is not None and root.case.pressed is not None  # the script runs anew
        if self._beyond(check, root) or _comes_back(check, items):
            levels.append("low")
        if not pressed and _signs_in_first(check, items):
            levels.append("low")
        if check.demand.demand.pattern == "existence" and signed_in_again(self._walker, items):
            levels.append("low")
        return min(levels, key=CONFIDENCES.index)

    def _beyond(self, check: Check, root: Root) -> bool:
        """Whether runs that the walk did not follow could say something else of a demand."""
        reached = self._walker.facts.reaches(root.fn)
        missing = check.demand.demand.pattern == "existence"
        return self._walker.overflowed and not (missing and "anonymize" not in reached)


def _signs_in_first(check: Check, items: list[Happening]) -> bool:
    """Whether a run identifies a user and then signs them out: more likely two runs, told apart
    by what a request answered, than one."""
    demand = check.demand.demand
    about = (*demand.event, *demand.first, *demand.then)
    if not demand.scope or any(p.name == "identify" for p in about):
        return False
    kinds = [item.kind for item in items]
    ending = next((n for n, kind in enumerate(kinds) if kind in ENDINGS), 0)
    return "identify" in kinds[:ending]


def _comes_back(check: Check, items: list[Happening]) -> bool:
    """Whether what a run does too often is one call, come to in one way: a request that is refused
    may begin the logout again that it is part of, and few programs let it."""
    if check.demand.demand.pattern != "bound" or not check.demand.demand.scope:
        return False
    ways: set[tuple[int, int]] = set()
    into = 0
    for item in items:
        into = item.node if item.kind == "call" else into
        if any(p.name == item.kind for p in check.demand.demand.event):
            ways.add((into, item.node))
    return len(ways) == 1


def _roles(automaton: Automaton, items: list[Happening]) -> dict[str, Happening]:
    """The first event of each role on a run; of the scope's, the surest."""
    state = automaton.start
    found: dict[str, Happening] = {}
    for item in items:
        event = Event(item.kind, item.flags)
        role = automaton.role(state, event)
        state = automaton.step(state, event)
        if role:
            found.setdefault(role, item)
        if any(p.matches(event) for p in automaton.demand.scope):
            known = found.get("scope")
            if known is None or CONFIDENCES.index(level(item)) > CONFIDENCES.index(level(known)):
                found["scope"] = item
    return found


def _limit(platform: str) -> str:
    if platform in ("", "web", "server"):
        return "30 calls a page and minute, 10 a second"
    return "12 calls a minute, 5 a second"
