"""Globs over a callee's forms, found by the last name.

A form is one way to write what is called: `firebase/auth#signOut` (module # path) or the text or
type form `supabase.auth.signOut`. A pattern is a glob over one form: `*` is any run of characters
but `#`, `{a,b}` are alternatives (they may be empty, and do not nest), everything else stands for
itself. A pattern with `#` matches resolved forms only. The last name must be spelt out, so that a
call looks at the few patterns that end as it does. Matching walks the literal pieces once, from
left to right: it cannot backtrack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

_BALANCED = re.compile(r"[^{}]*(?:\{[^{}]*\}[^{}]*)*\Z")

T = TypeVar("T")


class PatternError(ValueError):
    """A pattern that cannot be read; the message says why."""


class Score(NamedTuple):
    """How exact a match is: `tier` first (3 resolved, 2 spelt out, 1 with `*`, 0 by regex)."""

    tier: int
    letters: int


class Glob(NamedTuple):
    """One pattern without alternatives. `module` is None for a pattern without `#`."""

    module: tuple[str, ...] | None
    path: tuple[str, ...]
    score: Score

    def matches(self, module: str | None, path: str) -> bool:
        """Whether a form, split by `split_form`, is one of this glob's."""
        return self.of_module(module) and _fits(self.path, path)

    def of_module(self, module: str | None) -> bool:
        """Whether a form of a module, or of none, may be one of this glob's."""
        if self.module is None or module is None:
            return self.module is None and module is None
        return _fits(self.module, module)


class _Globs(Generic[T]):
    """The globs that end with one name, so that few are tried: those without `*` by what they
    spell out, those that begin with their only `*` by how they end, and all others. Each keeps its
    place among them all."""

    def __init__(self) -> None:
        self._spelt: dict[str, list[tuple[int, Glob, T]]] = {}
        self._ends: dict[int, dict[str, list[tuple[int, Glob, T]]]] = {}
        self._rest: list[tuple[int, Glob, T]] = []
        self._count = 0

    def add(self, glob: Glob, item: T) -> None:
        found = (self._count, glob, item)
        self._count += 1
        first, *more = glob.path
        if not more:
            self._spelt.setdefault(first, []).append(found)
        elif not first and len(more) == 1:
            self._ends.setdefault(len(more[0]), {}).setdefault(more[0], []).append(found)
        else:
            self._rest.append(found)

    def find(self, module: str | None, path: str) -> list[tuple[int, Glob, T]]:
        """The globs that match a form, in the order in which they were added."""
        found = list(self._spelt.get(path, ()))
        for length, ends in self._ends.items():
            found += ends.get(path[-length:], ())
        found = [one for one in found if one[1].of_module(module)]
        found += [one for one in self._rest if one[1].matches(module, path)]
        return sorted(found, key=_PLACE)


_PLACE = itemgetter(0)


class Index(Generic[T]):
    """Patterns by the last name of what they match, each with what it stands for.

    A pattern is spelt out into globs when its name is first asked for, so that filing is cheap.
    """

    def __init__(self) -> None:
        self._filed: dict[str, list[tuple[str, T]]] = {}
        self._globs: dict[str, _Globs[T]] = {}

    def add(self, pattern: str, item: T) -> None:
        """File `item` under `pattern`. Raises `PatternError`."""
        for name in last_names(pattern):
            self._filed.setdefault(name, []).append((pattern, item))

    def find(self, forms: Sequence[str]) -> Iterator[tuple[Score, T]]:
        """What the patterns that match any of `forms` stand for, with how exact each match is."""
        for form in forms:
            module, path = split_form(form)
            globs = self._named(last_name(path))
            for _, glob, item in globs.find(module, path) if globs is not None else ():
                yield glob.score, item

    def knows(self, name: str) -> bool:
        """Whether some pattern ends with a name."""
        return name in self._filed

    def names(self) -> frozenset[str]:
        """Every last name that some pattern ends with."""
        return frozenset(self._filed)

    def _named(self, name: str) -> _Globs[T] | None:
        globs = self._globs.get(name)
        if globs is None and name in self._filed:
            globs = self._globs[name] = _Globs()
            for pattern, item in self._filed[name]:
                for text in _ending(name, pattern):
                    globs.add(_compile(text), item)
        return globs


def split_form(form: str) -> tuple[str | None, str]:
    """A form's module (None if it has none) and path. A private `.#name` loses its mark."""
    module, mark, path = form.replace(".#", ".").partition("#")
    return (module, path) if mark else (None, module)


def last_name(path: str) -> str:
    """The name that a form ends with: `signOut` of `auth().signOut`, `useNavigate()` of itself."""
    return path[path.rfind(".") + 1 :]


def alternatives(pattern: str) -> list[str]:
    """The pattern with each choice of its braces spelt out."""
    head, opened, rest = pattern.partition("{")
    if not opened:
        return [pattern]
    inner, _, tail = rest.partition("}")
    ends = alternatives(tail)
    return [head + choice + end for choice in inner.split(",") for end in ends]


def _ending(name: str, pattern: str, tail: str = "") -> Iterator[str]:
    """The alternatives of a pattern, followed by `tail`, whose last name is `name`: chosen from
    the end, so that the others are not spelt out."""
    front, group, rest = pattern.rpartition("}")
    tail = rest + tail
    cut = max(tail.rfind("."), tail.rfind("#"))
    whole = cut >= 0 or not group
    if tail[cut + 1 :] != name if whole else not name.endswith(tail):
        return
    if not group:
        yield tail
        return
    head, _, inner = front.rpartition("{")
    for choice in inner.split(","):
        yield from _ending(name, head, choice + tail)


def last_names(pattern: str) -> set[str]:
    """The last names of what a pattern matches. Raises `PatternError` if it is no pattern."""
    if not _BALANCED.match(pattern):
        raise PatternError(f"'{pattern}' has braces that nest or do not close")
    if pattern.count("#") > 1 and any(text.count("#") > 1 for text in alternatives(pattern)):
        raise PatternError(f"'{pattern}' has more than one '#'")
    names = _names(pattern)
    if "" in names or not all(name.strip("()[]") for name in names):
        raise PatternError(f"'{pattern}' has no last name")
    if any("*" in name for name in names):
        raise PatternError(f"the last name of '{pattern}' must be spelt out, without '*'")
    return names


def _names(text: str) -> set[str]:
    """What may follow the last `.` or `#` of a pattern, or of the head of one."""
    head, group, tail = text.rpartition("}")
    cut = max(tail.rfind("."), tail.rfind("#"))
    if cut >= 0 or not group:
        return {tail[cut + 1 :]}
    head, _, inner = head.rpartition("{")
    if "." not in inner and "#" not in inner:
        return {front + choice + tail for front in _names(head) for choice in inner.split(",")}
    names: set[str] = set()
    for choice in inner.split(","):
        cut = max(choice.rfind("."), choice.rfind("#"))
        fronts = ("",) if cut >= 0 else _names(head)
        names.update(front + choice[cut + 1 :] + tail for front in fronts)
    return names


def _compile(text: str) -> Glob:
    module, mark, path = text.rpartition("#")
    tier = 3 if mark else 1 if "*" in path else 2
    score = Score(tier, len(text) - text.count("*"))
    return Glob(tuple(module.split("*")) if mark else None, tuple(path.split("*")), score)


def _fits(pieces: tuple[str, ...], text: str) -> bool:
    if len(pieces) == 1:
        return pieces[0] == text
    first, last = pieces[0], pieces[-1]
    end = len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last) or end < len(first):
        return False
    at = len(first)
    for piece in pieces[1:-1]:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
