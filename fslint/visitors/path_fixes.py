"""Edits that mend a path: a statement moved, deleted or inserted, in the flavour that is in use.

Only statements that have their lines to themselves are touched, with the comment at their end.
A fix is as safe as its page says where both statements stand side by side in one block, or one
after the other with nothing but calls between; else it is what the page says `otherwise`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from fslint.findings import Edit, Finding, Fix, Place, TraceStep
from fslint.flow import Assign, Block, Call, FileFlow, Function, Span
from fslint.link.traverse import blocks_of, steps_in
from fslint.rules import FixSpec, Rule
from fslint.visitors.flavour import anonymize_call, event_call, is_async_form, statement
from fslint.visitors.hosted import hosted

_BEFORE = re.compile(r"[ \t]*(?:(?:await|void|return|try\??|try!)[ \t]+)?")
_ALONE = re.compile(r"[ \t]*(?:(?:await|void|try\??|try!)[ \t]+)?")
_AFTER = re.compile(r"[ \t]*;?[ \t]*(?://[^\n]*|/\*[^\n]*\*/[ \t]*)?(?:\r?\n|\Z)")
NAVIGATION = frozenset(("leave", "move"))


class Statement(NamedTuple):
    """A call or assignment that has its lines to itself: the block, its place there, its lines."""

    block: Block
    nth: int
    lines: Span
    indent: str


def fixes(rule: Rule, finding: Finding, flow: FileFlow, text: str, wrapper: str) -> tuple[Fix, ...]:
    """The ways to mend a finding on a path, as its rule's page lists them; those that are not
    sure to be possible are left out. `flow` and `text` are those of the finding's file, `wrapper`
    the call by which the file would release the identity ('' where it has none of its own)."""
    found = (_fix(spec, finding, flow, text, wrapper) for spec in rule.fixes)
    return tuple(fix for fix in found if fix is not None)


def _fix(spec: FixSpec, finding: Finding, flow: FileFlow, text: str, wrapper: str) -> Fix | None:
    make = _KINDS.get(spec.kind)
    if spec.kind == "insert":
        made = _insert(finding, flow, text, wrapper)
    else:
        made = make(finding, flow, text) if make else None
    if made is None:
        return None
    edits, clean = made
    if spec.kind == "insert":
        written = hosted(edits, flow, statements=True)
        if written is None:
            return None
        edits = written
    safety = spec.safety if clean else spec.otherwise
    return Fix(spec.title, safety, edits) if safety else None


Made = tuple[tuple[Edit, ...], bool]


def _move(finding: Finding, flow: FileFlow, text: str) -> Made | None:
    """The late statement to before the one that it must precede."""
    earlier = _earlier(
        finding, NAVIGATION if finding.code == "FS203" else frozenset(("anonymize",))
    )
    late = _statement(finding.place, flow, text, _ALONE)
    first = _statement(earlier.place, flow, text, _BEFORE) if earlier else None
    if late is None or first is None or late.block is not first.block:
        return None
    between = late.block[first.nth + 1 : late.nth]
    near = all(isinstance(step, Call | Assign) for step in between)
    if finding.code != "FS203":
        near = not text[first.lines.end : late.lines.start].strip()
    moved = text[late.lines.start : late.lines.end]
    edits = (
        _edit(flow, Span(first.lines.start, first.lines.start), moved),
        _edit(flow, late.lines, ""),
    )
    return edits, near and not _comment_above(text, late)


def _remove(finding: Finding, flow: FileFlow, text: str) -> Made | None:
    """The statement of the finding."""
    late = _statement(finding.place, flow, text, _ALONE)
    if late is None:
        return None
    if len(late.block) == 1 and not text[: late.lines.start].rstrip().endswith("{"):
        return None
    earlier = _earlier(finding, frozenset(("anonymize",)))
    first = _statement(earlier.place, flow, text, _ALONE) if earlier else None
    beside = first is not None and not text[first.lines.end : late.lines.start].strip()
    lost = (
        "//" in text[finding.place.end : late.lines.end]
        or "/*" in text[finding.place.end : late.lines.end]
    )
    return (_edit(flow, late.lines, ""),), beside and not lost and not _comment_above(text, late)


def _insert(finding: Finding, flow: FileFlow, text: str, wrapper: str) -> Made | None:
    """The missing call: after the statement of the finding, or before it where it navigates,
    returns, or is the call that an event or a switch must come before."""
    track = finding.code == "FS208"
    call = event_call(flow, text) if track else anonymize_call(flow, text)
    if wrapper and not track:
        call = statement(wrapper, flow, text)
    at = _statement(finding.place, flow, text, _BEFORE)
    if call is None or at is None:
        return None
    alone = _statement(finding.place, flow, text, _ALONE) is not None
    navigates = any(
        step.event in NAVIGATION and step.place == finding.place for step in finding.path
    )
    before = track or navigates or not alone or finding.code in ("FS106", "FS210", "FS402")
    where = at.lines.start if before else at.lines.end
    end = "\r\n" if "\r\n" in text else "\n"
    new = f"{at.indent}{call}{end}"
    if where == len(text) and not text.endswith("\n"):
        new = end + new
    return (_edit(flow, Span(where, where), new),), True


def _plain(finding: Finding, flow: FileFlow, text: str) -> Made | None:
    """The form that gives nothing to wait for, without its await."""
    call = next(
        (c for c in _calls(flow) if c.span == (finding.place.start, finding.place.end)), None
    )
    if call is None or not is_async_form(call):
        return None
    name = call.args[0].value.span
    edits = [_edit(flow, Span(name.end - 1 - len("Async"), name.end - 1), "")]
    start = call.span.start
    waits = re.search(r"\bawait[ \t]+\Z", text[max(0, start - 20) : start])
    if waits:
        edits.append(_edit(flow, Span(start - len(waits[0]), start), ""))
    after = text[call.span.end : call.span.end + 40].lstrip()
    return None if after.startswith(".") else (tuple(edits), True)


_KINDS: dict[str, Callable[[Finding, FileFlow, str], Made | None]] = {
    "move": _move,
    "remove": _remove,
    "plain": _plain,
}


def _earlier(finding: Finding, events: frozenset[str]) -> TraceStep | None:
    """The last such step of the path before the finding's own, in the same file."""
    found = None
    for step in finding.path:
        if step.place == finding.place and step.event not in events:
            break
        if step.place == finding.place and found is not None:
            break
        if step.event in events and step.place.file == finding.place.file:
            found = found if found is not None and finding.code == "FS203" else step
    return found if found is not None and found.place != finding.place else None


def _statement(
    place: Place, flow: FileFlow, text: str, before: re.Pattern[str]
) -> Statement | None:
    """The statement at a place, if `before` and nothing else stands before it on its line."""
    start = text.rfind("\n", 0, place.start) + 1
    after = _AFTER.match(text, place.end)
    lead = before.fullmatch(text, start, place.start)
    if after is None or lead is None:
        return None
    indent = re.match(r"[ \t]*", text[start : place.start])
    for function in flow.functions:
        for block in _blocks(function):
            for nth, step in enumerate(block):
                if isinstance(step, Call | Assign) and step.span == (place.start, place.end):
                    return Statement(
                        block, nth, Span(start, after.end()), indent[0] if indent else ""
                    )
    return None


def _blocks(function: Function) -> Iterator[Block]:
    yield function.body
    for step in steps_in(function.body):
        yield from blocks_of(step)


def _calls(flow: FileFlow) -> Iterator[Call]:
    for function in flow.functions:
        for step in steps_in(function.body):
            if isinstance(step, Call):
                yield step


def _comment_above(text: str, statement: Statement) -> bool:
    """Whether the line above is a comment, which may speak of this statement."""
    above = text[: statement.lines.start].rstrip("\r\n").rpartition("\n")[2].strip()
    return above.startswith(("//", "/*", "*", "#")) or above.endswith("*/")


def _edit(flow: FileFlow, span: Span, new_text: str) -> Edit:
    return Edit(Place(flow.path, span.start, span.end), new_text)
