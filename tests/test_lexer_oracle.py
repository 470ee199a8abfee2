"""The JavaScript lexer beside @babel/parser: our snippets, and the matrix of contexts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from lexer_matrix import cases

ORACLES = Path(__file__).parent / "oracles"


def compared(folder: Path) -> str:
    """What the comparison prints for a folder; it fails on a disagreement."""
    command = [sys.executable, str(ORACLES / "compare_babel.py"), str(folder)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.mark.oracle
def test_our_snippets_are_read_as_babel_reads_them() -> None:
    printed = compared(ORACLES / "snippets")
    assert "not comparable" not in printed
    for suffix, count in ((".js", 2), (".jsx", 1), (".ts", 1), (".tsx", 1)):
        assert f"{count:7d}  {suffix} files" in printed


@pytest.mark.oracle
def test_the_matrix_is_true(tmp_path: Path) -> None:
    for number, case in enumerate(cases()):
        if number % 7 == 0:
            (tmp_path / f"{number}{case.suffix}").write_text(case.text, newline="")
    compared(tmp_path)


@pytest.mark.oracle
def test_random_programs_are_read_as_babel_reads_them(tmp_path: Path) -> None:
    command = [sys.executable, str(ORACLES / "random_programs.py"), str(tmp_path), "--count", "300"]
    subprocess.run(command, check=True)
    assert "300  .tsx files" in compared(tmp_path)
