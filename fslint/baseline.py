"""The baseline: findings that were there when fslint was taken up, by what they are.

An entry names a finding's code and identity (its rule, path and enclosing symbols), and no line:
moved code stays in the baseline, and a new mistake never takes the place of a mended one. Two
findings of one identity need two entries.
"""

from __future__ import annotations

import json
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
    """The entries of a baseline file. Raises ConfigError where it is not one."""
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


def split(findings: Iterable[Finding], entries: Iterable[Key]) -> Split:
    """Which findings are new to the baseline, and what it holds too much."""
    left = Counter(entries)
    new, known = [], []
    for finding in findings:
        name = _key(finding)
        if left[name] > 0:
            left[name] -= 1
            known.append(finding)
        else:
            new.append(finding)
    return Split(new, known, sorted(left.elements()))


def _key(finding: Finding) -> Key:
    return finding.code, key(finding)


def _write(path: Path, entries: Sequence[Key]) -> int:
    listed = [{"code": code, "identity": list(identity)} for code, identity in entries]
    document = {"version": VERSION, "findings": listed}
    write_text(path, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    return len(entries)
