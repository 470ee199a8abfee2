"""Calls and imports written as another version of Fullstory's SDK wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fslint.findings import Edit
from fslint.flow import Call, FileFlow, Import, Literal, Member, Name, Object, Span, Value
from fslint.languages.tokens import Token
from fslint.link.traverse import steps_in
from fslint.visitors.imports import Needed, script_import
from fslint.visitors.statements import edit

BROWSER, NATIVE = "@fullstory/browser", "@fullstory/react-native"
FUNCTIONS = frozenset(
    {"anonymize", "consent", "event", "getCurrentSessionURL", "identify", "log", "restart",
     "setUserVars", "setVars", "shutdown"}
)  # fmt: skip
"""What version 1 exports one by one, and version 2 as methods of its object."""

OWN = ("init", "isInitialized")
"""What every version exports by itself."""

OBJECT = "FullStory"
GLOBAL = "window.FS"
_SPACE = frozenset({"space", "comment"})


def by_name(call: Call, flow: FileFlow, text: str) -> list[Edit] | None:
    """Import the SDK's object by name, for version 2: in the place of a namespace, of a default,
    or of functions, whose calls become methods."""
    imported = _imported(call, flow)
    tokens = _tokens(flow, text)
    if imported is None or not tokens:
        return None
    together = _declared_with(imported, flow, tokens)
    if together is None:
        return None
    clause, others = together
    wanted: dict[str, None] = {}
    edits: list[Edit] = []
    for one in others:
        if one.name in ("*", "default"):
            wanted[OBJECT if one.local == OBJECT else f"{OBJECT} as {one.local}"] = None
            for name, span in _own_members(one.local, tokens):
                wanted[name] = None
                edits.append(edit(flow, span, name))
        elif one.name in FUNCTIONS:
            wanted[OBJECT] = None
            edits += [edit(flow, span, f"{OBJECT}.{one.name}") for span in _uses(one.local, tokens)]
        else:
            wanted[one.name if one.name == one.local else f"{one.name} as {one.local}"] = None
    return [edit(flow, clause, f"{{ {', '.join(wanted)} }}"), *edits]


def as_namespace(call: Call, flow: FileFlow, text: str) -> list[Edit] | None:
    """Import the SDK as a namespace, for version 1, and make the calls of its object methods."""
    imported = _imported(call, flow)
    tokens = _tokens(flow, text)
    together = _declared_with(imported, flow, tokens) if imported and tokens else None
    if imported is None or together is None or len(together[1]) > 1:
        return None
    edits = [edit(flow, together[0], f"* as {imported.local}")]
    for other in _calls(flow):
        if isinstance(other.callee, Name) and other.callee.id == imported.local:
            method = as_method(other, flow, text)
            if method is None:
                return None
            edits += method
    return edits


def as_default(call: Call, flow: FileFlow, text: str) -> list[Edit] | None:
    """Import React Native's module by its default, in the place of a namespace, of a name, or of
    functions, whose calls become methods."""
    imported = _imported(call, flow, NATIVE)
    tokens = _tokens(flow, text)
    together = _declared_with(imported, flow, tokens) if imported and tokens else None
    if together is None:
        return None
    clause, others = together
    objects = [one.local for one in others if one.name in ("*", OBJECT, "default")]
    functions = [one for one in others if one.name in FUNCTIONS]
    if len(objects) > 1:
        return None
    local = objects[0] if objects else OBJECT
    kept = [one for one in others if one.local not in objects and one not in functions]
    names = [one.name if one.name == one.local else f"{one.name} as {one.local}" for one in kept]
    edits = [edit(flow, clause, f"{local}, {{ {', '.join(names)} }}" if names else local)]
    for one in functions:
        edits += [edit(flow, span, f"{local}.{one.name}") for span in _uses(one.local, tokens)]
    return edits


def as_global(call: Call, flow: FileFlow, text: str) -> list[Edit] | None:
    """The snippet's global in the place of a guard's question, and of the package's object in the
    function around it; imports that nothing is left of go."""
    imported, tokens = _imported(call, flow), _tokens(flow, text)
    together = _declared_with(imported, flow, tokens) if imported and tokens else None
    if imported is None or together is None:
        return None
    objects = {one.local for one in together[1] if one.name == OBJECT}
    around = [f.body_span for f in flow.functions if _inside(call.span, f.body_span)]
    body = min(around, key=lambda span: span.end - span.start)
    roots = [_root(other) for other in _calls(flow) if _inside(other.span, body)]
    places = {r.span for r in roots if r is not None and r.id in objects} | {call.span}
    edits = [edit(flow, span, GLOBAL) for span in sorted(places)]
    clause, others = together
    gone = [call.callee.span, *places]
    left = [one for one in others if any(True for _ in _rest(one.local, tokens, [clause, *gone]))]
    if not left:
        edits.insert(0, edit(flow, _line(clause, tokens, text), ""))
    elif len(left) < len(others):
        written = [
            one.name if one.name == one.local else f"{one.name} as {one.local}" for one in left
        ]
        edits.insert(0, edit(flow, clause, f"{{ {', '.join(written)} }}"))
    return edits


def _inside(span: Span, outer: Span) -> bool:
    return outer.start <= span.start and span.end <= outer.end


def _rest(local: str, tokens: Sequence[Token], without: Sequence[Span]) -> Iterator[Token]:
    """Where a name is used apart from some places."""
    for token in tokens:
        here = Span(token.start, token.end)
        if token.text == local and not any(_inside(here, span) for span in without):
            yield token


def _line(clause: Span, tokens: Sequence[Token], text: str) -> Span:
    """The whole lines of an import declaration, and the blank line behind them."""
    start = text.rfind("\n", 0, clause.start) + 1
    end = next(t.end for t in tokens if t.start >= clause.end and t.kind == "string")
    end = text.find("\n", end) + 1 or len(text)
    if text.startswith(("\n", "\r\n"), end) and not text[:start].strip():
        end = text.find("\n", end) + 1
    return Span(start, end)


def native(call: Call, flow: FileFlow, text: str) -> list[Edit] | None:
    """The browser's global as React Native's module, with its import."""
    method = as_method(call, flow, text, receiver=OBJECT)
    made = script_import(flow, text, Needed(NATIVE, "default", OBJECT))
    return [made, *method] if made and method else None


def as_method(call: Call, flow: FileFlow, text: str, *, receiver: str = "") -> list[Edit] | None:
    """A call of the form F('operation', payload) as a method of an older SDK: F.identify(uid)."""
    written = _method(call, text)
    if written is None:
        return None
    callee = receiver or text[call.callee.span.start : call.callee.span.end]
    dot = "?." if call.optional else "."
    return [edit(flow, call.span, f"{callee}{dot}{written}")]


def _method(call: Call, text: str) -> str | None:
    first = call.args[0].value if call.args else None
    if not isinstance(first, Literal) or not isinstance(first.value, str):
        return None
    operation = first.value.removesuffix("Async")
    if operation in ("shutdown", "restart") and len(call.args) == 1:
        return f"{operation}()"
    payload = call.args[1].value if len(call.args) == 2 else None
    if not isinstance(payload, Object) or any(e.kind != "value" for e in payload.entries):
        return None
    given = {entry.key: entry.value for entry in payload.entries}
    if operation == "setIdentity" and given.keys() == {"anonymous"}:
        truth = given["anonymous"]
        return "anonymize()" if isinstance(truth, Literal) and truth.value is True else None
    if operation == "setIdentity":
        return _with("identify", given, ("uid", "properties"), text)
    if operation == "trackEvent":
        return _with("event", given, ("name", "properties"), text)
    if operation == "setProperties" and _is_user(given.pop("type", None)):
        return _with("setUserVars", given, ("properties",), text)
    return None


def _with(name: str, given: dict[str, Value], keys: Sequence[str], text: str) -> str | None:
    """A method's call with the values of certain keys, if the first is given and no other is."""
    if keys[0] not in given or not given.keys() <= set(keys):
        return None
    values = [text[given[k].span.start : given[k].span.end] for k in keys if k in given]
    if name == "event" and len(values) == 1:
        values.append("{}")
    return f"{name}({', '.join(values)})"


def _is_user(value: Value | None) -> bool:
    return isinstance(value, Literal) and value.value == "user"


def _imported(call: Call, flow: FileFlow, module: str = BROWSER) -> Import | None:
    """The import of an SDK that a call goes by."""
    root = _root(call)
    name = root.id if root is not None else ""
    return next((i for i in flow.imports if name == i.local and i.module == module), None)


def _root(call: Call) -> Name | None:
    """The name that a callee begins with."""
    root = call.callee
    while isinstance(root, Member):
        root = root.of
    return root if isinstance(root, Name) else None


def _calls(flow: FileFlow) -> Iterator[Call]:
    for function in flow.functions:
        for step in steps_in(function.body):
            if isinstance(step, Call):
                yield step


def _tokens(flow: FileFlow, text: str) -> list[Token]:
    """The tokens of a script; none of other files."""
    if flow.language not in ("javascript", "typescript"):
        return []
    from fslint.languages import javascript_lexer

    jsx = not flow.path.endswith((".ts", ".mts", ".cts"))
    return [t for t in javascript_lexer.lex(text, jsx=jsx) if t.kind not in _SPACE]


def _declared_with(
    imported: Import, flow: FileFlow, tokens: Sequence[Token]
) -> tuple[Span, list[Import]] | None:
    """What stands between `import` and `from`, and the imports that this declares."""
    at = next((n for n, t in enumerate(tokens) if t.start == imported.span.start), None)
    if at is None:
        return None
    first = next((n for n in range(at, -1, -1) if tokens[n].text == "import"), None)
    last = next((n for n in range(at, len(tokens)) if tokens[n].text == "from"), None)
    if first is None or last is None:
        return None
    clause = Span(tokens[first + 1].start, tokens[last - 1].end)
    inside = [i for i in flow.imports if clause.start <= i.span.start < clause.end]
    others = any(one.type_only or one.module != imported.module for one in inside)
    return None if others else (clause, inside)


def _own_members(local: str, tokens: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    """Where a namespace's `init` or the like is named, and which that is."""
    for nth, span in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        receiver, dot, member = span
        before = tokens[nth - 1].text if nth else ""
        named = receiver.text == local and receiver.kind == "name" and before not in (".", "?.")
        if named and dot.text == "." and member.text in OWN:
            yield member.text, Span(receiver.start, member.end)


def _uses(local: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """Where a function is called."""
    for nth, token in enumerate(tokens[:-1]):
        before = tokens[nth - 1].text if nth else ""
        named = token.kind == "name" and token.text == local
        if named and tokens[nth + 1].text == "(" and before not in (".", "?.", "function"):
            yield Span(token.start, token.end)
