"""Programs made of texts, for tests of routes."""

from __future__ import annotations

from functools import lru_cache

from fslint import vocabulary_tables
from fslint.http import Http, Landing, collect
from fslint.languages import lower
from fslint.link.index import Index
from fslint.link.modules import Modules
from fslint.link.program import Program
from fslint.resources import vocabulary_dir
from fslint.vocabulary import Vocabulary


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    return vocabulary_tables.load([vocabulary_dir()])


def book(files: dict[str, str]) -> Http:
    """The routes of a project given as texts by path."""
    flows = {path: lower(path, text) for path, text in files.items()}
    program = Program(
        Index(flows),
        Modules(files, files.get),
        _vocabulary(),
        lambda file: "server",
        lambda file: frozenset(),
    )
    return collect(program, files)


def pages(landing: Landing) -> list[str]:
    """The pages of a landing: a template's file, or file#function of an embedded page."""
    return [fn.file + (f"#{fn.index}" if fn.index else "") for fn in landing.pages]
