"""What an app does on some phones only: tests of the platform, and files for one platform."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fslint.flow import Literal, Member, Op, Value
from fslint.link.traverse import text_of

PHONES = frozenset({"android", "ios"})
VARIANT = re.compile(r"\.(?:ios|android|native)(?=\.\w+$)")
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


def variants(files: Iterable[str]) -> bool:
    """Whether files are one module, written for one kind of phone each: `a.ios.ts`, `a.android.ts`;
    an app has only one of them."""
    named = set(files)
    return len(named) > 1 and len({VARIANT.sub("", file) for file in named}) == 1
