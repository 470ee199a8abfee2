"""Members of objects that a model is instantiated for, as MobX-State-Tree declares them in a chain:
`types.model({ session: Session }).actions((self) => ({ logout() { … } })).create()`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fslint.flow import Call, Member, Value
from fslint.link.abstract import Abstract, Ext, Func, Inst, Obj
from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

MODEL = re.compile(r"mobx-state-tree#types\.")
MOST_LINKS = 40
"""How many calls of chains are looked at for one member."""


def modelled(core: Evaluator, of: Ext, name: str) -> Iterable[Abstract]:
    """The members of a name that a model, or one that it is made from, declares."""
    if MODEL.match(of.form) is None or of.call is None or of.fn is None:
        return
    links = [(of.call, of.fn)]
    for call, fn in links:
        for argument in call.args:
            for whole in core.members.given(argument.value, fn, 1):
                found = core.member(whole, name)
                yield from (one for one in found if _is_member(one))
        handed = [argument.value for argument in call.args]
        begun = call.callee.of if isinstance(call.callee, Member) else call.callee
        for value in (*handed, begun):
            new = (one for one in _made(core, value, fn) if one not in links)
            links.extend(list(new)[: MOST_LINKS - len(links)])


def _is_member(part: Abstract) -> bool:
    model = isinstance(part, Ext) and part.call is not None and MODEL.match(part.form) is not None
    return model or isinstance(part, Func | Inst | Obj)


def _made(core: Evaluator, value: Value, fn: Fn) -> Iterator[tuple[Call, Fn]]:
    """The calls that have made the models that a value may be."""
    for part in core.evaluate(value, fn):
        if isinstance(part, Ext) and MODEL.match(part.form) and part.call and part.fn:
            yield part.call, part.fn
