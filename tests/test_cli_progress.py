"""The progress bar: when it is drawn, and that it leaves no trace."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from report_samples import write

from fslint.commands.progress import Progress
from fslint.config import Config
from fslint.engine import analyze
from fslint.project import Project


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr("fslint.commands.progress.time.monotonic", lambda: now[0])
    return now


def test_a_short_run_draws_nothing(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    bar = Progress()
    clock[0] = 0.9
    bar(1, 2)
    bar.close()
    assert capsys.readouterr().err == ""


def test_a_long_run_draws_and_wipes(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    bar = Progress()
    clock[0] = 1.0
    bar(500, 2000)
    bar(501, 2000)  # too soon
    bar.close()
    drawn = "\r[#######-----------------------] 500 of 2,000 files"
    assert capsys.readouterr().err == drawn + "\r\x1b[2K"


def test_it_is_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Progress.for_terminal(quiet=False) is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert Progress.for_terminal(quiet=True) is None
    assert Progress.for_terminal(quiet=False) is not None


def test_the_analysis_tells_of_each_file(tmp_path: Path) -> None:
    write(tmp_path)
    told: list[tuple[int, int]] = []
    project = Project.open([tmp_path], Config(cache=False), cwd=tmp_path)
    analyze(project, progress=lambda done, total: told.append((done, total)))
    assert told[0][0] == 1
    assert all(1 <= done <= total <= 3 for done, total in told)
