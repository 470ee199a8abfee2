"""Scripts whose classes hold their own templates: Angular's `@Component({ template: '…' })`.

Such a template is a function of kind `template`, of the class that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator

from fslint.flow import Call, Class, FileFlow, Function, Literal, Name, Object, Span, Template
from fslint.languages import javascript
from fslint.languages.embedded import placed
from fslint.languages.markup import read_html
from fslint.languages.strings import ESCAPE, decode

COMPONENT = "Component"


def lower(path: str, text: str) -> FileFlow:
    """Read a script, then the templates of its classes."""
    flow = javascript.lower(path, text)
    for cls in flow.classes:
        for place in _templates(cls):
            _read(flow, cls, text, place)
    return flow


def _templates(cls: Class) -> Iterator[Span]:
    """Where the templates of a class stand, without their quotes."""
    for decorator in cls.decorators:
        if not isinstance(decorator, Call) or decorator.callee is None:
            continue
        named = isinstance(decorator.callee, Name) and decorator.callee.id == COMPONENT
        for argument in decorator.args if named else ():
            for entry in argument.value.entries if isinstance(argument.value, Object) else ():
                if entry.key == "template" and isinstance(entry.value, Literal | Template):
                    yield Span(entry.value.span.start + 1, entry.value.span.end - 1)


def _read(flow: FileFlow, cls: Class, text: str, place: Span) -> None:
    made = Function(
        len(flow.functions), "", place, "template", body_span=place, parent=0, owner=cls.index
    )
    flow.functions.append(made)
    said = placed(text, place, ESCAPE, decode)
    starts = [*said.starts, place.end]
    made.body = read_html(
        said.text, lambda at: starts[at], flow, made.index, lambda at: said.ends[at - 1]
    )
