"""From the ends of a path's runs to its verdict and its findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fslint.automata import Automaton, Event
from fslint.findings import CONFIDENCES, App, Cover, Entry, Finding, LogoutPath, Place, TraceStep
from fslint.flow import Literal, Span
from fslint.link.index import Fn
from fslint.link.traverse import deep, text_of
from fslint.paths.deciding import decided_at
from fslint.paths.entries import Root, entry_name, words_of
from fslint.paths.kinds import asked_words, call_of, kind_of
from fslint.paths.lexical import begin_flags
from fslint.paths.server import may_release, releases
from fslint.paths.states import MAYBE, NOBODY, Config, Configs, Happening, Trace, happenings
from fslint.rule_tables import fill
from fslint.rules import PathDemand, Rule

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

BREAKING = ("FS106", "FS402", "FS203", "FS201", "FS202")
ENDINGS = frozenset({"sign_out", "switch"})
SHOWN = frozenset(
    {"sign_out", "anonymize", "identify", "track", "move", "leave", "stop", "switch", "call",
     "cdp_reset", "misuse", "branch", "later", "unresolved"}
)  # fmt: skip
TOLD_BY_TESTS = frozenset({"timeout", "token-expiry", "account-deletion"})
LOGGING_IN = re.compile(r"(?i)(log|sign)_?(in|up)(?![a-z])|register|authenticate")
SIGN_IN = re.compile(
    r"(?i)(?:perform|do|handle|try|start|request|send|social|auto|silent|user|execute|did|on)?_?"
    r"(?:log|sign)_?(?:in|up)(?!_?(?:screen|page|view|controller|vc|manager))"
)
"""What a function that signs somebody in is called; others only show the screen for it."""
KIND_WORDS = {
    "manual": "sign-out",
    "timeout": "session timeout",
    "token-expiry": "expired session",
    "account-deletion": "account deletion",
    "forced": "forced sign-out",
    "switch": "switch of users",
}


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


SOMETIMES = "the page that it lands on releases the identity under a condition"
TOO_MUCH = "it has more branches than the analysis follows"


class Judged(NamedTuple):
    """What is said of one entry: its path, if it is a logout or a switching path, and findings."""

    path: LogoutPath | None
    findings: list[Finding]


class Judge:
    """Judges the paths of a program."""

    def __init__(
        self,
        walker: Walker,
        checks: Sequence[Check],
        text: Callable[[str], str],
        app_of: Callable[[str], App],
        covers: Mapping[str, Cover],
        landings: Mapping[int, tuple[Fn, ...]],
        left: Mapping[tuple[Fn, Span], tuple[Fn, ...]],
    ) -> None:
        """`text(file)` is a file's text, `app_of(file)` its app, `covers` maps an app's root to
        the observer that releases the identity for the whole app, `landings` the request of a
        link, or a server's function, to the pages that it lands on, `left` the same for the
        navigations of scripts."""
        self._walker = walker
        self._checks = checks
        self._text = text
        self._app_of = app_of
        self._covers = covers
        self._landings = landings
        self._left = left
        self._fine: dict[int, set[Fn]] = {}

    def judge(self, root: Root) -> Judged:
        """Walk an entry's runs and say what is right and wrong about them."""
        if root.link is not None:
            walked = self._walker.follow(root.link)
        else:
            flags = begin_flags(self._walker.program, root)
            walked = self._walker.run(root.fn, root.case.env if root.case else (), flags)
        ends = {c: t for c, t in walked.items() if not c.bits & NOBODY}
        if not ends or self._too_weak(root, ends):
            return Judged(None, [])
        app = self._app_of(root.fn.file)
        kind = kind_of(self._walker.facts, root, ends)
        name = entry_name(self._walker.facts, root)
        span = self._walker.program.function(root.fn).span
        if root.link is not None:
            span = root.link.request.span
        elif root.case is not None:
            span = root.case.span
        entry = Entry(Place(root.fn.file, span.start, span.end), name, kind)
        found: list[tuple[Check, Finding]] = []
        for check in self._checks:
            states = [config.states[check.place] for config in ends]
            if check.automaton.reports(states):
                finding = self._finding(check, ends, root, entry, app)
                if finding is not None:
                    found.append((check, finding))
        ending = {c: t for c, t in ends.items() if c.signed}
        if not ending:
            return Judged(None, [f for _, f in found])
        return self._verdict(root, entry, app, ending, _most_telling(found))

    def _too_weak(self, root: Root, ends: Configs) -> bool:
        """Whether all that speaks for a logout is a weak sign of one, such as a value removed
        from a store, with nothing around it that speaks of a logout too."""
        items = [item for trace in ends.values() for item in happenings(trace)]
        levels = {_level(i) for i in items if i.kind in ENDINGS}
        if not levels or "high" in levels:
            return False
        if any(i.kind in ("anonymize", "misuse", "stop", "cdp_reset") for i in items):
            return False
        words = words_of(self._walker.facts, root)
        vocabulary = self._walker.program.vocabulary
        if LOGGING_IN.search(words[0] if words else ""):
            return vocabulary.kind_of(words) != "token-expiry"
        if any(SIGN_IN.match(name) for trace in ends.values() for name in _gone_into(trace)):
            return True
        if any(i.kind == "switch" for i in items):
            return False
        if self._speaks_of_logout(root, items):
            return False
        told = vocabulary.kind_of(words) is not None or any(
            vocabulary.kind_of(asked_words(self._walker.facts, item)) in TOLD_BY_TESTS
            for item in items
            if item.kind == "branch"
        )
        return not told or "medium" not in levels

    def _speaks_of_logout(self, root: Root, items: list[Happening]) -> bool:
        """Whether names on the way, or the screen it goes to, speak of a logout."""
        vocabulary = self._walker.program.vocabulary
        words = words_of(self._walker.facts, root)
        words += [word for i in items if i.kind == "call" for word in (i.note, self._line(i))]
        endings = [i for i in items if i.kind in ENDINGS]
        words += [self._walker.program.place_name(i.fn) for i in endings]
        words += [self._line(i).partition("(")[0] for i in endings]
        words += [
            str(part.value)
            for i in items
            if i.kind == "branch" and (test := self._walker.facts.branches.get(i.node)) is not None
            for part in deep(test)
            if isinstance(part, Literal) and part.kind == "string"
        ]
        if any(vocabulary.speaks_of("logout-url", word) for word in words):
            return True
        leaves = [self._line(i) for i in items if i.kind == "leave"]
        if any(vocabulary.speaks_of("logout-url", line) for line in leaves):
            return True
        goes = [self._line(i) for i in items if i.kind in ("move", "leave")]
        return any(vocabulary.speaks_of("login-screen", line) for line in goes)

    def _called(self, item: Happening) -> str:
        """What the call that an event stands for calls, '' where it is no call."""
        step = call_of(self._walker.facts, item)
        return text_of(step.callee) if step is not None else ""

    def _verdict(
        self, root: Root, entry: Entry, app: App, ends: Configs, found: list[tuple[Check, Finding]]
    ) -> Judged:
        breaking = [f for c, f in found if _breaks(c, f)]
        misuse = _misuses(ends)
        cover = self._covers.get(app.root)
        if cover is not None and cover.place.file == root.fn.file:
            inside = self._walker.program.function(root.fn).span
            if cover.place.start == inside.start:
                cover = None
        perhaps = False
        if breaking and cover is None:
            pages = self._pages(root, ends)
            cover = self._landing(pages)
            perhaps = cover is None and may_release(self._walker, pages)
            for finding in breaking if perhaps else ():
                finding.confidence = "low"
        witness = self._witness_of(ends, found)
        steps = tuple(self._steps(witness))
        shared = decided_at(self._walker.facts, root, happenings(witness))
        codes = tuple(dict.fromkeys([*misuse, *(f.code for _, f in found)]))
        unsure = sorted(
            {
                item.note
                for t in ends.values()
                for item in happenings(t)
                if item.kind == "unresolved"
            }
        )
        reason = ""
        verdict = "violated" if breaking or misuse else "proven"
        findings = [f for _, f in found]
        if verdict == "violated" and cover is not None:
            findings = [f for f in findings if f not in breaking]
            codes = tuple(dict.fromkeys(f.code for f in findings))
            path = LogoutPath(
                app.root, entry.kind, "proven", entry, steps, "", codes, cover, shared
            )
            return Judged(path, findings)
        wrong = self._misused(root) if breaking and not misuse else []
        if wrong:  # a wrong call on the page where it lands says it all, and is told there
            findings = [f for f in findings if f not in breaking]
            codes = tuple(dict.fromkeys([*wrong, *(f.code for f in findings)]))
        elif verdict == "violated" and not misuse and all(f.confidence == "low" for f in breaking):
            verdict = "unknown"
            reason = SOMETIMES if perhaps else self._doubt(unsure, breaking)
        elif self._walker.overflowed and not breaking:
            verdict, reason = "unknown", TOO_MUCH
        own = None if verdict != "proven" else self._own_cover(root, ends)
        path = LogoutPath(app.root, entry.kind, verdict, entry, steps, reason, codes, own, shared)
        if verdict == "proven":
            for trace in ends.values():
                for item in happenings(trace):
                    if item.kind in ENDINGS:
                        seen = {h.fn for h in happenings(trace)}
                        self._fine.setdefault(item.node, set()).update(seen)
        return Judged(path, findings)

    def _misused(self, root: Root) -> list[str]:
        """The rules broken by wrong calls on the page that a request lands on."""
        key = id(root.link.request) if root.link is not None else hash(root.fn)
        found = (_misuses(self._walker.run(page)) for page in self._landings.get(key, ()))
        return list(dict.fromkeys(code for codes in found for code in codes))

    def _pages(self, root: Root, ends: Configs) -> list[Fn]:
        """The pages that a request lands on, or that all runs leave for; none if one does not."""
        key = id(root.link.request) if root.link is not None else hash(root.fn)
        pages = set(self._landings.get(key, ()))
        if not pages:
            for trace in ends.values():
                leaves = [i for i in happenings(trace) if i.kind == "leave" or self._opens(i)]
                last = self._left.get((leaves[-1].fn, leaves[-1].span)) if leaves else None
                if not last:
                    return []
                pages.update(last)
        return sorted(pages)

    def _landing(self, pages: list[Fn]) -> Cover | None:
        """The release on all of the pages on which runs end."""
        place = releases(self._walker, pages)
        return None if place is None else Cover(Place(place[0].file, *place[1:]), "landing-page")

    def _opens(self, item: Happening) -> bool:
        """Whether a move is made by Python: the page that it goes to is opened anew."""
        return item.kind == "move" and self._walker.program.language(item.fn) == "python"

    def _doubt(self, unsure: list[str], breaking: list[Finding]) -> str:
        if unsure:
            return f"{unsure[0]}() cannot be resolved and may release the identity"
        return TOO_MUCH if self._walker.overflowed else breaking[0].message

    def _own_cover(self, root: Root, ends: Configs) -> Cover | None:
        """Where the release is made, when that is not in the entry itself."""
        for trace in ends.values():
            items = happenings(trace)
            release = next((i for i in items if i.kind == "anonymize"), None)
            ending = next((i for i in items if i.kind in ENDINGS), None)
            if release is not None and ending is not None:
                place = Place(release.fn.file, *release.span)
                if release.fn != root.fn:
                    return Cover(place, "callee")
                return Cover(place, "caller") if ending.fn != root.fn else None
        return None

    def _witness_of(self, ends: Configs, found: list[tuple[Check, Finding]]) -> Trace | None:
        """The run to show: one that breaks the most telling rule, else the shortest."""
        for check, _ in found:
            trace = self._violating(check, ends)
            if trace is not None:
                return trace[1]
        return min(ends.values(), key=lambda t: t.length if t else 0)

    @staticmethod
    def _violating(check: Check, ends: Configs) -> tuple[Config, Trace | None] | None:
        """The shortest run that breaks a demand, sure ones first."""
        bad = [
            (config, trace)
            for config, trace in ends.items()
            if check.automaton.violated(config.states[check.place])
        ]
        if not bad:
            return None
        return min(bad, key=lambda p: (bool(p[0].bits & MAYBE), p[1].length if p[1] else 0))

    # Findings

    def _finding(
        self, check: Check, ends: Configs, root: Root, entry: Entry, app: App
    ) -> Finding | None:
        witness = self._violating(check, ends)
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
            at = self._fault(items, at)
        against = "last" if check.demand.demand.at == "first" else "first"
        other = roles.get(against) or roles.get("scope") or at
        values = {
            "event": self._line(at),
            "other": self._line(other),
            "line": self._text(other.fn.file).count("\n", 0, other.span.start) + 1,
            "entry": entry.name,
            "kind": KIND_WORDS.get(entry.kind, entry.kind),
            "limit": _limit(self._walker.program.platform(at.fn.file)),
            "call": self._line(at),
            "value": self._line(at),
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
            path=tuple(self._steps(trace)),
            identity=(
                check.rule.code,
                entry.place.file,
                entry.name,
                at.fn.file,
                self._walker.program.place_name(at.fn),
                self._line(at),
            ),
        )

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
        endings = [_level(i) for i in items if i.kind in ENDINGS]
        if endings and check.demand.demand.scope:
            best = max(endings, key=CONFIDENCES.index)
            if best == "low" and len(endings) > 1 and self._speaks_of_logout(root, items):
                best = "medium"
            if best == "low" and self._called_a_switch(root, items):
                best = "medium"
            levels.append(best)
        wanted = {
            p.name for group in (check.demand.demand.first, check.demand.demand.then) for p in group
        }
        levels += [_level(i) for i in items if i.kind in wanted]
        if config.bits & MAYBE and check.demand.demand.pattern == "existence":
            levels.append("low")
        if self._beyond(check, root) or _signs_in_first(check, items):
            levels.append("low")
        return min(levels, key=CONFIDENCES.index)

    def _called_a_switch(self, root: Root, items: list[Happening]) -> bool:
        """Whether what switches accounts begins in a function that is called so."""
        name = self._walker.program.function(root.fn).name
        switches = any(item.kind == "switch" for item in items)
        return switches and self._walker.program.vocabulary.kind_of([name]) == "switch"

    def _beyond(self, check: Check, root: Root) -> bool:
        """Whether runs that the walk did not follow could say something else of a demand."""
        reached = self._walker.facts.reaches(root.fn)
        missing = check.demand.demand.pattern == "existence"
        return self._walker.overflowed and not (missing and "anonymize" not in reached)

    def _steps(self, trace: Trace | None) -> Iterable[TraceStep]:
        for item in happenings(trace):
            if item.kind in SHOWN:
                place = Place(item.fn.file, *item.span)
                yield TraceStep(place, item.kind, self._line(item), item.note)

    def _line(self, item: Happening) -> str:
        text = " ".join(self._text(item.fn.file)[item.span.start : item.span.end].split())
        return text if len(text) <= 100 else text[:99] + "…"


def _gone_into(trace: Trace | None) -> list[str]:
    """The names of the functions that a run goes into before it ends the session."""
    items = happenings(trace)
    ending = next((n for n, item in enumerate(items) if item.kind in ENDINGS), 0)
    return [i.note.rpartition(".")[2] for i in items[:ending] if i.kind == "call"]


def _most_telling(found: list[tuple[Check, Finding]]) -> list[tuple[Check, Finding]]:
    """Of the findings that break the path only the most telling one, and all the others."""
    breaking = [pair for pair in found if _breaks(*pair)]
    if len(breaking) < 2:
        return found
    order = {code: place for place, code in enumerate(BREAKING)}
    best = min(breaking, key=lambda p: order.get(p[0].rule.code, -1))
    return [pair for pair in found if pair is best or pair not in breaking]


def _breaks(check: Check, finding: Finding) -> bool:
    """Whether a finding means that the identity is not released in time."""
    if check.rule.code == "FS203":
        return any(p.name == "leave" for p in check.demand.demand.first)
    if check.rule.code in BREAKING:
        return True
    return check.demand.demand.pattern == "existence" and finding.severity == "error"


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


def _misuses(ends: Configs) -> list[str]:
    """The rules broken by wrong calls that stand where a release should, on runs without one."""
    found: dict[str, None] = {}
    for trace in ends.values():
        items = happenings(trace)
        if not any(i.kind == "anonymize" for i in items):
            for item in items:
                if item.kind == "misuse":
                    found.update((f.upper(), None) for f in item.flags if f.startswith("fs"))
    return list(found)


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
            if known is None or CONFIDENCES.index(_level(item)) > CONFIDENCES.index(_level(known)):
                found["scope"] = item
    return found


def _level(item: Happening) -> str:
    if "implied" in item.flags:
        return "medium"
    return next((level for level in ("low", "medium") if level in item.flags), "high")


def _limit(platform: str) -> str:
    if platform in ("", "web", "server"):
        return "30 calls a page and minute, 10 a second"
    return "12 calls a minute, 5 a second"
