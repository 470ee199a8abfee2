"""What runs when a page of a server is loaded, and whether it releases the identity of nobody.

A page is its template with those that it extends and includes, and the scripts that these load. A
block that the page fills in takes the place of the one it extends; a macro is shown where it is
called.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from fslint.flow import CONTROLLER, Literal, Region, Span
from fslint.link.abstract import Func, Mod
from fslint.link.index import Fn
from fslint.link.traverse import text_of
from fslint.paths.known import FALSY, NULL, TRUTHY, Env
from fslint.paths.states import Happening, Trace, happenings

if TYPE_CHECKING:
    from fslint.link.program import Program
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
ON_SHOW = ("mount", "effect")
COMPONENTS = (".vue", ".svelte")
ON_LOAD = ("DOMContentLoaded", "load", "pageshow", "turbo:load", "htmx:load")


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
        shown = Shown(walker.program, page)
        traces = (t for fn in shown.parts for t in walker.run(fn, NOBODY).values())
        found.append(any(_first(shown, trace, _RELEASES) is not None for trace in traces))
    return bool(found) and all(found)


def _where(walker: Walker, page: Fn, env: Env, kinds: frozenset[str]) -> Where:
    shown = Shown(walker.program, page)
    for fn in shown.parts:
        own = tuple((f"{fn.file}:{fn.index}:{name}", fact) for name, fact in env)
        found = [_first(shown, trace, kinds) for trace in walker.run(fn, (*env, *own)).values()]
        first = found[0] if found else None
        if first is not None and all(found):
            return first.fn, first.span.start, first.span.end
    return None


def _first(shown: Shown, trace: Trace | None, kinds: frozenset[str]) -> Happening | None:
    """The first of some happenings in what is shown, unless the page is left before it."""
    items = (item for item in happenings(trace) if item.kind in kinds or item.kind == "leave")
    first = next((item for item in items if shown.holds(item.fn.file, item.span)), None)
    return None if first is None or first.kind == "leave" else first


class Shown:
    """What a page is made of. `parts`: the functions that run when it is loaded, which are its
    own scripts, those of the templates it extends and includes, the scripts it loads, and what
    these do once the page is there."""

    def __init__(self, program: Program, page: Fn) -> None:
        self._program = program
        self.parts: list[Fn] = []
        work = [page]
        while work:
            fn = work.pop(0)
            if fn not in self.parts:
                self.parts.append(fn)
                work += self._onward(fn)
        self._chain = self._extended(page.file)
        flows = program.flows
        self._used = {
            one.name for fn in self.parts for one in flows[fn.file].regions if one.kind == "use"
        }

    def _onward(self, fn: Fn) -> Iterable[Fn]:
        program = self._program
        for imported in program.flows[fn.file].imports if fn.index == 0 else ():
            if not imported.local:
                files = program.evaluator.modules.resolve(fn.file, imported.module)
                yield from (Fn(file, 0) for file in files if file in program.flows)
        for call in program.index.calls.get(fn, ()):
            if text_of(call.callee).startswith(CONTROLLER):
                yield from program.targets(call, fn).functions
            first = call.args[0].value if call.args else None
            loads = isinstance(first, Literal) and first.value in ON_LOAD
            for passed in program.passed(call, fn):
                if loads or passed.trigger in ON_SHOW:
                    yield passed.fn
        yield from self._components(fn)

    def _components(self, fn: Fn) -> Iterable[Fn]:
        """What a component runs as it comes up, and the components that it is made of."""
        program = self._program
        flow = program.flows[fn.file]
        if fn.index == 0 and fn.file.endswith(COMPONENTS):
            for function in flow.functions[1:]:
                if program.vocabulary.speaks_of("lifecycle", function.name):
                    yield Fn(fn.file, function.index)
        for element in program.index.elements_in.get(fn, ()):
            for part in program.evaluator.evaluate(element.tag, fn):
                if isinstance(part, Func):
                    yield part.fn
                elif isinstance(part, Mod):
                    yield Fn(part.file, 0)

    def _extended(self, file: str) -> list[str]:
        """A template's file and those that it extends, the most general last."""
        chain = [file]
        while True:
            said = next((r for r in self._regions(chain[-1]) if r.kind == "extends"), None)
            files = () if said is None else self._resolved(chain[-1], said)
            if not files or files[0] in chain:
                return chain
            chain.append(files[0])

    def _resolved(self, file: str, said: Region) -> tuple[str, ...]:
        found = self._program.evaluator.modules.resolve(file, said.name)
        return tuple(one for one in found if one in self._program.flows)

    def _regions(self, file: str) -> list[Region]:
        return self._program.flows[file].regions

    def holds(self, file: str, span: Span) -> bool:
        """Whether what stands at a place of a file is shown in the page."""
        around = [
            one
            for one in self._regions(file)
            if one.span.start <= span.start and span.end <= one.span.end
        ]
        if any(one.kind == "macro" and one.name not in self._used for one in around):
            return False
        if file not in self._chain:
            return True
        place = self._chain.index(file)
        blocks = [one.name for one in around if one.kind == "block"]
        if any(self._replaced(name, place) for name in blocks):
            return False
        general = self._chain[place + 1 :]
        return not general or any(self._has(name, general) for name in blocks)

    def _replaced(self, name: str, place: int) -> bool:
        """Whether a template nearer to the page fills a block in without showing this one's."""
        return any(
            one.kind == "block" and one.name == name and not self._keeps(file, one)
            for file in self._chain[:place]
            for one in self._regions(file)
        )

    def _keeps(self, file: str, block: Region) -> bool:
        return any(
            one.kind == "super"
            and block.span.start <= one.span.start
            and one.span.end <= block.span.end
            for one in self._regions(file)
        )

    def _has(self, name: str, files: Iterable[str]) -> bool:
        return any(
            one.kind == "block" and one.name == name for f in files for one in self._regions(f)
        )
