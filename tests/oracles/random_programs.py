"""Random programs that are hard to lex, grown from programs.txt; to be compared with a parser.

    python tests/oracles/random_programs.py FOLDER [--count N] [--seed N]

Writes N programs a suffix into the folder. Most are valid; the comparison leaves out the others.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

Grammar = dict[str, list[str]]

PARTS = {
    ".js": ("plain", "elements"),
    ".ts": ("plain", "types", "casts"),
    ".tsx": ("plain", "elements", "types"),
}
_SPELT = str.maketrans({"⏎": "\n", "␣": " ", "ε": ""})
_HOLE = re.compile("«([^»]+)»")
_DEEPEST = 7


def grammars() -> dict[str, Grammar]:
    """The parts of programs.txt: for each symbol, its alternatives."""
    parts: dict[str, Grammar] = {}
    symbol = part = ""
    for line in Path(__file__).with_name("programs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            part = line[3:]
            parts[part] = {}
        elif line.startswith("  "):
            parts[part][symbol].append(line[2:].translate(_SPELT))
        elif line and not line.startswith("#"):
            symbol = line
            parts[part][symbol] = []
    return parts


def grammar_of(suffix: str) -> Grammar:
    """The grammar of the programs in files of a suffix."""
    parts = grammars()
    return {symbol: lines for name in PARTS[suffix] for symbol, lines in parts[name].items()}


def program(grammar: Grammar, source: random.Random) -> str:
    """One program."""

    def grown(symbol: str, depth: int) -> str:
        lines = grammar[symbol]
        if depth > _DEEPEST:
            lines = [line for line in lines if "«" not in line] or lines[:1]
        return _HOLE.sub(lambda hole: grown(hole.group(1), depth + 1), source.choice(lines))

    return f"function outer() {{{grown('statement', 0)}\n{grown('statement', 0)}\n}}\n"


def write(folder: Path, count: int, seed: int) -> None:
    """Write `count` programs of each suffix into a folder; the same for the same seed."""
    source = random.Random(seed)
    for suffix in PARTS:
        grammar = grammar_of(suffix)
        for number in range(count):
            text = program(grammar, source)
            (folder / f"{number}{suffix}").write_text(text, encoding="utf-8", newline="")


def main() -> None:
    """Write the programs from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    write(arguments.folder, arguments.count, arguments.seed)


if __name__ == "__main__":
    main()
