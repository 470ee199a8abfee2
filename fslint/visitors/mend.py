"""Right calls in the place of wrong ones, in the receiver, quotes and flavour that are in use."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from fslint.findings import Edit, Place
from fslint.flow import Call, FileFlow, Literal, Member, Name, Object, Span
from fslint.visitors.flavour import quote_of
from fslint.visitors.sdk_forms import (
    as_default,
    as_global,
    as_method,
    as_namespace,
    by_name,
    native,
)

OPERATIONS = ("setIdentity", "setIdentityAsync")
ANONYMOUS = "{ anonymous: true }"
_BETWEEN = {
    **dict.fromkeys(("json", "jsonc", "json5", "yaml", "yml", "gradle"), ": "),
    "toml": " = ",
}
"""What stands between a key and its value in the files whose payloads are mended."""
_BRANCHING = ("{% if", "{%- if", "{% else", "{%- else", "<% if", "<% else", "<%- if", "<?php if")


class Source(NamedTuple):
    """A file's decoded text and flow, the language at hand, and the call's operation ('' where
    the vocabulary names none)."""

    text: str
    flow: FileFlow
    language: str
    op: str


class Mended(NamedTuple):
    """Edits that mend a call; `clean` when they lose nothing that may matter."""

    edits: tuple[Edit, ...]
    clean: bool


class Change(NamedTuple):
    """One edit, and whether it drops nothing but the mistake."""

    span: Span
    new_text: str
    clean: bool = True


def mend(how: str, known: Sequence[str], call: Call, place: Span, source: Source) -> Mended | None:
    """The edit that mends `call` in one of the ways of `rules.MENDS`; None where none is sure.

    `place` is the part of the call that is wrong, `known` the operations there are; `how` may be
    '' for no way at all. What only names a call, in data, has no arguments that could be mended.
    """
    named = source.flow.language == "data" and call.callee.span == call.span
    if not how or named:
        return None
    if how in _FORMS:
        edits = _FORMS[how](call, source.flow, source.text)
        return Mended(tuple(edits), True) if edits else None
    mender = _MENDS.get(how)
    change = mender(call, place, source) if mender else _nearest(known, call, source)
    if change is None:
        return None
    if any(mark in _text(change.span, source) for mark in _BRANCHING):
        return None  # what a template writes there by one of its branches is right
    comments = any(
        change.span.start < c.span.end and c.span.start < change.span.end
        for c in source.flow.comments
    )
    edit = Edit(Place(source.flow.path, change.span.start, change.span.end), change.new_text)
    return Mended((edit,), change.clean and not comments)


def instead(mended: Mended | None, call: Call, source: Source) -> str:
    """What to write instead of `call`: itself, mended, or else the plain anonymize call."""
    if mended is not None and _is_data(call):
        return mended.edits[0].new_text
    if mended is not None:
        text, start = source.text[: call.span.end], call.span.start
        inside = [
            e for e in mended.edits if start <= e.place.start and e.place.end <= call.span.end
        ]
        for edit in sorted(inside, key=lambda edit: edit.place.start, reverse=True):
            text = text[: edit.place.start] + edit.new_text + text[edit.place.end :]
        return " ".join(text[start:].split())
    if source.language == "objc":
        return "[FS anonymize]"
    web = source.language in ("javascript", "typescript", "markup", "python")
    return f"FS('setIdentity', {ANONYMOUS})" if web else "FS.anonymize()"


def _text(span: Span, source: Source) -> str:
    return source.text[span.start : span.end]


def _is_function(call: Call) -> bool:
    """Whether the call is of the form FS('operation', …), whatever the function is kept in."""
    first = call.args[0].value if call.args else None
    if not isinstance(first, Literal) or first.kind != "string":
        return False
    return _bare(call) or first.value in OPERATIONS


def _bare(call: Call) -> bool:
    callee = call.callee
    return not (isinstance(callee, Member) and callee.name[:1].islower())


def _anonymize(call: Call, place: Span, source: Source) -> Change | None:
    callee = call.callee
    if _is_data(call):
        return _data_anonymous(call, place, source)
    if _is_function(call):
        return _payload_anonymous(call, source)
    if isinstance(callee, Member):
        end = call.span.end - 1 if source.language == "objc" else call.span.end
        if source.text[callee.at.start - 1 : callee.at.start] in ("'", '"', "["):
            return Change(Span(callee.of.span.end, end), ".anonymize()")
        name = "anonymize" if source.language == "objc" else "anonymize()"
        return Change(Span(callee.at.start, end), name)
    if isinstance(callee, Name) and source.op == "identify":
        return Change(Span(callee.span.end, call.span.end), "(false)", clean=False)
    return None


def _is_data(call: Call) -> bool:
    """Whether the call is an operation and a payload in a configuration file."""
    return bool(call.args) and call.callee.span == call.args[0].value.span


def _data_anonymous(call: Call, place: Span, source: Source) -> Change | None:
    payload = call.args[-1].value
    between = _BETWEEN.get(source.flow.path.lower().rpartition(".")[2])
    if (
        between is None
        or not isinstance(payload, Object)
        or not any(e.span == place != e.value.span for e in payload.entries)
    ):
        return None
    quote = source.text[place.start] if source.text[place.start] in "'\"" else ""
    return Change(place, f"{quote}anonymous{quote}{between}true", clean=len(payload.entries) == 1)


def _payload_anonymous(call: Call, source: Source) -> Change | None:
    first = call.args[0].value
    new = "false" if source.op == "identify" else ANONYMOUS
    if len(call.args) == 1:
        return Change(Span(first.span.end, first.span.end), f", {new}")
    if len(call.args) != 2:
        return None
    payload = call.args[1].value
    extra = isinstance(payload, Object) and any(
        entry.key not in ("uid", "anonymous") for entry in payload.entries
    )
    return Change(payload.span, new, clean=isinstance(payload, Literal | Object) and not extra)


def _true(call: Call, place: Span, source: Source) -> Change | None:
    if _is_data(call) and source.flow.path.lower().endswith((".xml", ".plist")):
        return None
    for argument in call.args:
        for entry in argument.value.entries if isinstance(argument.value, Object) else ():
            if entry.span == place and entry.kind == "value":
                return Change(entry.value.span, "true")
    return None


def _drop(call: Call, place: Span, source: Source) -> Change | None:
    for argument in call.args:
        entries = argument.value.entries if isinstance(argument.value, Object) else ()
        for nth, entry in enumerate(entries):
            if _is_data(call) and place == entry.value.span:
                continue
            if entry.span == place and nth > 0:
                return Change(Span(entries[nth - 1].span.end, place.end), "")
            if entry.span == place and len(entries) > 1:
                return Change(Span(place.start, entries[1].span.start), "")
    return None


def _operation(call: Call, place: Span, source: Source) -> Change | None:
    callee = call.callee
    if not isinstance(callee, Member) or not call.args:
        return None
    link = source.text[callee.of.span.end : callee.at.start]
    if any(c in link for c in "[/"):
        return None
    dot = "?." if callee.optional or call.optional else ""
    quote = quote_of(source.text)
    opened = f"{dot}({quote}{callee.name}{quote}, "
    return Change(Span(callee.of.span.end, call.args[0].value.span.start), opened)


def _payload(call: Call, place: Span, source: Source) -> Change | None:
    if len(call.args) < 2:
        return None
    positional = call.args[1].value
    if isinstance(positional, Literal) and positional.kind != "string":
        return _payload_anonymous(call, source) if len(call.args) == 2 else None
    text = _text(positional.span, source)
    more = call.args[2].value if len(call.args) == 3 else None
    end = positional.span.end if more is None else more.span.end
    properties = f", properties: {_text(more.span, source)}" if more else ""
    uid = "uid" if text == "uid" else f"uid: {text}"
    return Change(Span(positional.span.start, end), f"{{ {uid}{properties} }}", len(call.args) < 4)


def _nearest(known: Sequence[str], call: Call, source: Source) -> Change | None:
    first = call.args[0].value if call.args else None
    if not isinstance(first, Literal) or not isinstance(first.value, str):
        return None
    suffix = "Async" if first.value.endswith("Async") else ""
    stem = first.value.removesuffix("Async")
    quote = source.text[first.span.start]
    if stem.lower() in ("anonymize", "anonymise", "anonymizeuser"):
        if source.language == "python":  # whose dictionaries a browser takes only converted
            return Change(Span(call.callee.span.end, call.span.end), ".anonymize()", not suffix)
        end = call.args[-1].value.span.end
        new = f"{quote}setIdentity{suffix}{quote}, {ANONYMOUS}"
        return Change(Span(first.span.start, end), new, clean=len(call.args) == 1)
    lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(stem.lower(), lower, 1, 0.8)
    if not close:
        return None
    return Change(first.span, f"{quote}{lower[close[0]]}{suffix}{quote}")


_MENDS: dict[str, Callable[[Call, Span, Source], Change | None]] = {
    "anonymize": _anonymize,
    "true": _true,
    "drop": _drop,
    "operation": _operation,
    "payload": _payload,
}

_FORMS: dict[str, Callable[[Call, FileFlow, str], list[Edit] | None]] = {
    "by-name": by_name,
    "namespace": as_namespace,
    "default": as_default,
    "method": as_method,
    "native": native,
    "global": as_global,
}
