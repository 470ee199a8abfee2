"""Links and forms that Python makes by calls: `html.A("Log out", href="/logout")`."""

from __future__ import annotations

from fslint.flow import Argument, Attribute, Call, Closure, Element, Literal, Template, Value

_LABELS = {
    "href": "href", "link": "href", "action": "action", "hx_get": "hx-get", "hx_post": "hx-post",
    "hx_put": "hx-put", "hx_delete": "hx-delete", "method": "method",
}  # fmt: skip
_HANDLERS = frozenset({"onclick", "onsubmit"})
_POSITIONAL = {"link": 1, "link_button": 1}
_REVERSERS = frozenset({"url_for", "url_path_for", "reverse", "reverse_lazy", "get_relative_path"})


def link_of(call: Call, name: str) -> Element | None:
    """The element that a call of `name` makes, if it is given where a link or a form leads."""
    placed = _POSITIONAL.get(name)
    found: list[Attribute] = []
    for place, argument in enumerate(call.args):
        html = _LABELS.get(argument.label, "href" if place == placed else "")
        if html and (html == "method" or _is_url(argument.value)):
            found.append(_attribute(html, argument))
        elif argument.label in _HANDLERS and isinstance(argument.value, Closure):
            found.append(_attribute(argument.label, argument))
    if all(one.name == "method" or one.name in _HANDLERS for one in found):
        return None
    tag = "form" if any(one.name == "action" for one in found) else "a"
    return Element(call.span, Literal(call.callee.span, "string", tag), tuple(found))


def _attribute(name: str, argument: Argument) -> Attribute:
    return Attribute(name, argument.value, argument.value.span)


def _is_url(value: Value) -> bool:
    if isinstance(value, Literal):
        return isinstance(value.value, str) and "/" in value.value
    if isinstance(value, Template):
        return any(isinstance(part, str) and "/" in part for part in value.parts)
    callee = value.callee if isinstance(value, Call) else None
    return getattr(callee, "name", getattr(callee, "id", "")) in _REVERSERS
