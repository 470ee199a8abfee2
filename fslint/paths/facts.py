"""What the walk needs to know of each step: its events, what it can reach, whether it may fail.

Events are those of the vocabulary, and `misuse`: a Fullstory call of a form that does nothing
good, flagged with the rule it breaks. Flags: `async` (the Async form), `awaited` (also returned
or chained), `bounded` (raced against a time limit), `optional`, `implied` (nothing in the source
says it outright), `error` and `repeat` (see `lexical.py`), `login` (it goes to the login screen),
the confidence where it is not high, and for `misuse` the rule's code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from fslint.flow import (
    Assign,
    Block,
    Call,
    Choice,
    Exit,
    Flag,
    Literal,
    Loop,
    Step,
    Try,
    Value,
)
from fslint.link.index import Fn, last_name
from fslint.link.outside import CONSTRUCTORS
from fslint.link.traverse import blocks_of, deep, steps_in, text_of, values_of
from fslint.paths.absence import first_values, starts
from fslint.paths.chains import Chains, find_chains, link_functions
from fslint.paths.conditions import Conditions
from fslint.paths.decorated import Decorated
from fslint.paths.failing import Failing
from fslint.paths.flags import flags_of
from fslint.paths.hosts import BROWSERS, on_server
from fslint.paths.kept_flags import KeptFlags
from fslint.paths.lexical import flags_in, stands_where
from fslint.paths.links import addressing
from fslint.paths.logout_forms import LogoutForms
from fslint.paths.own_state import blanks_what_it_shows, sets_own_state
from fslint.paths.reach import Reach
from fslint.paths.rewriting import is_rewritten
from fslint.paths.sparing import spares_this_session
from fslint.paths.states import MERE
from fslint.paths.told import ends_session, takes_away
from fslint.paths.unresolved import may_release
from fslint.paths.variants import wrong_at_times
from fslint.paths.wholesale import takes_most

if TYPE_CHECKING:
    from fslint.link.program import Program

LAZY = frozenset({"javascript", "typescript", "dart", "markup"})


class Facts:
    """Facts about the steps of a program, computed once, when asked for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.conditions = Conditions(program)
        self._events: dict[Call | Assign, tuple[tuple[str, frozenset[str]], ...]] = {}
        self._matters: dict[int, bool] = {}
        self._chains: dict[int, tuple[Block, Chains]] = {}
        self._flags: dict[Fn, frozenset[str]] = {}
        self._tested: dict[Fn, frozenset[str]] = {}
        self._waits: dict[Fn, bool] = {}
        self._lexical: dict[Fn, dict[int, frozenset[str]]] = {}
        self.decorated = Decorated(self)
        self.branches: dict[int, tuple[Value, ...]] = {}
        self.providers: set[int] = set()
        self.windows: dict[str, bool] = {}
        self._starts: dict[Fn, frozenset[int]] = {}
        self.contexts: Callable[[Fn], Iterable[Fn]] = lambda page: ()
        reach = Reach(self)
        self.timers = reach.timers
        self.reaches = reach.reaches
        self.may_reach = reach.may_reach
        self.lent, self.lend = reach.lent, reach.lend
        self.asks, self.events_by_name = reach.asks, reach.events_by_name
        self.made_of = reach.made_of
        self.borrowed = reach.borrowed
        self.lent_for_later = reach.waits
        self.given = reach.given
        self.kept = reach.kept
        self.callers = reach.callers
        self.edges = reach.edges
        self.called, self.passed_on = reach.called, reach.passed_on
        self.goes_on = reach.goes_on
        self.set_off = reach.set_off
        self.comes_to = reach.comes_to
        self.lets_go = reach.lets_go
        self.mere_error = reach.mere_error
        self.kept_flags = KeptFlags(self)
        failing = Failing(self)
        self.fails = failing.fails
        self.may_fail = failing.may_fail
        self.throws = failing.throws
        self._forms = LogoutForms(self)
        self.listeners = self._forms.listeners
        self.sent_forms = self._forms.sent
        self.awaits_end = failing.awaits_end

    # Events

    def events(self, fn: Fn, step: Call | Assign) -> tuple[tuple[str, frozenset[str]], ...]:
        """The events of a step, in order, each with its flags."""
        known = self._events.get(step)
        if known is None:
            known = self._events[step] = tuple(self._find_events(fn, step))
        return known

    def add_events(
        self, fn: Fn, step: Call | Assign, events: list[tuple[str, frozenset[str]]]
    ) -> None:
        """Give a step more events than the vocabulary knows of."""
        self._events[step] = (*self.events(fn, step), *events)

    def _find_events(self, fn: Fn, step: Call | Assign) -> list[tuple[str, frozenset[str]]]:
        found: dict[str, frozenset[str]] = {}
        if id(step) in self._harmless(fn):
            return []
        for meaning in self.program.meanings(step, fn):
            writing = meaning.entry.rewrites if isinstance(step, Call) else ""
            if writing and is_rewritten(self.program.function(fn), step, writing):
                continue
            if not stands_where(self.program, fn, meaning.entry):
                continue
            if "switch" in meaning.events and sets_own_state(self.program, step, fn):
                continue
            if meaning.confidence == "low" and blanks_what_it_shows(self.program, step, fn):
                continue
            flags = self.flags(fn, step) | self._stands(fn).get(id(step), frozenset())
            if meaning.confidence != "high":
                flags |= {meaning.confidence}
            if meaning.entry.weak and meaning.entry.inside:
                flags |= {MERE}
            if meaning.entry.ends:
                flags |= {"ends"}
            if meaning.entry.provider:
                self.providers.add(id(step))
            for event in meaning.events:
                if event not in BROWSERS or not on_server(self.program, fn):
                    found.setdefault(event, flags)
            if meaning.entry.wrong:
                found.setdefault("misuse", flags | {meaning.entry.wrong.lower()})
        if isinstance(step, Call) and "identify" in found and "misuse" not in found:
            wrong = wrong_at_times(self.program, fn, step)
            found.update({"misuse": frozenset((*self.flags(fn, step), wrong))} if wrong else {})
        if isinstance(step, Call) and self._forms.sends(step, fn):
            found = {"sign_out": frozenset(), "leave": frozenset(), **found}
        if isinstance(step, Call) and "sign_out" not in found and ends_session(self, step, fn):
            found["sign_out"] = self.flags(fn, step)
        surely = "sign_out" in found and "low" not in found["sign_out"]
        sure = "" if surely else takes_away(self, step, fn)
        if not (found or sure) and isinstance(step, Call) and takes_most(self, step, fn):
            sure = "medium"
        if sure:
            found["sign_out"] = self.flags(fn, step) | ({sure} - {"high"})
        if (
            isinstance(step, Call)
            and "sign_out" in found
            and spares_this_session(self.program, step, fn)
        ):
            found.pop("sign_out", None)
        return list(found.items())

    def _harmless(self, fn: Fn) -> frozenset[int]:
        """The identities of the steps that set what is missing, or only say an address."""
        known = self._starts.get(fn)
        if known is None:
            function = self.program.function(fn)
            begun: Iterable[int] = ()
            if function.name in CONSTRUCTORS:
                begun = first_values(function.body)
            elif self.program.language(fn) == "python" and self._is_beginning(function.name):
                begun = (id(one) for one in steps_in(function.body) if isinstance(one, Assign))
            said = addressing(self.program.index.elements_in.get(fn, ()))
            known = self._starts[fn] = frozenset((*starts(function.body), *begun, *said))
        return known

    def _is_beginning(self, name: str) -> bool:
        return self.program.vocabulary.speaks_of("beginning", name)

    def _stands(self, fn: Fn) -> dict[int, frozenset[str]]:
        known = self._lexical.get(fn)
        if known is None:
            known = self._lexical[fn] = flags_in(self.program, fn)
        return known

    def flags(self, fn: Fn, step: Call | Assign) -> frozenset[str]:
        """What the way a call is written says of it: `async`, `awaited`, `bounded`, `handled`."""
        if not isinstance(step, Call):
            return frozenset()
        flags: set[str] = set()
        operation = step.args[0].value if step.args else None
        if isinstance(operation, Literal) and str(operation.value).endswith("Async"):
            flags.add("async")
        if step.use in ("awaited", "returned"):
            flags.add("awaited")
        if step.use == "value":
            outers = self._around(step)
            last = outers[-1] if outers else step
            names = [text_of(outer.callee) for outer in outers]
            limited = any(n.endswith(("race", "withTimeout", "timeout", "wait_for")) for n in names)
            chained = any(self.leaves_after(fn, one) for one in (step, *outers))
            if last.use in ("awaited", "returned") or chained:
                flags.add("awaited")
                if limited or any(".timeout" in name for name in names):
                    flags.add("bounded")
            if self._handled(step):
                flags.add("handled")
            if "async" in flags and self._is_kept(fn, last):
                flags |= {"awaited", "bounded"}  # who has a promise may wait for it, as it likes
        return frozenset(flags)

    def _is_kept(self, fn: Fn, call: Call) -> bool:
        """Whether what a call gives is kept under a name."""
        bindings = self.program.function(fn).bindings.values()
        return any(binding.value is call for values in bindings for binding in values)

    def _around(self, call: Call) -> list[Call]:
        """The calls that a call is given to or continued by, from the inside out."""
        found: list[Call] = []
        for _ in range(8):
            outer = self.program.index.outer.get(call) or self.program.index.chained.get(call)
            if outer is None:
                break
            found.append(outer)
            call = outer
        return found

    def leaves_after(self, fn: Fn, call: Call) -> bool:
        """Whether a navigation waits for a promise, in a callback of its chain."""
        link = self.program.index.chained.get(call)
        while link is not None:
            for passed in self.program.passed(link, fn):
                for step in steps_in(self.program.function(passed.fn).body):
                    if isinstance(step, Call | Assign) and any(
                        "leave" in m.events for m in self.program.meanings(step, passed.fn)
                    ):
                        return True
            link = self.program.index.chained.get(link)
        return False

    def _handled(self, call: Call) -> bool:
        link = self.program.index.chained.get(call)
        while link is not None:
            if last_name(link.callee) in ("catch", "catchError"):
                return True
            link = self.program.index.chained.get(link)
        return False

    def unsure(self, fn: Fn, call: Call) -> bool:
        """Whether a call cannot be resolved and may, by its name, release the identity."""
        return may_release(self.program, fn, call)

    # Promises

    def chains(self, fn: Fn, block: Block) -> Chains:
        """The promise chains among a block's steps."""
        known = self._chains.get(id(block))
        if known is None:
            known = self._chains[id(block)] = (block, find_chains(self.program, fn, block))
        return known[1]

    def link_functions(self, fn: Fn, call: Call) -> list[Fn]:
        """The functions that a link of a chain is given, operators of a pipe looked through."""
        return link_functions(self.program, fn, call)

    def waits(self, fn: Fn) -> bool:
        """Whether calling a function gives a promise, so that its rest may run later."""
        known = self._waits.get(fn)
        if known is None:
            self._waits[fn] = False
            known = self._waits[fn] = self._gives_promise(fn)
        return known

    def _gives_promise(self, fn: Fn) -> bool:
        function = self.program.function(fn)
        if self.program.language(fn) not in LAZY or "generator" in function.modifiers:
            return False
        if "async" in function.modifiers:
            return True
        for call in self.program.index.calls[fn]:
            if call.use == "returned":
                if last_name(call.callee) in ("then", "catch", "finally"):
                    return True
                if any(self.waits(t) for t in self.program.targets(call, fn).functions):
                    return True
                if any(m.entry.fails for m in self.program.meanings(call, fn)):
                    return True
        return False

    # What can be skipped

    def matters(self, fn: Fn, step: Step) -> bool:
        """Whether a step can change anything that the walk looks at."""
        known = self._matters.get(id(step))
        if known is None:
            known = self._matters[id(step)] = self._decide(fn, step)
        return known

    def _decide(self, fn: Fn, step: Step) -> bool:
        if isinstance(step, Call):
            if step.use == "awaited" or self.events(fn, step) or self.fails(fn, step):
                return True
            if self.decorated.runs(step):
                return True
            run = (*self.called(fn, step), *self.borrowed(step))
            if any(self.may_reach(callee) for callee in run):
                return True
            return self.unsure(fn, step) or (step.use == "returned" and self.waits(fn))
        if isinstance(step, Assign):
            if any(self.may_reach(callee) for callee in self.set_off(fn, step)):
                return True
            key = self.conditions.key(step.target, fn)
            asked = bool(key) and (self.tested(fn, key) or self.kept_flags.sets(fn, step, key))
            return asked or bool(self.events(fn, step))
        if isinstance(step, Exit):
            return True
        if isinstance(step, Flag):
            return self._followed(fn, step)
        if isinstance(step, Choice | Loop | Try) or any(True for _ in blocks_of(step)):
            return any(self.matters(fn, inner) for block in blocks_of(step) for inner in block)
        return False

    def _followed(self, fn: Fn, flag: Flag) -> bool:
        """Whether it is known all along which of true and false a local name is, and asked."""
        known = self._flags.get(fn)
        if known is None:
            known = self._flags[fn] = flags_of(self.conditions, fn)
        return flag.name in known and self.tested(fn, self.conditions.key_of(flag.name, fn))

    def tested(self, fn: Fn, key: str) -> bool:
        """Whether a function asks for the value of a name."""
        return key in self.all_tested(fn)

    def all_tested(self, fn: Fn) -> frozenset[str]:
        """The keys of all that a function asks for."""
        known = self._tested.get(fn)
        if known is None:
            keys = set()
            for step in steps_in(self.program.function(fn).body):
                if isinstance(step, Choice):
                    for value in values_of(step):
                        keys |= {self.conditions.key(part, fn) for part in deep(value)}
            known = self._tested[fn] = frozenset(keys - {""})
        return known
