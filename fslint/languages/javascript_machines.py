"""State machines that are described by an object: `createMachine({ states: { … } })`.

They are spelt out as what hears of their events: leaving a state, the actions on the way, entering
the next one, what is invoked there, and where that leads.
"""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import (
    Argument,
    Arm,
    Array,
    Block,
    Call,
    Choice,
    Closure,
    FileFlow,
    Function,
    Handler,
    Literal,
    Member,
    Name,
    Object,
    Span,
    Step,
    Try,
    Value,
)

MAKERS = frozenset({"createMachine", "Machine"})
OPTIONS = frozenset({"withConfig", "provide"})
HEARS = "xstate.on"
"""What a machine is told to hear of an event with, once it is spelt out."""
ACTS = "xstate.act"
INVOKES = "xstate.invoke"
"""What runs an action, or what is invoked, that is only named here."""
WAITS = "xstate.after"
"""What runs the steps that a state takes by itself after some time."""
LATER = ("always", "onDone")
DEEPEST = 12


def spell_out_machines(flow: FileFlow) -> None:
    """Add to a file what its machines do at each of their events."""
    for function in list(flow.functions):
        for call in [step for step in function.body if isinstance(step, Call)]:
            _spell_out(flow, function, call)
        for bindings in list(function.bindings.values()):
            for binding in bindings:
                if isinstance(binding.value, Call) and binding.value not in function.body:
                    _spell_out(flow, function, binding.value)


def _spell_out(flow: FileFlow, function: Function, call: Call) -> None:
    described = call.args[0].value if call.args else None
    if _last(call.callee) not in MAKERS or not isinstance(described, Object):
        return
    if any(entry.key == "states" for entry in described.entries):
        _Machine(flow, function, described, _options(call, function.body)).spell_out()


def _options(call: Call, block: Block) -> list[Object]:
    """The objects that say what a machine's named actions are."""
    found = [argument.value for argument in call.args[1:]]
    callee = call.callee
    if isinstance(callee, Member) and isinstance(callee.of, Call):
        found += [argument.value for argument in callee.of.args]
    for step in block:
        later = step.callee if isinstance(step, Call) else None
        if isinstance(later, Member) and later.name in OPTIONS and later.of is call:
            assert isinstance(step, Call)
            found += [argument.value for argument in step.args]
    return [value for value in found if isinstance(value, Object)]


class _Machine:
    """One machine of a file."""

    def __init__(
        self, flow: FileFlow, function: Function, described: Object, options: list[Object]
    ) -> None:
        self._flow = flow
        self._function = function
        self._described = described
        self._options = options
        self._states = dict(_states(described))

    def spell_out(self) -> None:
        """Have each of its events heard, whatever state it is in, and its first state entered."""
        arms: dict[str, dict[str, Block]] = {}
        spans: dict[str, Span] = {}
        for name, state in (("", self._described), *self._states.items()):
            on = _entry(state, "on")
            for entry in on.entries if isinstance(on, Object) else ():
                steps = [*self._run(_entry(state, "exit")), *self._go(entry.value, {name})]
                said = str([step.span for step in steps])
                arms.setdefault(entry.key, {}).setdefault(said, steps)
                spans.setdefault(entry.key, entry.span)
        for event, different in arms.items():
            self._hear(event, spans[event], _either(spans[event], list(different.values())))
        initial = _entry(self._described, "initial")
        if isinstance(initial, Literal) and isinstance(initial.value, str):
            self._hear(initial.value, initial.span, self._enter(initial.value, set()))

    def _hear(self, event: str, span: Span, steps: Block) -> None:
        if steps:
            closure = self._closure(event, span, steps)
            told = Argument(Literal(span, "string", event))
            self._function.body.append(
                Call(span, Name(span, HEARS), (told, Argument(closure)), "dropped")
            )

    def _closure(self, name: str, span: Span, steps: Block) -> Closure:
        index = len(self._flow.functions)
        made = Function(index, name, span, "arrow", (), steps, span, self._function.index)
        made.modifiers = frozenset({"async"})
        self._flow.functions.append(made)
        return Closure(span, index)

    def _go(self, told: Value | None, seen: set[str]) -> Block:
        """The steps of a transition: `'out'`, `{ target, actions }`, or one of several."""
        if isinstance(told, Array):
            return _either(told.span, [self._go(item, seen) for item in told.items])
        if isinstance(told, Object):
            target = _entry(told, "target")
            return [*self._run(_entry(told, "actions")), *self._go(target, seen)]
        if isinstance(told, Literal) and isinstance(told.value, str):
            return self._enter(told.value, seen)
        return []

    def _enter(self, target: str, seen: set[str]) -> Block:
        """The steps of entering a state, and of what follows by itself."""
        name = target.rpartition(".")[2].lstrip("#")
        state = self._states.get(name)
        if state is None or name in seen or len(seen) > DEEPEST:
            return []
        seen = seen | {name}
        steps = [*self._run(_entry(state, "entry"))]
        invoked = _entry(state, "invoke")
        for one in invoked.items if isinstance(invoked, Array) else (invoked,):
            steps += self._invoke(one, seen) if isinstance(one, Object) else []
        initial = _entry(state, "initial")
        if isinstance(initial, Literal) and isinstance(initial.value, str):
            steps += self._enter(initial.value, seen)
        for key in LATER:
            steps += self._go(_entry(state, key), seen)
        return [*steps, *self._wait(_entry(state, "after"), seen)]

    def _wait(self, told: Value | None, seen: set[str]) -> Iterator[Step]:
        """The steps that a state takes by itself after some time."""
        for entry in told.entries if isinstance(told, Object) else ():
            steps = self._go(entry.value, seen)
            if steps:
                closure = self._closure(entry.key, entry.span, steps)
                waits = Name(entry.span, WAITS)
                yield Call(entry.span, waits, (Argument(closure),), "dropped")

    def _invoke(self, told: Object, seen: set[str]) -> Block:
        """The steps of what a state invokes: that, and where its end leads."""
        source = _entry(told, "src")
        steps = list(self._called(source, ("services", "actors"), INVOKES)) if source else []
        done = self._go(_entry(told, "onDone"), seen)
        failed = self._go(_entry(told, "onError"), seen)
        return [Try(told.span, steps, (Handler(failed),), done)] if steps else done

    def _run(self, told: Value | None) -> Iterator[Step]:
        """The steps of some actions: one, or several in turn."""
        items = told.items if isinstance(told, Array) else (told,)
        for one in items:
            if one is not None:
                yield from self._called(one, ("actions",), ACTS)

    def _called(self, told: Value, groups: tuple[str, ...], named: str) -> Iterator[Step]:
        """The call of an action: what its name stands for, or what it is itself."""
        if isinstance(told, Object):
            told = _entry(told, "type") or told
        if isinstance(told, Literal) and isinstance(told.value, str):
            known = self._known(told.value, groups)
            if known is None:
                yield Call(told.span, Name(told.span, named), (Argument(told),), "awaited")
                return
            told = known
        if isinstance(told, Call):
            told = next((a.value for a in told.args if isinstance(a.value, Closure)), told)
        if isinstance(told, Closure | Name | Member):
            yield Call(told.span, told, (), "awaited")

    def _known(self, name: str, groups: tuple[str, ...]) -> Value | None:
        given = (_entry(options, group) for options in self._options for group in groups)
        found = (_entry(group, name) for group in given if isinstance(group, Object))
        return next((value for value in found if value is not None), None)


def _either(span: Span, blocks: list[Block]) -> Block:
    """One of several blocks."""
    if not any(blocks):
        return []
    arms = tuple(Arm(block) for block in blocks)
    return blocks[0] if len(blocks) == 1 else [Choice(span, "switch", None, arms)]


def _states(state: Object) -> Iterator[tuple[str, Object]]:
    """The states in a state, with those in them, by name and by `id`."""
    inner = _entry(state, "states")
    for entry in inner.entries if isinstance(inner, Object) else ():
        if isinstance(entry.value, Object):
            yield entry.key, entry.value
            own = _entry(entry.value, "id")
            if isinstance(own, Literal) and isinstance(own.value, str):
                yield own.value, entry.value
            yield from _states(entry.value)


def _entry(of: Object, key: str) -> Value | None:
    return next((entry.value for entry in of.entries if entry.key == key), None)


def _last(callee: Value) -> str:
    if isinstance(callee, Member):
        return callee.name
    return callee.id if isinstance(callee, Name) else ""
