"""One table of a rule page's TOML being read: strictly, with each mistake named at its line.

Every key is asked for once, with what may stand there; `done` refuses what is left over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from fslint.automata import Events, parse_event
from fslint.conditions import Condition, read_condition
from fslint.entries import GROUPS, LANGUAGES
from fslint.pages import Block, PageError
from fslint.patterns import PatternError, last_names
from fslint.rule_names import did_you_mean

PLACEHOLDERS = {
    "event": "the source text of the event that the finding stands at",
    "other": "the source text of the event that makes it wrong",
    "line": "the line of that other event",
    "entry": "the name of the path's entry",
    "kind": "the kind of logout, in words",
    "limit": "the rate limit of the platform, in words",
    "call": "the source text of the callee",
    "value": "the source text of the offending value",
    "instead": "what to write instead",
    "sdk": "the SDK that is installed, with its version",
}

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_REQUIREMENT = re.compile(r"([^\s<>=]+)(?:\s*(<|>=)\s*([0-9]+(?:\.[0-9]+)*))?")
T = TypeVar("T")


class Requirement(NamedTuple):
    """A package that must be installed; `sign` and `version` bound it ('' and () for any)."""

    name: str
    sign: str = ""
    version: tuple[int, ...] = ()


class Where(NamedTuple):
    """The part of a call that a finding stands at: `call`, `callee`, or an argument's `key`."""

    part: str
    arg: int | str = 0
    key: tuple[str, ...] = ()


def fill(template: str, values: Mapping[str, object]) -> str:
    """`template` with its placeholders replaced. Raises KeyError for one without a value."""
    return _PLACEHOLDER.sub(lambda m: str(values[m[1]]), template)


class Table:
    """A table called `name` ('' for the page's own), the `nth` of that name in the block."""

    def __init__(
        self, data: dict[str, Any], name: str, block: Block, file: str, nth: int = 0
    ) -> None:
        self._data = dict(data)
        self._asked: list[str] = []
        self._name = name
        self._block = block
        self._file = file
        self._nth = nth

    def error(self, key: str, message: str) -> PageError:
        """A mistake at `key` of this table, at its header (the block's first line) if absent."""
        place = re.compile(rf"\s*(?:\[\[?)?{re.escape(key)}\s*(?:=|\])")
        headers, first = 0, 0
        inside = not self._name
        for number, line in enumerate(self._block.text.splitlines()):
            if self._name and line.startswith("["):
                named = line.strip().strip("[]").strip() == self._name
                headers += named
                inside = named and headers == self._nth + 1
                first = number if inside else first
            elif inside and place.match(line):
                first = number
                break
        return PageError(self._file, self._block.line + first, message)

    def _take(self, key: str, kind: type[T], wanted: str, default: T | None) -> T:
        self._asked.append(key)
        value = self._data.pop(key, default)
        if value is None:
            raise self.error(key, f"expected `{key}`{self._where()}: {wanted}")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, f"`{key}`{self._where()}: expected {wanted}, found {value!r}")
        return value

    def _where(self) -> str:
        return f" in [{self._name}]" if self._name else ""

    def text(self, key: str, default: str | None = None) -> str:
        return self._take(key, str, "a string", default)

    def words(self, key: str, default: str | None = None) -> str:
        text = self.text(key, default)
        for name in _PLACEHOLDER.findall(text):
            if name not in PLACEHOLDERS:
                known = ", ".join(sorted(PLACEHOLDERS))
                raise self.error(key, f"unknown placeholder {{{name}}}: expected one of {known}")
        return text

    def matching(self, key: str, pattern: re.Pattern[str], wanted: str) -> str:
        text = self._take(key, str, wanted, None)
        if not pattern.fullmatch(text):
            raise self.error(key, f"`{key}`{self._where()}: expected {wanted}, found `{text}`")
        return text

    def count(self, key: str, default: int) -> int:
        return self._take(key, int, "a number", default)

    def one_of(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        wanted = "one of " + ", ".join(allowed)
        text = self._take(key, str, wanted, default)
        if text != default and text not in allowed:
            raise self.error(key, f"`{key}`{self._where()}: expected {wanted}, found `{text}`")
        return text

    def several_of(
        self, key: str, allowed: Sequence[str], *, required: bool = True
    ) -> tuple[str, ...]:
        wanted = "a list of " + ", ".join(allowed)
        values = self._take(key, list, wanted, None if required else [])
        for value in values:
            if value not in allowed:
                raise self.error(key, f"`{key}`: expected {wanted}, found {value!r}")
        return tuple(values)

    def events(self, key: str, *, required: bool = True) -> Events:
        wanted = "a list of events such as anonymize[async]"
        values = self._take(key, list, wanted, None if required else [])
        try:
            return tuple(parse_event(str(value)) for value in values)
        except ValueError as error:
            raise self.error(key, str(error)) from error

    def strings(self, key: str) -> tuple[str, ...]:
        values = self._take(key, list, "a list of strings", [])
        if not all(isinstance(value, str) for value in values):
            raise self.error(key, f"`{key}`{self._where()}: expected a list of strings")
        return tuple(values)

    def patterns(self, key: str) -> tuple[str, ...]:
        values = self.strings(key)
        try:
            for value in values:
                last_names(value)
        except PatternError as error:
            raise self.error(key, str(error)) from error
        return values

    def languages(self, key: str) -> frozenset[str]:
        names = self.several_of(key, (*GROUPS, *LANGUAGES), required=False)
        return frozenset(language for name in names for language in GROUPS.get(name, (name,)))

    def conditions(self, key: str) -> tuple[Condition, ...]:
        wanted = "a list of conditions such as { arg = 0, is = false }"
        values = self._take(key, list, wanted, [])
        if not all(isinstance(value, dict) for value in values):
            raise self.error(key, f"`{key}`{self._where()}: expected {wanted}")
        try:
            return tuple(read_condition(value) for value in values)
        except ValueError as error:
            raise self.error(key, str(error)) from error

    def requirements(self, key: str) -> tuple[Requirement, ...]:
        found = []
        for text in self.strings(key):
            match = _REQUIREMENT.fullmatch(text.strip())
            if match is None:
                raise self.error(key, f"expected a package such as `a/b >= 2.1`, found `{text}`")
            parts = tuple(int(part) for part in (match[3] or "").split(".") if part)
            found.append(Requirement(match[1], match[2] or "", parts))
        return tuple(found)

    def where(self, key: str) -> Where:
        wanted = "`call`, `callee` or { arg = 1, key = 'uid' }"
        self._asked.append(key)
        value = self._data.pop(key, "callee")
        if value in ("call", "callee"):
            return Where(value)
        if isinstance(value, dict) and "arg" in value and value.keys() <= {"arg", "key"}:
            path = value.get("key", "")
            if isinstance(value["arg"], int | str) and isinstance(path, str):
                return Where("argument", value["arg"], tuple(path.split(".")) if path else ())
        raise self.error(key, f"`{key}`{self._where()}: expected {wanted}, found {value!r}")

    def tables(self, key: str) -> list[Table]:
        self._asked.append(key)
        value = self._data.pop(key, [])
        tables = value if isinstance(value, list) else [value]
        if not all(isinstance(table, dict) for table in tables):
            raise self.error(key, f"expected a table [{key}] or several [[{key}]]")
        return [Table(t, key, self._block, self._file, nth) for nth, t in enumerate(tables)]

    def done(self) -> None:
        """Raises PageError for the first key that nobody asked for."""
        for key in self._data:
            hint = did_you_mean(key, self._asked)
            known = ", ".join(self._asked)
            raise self.error(
                key, f"unknown key `{key}`{self._where()}{hint}: expected one of {known}"
            )
