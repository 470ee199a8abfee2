"""Promise chains: the calls hung on a call of a block, and the functions that they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Block, Call, Member
from fslint.link.abstract import Func
from fslint.link.index import Fn, last_name
from fslint.paths.entries import ENDINGS

if TYPE_CHECKING:
    from fslint.link.program import Program

LINKS = frozenset(
    {"then", "catch", "finally", "whenComplete", "catchError", "timeout", "unwrap", "pipe",
     "subscribe", "onError", "done", "fail", "always"}
)  # fmt: skip
STREAM_LINKS = frozenset({"pipe", "subscribe", "done", "fail", "always"})


class Chain(NamedTuple):
    """A promise chain: the calls hung on its root, in order, and what becomes of the last."""

    links: tuple[Call, ...]
    use: str


class Chains(NamedTuple):
    """The chains of a block: by the id of their root, and the ids of all links."""

    roots: dict[int, Chain]
    links: frozenset[int]


def find_chains(program: Program, fn: Fn, block: Block) -> Chains:
    """The promise chains among a block's steps."""
    after: dict[int, Call] = {}
    calls = {id(step): step for step in block if isinstance(step, Call)}
    for step in calls.values():
        callee = step.callee
        if isinstance(callee, Member) and callee.name in LINKS and id(callee.of) in calls:
            after[id(callee.of)] = step
    links = {id(step) for step in after.values()}
    roots: dict[int, Chain] = {}
    for place, first in after.items():
        if place in links:
            continue
        chain = [first]
        while id(chain[-1]) in after:
            chain.append(after[id(chain[-1])])
        stream = any(last_name(link.callee) in STREAM_LINKS for link in chain)
        if stream and not _is_request(program, fn, calls[place]):
            continue
        roots[place] = Chain(tuple(chain), chain[-1].use)
    kept = frozenset(id(link) for chain in roots.values() for link in chain.links)
    return Chains(roots, kept)


def link_functions(program: Program, fn: Fn, call: Call) -> list[Fn]:
    """The functions that a link of a chain is given, operators of a pipe looked through."""
    found: list[Fn] = []
    for argument in call.args:
        values = [argument.value]
        if isinstance(argument.value, Call) and last_name(call.callee) == "pipe":
            values = [a.value for a in argument.value.args]
        for value in values:
            for part in program.evaluator.evaluate(value, fn):
                if isinstance(part, Func):
                    found.append(part.fn)
    return found


def streamed(program: Program, fn: Fn, operator: Call) -> bool:
    """Whether a call makes an operator of a stream that its function gives back, which is neither a
    request's nor waits for an event by its key: who asks for the stream has the operator run."""
    pipe = program.index.outer.get(operator)
    if pipe is None or pipe.use != "returned" or not isinstance(pipe.callee, Member):
        return False
    of = pipe.callee.of
    if pipe.callee.name != "pipe" or (isinstance(of, Call) and _is_request(program, fn, of)):
        return False
    operators = (argument.value for argument in pipe.args)
    return not any(program.listens(one, fn) for one in operators if isinstance(one, Call))


def _is_request(program: Program, fn: Fn, call: Call) -> bool:
    targets = program.targets(call, fn).functions
    if any(_answers(program, t, 0) for t in targets):
        return True
    meanings = program.meanings(call, fn)
    return any(m.entry.fails or ENDINGS & set(m.events) for m in meanings)


def _answers(program: Program, fn: Fn, depth: int) -> bool:
    """Whether a function returns a request's stream or promise."""
    for call in program.index.calls[fn]:
        if call.use in ("returned", "awaited", "value") and depth < 4:
            if any(m.entry.fails for m in program.meanings(call, fn)):
                return True
            functions = program.targets(call, fn).functions
            if any(t != fn and _answers(program, t, depth + 1) for t in functions):
                return True
    return False
