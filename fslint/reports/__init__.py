"""What a run found, written out: one module per format, each with `render(report) -> str`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from fslint.findings import Place, Result
from fslint.policy import Chosen
from fslint.project import Project
from fslint.reports.style import Style, clean_name
from fslint.resources import rules_dir

if TYPE_CHECKING:
    from fslint.rules import Rule

FORMATS = {
    "full": "fslint.reports.full",
    "concise": "fslint.reports.concise",
    "json": "fslint.reports.json",
    "sarif": "fslint.reports.sarif",
    "github": "fslint.reports.github",
    "gitlab": "fslint.reports.gitlab",
    "junit": "fslint.reports.junit",
    "rdjson": "fslint.reports.rdjson",
}
PATH_FORMATS = {
    "text": "fslint.reports.paths_text",
    "json": "fslint.reports.paths_json",
    "mermaid": "fslint.reports.paths_mermaid",
}


@dataclass
class Report:
    """All that a format may draw on. `chosen` are the findings to write, in their order;
    `after_fixes`: what could be fixed has been."""

    project: Project
    result: Result
    chosen: Chosen
    style: Style = field(default_factory=Style)
    quiet: bool = False
    verbose: bool = False
    with_ignored: bool = False
    after_fixes: bool = False
    here: Path = field(default_factory=Path.cwd)

    def name(self, file: str) -> str:
        """A file's path as people read it, safe to print: as seen from the current folder, where
        that lies in the project or holds it."""
        root = self.project.root
        if self.here != root and (self.here.is_relative_to(root) or root.is_relative_to(self.here)):
            file = os.path.relpath(root / file, self.here).replace(os.sep, "/")
        return clean_name(file)

    def at(self, place: Place) -> str:
        """`file:line:column` of a place, as people read it."""
        line, column = self.project.sources.position(place.file, place.start)
        return f"{self.name(place.file)}:{line}:{column}"

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules by code: their titles, reasons and pages."""
        from fslint.rules import load

        return {rule.code: rule for rule in load((rules_dir(), *self.project.config.rules))}


def render(module: str, report: Report) -> str:
    """The report in the format of that module, ending in a line end unless it is empty."""
    written: str = import_module(module).render(report)
    return written
