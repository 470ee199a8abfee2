"""Texts that are put together of others: `${PREFIX}/LOGOUT`, `PREFIX + '/LOGOUT'`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.flow import Literal, Op, Template
from fslint.link.abstract import Const
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator


def joined(evaluator: Evaluator, value: Template | Op, fn: Fn) -> Iterator[Const]:
    """The text that `value`, standing in `fn`, is, where all of its parts are constants and one
    of them a text."""
    if isinstance(value, Op) and value.op != "+":
        return
    texts: list[str] = []
    told = isinstance(value, Template)
    for part in value.parts if isinstance(value, Template) else value.operands:
        if isinstance(part, str):
            texts.append(part)
            continue
        found = evaluator.evaluate(part, fn)
        only = found[0] if len(found) == 1 else None
        held = only.literal if isinstance(only, Const) else None
        if held is None or held.kind not in ("string", "number"):
            return
        told = told or held.kind == "string"
        texts.append(str(held.value))
    if told:
        yield Const(Literal(value.span, "string", "".join(texts)))
