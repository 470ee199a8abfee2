"""Configuration: `[tool.fslint]` in pyproject.toml, or fslint.toml.

The nearest file upwards from what is checked is used, alone. Every mistake in it is an error that
names the file, the key and, where there is one, the word that was probably meant.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fslint.config_keys import APP_KEYS, KEYS, Key
from fslint.findings import SEVERITIES
from fslint.rule_names import did_you_mean, is_selected, rule_names, unknown_selector
from fslint.sources import DEFAULT_MAX_BYTES

_TOML_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)
_OFF = ("off", "none", "ignore", "disabled", False)
FILE_NAMES = ("fslint.toml", "pyproject.toml")


class ConfigError(Exception):
    """Mistakes in a configuration file or in options, one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class AppConfig:
    """What holds for one app only."""

    severity: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    assume_fullstory: bool = False


@dataclass(frozen=True)
class Config:
    """The settings of a run. `path` is the file that they came from, None for the defaults.

    `rules` and `vocabulary` are absolute folders; globs and the folders of `apps` are relative to
    the configuration file's folder.
    """

    path: Path | None = None
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    min_severity: str = "suggestion"
    min_confidence: str = "medium"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[Path, ...] = ()
    vocabulary: tuple[Path, ...] = ()
    namespace: str = "FS"
    assume_fullstory: bool = False
    releasers: tuple[str, ...] = ()
    sign_outs: tuple[str, ...] = ()
    apps: Mapping[str, AppConfig] = field(default_factory=dict)
    max_file_size: int = DEFAULT_MAX_BYTES
    cache: bool = True

    def selects(self, code: str) -> bool:
        """Whether a rule is to run at all."""
        name = rule_names(self.rules).get(code, "")
        return is_selected(code, name, self.select, self.ignore)

    def selected_codes(self) -> frozenset[str]:
        """The codes of all rules that are to run."""
        return frozenset(code for code in rule_names(self.rules) if self.selects(code))


def find(start: Path, cwd: Path | None = None) -> Path | None:
    """The nearest configuration file from `start` (a folder) upwards, up to a repository's root.

    One that speaks for the current folder too, in which `start` lies, goes before a nearer one: a
    run on some files must not be told otherwise than a run on all. A pyproject.toml without a
    `[tool.fslint]` table is passed over. Raises ConfigError where a candidate cannot be read.
    """
    nearest = None
    sought = cwd if cwd and start.is_relative_to(cwd) else start
    for folder in (start, *start.parents):
        here = next((path for name in FILE_NAMES if _is_one(path := folder / name)), None)
        nearest = nearest or here
        if here and sought.is_relative_to(folder):
            return here
        if (folder / ".git").exists():
            break
    return nearest


def _is_one(path: Path) -> bool:
    return path.is_file() and (path.name == FILE_NAMES[0] or _has_table(path))


def load(path: Path) -> Config:
    """Read a configuration file. Raises ConfigError with every mistake in it."""
    text = _read(path)
    tables = _parse(path, text)
    if path.name == "pyproject.toml":
        tables = tables.get("tool", {}).get("fslint", {})
        if not isinstance(tables, dict):
            raise ConfigError([f"{path}: tool.fslint: must be a table"])
    reader = _Reader(path, text)
    values = reader.table(tables, KEYS, "")
    if reader.problems:
        raise ConfigError(reader.problems)
    return Config(path=path, **values)


def with_options(config: Config, **options: Any) -> Config:
    """The configuration with command-line options laid over it; None leaves a setting alone.

    `select` replaces the configured one, `ignore` adds to it. Raises ConfigError for a selector
    that names no rule.
    """
    given = {name: value for name, value in options.items() if value is not None}
    known = rule_names(config.rules)
    problems = [
        f"--{name}: {problem}"
        for name in ("select", "ignore")
        for selector in given.get(name, ())
        if (problem := unknown_selector(selector, known))
    ]
    if problems:
        raise ConfigError(problems)
    if "ignore" in given:
        given["ignore"] = (*config.ignore, *given["ignore"])
    return dataclasses.replace(config, **given)


def _has_table(path: Path) -> bool:
    text = _read(path)
    if "fslint" not in text:
        return False
    tool = _parse(path, text).get("tool", {})
    return isinstance(tool, dict) and "fslint" in tool


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not valid UTF-8"
        raise ConfigError([f"{path}: {reason}"]) from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    import tomli

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        said = _TOML_PLACE.fullmatch(str(error))
        where, problem = (f":{said[2]}:{said[3]}", said[1]) if said else ("", str(error))
        raise ConfigError([f"{path}{where}: {problem}"]) from error


class _Reader:
    """Checks and converts a file's tables, gathering every mistake."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.problems: list[str] = []
        self.known: Mapping[str, str] = rule_names()
        self.readers: dict[str, Callable[[Any, str, Key], Any]] = {
            "rules": self.rules,
            "globs": self.globs,
            "callees": self.callees,
            "folders": self.folders,
            "severities": self.severities,
            "choice": self.choice,
            "rules-by-glob": self.rules_by_glob,
            "string": self.string,
            "flag": self.flag,
            "size": self.size,
            "apps": self.apps,
        }

    def table(self, table: dict[str, Any], keys: tuple[Key, ...], where: str) -> dict[str, Any]:
        by_name = {key.name: key for key in keys}
        for name in table:
            if name not in by_name:
                hint = did_you_mean(name, by_name)
                if name == "tool" and not where:
                    hint = ": in this file the settings stand without [tool.fslint]"
                self.fault(where + name, f"unknown key{hint}")
        values: dict[str, Any] = {}
        if "rules" in by_name and "rules" in table:  # first: other keys may name their codes
            values["rules"] = self.folders(table["rules"], "rules", by_name["rules"])
            self.known = rule_names(values["rules"])
        for name, key in by_name.items():
            if name in table and key.field not in values:
                values[key.field] = self.readers[key.kind](table[name], where + name, key)
        return values

    def fault(self, where: str, problem: str) -> None:
        self.problems.append(f"{self.path}{self.line(where)}: {where}: {problem}")

    def line(self, where: str) -> str:
        """`:line` of the only place that assigns the key or opens its table, else ''."""
        name = re.escape(where.rpartition(".")[2])
        found = list(
            re.finditer(rf'(?m)^[ \t]*(?:\[.*?)?["\']?{name}["\']?\]?[ \t]*(?:=|$)', self.text)
        )
        return f":{self.text.count(chr(10), 0, found[0].end()) + 1}" if len(found) == 1 else ""

    def mapping(self, value: Any, where: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.fault(where, "must be a table")
        return {}

    def strings(self, value: Any, where: str, key: Key) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
            return tuple(value)
        self.fault(where, f"must be a list of strings, such as {_example(key)}")
        return ()

    def rules(self, value: Any, where: str, key: Key) -> tuple[str, ...]:
        selectors = self.strings(value, where, key)
        for selector in selectors:
            problem = unknown_selector(selector, self.known)
            if problem:
                self.fault(where, problem)
        return selectors

    def rules_by_glob(self, value: Any, where: str, key: Key) -> dict[str, tuple[str, ...]]:
        table = self.mapping(value, where)
        for glob in table:
            self.glob(glob, f"{where}.{glob}")
        return {glob: self.rules(codes, f"{where}.{glob}", key) for glob, codes in table.items()}

    def globs(self, value: Any, where: str, key: Key) -> tuple[str, ...]:
        globs = self.strings(value, where, key)
        for glob in globs:
            self.glob(glob, where)
        return globs

    def glob(self, glob: str, where: str) -> None:
        from pathspec import GitIgnoreSpec

        try:
            patterns = GitIgnoreSpec.from_lines([glob]).patterns
        except (ValueError, re.error):
            patterns = []
        if not any(pattern.include is not None for pattern in patterns):
            self.fault(where, f"'{glob}' matches nothing, as a pattern of .gitignore")

    def callees(self, value: Any, where: str, key: Key) -> tuple[str, ...]:
        from fslint.patterns import PatternError, last_names

        callees = self.strings(value, where, key)
        for callee in callees:
            try:
                last_names(callee)
            except PatternError as error:
                self.fault(where, str(error))
            if any(char.isspace() for char in callee) or callee.count("(") != callee.count(")"):
                self.fault(where, f"'{callee}' is no callee, such as 'session.forget'")
        return callees

    def folders(self, value: Any, where: str, key: Key) -> tuple[Path, ...]:
        folders = tuple(self.path.parent.resolve() / one for one in self.strings(value, where, key))
        for folder in folders:
            if not folder.is_dir():
                self.fault(where, f"no such folder: {folder}")
        return folders

    def severities(self, value: Any, where: str, key: Key) -> dict[str, str]:
        chosen: dict[str, str] = {}
        for rule, severity in self.mapping(value, where).items():
            codes = [code for code, name in self.known.items() if rule in (code, name)]
            if not codes:
                names = [*self.known, *self.known.values()]
                self.fault(f"{where}.{rule}", f"no such rule{did_you_mean(rule, names)}")
            elif severity in _OFF:
                self.fault(f"{where}.{rule}", f"a rule is turned off by ignore = [{codes[0]!r}]")
            elif self.one_of(severity, f"{where}.{rule}", SEVERITIES):
                chosen[codes[0]] = severity
        return chosen

    def choice(self, value: Any, where: str, key: Key) -> str:
        return str(value) if self.one_of(value, where, key.choices) else str(key.default)

    def one_of(self, value: Any, where: str, choices: tuple[str, ...]) -> bool:
        if isinstance(value, str) and value in choices:
            return True
        hint = did_you_mean(value, choices) if isinstance(value, str) else ""
        self.fault(where, f"must be one of {', '.join(choices)}{hint}")
        return False

    def string(self, value: Any, where: str, key: Key) -> str:
        if isinstance(value, str) and value:
            return value
        self.fault(where, "must be a string")
        return str(key.default)

    def flag(self, value: Any, where: str, key: Key) -> bool:
        if isinstance(value, bool):
            return value
        self.fault(where, "must be true or false")
        return bool(key.default)

    def size(self, value: Any, where: str, key: Key) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.fault(where, "must be a number of bytes above 0")
        return int(key.default)

    def apps(self, value: Any, where: str, key: Key) -> dict[str, AppConfig]:
        apps = {}
        for folder, given in self.mapping(value, where).items():
            name = f"{where}.{folder}"
            if not (self.path.parent / folder).is_dir():
                self.fault(name, "no such folder")
            table = self.table(self.mapping(given, name), APP_KEYS, f"{name}.")
            apps[folder.strip("/")] = AppConfig(**table)
        return apps


def _example(key: Key) -> str:
    examples = {"globs": "src/**", "callees": "session.forget", "folders": "lint/rules"}
    return f'["{examples.get(key.kind, "FS203")}"]'
