"""URLs and route patterns as segments, and whether one leads to the other."""

from __future__ import annotations

import re
from typing import NamedTuple

from fslint.flow import Call, Literal, Op, Template, Value
from fslint.link.index import Fn, last_name
from fslint.link.program import Program

HOLE = "{}"
ANY = "*"
REST = "**"
REVERSERS = frozenset({
    "url", "url_for", "reverse", "reverse_lazy", "url_path_for", "resolve_url", "path_for", "route",
    "route_url", "route_path", "reverse_url", "url_for_security",
})  # fmt: skip

SPACES = {"url_for_security": "security."}
"""What stands before the names that helpers of packages are given."""
SETTINGS = frozenset({"getenv", "get", "env", "config"})
_WITH_DEFAULT = 2
_ORIGIN = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*")
_REST = re.compile(r"<path:[^<>]*>|\{[^{}]*:path\}|\[\.\.\.[^\]]*\]|\*")
_PARAMETER = re.compile(r"<[^<>]*>|\{[^{}]*\}|\[[^\]]*\]|^[:$][A-Za-z_]\w*")
_GROUP = re.compile(r"\([^()]*\)")


class Url(NamedTuple):
    """A URL's path in segments; `*` where one is not known. `loose`: what stands before is not
    known either."""

    segments: tuple[str, ...]
    loose: bool = False


def read_url(text: str) -> Url | None:
    """A URL as text with `{}` for what is not known; None where that says nothing."""
    path = re.split(r"[?#]", text, maxsplit=1)[0].strip()
    origin = _ORIGIN.match(path)
    named = origin is not None and HOLE not in origin[0]
    path = path[origin.end() :] if origin else path
    loose = path.startswith(HOLE)
    path = path.removeprefix(HOLE)
    if loose and path and not path.startswith("/"):
        path = path.partition("/")[2]
    if ":" in path.partition("/")[0]:
        return None
    segments = tuple(ANY if HOLE in part else part for part in path.split("/") if part)
    if (loose or named) and all(part == ANY for part in segments):
        return None  # also the front page of another site, or anybody's page there
    return Url(segments, loose)


def read_pattern(text: str) -> tuple[str, ...]:
    """A route's pattern in segments, of whichever framework, regexes included."""
    if text.startswith("^") or text.endswith("$"):
        text = text.removeprefix("^").removesuffix("$").removesuffix("/?")
        text = _GROUP.sub("<>", text).replace("\\", "")
    segments: list[str] = []
    for part in text.split("/"):
        if _REST.search(part):
            segments.append(REST)
        elif part:
            segments.append(ANY if _PARAMETER.search(part) else part)
    return tuple(segments)


def leads(url: Url, pattern: tuple[str, ...]) -> int:
    """How surely a URL leads to a pattern: 0 not at all, else the more the surer."""
    segments = url.segments
    if segments[-1:] == (ANY,) and pattern[-1:] not in ((ANY,), (REST,)):
        return 0  # any page there is
    if not url.loose and _fits(segments, pattern):
        return 3 if not {ANY, REST} & set(pattern) else 2
    if not segments or not pattern or segments[-1] != pattern[-1] or segments[-1] == ANY:
        return 0
    shorter = min(len(segments), len(pattern))
    return int(_fits(segments[-shorter:], pattern[-shorter:]))


def _fits(segments: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if REST in pattern:
        place = pattern.index(REST)
        return len(segments) >= place and _fits(segments[:place], pattern[:place])
    return len(segments) == len(pattern) and all(
        one == other or ANY in (one, other) for one, other in zip(segments, pattern, strict=True)
    )


def url_text(program: Program, value: Value, fn: Fn) -> str:
    """The text of a URL; `{}` stands for what is not known."""
    value = program.evaluator.constant(value, fn)
    if isinstance(value, Literal):
        return str(value.value) if value.kind == "string" else HOLE
    if isinstance(value, Template):
        return "".join(p if isinstance(p, str) else url_text(program, p, fn) for p in value.parts)
    if isinstance(value, Op) and value.op == "+":
        return "".join(url_text(program, operand, fn) for operand in value.operands)
    if isinstance(value, Call) and value.args:
        unwrapped = program.vocabulary.unwrap(value)
        if unwrapped is not value:
            return url_text(program, unwrapped, fn)
        default = _default(value)
        if default is not None:
            return url_text(program, default, fn)
        inner = url_text(program, value.args[0].value, fn)  # `withBase('/logout')`
        if inner.startswith("/"):
            return HOLE + inner
    return HOLE


def _default(call: Call) -> Value | None:
    """What a setting is where the environment does not say: `os.getenv('AFTER', '/bye/')`."""
    labelled = next((one.value for one in call.args if one.label == "default"), None)
    if labelled is None and last_name(call.callee) in SETTINGS and len(call.args) == _WITH_DEFAULT:
        return call.args[1].value
    return labelled


def route_name(program: Program, value: Value, fn: Fn) -> str:
    """The name in `reverse('name')`, `{% url 'name' %}` and their like, whatever query comes after
    it; '' for anything else."""
    value = _before_query(value)
    if isinstance(value, Call) and value.args and last_name(value.callee) in REVERSERS:
        name = program.evaluator.constant(value.args[0].value, fn)
        if isinstance(name, Literal) and isinstance(name.value, str):
            space = SPACES.get(last_name(value.callee), "")
            return f"{space}{name.value}"
    return ""


def _before_query(value: Value) -> Value:
    """What a URL begins with, where the rest of it is a query: `{% url 'x' %}?next=…`."""
    parts: list[str | Value] = []
    if isinstance(value, Template):
        parts += (part for part in value.parts if part)
    elif isinstance(value, Op) and value.op == "+":
        parts += (str(o.value) if isinstance(o, Literal) else o for o in value.operands)
    first = parts[0] if parts else ""
    is_query = all(not isinstance(one, str) or one.startswith(("?", "#")) for one in parts[1:2])
    return value if isinstance(first, str) or not is_query else first
