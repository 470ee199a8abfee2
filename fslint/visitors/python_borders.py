"""The borders of a statement of Python, as CPython's own parser sees them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from fslint.flow import Function, Span
from fslint.visitors.borders import BODY, STATEMENT, Borders

_LINE = re.compile(r"\r\n|[\r\n]")
_MARK = "\ufeff"
_GUARDED = (ast.BoolOp, ast.IfExp, ast.comprehension, ast.Lambda)
_SIMPLE = (
    ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Raise, ast.Delete,
    ast.Assert, ast.Pass, ast.Break, ast.Continue, ast.Import, ast.ImportFrom, ast.Global,
    ast.Nonlocal,
)  # fmt: skip


def python_borders(span: Span, function: Function, text: str) -> Borders | None:
    """The borders of the statement around a call, or of the expression that is all of a lambda;
    None where no statement can be written beside it."""
    found = _parsed(text)
    if found is None:
        return None
    outer = Span(0, len(text)) if function.kind == "module" else function.span
    chain = [one for one in found.around(span) if _inside(found.span(one), outer)]
    if function.kind == "arrow":
        within = [one for one in chain if _inside(found.span(one), function.body_span)]
        body = function.body_span
        return Borders(BODY, body.start, body.end, body.start, _depends(within))
    nth = max((n for n, one in enumerate(chain) if isinstance(one, ast.stmt)), default=-1)
    if nth < 0:
        return None
    statement, where = chain[nth], found.span(chain[nth])
    if text.startswith("elif", where.start):
        return None
    end = _closed(text, where.end) if isinstance(statement, _SIMPLE) else -1
    return Borders(STATEMENT, where.start, end, where.start, _depends(chain[nth + 1 :]))


def _closed(text: str, end: int) -> int:
    """Behind the semicolon of a statement, if it has one."""
    found = re.compile(r"[ \t]*;").match(text, end)
    return found.end() if found else end


def _depends(chain: list[ast.AST]) -> bool:
    """Whether the last of some nodes, each within the one before, is only sometimes evaluated."""
    for node, inner in pairwise(chain):
        first = node.values[0] if isinstance(node, ast.BoolOp) else None
        first = node.test if isinstance(node, ast.IfExp) else first
        if isinstance(node, _GUARDED) and inner is not first:
            return True
    return False


def _inside(span: Span, outer: Span) -> bool:
    return outer.start <= span.start and span.end <= outer.end


class _Tree:
    def __init__(self, tree: ast.Module, text: str, shift: int) -> None:
        self.tree = tree
        self._shift = shift
        ends = [match.end() for match in _LINE.finditer(text)]
        self._lines = [0, *ends]
        self._text = text

    def around(self, span: Span) -> Iterator[ast.AST]:
        """The nodes around a span, from the outermost in."""
        node: ast.AST | None = self.tree
        while node is not None:
            if not isinstance(node, ast.Module):
                yield node
            node = next((one for one in _parts(node) if _inside(span, self.span(one))), None)

    def span(self, node: ast.AST) -> Span:
        """Where a node stands, its decorators included."""
        if not isinstance(node, ast.stmt | ast.expr):
            parts = [self.span(part) for part in _parts(node)]
            return Span(min(part.start for part in parts), max(part.end for part in parts))
        first = min([node, *getattr(node, "decorator_list", [])], key=lambda one: one.lineno)
        start = self._offset(first.lineno, first.col_offset) - (first is not node)  # its `@`
        return Span(start, self._offset(node.end_lineno or 0, node.end_col_offset or 0))

    def _offset(self, line: int, column: int) -> int:
        start = self._lines[line - 1]
        here = self._text[start : self._lines[line] if line < len(self._lines) else None]
        characters = column if here.isascii() else len(here.encode()[:column].decode())
        return start + characters + self._shift


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes right within one that have a place; those of others in their stead."""
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.stmt | ast.expr | ast.comprehension):
            yield one
        else:
            yield from _parts(one)


def statements_of(text: str) -> list[ast.stmt]:
    """The statements of a module; none where this version of Python cannot read it."""
    found = _parsed(text)
    return found.tree.body if found is not None else []


@lru_cache(maxsize=8)
def _parsed(text: str) -> _Tree | None:
    """A file's syntax tree; None where this version of Python cannot read it."""
    shift = len(_MARK) if text.startswith(_MARK) else 0
    bare = text[shift:]
    try:
        return _Tree(ast.parse(bare), bare, shift)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
