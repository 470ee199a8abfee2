"""What calls mean, as data: TOML files that name callees by their forms.

A callee is described by several forms, the most exact first: `firebase/auth#signOut` (resolved
import: module # path), `AngularFireAuth.signOut` (type of the receiver), `this.auth.signOut` (the
text, `?.` and `!` dropped, calls as `()`, indexes as `[]`). `patterns.py` says how a pattern
matches, `conditions.py` what an entry may ask of the arguments. The tables:

    [defaults]     values for the keys that a table of this file does not give
    [sets]         named lists of pattern pieces; `<name>` in a pattern stands for each of them
    [regexes]      named regexes; `matches = "<name>"` and `names = "<name>"` stand for them
    [[call]]       `events` of a call; none of them: known to mean nothing
    [[assign]]     the same for `target = value`; conditions ask `arg = "value"`
    [[runner]]     `how` a call runs the functions in `args`: now, kept (so, and on what
                   is kept, of which the function makes the next), later (`loop`: again and again),
                   entry (each is an entry of its own, by `trigger`; `nouser`: the parameters that
                   are null when the user is gone; `gone`: what a parameter equals then, `[]` for
                   a collection of nothing; `deps`: the argument that is watched), same (the
                   result is that function), partial (so it is, and given the other arguments ahead
                   of its own), member (the result is the member that the last of
                   `args` names: of the receiver, or of the argument before), apply (the call is
                   one of its first argument, with the others), request (what the call makes is a
                   function; calling that asks for the URL that `args` says), hooks (the result
                   holds hooks, made of the functions in the object that `args` says: `useLogout`
                   of `logoutFn`), operators (the result runs the operators' functions), started
                   (what it is told the class of runs later: a worker, a service, a receiver)
    [[guard]]      what only asks whether the SDK is there, on, or wanted in this build
    [[emit]]       an event by `key`: an argument's index or label, `receiver`, or a key of an
                   object (`0.effect`); `from`: value, type (the field of an object), class (of the
                   argument), path (the argument's last name), types (the call's type argument)
    [[listen]]     who listens to `key`, with the functions in `args` (`within`: the one that the
                   call stands in; none: those of the call that it is given to)
    [[wrapper]]    calls that stand for one of their arguments (`URL`, `to_js`)
    [[kind]]       regex over names, routes, keys, status codes that tell a path's kind, in order
    [[topic]]      regex over one name: `user`, `session`, `token`, `second-service`, …

Keys of `call` and `assign`: `match` (patterns) or `names` (a regex over the whole last name, the
weakest match), `events`, `languages`, `platforms`, `when` (all must hold), `unless` (none may be
known to hold), `weak` (any other match beats it), `confidence` (a step less where a `maybe`
condition cannot be told), `fails` (may throw when awaited), `task` (on the JVM gives a task, which
tells of its failure instead), `ends` (never returns), `provider`
(signs out of who vouches for the user), `rewrites` (a regex over the last name of a call which, on
the same run, stores anew what this one takes away), `outside` (a topic: it means nothing in
functions whose name speaks of that), `inside` (a topic: it means something only there), `kind`
(hint for the path), `requires` (packages, one of which must be installed), `lacks` (packages, none
of which may be), `words` (for the text prefilter),
`note`, `sdk`, `op`, `wrong` (see `entries.Entry`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from fslint import flow
from fslint.conditions import Given, ValueOf, holds, holds_any, may_hold, name_of, one_by_one
from fslint.entries import Entry, Topic, VocabularyError
from fslint.findings import CONFIDENCES
from fslint.flow import Value
from fslint.patterns import Index, PatternError, Score, last_name, split_form
from fslint.picking import pick, typed
from fslint.telling_words import telling_words

__all__ = [
    "Entry", "Event", "Listener", "Meaning", "Runner", "Vocabulary", "VocabularyError",
]  # fmt: skip


class Meaning(NamedTuple):
    """What a call or an assignment means. No events: it is known, and harmless."""

    events: tuple[str, ...]
    confidence: str
    entry: Entry


class Runner(NamedTuple):
    """How a call runs the function values among its arguments; see the module's text."""

    how: str
    args: tuple[int | str, ...]
    trigger: str
    entry: Entry


class Event(NamedTuple):
    """An event that a call sends: by which key, on which channel, and how to read the key."""

    key: Value
    origin: str
    channel: str


class Listener(NamedTuple):
    """Functions that a call lets listen to a key; `within`: the one that the call stands in."""

    key: Value
    origin: str
    channel: str
    functions: tuple[Value, ...]
    within: bool


def as_is(value: Value) -> Value:
    """The value itself: for callers that know no constants."""
    return value


_Rank: TypeAlias = "tuple[Score, int, int]"
_Place: TypeAlias = "tuple[str, tuple[str, ...], str, str, frozenset[str] | None]"
_GIVING = re.compile(r"^(?:get|use)(?=[A-Z])")
_INSTANCES = frozenset({"getInstance()", "instance", "shared", "sharedInstance()"})


class Vocabulary:
    """All tables, indexed. Answers about callees given by their forms."""

    def __init__(self, entries: Sequence[Entry], topics: Sequence[Topic]) -> None:
        """Raises `VocabularyError` for a pattern that cannot be indexed."""
        self.entries = tuple(entries)
        self.topics = tuple(topics)
        self._indexes: dict[str, Index[Entry]] = {}
        self._named: dict[str, list[Entry]] = {}
        self._regex_cache: dict[tuple[str, str], list[Entry]] = {}
        self._kinds = [topic for topic in topics if topic.section == "kind"]
        self._topics: dict[str, list[str]] = {}
        for topic in topics:
            if topic.section == "topic":
                self._topics.setdefault(topic.name, []).append(topic.regex)
        self._spoken: dict[tuple[str, str], bool] = {}
        self._rankings: dict[_Place, list[tuple[_Rank, Entry]]] = {}
        for entry in entries:
            index = self._indexes.setdefault(entry.section, Index())
            for pattern in entry.match:
                try:
                    index.add(pattern, entry)
                except PatternError as error:
                    raise VocabularyError(f"{entry.id}: {error}") from None
            if entry.names:
                self._named.setdefault(entry.section, []).append(entry)
        self.words = telling_words(entries)

    def events(self) -> frozenset[str]:
        """The names of all events that an entry gives."""
        return frozenset(event for entry in self.entries for event in entry.events)

    def calls(
        self,
        forms: Sequence[str],
        call: flow.Call,
        language: str,
        value_of: ValueOf = as_is,
        platform: str = "",
        installed: frozenset[str] | None = None,
    ) -> list[Meaning]:
        """What a call means by the entries that match it best; empty if none does.

        `value_of` gives a name's constant value where it is known, else the name. `platform` and
        `installed` (the app's packages) narrow the entries; '' and None leave all in.
        """
        given = self._given(call.args, language, value_of)
        return self._meanings("call", forms, given, platform, installed)

    def assigns(
        self,
        forms: Sequence[str],
        assign: flow.Assign,
        language: str,
        value_of: ValueOf = as_is,
        platform: str = "",
    ) -> list[Meaning]:
        """What an assignment means; `forms` are its target's. Conditions ask for its `value`, and
        for the `key` at which something is stored."""
        args = (flow.Argument(assign.value, "value"), *_key_of(assign.target))
        given = self._given(args, language, value_of)
        return self._meanings("assign", forms, given, platform)

    def runners(
        self,
        forms: Sequence[str],
        language: str,
        call: flow.Call | None = None,
        value_of: ValueOf = as_is,
    ) -> list[Runner]:
        """How a call runs its functions. Without `call`, entries with conditions do not count."""
        given = self._given(call.args if call else (), language, value_of)
        best = self._best("runner", forms, given)
        found: dict[tuple[object, ...], Runner] = {}
        for e, _ in best:
            if call or not e.when:
                found.setdefault((e.how, e.args, e.trigger), Runner(e.how, e.args, e.trigger, e))
        return list(found.values())

    def guards(self, forms: Sequence[str]) -> bool:
        """Whether a tested value only asks for the SDK: a name, a member, or what a call calls."""
        given = self._given((), "", as_is)
        bare = (form.removesuffix("()") for form in forms)
        return any(self._best("guard", [form], given) for form in (*forms, *bare))

    def emits(
        self, forms: Sequence[str], call: flow.Call, language: str, value_of: ValueOf = as_is
    ) -> list[Event]:
        """The events that a call sends to listeners."""
        given = self._given(call.args, language, value_of)
        found: list[Event] = []
        for entry, _ in self._best("emit", forms, given):
            key = pick(call, entry.key)
            if key is not None:
                found.append(Event(self.unwrap(key), entry.origin, entry.channel))
        return found

    def listens(
        self, forms: Sequence[str], call: flow.Call, language: str, value_of: ValueOf = as_is
    ) -> list[Listener]:
        """The listeners that a call installs."""
        given = self._given(call.args, language, value_of)
        found: list[Listener] = []
        for entry, _ in self._best("listen", forms, given):
            key = typed(call, entry.key) if entry.origin == "types" else pick(call, entry.key)
            functions = tuple(v for v in (pick(call, arg) for arg in entry.args) if v is not None)
            if key is not None:
                within = "within" in entry.args
                key = self.unwrap(key)
                found.append(Listener(key, entry.origin, entry.channel, functions, within))
        return found

    def may_listen(self, callee: Value) -> bool:
        """Whether a call may install a listener, by the last name of its callee alone."""
        if not isinstance(callee, flow.Member):
            return True
        index = self._indexes.get("listen")
        return index is not None and index.knows(callee.name)

    def unwrap(self, value: Value) -> Value:
        """What a wrapping call stands for (`new URL(x)` for `x`), else the value itself."""
        while isinstance(value, flow.Call):
            entries = self._ranked("wrapper", [name_of(value.callee)], "", "", None)
            inner = [v for _, entry in entries if (v := pick(value, entry.key)) is not None]
            if not inner:
                break
            value = inner[0]
        return value

    def kind_of(self, words: Iterable[str]) -> str | None:
        """The kind of path that names, routes, event keys or status codes speak of, if any."""
        listed = list(words)
        for topic in self._kinds:
            if any(re.search(topic.regex, word) for word in listed):
                return topic.name
        return None

    def speaks_of(self, topic: str, name: str) -> bool:
        """Whether a name speaks of a topic: `user`, `token`, `second-service`, …"""
        known = self._spoken.get((topic, name))
        if known is None:
            known = any(re.search(regex, name) for regex in self._topics.get(topic, ()))
            self._spoken[topic, name] = known
        return known

    def _given(self, args: Sequence[flow.Argument], language: str, value_of: ValueOf) -> Given:
        return Given(args, language, lambda value: value_of(self.unwrap(value_of(value))))

    def _find(self, section: str, forms: Sequence[str]) -> list[tuple[Score, Entry]]:
        """The entries whose patterns match one of the forms, with how well."""
        index = self._indexes.get(section)
        found = list(index.find(forms)) if index else []
        if forms and section in self._named:
            path = split_form(forms[-1])[1]
            if not self._tells(path):
                found += [(Score(0, 0), e) for e in self._by_regex(section, last_name(path))]
        return [
            (Score(-1, score.letters) if entry.weak else score, entry) for score, entry in found
        ]

    def _tells(self, path: str) -> bool:
        """Whether what is called belongs to something that only tells of events: a tracker, or
        what gives one (`getTracker()`, `tracker.getInstance()`)."""
        owner, _, name = path.rpartition(".")[0].rpartition(".")
        if name in _INSTANCES:
            name = last_name(owner)
        return self.speaks_of("analytics", _GIVING.sub("", name.removesuffix("()")))

    def _by_regex(self, section: str, name: str) -> list[Entry]:
        known = self._regex_cache.get((section, name))
        if known is None:
            entries = self._named[section]
            bare = name.lstrip("_")
            known = [entry for entry in entries if re.fullmatch(entry.names, bare)]
            self._regex_cache[section, name] = known
        return known

    def _best(
        self,
        section: str,
        forms: Sequence[str],
        given: Given,
        platform: str = "",
        installed: frozenset[str] | None = None,
    ) -> list[tuple[Entry, bool]]:
        """The best-matching entries, each with whether its conditions are known to hold."""
        best: _Rank | None = None
        chosen: list[tuple[Entry, bool]] = []
        each: list[Given] = []
        for rank, entry in self._ranked(section, forms, given.language, platform, installed):
            if best is not None and rank != best:
                break
            each = each or one_by_one(given)
            fit = [g for g in each if may_hold(entry.when, g) and not holds_any(entry.unless, g)]
            if fit and all(entry is not other for other, _ in chosen):
                best = rank
                chosen.append((entry, any(holds(entry.when, one) is True for one in fit)))
        return chosen

    def _ranked(
        self,
        section: str,
        forms: Sequence[str],
        language: str,
        platform: str,
        installed: frozenset[str] | None,
    ) -> list[tuple[_Rank, Entry]]:
        """The entries that match one of the forms there, the best first; found once."""
        key = (section, tuple(forms), language, platform, installed)
        known = self._rankings.get(key)
        if known is None:
            known = self._rankings[key] = [
                ((score, len(entry.when) + len(entry.unless), entry.layer), entry)
                for score, entry in self._find(section, forms)
                if (not language or not entry.languages or language in entry.languages)
                and (not platform or not entry.platforms or platform in entry.platforms)
                and (installed is None or not entry.requires or installed & set(entry.requires))
                and not (installed and installed & set(entry.lacks))
            ]
            known.sort(key=lambda each: each[0], reverse=True)
        return known

    def _meanings(
        self,
        section: str,
        forms: Sequence[str],
        given: Given,
        platform: str,
        installed: frozenset[str] | None = None,
    ) -> list[Meaning]:
        found: dict[tuple[object, ...], Meaning] = {}
        for entry, sure in self._best(section, forms, given, platform, installed):
            confidence = entry.confidence if sure else _lower(entry.confidence)
            meaning = Meaning(entry.events, confidence, entry)
            found.setdefault((entry.events, entry.wrong), meaning)
        return list(found.values())


def _key_of(target: Value) -> tuple[flow.Argument, ...]:
    """The key of a target such as `keychain["token"]`, `Defaults[.token]`."""
    if isinstance(target, flow.Index):
        return (flow.Argument(target.key, "key"),)
    if isinstance(target, flow.Member):
        return (flow.Argument(flow.Name(target.at, target.name), "key"),)
    return ()


def _lower(confidence: str) -> str:
    return CONFIDENCES[max(0, CONFIDENCES.index(confidence) - 1)]
