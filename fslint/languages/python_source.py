"""Python text parsed by libcst, every node with its exact place.

Places come from libcst's own code generation: every node notes between which of the generated
tokens it stands, and the tokens' lengths add up to offsets. That costs no more than generating
the code, and is exact for whatever libcst reproduces exactly.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate

import libcst as cst
from libcst._nodes.internal import CodegenState

from fslint.flow import Comment, Span
from fslint.languages.python_tokens import TOKEN

DEEPEST_BRACKETS = 100
LONGEST_CHAIN = 1000
LINK = 4
"""What brackets, operators and the like add to a chain, of which a string adds one."""


class UnreadableError(Exception):
    """A file that cannot be parsed: `span` is where, the message says why."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.span = span


class Source:
    """A parsed module, its comments and the places of its nodes."""

    def __init__(self, text: str, module: cst.Module) -> None:
        state = _Places(module.default_indent, module.default_newline)
        module._codegen(state)
        self.module = module
        self._nodes = state.nodes
        self._offsets = _offsets(text, state.tokens)

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node stands, without the parentheses around it."""
        first, last = self._nodes[node]
        return Span(self._offsets[first], self._offsets[last])

    def comments(self) -> Iterator[Comment]:
        """All comments of the module, in no particular order."""
        for node in self._nodes:
            if isinstance(node, cst.Comment):
                yield Comment(self.span(node), node.value)


def parse(text: str) -> Source:
    """Parse a module. Raises `UnreadableError` for whatever libcst cannot take."""
    deep = _too_deep(text)
    if deep is not None:
        raise UnreadableError("nested too deeply to be parsed", deep)
    try:
        return Source(text, cst.parse_module(text.removeprefix("\ufeff")))
    except cst.ParserSyntaxError as error:
        line = _line_at_fault(text) or error.raw_line
        span = _line_span(text, line)
        raise UnreadableError(f"not Python 3: line {line} cannot be parsed", span) from None
    except RecursionError:
        raise UnreadableError("nested too deeply to be parsed", Span(0, 0)) from None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the native parser is no Exception
        message = f"the Python parser gave up: {type(error).__name__}: {error}"
        raise UnreadableError(message[:200], Span(0, 0)) from None


def _line_at_fault(text: str) -> int | None:
    """The line that Python itself cannot parse; None where it can, or does not say."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text.removeprefix("\ufeff"))
    except SyntaxError as error:
        return error.lineno
    except (ValueError, MemoryError, RecursionError):
        return None
    return None


class _Places(CodegenState):
    """A code generation that notes for every node the tokens it begins and ends with."""

    def __init__(self, indent: str, newline: str) -> None:
        super().__init__(default_indent=indent, default_newline=newline)
        self.nodes: dict[cst.CSTNode, tuple[int, int]] = {}
        self._open: list[int] = []

    def before_codegen(self, node: cst.CSTNode) -> None:
        self._open.append(len(self.tokens))

    def after_codegen(self, node: cst.CSTNode) -> None:
        first = self._open.pop()
        if node not in self.nodes:
            self.nodes[node] = (first, len(self.tokens))

    @contextmanager
    def record_syntactic_position(
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> Iterator[None]:
        first = len(self.tokens)
        yield
        if start_node is not None:
            first = self.nodes[start_node][0]
        last = len(self.tokens) if end_node is None else self.nodes[end_node][1]
        self.nodes[node] = (first, last)


def _offsets(text: str, tokens: list[str]) -> list[int]:
    """The offset of every token, and the end. Steps over what libcst leaves out."""
    if "".join(tokens) == text:
        return [0, *accumulate(map(len, tokens))]
    offsets = [0]
    position = 0
    for token in tokens:
        found = text.find(token, position)
        if found == position or (found > position and not token.isspace()):
            offsets[-1] = found
            position = found + len(token)
        offsets.append(position)
    return offsets


def _line_span(text: str, line: int) -> Span:
    lines = text.splitlines(keepends=True)
    before = lines[: line - 1]
    start = sum(map(len, before))
    length = len(lines[line - 1].rstrip("\r\n")) if 0 < line <= len(lines) else 0
    return Span(start, start + length)


def _too_deep(text: str) -> Span | None:
    """Where the text nests deeper, or chains longer, than the native parser's stack can take."""
    chain = outer = elifs = 0
    levels: list[int] = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "open":
            levels.append(chain)
            outer += chain + LINK
            chain = 0
        elif kind == "close" and levels:
            chain = levels.pop() + LINK
            outer -= chain
        elif kind == "split" or (kind == "line" and not levels):
            chain = 0
        elif kind == "word" and match[0] in ("elif", "def", "class"):
            elifs = elifs + LINK if match[0] == "elif" else 0
        elif kind != "line" and match[0][0] != "#":
            chain += 1 if kind is None else LINK
        if len(levels) > DEEPEST_BRACKETS or outer + chain > LONGEST_CHAIN or elifs > LONGEST_CHAIN:
            return Span(match.start(), match.end())
    return None
