"""Rule pages: Markdown that holds a rule's definition and its examples.

A page is read line by line into headings, prose and fenced blocks. The one `toml` block without
further words defines the rule; `rules.py` reads it. Every other block in a language of
`LANGUAGES` is an example:

    ```js                         one file, a project of its own
    ```js title="src/session.js"  one of several files that form one project under one heading
    ```js fixed                   what the example before it reads after the fixes, exactly
    ```toml config                the configuration of the project under this heading

An expected finding is written at the end of its line, in a comment of any of the usual forms:
`// error: FS203`, `# warning: FS206 [col 5]`, `<!-- suggestion: FS208, error: FS101 -->`. The
comment is taken out before the example is checked. An example without any must be quiet: it
stands below a heading `Quiet`, and prose between its own heading and the block says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

LANGUAGES = {
    "js": ("src/app.js", "web"),
    "ts": ("src/app.ts", "web"),
    "jsx": ("src/App.jsx", "web"),
    "tsx": ("src/App.tsx", "web"),
    "vue": ("src/App.vue", "web"),
    "svelte": ("src/App.svelte", "web"),
    "html": ("public/index.html", "web"),
    "python": ("shop/views.py", "python"),
    "swift": ("App/Session.swift", "ios"),
    "objc": ("App/Session.m", "ios"),
    "kotlin": ("app/src/main/java/shop/Session.kt", "android"),
    "java": ("app/src/main/java/shop/Session.java", "android"),
    "dart": ("lib/session.dart", "flutter"),
    "json": ("config/tags.json", "config"),
    "yaml": ("config/tags.yaml", "config"),
    "toml": ("config/tags.toml", "config"),
    "xml": ("config/tags.xml", "config"),
    "text": ("Podfile", ""),
}
"""The languages of examples: the path of an untitled one, and the platform it speaks for."""

ONLY_TITLED = ("toml", "text")
"""Languages whose blocks are examples only where they have a title."""

_FENCE = re.compile(r"(`{3,})([^`]*)$")
_HEADING = re.compile(r"(#{1,6}) +(.*)$")
_WORD = re.compile(r'title="(?P<title>[^"]+)"|(?P<word>[^\s"]+)')
_ONE = r"(?:error|warning|suggestion): [A-Z]{2,10}[0-9]{1,5}(?: \[col [0-9]+\])?"
_MARK = re.compile(
    rf"(?://|#|<!--|\{{/\*|/\*)[ \t]*({_ONE}(?:, {_ONE})*)[ \t]*(?:-->|\*/\}}?)?[ \t]*$"
)
_ITEM = re.compile(r"(error|warning|suggestion): ([A-Z]{2,10}[0-9]{1,5})(?: \[col ([0-9]+)\])?")
_SUSPECT = re.compile(r"(?://|#|<!--|/\*)[ \t]*(?:error|warning|suggestion):")
_REACT_NATIVE = re.compile(r"""['"](?:@fullstory/)?react-native['"]""")


class PageError(ValueError):
    """A mistake in a page: `file`, `line` (from 1) and what was expected there."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


class Block(NamedTuple):
    """A fenced block. `line` is that of its first line of content, from 1."""

    language: str
    words: tuple[str, ...]
    title: str
    text: str
    line: int
    headings: tuple[str, ...]
    prose: str


class Expected(NamedTuple):
    """A finding that an example announces. `column` is None where the page names none."""

    code: str
    severity: str
    file: str
    line: int
    column: int | None = None


@dataclass(slots=True)
class Case:
    """One example project. `files` and `fixed` map paths to texts; `config` is TOML or ''."""

    title: str
    line: int
    quiet: bool
    files: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)
    config: str = ""

    @property
    def platforms(self) -> frozenset[str]:
        """The platforms that this example speaks for."""
        native = any(_REACT_NATIVE.search(text) for text in self.files.values())
        return frozenset(
            "react-native" if native and LANGUAGES[language][1] == "web" else LANGUAGES[language][1]
            for path, language in self.languages.items()
            if not path.endswith("package.json")
        )


def blocks(text: str, file: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order. Raises PageError for one that is not closed."""
    headings: list[tuple[int, str]] = []
    prose: list[str] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        heading = _HEADING.match(lines[at])
        fence = _FENCE.match(lines[at])
        if heading:
            depth = len(heading[1])
            headings = [(d, t) for d, t in headings if d < depth]
            headings.append((depth, heading[2].strip()))
            prose = []
        elif fence:
            start = at + 1
            at = start
            while at < len(lines) and lines[at].rstrip() != fence[1]:
                at += 1
            if at == len(lines):
                raise PageError(file, start, f"expected a closing {fence[1]}")
            language, *rest = fence[2].split(None, 1) or [""]
            words = [(m["title"], m["word"]) for m in _WORD.finditer(rest[0] if rest else "")]
            yield Block(
                language,
                tuple(word for _, word in words if word),
                next((title for title, _ in words if title), ""),
                "".join(line + "\n" for line in lines[start:at]),
                start + 1,
                tuple(t for _, t in headings),
                " ".join(prose),
            )
        elif lines[at].strip():
            prose.append(lines[at].strip())
        at += 1


def definition(text: str, file: str) -> Block:
    """The block that defines the rule, the first of its kind. Raises PageError for none."""
    found = next((block for block in blocks(text, file) if _defines(block)), None)
    if found is None:
        raise PageError(file, 1, "expected a ```toml block that defines the rule")
    return found


def _defines(block: Block) -> bool:
    return block.language == "toml" and not block.words and not block.title


def cases(text: str, file: str) -> list[Case]:
    """The example projects of a page. Raises PageError for a mistake in one."""
    found: list[Case] = []
    project: Case | None = None
    config = ""
    under: tuple[str, ...] = ()
    defined = False
    for block in blocks(text, file):
        if defined and _defines(block):
            raise PageError(file, block.line, "expected one ```toml definition, found another")
        defined = defined or _defines(block)
        if block.headings != under:
            under, project, config = block.headings, None, ""
        if block.words == ("config",) and block.language == "toml":
            if project:
                raise PageError(file, block.line, "expected the config before the example")
            config = block.text
        elif block.words == ("fixed",):
            _add_fixed(found, block, file)
        elif block.words:
            raise PageError(
                file, block.line, f"expected `fixed`, `config` or title, found `{block.words[0]}`"
            )
        elif block.title or (block.language in LANGUAGES and block.language not in ONLY_TITLED):
            if not block.title or project is None:
                case = Case(" / ".join(under[1:]), block.line, "Quiet" in under, config=config)
                found.append(case)
                project = case if block.title else None
                if case.quiet and not block.prose:
                    raise PageError(file, block.line, "expected a line that says why it is quiet")
            _add_file(found[-1], block, file)
    for case in found:
        _settle(case, file)
    return found


def _add_file(case: Case, block: Block, file: str) -> None:
    if block.language not in LANGUAGES:
        raise PageError(file, block.line, f"unknown language of an example: `{block.language}`")
    path = block.title or LANGUAGES[block.language][0]
    if path in case.files:
        raise PageError(file, block.line, f"`{path}` stands twice under one heading")
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise PageError(file, block.line, f"expected a path inside the project, found `{path}`")
    lines = []
    for number, line in enumerate(block.text.splitlines(), 1):
        mark = _MARK.search(line)
        if mark:
            for severity, code, column in _ITEM.findall(mark[1]):
                case.expected.append(
                    Expected(code, severity, path, number, int(column) if column else None)
                )
            line = line[: mark.start()].rstrip()
        elif _SUSPECT.search(line):
            raise PageError(
                file, block.line + number - 1, "expected a finding such as `error: FS203 [col 3]`"
            )
        lines.append(line + "\n")
    case.files[path] = "".join(lines)
    case.languages[path] = block.language


def _add_fixed(found: list[Case], block: Block, file: str) -> None:
    if not found:
        raise PageError(file, block.line, "expected an example before its fixed text")
    case = found[-1]
    path = block.title or next(reversed(case.files))
    if path not in case.files:
        raise PageError(file, block.line, f"expected an example `{path}` before its fixed text")
    if path in case.fixed:
        raise PageError(file, block.line, f"the fixed text of `{path}` stands twice")
    if case.files[path] == block.text:
        raise PageError(file, block.line, "expected the fixed text to differ from the example")
    case.fixed[path] = block.text


def _settle(case: Case, file: str) -> None:
    if case.quiet and case.expected:
        raise PageError(file, case.line, "an example below `Quiet` announces a finding")
    if not case.quiet and not case.expected:
        raise PageError(file, case.line, "expected a marked finding, or a place below `Quiet`")
    if case.fixed and not case.expected:
        raise PageError(file, case.line, "a quiet example has nothing to fix")
