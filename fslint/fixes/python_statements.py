"""Statements of Python inserted, deleted and put in the place of others, in the syntax tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

import libcst as cst
from libcst.codemod import CodemodContext

from fslint.findings import Edit
from fslint.fixes.python_calls import EditCalls

_Statement: TypeAlias = "cst.SimpleStatementLine | cst.BaseCompoundStatement"
_Body = TypeVar("_Body", cst.Module, cst.IndentedBlock)


class _Lines(NamedTuple):
    """The lines that a statement stands on, without the comments above, and its indentation."""

    start: int
    end: int
    indent: str


class _Row(NamedTuple):
    """What is to be done about a statement: edits that write others before and behind it, and one
    that writes something in its stead."""

    before: Edit | None
    instead: Edit | None
    behind: Edit | None


_NOTHING = _Row(None, None, None)


class EditStatements(EditCalls):
    """Inserts, deletes and replaces whole statements, and edits calls; the rest stays as it is."""

    DESCRIPTION = "Insert, delete and replace statements, and make edits inside of calls."

    def __init__(self, context: CodemodContext, edits: Sequence[Edit] = ()) -> None:
        """`edits` do not overlap; those of no whole statement and in no call are left out."""
        super().__init__(context, edits)
        self._rows: dict[_Statement, _Row] = {}

    def visit_Module(self, node: cst.Module) -> None:  # noqa: N802 - libcst's own name
        """Find the statements that the edits speak of; the other edits are those of calls."""
        left = list(self._edits)
        bodies = _Bodies()
        node.visit(bodies)
        self._text = node.code
        for body in bodies.found:
            for statement in body:
                row = self._row(statement, left)
                if any(row):
                    self._rows[statement] = row
                left = [edit for edit in left if edit not in row]
        self._edits = left
        super().visit_Module(node)

    def leave_Module(  # noqa: N802
        self, original_node: cst.Module, updated_node: cst.Module
    ) -> cst.Module:
        """The module with its statements edited."""
        return self._edited(original_node, updated_node)

    def leave_IndentedBlock(  # noqa: N802
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.BaseSuite:
        """The block with its statements edited."""
        super().leave_IndentedBlock(original_node, updated_node)
        return self._edited(original_node, updated_node)

    def _row(self, statement: _Statement, edits: Sequence[Edit]) -> _Row:
        lines = self._lines(statement)

        def insertion(at: int) -> Edit | None:
            return next((e for e in edits if e.place[1:] == (at, at) and _fits(e, lines)), None)

        instead = next((e for e in edits if e.place[1:] == (lines.start, lines.end)), None)
        return _Row(insertion(lines.start), instead, insertion(lines.end))

    def _lines(self, statement: _Statement) -> _Lines:
        start, end = self.span(statement, self._text)
        first = self._text.rfind("\n", 0, start) + 1
        newline = self._text.find("\n", end)
        until = len(self._text) if newline < 0 else newline + 1
        return _Lines(first, until, self._text[first:start])

    def _edited(self, original: _Body, updated: _Body) -> _Body:
        olds, news = _statements(original.body), _statements(updated.body)
        if not any(statement in self._rows for statement in olds):
            return updated
        body: list[_Statement] = []
        above: list[cst.EmptyLine] = []
        for old, new in zip(olds, news, strict=True):
            row: _Row = self._rows.get(old, _NOTHING)
            above += new.leading_lines
            kept: list[_Statement] = [new.with_changes(leading_lines=())]
            if row.instead is not None:
                kept = self._read(row.instead)
            made: list[_Statement] = [*self._read(row.before), *kept]
            if made:
                made[0] = made[0].with_changes(leading_lines=[*above, *made[0].leading_lines])
                above = []
            body += made
            body += self._read(row.behind)
        return updated.with_changes(body=body, footer=[*above, *updated.footer])

    def _read(self, edit: Edit | None) -> list[_Statement]:
        """The statements that an edit writes."""
        if edit is None:
            return []
        indent = _indent(edit)
        text = "".join(line.removeprefix(indent) for line in edit.new_text.splitlines(True))
        module = cst.parse_module(text, config=self._module.config_for_parsing)
        body = _statements(module.body)
        if body:
            lead = [*module.header, *body[0].leading_lines]
            body[0] = body[0].with_changes(leading_lines=lead)
        return body


def _statements(body: Iterable[cst.BaseStatement]) -> list[_Statement]:
    kinds = (cst.SimpleStatementLine, cst.BaseCompoundStatement)
    return [one for one in body if isinstance(one, kinds)]


def _fits(edit: Edit, lines: _Lines) -> bool:
    """Whether an edit writes lines of the block that a statement stands in."""
    return edit.new_text.endswith("\n") and _indent(edit) == lines.indent.lstrip("\ufeff")


def _indent(edit: Edit) -> str:
    code = edit.new_text.lstrip("\r\n")
    return code[: len(code) - len(code.lstrip(" \t"))]


class _Bodies(cst.CSTVisitor):
    """Collects the statements of each block, the inner blocks last."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[_Statement]] = []

    def visit_Module(self, node: cst.Module) -> None:  # noqa: N802
        self.found.append(_statements(node.body))

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> None:  # noqa: N802
        self.found.append(_statements(node.body))
