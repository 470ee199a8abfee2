"""From the ends of a path's runs to its verdict, its reason and what covers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from fslint.findings import App, Cover, Entry, Finding, LogoutPath, Place
from fslint.flow import Span
from fslint.link.index import Fn
from fslint.paths.beside import scripts_beside
from fslint.paths.checks import Check, breaks, most_telling, violating
from fslint.paths.deciding import decided_at
from fslint.paths.doubts import TOO_MUCH, doubt
from fslint.paths.entries import ENDINGS, Root, entry_name
from fslint.paths.kinds import kind_of
from fslint.paths.labels import labels
from fslint.paths.lexical import begin_flags
from fslint.paths.observers import Observer
from fslint.paths.pages import may_release, misused, releases, takes_over, wrong
from fslint.paths.reauth import renewed
from fslint.paths.reporting import Reporter
from fslint.paths.set_to_nothing import sets_to_nothing
from fslint.paths.showing import steps_of
from fslint.paths.signs import surely_ends, too_weak
from fslint.paths.states import LEAVING, TAKEN, Configs, Happening, Trace, happenings
from fslint.paths.watched import too_late

if TYPE_CHECKING:
    from fslint.paths.walker import Walker

WORST_FIRST = ("violated", "unknown", "proven", "")
SOMETIMES = "the page that it lands on releases the identity under a condition"
SOMEWHERE = "it may land on any page, and only some of the code releases the identity"


class Judged(NamedTuple):
    """What is said of one entry: its path, if it is a logout or a switching path, and findings."""

    path: LogoutPath | None
    findings: list[Finding]
    root: Root | None = None
    """The entry, where it is walked."""


class Judge:
    """Judges the paths of a program."""

    def __init__(
        self,
        walker: Walker,
        checks: Sequence[Check],
        text: Callable[[str], str],
        app_of: Callable[[str], App],
        covers: Mapping[str, Cover],
        landings: Mapping[int, tuple[Fn, ...] | None],
        left: Mapping[tuple[Fn, Span], tuple[Fn, ...]],
    ) -> None:
        """`text(file)` is a file's text, `app_of(file)` its app, `covers` maps an app's root to
        the observer that releases the identity for the whole app, `landings` the request of a
        link, or a server's function, to the pages that it lands on (None where any may come next),
        `left` the same for the navigations of scripts."""
        self._walker = walker
        self._checks = checks
        self._text = text
        self._app_of = app_of
        self._covers = covers
        self._landings = landings
        self._left = left
        self._beside = scripts_beside(walker.facts)
        self._reporter = Reporter(walker, text)

    def watched(self, observer: Observer) -> list[Finding]:
        """What an observer does too late."""
        return list(too_late(self._walker, self._checks, self._reporter, observer, self._app_of))

    def settled(self, judged: Iterable[Judged]) -> Iterator[Judged]:
        """What was said of all entries; said again of those whose fault later ones have shown to
        lie with who calls the code that they share."""
        said = list(judged)
        for one in said:
            if one.root is not None and self._reporter.moved(one.root):
                one = self.judge(one.root)
            yield one

    def judge(self, root: Root) -> Judged:
        """Walk an entry's runs and say what is right and wrong about them."""
        return self._judge(root)._replace(root=root)

    def _judge(self, root: Root) -> Judged:
        if root.link is not None:
            walked = self._walker.follow(root.link)
        else:
            flags = begin_flags(self._walker.program, root)
            env = root.case.env if root.case else ()
            walked = self._walker.run(root.fn, env, flags, self._beside.get(root.fn, ()), LEAVING)
        pressed = root.case.pressed if root.case else None
        about = TAKEN if pressed is not None else 0
        ends = {
            c: t
            for c, t in walked.items()
            if c.bits & about == about
            and not renewed(self._walker, t)
            and not sets_to_nothing(self._walker.facts, root, happenings(t))
        }
        within = sorted({config.within for config in ends} - {""})
        judged = [
            self._of_runs(root, {c: t for c, t in ends.items() if c.within in ("", app)}, app)
            for app in within or [""]
        ]
        worst = min(judged, key=lambda one: WORST_FIRST.index(one.path.verdict if one.path else ""))
        return Judged(worst.path, [finding for one in judged for finding in one.findings])

    def _of_runs(self, root: Root, ends: Configs, within: str) -> Judged:
        """What the runs of an entry say that can belong to one app: `within` where others never
        run together with it."""
        if not ends or too_weak(self._walker, self._text, root, ends):
            return Judged(None, [])
        app = self._app_of(f"{within}/" if within else root.fn.file)
        pressed = root.case.pressed if root.case else None
        shown = labels(self._walker.facts, self._text, root)
        kind = kind_of(self._walker.facts, root, ends, shown)
        name = entry_name(self._walker.facts, root)
        span = self._walker.program.function(root.fn).span
        if root.link is not None:
            span = root.link.request.span
        elif root.case is not None:
            span = root.case.span
        file = root.fn.file if pressed is None else pressed.file
        entry = Entry(Place(file, span.start, span.end), name, kind)
        found: list[tuple[Check, Finding]] = []
        for check in self._checks:
            states = [config.states[check.place] for config in ends]
            if check.automaton.reports(states):
                finding = self._reporter.finding(check, ends, root, entry, app)
                if finding is not None:
                    found.append((check, finding))
        ending = {c: t for c, t in ends.items() if c.signed}
        if not ending:
            return Judged(None, [f for _, f in found])
        return self._verdict(root, entry, app, ending, most_telling(found))

    def _verdict(
        self, root: Root, entry: Entry, app: App, ends: Configs, found: list[tuple[Check, Finding]]
    ) -> Judged:
        breaking = [f for c, f in found if breaks(c, f)]
        misuse = _misuses(ends)
        cover = self._covers.get(app.root)
        if cover is not None and cover.place.file == root.fn.file:
            inside = self._walker.program.function(root.fn).span
            if cover.place.start == inside.start and not self._runs_anew(root, ends):
                cover = None
        perhaps = ""
        if breaking and cover is None:
            pages = self._pages(root, ends)
            cover = self._landing(pages, entry.kind)
            perhaps = self._perhaps(root, pages) if cover is None else ""
            for finding in breaking if perhaps else ():
                finding.confidence = "low"
        witness = self._witness_of(root, ends, found)
        steps = tuple(steps_of(self._text, witness))
        shared = decided_at(self._walker.facts, root, happenings(witness))
        codes = tuple(dict.fromkeys([*misuse, *(f.code for _, f in found)]))
        reason = ""
        verdict = "violated" if breaking or misuse else "proven"
        findings = [f for _, f in found]
        if verdict == "violated" and cover is not None:
            findings = [f for f in findings if f not in breaking]
            codes = tuple(dict.fromkeys(f.code for f in findings))
            path = LogoutPath(
                app.root, entry.kind, "proven", entry, steps, "", codes, cover, shared
            )
            return Judged(path, findings)
        instead = self._misused(root) if breaking and not misuse else []
        if instead:  # a wrong call on the page where it lands says it all, and is told there
            findings = [f for f in findings if f not in breaking]
            codes = tuple(dict.fromkeys([*instead, *(f.code for f in findings)]))
        elif verdict == "violated" and not misuse and all(f.confidence == "low" for f in breaking):
            verdict = "unknown"
            reason = perhaps or doubt(self._walker, self._text, ends, witness)
        elif self._walker.overflowed and not breaking:
            verdict, reason = "unknown", TOO_MUCH
        own = None if verdict != "proven" else self._own_cover(root, ends)
        path = LogoutPath(app.root, entry.kind, verdict, entry, steps, reason, codes, own, shared)
        if verdict == "proven":
            self._reporter.passed(ends)
        return Judged(path, findings)

    def _runs_anew(self, root: Root, ends: Configs) -> bool:
        """Whether a path's script is run again from its beginning, as Streamlit does, or the page
        in which its link stands is loaded again."""
        if root.link is not None and "leave" in root.link.events:
            return True
        script = root.fn.index == 0 and self._walker.program.language(root.fn) == "python"
        return script and all(
            any(item.kind in ("move", "leave") for item in happenings(trace))
            for trace in ends.values()
        )

    def _misused(self, root: Root) -> list[str]:
        """The rules broken by wrong calls on the page that a request lands on."""
        return list(misused(self._walker, self._landings.get(_key(root)) or ()))

    def _pages(self, root: Root, ends: Configs) -> list[Fn]:
        """The pages that a request lands on, or that all runs leave for; none if one does not."""
        pages = set(self._landings.get(_key(root)) or ())
        if not pages:
            for trace in ends.values():
                leaves = [i for i in happenings(trace) if i.kind == "leave" or self._opens(i)]
                last = self._left.get((leaves[-1].fn, leaves[-1].span)) if leaves else None
                if not last:
                    return []
                pages.update(last)
        return sorted(pages)

    def _landing(self, pages: list[Fn], kind: str) -> Cover | None:
        """What releases the identity on all of the pages on which runs end."""
        place = (takes_over if kind == "switch" else releases)(self._walker, pages)
        return None if place is None else Cover(Place(place[0].file, *place[1:]), "landing-page")

    def _perhaps(self, root: Root, pages: list[Fn]) -> str:
        """Why the page that comes next may release the identity, though that is not sure."""
        if self._landings.get(_key(root), ()) is None:
            return SOMEWHERE
        return SOMETIMES if may_release(self._walker, pages) else ""

    def _opens(self, item: Happening) -> bool:
        """Whether a move opens a page anew, as Python's do, or one known by its address."""
        if item.kind != "move":
            return False
        python = self._walker.program.language(item.fn) == "python"
        return python or bool(self._left.get((item.fn, item.span)))

    def _own_cover(self, root: Root, ends: Configs) -> Cover | None:
        """Where the release is made, when that is not in the entry itself."""
        for trace in ends.values():
            items = happenings(trace)
            release = next((i for i in items if i.kind == "anonymize"), None)
            ending = next((i for i in items if i.kind in ENDINGS), None)
            if release is not None and ending is not None:
                place = Place(release.fn.file, *release.span)
                if release.fn != root.fn:
                    return Cover(place, "callee")
                return Cover(place, "caller") if ending.fn != root.fn else None
        return None

    def _witness_of(
        self, root: Root, ends: Configs, found: list[tuple[Check, Finding]]
    ) -> Trace | None:
        """The run to show: one that breaks the most telling rule, else the shortest."""
        for check, _ in found:
            trace = violating(check, ends, partial(surely_ends, self._walker, root))
            if trace is not None:
                return trace[1]
        return min(ends.values(), key=lambda t: t.length if t else 0)


def _key(root: Root) -> int:
    """What an entry's landing is kept by."""
    return id(root.link.request) if root.link is not None else hash(root.fn)


def _misuses(ends: Configs) -> list[str]:
    """The rules broken by wrong calls that stand where a release should, on runs without one."""
    found: dict[str, None] = {}
    for trace in ends.values():
        items = happenings(trace)
        if not any(i.kind == "anonymize" for i in items):
            found.update((code, None) for item in items for code in wrong(item))
    return list(found)
