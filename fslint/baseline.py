"""The baseline: findings that were there when fslint was taken up, by what they are.

An entry names a finding's code and identity (its rule, path and enclosing symbols), and no line:
moved code and a renamed file stay in the baseline, and a new mistake never takes the place of a
mended one. Two findings of one identity need two entries.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fslint.config import ConfigError
from fslint.findings import Finding
from fslint.reports.fingerprints import key
from fslint.writing import write_text

VERSION = 1

Key = tuple[str, tuple[str, ...]]


class Split(NamedTuple):
    """Findings that are new, findings that the baseline knows, entries that nothing matches."""

    new: list[Finding]
    known: list[Finding]
    stale: list[Key]


def read(path: Path) -> list[Key]:
    """The entries of a baseline file. Raises ConfigError where it is not one, or not there."""
    if not path.exists():
        raise ConfigError([f"{path}: no such file; `fslint baseline write` makes it"])
    try:
        document: Any = json.loads(path.read_text(encoding="utf-8"))
        if document["version"] != VERSION:
            raise ConfigError([f"{path}: version {document['version']} is for another fslint"])
        return [(str(one["code"]), tuple(one["identity"])) for one in document["findings"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ConfigError([f"{path}: not a baseline: {error}"]) from error


def write(path: Path, findings: Iterable[Finding]) -> int:
    """Write the entries of the findings, in a set order; gives their number."""
    return _write(path, sorted(_key(finding) for finding in findings))


def prune(path: Path, stale: Sequence[Key]) -> int:
    """Write the file again without the stale entries; gives the number of those left."""
    left = Counter(read(path)) - Counter(stale)
    return _write(path, sorted(left.elements()))


def split(findings: Iterable[Finding], entries: Iterable[Key], root: Path) -> Split:
    """Which findings are new to the baseline of the project in `root`, and what it holds too much.

    An entry of a file that is gone knows the finding that is the same but for a file of that name
    elsewhere, or of another name in the same folder.
    """
    left = Counter(entries)
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        _take(_key(finding), finding, left, known, new)
    unknown, new = new, []
    for finding in unknown:
        name = next((one for one in +left if _is_moved(one, _key(finding), root)), _key(finding))
        _take(name, finding, left, known, new)
    return Split(new, known, sorted(left.elements()))


def _take(
    name: Key, finding: Finding, left: Counter[Key], known: list[Finding], new: list[Finding]
) -> None:
    """Strike an entry out for a finding that it knows; else the finding is new."""
    if left[name] > 0:
        left[name] -= 1
        known.append(finding)
    else:
        new.append(finding)


def _is_moved(entry: Key, found: Key, root: Path) -> bool:
    """Whether all that tells the two apart is the name of a file that is gone."""
    if entry[0] != found[0] or len(entry[1]) != len(found[1]):
        return False
    others = {(old, new) for old, new in zip(entry[1], found[1], strict=True) if old != new}
    return len(others) == 1 and all(_renamed(old, new, root) for old, new in others)


def _renamed(old: str, new: str, root: Path) -> bool:
    (old_folder, _, old_name), (new_folder, _, new_name) = old.rpartition("/"), new.rpartition("/")
    if old_name != new_name and old_folder != new_folder:
        return False
    return not os.path.exists(root / old) and os.path.isfile(root / new)  # noqa: PTH110, PTH113


def _key(finding: Finding) -> Key:
    return finding.code, key(finding)


def _write(path: Path, entries: Sequence[Key]) -> int:
    listed = [{"code": code, "identity": list(identity)} for code, identity in entries]
    document = {"version": VERSION, "findings": listed}
    write_text(path, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    return len(entries)
