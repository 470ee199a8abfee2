"""Rule pages as rules: one Markdown file each, defined by its one plain `toml` block.

    code = "FS206"                      the letters and digits that name it everywhere
    name = "repeated-anonymize"         with the code, the file's name
    title = "Repeated anonymize"
    summary = "…"                       one line, for lists
    severity = "warning"                or error, suggestion; a demand or form may differ
    confidence = "high"                 or medium, low; likewise
    platforms = ["web", "ios", …]       each has a bad and a quiet example on the page
    since = "0.1.0"
    message = "…"                       what is wrong, in one line, with placeholders
    why = "…"                           why it matters
    help = "…"                          what to do

    [path]                              or several [[path]]: demands on runs, see `automata.py`
    [[form]]                            what the visitor tells apart, each with its own words
    visitor = "calls"                   the visitor of that name, for what no demand can say
    [fix]                               or several [[fix]]: the ways to mend it

A page with neither demands nor a visitor is reported by the engine itself. Placeholders such as
`{event}` are those of `PLACEHOLDERS`; any other text in braces stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import tomli

from fslint import automata, pages
from fslint.automata import Demand
from fslint.findings import CONFIDENCES, SAFETIES, SEVERITIES
from fslint.pages import PageError
from fslint.rule_names import did_you_mean

PLATFORMS = ("web", "python", "ios", "android", "flutter", "react-native", "config")
VISITORS = ("calls",)
SCOPES = {"logout": "sign_out", "switch": "switch", "any": ""}
FIX_KINDS = (
    "replace",  # put the right call in the place of the wrong one
    "insert",  # add the missing call before the navigation, after the event
    "finally",  # let the call run however the block is left
    "move",  # move the late call, or the late event, before what it must precede
    "remove",  # delete the call
    "await",  # await the call
    "bound",  # give the awaited call a time limit
)
PLACEHOLDERS = {
    "event": "the source text of the event that the finding stands at",
    "other": "the source text of the event that makes it wrong",
    "line": "the line of that other event",
    "entry": "the name of the path's entry",
    "kind": "the kind of logout, in words",
    "limit": "the rate limit of the platform, in words",
    "call": "the source text of the callee",
    "value": "the source text of the offending value",
    "instead": "the call to write instead",
    "sdk": "the SDK that is installed, with its version",
}

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_CODE = re.compile(r"[A-Z]{2,10}[0-9]{1,5}")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TOML_LINE = re.compile(r"\(at line ([0-9]+)")
T = TypeVar("T")


class PathDemand(NamedTuple):
    """One demand of a rule on a path, with its own severity, confidence and message."""

    demand: Demand
    severity: str
    confidence: str
    message: str


class Form(NamedTuple):
    """One kind of mistake that a visitor tells apart, by `id`."""

    id: str
    severity: str
    confidence: str
    message: str
    help: str


class FixSpec(NamedTuple):
    """One way to mend a finding.

    `safety` holds where the page's condition for it does, `otherwise` ('' for no fix) elsewhere.
    """

    title: str
    kind: str
    safety: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, as its page defines it. `text` is the page's Markdown, `file` its path."""

    code: str
    name: str
    title: str
    summary: str
    severity: str
    confidence: str
    platforms: tuple[str, ...]
    since: str
    message: str
    why: str
    help: str
    paths: tuple[PathDemand, ...]
    forms: Mapping[str, Form]
    visitor: str
    fixes: tuple[FixSpec, ...]
    text: str
    file: str


class UnknownRuleError(LookupError):
    """No rule has that code or name; the message says what may have been meant."""


def load(dirs: Iterable[Path]) -> list[Rule]:
    """The rules of all pages (`*.md`, but no README) directly in `dirs`, sorted by code.

    Raises PageError for a mistake in a page, two rules of one code or name, and a folder that
    is not there.
    """
    rules: dict[str, Rule] = {}
    for folder in dirs:
        if not folder.is_dir():
            raise PageError(str(folder), 1, "expected a folder of rule pages")
        for page in sorted(folder.glob("*.md")):
            if page.stem.lower() == "readme":
                continue
            rule = parse(page.read_text(encoding="utf-8"), str(page))
            for other in rules.values():
                if rule.code == other.code or rule.name == other.name:
                    raise PageError(rule.file, 1, f"{rule.code} {rule.name}: see {other.file}")
            rules[rule.code] = rule
    return [rules[code] for code in sorted(rules)]


def find(rules: Sequence[Rule], text: str) -> Rule:
    """The rule of that code or name, whatever its case. Raises UnknownRuleError."""
    wanted = text.strip().lower()
    names = {key.lower(): rule for rule in rules for key in (rule.code, rule.name)}
    if wanted in names:
        return names[wanted]
    hint = did_you_mean(text.strip(), (key for rule in rules for key in (rule.code, rule.name)))
    raise UnknownRuleError(f"no rule is called '{text}'{hint}")


def fill(template: str, values: Mapping[str, object]) -> str:
    """`template` with its placeholders replaced. Raises KeyError for one without a value."""
    return _PLACEHOLDER.sub(lambda m: str(values[m[1]]), template)


def parse(text: str, file: str) -> Rule:
    """Read one page. `file` is its path, for messages. Raises PageError for a mistake in it."""
    block = pages.definition(text, file)
    try:
        data = tomli.loads(block.text)
    except tomli.TOMLDecodeError as error:
        at = _TOML_LINE.search(str(error))
        line = block.line + int(at[1]) - 1 if at else block.line
        raise PageError(file, line, f"not TOML: {error}") from error
    top = _Table(data, "", block, file)
    severity = top.one_of("severity", SEVERITIES)
    confidence = top.one_of("confidence", CONFIDENCES, "high")
    message = top.words("message")
    advice = top.text("help")
    forms = (_form(table, severity, confidence, message, advice) for table in top.tables("form"))
    rule = Rule(
        code=top.matching("code", _CODE, "a code such as FS206"),
        name=top.matching("name", _NAME, "a name such as repeated-anonymize"),
        title=top.text("title"),
        summary=top.text("summary"),
        severity=severity,
        confidence=confidence,
        platforms=top.several_of("platforms", PLATFORMS),
        since=top.text("since"),
        message=message,
        why=top.text("why"),
        help=advice,
        paths=tuple(_path(t, severity, confidence, message) for t in top.tables("path")),
        forms={form.id: form for form in forms},
        visitor=top.one_of("visitor", VISITORS, ""),
        fixes=tuple(_fix(table) for table in top.tables("fix")),
        text=text,
        file=file,
    )
    top.done()
    if rule.forms and not rule.visitor:
        raise top.error("form", "forms belong to a visitor; expected `visitor`")
    if Path(file).stem != f"{rule.code}-{rule.name}":
        raise top.error("name", f"expected the file to be called {rule.code}-{rule.name}.md")
    return rule


def _path(table: _Table, severity: str, confidence: str, message: str) -> PathDemand:
    pattern = table.one_of("pattern", automata.PATTERNS)
    scope = SCOPES[table.one_of("scope", tuple(SCOPES))]
    needs = {"order": ("first", "then"), "precedence": ("first", "then")}.get(pattern, ("event",))
    may = {"order": ("until", "unless"), "bound": ("until", "most")}.get(pattern, ())
    demand = Demand(
        pattern,
        scope=(automata.parse_event(scope),) if scope else (),
        runs=table.one_of("runs", automata.RUNS, "any"),
        at=table.one_of("at", automata.PLACES, "scope" if pattern == "existence" else "last"),
        given=table.events("given", required=False),
        barring=table.events("barring", required=False),
        most=table.count("most", 1) if "most" in may else 1,
        **{key: table.events(key) for key in needs},
        **{key: table.events(key, required=False) for key in may if key != "most"},
    )
    own = PathDemand(
        demand,
        table.one_of("severity", SEVERITIES, severity),
        table.one_of("confidence", CONFIDENCES, confidence),
        table.words("message", message),
    )
    table.done()
    if demand.at == "scope" and not demand.scope:
        raise table.error("at", "expected `first` or `last`: with scope `any` no event begins it")
    return own


def _form(table: _Table, severity: str, confidence: str, message: str, advice: str) -> Form:
    form = Form(
        table.matching("id", _NAME, "an id such as empty-payload"),
        table.one_of("severity", SEVERITIES, severity),
        table.one_of("confidence", CONFIDENCES, confidence),
        table.words("message", message),
        table.text("help", advice),
    )
    table.done()
    return form


def _fix(table: _Table) -> FixSpec:
    spec = FixSpec(
        table.words("title"),
        table.one_of("kind", FIX_KINDS),
        table.one_of("safety", SAFETIES),
        table.one_of("otherwise", SAFETIES, ""),
    )
    table.done()
    return spec


class _Table:
    """One TOML table being read: every key is asked for once, what is left over is a mistake."""

    def __init__(
        self, data: dict[str, Any], name: str, block: pages.Block, file: str, nth: int = 0
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

    def several_of(self, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
        wanted = "a list of " + ", ".join(allowed)
        values = self._take(key, list, wanted, None)
        for value in values:
            if value not in allowed:
                raise self.error(key, f"`{key}`: expected {wanted}, found {value!r}")
        return tuple(values)

    def events(self, key: str, *, required: bool = True) -> automata.Events:
        wanted = "a list of events such as anonymize[async]"
        values = self._take(key, list, wanted, None if required else [])
        try:
            return tuple(automata.parse_event(str(value)) for value in values)
        except ValueError as error:
            raise self.error(key, str(error)) from error

    def tables(self, key: str) -> list[_Table]:
        self._asked.append(key)
        value = self._data.pop(key, [])
        tables = value if isinstance(value, list) else [value]
        if not all(isinstance(table, dict) for table in tables):
            raise self.error(key, f"expected a table [{key}] or several [[{key}]]")
        return [_Table(t, key, self._block, self._file, nth) for nth, t in enumerate(tables)]

    def done(self) -> None:
        """Raises PageError for the first key that nobody asked for."""
        for key in self._data:
            hint = did_you_mean(key, self._asked)
            known = ", ".join(self._asked)
            raise self.error(
                key, f"unknown key `{key}`{self._where()}{hint}: expected one of {known}"
            )
