"""Imports that a call needs, written where the file's others stand."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple

from fslint.findings import Edit
from fslint.flow import FileFlow, Import, Span
from fslint.visitors.components import script_of, script_text
from fslint.visitors.flavour import ends_with_semicolons, quote_of
from fslint.visitors.statements import edit, indent_at

_PACKAGE = re.compile(r"^[ \t]*package[ \t][^\n]*\n", re.MULTILINE)
_CONDITION = re.compile(r"^[ \t]*#[ \t]*(?:if|ifdef|ifndef)\b", re.MULTILINE)
_SDK = {
    "swift": ("FullStory", "import FullStory"),
    "kotlin": ("com.fullstory", "import com.fullstory.FS"),
    "java": ("com.fullstory", "import com.fullstory.FS;"),
    "dart": ("package:fullstory_flutter", "import 'package:fullstory_flutter/fs.dart';"),
    "objc": ("FullStory", "#import <FullStory/FullStory.h>"),
}
"""How the module begins that a file imports to call the SDK, and the line that imports it."""

_DIRECTIVES = 4000  # directives stand within so many characters of a file's beginning
_SCRIPT_END = {".ts": ".js", ".tsx": ".js", ".jsx": ".js", ".mts": ".mjs"}
_WITH_SUFFIX = re.compile(r"""from[ \t]*['"]\.[^'"\n]*\.m?js['"]""")


class Needed(NamedTuple):
    """A name that a script imports: `default` and `*` as in `flow.Import`."""

    module: str
    name: str
    local: str


def imports_sdk(flow: FileFlow, text: str) -> bool:
    """Whether a file of an app imports the SDK."""
    module, _ = _SDK[flow.language]
    return "@import FullStory" in text or any(one.module.startswith(module) for one in flow.imports)


def sdk_import(flow: FileFlow, text: str) -> Edit | None:
    """The edit that imports the SDK; None for a part of a Dart library, which imports nothing."""
    if flow.language == "dart" and re.search(r"^part of\b", text, re.MULTILINE):
        return None
    return _line(flow, text, _SDK[flow.language][1])


def own_import(
    flow: FileFlow, text: str, name: str, file: str, flows: Mapping[str, FileFlow]
) -> Edit | None:
    """The edit that imports something of the project's own, by a name of a package or a file's;
    None where there is nothing to import. `flows` are those of all files."""
    known = {one.module for one in flow.imports} | {f"{i.module}.{i.name}" for i in flow.imports}
    line = ""
    if flow.language == "dart":
        module = _dart_module(flow, file, flows)
        quote = quote_of(text)
        line = "" if module in known else f"import {quote}{module}{quote};"
    elif flow.language == "objc":
        line = "" if f'"{file}"' in text else f'#import "{file}"'
    elif name and name not in known:
        line = f"import {name}{';' if flow.language == 'java' else ''}"
    return _line(flow, text, line) if line else None


def _dart_module(flow: FileFlow, file: str, flows: Mapping[str, FileFlow]) -> str:
    """How a library imports another of its package: by the package where it does so anyway."""
    root, lib, _ = flow.path.rpartition("lib/")
    for one in (one for each in flows.values() for one in each.imports):
        own, _, rest = one.module.removeprefix("package:").partition("/")
        known = one.module.startswith("package:") and f"{root}{lib}{rest}" in flows
        if known and any(each.module.startswith(f"package:{own}/") for each in flow.imports):
            return f"package:{own}/{file.removeprefix(root + lib)}"
    return posixpath.relpath(file, posixpath.dirname(flow.path) or ".")


def script_import(flow: FileFlow, text: str, needed: Needed) -> Edit | None:
    """The edit that imports a name; None on pages, where a file requires its modules or is none
    itself, and where the name stands for something else."""
    taken = needed.local in flow.functions[0].bindings
    script = script_of(flow, text)
    taken = taken or any(one.local == needed.local for one in flow.imports)
    if taken or (flow.language not in ("javascript", "typescript") and script is None):
        return None
    alike = needed.name in (needed.local, "default")
    what = needed.local if alike else f"{needed.name} as {needed.local}"
    if needed.name not in ("default", "*"):
        what = f"{{ {what} }}"
    style = script_text(flow, text)
    quote, end = quote_of(style), ";" if ends_with_semicolons(style) else ""
    line = f"import {what} from {quote}{needed.module}{quote}{end}"
    static = [one for one in flow.imports if _is_static(one, text)]
    if script is not None:
        inside = [i for i in static if script.span.start <= i.span.start < script.span.end]
        return _in_component(flow, text, line, inside, script.span)
    if static:
        at = _next_line(text, max(_statement_end(one, text) for one in static))
        return edit(flow, Span(at, at), _alone(text, at, line))
    if any(one.module and "require(" in text for one in flow.imports) or _is_plain(flow):
        return None
    at = _behind_directives(text)
    return edit(flow, Span(at, at), _alone(text, at, line) + line_end(text))


def _is_plain(flow: FileFlow) -> bool:
    """Whether a script takes nothing in and gives nothing out, so that a page may load it as it
    is."""
    return flow.path.endswith(".js") and not (flow.imports or flow.exports)


def _in_component(
    flow: FileFlow, text: str, line: str, static: list[Import], script: Span
) -> Edit | None:
    """The edit that imports something in the script of a component."""
    if static:
        at = _next_line(text, max(_statement_end(one, text) for one in static))
        indent = indent_at(text, max(one.span.start for one in static))
        return edit(flow, Span(at, at), _alone(text, at, indent + line))
    at = _next_line(text, script.start)
    rest = text[at : script.end]
    indent = indent_at(text, at + len(rest) - len(rest.lstrip()))
    gap = line_end(text) if rest.strip() else ""
    return edit(flow, Span(at, at), _alone(text, at, indent + line) + gap) if rest else None


def relative(module_file: str, file: str, text: str) -> str:
    """How a script of the project imports another of its files."""
    path = posixpath.relpath(module_file, posixpath.dirname(file) or ".")
    stem, suffix = posixpath.splitext(path)
    if suffix in (".vue", ".svelte") or _WITH_SUFFIX.search(text):
        stem += _SCRIPT_END.get(suffix, suffix)
    stem = stem.removesuffix("/index")
    return stem if stem.startswith(".") else f"./{stem}"


def line_end(text: str) -> str:
    """What ends the lines of a file."""
    return "\r\n" if "\r\n" in text else "\n"


def _alone(text: str, at: int, line: str) -> str:
    """A line of its own at a place, which is the beginning of one or the end of the text."""
    before = "" if at == 0 or text[at - 1] in "\n\ufeff" else line_end(text)
    return f"{before}{line}{line_end(text)}"


def _is_static(one: Import, text: str) -> bool:
    """Whether an import is a declaration at the top of the file, and no call."""
    start = text.rfind("import", 0, one.span.start + len("import"))
    between = text[start : one.span.start] if start >= 0 else ";"
    return start >= 0 and not any(mark in between for mark in ";()=")


def _statement_end(one: Import, text: str) -> int:
    """Behind the module's name."""
    at = text.find(one.module, one.span.end)
    return at + len(one.module) if at >= 0 else one.span.end


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _behind_directives(text: str) -> int:
    """Behind the directives (`'use client'`) that a file begins with, or its first line where
    that names an interpreter."""
    from fslint.languages import javascript_lexer

    at = 1 if text.startswith("\ufeff") else 0
    for token in javascript_lexer.lex(text, 0, min(len(text), _DIRECTIVES)):
        if token.kind in ("string", "hashbang"):
            at = _next_line(text, token.end)
        elif token.kind not in ("space", "comment") and token.text != ";":
            break
    return at


def _line(flow: FileFlow, text: str, line: str) -> Edit:
    """A line among the imports, in their order where they keep one."""
    run = _first_run(flow, text)
    if not run:
        package = next((m for m in _PACKAGE.finditer(text) if _is_code(flow, m.start())), None)
        at = package.end() if package else _behind_comments(flow, text)
        gap = line_end(text)
        new = f"{gap}{line}{gap}" if package else f"{line}{gap}{gap}"
        return edit(flow, Span(at, at), new)
    at = _next_line(text, run[-1].end)
    if flow.language == "dart" and "package:" not in line:  # those of files come last
        apart = "package:" in text[run[-1].start : run[-1].end]
        return edit(flow, Span(at, at), line_end(text) * apart + _alone(text, at, line))
    lines = [text[span.start : span.end].rstrip(";") for span in run]
    if lines == sorted(lines):
        at = next((s.start for s, one in zip(run, lines, strict=True) if one > line), at)
    elif flow.language == "java":
        at = _next_line(text, _alike(run, lines, line).end)
    elif flow.language == "dart":
        packages = [s for s, one in zip(run, lines, strict=True) if "package:" in one]
        at = _next_line(text, packages[-1].end) if packages else at
    at = text.rfind("\n", 0, at) + 1 if at < len(text) else at
    return edit(flow, Span(at, at), _alone(text, at, line))


def _alike(run: list[Span], lines: list[str], line: str) -> Span:
    """The last import of a class whose name begins as that of a line does, or the last of any."""
    classes = [n for n, one in enumerate(lines) if not one.startswith("import static ")]
    head = line.partition(".")[0]
    like = [n for n in classes if lines[n].partition(".")[0] == head]
    return run[(like or classes or [len(run) - 1])[-1]]


def _first_run(flow: FileFlow, text: str) -> list[Span]:
    """The imports up to the first that stands under a condition."""
    condition = _CONDITION.search(text)
    stop = condition.start() if condition else len(text)
    spans = sorted({one.span for one in flow.imports if one.span.start < stop})
    return [span for span in spans if not text.startswith(("part ", "export "), span.start)]


def _is_code(flow: FileFlow, at: int) -> bool:
    return not any(c.span.start <= at < c.span.end for c in flow.comments)


def _behind_comments(flow: FileFlow, text: str) -> int:
    """Behind the comments that a file begins with."""
    at = 1 if text.startswith("\ufeff") else 0
    for comment in sorted(flow.comments, key=lambda c: c.span.start):
        if text[at : comment.span.start].strip():
            break
        at = _next_line(text, comment.span.end)
    return at
