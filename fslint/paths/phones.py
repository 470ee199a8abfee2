"""Tests of the platform, in an app for phones: what holds on all of them, and what on none."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import Literal, Member, Op, Value
from fslint.link.traverse import text_of

PHONES = frozenset({"android", "ios"})
OTHERS = frozenset({"web", "windows", "macos"})


def on_phones(test: Op) -> bool | None:
    """Whether a test of the platform holds on every phone or on none; None for the others."""
    if test.op == "||" and set(_named(test)) >= PHONES:
        return True
    if test.op in ("==", "!=") and _compared(test) in OTHERS:
        return test.op == "!="
    return None


def _named(test: Value) -> Iterator[str]:
    """The platforms on which one of the sides of a test holds."""
    if isinstance(test, Op) and test.op == "||":
        for operand in test.operands:
            yield from _named(operand)
    elif isinstance(test, Op) and test.op == "==":
        yield _compared(test)
    elif isinstance(test, Member) and text_of(test.of).endswith("Platform"):
        yield test.name.removeprefix("is").lower()


def _compared(test: Op) -> str:
    """The platform that `Platform.OS` is compared with."""
    for one, other in (test.operands, test.operands[::-1]):
        if text_of(one).endswith("Platform.OS") and isinstance(other, Literal):
            return str(other.value)
    return ""
