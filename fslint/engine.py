"""The analysis, from a project to its result: read, lower, link, walk, judge."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING

from fslint import (
    cache,
    ignores,
    reading,
    resources,
    rules,
    vocabulary_cache,
    vocabulary_tables,
)
from fslint.adoption import tell_apps
from fslint.config import Config
from fslint.findings import CRASHED, App, Cover, Finding, LogoutPath, Place, Result, kinds_missing
from fslint.flow import FileFlow
from fslint.flow_cache import FlowCache
from fslint.http import WORDS, Http, collect
from fslint.http.tags import FOLDER, used, written
from fslint.languages import language_of
from fslint.link.index import Index
from fslint.link.modules import Modules
from fslint.link.program import Program
from fslint.lowering import Lowering
from fslint.paths.checks import checks_of
from fslint.paths.crowds import one_by_one
from fslint.paths.deciding import together
from fslint.paths.entries import roots
from fslint.paths.expiry import expiries
from fslint.paths.facts import Facts
from fslint.paths.judge import Judge
from fslint.paths.observers import observers
from fslint.paths.once import but_landings, once
from fslint.paths.pressed import apart
from fslint.paths.script_requests import asked_by_scripts
from fslint.paths.server import serve
from fslint.paths.signing import ending_views, landings, signing_out
from fslint.paths.walker import Walker
from fslint.platforms import UNSEEN, Platforms
from fslint.project import Project
from fslint.rule_names import rule_names
from fslint.rules import Rule
from fslint.skips import is_foreign
from fslint.snippet import namespaces_in
from fslint.telling_words import telling_words
from fslint.visitors.calls import CallRules
from fslint.visitors.path_fixes import fixes
from fslint.vocabulary import Vocabulary
from fslint.workers import Workers

if TYPE_CHECKING:
    from concurrent.futures import Executor

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


def analyze(
    project: Project,
    *,
    progress: Callable[[int, int], None] | None = None,
    executor: Executor | None = None,
) -> Result:
    """Find the findings and the paths of a project.

    `progress(done, all)` is told of files. `executor` parses where there is much to parse; by
    default processes of this machine do.
    """
    return Analysis(project, progress, executor=executor).result()


def check_texts(
    files: Mapping[str, str], *, config: Config | None = None, assume_fullstory: bool = True
) -> Result:
    """Analyse files given as texts, by relative path, as a project of their own."""
    import tempfile  # an ordinary run has no use for it

    with tempfile.TemporaryDirectory(prefix="fslint-") as folder:
        root = Path(folder).resolve()
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        project = Project.open([root], config or Config(), cwd=root)
        if assume_fullstory:
            for app in project.apps:
                app.uses_fullstory = app.identifies = True
        return Analysis(project, None, assume=assume_fullstory).result()


class Analysis:
    """One run over a project."""

    def __init__(
        self,
        project: Project,
        progress: Callable[[int, int], None] | None,
        *,
        assume: bool = False,
        executor: Executor | None = None,
    ) -> None:
        self._project = project
        self._config = project.config
        self._progress = progress
        self._assume = assume or self._config.assume_fullstory
        self._rules = self._load_rules()
        self._kept = cache.for_run(self._config)
        self._flow_cache = FlowCache(self._kept) if self._kept else None
        self._workers = Workers(executor)
        self._lowering = Lowering(self._flow_cache, self._workers)
        self._vocabulary = self._load_vocabulary()
        self._platforms = Platforms(project)
        self._homeless = App("", uses_fullstory=self._assume, identifies=self._assume)
        self.flows: dict[str, FileFlow] = {}
        self._index = Index(self.flows)
        self._modules = Modules(project.files, project.sources.text)
        self.paths: list[LogoutPath] = []

    def _load_rules(self) -> list[Rule]:
        known = rules.load([resources.rules_dir(), *self._config.rules])
        return [rule for rule in known if self._config.selects(rule.code)]

    def _load_vocabulary(self) -> Vocabulary:
        config = self._config
        extra: dict[str, list[dict[str, object]]] = {"call": []}
        for patterns, event in ((config.releasers, "anonymize"), (config.sign_outs, "sign_out")):
            if patterns:
                extra["call"].append({"match": list(patterns), "events": [event]})
        folders = [resources.rules_dir() / "vocabulary", *config.vocabulary]
        names = [config.namespace] if config.namespace else []
        names += [name for name in namespaces_in(self._project) if name not in names]
        more = extra if extra["call"] else None
        if self._kept is None:
            return vocabulary_tables.load(folders, names, more)
        return vocabulary_cache.load(self._kept, folders, names, more)

    def result(self) -> Result:
        """Run the analysis."""
        begun = time.perf_counter()
        try:
            findings = self.findings()
        finally:
            self._workers.close()
        checked = self._project.checked()
        checked.files_parsed = len(self.flows)
        checked.seconds = time.perf_counter() - begun
        return Result(findings, self.paths, kinds_missing(self.paths), checked)

    # Reading

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

    def _program(self) -> Facts:
        """Parse what matters, and then, by the names found, what may lead to it."""
        project = self._project
        for language, files in self._by_language().items():
            words = telling_words(self._vocabulary.entries, language)
            self._lower(self._mentioning({*words, ignores.MARK}, files))
        settings = [path for path in project.files if path.endswith(".py")]
        self._lower(self._mentioning(WORDS, settings))
        seen: set[str] = set()
        for _ in range(ROUNDS):
            facts = Facts(self._link())
            served = self._http(facts)
            before = set(self.flows)
            leading = reading.names(facts)
            names = leading | self._route_names(facts, served) | reading.keepers(facts)
            names -= seen
            self._lower(reading.receivers(facts, leading, project.files))
            self._lower(reading.headers(self.flows, project.files))
            self._lower_landing(facts, served)
            reading.imported(facts, self._lower)
            reading.named_there(facts, self._lower)
            seen |= names
            self._lower_mentioning(names)
            reading.handed_on(self._modules, self.flows, seen, self._lower)
            if len(self.flows) == len(before):
                return facts
            self._read_onward(before, seen)
        return Facts(self._link())

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

    def _http(self, facts: Facts) -> Http:
        return collect(facts.program, self._project.files)

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

    # Judging

    def app_of(self, path: str) -> App:
        """The app of a file; files without a manifest above them are one app of their own."""
        return self._project.app_of(path) or self._homeless

    def findings(self) -> list[Finding]:
        """All findings, before the configuration has its say; sets `paths` too."""
        facts = self._program()
        self._workers.close()
        if self._flow_cache is not None:
            self._flow_cache.trim()
        program = facts.program
        http = self._http(facts)
        asked = list(asked_by_scripts(facts, http))
        facts = Facts(program) if asked else facts  # what reaches a sign-out is another now
        for fn, step, event in asked:
            facts.add_events(fn, step, [(event, frozenset())])
        tell_apps(facts.program, self.app_of, self._text)
        checks = checks_of(self._rules)
        walker = Walker(facts, tuple(c.automaton for c in checks))
        found: list[Finding] = []
        begun = roots(facts)
        covers: dict[str, Cover] = {}
        watching = observers(walker, begun)
        for observer in watching:
            app = self.app_of(observer.fn.file)
            span = program.function(observer.fn).span
            covers.setdefault(app.root, Cover(Place(observer.fn.file, *span), "observer"))
        served = serve(facts, http, begun)
        judge = Judge(walker, checks, self._text, self.app_of, covers, served.landings, served.left)
        listed: list[LogoutPath] = []
        wanted = [r for r in served.roots if self._judged(r.fn.file)]
        begun = list(apart(facts, wanted))
        for judged in judge.settled(one_by_one(facts, begun, judge.judge)):
            found += judged.findings
            if judged.path is not None:
                listed.append(judged.path)
        for observer in watching:
            found += judge.watched(observer) if self._judged(observer.fn.file) else []
        self.paths = together(listed, self.flows)
        self.paths += expiries(walker, http, self.app_of, self._text, self.paths)
        found = once([*self._call_findings(program), *but_landings(found, self.paths)])
        self._mend(found, facts)
        known = rule_names(self._config.rules)
        comments = [
            one
            for path in sorted(self.flows)
            for one in ignores.collect(self.flows[path], self._project.sources, known)
        ]
        found += self._not_understood()
        return ignores.apply(found, comments, self._ran, self._project.sources)

    def _judged(self, path: str) -> bool:
        """Whether paths may begin in a file: its app uses Fullstory, and runs for a user."""
        return self.app_of(path).uses_fullstory and self._platforms.of(path) not in UNSEEN

    def _mend(self, findings: Iterable[Finding], facts: Facts) -> None:
        rules_by_code = {rule.code: rule for rule in self._rules}
        for finding in findings:
            if finding.path and not finding.fixes:
                rule = rules_by_code[finding.code]
                finding.fixes = fixes(rule, finding, facts, self._text, self.app_of)

    def _ran(self, path: str) -> frozenset[str]:
        """The codes of the rules that ran on a file: without Fullstory, no rule on paths did."""
        on_paths = self.app_of(path).uses_fullstory
        return frozenset(rule.code for rule in self._rules if on_paths or not rule.paths)

    def _text(self, path: str) -> str:
        return self._project.sources.text(path) or ""

    def _mentions(self, word: str) -> bool:
        return any(True for _ in self._project.mentioning([word]))

    def _call_findings(self, program: Program) -> list[Finding]:
        logouts = {step.place for p in self.paths if p.kind != "switch" for step in p.steps}
        call_rules = CallRules(self._rules, self._mentions, logouts)
        return [
            mistake.finding
            for fn in sorted(program.index.calls)
            for mistake in call_rules.check(program, fn, self._text(fn.file), self.app_of(fn.file))
        ]

    def _not_understood(self) -> list[Finding]:
        rule = next((r for r in self._rules if r.code == "FS902"), None)
        if rule is None:
            return []
        return [
            Finding(
                rule.code,
                rule.name,
                rule.severity,
                rule.confidence,
                problem.message,
                rule.help,
                Place(path, *problem.span),
                identity=(rule.code, path, problem.message),
            )
            for path in sorted(self.flows)
            for problem in self.flows[path].problems
        ]
