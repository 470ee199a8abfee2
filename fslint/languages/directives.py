"""Which arms of `#if` are read: those that a build for an iPhone compiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fslint.languages.tokens import Token

UNSHIPPED = frozenset(
    {"DEBUG", "simulator", "macOS", "Linux", "Windows", "tvOS", "watchOS", "TARGET_OS_OSX"}
    | {"TARGET_OS_SIMULATOR", "TARGET_IPHONE_SIMULATOR", "TARGET_OS_TV", "TARGET_OS_WATCH", "0"}
)
SHIPPED = frozenset({"iOS", "TARGET_OS_IOS", "TARGET_OS_IPHONE", "__OBJC__"})
OPENING = frozenset({"if", "ifdef", "ifndef"})
WORDS = OPENING | {"elseif", "elif", "else", "endif"}


class Directive(NamedTuple):
    """A line of conditional compilation: its tokens, its word and what it asks for."""

    start: int
    end: int
    word: str
    condition: tuple[str, ...]


def active(tokens: Sequence[Token], directives: Sequence[Directive]) -> list[Token]:
    """The tokens with one arm of each `#if` left: the first that ships, or the first of all where
    none does. The rest, and the directives, become space; comments stay."""
    kept = list(tokens)
    stack: list[list[tuple[int, int, bool]]] = []
    for start, end, word, condition in directives:
        _blank(kept, start, end)
        ships = word == "else" or _ships(condition, word == "ifndef")
        if word in OPENING:
            stack.append([(end, -1, ships)])
        elif stack:
            arms = stack[-1]
            arms[-1] = (arms[-1][0], start, arms[-1][2])
            if word == "endif":
                _choose(kept, stack.pop())
            else:
                arms.append((end, -1, ships))
    return kept


def _ships(condition: tuple[str, ...], negated: bool) -> bool:
    """Whether a condition may hold in a shipped app; it is read loosely."""
    if "||" in condition:
        return True
    for place, text in enumerate(condition):
        before = [said for said in condition[max(place - 3, 0) : place] if said not in ("(", "os")]
        not_so = negated or "!" in before or "targetEnvironment" in before[:-1]
        if text in UNSHIPPED and not not_so:
            return False
        if text in SHIPPED and not_so:
            return False
    return True


def _choose(kept: list[Token], arms: list[tuple[int, int, bool]]) -> None:
    chosen = next((place for place, arm in enumerate(arms) if arm[2]), 0)
    for place, (start, end, _) in enumerate(arms):
        if place != chosen:
            _blank(kept, start, end)


def _blank(kept: list[Token], start: int, end: int) -> None:
    for index in range(start, end):
        if kept[index].kind != "comment":
            kept[index] = kept[index]._replace(kind="space")
