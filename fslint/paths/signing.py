"""Which routes sign the user out, asked by one method or another.

A view that merely calls something that may sign out (a check of the session, say) does not: the
sign-out must be the view's own, or that of a function whose name says so. Tests of the request's
method decide their arms: a view that asks for confirmation on GET signs out on POST alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fslint.flow import (
    Array,
    Assign,
    Block,
    Call,
    Choice,
    Exit,
    Literal,
    Member,
    Name,
    Op,
    Step,
    Value,
)
from fslint.http import Http, Landing, Route, View, session_timeouts
from fslint.http.answers import kinds_of
from fslint.http.gates import is_gated
from fslint.link.abstract import Func
from fslint.link.index import Fn, last_name
from fslint.link.traverse import blocks_of, steps_in, text_of
from fslint.paths.entries import ENDINGS
from fslint.paths.intents import asks_what_is_sent
from fslint.paths.whose import (
    asks_itself,
    deletes_another,
    is_for_deleting,
    is_given_who_asks,
    names_another,
    names_key,
)

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

_BY_METHOD = {
    "get": ("GET",), "post": ("POST",), "put": ("PUT",), "patch": ("PATCH",), "head": ("HEAD",),
    "delete": ("DELETE", "POST"), "form_valid": ("POST",),
    "on_get": ("GET",), "on_post": ("POST",), "on_delete": ("DELETE",),
}  # fmt: skip
"""The methods of class-based views to the requests they answer; Django's views of forms and of
deletions are posted to."""
_SERVING = frozenset({"python", "javascript", "typescript"})
_DEEPEST = 3
DELETING = "DeleteView"
VIEW_CLASS = "View"
ABOVE = "super."
_WEAK = frozenset({"medium", "low"})


def signing_out(facts: Facts, http: Http) -> list[Route]:
    """The routes that sign somebody out, or let another take over, asked by whatever method."""
    return [r for r in http.routes if signs_out(facts, r, "") or switches(facts, r, "")]


def landings(facts: Facts, http: Http) -> Iterator[tuple[str, Landing]]:
    """Where the browser lands after each sign-out of a server, and the file that says so: of the
    routes that sign out, or are called so and not read yet, with the page at the same address that
    may ask for it, and of functions that do so before any view is asked, or for none."""
    unread = (r for r in http.routes if r.view.unread and _is_named(facts, r))
    for route in (*signing_out(facts, http), *unread):
        yield route.file, http.landing(http.at_same_address((route,)))
    for setting in session_timeouts(facts.program.flows)[:1]:
        yield setting.file, http.login()
    for fn, calls in facts.program.index.calls.items():
        if facts.program.language(fn) not in _SERVING or http.routes_of(fn):
            continue
        if any(event in ENDINGS for call in calls for event, _ in facts.events(fn, call)):
            yield fn.file, http.answered(fn)


def signs_out(facts: Facts, route: Route, method: str, by_wish: bool = True) -> bool:
    """Whether a route signs the user out when asked by a method; '' where it is not known. A page
    that is not called so, and does it only sometimes, is opened to be seen. `by_wish`: it also
    counts where a view that is not called so does it by what else the request says."""
    if _speaks(facts, route.view.name) or _is_of_logouts(facts, route, method):
        return True
    if method != "GET" and deletes_own(facts, route):
        return True
    own = not names_another(facts, route)
    named = _is_named(facts, route) and own
    takers = [one for one in route.view.handlers if _takes(facts, one, method)]
    if own and any(is_for_deleting(facts, to) for one in takers for to in facts.edges(one)):
        return True
    return any(
        _walk(facts, handler, facts.program.function(handler).body, method, named, by_wish)[0]
        for handler in takers
        if "sign_out" in facts.reaches(handler)
        and (named or not _logs_in(facts, handler))
        and (named or not route.view.is_page or _always(facts, handler))
    )


def _is_of_logouts(facts: Facts, route: Route, method: str) -> bool:
    """Whether a route's class is derived from a package's view of logouts, and does not answer a
    method in a way of its own."""
    view = route.view
    if view.cls is None or not any(_speaks(facts, kind) for kind in kinds_of(facts.program, view)):
        return False
    own = [one for one in view.handlers if method and _takes(facts, one, method)]
    return all(
        any(text_of(call.callee).startswith(ABOVE) for call in facts.program.index.calls[one])
        for one in own
    )


def ending_views(facts: Facts) -> Iterator[str]:
    """The names of the classes by which somebody logs out or deletes his own account, and of the
    functions by which he lets another in, routed or not."""
    program = facts.program
    told = (
        fn
        for fn in program.index.calls
        if program.language(fn) == "python" and names_key(program.function(fn))
    )
    for fn in told:
        if _lets_in(facts, fn) and is_gated(program, View((fn,))):
            yield program.function(fn).name
    for base, classes in program.index.subclasses.items():
        if base == DELETING or (_speaks(facts, base) and base.endswith(VIEW_CLASS)):
            for cls in classes:
                if base != DELETING or is_given_who_asks(facts, cls):
                    yield program.flows[cls.file].classes[cls.index].name


def deletes_own(facts: Facts, route: Route) -> bool:
    """Whether a route's view is one of deletions that is given who asks."""
    view = route.view
    if view.cls is None or DELETING not in kinds_of(facts.program, view):
        return False
    return is_given_who_asks(facts, view.cls)


def keeps(facts: Facts, http: Http, route: Route, method: str) -> bool:
    """Whether a route that may be called after a logout keeps who asks by a method signed in: it
    says that it ends another's session, or it only shows a page, which will ask."""
    if names_another(facts, route) or http.asks_first(route) or _only_shows(facts, route):
        return True
    if method == "GET" and (signs_out(facts, route, "POST") or switches(facts, route, "POST")):
        return True
    landing = http.landing((route,))
    return (
        landing.sure
        and bool(landing.files)
        and landing.routes == (route,)
        and not any(
            _speaks(facts, last_name(call.callee))
            for handler in route.view.handlers
            for call in facts.program.index.calls[handler]
        )
    )


def _only_shows(facts: Facts, route: Route) -> bool:
    """Whether functions of Python that make their page end no session as they do."""
    return route.view.is_page and all(
        facts.program.language(fn) == "python" and not facts.reaches(fn) & ENDINGS
        for fn in route.view.handlers
    )


def _is_named(facts: Facts, route: Route) -> bool:
    """Whether a route, its view or its URL is called after a logout of one kind or another."""
    words = [*route.names, route.view.name, "/".join(route.pattern)]
    words += [facts.program.function(handler).name for handler in route.view.handlers]
    return any(_speaks(facts, word) or facts.program.vocabulary.kind_of([word]) for word in words)


def switches(facts: Facts, route: Route, method: str) -> bool:
    """Whether a route lets somebody else take over when asked by a method: a view that has it
    done by a package, one that is called so and is a package's, or signs somebody in, and one for
    users only that signs in another, whom its URL names."""
    handlers = route.view.handlers
    if any(
        _walk(facts, handler, facts.program.function(handler).body, method, False)[0]
        for handler in handlers
        if facts.reaches(handler) & ENDINGS == {"switch"} and _takes(facts, handler, method)
    ):
        return True
    gated = is_gated(facts.program, route.view) and names_another(facts, route)
    if gated and any(_lets_in(facts, handler) for handler in handlers):
        return True
    words = [*route.names, route.view.name]
    words += [facts.program.function(handler).name for handler in handlers]
    if facts.program.vocabulary.kind_of(words) != "switch":
        return False
    if not handlers:
        return not method or not route.methods or method in route.methods
    return any(signs_in(facts, handler, _DEEPEST) for handler in handlers)


def _lets_in(facts: Facts, fn: Fn) -> bool:
    """Whether a function signs in somebody else than who asks."""
    speaks = facts.program.vocabulary.speaks_of
    return any(
        speaks("signs-in", last_name(call.callee))
        and not any(asks_itself(text_of(argument.value)) for argument in call.args)
        for call in facts.program.index.calls[fn]
    )


def signs_in(facts: Facts, fn: Fn, depth: int = _DEEPEST) -> bool:
    """Whether a function, or one that it calls, signs somebody in."""
    if _logs_in(facts, fn):
        return True
    calls = facts.program.index.calls[fn] if depth else ()
    called = {one for call in calls for one in facts.program.targets(call, fn).functions}
    return any(signs_in(facts, one, depth - 1) for one in sorted(called))


def _logs_in(facts: Facts, fn: Fn) -> bool:
    """Whether a view signs somebody in: what it signs out before is a former session."""
    function = facts.program.function(fn)
    classes = facts.program.flows[fn.file].classes
    bases = classes[function.owner].bases if function.owner >= 0 else ()
    speaks = facts.program.vocabulary.speaks_of
    return (
        speaks("signs-in", function.name)
        or any(speaks("sign-in-view", base.rpartition(".")[2]) for base in bases)
        or any(speaks("signs-in", last_name(c.callee)) for c in facts.program.index.calls[fn])
        or any(_remembers(facts, step) for step in steps_in(function.body))
    )


def _remembers(facts: Facts, step: Step) -> bool:
    """Whether a step puts a user into the session: `session["user_id"] = user.id`."""
    speaks = facts.program.vocabulary.speaks_of
    if not isinstance(step, Assign) or not speaks("user-of-session", text_of(step.target)):
        return False
    return not (isinstance(step.value, Literal) and step.value.value in (None, "", False))


def _takes(facts: Facts, fn: Fn, method: str) -> bool:
    """Whether a view's method answers requests by an HTTP method."""
    function = facts.program.function(fn)
    taken = _BY_METHOD.get(function.name) if function.owner >= 0 else None
    return taken is None or not method or method in taken


def _speaks(facts: Facts, name: str) -> bool:
    return bool(name) and facts.program.vocabulary.speaks_of("logout-url", name)


def _walk(
    facts: Facts, fn: Fn, block: Block, method: str, named: bool, by_wish: bool = True
) -> tuple[bool, bool]:
    """Whether a block signs out, and whether it is certain to leave the function. A weak sign of
    it, such as a value taken out of the session, counts where the view is `named` after it."""
    for step in block:
        if isinstance(step, Exit):
            return False, True
        if isinstance(step, Call | Assign):
            if _signs(facts, fn, step, named):
                return True, False
        elif isinstance(step, Choice) and not named and _by_wish(facts, fn, step, by_wish):
            continue
        elif isinstance(step, Choice):
            holds = None if step.test is None else _holds(step.test, method)
            arms = [arm.block for arm in step.arms]
            if holds is not None and step.kind == "if":
                arms = arms[:1] if holds else arms[1:]
            walked = [_walk(facts, fn, arm, method, named, by_wish) for arm in arms]
            if any(signs for signs, _ in walked):
                return True, False
            if walked and all(leaves for _, leaves in walked):
                return False, True
        elif any(_walk(facts, fn, one, method, named, by_wish)[0] for one in blocks_of(step)):
            return True, False
    return False, False


def _by_wish(facts: Facts, fn: Fn, step: Choice, by_wish: bool) -> bool:
    """Whether a view does this or that by what a request says beside its method, so that its
    address alone tells nothing: `if (action === "delete")`."""
    if step.test is None:
        return False
    if facts.program.language(fn) == "python":
        return not by_wish and asks_what_is_sent(facts, fn, step.test)
    asked = [step.test, *(case for arm in step.arms for case in arm.cases)]
    if isinstance(step.test, Op) and step.test.op == "==":
        asked += step.test.operands
    says = any(isinstance(one, Literal) and one.kind == "string" for one in asked)
    return says and not any(last_name(one) == "method" for one in asked)


class Afterwards:
    """What a view answers once it has signed the user out."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[Fn, frozenset[int]] = {}

    def __call__(self, fn: Fn) -> frozenset[int]:
        """The identities of the values that it returns then, and of the calls that it makes."""
        known = self._known.get(fn)
        if known is None:
            found: set[int] = set()
            if self._facts.reaches(fn) & ENDINGS:
                self._walk(fn, self._facts.program.function(fn).body, False, found)
            known = self._known[fn] = frozenset(found)
        return known

    def _walk(self, fn: Fn, block: Block, gone: bool, found: set[int]) -> bool | None:
        """Whether the user may be gone at the end of a block; None if it never gets there."""
        for step in block:
            if isinstance(step, Exit):
                if gone and step.value is not None:
                    found.add(id(step.value))
                return None if step.kind in ("return", "throw") else gone
            if isinstance(step, Call | Assign):
                if gone:
                    found.add(id(step))
                gone = gone or _signs(self._facts, fn, step)
                continue
            begun = gone
            ends: list[bool | None] = []
            for inner in blocks_of(step):
                ends.append(self._walk(fn, inner, begun, found))
                if not isinstance(step, Choice):
                    begun = begun or bool(ends[-1])
            left = bool(ends) and all(end is None for end in ends)
            if left and isinstance(step, Choice) and step.exhaustive:
                return None
            gone = gone or any(ends)
        return gone


def _signs(facts: Facts, fn: Fn, step: Call | Assign, named: bool = True) -> bool:
    events = [(event, flags) for event, flags in facts.events(fn, step) if event in ENDINGS]
    if any(not flags & _WEAK for _, flags in events):
        return True
    if named and events and not deletes_another(facts, fn, step):
        return True
    if not isinstance(step, Call):
        return False
    called: Iterable[Fn] = facts.program.targets(step, fn).functions
    if named and any(facts.reaches(handed) & ENDINGS for handed in _handed_to(facts, step, fn)):
        return True
    return any(
        facts.reaches(callee) & ENDINGS
        and (_speaks(facts, facts.program.function(callee).name) or _always(facts, callee))
        for callee in called
    )


def _handed_to(facts: Facts, call: Call, fn: Fn) -> Iterator[Fn]:
    """The functions that a call is handed by name: `submit(form, on_success=self.delete)`."""
    for argument in call.args:
        if isinstance(argument.value, Name | Member):
            parts = facts.program.evaluator.evaluate(argument.value, fn)
            yield from (part.fn for part in parts if isinstance(part, Func))


def _always(facts: Facts, fn: Fn) -> bool:
    """Whether a function signs out first of all, whatever it is asked."""
    for step in facts.program.function(fn).body:
        if isinstance(step, Choice | Exit):
            return False
        if isinstance(step, Call | Assign):
            events = [(event, flags) for event, flags in facts.events(fn, step)]
            if any(event in ENDINGS and not flags & _WEAK for event, flags in events):
                return True
    return False


def _holds(test: Value, method: str) -> bool | None:
    """Whether a test of the request's method holds; None where it asks something else."""
    if not isinstance(test, Op):
        return None
    if test.op == "!":
        inner = _holds(test.operands[0], method)
        return None if inner is None else not inner
    if test.op in ("&&", "||"):
        found = [_holds(one, method) for one in test.operands]
        decided = test.op == "||"
        if decided in found:
            return decided
        return None if None in found else not decided
    if test.op not in ("==", "!=", "in") or not method:
        return None
    asked = next((one for one in test.operands if isinstance(one, Member)), None)
    if asked is None or asked.name != "method":
        return None
    given: list[Value] = []
    for one in test.operands:
        given += one.items if isinstance(one, Array) else [one]
    names = [str(one.value).upper() for one in given if isinstance(one, Literal)]
    return (method in names) != (test.op == "!=")
