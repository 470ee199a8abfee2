"""JavaScript, TypeScript, JSX and TSX, lowered to the flow without a syntax tree.

Spread items of an array are `Op` values with the operator `...`, spread attributes have the name
'', a rest parameter has the label `...`. A `yield`ed call counts as awaited: whoever drives the
generator goes on when its result is there. A call's `Import` for `require('m')` and `import('m')`
has no local name unless the result is given one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from fslint.flow import Block, Closure, FileFlow, Function, Span, Value
from fslint.languages import LANGUAGES, language_of
from fslint.languages.javascript_lexer import lex
from fslint.languages.javascript_machines import spell_out_machines
from fslint.languages.javascript_statements import StatementReader
from fslint.languages.lexer import Token

PURE_TYPESCRIPT = (".ts", ".mts", ".cts")
STACK = 4000


def lower(path: str, text: str) -> FileFlow:
    """Lower one file's text. Never fails: what cannot be read is in `problems`."""
    whole = Span(0, len(text))
    module = Function(0, "", whole, "module", body_span=whole, parent=-1)
    flow = FileFlow(path, language_of(path) or LANGUAGES[".js"], [module])
    tokens = lex(text, jsx=not path.lower().endswith(PURE_TYPESCRIPT))
    module.body = read_tokens(tokens, flow, 0)
    spell_out_machines(flow)
    return flow


def read_tokens(
    tokens: Sequence[Token], flow: FileFlow, parent: int, *, mode: str = "module"
) -> Block:
    """Read tokens as code of the function `parent` of `flow`; returns the steps, in order.

    The tokens' offsets are taken as they are, so they may come from anywhere in the file. Names,
    functions, classes, imports, comments and problems go to `flow`; the steps are not added to
    the function's body: that is the caller's to do. `mode`: `module` and `handler` read
    statements, `expression` reads one value and leaves its result unused.
    """
    if mode == "expression":
        return read_value(tokens, flow, parent)[0]
    reader = StatementReader(tokens, flow, parent)
    with deep_stack():
        reader.directives(reader.function)
        reader.statements(reader.last)
    return reader.block


def read_value(tokens: Sequence[Token], flow: FileFlow, parent: int) -> tuple[Block, Value]:
    """Read tokens as one expression of the function `parent`: its steps and its value.

    What stands behind the expression (a template language's filters, say) is ignored.
    """
    reader = StatementReader(tokens, flow, parent)
    with deep_stack():
        return reader.block, reader.whole_value()


def read_function(tokens: Sequence[Token], flow: FileFlow, parent: int, name: str) -> Closure:
    """Read tokens as the body of a new function in `parent`, for a handler such as `onclick`."""
    place = Span(tokens[0].start, tokens[-1].end) if tokens else Span(0, 0)
    function = Function(len(flow.functions), name, place, "arrow", body_span=place, parent=parent)
    flow.functions.append(function)
    function.body = read_tokens(tokens, flow, function.index, mode="handler")
    return Closure(place, function.index)


@contextmanager
def deep_stack() -> Iterator[None]:
    """Allow for as many Python frames as the deepest nesting that is read needs."""
    limit = sys.getrecursionlimit()
    if limit < STACK:
        sys.setrecursionlimit(STACK)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
