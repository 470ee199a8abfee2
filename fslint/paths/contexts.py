"""Who gives a template what it shows: the views that render it, and processors of every context."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fslint.flow import Array, Call
from fslint.link.abstract import Func, Inst
from fslint.link.index import Fn, last_name

if TYPE_CHECKING:
    from fslint.http import Http
    from fslint.paths.facts import Facts

TELLS = frozenset({"anonymize", "identify"})
DECORATED = re.compile(r"context_processor$")
KEPT_IN = re.compile(r"(?:^|/)context_processors?(?:/\w+)?\.py$")
TEMPLATES, GIVEN = "Jinja2Templates", "context_processors"
ADDING = "get_context_data"


class Contexts:
    """The functions of Python that tell Fullstory something in what they give to templates."""

    def __init__(self, facts: Facts, http: Http) -> None:
        self._facts = facts
        self._http = http

    def of(self, page: Fn) -> list[Fn]:
        """Those that have a hand in a page."""
        if not self._telling:
            return []
        found = [fn for fn in self._telling if fn in self._processors]
        for route in self._http.showing(page):
            makers = {*route.view.handlers, *self._adding(route.view.cls)}
            found += [fn for fn in self._telling if fn in makers]
        return list(dict.fromkeys(found))

    @cached_property
    def _telling(self) -> list[Fn]:
        facts = self._facts
        python = (fn for fn in facts.program.index.calls if facts.program.language(fn) == "python")
        return [fn for fn in python if fn.index and facts.reaches(fn) & TELLS]

    @cached_property
    def _processors(self) -> frozenset[Fn]:
        program = self._facts.program
        given = {fn for fn in self._telling if self._is_processor(fn)}
        for site in program.index.calls_by_name.get(TEMPLATES, ()):
            args = site.node.args if isinstance(site.node, Call) else ()
            given.update(
                part.fn
                for argument in args
                if argument.label == GIVEN and isinstance(argument.value, Array)
                for item in argument.value.items
                for part in program.evaluator.evaluate(item, site.fn)
                if isinstance(part, Func)
            )
        return frozenset(given)

    def _is_processor(self, fn: Fn) -> bool:
        decorators = self._facts.program.function(fn).decorators
        named = (last_name(d.callee if isinstance(d, Call) else d) for d in decorators)
        return bool(KEPT_IN.search(fn.file)) or any(DECORATED.search(name) for name in named)

    def _adding(self, cls: Fn | None) -> Iterator[Fn]:
        for part in self._facts.program.evaluator.member(Inst(cls), ADDING) if cls else ():
            if isinstance(part, Func):
                yield part.fn
