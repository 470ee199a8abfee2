"""Calls and values for the tests of the vocabulary, written short."""

from __future__ import annotations

from typing import Any, NamedTuple

from fslint import flow, resources, vocabulary_tables
from fslint.flow import Argument, Call, Span, Value
from fslint.vocabulary import Meaning, Vocabulary

VOCABULARY: Vocabulary = vocabulary_tables.load([resources.vocabulary_dir()])
HERE = Span(0, 0)
KINDS = {str: "string", bool: "bool", int: "number", float: "number", type(None): "null"}


class Ref(NamedTuple):
    """A name or a dotted member, which nothing is known about."""

    path: str


class Hole(NamedTuple):
    """A template whose `{}` are values that nothing is known about."""

    text: str


FUNCTION = flow.Closure(HERE, 1)
UNDEFINED = flow.Literal(HERE, "undefined")
USER = Ref("user.id")


def value(given: Any) -> Value:
    """A flow value: constants, dicts (`...` is a spread), lists, `Ref`, `Hole`, or as it is."""
    if isinstance(given, Ref):
        return _name(given.path)
    if isinstance(given, Hole):
        parts: list[str | Value] = []
        for text in given.text.split("{}"):
            parts += [text, _name("hole")]
        return flow.Template(HERE, tuple(parts[:-1]))
    if isinstance(given, dict):
        entries = (
            flow.Entry("" if key == "..." else key, value(of), HERE, _entry_kind(key))
            for key, of in given.items()
        )
        return flow.Object(HERE, tuple(entries))
    if isinstance(given, list):
        return flow.Array(HERE, tuple(value(item) for item in given))
    if type(given) in KINDS:
        return flow.Literal(HERE, KINDS[type(given)], given)
    return given  # type: ignore[no-any-return]


def call(*args: Any, labels: dict[str, Any] | None = None, callee: str = "callee") -> Call:
    """A call of something with these arguments; `labels` are its named ones."""
    named = (Argument(value(of), label) for label, of in (labels or {}).items())
    return Call(HERE, _name(callee), (*(Argument(value(of)) for of in args), *named))


def means(
    form: str | list[str],
    *args: Any,
    language: str = "typescript",
    platform: str = "",
    installed: frozenset[str] | None = None,
    labels: dict[str, Any] | None = None,
    using: Vocabulary = VOCABULARY,
) -> str:
    """The events of a call that stands in no function of telling name, and how sure they are
    (`sign_out leave: high`); '' if none."""
    forms = [form] if isinstance(form, str) else form
    of = call(*args, labels=labels)
    found = using.calls(forms, of, language, platform=platform, installed=installed)
    return shown([meaning for meaning in found if not meaning.entry.inside])


def assigns(form: str, given: Any, language: str = "typescript") -> str:
    """The events of an assignment, as `means` tells them."""
    step = flow.Assign(HERE, _name(form), value(given))
    return shown(VOCABULARY.assigns([form], step, language))


def shown(found: list[Meaning]) -> str:
    """All meanings with events on one line, those that break a rule by its code."""
    told = []
    for meaning in found:
        if meaning.events or meaning.entry.wrong:
            words = [*meaning.events, meaning.entry.wrong]
            told.append(f"{' '.join(word for word in words if word)}: {meaning.confidence}")
    return "; ".join(told)


def _entry_kind(key: str) -> str:
    return "spread" if key == "..." else "value"


def _name(path: str) -> Value:
    head, *rest = path.split(".")
    found: Value = flow.Name(HERE, head)
    for name in rest:
        found = flow.Member(HERE, found, name, HERE)
    return found
