"""Names of findings that stay the same when lines move."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from fslint.findings import Finding


def key(finding: Finding) -> tuple[str, ...]:
    """What names a finding without lines: its identity, or where it has none its code, file,
    entry and message."""
    if finding.identity:
        return finding.identity
    entry = finding.entry.name if finding.entry else ""
    return finding.code, finding.place.file, entry, finding.message


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """One per finding, in their order; the second of two that share a key is told from the first
    by its number."""
    seen: Counter[tuple[str, ...]] = Counter()
    prints = []
    for finding in findings:
        name = key(finding)
        seen[name] += 1
        text = "\0".join((finding.code, *name, str(seen[name])))
        prints.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return prints
