"""The names under which Swift knows the methods of Objective-C."""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9_]+")
BEFORE_ARGUMENT = frozenset(
    {"With", "From", "For", "In", "By", "To", "On", "At", "Using", "Of", "As", "Via", "Into"}
)


def swift_name(name: str, declared_in: str, first_type: str, has_arguments: bool) -> str:
    """What Swift calls a method whose selector begins with `name`: without the words that say
    what its class or its first argument is, and without what only leads to the argument."""
    words = WORD.findall(name)
    kept = _without_type(words, first_type if has_arguments else declared_in)
    if has_arguments:
        place = next((i for i in range(len(words) - 1, 0, -1) if words[i] in BEFORE_ARGUMENT), 0)
        if place:
            kept = words[:place]
    return "".join(kept)


def _without_type(words: list[str], type_name: str) -> list[str]:
    """Without the last words of a type's name, where they end the method's name too."""
    named = WORD.findall(type_name)
    same = 0
    while same < min(len(words), len(named)) and words[-1 - same] == named[-1 - same]:
        same += 1
    return words[: len(words) - same] if 0 < same < len(words) else words
