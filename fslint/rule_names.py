"""The codes and names of the rules, from the names of their pages, and how rules are chosen.

A page is called `<code>-<name>.md`, so nothing has to be read to know which rules there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from fslint.resources import rules_dir

_PAGE = re.compile(r"([A-Z]{2,10}\d{1,5})-([a-z0-9][a-z0-9-]*)\.md")
_PREFIX = re.compile(r"[A-Z]{2,10}\d{0,5}")


@lru_cache(maxsize=8)
def rule_names(folders: tuple[Path, ...] = ()) -> Mapping[str, str]:
    """Code to name of the built-in rules and of those in `folders`, ordered by code."""
    found: dict[str, str] = {}
    for folder in (rules_dir(), *folders):
        for page in folder.glob("*.md"):
            match = _PAGE.fullmatch(page.name)
            if match:
                found[match[1]] = match[2]
    return dict(sorted(found.items()))


def specificity(selector: str, code: str, name: str) -> int:
    """How closely a selector names a rule: 0 not at all, 1 `ALL`, then by length; a full code
    or a name is the closest."""
    if selector in (code, name):
        return 100
    if selector == "ALL":
        return 1
    return 1 + len(selector) if _PREFIX.fullmatch(selector) and code.startswith(selector) else 0


def is_selected(code: str, name: str, select: Iterable[str], ignore: Iterable[str]) -> bool:
    """Whether a rule is to run: the closer selector wins, and `ignore` wins a draw."""
    wanted = max((specificity(one, code, name) for one in select), default=0)
    refused = max((specificity(one, code, name) for one in ignore), default=0)
    return wanted > refused


def unknown_selector(selector: str, rules: Mapping[str, str]) -> str:
    """'' where the selector names at least one rule, else what is wrong, with a suggestion."""
    if any(specificity(selector, code, name) for code, name in rules.items()):
        return ""
    return f"no rule is called '{selector}'" + did_you_mean(
        selector, [*rules, *rules.values(), "ALL"]
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion in brackets, or ''."""
    import difflib  # a right word has no use for it

    choices = {one.lower(): one for one in known}
    close = difflib.get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    return f" (did you mean '{choices[close[0]]}'?)" if close else ""
