"""Which step of a path decides that an identity ends, and the paths that share one.

A helper that asks a server and signs the user out where the answer says so is called from many
places that know nothing of sign-outs. Those are not as many logout paths: it is one, which begins
in all of them. Where the entry itself decides, or the helper does so without asking anything,
each entry is a path of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from fslint.findings import LogoutPath, Place
from fslint.flow import Assign, FileFlow
from fslint.link.index import Fn
from fslint.link.traverse import steps_in
from fslint.paths.entries import ENDINGS, Root
from fslint.paths.kinds import call_of
from fslint.paths.states import Happening
from fslint.paths.statuses import decides, leaves_open

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

CROWD = 6
BY_USER = frozenset({"manual", "account-deletion", "switch"})


def decided_at(facts: Facts, root: Root, items: list[Happening]) -> Place | None:
    """Where a run decides to end the identity, if a function does so that the entry only shares
    with others, or that others share with it; None where the entry decides for itself."""
    for place, item in enumerate(items):
        called = item.kind == "call" and _speaks(facts, item)
        open_still = called and leaves_open(facts, item.fn, call_of(facts, item))
        if item.kind in ENDINGS or (called and not open_still):
            before = items[:place]
            deciding: Happening | None = item
            while deciding is not None:
                around = _named(facts, deciding.fn)
                if around == _named(facts, root.fn) and not decides(facts.program, root.fn):
                    return None
                if _asked(facts, around, before):
                    return Place(deciding.fn.file, *deciding.span)
                deciding = _caller(facts, deciding.fn, before)
    return None


def _caller(facts: Facts, fn: Fn, before: list[Happening]) -> Happening | None:
    """The call by which a run came into a function; `before` loses it, and what came after."""
    while before:
        item = before.pop()
        if item.kind == "call" and fn in _run_by(facts, item):
            return item
    return None


def _run_by(facts: Facts, item: Happening) -> list[Fn]:
    """The functions that a call on a run may have run, or the assignment that it stands for."""
    call = call_of(facts, item)
    if call is not None:
        return facts.called(item.fn, call)
    return [
        one
        for step in steps_in(facts.program.function(item.fn).body)
        if isinstance(step, Assign) and step.span == item.span
        for one in facts.set_off(item.fn, step)
    ]


def _speaks(facts: Facts, item: Happening) -> bool:
    """Whether a call, or the event that it sends, is called after the end of an identity."""
    vocabulary = facts.program.vocabulary
    call = call_of(facts, item)
    words = [item.note.rpartition(".")[2]]
    if call is not None:
        words += [key.rpartition(":")[2] for key in facts.program.keys.sent(call, item.fn)]
    return any(
        vocabulary.speaks_of("logout-url", word)
        or vocabulary.kind_of([word]) in ("account-deletion", "switch")
        for word in words
    )


def _asked(facts: Facts, around: Fn, before: list[Happening]) -> bool:
    """Whether a function has asked something on the way to its decision."""
    return any(i.kind == "branch" and _named(facts, i.fn) == around for i in before)


def _named(facts: Facts, fn: Fn) -> Fn:
    """The function with a name that a function literal stands in, or the function itself."""
    functions = facts.program.flows[fn.file].functions
    index = fn.index
    while functions[index].kind == "arrow" and functions[index].parent > 0:
        index = functions[index].parent
    return Fn(fn.file, index)


def together(paths: Iterable[LogoutPath], flows: Mapping[str, FileFlow]) -> list[LogoutPath]:
    """The paths, those of a kind that one step decides as one: the shortest, with the entries of
    all. What a user sets off is a path of its own, whatever it shares, unless so much else comes
    to the same step that nobody there has asked for a logout; a button that several scripts show
    is one entry. Handlers that stand in one method and come to the same are one path too, and what
    another path runs whole, by a function that stands in its entry, is a part of that."""
    listed = _wholes(list(paths), flows)
    crowds = Counter((path.app, path.decided_at, path.kind) for path in listed)
    decided = {
        one.decided_at: one.app
        for one in listed
        if one.decided_at is not None and not _within(one.decided_at, one.entry.place)
    }
    groups: dict[object, list[LogoutPath]] = {}
    for path in listed:
        crowd = crowds[path.app, path.decided_at, path.kind] >= CROWD
        alone = path.decided_at is None or (path.kind in BY_USER and not crowd)
        begun: object = path.entry.place if alone else path.decided_at
        app = path.app
        if path.kind not in BY_USER:
            inside = [place for place in decided if _within(place, path.entry.place)]
            if inside:  # others come to what decides here
                begun, app = inside[0], decided[inside[0]]
            elif alone or path.decided_at not in decided:
                begun = _in_method(path, flows)
        alike = (path.kind in BY_USER and alone, app, begun, path.kind)
        groups.setdefault((*alike, path.verdict, path.codes), []).append(path)
    return [_joined(group) for group in groups.values()]


def _wholes(paths: list[LogoutPath], flows: Mapping[str, FileFlow]) -> list[LogoutPath]:
    """The paths without those that no user sets off and that are a part of another: that begin in
    the midst of another's entry, or of a call on the way of that, which comes to all they do. Those
    of one method are brought together later."""
    around: dict[tuple[str, str, str], list[tuple[Place, LogoutPath]]] = {}
    for path in paths:
        if path.kind not in BY_USER:
            calls = (step.place for step in path.steps if step.event == "call")
            for place in dict.fromkeys((path.entry.place, *calls)):
                around.setdefault((place.file, path.kind, path.verdict), []).append((place, path))

    def is_part(path: LogoutPath) -> bool:
        begun = path.entry.place
        method = _in_method(path, flows)
        return any(
            _within(begun, place)
            and begun != other.entry.place
            and (method == begun or method != _in_method(other, flows))
            and _has_all(other, path)
            for place, other in around.get((begun.file, path.kind, path.verdict), ())
        )

    return [path for path in paths if not is_part(path)]


def _has_all(path: LogoutPath, part: LogoutPath) -> bool:
    """Whether a path comes to all the steps of another, and says all that is wrong there."""
    places = {step.place for step in path.steps}
    return set(part.codes) <= set(path.codes) and all(s.place in places for s in part.steps)


def _in_method(path: LogoutPath, flows: Mapping[str, FileFlow]) -> tuple[Place, Place] | Place:
    """The method that a path's entry stands in and where the path ends the identity; only where
    it begins where there is none."""
    entry = path.entry.place
    ending = next((step.place for step in path.steps if step.event in ENDINGS), None)
    for function in flows[entry.file].functions if entry.file in flows else ():
        around = Place(entry.file, *function.span)
        if function.owner >= 0 and function.kind == "method" and _within(entry, around) and ending:
            return around, ending
    return entry


def _within(place: Place, around: Place) -> bool:
    return place.file == around.file and around.start <= place.start and place.end <= around.end


def _joined(group: list[LogoutPath]) -> LogoutPath:
    shortest = min(group, key=lambda path: len(path.steps))
    place = shortest.entry.place
    others = tuple(path.entry for path in group if path.entry.place != place)
    return replace(shortest, also_from=others) if others else shortest
