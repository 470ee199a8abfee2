"""Server-side helpers that write links, forms, scripts and other templates into a page."""

from __future__ import annotations

import re

from fslint.flow import (
    Array,
    Attribute,
    Call,
    Either,
    Element,
    Literal,
    Member,
    Name,
    Object,
    Span,
    Template,
    Value,
)
from fslint.languages.markup_bindings import actions
from fslint.languages.markup_controls import Control
from fslint.languages.markup_expressions import read_expression
from fslint.languages.markup_scripts import handler
from fslint.languages.markup_source import Source

_PARTIAL = re.compile(r"[\"']?([\w./@-]+)")
_REVERSING = re.compile(r"(?:url|url_for|url_for_security|route|route_path|route_url|reverse)\Z")
"""What templates call to get the address of a route by its name."""
INTERPOLATED = "#{"
"""What stands in a string of Ruby's where a value is put into it."""
_LINK_HELPERS = {
    "link_to": "a", "button_to": "form", "link": "a", "button": "form", "ActionLink": "a",
}  # fmt: skip
_OPTIONS = {"turbo_method": "method", "turbo-method": "method", "method": "method"}
"""What helpers are told under `data`, by what it is called where that is told them by itself."""
_FORM_HELPERS = frozenset(
    {"form_with", "form_for", "form_tag", "simple_form_for", "form_open", "BeginForm"}
)
ELEMENT = "element"
"""The tag of allauth's templates that writes the element which it names first."""
CRISPY = "crispy"
"""The tag of Django's crispy forms that writes a form with all in it."""
_SCRIPT_HELPERS = frozenset({
    "javascript_include_tag", "javascript_pack_tag", "javascript_packs_tag",
    "vite_javascript_tag", "vite_typescript_tag", "vite_asset", "vite_bundle",
    "render_bundle", "vite", "encore_entry_script_tags", "javascript_import_module_tag",
})  # fmt: skip


def included(source: Source, control: Control) -> list[str]:
    """The templates that an `include`, `extends`, `render` or `{{> name}}` names."""
    found = _strings(read_expression(source, control.start, control.end))
    if found:
        return found[:8]
    if source.text[control.start - 1 : control.start] == ">":
        name = _PARTIAL.match(source.text[control.start : control.end].strip())
        return [name[1]] if name else []
    return []


def script_module(value: Value) -> str:
    """The path that the `src` of a script says, without what only the server knows."""
    if isinstance(value, Literal):
        return str(value.value)
    if isinstance(value, Template):
        parts = [part if isinstance(part, str) else script_module(part) for part in value.parts]
        return "".join(parts)
    if isinstance(value, Call):
        found = [text for argument in value.args for text in _strings(argument.value)]
        return found[-1] if found else ""
    return ""


def helper_imports(value: Value) -> list[str]:
    """The scripts that `javascript_include_tag 'x'` and its kind write into the page."""
    if not isinstance(value, Call) or not isinstance(value.callee, Name):
        return []
    if value.callee.id not in _SCRIPT_HELPERS:
        return []
    return [text for one in value.args if not one.label for text in _strings(one.value)]


def helper_element(
    source: Source, value: Value, place: Span, opens: bool, alone: bool = True
) -> Element | None:
    """The link or form that `link_to`, `button_to` or `form_with` writes; None for all else.

    `opens`: the call takes a block, which stands for the label of a link. `alone`: it stands in no
    form.
    """
    if not isinstance(value, Call) or not isinstance(value.callee, Name | Member):
        return None
    name = value.callee.id if isinstance(value.callee, Name) else value.callee.name
    plain = [one.value for one in value.args if not one.label]
    if name == CRISPY and alone and plain:
        post = Attribute("method", Literal(place, "string", "post"), place)
        return Element(place, Literal(value.callee.span, "string", "form"), (post,))
    if name == "render" and plain and isinstance(plain[0], Call):
        return helper_element(source, plain[0], place, opens)
    labelled = {one.label: one.value for one in value.args if one.label}
    for nested in ("form", "html", "data"):
        options = labelled.get(nested)
        if isinstance(options, Object):
            told = {entry.key: entry.value for entry in options.entries}
            labelled = (_data(told) if nested == "data" else told) | labelled
    tag = "form" if name in _FORM_HELPERS else _LINK_HELPERS.get(name, "")
    if name == ELEMENT and plain and isinstance(plain[0], Name):
        tag, plain = "form" if plain[0].id == "form" else "a", []
    if not tag and "method" in labelled and labelled.keys() & {"href", "url"}:
        tag = "a"  # a component of the app's own, or a slot of one
    if not tag:
        return None
    url = next((labelled[key] for key in ("url", "to", "href", "action") if key in labelled), None)
    if url is None and plain:
        first = name in _FORM_HELPERS or opens or len(plain) == 1
        url = plain[0] if first else plain[1]
    if url is None:
        return None
    target = "href" if tag == "a" else "action"
    inside = value.span.start <= url.span.start < value.span.end  # else a tag before named it
    attributes = [Attribute(target, url, url.span if inside else value.span)]
    if "method" in labelled:
        method = labelled["method"]
        attributes.append(Attribute("method", method, method.span))
    elif tag == "form":
        attributes.append(Attribute("method", Literal(url.span, "string", "post"), url.span))
    for event in ("onclick", "onsubmit"):
        code = labelled.get(event)
        if isinstance(code, Literal) and code.kind == "string" and source.at is None:
            known = len(source.flow.problems)
            closure = handler(source, code.span.start + 1, code.span.end - 1)
            if INTERPOLATED in str(code.value):
                del source.flow.problems[known:]
            attributes.append(Attribute(event, closure, code.span))
    code = labelled.get("data-action")
    if isinstance(code, Literal) and code.kind == "string" and source.at is None:
        attributes += actions(source, str(code.value), code.span.start + 1, tag)
    return Element(place, Literal(value.callee.span, "string", tag), tuple(attributes))


def linked(call: Call, place: Span) -> list[Element]:
    """The links that a macro of the project's own writes for the addresses that it is given:
    `{{ item(url_for('account.logout'), 'Log out') }}`."""
    return [
        Element(
            place,
            Literal(call.callee.span, "string", "a"),
            (Attribute("href", one.value, one.value.span),),
        )
        for one in call.args
        if isinstance(one.value, Call)
        and isinstance(one.value.callee, Name | Member)
        and _REVERSING.match(
            one.value.callee.id if isinstance(one.value.callee, Name) else one.value.callee.name
        )
    ]


def handed_on(value: Value, place: Span, inherits: bool) -> list[Element]:
    """The links that a function of unknown origin writes for addresses: a sentence with a link in
    it (`_('<a href="%(url)s">Log out</a>', url=url_for('logout'))`), or, where the template
    `inherits` from another, a macro of that one's."""
    if not isinstance(value, Call) or not isinstance(value.callee, Name):
        return []
    if _REVERSING.match(value.callee.id):
        return []
    said = (text for one in value.args for text in _strings(one.value))
    return linked(value, place) if inherits or any("<a " in text for text in said) else []


def _data(told: dict[str, Value]) -> dict[str, Value]:
    """What an element's `data` says, by the names of the attributes that it becomes."""
    return {_OPTIONS.get(key, f"data-{key.replace('_', '-')}"): one for key, one in told.items()}


def _strings(value: Value) -> list[str]:
    if isinstance(value, Literal):
        return [value.value] if isinstance(value.value, str) else []
    if isinstance(value, Array):
        return [text for item in value.items for text in _strings(item)]
    if isinstance(value, Either):
        return [text for item in value.values for text in _strings(item)]
    return []
