"""Handlers that a page's scripts give to its links and forms: `#out`'s click runs this first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fslint.flow import Assign, Call, Element, Literal, Member, Name, Parameter, Template, Value
from fslint.link.abstract import Func
from fslint.link.index import Fn, last_name
from fslint.link.program import Program
from fslint.link.traverse import text_of

BEFORE = frozenset({"click", "submit", "mousedown", "pointerdown", "touchstart"})
SHORTHANDS = frozenset({"click", "submit", "mousedown"})
PROPERTIES = ("onclick", "onsubmit")
SELECTING = frozenset({"querySelector", "querySelectorAll", "$", "jQuery", "closest", "matches"})
ASKING = frozenset({"closest", "matches"})
WHOLE = ("document", "window", "document.body", "document.documentElement")
EACH = frozenset({"forEach", "each"})
_PART = re.compile(
    r"#(?P<id>[\w-]+)|\.(?P<cls>[\w-]+)|(?P<tag>[A-Za-z][\w-]*|\*)"
    r"|\[(?P<name>[\w-]+)(?:(?P<how>[*^$~|]?=)[\"']?(?P<text>[^\"'\]]*)[\"']?)?\]"
)
_COMBINATOR = re.compile(r"[\s>+~]")
_DEEPEST = 3


class Listener(NamedTuple):
    """A function that runs when an element that a selector fits is clicked or sent; `asks` is how
    it finds out that it was that one, where it runs for any."""

    selector: str
    fn: Fn
    asks: Call | None = None


def listeners(program: Program) -> list[Listener]:
    """What the scripts of a program have run by clicks on elements they name by a selector."""
    index = program.index
    found: list[Listener] = []
    for name in ("addEventListener", "on", *sorted(SHORTHANDS)):
        for site in index.calls_by_name.get(name, ()):
            call = site.node
            if isinstance(call, Call) and isinstance(call.callee, Member):
                found += _listening(program, call, call.callee.of, site.fn)
    for name in PROPERTIES:
        for site in index.assigns_by_name.get(name, ()):
            step = site.node
            if isinstance(step, Assign) and isinstance(step.target, Member):
                for selector in selectors(program, step.target.of, site.fn, 0):
                    found += (Listener(selector, fn) for fn in _run(program, step.value, site.fn))
    return found


def fits(selector: str, element: Element) -> bool:
    """Whether an element is one that a selector names, by the last of its parts."""
    given = {a.name.lower().lstrip(":"): a.value for a in element.attributes}
    return any(_is(part.strip(), element, given) for part in selector.split(","))


def _listening(program: Program, call: Call, of: Value, fn: Fn) -> Iterator[Listener]:
    args: list[Value] = [argument.value for argument in call.args]
    name = last_name(call.callee)
    inner = ""
    if name not in SHORTHANDS:
        event = args.pop(0) if args else None
        if not isinstance(event, Literal) or not BEFORE & set(str(event.value).split()):
            return
        if name == "on" and len(args) > 1 and isinstance(args[0], Literal):
            inner = _text(args.pop(0))
    if not args:
        return
    if not inner and text_of(of) in WHOLE:
        for handler in _run(program, args[0], fn):
            for asked in program.index.calls[handler]:
                if is_asking(asked):
                    yield Listener(_text(asked.args[0].value), handler, asked)
    for selector in [inner] if inner else selectors(program, of, fn, 0):
        for handler in _run(program, args[0], fn):
            yield Listener(selector, handler)


def is_asking(call: Call) -> bool:
    """Whether a call finds out if the element of an event is of a kind: `target.closest('a')`."""
    first = call.args[0].value if call.args else None
    return last_name(call.callee) in ASKING and isinstance(first, Literal)


def _run(program: Program, value: Value, fn: Fn) -> Iterable[Fn]:
    return [p.fn for p in program.evaluator.evaluate(value, fn) if isinstance(p, Func)]


def selectors(program: Program, value: Value, fn: Fn, depth: int) -> Iterator[str]:
    """The selectors of the elements that a value may be."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Call) and value.args and isinstance(value.args[0].value, Literal):
        name, text = last_name(value.callee), str(value.args[0].value.value)
        if name == "getElementById":
            yield f"#{text}"
        elif name in SELECTING:
            yield text
        elif name == "getElementsByClassName":
            yield f".{text}"
    elif isinstance(value, Name):
        flow = program.flows[fn.file]
        index = fn.index
        while index >= 0:
            for binding in flow.functions[index].bindings.get(value.id, ()):
                if isinstance(binding.value, Parameter):
                    yield from _walked(program, Fn(fn.file, index), depth)
                elif binding.value is not None:
                    yield from selectors(program, binding.value, Fn(fn.file, index), depth + 1)
            index = flow.functions[index].parent


def _walked(program: Program, body: Fn, depth: int) -> Iterator[str]:
    """The selectors of what a `forEach` walks that has `body` run."""
    passed = program.index.passed_to.get(body)
    if passed is not None:
        fn, call, _ = passed
        if last_name(call.callee) in EACH and isinstance(call.callee, Member):
            yield from selectors(program, call.callee.of, fn, depth + 1)


def _is(selector: str, element: Element, given: dict[str, Value]) -> bool:
    last = _COMBINATOR.split(selector)[-1]
    if last.replace("-", "").isalnum():
        return False  # of all links, say: nothing that one of them is known by
    position = 0
    for part in _PART.finditer(last):
        if part.start() != position or not _holds(part, element, given):
            return False
        position = part.end()
    return position == len(last) > 0


def _holds(part: re.Match[str], element: Element, given: dict[str, Value]) -> bool:
    if part["tag"]:
        return part["tag"] in ("*", _text(element.tag))
    if part["id"]:
        return _text(given.get("id")) == part["id"]
    if part["cls"]:
        return part["cls"] in _text(given.get("class")).split()
    if part["name"] not in given:
        return False
    said, text = _text(given[part["name"]]), part["text"]
    tests = (
        {"*=": text in said, "^=": said.startswith(text), "$=": said.endswith(text)} if text else {}
    )
    return part["how"] is None or tests.get(part["how"], said == text)


def _text(value: Value | None) -> str:
    if isinstance(value, Template):
        return "".join(part for part in value.parts if isinstance(part, str))
    return str(value.value) if isinstance(value, Literal) else ""
