"""Where the headers of an answer send the browser: `Location`, and `HX-Redirect` for htmx."""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import Assign, Call, Member, Object
from fslint.http.redirects import Answer, redirects
from fslint.link.index import Fn
from fslint.link.program import Program
from fslint.link.traverse import steps_in


def given(program: Program, call: Call, fn: Fn) -> Iterator[Answer]:
    """The redirects that an answer is made with: `Response(headers={'Location': '/'})`."""
    for argument in call.args:
        headers = program.evaluator.constant(argument.value, fn)
        if argument.label == "headers" and isinstance(headers, Object):
            for entry in headers.entries:
                if program.vocabulary.speaks_of("onward-header", entry.key):
                    yield from redirects(program, entry.value, fn)


def written(program: Program, fn: Fn, late: frozenset[int]) -> Iterator[Answer]:
    """The redirects that a function writes into its answer: `response['HX-Redirect'] = '/'`; of
    those that are `late`, by their identity, where there are any."""
    found = [
        step
        for step in steps_in(program.function(fn).body)
        if isinstance(step, Assign)
        and isinstance(step.target, Member)
        and program.vocabulary.speaks_of("onward-header", step.target.name)
    ]
    for step in [one for one in found if id(one) in late] or found:
        yield from redirects(program, step.value, fn)
