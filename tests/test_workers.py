"""Processes that help: none is left behind, however the one that started them ends."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """\
import os, time
from fslint.workers import Workers

def slowly(number):
    time.sleep(0.1)
    return number

if __name__ == "__main__":
    os.cpu_count = lambda: 2
    print(*Workers().map(slowly, range(8)), flush=True)
    time.sleep(60)
"""


def test_who_is_killed_takes_its_processes_along() -> None:
    with subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().split() == [b"%d" % number for number in range(8)]
        process.kill()
        process.communicate(timeout=20)  # what they write to is closed only when all have ended
