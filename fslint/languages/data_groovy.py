"""Groovy's maps in Gradle files, `[operation: 'setIdentity', payload: [uid: id]]`, as trees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fslint.languages.data_json import read_json
from fslint.languages.data_tree import Node

_TOKEN = re.compile(
    r"\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"?|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?|//[^\n]*|[\[\]]", re.DOTALL
)
_KEYED = re.compile(r"\[\s*(?:[\w.]+|'[^'\n]*'|\"[^\"\n]*\")\s*:(?!:)")


def read_maps(text: str) -> Iterator[Node]:
    """The trees of the outermost lists and maps that speak of an identity."""
    opened: list[tuple[int, bool]] = []
    written = list(text)
    for token in _TOKEN.finditer(text):
        at = token.start()
        if token[0] == "[":
            keyed = _KEYED.match(text, at) is not None
            opened.append((at, keyed))
            written[at] = "{" if keyed else "["
        elif token[0] == "]" and opened:
            start, keyed = opened.pop()
            written[at] = "}" if keyed else "]"
            if not opened and text.find("setIdentity", start, at) != -1:
                tree, _ = read_json(" " * start + "".join(written[start : at + 1]))
                if tree is not None:
                    yield tree
