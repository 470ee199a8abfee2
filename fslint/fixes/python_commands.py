"""Edits in Python's syntax tree, and the same as a command for libcst's own tool:

python -m libcst.tool codemod --no-format fslint.fixes.python_commands.ReplaceWrongCalls app.py
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import PurePath

import libcst as cst
from libcst.codemod import CodemodContext

from fslint.findings import Edit
from fslint.fixes.python_statements import EditStatements

WRONG_CALLS = ("FS101", "FS102", "FS103", "FS104")
LOGOUTS = ("FS106", "FS201", "FS202", "FS203", "FS206", "FS207")


class _Command(EditStatements):
    """Mends what some rules find in a module, as `fslint check` decides it."""

    CODES: Sequence[str] = ()

    def __init__(self, context: CodemodContext, unsafe: bool = False) -> None:
        """`unsafe` takes the fixes too that are to be judged by somebody."""
        super().__init__(context)
        self._unsafe = unsafe

    @staticmethod
    def add_args(arg_parser: argparse.ArgumentParser) -> None:
        """The options of the command."""
        arg_parser.add_argument(
            "--unsafe", action="store_true", help="Make the fixes too that are to be judged by you."
        )

    def visit_Module(self, node: cst.Module) -> None:  # noqa: N802 - libcst's own name
        """Decide what is wrong as `fslint check` does."""
        allowed = ("safe", "unsafe") if self._unsafe else ("safe",)
        self._edits = decided(self.context.filename or "module.py", node.code, self.CODES, allowed)
        super().visit_Module(node)


class ReplaceWrongCalls(_Command):
    """Replaces calls that Fullstory's SDK does not have, or that keep the user's identity."""

    DESCRIPTION = "Replace wrong calls of Fullstory (FS101 to FS104) by the right ones."
    CODES = WRONG_CALLS


class MendLogouts(_Command):
    """Writes the release that a logout lacks, and moves or deletes what stands in a wrong place."""

    DESCRIPTION = "Release Fullstory's identity where users log out (FS106, FS201 to FS207)."
    CODES = LOGOUTS


def decided(file: str, text: str, codes: Sequence[str], allowed: Sequence[str]) -> list[Edit]:
    """The edits that mend what rules find in a Python file, by fixes of the safeties allowed."""
    from fslint.config import Config
    from fslint.engine import check_texts
    from fslint.fixes.edits import touch

    name = PurePath(file).name
    findings = check_texts({name: text}, config=Config(select=tuple(codes), cache=False)).findings
    fixes = [fix for f in findings for fix in f.fixes[:1] if fix.safety in allowed]
    taken = [fix for nth, fix in enumerate(fixes) if not any(touch(fix, o) for o in fixes[:nth])]
    return [edit for fix in taken for edit in fix.edits]


def rewritten(text: str, edits: Sequence[Edit]) -> str | None:
    """A Python file's text with edits made in its syntax tree; None where one of them stands in
    no call and is of no whole statement, or the text cannot be parsed."""
    command = EditStatements(CodemodContext(), edits)
    try:
        module = command.transform_module(cst.parse_module(text))
    except cst.ParserSyntaxError:
        return None
    return module.code if command.complete else None
