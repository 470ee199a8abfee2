"""Which files of a project are parsed, in rounds: those that speak of a logout themselves, and
then those that may lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from fslint import ignores, reading
from fslint.findings import CRASHED
from fslint.flow import FileFlow
from fslint.http import WORDS, Http, collect
from fslint.http.tags import FOLDER, used, written
from fslint.languages import language_of
from fslint.link.index import Index
from fslint.link.modules import Modules
from fslint.link.program import Program
from fslint.lowering import Lowering
from fslint.paths.facts import Facts
from fslint.paths.signing import ending_views, landings, signing_out
from fslint.platforms import Platforms
from fslint.project import Project
from fslint.skips import is_foreign
from fslint.telling_words import telling_words
from fslint.vocabulary import Vocabulary
from fslint.workers import Workers

ROUNDS = 3
STEPS = 2
ROUTING = frozenset({
    "urlpatterns", "register_blueprint", "include_router", "add_url_rule", ".route(", "Blueprint(",
    "APIRouter(", "view_config(", "add_routes(",
})  # fmt: skip
"""Words of Python files that say where requests go."""
SHORTEST_ROUTE = 4
"""Shorter names of routes are looked for with what stands before them where one is asked for."""
BEFORE_ROUTES = ("/", ":", "'", '"')


class Rounds:
    """Parses the files of a project that matter, and links them. `flows` are those parsed so far,
    by path."""

    def __init__(
        self,
        project: Project,
        vocabulary: Vocabulary,
        platforms: Platforms,
        lowering: Lowering,
        workers: Workers,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        """`progress(done, all)` is told of files."""
        self._project = project
        self._vocabulary = vocabulary
        self._platforms = platforms
        self._lowering = lowering
        self._workers = workers
        self._progress = progress
        self.flows: dict[str, FileFlow] = {}
        self._index = Index(self.flows)
        self._modules = Modules(project.files, project.sources.text)

    def telling(self) -> Program:
        """Parse the files that speak of Fullstory, of a logout or of a switch themselves."""
        project = self._project
        for language, files in self._by_language().items():
            words = telling_words(self._vocabulary.entries, language)
            self._lower(self._mentioning({*words, ignores.MARK}, files))
        settings = [path for path in project.files if path.endswith(".py")]
        self._lower(self._mentioning(WORDS, settings))
        return self._link()

    def leading(self, facts: Facts) -> Facts:
        """Parse, by the names found so far, what may lead to what was found, in rounds. `facts`
        are those of the program that `telling` gave."""
        project = self._project
        seen: set[str] = set()
        for _ in range(ROUNDS):
            served = collect(facts.program, project.files)
            before = set(self.flows)
            leading = reading.names(facts)
            names = leading | self._route_names(facts, served) | reading.keepers(facts)
            names -= seen
            self._lower(reading.receivers(facts, leading, project.files))
            self._lower(reading.headers(self.flows, project.files))
            self._lower(reading.extended(facts.program, project.files))
            self._lower_landing(facts, served)
            reading.imported(facts, self._lower)
            reading.named_there(facts, self._lower)
            seen |= names
            self._lower_mentioning(names)
            reading.handed_on(self._modules, self.flows, seen, self._lower)
            if len(self.flows) == len(before):
                return facts
            self._read_onward(before, seen)
            facts = Facts(self._link())
        return facts

    def _lower(self, paths: Iterable[str]) -> None:
        texts: dict[str, str] = {}
        for path in paths:
            text = None if path in self.flows else self._project.sources.text(path)
            if text is not None and (path in self._project.named or not is_foreign(path, text)):
                texts[path] = text
        for done, (path, flow) in enumerate(self._lowering.lower(texts), 1):
            if self._progress:
                self._progress(done, len(texts))
            if isinstance(flow, str):
                self._project.gaps[path] = f"{CRASHED}: {flow}"
            else:
                self.flows[path] = flow

    def _by_language(self) -> dict[str | None, list[str]]:
        found: dict[str | None, list[str]] = {}
        for path in self._project.files:
            found.setdefault(language_of(path), []).append(path)
        return found

    def _mentioning(self, words: Iterable[str], files: Iterable[str]) -> list[str]:
        return list(self._project.mentioning(words, files, self._workers))

    def _lower_mentioning(self, names: Set[str]) -> None:
        code = (path for path in self._project.files if language_of(path) != "data")
        rest = [path for path in code if path not in self.flows]
        found = self._mentioning(names, rest) if names else []
        self._lower(reading.worth_it(found, names, self._project.sources, self._vocabulary))

    def _read_onward(self, before: set[str], seen: set[str]) -> None:
        """Read what leads to the files that came after those `before`; linking all of them for
        each such step would cost more than all the rest."""
        for _ in range(STEPS):
            new = self.flows.keys() - before
            before |= new
            names = reading.onward(self._link(), seen, new) - seen
            seen |= names
            self._lower_mentioning(names)

    @staticmethod
    def _route_names(facts: Facts, served: Http) -> set[str]:
        """The words by which a page may ask for a route that signs out."""
        found: set[str] = set()
        for route in signing_out(facts, served):
            found |= {name.rpartition(":")[2].rpartition(".")[2] for name in route.names}
            found |= {part for part in route.pattern[-1:] if part.strip("*")}
        found.update(ending_views(facts))
        words = {name for name in found if name.isascii()}
        short = {name for name in words if 1 < len(name) < SHORTEST_ROUTE}
        long = {name for name in words if len(name) >= SHORTEST_ROUTE}
        return long | {before + name for name in short for before in BEFORE_ROUTES}

    def _lower_landing(self, facts: Facts, served: Http) -> None:
        """Read the templates that a logout lands on, with those that they extend and include, and
        the views and routes on the way to them."""
        known = set(self._project.files)
        modules = facts.program.evaluator.modules
        work: list[str] = []
        for file, landing in landings(facts, served):
            work += landing.files
            self._lower(landing.unread)
            if file.endswith(".py") and (landing.elsewhere or not landing.sure):
                rest = [p for p in known - self.flows.keys() if p.endswith(".py")]
                self._lower(self._project.mentioning(ROUTING, sorted(rest)))
        tags: set[str] = set()
        seen: set[str] = set()
        while work:
            path = work.pop()
            if path in seen or path not in known:
                continue
            seen.add(path)
            self._lower([path])
            flow = self.flows.get(path)
            for imported in flow.imports if flow is not None else ():
                if not imported.local:
                    work += modules.resolve(path, imported.module)
            if flow is not None:
                tags |= used(facts.program, path)
                work += written(facts.program, path)
        writing = sorted(path for path in known if FOLDER in f"/{path}")
        self._lower(self._mentioning(filter(str.isascii, tags), writing))

    def _link(self) -> Program:
        self._index.extend()
        return Program(
            self._index,
            self._modules,
            self._vocabulary,
            self._platforms.of,
            self._platforms.sdks,
            self._mentioned,
        )

    def _mentioned(self, name: str, file: str) -> bool:
        others = [path for path in self._project.files if path != file and path not in self.flows]
        return any(True for _ in self._project.mentioning([name], others))
