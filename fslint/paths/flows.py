"""What calls and chains do with ways out: go on from them, and pass the first await."""

from __future__ import annotations

from fslint.paths.states import FROZEN, PREFIX, Flow, add, merge

MODES = PREFIX | FROZEN


def then(flow: Flow, run: object) -> Flow:
    """`flow` with something run where it goes on."""
    out: Flow = {}
    for config, trace in flow.pop("next", {}).items():
        merge(out, run(config, trace))  # type: ignore[operator]
    merge(out, flow)
    return out


def unfrozen(flow: Flow) -> Flow:
    """`flow` with the first await passed on every way out."""
    out: Flow = {}
    for kind, configs in flow.items():
        for config, trace in configs.items():
            add(out, kind, config._replace(bits=config.bits & ~FROZEN), trace)
    return out
