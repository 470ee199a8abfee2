"""Time whole fslint processes, cold, beside `python -c pass` and, if it is there, `rg`.

    python benchmarks/run.py [--files 10000] [--rounds 5]

One small file, then a generated tree of which 2 % matters. Reports the best of the rounds, the
ratio to an empty Python process, files a second and peak memory.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tree import build

WORDS = "fullstory|logout|signout|anonymize|setIdentity"


class Timed(NamedTuple):
    """The best of some runs: wall-clock seconds and peak memory in MB."""

    seconds: float
    megabytes: float


def timed(command: list[str], cwd: Path, rounds: int) -> Timed:
    """Run a command some times; what it prints is dropped."""
    best, peak = float("inf"), 0.0
    for _ in range(rounds):
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, _, usage = os.wait4(process.pid, 0)
        best = min(best, time.perf_counter() - begun)
        peak = max(peak, usage.ru_maxrss / 1024)
    return Timed(best, peak)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    python = [sys.executable]
    fslint = [sys.executable, "-m", "fslint", "check", "--exit-zero"]
    with tempfile.TemporaryDirectory() as temporary:
        tree, small = Path(temporary, "tree"), Path(temporary, "small")
        small.mkdir()
        (small / "one.js").write_text("FS('setIdentity', { anonymous: true });\n", encoding="utf-8")
        matter = build(tree, options.files)
        subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
        empty = timed([*python, "-c", "pass"], small, options.rounds)
        rows = [("python -c pass", empty, 0)]
        rows.append(
            (
                "fslint --version",
                timed([*python, "-m", "fslint", "--version"], small, options.rounds),
                0,
            )
        )
        rows.append(("fslint check one.js", timed([*fslint, "one.js"], small, options.rounds), 1))
        if shutil.which("rg"):
            rows.append(
                (
                    "rg on the tree",
                    timed(["rg", "-lie", WORDS], tree, options.rounds),
                    options.files,
                )
            )
        rows.append(
            (
                f"fslint check, {options.files:,} files ({matter} matter)",
                timed(fslint, tree, max(1, options.rounds // 2)),
                options.files,
            )
        )
    for name, (seconds, megabytes), files in rows:
        rate = f"{files / seconds:>10,.0f} files/s" if files > 1 else " " * 18
        print(
            f"{name:<44} {seconds * 1000:>9,.0f} ms {seconds / empty.seconds:>7.1f} x"
            f" {rate} {megabytes:>7.0f} MB"
        )


if __name__ == "__main__":
    main()
