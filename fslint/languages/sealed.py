"""Switches that name each case of a closed set, which the compilers of Kotlin and Dart demand."""

from __future__ import annotations

from collections.abc import Sequence

from fslint.flow import Arm, Member, Name, Value

FEWEST = 2


def names_all(arms: Sequence[Arm]) -> bool:
    """Whether one of some arms must match: one of them matches anything, or all compare with
    classes or with an enum's entries, of which the compiler has seen to it that none is missing."""
    if any(not arm.cases for arm in arms):
        return True
    return len(arms) >= FEWEST and all(_is_case(case) for arm in arms for case in arm.cases)


def _is_case(value: Value) -> bool:
    while isinstance(value, Member):
        value = value.of
    return isinstance(value, Name) and value.id[:1].isupper() and not value.id.isupper()
