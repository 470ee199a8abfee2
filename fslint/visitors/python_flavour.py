"""How Python speaks to a page's Fullstory: by a script that its framework runs, or by itself where
it runs in the browser. Whole statements, with the imports that they need."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple

from fslint.findings import Edit
from fslint.flow import FileFlow, Span
from fslint.visitors.flavour import EVENT, quote_of
from fslint.visitors.imports import line_end
from fslint.visitors.python_borders import statements_of
from fslint.visitors.statements import edit

ANONYMIZE, TRACK = "anonymize", "track"
_SCRIPTS = {
    ANONYMIZE: "('setIdentity', { anonymous: true })",
    TRACK: f"('trackEvent', {{ name: '{EVENT}', properties: {{}} }})",
}
_METHODS = {ANONYMIZE: "anonymize()", TRACK: f"event('{EVENT}', {{}})"}
_BROWSERS = frozenset({"js", "pyscript", "browser", "pyodide_js"})
_GLOBALS = frozenset({"window", "document", "FS"})
_RECEIVER = re.compile(r"(?<![\w.$])((?:window\.)?(?:parent\.)?FS(?:\?\.)?)\(")
_STRING = re.compile(r"(?<!['\"])(['\"])(?:<script>)?(?:window\.)?(?:parent\.)?FS(?:\?\.)?\(")
_COMPONENTS = "streamlit.components.v1"


class Way(NamedTuple):
    """How a file writes a call: text around it, what is called, whether that is Python itself, and
    a module to be imported first (`import module as name`)."""

    before: str
    receiver: str
    after: str
    direct: bool = False
    module: str = ""
    name: str = ""


def way_of(flow: FileFlow, text: str) -> Way | None:
    """How a file can reach the page's Fullstory; None where it cannot."""
    known = _RECEIVER.search(text)
    for one in flow.imports:
        top = one.module.partition(".")[0]
        if top in _BROWSERS and one.name in _GLOBALS:
            return Way("", "FS" if one.name == "FS" else f"{_window(one.local)}.FS", "", True)
        if top in _BROWSERS and one.name == "*":
            return Way("", f"{one.local}.FS", "", True)
        if top == "nicegui" and one.name in ("ui", "*"):
            ui = one.local if one.name == "ui" else f"{one.local}.ui"
            return Way(f"{ui}.run_javascript(", known[1] if known else "window.FS?.", ")")
    if not any(one.module.partition(".")[0] == "streamlit" for one in flow.imports):
        return None
    receiver = known[1] if known and "parent" in known[1] else "window.parent.FS?."
    local = next((i.local for i in flow.imports if i.module == _COMPONENTS and i.name == "*"), "")
    if not local:
        module = next((i for i in flow.imports if i.module == "streamlit" and i.name == "*"), None)
        if module is None:
            return None
        return Way("components.html(", receiver, ", height=0)", False, _COMPONENTS, "components")
    return Way(f"{local}.html(", receiver, ", height=0)")


def _window(local: str) -> str:
    return "window" if local == "document" else local


def written(what: str, way: Way, text: str) -> str:
    """A call (`anonymize` or `track`) as a statement."""
    beside = _STRING.search(text)
    quote = beside[1] if beside and not way.direct else quote_of(text)
    if way.direct:
        return f"{way.receiver}.{_METHODS[what]}".replace("'", quote)
    inner = "'" if quote == '"' else '"'
    script = f"{way.receiver}{_SCRIPTS[what]}".replace("'", inner)
    if "html" in way.before:
        script = f"<script>{script}</script>"
    return f"{way.before}{quote}{script}{quote}{way.after}"


def python_import(flow: FileFlow, text: str, module: str, name: str, local: str = "") -> Edit:
    """The edit that imports a module (where `name` is '') under a local name, or a name of it."""
    line = f"from {module} import {name}" if name else f"import {module} as {local}"
    at, gap = _place(flow, text, module)
    end = line_end(text)
    before = "" if at == 0 or text[at - 1] in "\n\ufeff" else end
    before += end * (gap < 0)
    return edit(flow, Span(at, at), f"{before}{line}{end}{end * (gap > 0)}")


def _place(flow: FileFlow, text: str, module: str) -> tuple[int, int]:
    """Where the line of an import goes, and the blank lines around it: behind the last import of
    the same package, else of all (-1: a blank line comes before), else behind what a module begins
    with (1: a blank line comes after)."""
    top = module.partition(".")[0]
    last: ast.stmt | None = None
    kin: ast.stmt | None = None
    for node in statements_of(text):
        if isinstance(node, ast.Import | ast.ImportFrom):
            last = node
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            relative = isinstance(node, ast.ImportFrom) and node.level > 0
            if top in {name.partition(".")[0] for name in names} or (relative and not top):
                kin = node
    beside = kin or last
    if beside is not None:
        return _line_start(text, (beside.end_lineno or 0) + 1), 0 if kin else -1
    first = next(iter(statements_of(text)), None)
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if first is not None and docstring:
        return _line_start(text, (first.end_lineno or 0) + 1), -1
    return (_line_start(text, first.lineno) if first else len(text)), 1


def _line_start(text: str, line: int) -> int:
    at = 1 if text.startswith("\ufeff") and line == 1 else 0
    for _ in range(line - 1):
        end = text.find("\n", at)
        if end < 0:
            return len(text)
        at = end + 1
    return at


def module_of(other: str, flow: FileFlow, flows: Mapping[str, FileFlow]) -> str:
    """How a file imports another of the project: relatively where it does so anyway, else by the
    name that others use, else by its path."""
    stem = other.removesuffix(".py").removesuffix("/__init__")
    if any(one.module.startswith(".") for one in flow.imports):
        path = posixpath.relpath(stem, posixpath.dirname(flow.path) or ".")
        ups = path.count("../")
        return "." * (ups + 1) + path.replace("../", "").replace("/", ".")
    dotted = stem.replace("/", ".").removeprefix("src.")
    used = {one.module for each in flows.values() for one in each.imports}
    parts = dotted.split(".")
    names = [".".join(parts[nth:]) for nth in range(len(parts))]
    return next((name for name in names if name in used), dotted)
