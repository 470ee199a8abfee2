"""Forms that a handler sends which stands in them: `this.closest('form').submit()`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fslint.flow import Call, Closure, Element, Literal
from fslint.link.index import Fn
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.index import Index

ENCLOSING = re.compile(
    r"(?:^|\.)(?:closest\(\)|form|parent(?:Node|Element)|\$root|\$el)\.(?:submit|requestSubmit)$"
)


def form_key(fn: Fn, form: Element) -> str:
    """What a form is known by that needs no name."""
    return f"{fn.file}:{form.span.start}"


def enclosing_form(index: Index, call: Call, fn: Fn) -> str:
    """What the form is known by that a call sends, which stands in the handler `fn` of an element
    in that form; '' for other calls."""
    if call.args or not ENCLOSING.search(text_of(call.callee)):
        return ""
    parent = Fn(fn.file, index.function(fn).parent)
    elements = index.elements_in.get(parent, [])
    forms = []
    for element in elements:
        if isinstance(element.tag, Literal) and element.tag.value == "form":
            forms.append(element)
        values = (attribute.value for attribute in element.attributes)
        if any(isinstance(value, Closure) and value.index == fn.index for value in values):
            return form_key(parent, forms[-1]) if forms else ""
    return ""
