"""The call rules: one call at a time, by its callee, its arguments and the installed SDKs.

Which calls are wrong is said by the vocabulary (`wrong = "FS101"`) or by a page's own patterns;
the page's forms say which part of the call is wrong, in which words, and how it is mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from fslint.conditions import Given, holds, holds_any
from fslint.findings import CONFIDENCES, App, Entry, Finding, Fix, Place
from fslint.flow import Argument, Call, Function, Object, Span, Value
from fslint.link.index import Fn, last_name
from fslint.link.program import Program
from fslint.paths.variants import variants, with_argument
from fslint.patterns import Index
from fslint.rule_tables import Requirement, Where, fill
from fslint.rules import CallForm, FixSpec, Rule
from fslint.visitors.guards import never_true
from fslint.visitors.hosted import hosted
from fslint.visitors.mend import Mended, Source, instead, mend
from fslint.vocabulary import Meaning, Vocabulary

_NUMBER = re.compile(r"[0-9]+")
_LONGEST = 60


class Mistake(NamedTuple):
    """A wrong call, the function it stands in, and what is said of it."""

    call: Call
    fn: Fn
    finding: Finding


class Suspect(NamedTuple):
    """A call, the rule that it breaks, the form that fits, how sure that is, its operation."""

    call: Call
    rule: Rule
    form: CallForm
    confidence: str
    op: str


class CallRules:
    """The call rules, indexed once for a run."""

    def __init__(
        self, rules: Sequence[Rule], mentioned: Callable[[str], bool], logouts: Container[Place]
    ) -> None:
        """`rules` are those that are to run; those that are not about calls do not matter.

        `mentioned(word)` tells whether any file of the project holds a word, `logouts` are the
        places of the steps on logout paths.
        """
        self._mentioned = mentioned
        self._logouts = logouts
        self._guards = next((rule for rule in rules if rule.visitor == "guards"), None)
        self._config = next((rule for rule in rules if rule.visitor == "config"), None)
        self._marked = {rule.code: rule for rule in rules if rule.calls and not rule.visitor}
        self._matched: Index[tuple[Rule, CallForm]] = Index()
        for rule in rules:
            for form in rule.calls:
                for pattern in form.match:
                    self._matched.add(pattern, (rule, form))

    def check(self, program: Program, fn: Fn, text: str, app: App) -> Iterator[Mistake]:
        """The wrong calls right in `fn`, in source order; `text` is the file's decoded text.

        A call breaks one rule at most: a form that the page itself matches comes before one that
        the vocabulary marks.
        """
        for call in program.index.calls[fn]:
            known = program.meanings(call, fn)
            call = _opened(call, program.vocabulary)
            suspects = self._suspects(program, fn, call, known, app)
            found = next(suspects, None)
            if found is None and not program.targets(call, fn).functions:
                found = self._sometimes(program, fn, call, app)
            if found is not None:
                source = Source(text, program.flows[fn.file], program.language(fn), found.op)
                finding = _finding(found, fn, source, app, self._logouts)
                if source.flow.language != "data":
                    yield Mistake(call, fn, finding)
                elif self._config is not None:
                    yield Mistake(call, fn, _in_config(finding, self._config))
        if self._guards is not None:
            yield from self._guarded(self._guards, program, fn, text, app)

    def _guarded(
        self, rule: Rule, program: Program, fn: Fn, text: str, app: App
    ) -> Iterator[Mistake]:
        for form in rule.calls:
            if all(_installs(app, requirement) for requirement in form.installed):
                for call in never_true(program, fn, self._mentioned):
                    source = Source(text, program.flows[fn.file], program.language(fn), "")
                    found = Suspect(call, rule, form, form.confidence, "")
                    yield Mistake(call, fn, _finding(found, fn, source, app, self._logouts))

    def _sometimes(self, program: Program, fn: Fn, call: Call, app: App) -> Suspect | None:
        """What is wrong with a call for one of the values that an argument may have."""
        forms = program.forms(call.callee, fn)
        language, value_of = program.language(fn), program.value_of(fn)
        for one in variants(program, fn, call):
            known = program.vocabulary.calls(forms, one, language, value_of)
            for found in self._suspects(program, fn, one, known, app):
                least = min("medium", found.confidence, key=CONFIDENCES.index)
                return found._replace(confidence=least, form=found.form._replace(mend=""))
        return None

    def _suspects(
        self, program: Program, fn: Fn, call: Call, known: Sequence[Meaning], app: App
    ) -> Iterator[Suspect]:
        given = Given(call.args, program.language(fn), program.value_of(fn))
        name = last_name(call.callee)
        for _, (rule, form) in self._matched.find(program.forms(call.callee, fn)):
            if _fits(form, "", name, given, app):
                yield Suspect(call, rule, form, form.confidence, "")
        for meaning in known:
            marked = self._marked.get(meaning.entry.wrong)
            for form in marked.calls if marked else ():
                if marked and not form.match and _fits(form, meaning.entry.op, name, given, app):
                    least = min(form.confidence, meaning.confidence, key=CONFIDENCES.index)
                    yield Suspect(call, marked, form, least, meaning.entry.op)
                    break


def _fits(form: CallForm, op: str, name: str, given: Given, app: App) -> bool:
    """Whether a form is about such a call in such an app."""
    if (form.op and op not in form.op) or (form.name and name not in form.name):
        return False
    if form.languages and given.language not in form.languages:
        return False
    if not all(_installs(app, requirement) for requirement in form.installed):
        return False
    if any(_installs(app, Requirement(name)) for name in form.missing):
        return False
    return holds(form.when, given) is True and not holds_any(form.unless, given)


def _installs(app: App, requirement: Requirement) -> bool:
    """Whether the app is known to install such a package; an unknown version fits no bound."""
    for sdk in app.sdks:
        if sdk.name == requirement.name:
            if not requirement.sign:
                return True
            version = tuple(int(part) for part in _NUMBER.findall(sdk.version)[:3])
            older = version < requirement.version
            return bool(version) and older == (requirement.sign == "<")
    return False


def _finding(
    found: Suspect, fn: Fn, source: Source, app: App, logouts: Container[Place]
) -> Finding:
    call, rule, form, confidence, _ = found
    place = _place(form.at, call)
    flow = source.flow
    mended = mend(form.mend, form.known, call, place, source)
    edits = hosted(mended.edits, flow, source.text) if mended is not None else None
    mended = Mended(edits, mended.clean) if mended is not None and edits is not None else None
    sdks = [sdk for sdk in app.sdks if sdk.name in {one.name for one in form.installed}]
    values: Mapping[str, object] = {
        "call": _one_line(source.text, call.callee.span),
        "value": _one_line(source.text, place),
        "instead": instead(mended, call, source),
        "sdk": " and ".join(f"{sdk.name} {sdk.version}".strip() for sdk in sdks),
    }
    leaving = form.severity == "error" and Place(flow.path, *call.span) in logouts
    symbols = _symbols(flow.functions, fn.index)
    function = flow.functions[fn.index]
    where = Place(flow.path, function.span.start, function.span.end)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=form.severity,
        confidence=confidence,
        message=fill(form.message, values),
        help=form.help,
        place=Place(flow.path, place.start, place.end),
        entry=Entry(where, symbols[-1]) if symbols else None,
        fixes=tuple(_fixes(rule.fixes, mended, leaving)),
        identity=(rule.code, flow.path, *symbols, str(values["call"]), source.op),
    )


def _in_config(finding: Finding, rule: Rule) -> Finding:
    """The same mistake, as the rule about configuration tells it."""
    identity = (rule.code, *finding.identity)
    return replace(finding, code=rule.code, name=rule.name, help=rule.help, identity=identity)


def _fixes(specs: Sequence[FixSpec], mended: Mended | None, leaving: bool) -> Iterator[Fix]:
    """The fixes of a wrong call; `leaving` tells whether it stands on a logout path."""
    if mended is None:
        return
    for spec in specs:
        sure = (spec.logout if leaving else "") or spec.safety
        safety = sure if mended.clean else spec.otherwise
        if safety:
            yield Fix(spec.title, safety, mended.edits)


def _opened(call: Call, vocabulary: Vocabulary) -> Call:
    """The call with payloads in the place of what only wraps them (`to_js({…})`)."""
    for place, argument in enumerate(call.args):
        value = vocabulary.unwrap(argument.value)
        if value is not argument.value and isinstance(value, Object):
            call = with_argument(call, place, value)
    return call


def _place(where: Where, call: Call) -> Span:
    """The span of a part of the call; the callee's where the part is not written there."""
    if where.part == "call":
        return call.span
    if where.part == "argument":
        argument = _argument(where.arg, call.args)
        if argument is not None:
            return _entry(argument.value, where.key)
        if isinstance(where.arg, int) and where.arg > 0 and call.args:
            return call.args[0].value.span
    return call.callee.span


def _argument(arg: int | str, args: Sequence[Argument]) -> Argument | None:
    if isinstance(arg, str):
        return next((each for each in args if each.label == arg), None)
    return args[arg] if -len(args) <= arg < len(args) else None


def _entry(value: Value, key: Sequence[str]) -> Span:
    """The entry of an object literal below the dotted `key`, else the value as it is written."""
    span = value.span
    for name in key:
        entries = value.entries if isinstance(value, Object) else ()
        entry = next((each for each in reversed(entries) if each.key == name), None)
        if entry is None:
            return span
        value, span = entry.value, entry.span
    return span


def _symbols(functions: Sequence[Function], index: int) -> tuple[str, ...]:
    """The names of a function and of those around it, outermost first."""
    names: list[str] = []
    while index > 0:
        if functions[index].name:
            names.append(functions[index].name)
        index = functions[index].parent
    return tuple(reversed(names))


def _one_line(text: str, span: Span) -> str:
    """A span's source on one line, shortened."""
    words = " ".join(text[span.start : span.end].split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
