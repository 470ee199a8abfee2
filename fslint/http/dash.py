"""The pages of Dash: modules that register themselves, by a path or by where their file stands."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import Call, Literal
from fslint.http.model import Route, View
from fslint.http.urls import read_pattern
from fslint.link.abstract import Func
from fslint.link.index import Fn
from fslint.link.program import Program

REGISTERING = "register_page"
LAYOUT = "layout"
FOLDER = "pages/"


def dash_pages(program: Program) -> Iterator[Route]:
    """The route of each module that calls `dash.register_page(__name__, path='/logout')`."""
    for site in program.index.calls_by_name.get(REGISTERING, ()):
        call, file = site.node, site.fn.file
        if isinstance(call, Call) and program.language(site.fn) == "python":
            made = program.evaluator.names.exported(file, LAYOUT)
            shown = tuple(part.fn for part in made if isinstance(part, Func)) or (Fn(file, 0),)
            view = View(shown, is_page=True)
            pattern = read_pattern(_path(program, call, site.fn))
            yield Route(frozenset({"GET"}), pattern, (), view, "dash", file, call.span)


def _path(program: Program, call: Call, fn: Fn) -> str:
    """Where a page is shown: what it says, or else its file's place in the folder of pages."""
    for argument in call.args:
        if argument.label in ("path", "path_template"):
            said = program.evaluator.constant(argument.value, fn)
            return str(said.value) if isinstance(said, Literal) else "*"
    inner = fn.file.removesuffix(".py").rpartition(FOLDER)[2]
    return inner.replace("_", "-").lower()
