"""Functions that wait for an event in their course, as sagas do: of `yield take(LOGOUT)` what hears
is what comes behind it; what stands before it ran long ago."""

from __future__ import annotations

from collections.abc import Iterable

from fslint.flow import Assign, Call, Flag, Step
from fslint.link.index import Fn
from fslint.link.keys import Listening
from fslint.link.program import Program
from fslint.paths.known import Env, without
from fslint.paths.states import HELD, Config, Configs, Flow, add

WAITS = "waits at"


def waiting_at(program: Program, fn: Fn, listening: Iterable[Listening]) -> Env:
    """What a run knows that goes into a function which waits for an event by calls of its own."""
    own = {id(call) for call in program.index.calls[fn]}
    told = (id(one.at) for one in listening if one.fn == fn)
    return tuple((WAITS, ("call", at)) for at in told if at in own)


def is_waiting(env: Env) -> bool:
    """Whether a function is gone into in the middle."""
    return bool(env) and env[-1][0] == WAITS


def resumed(step: Step, configs: Configs) -> tuple[Configs, Configs]:
    """The configurations in which a step is done, and those in which it was done long ago."""
    if not isinstance(step, Call | Assign | Flag):
        return configs, {}
    done: Configs = {}
    past: Configs = {}
    here = (WAITS, ("call", id(step)))
    for config, trace in configs.items():
        if not config.bits & HELD:
            done[config] = trace
        elif here in config.env:
            done[config._replace(bits=config.bits & ~HELD, env=without(config.env, WAITS))] = trace
        else:
            past[config] = trace
    return done, past


def heard(flow: Flow, config: Config) -> Flow:
    """The ways out of a function that was gone into in the middle, from `config`: those that have
    come to where it waits."""
    out: Flow = {}
    for kind, configs in flow.items():
        for config2, trace2 in configs.items():
            if not config2.bits & HELD:
                add(out, kind, config2, trace2)
    return out or {"next": {config: None}}
