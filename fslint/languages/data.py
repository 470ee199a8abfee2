"""Configuration: JSON, YAML, TOML, XML, property lists and Gradle that carry calls or payloads.

Only files that mention Fullstory are looked at; what is no call of it is left out of the flow.
"""

from __future__ import annotations

import re

from fslint.flow import FileFlow, Function, Problem, Span
from fslint.languages.data_comments import comments
from fslint.languages.data_groovy import read_maps
from fslint.languages.data_json import read_json
from fslint.languages.data_text import read_strings
from fslint.languages.data_toml import read_toml, toml_problems
from fslint.languages.data_tree import Node, duplicates, read_tree
from fslint.languages.data_xml import read_xml
from fslint.languages.data_yaml import read_yaml

_JSON = ("json", "jsonc", "json5")
_YAML = ("yaml", "yml")
_XML = ("xml", "plist")
LARGEST = 5_000_000
_MENTIONS = re.compile(r"fullstory|setIdentity|\bFS\b|_fs_", re.I)


def lower(path: str, text: str) -> FileFlow:
    """Lower one file's text. Never fails: what cannot be read is in `problems`."""
    whole = Span(0, len(text))
    module = Function(0, "", whole, "module", body_span=whole, parent=-1)
    flow = FileFlow(path, "data", [module])
    if not _MENTIONS.search(text):
        return flow
    if len(text) > LARGEST:
        message = f"larger than {LARGEST // 1_000_000} million characters: not read"
        flow.problems.append(Problem(Span(0, 0), message))
        return flow
    suffix = path.lower().rpartition(".")[2]
    if suffix in (*_JSON, *_YAML):
        tree, problems = read_json(text) if suffix in _JSON else read_yaml(text)
        flow.comments.extend(comments(text, tree, suffix))
        trees = [] if tree is None else [tree]
    else:
        read_strings(flow, text, markup=suffix in _XML)
        trees, problems = _read(text, suffix)
    flow.problems.extend(problems)
    for one in trees:
        read_tree(flow, one)
        flow.problems.extend(duplicates(one, lists=suffix == "xml"))
    return flow


def _read(text: str, suffix: str) -> tuple[list[Node], list[Problem]]:
    """The trees of a text whose strings are read apart from them, and what is wrong with it."""
    if suffix == "gradle":
        return list(read_maps(text)), []
    if suffix in _XML:
        tree, problems = read_xml(text)
        return [tree], problems
    if suffix != "toml":
        return [], []
    tree = read_toml(text)
    return [tree], [] if any(duplicates(tree)) else toml_problems(text)
