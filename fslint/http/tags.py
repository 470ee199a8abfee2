"""What a template has Python write into the page: Django's template tags, Jinja's functions."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import Call, Function, Literal
from fslint.http.answers import of_function
from fslint.link.index import Fn
from fslint.link.program import Program

FOLDER = "/templatetags/"


def used(program: Program, path: str) -> frozenset[str]:
    """The names of the tags and functions that a template uses."""
    return frozenset(one.name for one in program.flows[path].regions if one.kind == "use")


def writers(program: Program, path: str) -> Iterator[Fn]:
    """The functions of Python that a template uses by name: their own, or that of their tag."""
    names = used(program, path)
    for name in sorted(names):
        for fn in program.index.functions_by_name.get(name, ()):
            if program.language(fn) == "python" and program.function(fn).owner < 0:
                yield fn
    for file in sorted(program.flows) if names else ():
        if FOLDER in f"/{file}":
            for function in program.flows[file].functions:
                if names.intersection(_renamed(function)):
                    yield Fn(file, function.index)


def _renamed(function: Function) -> Iterator[str]:
    """What a tag is called otherwise than its function: `@register.simple_tag(name='snippet')`."""
    for made in function.decorators:
        for argument in made.args if isinstance(made, Call) else ():
            if argument.label == "name" and isinstance(argument.value, Literal):
                yield str(argument.value.value)


def written(program: Program, path: str) -> Iterator[str]:
    """The files of the templates that a template shows through tags: `@inclusion_tag('a.html')`."""
    for fn in writers(program, path):
        for answer in of_function(program, fn, 0) if program.function(fn).decorators else ():
            if answer.kind == "template" and isinstance(answer.value, Literal):
                yield from program.evaluator.modules.resolve(path, str(answer.value.value))
