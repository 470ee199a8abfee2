"""A generated repository to time fslint on: many files, few of which matter.

python benchmarks/tree.py FOLDER [--files 10000] [--matter 0.02]
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

PER_FOLDER = 40
_WORDS = [
    "order", "price", "item", "basket", "total", "label", "value", "query", "filter", "sort",
    "page", "limit", "offset", "panel", "table", "chart", "axis", "series", "point", "color",
    "theme", "width", "height", "margin", "layout", "column", "row", "cell", "header",
]  # fmt: skip


def build(folder: Path, files: int = 10_000, matter: float = 0.02, seed: int = 1) -> int:
    """Write the tree; gives how many of its files have to do with a logout.

    The others are of the size and the look of ordinary components: some 3,000 characters.
    """
    dice = random.Random(seed)
    of_interest = set(dice.sample(range(files), int(files * matter)))
    folder.mkdir(parents=True, exist_ok=True)
    manifest = '{"name": "shop", "dependencies": {"@fullstory/browser": "2.0.8"}}\n'
    (folder / "package.json").write_text(manifest, encoding="utf-8")
    for number in range(files):
        path = folder / "src" / f"area{number // PER_FOLDER}" / f"part{number}.ts"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = _ordinary(dice, number)
        if number in of_interest:
            text += _logout(number)
        path.write_text(text, encoding="utf-8")
    return len(of_interest)


def _ordinary(dice: random.Random, number: int) -> str:
    lines = [f"import {{ part{(number * 7) % 100} }} from '../shared/parts';", ""]
    for index in range(dice.randint(6, 16)):
        one, two, three = dice.choices(_WORDS, k=3)
        lines += [
            f"export function {one}{two.title()}{number}x{index}({three}: number[]): number {{",
            f"  const {two} = {three}.map(({one}) => {one} * {index + 1});",
            f"  if ({two}.length > {number % 9}) {{",
            f"    return {two}.reduce((left, right) => left + right, part{(number * 7) % 100});",
            "  }",
            f"  return {two}.length;",
            "}",
            "",
        ]
    return "\n".join(lines)


def _logout(number: int) -> str:
    right = (
        "  FS('setIdentity', { anonymous: true });\n"
        "  await fetch('/api/logout', { method: 'POST' });\n"
        f"  window.location.href = '/bye{number}';\n"
    )
    wrong = (
        "  await fetch('/api/logout', { method: 'POST' });\n"
        f"  window.location.href = '/bye{number}';\n"
        "  FS('setIdentity', { anonymous: true });\n"
    )
    body = wrong if number % 2 else right
    handler = f"handleLogout{number}"
    return (
        f"export async function {handler}() {{\n{body}}}\n\n"
        f"document.getElementById('out{number}')?.addEventListener('click', {handler});\n"
    )


def main() -> None:
    """Build the tree that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--matter", type=float, default=0.02)
    options = parser.parse_args()
    print(build(options.folder, options.files, options.matter), "files matter")


if __name__ == "__main__":
    main()
