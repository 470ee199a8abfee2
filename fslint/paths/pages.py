"""Whether what runs as a page of a server is loaded releases the identity of nobody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from fslint.link.index import Fn
from fslint.paths.departing import asked_of_nobody
from fslint.paths.known import FALSY, NULL, TRUTHY, Env
from fslint.paths.shown import Shown
from fslint.paths.states import Happening, Trace, happenings

if TYPE_CHECKING:
    from fslint.paths.facts import Facts
    from fslint.paths.walker import Walker

_USERS = ("user", "request.user", "current_user", "currentUser", "session.user", "g.user")
_VALUES = ("user", "userId", "currentUser", "currentUserId", "uid", "userEmail", "signedIn")
"""What a page tells Stimulus' controllers of its user."""
VALUES_OF_NOBODY: Env = (
    *((f"this.{name}Value", NULL) for name in _VALUES),
    *((f"this.has{name[:1].upper()}{name[1:]}Value", FALSY) for name in _VALUES),
)
NOBODY: Env = (
    *((name, NULL) for name in (*_USERS, "logged_in", "is_authenticated", "user_id", "session")),
    *((f"{name}.is_anonymous{call}", TRUTHY) for name in _USERS for call in ("", "()")),
    *((f"{name}.is_authenticated()", FALSY) for name in _USERS),
    ("auth.user", NULL),
    *VALUES_OF_NOBODY,
)
SCRIPTS = ("javascript", "typescript")
SOMEBODY: Env = (
    *((f"{name}{of}", TRUTHY) for name in _USERS for of in ("", ".is_authenticated", ".id", ".pk")),
    *((name, TRUTHY) for name, _ in VALUES_OF_NOBODY),
)
Where: TypeAlias = "tuple[Fn, int, int] | None"
_RELEASES = frozenset({"anonymize"})


def releases(walker: Walker, pages: Iterable[Fn]) -> Where:
    """Where every one of some pages releases the identity of a user who is gone; None if one
    does not."""
    return _all(walker, pages, NOBODY, _RELEASES)


def takes_over(walker: Walker, pages: Iterable[Fn]) -> Where:
    """Where every one of some pages says who has taken over, or at least that it is another."""
    return _all(walker, pages, SOMEBODY, _RELEASES | {"identify"})


def identifying(facts: Facts) -> tuple[Fn, ...]:
    """The first page of a program that says who its user is, else the first of its scripts that
    does so as it is loaded, if there is one."""
    found = [
        path for path in sorted(facts.program.flows) if "identify" in facts.reaches(Fn(path, 0))
    ]
    pages = [path for path in found if facts.program.flows[path].language == "markup"]
    scripts = [path for path in found if facts.program.flows[path].language in SCRIPTS]
    return tuple(Fn(path, 0) for path in [*pages, *scripts][:1])


def anywhere(facts: Facts) -> tuple[Fn, ...] | None:
    """What is sure to run on the next page, whichever that is: of the templates that release an
    identity, the first that others extend or include. None where only other places release."""
    program = facts.program
    if not any("anonymize" in facts.reaches(fn) for fn in program.index.calls):
        return ()
    shared = {
        file
        for path, flow in program.flows.items()
        if flow.language == "markup"
        for one in flow.imports
        for file in program.evaluator.modules.resolve(path, one.module)
    }
    for path in sorted(shared & program.flows.keys()):
        page = Fn(path, 0)
        if program.flows[path].language == "markup" and "anonymize" in facts.reaches(page):
            return (page,)
    return None


def _all(walker: Walker, pages: Iterable[Fn], env: Env, kinds: frozenset[str]) -> Where:
    place: Where = None
    for page in pages:
        place = _where(walker, page, env, kinds)
        if place is None:
            return None
    return place


def may_release(walker: Walker, pages: Iterable[Fn]) -> bool:
    """Whether every one of some pages may release the identity of a user who is gone."""
    found = []
    for page in pages:
        shown = Shown(walker.facts, page)
        traces = (t for fn in shown.parts for t in walker.run(fn, NOBODY).values())
        releasing = any(_first(shown, trace, _RELEASES) is not None for trace in traces)
        found.append(releasing or shown.is_unknown())
    return bool(found) and all(found)


def misused(walker: Walker, pages: Iterable[Fn]) -> tuple[str, ...]:
    """The rules broken by wrong calls where pages should release the identity of nobody."""
    found: dict[str, None] = {}
    for page in pages:
        shown = Shown(walker.facts, page)
        for fn in shown.parts:
            for trace in _runs(walker, fn, NOBODY):
                items = [i for i in happenings(trace) if shown.holds(i.fn.file, i.span)]
                if all(item.kind != "anonymize" for item in items):
                    found.update(dict.fromkeys(code for item in items for code in wrong(item)))
    return tuple(found)


def wrong(item: Happening) -> list[str]:
    """The rules that a call which is no release breaks."""
    flags = item.flags if item.kind == "misuse" else ()
    return [flag.upper() for flag in flags if flag.startswith("fs")]


def _where(walker: Walker, page: Fn, env: Env, kinds: frozenset[str]) -> Where:
    shown = Shown(walker.facts, page)
    for fn in shown.parts:
        found = [_first(shown, trace, kinds) for trace in _runs(walker, fn, env)]
        first = found[0] if found else None
        if first is not None and all(found):
            return first.fn, first.span.start, first.span.end
    return None


def _runs(walker: Walker, fn: Fn, env: Env) -> Iterable[Trace | None]:
    """The runs of a part of a page, whose own names mean what those of the page do."""
    own = [(f"{fn.file}:{fn.index}:{name}", fact) for name, fact in env]
    if env is NOBODY and walker.program.language(fn) == "python":
        own += asked_of_nobody(walker, fn)
    return walker.run(fn, (*env, *own)).values()


def _first(shown: Shown, trace: Trace | None, kinds: frozenset[str]) -> Happening | None:
    """The first of some happenings in what is shown, unless the page is left before it."""
    items = (item for item in happenings(trace) if item.kind in kinds or item.kind == "leave")
    first = next((item for item in items if shown.holds(item.fn.file, item.span)), None)
    return None if first is None or first.kind == "leave" else first
