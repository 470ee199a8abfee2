"""Where a call stands in the source: in an error handler, in a loop that does it again and again.

These are flags of its events: `error`, `repeat` and `bounded` (given up after a while). A loop
that ends right after the call does not repeat it, nor does a loop over the very thing that is
called.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from fslint.flow import (
    TIME_LIMIT,
    Block,
    Call,
    Choice,
    Exit,
    Function,
    Labeled,
    Literal,
    Loop,
    Member,
    Name,
    Op,
    Try,
    Value,
)
from fslint.link.index import Fn, last_name
from fslint.link.traverse import blocks_of, deep, steps_in, text_of, values_of

if TYPE_CHECKING:
    from fslint.entries import Entry
    from fslint.link.program import Program
    from fslint.paths.entries import Root

SECOND_ON_ERROR = frozenset(("then", "subscribe"))
"""What runs the second function that it is given when something fails."""
ERROR_LABELS = frozenset(("onError", "onFailure", "error", "failure"))
ERRORS = frozenset(("error", "err", "exception"))
FAILURES = frozenset(("failure", "error", "Failure", "Error"))
NOBODY_COMES = ("login-screen", "logout-url")
"""What a page's name speaks of that is shown to nobody who is signed in."""
READY = ("document.addEventListener", "window.addEventListener", "ready", "onload")
LOADING = frozenset(("mount", "screen-load", "route", "effect"))


def flags_in(program: Program, fn: Fn) -> dict[int, frozenset[str]]:
    """The flags of the calls right in `fn` that have any, by the call's id."""
    found: dict[int, frozenset[str]] = {}
    flags = frozenset({"error"}) if on_error(program, fn) else frozenset()
    flags |= {"repeat"} if _is_done_again(program, fn) else frozenset()
    _Walk(program, fn, found).block(program.function(fn).body, flags)
    return {key: flags for key, flags in found.items() if flags}


def begin_flags(program: Program, root: Root) -> frozenset[str]:
    """The flags of a run's beginning: `load` (a screen or route comes up), `repeat` (a timer),
    `error` (what handles the errors of an app or of a part of it)."""
    function = program.function(root.fn)
    speaks_of = program.vocabulary.speaks_of
    flags = set()
    member = function.owner >= 0 or root.fn in program.index.holders
    builds = function.name == "build" and any(p.type == "BuildContext" for p in function.params)
    composes = any(last_name(made) == "Composable" for made in function.decorators)
    hook = any(speaks_of("lifecycle", name) for name in (function.name, _selector(function)))
    if composes or (member and (builds or hook)):
        flags.add("load")
    handles = member and speaks_of("error-hook", function.name)
    if any(_has_itself_run(call) for call in program.index.calls.get(root.fn, ())):
        flags.add("repeat")
    if _is_page(program, function):
        flags.add("load")
    for trigger in root.triggers:
        comes_up = trigger.kind in LOADING or speaks_of("lifecycle", trigger.name)
        if comes_up and not (trigger.name.endswith(READY) and _of_login(program, root.fn.file)):
            flags.add("load")
        if trigger.kind == "error":
            flags.add("error")
        handles |= trigger.kind == "failed-request"
        if trigger.runner is not None and trigger.runner.entry.loop:
            flags.add("repeat")
    if handles and not _asks_for_expiry(program, function.body):
        flags.add("error")
    return frozenset(flags)


def _selector(function: Function) -> str:
    """What tells a method from others of its name: `application:didFinishLaunching…`."""
    second = function.params[1] if len(function.params) > 1 else None
    return f"{function.name}:{second.label or second.name}" if second is not None else ""


def _of_login(program: Program, file: str) -> bool:
    """Whether a script or page is by its name that of a login or logout page of a server."""
    name = posixpath.basename(file)
    return any(program.vocabulary.speaks_of(topic, name) for topic in NOBODY_COMES)


def _has_itself_run(call: Call) -> bool:
    """Whether a call has the object that it stands in run again after a while."""
    later = last_name(call.callee) in ("postDelayed", "postAtTime")
    return later and any(isinstance(a.value, Name) and a.value.id == "this" for a in call.args)


def _is_page(program: Program, function: Function) -> bool:
    """Whether a function makes a page that users come to who are signed in: `@ui.page("/")`."""
    for made in function.decorators:
        if isinstance(made, Call) and last_name(made.callee) == "page" and made.args:
            url = made.args[0].value
            text = url.value if isinstance(url, Literal) else None
            return isinstance(text, str) and not any(
                program.vocabulary.speaks_of(topic, text) for topic in NOBODY_COMES
            )
    return False


class _Walk:
    """A walk through a function's steps, which keeps the flags of its calls in `found`."""

    def __init__(self, program: Program, fn: Fn, found: dict[int, frozenset[str]]) -> None:
        self._program = program
        self._fn = fn
        self._function = program.function(fn)
        self._found = found
        self._leaving = _of_a_logout(program, fn)

    def block(self, block: Block, flags: frozenset[str]) -> None:
        for place, step in enumerate(block):
            if isinstance(step, Call):
                once = any(isinstance(later, Exit) for later in block[place + 1 :])
                once = once or _is_local(step, self._function)
                self._found[id(step)] = flags - {"repeat"} if once else flags
            elif isinstance(step, Loop):
                self.block(step.body, flags if self._waits(step.body) else flags | {"repeat"})
            elif isinstance(step, Try):
                handlers = [handler.block for handler in step.handlers]
                failing = flags if self._ends_session(step.body) else flags | {"error"}
                for inner in blocks_of(step):
                    caught = any(inner is handler for handler in handlers)
                    self.block(inner, failing if caught else flags)
            elif isinstance(step, Choice) and not self._leaving:
                failed = failing_arms(step)
                around = flags - {"error"} if asks_for_expiry(self._program, step) else flags
                for number, arm in enumerate(step.arms):
                    self.block(arm.block, around | {"error"} if number in failed else around)
            else:
                limited = isinstance(step, Labeled) and step.label == TIME_LIMIT
                for inner in blocks_of(step):
                    self.block(inner, flags | {"bounded"} if limited else flags)

    def _waits(self, block: Block) -> bool:
        """Whether each round of a loop waits for an event: `while (true) yield take(LOGOUT)`."""
        return any(
            isinstance(step, Call) and self._program.listens(step, self._fn)
            for step in steps_in(block)
        )

    def _ends_session(self, block: Block) -> bool:
        return any(
            isinstance(s, Call) and _signs_out(self._program, s, self._fn) for s in steps_in(block)
        )


def asks_for_expiry(program: Program, step: Choice) -> bool:
    """Whether a test tells a session that has expired from other failures: `status === 401`."""
    parts = [part for value in values_of(step) for part in deep(value)]
    words = [str(p.value) if isinstance(p, Literal) else text_of(p) for p in parts]
    return program.vocabulary.kind_of([word for word in words if word]) == "token-expiry"


def _asks_for_expiry(program: Program, block: Block) -> bool:
    return any(isinstance(s, Choice) and asks_for_expiry(program, s) for s in steps_in(block))


def failing_arms(step: Choice) -> set[int]:
    """The arms of a choice that run where something has failed: `if (error)`, `case .failure:`."""
    if step.kind == "switch":
        arms = enumerate(step.arms)
        return {n for n, arm in arms if any(_last(c) in FAILURES for c in arm.cases)}
    asked = _asks_for_error(step.test) if step.kind == "if" and step.test is not None else None
    return set() if asked is None else {0 if asked else 1}


def _asks_for_error(test: Value) -> bool | None:
    """True where a test holds after a failure, False where it holds after none."""
    if isinstance(test, Name | Member):
        return True if _last(test) in ERRORS else None
    if not isinstance(test, Op):
        return None
    if test.op == "!":
        inner = _asks_for_error(test.operands[0])
        return None if inner is None else not inner
    if test.op in ("==", "!=") and len(test.operands) == 2:
        left, right = test.operands
        if isinstance(right, Literal) and right.kind in ("null", "undefined"):
            asked = _asks_for_error(left)
            return asked if asked is None or test.op == "!=" else not asked
        return True if test.op == "==" and _last(right) in FAILURES else None
    return None


def _last(value: Value) -> str:
    return text_of(value).removesuffix("()").rpartition(".")[2]


def _signs_out(program: Program, call: Call, fn: Fn) -> bool:
    """Whether a call, by what it is or by what it is called, ends a session."""
    meanings = program.meanings(call, fn) or program.named_meanings(call, fn)
    return any({"sign_out", "switch"} & set(meaning.events) for meaning in meanings)


def _of_a_logout(program: Program, fn: Fn) -> bool:
    """Whether a function stands in one that is called a logout, or answers a sign-out."""
    functions = program.flows[fn.file].functions
    index = fn.index
    while index > 0:
        passed = program.index.passed_to.get(Fn(fn.file, index))
        if passed is not None and _signs_out(program, passed[1], passed[0]):
            return True
        if program.vocabulary.speaks_of("logout-url", functions[index].name):
            return True
        index = functions[index].parent
    return False


def on_error(program: Program, fn: Fn) -> bool:
    """Whether a function is what a call runs when something fails."""
    passed = program.index.passed_to.get(fn)
    if passed is not None:
        scope, call, place = passed
        name = last_name(call.callee)
        first = place == 0 and program.vocabulary.speaks_of("runs-on-error", name)
        keyed = isinstance(call.args[0].value, Literal)
        if first or (name in SECOND_ON_ERROR and place == 1 and not keyed):
            return True
        if call.args[place].label in ERROR_LABELS:
            return True
        given = program.passed(call, scope)
        return any(p.fn == fn and p.trigger == "failed-request" for p in given)
    holder = program.index.holders.get(fn)
    return holder is not None and holder.key in ERROR_LABELS


def streamed_request(program: Program, fn: Fn) -> Call | None:
    """The call whose stream runs a function where it fails: `http.get(url)` of what is given to
    `http.get(url).pipe(catchError(…))`."""
    passed = program.index.passed_to.get(fn)
    pipe = program.index.outer.get(passed[1]) if passed is not None else None
    if pipe is None or not isinstance(pipe.callee, Member) or pipe.callee.name != "pipe":
        return None
    return pipe.callee.of if isinstance(pipe.callee.of, Call) and on_error(program, fn) else None


def _is_done_again(program: Program, fn: Fn) -> bool:
    """Whether a function is given to a call that runs it again and again, at once."""
    passed = program.index.passed_to.get(fn)
    return passed is not None and program.vocabulary.speaks_of(
        "does-again", last_name(passed[1].callee)
    )


def _is_local(call: Call, function: Function) -> bool:
    """Whether a call is made on a name of the function's own."""
    value = call.callee
    while isinstance(value, Member):
        value = value.of
    return isinstance(value, Name) and value.id in function.bindings


def stands_where(program: Program, fn: Fn, entry: Entry) -> bool:
    """Whether a call that stands in a function may mean what an entry of the vocabulary says: its
    name, or that of the one that a closure stands in, decides about a topic `outside`, and about
    one `inside` what it listens to, its name, or its class and name."""
    functions = program.flows[fn.file].functions
    speaks_of = program.vocabulary.speaks_of
    index = fn.index
    while index > 0 and not functions[index].name:
        if entry.inside and speaks_of(entry.inside, _heard(program, Fn(fn.file, index))):
            return True
        index = functions[index].parent
    name = functions[max(index, 0)].name
    outside = not entry.outside or not speaks_of(entry.outside, name)
    if not outside or not entry.inside:
        return outside
    around = program.index.class_around(fn)
    names = [name, *([f"{around.name}.{name}"] if around is not None else [])]
    return any(speaks_of(entry.inside, one) for one in names)


def _heard(program: Program, fn: Fn) -> str:
    """The name of the event that a function listens to, '' if none."""
    return program.keys.is_listener(fn).rpartition(":")[2].rpartition(".")[2]
