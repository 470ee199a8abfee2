"""What links and forms say of the requests that they make: their method, and to themselves."""

from __future__ import annotations

from fslint.flow import Element, Literal, Span
from fslint.link.index import last_name
from fslint.link.traverse import text_of

METHODS = ("method", "data-method", "data-turbo-method", "formmethod")
ITSELF = (
    "request.path",
    "request.get_full_path",
    "request.full_path",
    "request.url",
    "request.uri",
    "request.current_route_path",
    "request.current_route_url",
)
SWAPS = {"hx-get": "GET", "hx-post": "POST", "hx-put": "PUT", "hx-delete": "DELETE"}


def is_form(element: Element) -> bool:
    """Whether an element is a form, of HTML or of a router's."""
    tag = element.tag.value if isinstance(element.tag, Literal) else last_name(element.tag)
    return tag in ("form", "Form")


def method_of(element: Element) -> str:
    """The method of the request that a link or a form makes."""
    for attribute in element.attributes:
        if attribute.name.lower() in METHODS and isinstance(attribute.value, Literal):
            return str(attribute.value.value).upper()
    return "GET"


def posts_to_itself(element: Element) -> Span | None:
    """Where a form says that it posts to the page it stands in, if only by having no action."""
    if not is_form(element):
        return None
    told: Span | None = None
    for attribute in element.attributes:
        name = attribute.name.lower().lstrip(":")
        if name in SWAPS:
            return None
        if name == "action":
            value = attribute.value
            if isinstance(value, Literal):
                return attribute.span if value.value in ("", ".", "#", "?", None) else None
            return attribute.span if text_of(value).replace("()", "") in ITSELF else None
        if name in METHODS:
            told = attribute.span
    return told
