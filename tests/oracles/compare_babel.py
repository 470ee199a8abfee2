"""Compare the JavaScript lexer with @babel/parser on every file of some checkouts.

    (cd tests/oracles && npm install)
    python tests/oracles/compare_babel.py PATH... [--limit N] [--show N]

Prints each first disagreement of a file, then the counts. Exits 1 if there is any disagreement.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fslint.languages.javascript_lexer import lex

HERE = Path(__file__).parent
SUFFIXES = {".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts"}
PLAIN_TYPESCRIPT = {".ts", ".mts", ".cts"}
SKIPPED = {"node_modules", ".git"}
OPENING = {"template": 1, "template_head": 1, "template_middle": 1, "template_tail": 1}
CLOSING = {"template": 1, "template_head": 2, "template_middle": 2, "template_tail": 1}
COMPARED = {
    "comment": "comment",
    "string": "string",
    "jsx_string": "string",
    "regex": "regex",
    "jsx_text": "jsx_text",
} | dict.fromkeys(OPENING, "template")

Span = tuple[str, int, int]


def available() -> bool:
    """Whether the parser is installed beside this file."""
    return (HERE / "node_modules" / "@babel" / "parser").is_dir()


def own_spans(text: str, suffix: str) -> list[Span]:
    """Where our lexer sees what Babel is asked for, in the same form."""
    found = []
    for token in lex(text, jsx=suffix not in PLAIN_TYPESCRIPT):
        kind = COMPARED.get(token.kind)
        start = token.start + OPENING.get(token.kind, 0)
        end = token.end - CLOSING.get(token.kind, 0)
        if kind and end > start:
            found.append((kind, start, end))
    return found


def read(path: Path) -> str:
    """A file's text as Babel's script decodes it: line ends kept, bad bytes replaced."""
    return path.read_bytes().decode("utf-8", errors="replace")


def babel(paths: list[Path]) -> Iterator[dict[str, object]]:
    """What Babel says of each file, in order; see babel_spans.mjs for the form."""
    run = subprocess.run(
        ["node", str(HERE / "babel_spans.mjs")],
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        check=True,
    )
    for line in run.stdout.splitlines():
        yield json.loads(line)


def difference(ours: list[Span], theirs: list[Span]) -> tuple[Span | None, Span | None] | None:
    """The first place where two lists of spans part, or None."""
    for mine, other in zip(ours, theirs, strict=False):
        if mine != other:
            return mine, other
    if len(ours) == len(theirs):
        return None
    longer = max(ours, theirs, key=len)[min(len(ours), len(theirs))]
    return (longer, None) if len(ours) > len(theirs) else (None, longer)


def collect(roots: list[Path], limit: int | None) -> list[Path]:
    """The script files under the roots, in order; `limit` takes that many, evenly spread."""
    found = sorted(
        path.absolute()
        for root in roots
        for path in ([root] if root.is_file() else root.rglob("*"))
        if path.suffix in SUFFIXES and path.is_file() and not SKIPPED & set(path.parts)
    )
    if limit is None or limit >= len(found):
        return found
    return [found[index * len(found) // limit] for index in range(limit)]


def report(path: Path, entry: dict[str, object], counts: Counter[str]) -> str | None:
    """Compare one file; count it, and describe the first disagreement if there is one."""
    counts[f"{path.suffix} files"] += 1
    text = read(path)
    tokens = lex(text, jsx=path.suffix not in PLAIN_TYPESCRIPT)
    if "".join(token.text for token in tokens) != text:
        counts["round trips broken"] += 1
        return f"{path}: tokens do not make up the text"
    if "failed" in entry or entry["errors"]:
        counts["not comparable: Babel reports a syntax error"] += 1
        return None
    theirs = [(str(k), int(s), int(e)) for k, s, e in entry["spans"]]  # type: ignore[attr-defined]
    counts["spans compared"] += len(theirs)
    parted = difference(own_spans(text, path.suffix), theirs)
    if parted is None:
        return None
    counts[f"{path.suffix} disagreements"] += 1
    at = min(span[1] for span in parted if span)
    line = text.count("\n", 0, at) + 1
    shown = [f"{span[0]} {text[span[1] : span[2]][:60]!r}" if span else "-" for span in parted]
    context = text[max(0, at - 60) : at + 20]
    return f"{path}:{line}\n  ours:  {shown[0]}\n  babel: {shown[1]}\n  near:  {context!r}"


def main() -> int:
    """Run the comparison from the command line; 1 if anything disagrees."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", type=int, default=40)
    arguments = parser.parse_args()
    if not available():
        print("run `npm install` in tests/oracles first", file=sys.stderr)
        return 2
    paths = collect(arguments.paths, arguments.limit)
    counts: Counter[str] = Counter()
    shown = 0
    for first in range(0, len(paths), 500):
        batch = paths[first : first + 500]
        for path, entry in zip(batch, babel(batch), strict=True):
            message = report(path, entry, counts)
            if message and shown < arguments.show:
                shown += 1
                print(message)
    for key, number in sorted(counts.items()):
        print(f"{number:7d}  {key}")
    return 1 if any("disagree" in key or "broken" in key for key in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
