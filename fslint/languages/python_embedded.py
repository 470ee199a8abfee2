"""HTML and JavaScript in Python's strings: which strings, and their text with its holes.

Holes are written as template tags (`{{ name }}`), which the reader of markup understands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

import libcst as cst

from fslint.flow import Call, Closure, Literal, Span, Template, Value
from fslint.languages.embedded import Placed, read_embedded, what_is
from fslint.languages.python_scope import Scope, dotted, last_name
from fslint.languages.python_strings import PERCENT, decoded, pieces
from fslint.languages.python_tokens import how_written

_RUNS_SCRIPTS = frozenset({
    "run_javascript", "run_js", "run_script", "exec_js", "eval_js", "evaluate_js", "execute_script",
    "execute_async_script", "evaluate", "evaluate_handle", "evaluate_on_new_document",
    "add_init_script", "clientside_callback", "call_script", "script", "streamlit_js_eval",
    "st_javascript", "runJavaScript", "page_script", "set_js", "Js", "JS", "js_eval",
    "js_on_click", "js_on_event", "jscallback", "CustomJS",
})  # fmt: skip
_ONLY_TEXT = frozenset({
    "compile", "search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split",
    "replace", "startswith", "endswith", "find", "index", "count", "removeprefix", "removesuffix",
    "debug", "info", "warning", "error", "exception", "critical", "log", "print", "gettext", "_",
    "assertIn", "assertNotIn", "assertEqual", "assertContains", "assertNotContains",
    "assertInHTML", "assertHTMLEqual", "help_text", "code",
})  # fmt: skip
_MARKS = frozenset({"Markup", "mark_safe", "SafeString", "HTML"})
"""Calls around a string whose holes are filled behind them: `Markup('…%s…') % value`."""
_TEXT_LABELS = frozenset({"help", "description", "epilog", "help_text", "verbose_name", "doc"})
_TOLD = re.compile(r"(?:Error|Exception|Warning|Exit)$")
_SCRIPT_NAME = re.compile(r"(?:^|_)(?:js|javascript|script)(?:_|$)", re.I)
_SCRIPT_LABELS = frozenset({"js", "_js", "js_code", "js_expressions", "javascript", "head_js"})
_FORMATTED = re.compile(r"\b([A-Za-z_]\w*)\.format(?:_map)?\(|format_html\(\s*([A-Za-z_]\w*)")
_FILLED = re.compile(r"\b([A-Za-z_]\w*) % ")
_BRACES = re.compile(r"(\{\{|\}\})|\{([A-Za-z_]\w*(?:\.\w+)*)?[^{}\n]{0,40}\}")
_DOLLAR = re.compile(r"(\$\$)|\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")
_WORD = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|\b(?:None|True|False)\b")
_WORDS = {"None": "null", "True": "true", "False": "false"}
"""Each as long as the other, so that places stay."""
_HOLE = cst.FormattedStringExpression
_HOLES = {"format": _BRACES, "percent": PERCENT, "dollar": _DOLLAR}


def templates(text: str) -> dict[str, str]:
    """Names in a module's text whose strings are filled in later, and how."""
    found = {match[1] or match[2]: "format" for match in _FORMATTED.finditer(text)}
    return found | {match[1]: "percent" for match in _FILLED.finditer(text)}


def strings_of(scope: Scope, call: cst.Call, label: str) -> AbstractContextManager[None]:
    """How strings are read that a call is given: under a label, or '' for by their position."""
    name = last_name(call.func)
    runs = label in _SCRIPT_LABELS or name in _RUNS_SCRIPTS
    filled = "dollar" if name == "Template" else "format" if name == "format_html" else ""
    filled = filled or (scope.filled if name in _MARKS else "")
    plain = name in _ONLY_TEXT or label in _TEXT_LABELS or bool(_TOLD.search(name))
    return scope.strings(plain=plain, runs=runs, filled=filled)


def strings_for(scope: Scope, name: str) -> AbstractContextManager[None]:
    """How strings are read that are assigned to a name."""
    return scope.strings(runs=bool(_SCRIPT_NAME.search(name)), filled=scope.templates.get(name, ""))


def is_embedded(scope: Scope, value: Value) -> bool:
    """Whether a value is a string that was read as a page or a script."""
    return isinstance(value, Closure) and scope.flow.functions[value.index].kind == "embedded"


def is_page(scope: Scope, value: Value) -> bool:
    """Whether a value is a call around such a string: `Markup('…')`."""
    return isinstance(value, Call) and any(is_embedded(scope, one.value) for one in value.args)


def embedded(
    scope: Scope, nodes: Sequence[cst.BaseExpression], value: Value, filled: str = ""
) -> Closure | None:
    """The embedded page or script that strings (and values between them) add up to, if any.

    `value` is what they say without places. `filled`: how holes are written in the text: `format`,
    `percent`, `dollar`, or '' for not at all.
    """
    if scope.plain:
        return None
    text = _said(value)
    kind = what_is(text, scope.runs) if text else ""
    if not kind:
        return None
    filled = filled or scope.filled
    placed = _holed(_join(_parts(scope, nodes)), filled)
    host = _host(nodes, filled)
    return read_embedded(scope.flow, scope.function.index, placed, value.span, kind, host)


def _host(nodes: Iterable[cst.BaseExpression], filled: str) -> frozenset[str]:
    """How the text stands in the file; see `read_embedded`."""
    several = frozenset({"mixed" if filled else "pieces"})
    openings: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.ConcatenatedString):
            waiting.extend((node.left, node.right))
        elif isinstance(node, cst.SimpleString):
            openings.add(node.prefix.lower() + node.quote)
        elif isinstance(node, cst.FormattedString):
            openings.add(node.start.lower())
            holes = (one.expression for one in node.parts if isinstance(one, _HOLE))
            waiting += [one for one in holes if _dictionary(one) is not None]
        else:
            return several
    doubling = {"f" in one or filled == "format" for one in openings}
    quotes = {one.lstrip("rbfu") for one in openings}
    if len(quotes) != 1 or len(doubling) != 1:
        return several
    words = how_written(quotes.pop()) | ({"braces"} if doubling.pop() else set())
    return words | ({"percent"} if filled == "percent" else set())


def _said(value: Value) -> str:
    if isinstance(value, Literal):
        return str(value.value) if value.kind == "string" else ""
    if isinstance(value, Template):
        return "".join(one if isinstance(one, str) else "_" for one in value.parts)
    return ""


def _parts(scope: Scope, nodes: Iterable[cst.BaseExpression]) -> Iterator[Placed]:
    for node in nodes:
        if not isinstance(node, (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)):
            yield _dumped(scope, node) or _hole(dotted(node), scope.span(node))
            continue
        for piece in pieces(node):
            if isinstance(piece, cst.FormattedStringExpression):
                yield _dumped(scope, piece.expression) or _hole(
                    dotted(piece.expression), scope.span(piece)
                )
            else:
                text, offsets = decoded(piece, scope.span(piece[0]).start)
                yield Placed(text, offsets[:-1], offsets[1:])


def _dumped(scope: Scope, node: cst.BaseExpression) -> Placed | None:
    """What `json.dumps({…})` writes of a dictionary whose text says nearly the same."""
    data = _dictionary(node)
    if data is None:
        return None
    start = scope.span(data).start
    said = _WORD.sub(lambda m: _WORDS.get(m[0], m[0]), cst.Module([]).code_for_node(data))
    places = list(range(start, start + len(said) + 1))
    return Placed(said, places[:-1], places[1:])


def _dictionary(node: cst.BaseExpression) -> cst.Dict | None:
    """The dictionary in `json.dumps({…})`, if it reads nearly alike in JavaScript."""
    if not isinstance(node, cst.Call) or last_name(node.func) != "dumps" or not node.args:
        return None
    data = node.args[0].value
    return data if isinstance(data, cst.Dict) and not data.lpar and _is_plain(data) else None


def _is_plain(node: cst.BaseExpression) -> bool:
    """Whether a value is written alike in Python and in JavaScript, but for a few words."""
    if isinstance(node, cst.Dict):
        return all(
            isinstance(one, cst.DictElement) and _is_plain(one.key) and _is_plain(one.value)
            for one in node.elements
        )
    if isinstance(node, cst.List):
        return all(isinstance(one, cst.Element) and _is_plain(one.value) for one in node.elements)
    if isinstance(node, cst.SimpleString):
        return not node.prefix and len(node.quote) == 1
    return isinstance(node, (cst.Integer, cst.Float)) or bool(dotted(node))


def _hole(name: str, span: Span) -> Placed:
    text = f"{{{{ {name or '_'} }}}}"
    return Placed(text, [span.start] * len(text), [span.end] * len(text))


def _join(parts: Iterable[Placed]) -> Placed:
    listed = list(parts)
    return Placed(
        "".join(one.text for one in listed),
        [start for one in listed for start in one.starts],
        [end for one in listed for end in one.ends],
    )


def _holed(placed: Placed, filled: str) -> Placed:
    """The text with the holes of `str.format`, `%` or `string.Template` as template tags."""
    pattern = _HOLES.get(filled)
    if pattern is None:
        return placed

    def cut(start: int, end: int) -> Placed:
        return Placed(placed.text[start:end], placed.starts[start:end], placed.ends[start:end])

    parts: list[Placed] = []
    last = 0
    for match in pattern.finditer(placed.text):
        start, end = match.span()
        parts.append(cut(last, start))
        place = Span(placed.starts[start], placed.ends[end - 1])
        if match[1]:
            parts.append(Placed(match[1][0], [place.start], [place.end]))
        else:
            name = next((one for one in match.groups()[1:] if one), "")
            parts.append(_hole(name, place))
        last = end
    return _join([*parts, cut(last, len(placed.text))])
