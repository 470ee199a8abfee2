"""Statements written beside others, whatever these stand in."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from fslint.findings import Edit
from fslint.flow import FileFlow, Span
from fslint.visitors.borders import BARE, BODY, HANDLER, STATEMENT
from fslint.visitors.imports import line_end
from fslint.visitors.statements import Statement, edit, indent_at

_UNIT = re.compile(r"\n(\t|  +)\S")
_ATTRIBUTE = re.compile(
    r"\s(?:on[a-z]{3,20}|[@(][\w.:-]{1,30}\)?|(?:v-on|x-on|hx-on|on):{1,2}[\w.:-]{1,30})"
    r"[ \t]?=[ \t]?[\"']\Z"
)
_FAR = 60
_NOTHING = frozenset({"", "Void", "()", "void", "Unit"})
_SEQUENCES = frozenset({"javascript", "typescript"})
_SEMICOLONS = frozenset({"java", "dart", "objc"})


class Page(NamedTuple):
    """A file to write in."""

    flow: FileFlow
    text: str


def before(at: Statement, call: str, page: Page) -> tuple[Edit, ...] | None:
    """Edits that make a call (a whole statement) right before another; None where nothing can be
    written there."""
    if at.borders.depends and at.kind in (STATEMENT, BODY):
        return _in_sequence(at, call, page) if at.kind == BODY else None
    if at.kind == HANDLER:
        return _in_handler(at, call, page)
    if at.kind == BODY:
        return _in_body(at, call, page)
    start = at.borders.start
    if at.kind == BARE:
        return _braced(at, call, page)
    back = "return " if _returned(at, page) else ""
    if at.own:
        line = Span(at.lines.start, at.lines.start)
        made = edit(page.flow, line, f"{at.indent}{call}{line_end(page.text)}")
        return (made, edit(page.flow, Span(start, start), back)) if back else (made,)
    return (edit(page.flow, Span(start, start), f"{_closed(call)} {back}"),)


def _in_sequence(at: Statement, call: str, page: Page) -> tuple[Edit, ...] | None:
    """The call in one expression with one that a condition decides on, in a function without a
    block, where a language has such: `() => user && (release(), signOut())`."""
    told = call.removesuffix(";").removeprefix(";")
    if page.flow.language not in _SEQUENCES or "\n" in told or ";" in told:
        return None
    start, end = at.span
    opened = edit(page.flow, Span(start, start), f"({told}, ")
    return opened, edit(page.flow, Span(end, end), ")")


def after(at: Statement, call: str, page: Page) -> tuple[Edit, ...] | None:
    """Edits that make a call right behind a statement, which is alone in its block or not."""
    if at.kind != STATEMENT or at.borders.end < 0:
        return None
    end = at.lines.end
    if not at.own:
        closing = "" if page.text[at.borders.end - 1] == ";" else ";"
        call = call.removeprefix(";")
        line = page.text.find("\n", at.borders.end)
        rest = page.text[at.borders.end : line if line >= 0 else None].strip()
        if rest and not rest.startswith(("}", "#", "//")):
            call = _closed(call)
        return (edit(page.flow, Span(at.borders.end, at.borders.end), f"{closing} {call}"),)
    new = f"{at.indent}{call}{line_end(page.text)}"
    if end == len(page.text) and not page.text.endswith("\n"):
        new = line_end(page.text) + new
    return (edit(page.flow, Span(end, end), new),)


def _closed(call: str) -> str:
    """A call among others of a line, which keeps it from no line above."""
    call = call.removeprefix(";")
    return call if call.endswith(";") else f"{call};"


def _returned(at: Statement, page: Page) -> bool:
    """Whether a statement is the one expression of a Swift function, which is given back without
    a `return` only as long as it is alone."""
    function, start = at.function, at.borders.start
    alone = page.flow.language == "swift" and function.body == at.block
    if not alone or function.type in _NOTHING or page.text.startswith("return", start):
        return False
    inside = page.text[function.body_span.start + 1 : start].strip()
    behind = page.text[at.borders.end : function.body_span.end - 1].strip()
    return not inside and not behind


def _braced(at: Statement, call: str, page: Page) -> tuple[Edit, ...] | None:
    """The one statement behind an `if` with the call before it, in braces."""
    start, end, head = at.borders.start, at.borders.end, at.borders.head
    if end < 0:
        return None
    closing = "" if page.text[end - 1] == ";" or not call.endswith(";") else ";"
    if not at.own:
        opened = edit(page.flow, Span(start, start), f"{{ {_closed(call)} ")
        return opened, edit(page.flow, Span(end, end), f"{closing} }}")
    outer, newline = indent_at(page.text, head - 1), line_end(page.text)
    ended = "" if page.text[: at.lines.end].endswith("\n") else newline
    return (
        edit(page.flow, Span(head, head), " {"),
        edit(page.flow, Span(at.lines.start, at.lines.start), f"{at.indent}{call}{newline}"),
        edit(page.flow, Span(at.lines.end, at.lines.end), f"{ended}{outer}}}{newline}"),
    )


def _in_handler(at: Statement, call: str, page: Page) -> tuple[Edit, ...] | None:
    """The call as the first statement of an attribute (`onclick`, `@click`, `(click)`)."""
    start = at.function.body_span.start
    name = _ATTRIBUTE.search(page.text[max(0, start - _FAR) : start])
    if name is None:
        return None
    quote = page.text[start - 1]
    new = call.replace(quote, "'" if quote == '"' else '"')
    return (edit(page.flow, Span(start, start), f"{_closed(new)} "),)


PLAIN_MARKUP = (".html", ".htm", ".xhtml", ".php", ".phtml", ".erb", ".ejs", ".hbs", ".twig",
                 ".jinja", ".jinja2", ".j2", ".djhtml", ".njk", ".liquid", ".mustache", ".mako",
                 ".mak", ".pt", ".tpl", ".handlebars", ".cshtml", ".razor", ".jsp", ".jspf", ".ftl",
                 ".ftlh", ".heex", ".leex", ".eex")  # fmt: skip


def _in_body(at: Statement, call: str, page: Page) -> tuple[Edit, ...] | None:
    """A function that is one expression, as a block with the call before it."""
    function, flow, text = at.function, page.flow, page.text
    body = function.body_span
    if flow.language == "python":
        return _in_lambda(at, call, page)
    led = _code_end(body.start, flow, text)
    if text.endswith("await", 0, led):
        body = Span(led - len("await"), body.end)
    expression = text[body.start : body.end]
    if flow.language == "kotlin":
        outer = indent_at(text, function.span.start)
        inner, newline = outer + unit(text), line_end(text)
        block = f"run {{{newline}{inner}{call}{newline}{inner}{expression}{newline}{outer}}}"
        return (edit(flow, body, block),)
    body = _with_parentheses(body, flow, text)
    led = _code_end(body.start, flow, text)
    arrow = text.endswith(("=>", "->"), 0, led)
    if not arrow or flow.language not in ("javascript", "typescript", "markup", "dart", "java"):
        return None
    quiet = flow.language == "java" or (flow.language == "dart" and _returns_nothing(at, text))
    closing = ";" if flow.language in _SEMICOLONS or call.endswith(";") else ""
    back = "" if quiet else "return "
    if flow.language != "dart":
        expression = text[body.start : body.end]
        return (edit(flow, body, f"{{ {_closed(call)} {back}{expression}{closing} }}"),)
    ended = text[body.end : function.span.end].strip() == ";"
    closed = Span(body.end, function.span.end if ended else body.end)
    opened = Span(led - len("=>"), led)  # a function of Dart has no arrow before a block
    return (
        edit(flow, opened, f"{{ {_closed(call)} {back}".rstrip()),
        edit(flow, closed, f"{closing} }}"),
    )


def _with_parentheses(body: Span, flow: FileFlow, text: str) -> Span:
    """An expression with the parentheses around it that stand behind an arrow."""
    led = _code_end(body.start, flow, text)
    behind = len(text) - len(text[body.end :].lstrip())
    if not text.endswith("(", 0, led) or not text.startswith(")", behind):
        return body
    arrow = text.endswith(("=>", "->"), 0, _code_end(led - 1, flow, text))
    return Span(led - 1, behind + 1) if arrow else body


def _in_lambda(at: Statement, call: str, page: Page) -> tuple[Edit, ...]:
    """The call and the expression of a lambda, as a tuple."""
    body = at.function.body_span
    text = page.text[body.start : body.end]
    tupled = isinstance(ast.parse(f"({text})", mode="eval").body, ast.Tuple)
    if tupled and page.text.startswith("(", body.start - 1):
        return (edit(page.flow, Span(body.start, body.start), f"{call}, "),)
    return (edit(page.flow, body, f"({call}, {text})"),)


def _code_end(at: int, flow: FileFlow, text: str) -> int:
    """Where the code before a place ends, without the comments behind it."""
    ends = {comment.span.end: comment.span.start for comment in flow.comments}
    while True:
        at = len(text[:at].rstrip())
        if at not in ends:
            return at
        at = ends[at]


def _returns_nothing(at: Statement, text: str) -> bool:
    function = at.function
    return (
        text[function.span.start : function.span.end].lstrip().startswith(("void ", "static void "))
    )


def unit(text: str) -> str:
    """One step of indentation as the file has it."""
    found = _UNIT.search(text)
    return found[1] if found else "    "
