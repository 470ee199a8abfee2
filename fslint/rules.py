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
    [[call]]                            the forms of a wrong call, the first that fits counts
    visitor = "guards"                  the visitor of that name, for what no pattern can say
    [fix]                               or several [[fix]]: the ways to mend it

A form of `[[call]]` is about the calls that its `match` fits, or else about those that the
vocabulary marks with this rule's code (`wrong = "FS101"`). It may ask more, in the words of the
vocabulary: `op`, `languages`, `when`, `unless`; of the callee its last `name`; and of the app:
`installed` and `missing` packages (`"@fullstory/browser >= 2"`). It says which part of the call
is wrong (`at`: `call`, `callee` or an argument, `{ arg = 1, key = "uid" }`) and how it is mended
(`mend`, see `MENDS`; `known` lists the operations of `nearest`).

A page with none of these is reported by the engine itself. Placeholders such as `{event}` are
those of `PLACEHOLDERS`; any other text in braces stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import tomli

from fslint import automata, pages
from fslint.automata import Demand
from fslint.conditions import Condition
from fslint.findings import CONFIDENCES, SAFETIES, SEVERITIES
from fslint.pages import PageError
from fslint.rule_names import did_you_mean
from fslint.rule_tables import Requirement, Table, Where

PLATFORMS = ("web", "python", "ios", "android", "flutter", "react-native", "config")
VISITORS = ("guards", "config")
SCOPES = {"logout": "sign_out", "switch": "switch", "any": ""}
FIX_KINDS = (
    "replace",  # put the right call in the place of the wrong one, as the form's `mend` says
    "insert",  # add the missing call
    "hoist",  # move the call that some runs miss to before the finding
    "move",  # move the late call, or the late event, before what it must precede
    "remove",  # delete the call
    "plain",  # use the form that gives nothing to wait for
    "bound",  # wait for the call, for a limited time
)
MENDS = (
    "anonymize",  # the whole call becomes the right anonymize call of its flavour
    "true",  # the value at `at` becomes `true`
    "drop",  # the entry at `at` goes
    "operation",  # the method becomes an operation: FS.setIdentity(x) is FS('setIdentity', x)
    "payload",  # the positional uid becomes a payload: FS('setIdentity', { uid: x })
    "nearest",  # the operation becomes the one of `known` that is spelt most like it
    "by-name",  # the package's FullStory object is imported by its name
    "namespace",  # the package is imported as a namespace, and the calls become its functions
    "default",  # React Native's module is imported by its default, and the calls become its methods
    "method",  # the operation becomes a method: F('setIdentity', { uid: x }) is F.identify(x)
    "global",  # the guard and what it guards ask for the snippet's global in its place
    "native",  # the same on React Native's module, which is imported
)

_CODE = re.compile(r"[A-Z]{2,10}[0-9]{1,5}")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TOML_LINE = re.compile(r"\(at line ([0-9]+)")


class PathDemand(NamedTuple):
    """One demand of a rule on a path, with its own severity, confidence and message."""

    demand: Demand
    severity: str
    confidence: str
    message: str


class CallForm(NamedTuple):
    """One form of a wrong call, with its own severity, confidence and words."""

    match: tuple[str, ...]
    op: tuple[str, ...]
    name: tuple[str, ...]
    languages: frozenset[str]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    installed: tuple[Requirement, ...]
    missing: tuple[str, ...]
    at: Where
    mend: str
    known: tuple[str, ...]
    severity: str
    confidence: str
    message: str
    help: str


class FixSpec(NamedTuple):
    """One way to mend a finding.

    `safety` holds where the page's condition for it does, `otherwise` ('' for no fix) elsewhere.
    `insert` is what is inserted (`anonymize` and `track` in the file's own flavour, else the call
    itself), `where` on which side of the finding's statement. `logout` is the safety on a logout
    path, for a mistake that is an error, where that is another.
    """

    title: str
    kind: str
    safety: str
    otherwise: str
    insert: str
    where: str
    logout: str = ""


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
    calls: tuple[CallForm, ...]
    visitor: str
    fixes: tuple[FixSpec, ...]
    text: str
    file: str


def check_events(own: Iterable[Rule], shipped: Iterable[Rule], heard: Iterable[str]) -> None:
    """Raise PageError for an event that neither a vocabulary gives (`heard`) nor the engine, which
    the shipped rules show: a misspelt one would never happen."""
    known = {*heard, *(name for rule in shipped for name in _events_of(rule))}
    for rule in own:
        for name in sorted(_events_of(rule) - known):
            line = rule.text[: rule.text.find(f'"{name}')].count("\n") + 1
            expected = f"an event of a vocabulary{did_you_mean(name, known)}"
            raise PageError(rule.file, line, f"expected {expected}, found `{name}`")


def _events_of(rule: Rule) -> frozenset[str]:
    return frozenset().union(*(automata.events_of(one.demand) for one in rule.paths))


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


@lru_cache(maxsize=256)
def parse(text: str, file: str) -> Rule:
    """Read one page. `file` is its path, for messages. Raises PageError for a mistake in it."""
    block = pages.definition(text, file)
    try:
        data = tomli.loads(block.text)
    except tomli.TOMLDecodeError as error:
        at = _TOML_LINE.search(str(error))
        line = block.line + int(at[1]) - 1 if at else block.line
        raise PageError(file, line, f"not TOML: {error}") from error
    top = Table(data, "", block, file)
    severity = top.one_of("severity", SEVERITIES)
    confidence = top.one_of("confidence", CONFIDENCES, "high")
    message = top.words("message")
    advice = top.text("help")
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
        calls=tuple(_call(t, severity, confidence, message, advice) for t in top.tables("call")),
        visitor=top.one_of("visitor", VISITORS, ""),
        fixes=tuple(_fix(table) for table in top.tables("fix")),
        text=text,
        file=file,
    )
    top.done()
    if Path(file).stem != f"{rule.code}-{rule.name}":
        raise top.error("name", f"expected the file to be called {rule.code}-{rule.name}.md")
    return rule


def _path(table: Table, severity: str, confidence: str, message: str) -> PathDemand:
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
    if demand.at == "given" and not demand.given:
        raise table.error("at", "expected `given` to name the events that the finding stands at")
    return own


def _call(table: Table, severity: str, confidence: str, message: str, advice: str) -> CallForm:
    form = CallForm(
        match=table.patterns("match"),
        op=table.strings("op"),
        name=table.strings("name"),
        languages=table.languages("languages"),
        when=table.conditions("when"),
        unless=table.conditions("unless"),
        installed=table.requirements("installed"),
        missing=table.strings("missing"),
        at=table.where("at"),
        mend=table.one_of("mend", MENDS, ""),
        known=table.strings("known"),
        severity=table.one_of("severity", SEVERITIES, severity),
        confidence=table.one_of("confidence", CONFIDENCES, confidence),
        message=table.words("message", message),
        help=table.text("help", advice),
    )
    table.done()
    if (form.mend == "nearest") != bool(form.known):
        raise table.error("known", "expected `known` with mend `nearest`, and only there")
    return form


def _fix(table: Table) -> FixSpec:
    spec = FixSpec(
        table.text("title"),
        table.one_of("kind", FIX_KINDS),
        table.one_of("safety", SAFETIES),
        table.one_of("otherwise", SAFETIES, ""),
        table.text("insert", ""),
        table.one_of("where", ("after", "before"), "after"),
        table.one_of("logout", SAFETIES, ""),
    )
    table.done()
    if (spec.kind == "insert") != bool(spec.insert):
        raise table.error("insert", "expected `insert` with kind `insert`, and only there")
    return spec
