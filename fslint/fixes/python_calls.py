"""Edits inside of Python's calls, in the syntax tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import libcst as cst
from libcst.codemod import CodemodContext, VisitorBasedCodemodCommand
from libcst.metadata import ByteSpanPositionProvider

from fslint.findings import Edit
from fslint.reports.diff import apply_edits


class _Span(NamedTuple):
    """Code points of the module's text, `end` exclusive."""

    start: int
    end: int


class EditCalls(VisitorBasedCodemodCommand):
    """Replaces each call around an edit by the call with the edit made; the rest stays as it is."""

    DESCRIPTION = "Make edits inside of calls."
    METADATA_DEPENDENCIES = (ByteSpanPositionProvider,)

    def __init__(self, context: CodemodContext, edits: Sequence[Edit] = ()) -> None:
        """`edits` do not overlap; those that stand in no call are left out."""
        super().__init__(context)
        self._edits = edits
        self._module = cst.Module([])
        self._at: dict[_Span, list[Edit]] = {}
        self._indents: list[str] = []

    def visit_Module(self, node: cst.Module) -> None:  # noqa: N802 - libcst's own name
        """Find the calls to replace: the innermost around each edit."""
        self._module = node
        self._text = node.code
        spans = _Calls(self, self._text)
        node.visit(spans)
        self._at = _assigned(spans.found, self._edits)

    @property
    def complete(self) -> bool:
        """Whether all edits stood in calls."""
        return sum(map(len, self._at.values())) == len(self._edits)

    def leave_Call(  # noqa: N802
        self, original_node: cst.Call, updated_node: cst.Call
    ) -> cst.BaseExpression:
        """The call, edited if it is one of those."""
        span = self.span(original_node, self._text)
        edits = self._at.get(span)
        if not edits:
            return updated_node
        here = [
            edit._replace(
                place=edit.place._replace(
                    start=edit.place.start - span.start, end=edit.place.end - span.start
                )
            )
            for edit in edits
        ]
        new = self._parsed(apply_edits(self._text[span.start : span.end], here))
        lpar, rpar = [*updated_node.lpar, *new.lpar[1:]], [*new.rpar[1:], *updated_node.rpar]
        return new.with_changes(lpar=lpar, rpar=rpar)

    def _parsed(self, code: str) -> cst.BaseExpression:
        """An expression in parentheses, its lines indented as in the block that is being left."""
        indent = "".join(self._indents)
        around = f"if 1:\n{indent}" if indent else ""
        module = cst.parse_module(f"{around}({code})\n", config=self._module.config_for_parsing)
        found = _First()
        module.visit(found)
        assert found.value is not None
        return found.value

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> None:  # noqa: N802
        """Keep how far a block is indented."""
        default = self._module.default_indent
        self._indents.append(default if node.indent is None else node.indent)

    def leave_IndentedBlock(  # noqa: N802
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.BaseSuite:
        """The block, with nothing more done to it."""
        self._indents.pop()
        return updated_node

    def span(self, node: cst.CSTNode, text: str) -> _Span:
        """Where a node stands, without parentheses around it."""
        where = self.get_metadata(ByteSpanPositionProvider, node)
        if text.isascii():
            return _Span(where.start, where.start + where.length)
        data = text.encode()
        start = len(data[: where.start].decode())
        return _Span(start, start + len(data[where.start : where.start + where.length].decode()))


class _First(cst.CSTVisitor):
    """Finds the value of the first statement that is an expression."""

    def __init__(self) -> None:
        super().__init__()
        self.value: cst.BaseExpression | None = None

    def visit_Expr(self, node: cst.Expr) -> bool:  # noqa: N802
        self.value = self.value or node.value
        return False


class _Calls(cst.CSTVisitor):
    """Collects where the calls of a module stand."""

    def __init__(self, command: EditCalls, text: str) -> None:
        super().__init__()
        self._command = command
        self._text = text
        self.found: list[_Span] = []

    def visit_Call(self, node: cst.Call) -> None:  # noqa: N802
        self.found.append(self._command.span(node, self._text))


def _assigned(spans: Iterable[_Span], edits: Sequence[Edit]) -> dict[_Span, list[Edit]]:
    """The innermost span around each edit; one within another that is taken gives way to it."""
    by_size = sorted(spans, key=lambda span: span.end - span.start)
    inner = {
        edit: next((s for s in by_size if _within(edit.place.start, edit.place.end, s)), None)
        for edit in edits
    }
    taken = {span for span in inner.values() if span is not None}
    found: dict[_Span, list[Edit]] = {}
    for edit, span in inner.items():
        if span is not None:
            outer = max((o for o in taken if _within(*span, o)), key=lambda o: o.end - o.start)
            found.setdefault(outer, []).append(edit)
    return found


def _within(start: int, end: int, span: _Span) -> bool:
    return span.start <= start and end <= span.end
