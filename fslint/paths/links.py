"""Links and forms that lead to a logout URL: paths that begin in the page, without a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import ACTION, Argument, Call, Element, Literal, Member, Name, Op, Template, Value
from fslint.http.page_files import page_url
from fslint.link.abstract import Func
from fslint.link.index import Fn, last_name
from fslint.link.traverse import deep, file_values, text_of
from fslint.paths.enclosing import form_key
from fslint.paths.handling import handling
from fslint.paths.hosts import is_action, on_server
from fslint.paths.known import Env

if TYPE_CHECKING:
    from fslint.paths.facts import Facts

LEAVING = frozenset({"href", "action", "formaction", "xlinkhref", "datahref", "dataurl"})
HELPER = re.compile(r"_(?:path|url)$")
DESTROYING = re.compile(r"(destroy|delete)_\w*session\w*_(path|url)$")
SESSION = re.compile(r"(?:^|_)session_(?:path|url)$|^(?:/\w{1,40})?/session$")
"""The address of the one session of who asks: deleting it is a logout."""
METHODS = ("method", "data-method", "data-turbo-method")
CURRENT = re.compile(r"(?i)(?:^|\.|_)current(?:_|\.|$)|^resource_name$")
"""How a server says that something belongs to who asks."""
DESTROYED = "/session/destroy"
FORM_NAMES = ("name", "id", "ref", "x-ref")
HOLDING_FORMS = ("document.forms", "$refs")
ACTIONS = frozenset({"action", "formaction"})
STAYING = frozenset({"hxpost", "hxget", "hxdelete", "hxput"})


class Link(NamedTuple):
    """A link or form: where it stands, what stands for its request, the functions that its own
    handlers run first, the events of following it, and which arms of its handlers let it be
    followed, as facts. Without an element it is the call that a handler makes, which has its own
    events. `sent_to`: the functions of a server that a form is sent to."""

    fn: Fn
    element: Element | None
    request: Call
    handlers: tuple[Fn, ...]
    events: tuple[str, ...]
    arms: Env = ()
    sent_to: tuple[Fn, ...] = ()


def addressing(elements: Iterable[Element]) -> set[int]:
    """The ids of the calls that only give the address of a link: `href={authLogout()}`."""
    return {
        id(attribute.value)
        for element in elements
        for attribute in element.attributes
        if attribute.name == "href" and isinstance(attribute.value, Call)
    }


def links(facts: Facts) -> list[Link]:
    """The links and forms of a program whose URL is a logout's and no route of the client."""
    program = facts.program
    speaks_of = program.vocabulary.speaks_of
    routes: set[str] | None = None
    found: list[Link] = []
    sent = facts.sent_forms()
    for site in program.index.elements:
        assert isinstance(site.node, Element)
        if id(site.node) in sent or acted_on(site.node):
            continue
        for attribute in site.node.attributes:
            name = attribute.name.lower().lstrip(":").removeprefix("v-bind:").replace("-", "")
            if name not in LEAVING and name not in STAYING and not _loads(site.node, name):
                continue
            text = url_text(facts, attribute.value, site.fn)
            spoken = bool(text) and _is_logout(facts, text)
            spoken = spoken or (_deletes(site.node) and _is_own(facts, text))
            spoken = spoken or speaks_of("own-account-deleted", text)
            switch = not spoken and _changes(site.node) and speaks_of("switch-url", text)
            sent_to = _sent_to(facts, attribute.value, site.fn) if name in ACTIONS else ()
            if sent_to:
                spoken = any(_is_signing_action(facts, one) for one in sent_to)
            if not (switch or spoken):
                continue
            routes = client_routes(facts) if routes is None else routes
            reads = speaks_of("documentation", text)
            if _normal(text) in routes or reads or _elsewhere(text):
                continue
            handled = handling(facts, site.node, site.fn)
            if handled.kept:
                continue
            request = Call(
                attribute.span, Name(attribute.span, name), (Argument(attribute.value),), "dropped"
            )
            ends = "switch" if switch else "sign_out"
            events = (ends,) if name in STAYING else (ends, "leave")
            handlers = handled.handlers
            found.append(Link(site.fn, site.node, request, handlers, events, handled.arms, sent_to))
            break
    return [one for one in found if not _handed_on(facts, one, found)]


def _handed_on(facts: Facts, link: Link, found: Sequence[Link]) -> bool:
    """Whether a component of the project is told where a link or form of its own leads, with which
    the path begins."""
    tag = link.element.tag if link.element is not None else None
    if tag is None or isinstance(tag, Literal):
        return False
    inside = set(facts.program.evaluator.components.of(tag, link.fn))
    return any(one.fn in inside for one in found)


def _is_logout(facts: Facts, text: str) -> bool:
    """Whether an address is that of a logout; `/login?logout` is where one has led."""
    path, asked, _ = text.partition("?")
    speaks_of = facts.program.vocabulary.speaks_of
    if asked and not speaks_of("logout-url", path) and speaks_of("login-screen", path):
        return False
    return speaks_of("logout-url", text)


def _loads(element: Element, name: str) -> bool:
    """Whether a router's link is told to load a document from the server: `reloadDocument`."""
    told = {attribute.name for attribute in element.attributes}
    return name == "to" and bool(told & {"reloadDocument", "reload-document", "reload"})


def _is_own(facts: Facts, text: str) -> bool:
    """Whether an address is that of the session or of the account of who asks."""
    return bool(SESSION.search(text)) or facts.program.vocabulary.speaks_of("own-account", text)


def _deletes(element: Element) -> bool:
    """Whether a link or form asks by DELETE."""
    return "delete" in _methods(element)


def _changes(element: Element) -> bool:
    """Whether a link or form does more than to ask for a page."""
    return bool(_methods(element) & {"post", "put", "patch", "delete"})


def _methods(element: Element) -> set[str]:
    values = (one.value for one in element.attributes if one.name in METHODS)
    return {str(value.value).lower() for value in values if isinstance(value, Literal)}


def _sent_to(facts: Facts, value: Value, fn: Fn) -> tuple[Fn, ...]:
    """The functions that a form is sent to, where its action is one and no address."""
    parts = facts.program.evaluator.evaluate(value, fn)
    return tuple(part.fn for part in parts if isinstance(part, Func))


def _is_signing_action(facts: Facts, fn: Fn) -> bool:
    above = facts.program.function(fn).parent == 0
    return above and is_action(facts.program, fn) and "sign_out" in facts.reaches(fn)


def url_text(facts: Facts, value: Value, fn: Fn) -> str:
    """The text of a URL, holes left out; the names of helpers and routes count as text."""
    return _text(facts, value, fn, set())


def _text(facts: Facts, value: Value, fn: Fn, known: set[str]) -> str:
    """`known`: the variables that were looked at, each once: `url = url + more`."""

    def inner(part: Value) -> str:
        return _text(facts, part, fn, known)

    value = facts.program.value_of(fn)(value)
    wrapped = facts.program.vocabulary.unwrap(value)
    if isinstance(wrapped, Call):
        value = wrapped
    if isinstance(value, Literal):
        return value.value if isinstance(value.value, str) else ""
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else inner(part) for part in value.parts)
    if isinstance(value, Op) and value.op == "+":
        return "".join(map(inner, value.operands))
    if isinstance(value, Call):
        parts = [str(p.value) for p in deep(value) if isinstance(p, Literal) and p.kind == "string"]
        helper = last_name(value.callee)
        if HELPER.search(helper):
            return _helped(helper, value, parts)
        return "/" + "/".join(parts) if parts else text_of(value.callee)
    if isinstance(value, Name) and value.id not in known:
        known.add(value.id)
        for binding in facts.program.function(fn).bindings.get(value.id, ()):
            if isinstance(binding.value, Literal | Template | Op):
                return inner(binding.value)
    text = text_of(value).replace("()", "")
    return DESTROYED if DESTROYING.match(text) else text


def _helped(helper: str, call: Call, strings: Sequence[str]) -> str:
    """The text of what a helper of Rails or Phoenix gives, who names its route: that of somebody
    else's session is given the session."""
    deleting = "delete" in strings and SESSION.search(helper)
    if deleting or DESTROYING.match(helper):
        return DESTROYED
    own = all(
        not a.label.endswith("id") if a.label else CURRENT.search(text_of(a.value))
        for a in call.args
    )
    return helper if own else f"{helper}/{{}}"


def logout_forms(facts: Facts) -> dict[str, Element]:
    """The forms that post to a logout URL, by their id and their name, and by their place."""
    found: dict[str, Element] = {}
    for site in facts.program.index.elements_by_tag.get("form", ()):
        assert isinstance(site.node, Element)
        named = {a.name.lower().lstrip(":"): a.value for a in site.node.attributes}
        told = (named.get(name) for name in FORM_NAMES)
        names = [value.value for value in told if isinstance(value, Literal)]
        names.append(form_key(site.fn, site.node))
        action = named.get("action")
        if action is None:
            continue
        if facts.program.vocabulary.speaks_of("logout-url", url_text(facts, action, site.fn)):
            found.update((name, site.node) for name in names if isinstance(name, str))
    return found


def submitted(call: Call, made: Callable[[Value], Value]) -> str:
    """The id or name of the form that `document.getElementById(id).submit()` sends, else '';
    `document.forms.name.submit()` and jQuery's `$('#id').trigger('submit')` do so too, and
    `submit(handler)` does not. `made` gives the call that made a value."""
    callee = call.callee
    if isinstance(callee, Member) and (
        (callee.name in ("submit", "requestSubmit") and not call.args)
        or (callee.name == "trigger" and _says_submit(call))
    ):
        found = made(callee.of)
        if isinstance(found, Call) and found.args and isinstance(found.args[0].value, Literal):
            text = found.args[0].value.value
            if last_name(found.callee) in ("getElementById", "querySelector", "$"):
                return text.lstrip("#") if isinstance(text, str) else ""
        if isinstance(found, Member) and text_of(found.of).endswith(HOLDING_FORMS):
            return found.name
    return ""


def _says_submit(call: Call) -> bool:
    first = call.args[0].value if call.args else None
    return isinstance(first, Literal) and first.value == "submit"


def client_routes(facts: Facts) -> set[str]:
    """The paths of the client's own routes: `path="/logout"`, `{path: 'logout'}`, and files that
    are pages which sign out in the browser."""
    found: set[str] = set()
    for site in facts.program.index.elements:
        assert isinstance(site.node, Element)
        for attribute in site.node.attributes:
            if attribute.name in ("path", "route"):
                found.add(_normal(url_text(facts, attribute.value, site.fn)))
    for flow in facts.program.flows.values():
        for index, value in file_values(flow):
            for part in deep(value):
                for entry in getattr(part, "entries", ()):
                    if entry.key == "path":
                        found.add(_normal(url_text(facts, entry.value, Fn(flow.path, index))))
    found.update(_normal(page_url(path) or "") for path in _leaving(facts))
    return found - {""}


def _leaving(facts: Facts) -> Iterator[str]:
    """The files whose functions end an identity in the browser."""
    for path, flow in facts.program.flows.items():
        functions = (Fn(path, function.index) for function in flow.functions)
        ending = (fn for fn in functions if "sign_out" in facts.reaches(fn))
        if page_url(path) and any(not on_server(facts.program, fn) for fn in ending):
            yield path


def _normal(url: str) -> str:
    return url.partition("?")[0].strip("/").lower()


def _elsewhere(url: str) -> bool:
    """Whether a URL only speaks of a logout: an anchor, a page of documentation, an image."""
    path = url.partition("?")[0].lower()
    return path.startswith(("#", "mailto:", "javascript:")) or path.endswith(
        (".md", ".svg", ".png", ".css", ".js", ".ico", ".mdx")
    )


def acted_on(element: Element) -> bool:
    """Whether an action of Ember's keeps the browser from following an element."""
    return any(attribute.name == ACTION for attribute in element.attributes)
