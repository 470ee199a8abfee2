"""Edits that mend a path: a statement inserted, moved, deleted or hoisted, in the flavour in use.

Where more than one place is sensible, each is a fix of its own, the best one first. A fix is as
safe as its page says where the statements stand side by side in one block, or one after the other
with nothing but calls between; else it is what the page says `otherwise`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fslint.findings import App, Edit, Finding, Fix
from fslint.paths.facts import Facts
from fslint.rules import FixSpec, Rule
from fslint.visitors.bounding import bounded, plain
from fslint.visitors.hoisting import hoisted
from fslint.visitors.hosted import hosted
from fslint.visitors.inserting import inserted
from fslint.visitors.moving import moved, removed
from fslint.visitors.patient import Made, Patient

_KINDS: dict[str, Callable[[FixSpec, Patient], Iterator[Made]]] = {
    "move": moved,
    "remove": removed,
    "insert": inserted,
    "hoist": hoisted,
    "plain": plain,
    "bound": bounded,
}


def fixes(
    rule: Rule,
    finding: Finding,
    facts: Facts,
    read: Callable[[str], str],
    app_of: Callable[[str], App],
) -> tuple[Fix, ...]:
    """The ways to mend a finding on a path, as its rule's page lists them; those that are not
    sure to be possible are left out. `read(file)` is a file's text, `app_of` the app that it
    belongs to."""
    patient = Patient(rule, finding, facts, read, app_of)
    found: list[Fix] = []
    for spec in rule.fixes:
        make = _KINDS.get(spec.kind)
        for made in make(spec, patient) if make else ():
            fix = _fix(spec, made, patient)
            if fix is None or not _alters(fix.edits, read):
                continue
            if all(fix.edits != other.edits for other in found):
                found.append(fix)
    return tuple(found)


def _alters(edits: tuple[Edit, ...], read: Callable[[str], str]) -> bool:
    """Whether files read otherwise once the edits are made: a statement may be moved to where it
    stands."""
    for file in {edit.place.file for edit in edits}:
        text = made = read(file)
        here = [edit for edit in edits if edit.place.file == file]
        for edit in sorted(here, key=lambda one: one.place.start, reverse=True):
            made = made[: edit.place.start] + edit.new_text + made[edit.place.end :]
        if made != text:
            return True
    return False


def _fix(spec: FixSpec, made: Made, patient: Patient) -> Fix | None:
    edits = made.edits
    if spec.kind == "insert":
        written = hosted(edits, patient.flow, patient.text, statements=True)
        if written is None:
            return None
        edits = written
    safety = spec.safety if made.clean else spec.otherwise
    title = f"{spec.title}, {made.where}" if made.where else spec.title
    return Fix(title, safety, edits) if safety else None
