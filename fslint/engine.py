"""The analysis, from a project to its result: read, lower, link, walk, judge."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fslint import (
    cache,
    ignores,
    resources,
    rules,
    vocabulary_cache,
    vocabulary_tables,
)
from fslint.adoption import tell_apps
from fslint.config import Config
from fslint.findings import App, Cover, Finding, LogoutPath, Place, Result, kinds_missing
from fslint.flow_cache import FlowCache
from fslint.http import collect
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
from fslint.paths.walker import Walker
from fslint.platforms import UNSEEN, Platforms
from fslint.project import Project
from fslint.rounds import Rounds
from fslint.rule_names import rule_names
from fslint.rules import Rule
from fslint.snippet import namespaces_in
from fslint.visitors.calls import CallRules
from fslint.visitors.path_fixes import fixes
from fslint.vocabulary import Vocabulary
from fslint.workers import Workers

if TYPE_CHECKING:
    from concurrent.futures import Executor

NAME = "fullstory"
"""What a file says, in whatever case, that has to do with Fullstory."""


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
        self._assume = assume or self._config.assume_fullstory
        self._rules = self._load_rules()
        self._kept = cache.for_run(self._config)
        self._flow_cache = FlowCache(self._kept) if self._kept else None
        self._workers = Workers(executor)
        self._platforms = Platforms(project)
        self._rounds = Rounds(
            project,
            self._load_vocabulary(),
            self._platforms,
            Lowering(self._flow_cache, self._workers),
            self._workers,
            progress,
        )
        self.flows = self._rounds.flows
        self._homeless = App("", uses_fullstory=self._assume, identifies=self._assume)
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

    # Judging

    def app_of(self, path: str) -> App:
        """The app of a file; files without a manifest above them are one app of their own."""
        return self._project.app_of(path) or self._homeless

    def findings(self) -> list[Finding]:
        """All findings, before the configuration has its say; sets `paths` too."""
        facts = self._read()
        if self._is_adopted():
            facts, found = self._judge(facts)
            found = once([*self._call_findings(facts.program), *but_landings(found, self.paths)])
            self._mend(found, facts)
        else:
            found = self._call_findings(facts.program)
        known = rule_names(self._config.rules)
        comments = [
            one
            for path in sorted(self.flows)
            for one in ignores.collect(self.flows[path], self._project.sources, known)
        ]
        found += self._not_understood()
        return ignores.apply(found, comments, self._ran, self._project.sources)

    def _read(self) -> Facts:
        """Parse what matters: where no app uses Fullstory, no more than what speaks of it."""
        program = self._rounds.telling()
        tell_apps(program, self.app_of, self._text)
        facts = Facts(program)
        if self._is_adopted():
            facts = self._rounds.leading(facts)
            tell_apps(facts.program, self.app_of, self._text)
        self._workers.close()
        if self._flow_cache is not None:
            self._flow_cache.trim()
        return facts

    def _is_adopted(self) -> bool:
        """Whether some app uses Fullstory, or may do so: a file speaks of it, or the configuration
        says what releases the identity."""
        if self._assume or self._config.releasers or self._homeless.uses_fullstory:
            return True
        if any(app.uses_fullstory for app in self._project.apps):
            return True
        return any(NAME in self._text(path).lower() for path in self.flows)

    def _judge(self, facts: Facts) -> tuple[Facts, list[Finding]]:
        """The findings of the rules on paths, with the facts that they rest on; sets `paths`."""
        program = facts.program
        http = collect(program, self._project.files)
        asked = list(asked_by_scripts(facts, http))
        facts = Facts(program) if asked else facts  # what reaches a sign-out is another now
        for fn, step, event in asked:
            facts.add_events(fn, step, [(event, frozenset())])
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
        return facts, found

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
