"""What a view answers: a template, a page in a string, a redirect, or data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from fslint.flow import (
    NOWHERE,
    Array,
    Call,
    Closure,
    Either,
    Exit,
    Literal,
    Member,
    Name,
    Object,
    Op,
    Template,
    Value,
)
from fslint.http.headers import given, written
from fslint.http.model import Route, View
from fslint.http.redirects import Answer, bound, redirects, target_of, told_to_go_to
from fslint.link.abstract import Cls, Ext, Func, Inst
from fslint.link.index import Fn, last_name
from fslint.link.program import Program
from fslint.link.traverse import steps_in, text_of

DEFAULT_TEMPLATES = {
    "LoginView": "registration/login.html",
    "AllauthLoginView": "account/login.html",
}
"""The templates of views that come with a framework, by the last names of their classes."""
ONWARD = {"logout_then_login": "LOGIN_URL", "SecurityLogoutView": "SECURITY_POST_LOGOUT_VIEW"}
"""Views of packages that send the browser where a setting says."""
ADAPTED = "get_logout_redirect_url"
_TEMPLATE = re.compile(r"\.(?:html?|jinja2?|j2|djhtml|mak|mako|pt|tpl|ejs|hbs|pug|txt)$")
_RESPONSES = frozenset({"res", "response", "reply"})
_BOTTLE = frozenset({"template", "view"})
_DEEPEST = 6

After: TypeAlias = Callable[[Fn], frozenset[int]]
"""The identities of the values that a function answers once something has happened in it."""


def answers(program: Program, route: Route, after: After | None = None) -> Iterator[Answer]:
    """What a route's view may answer; with `after`, where it can, only what comes after that."""
    view = route.view
    scope = view.cls or Fn(route.file, 0)
    if view.cls is not None or not view.handlers:
        yield from _of_class(program, view, Fn(scope.file, 0), route, after)
    elif view.is_page:
        for handler in view.handlers:
            yield from _of_page(program, handler, after)
    else:
        yield from _of_handlers(program, view, after)


def _of_page(program: Program, fn: Fn, after: After | None) -> Iterator[Answer]:
    """What a function answers that makes its page itself, unless it sends the browser on."""
    late = frozenset() if after is None else after(fn)
    onward = [a for a in of_function(program, fn, 0, after) if a.kind == "redirect"] if late else []
    onward += (
        Answer("redirect", fn, call.args[0].value)
        for call in program.index.calls[fn]
        if id(call) in late and opens(program, call)
    )
    yield from onward or [Answer("page", fn, Closure(NOWHERE, fn.index))]


def opens(program: Program, call: Call) -> bool:
    """Whether a call of the server has the browser open another page: `ui.navigate.to('/')`."""
    return bool(call.args) and program.vocabulary.speaks_of("opens-page", text_of(call.callee))


def _of_handlers(program: Program, view: View, after: After | None) -> Iterator[Answer]:
    late = [handler for handler in view.handlers if after is not None and after(handler)]
    for handler in late or view.handlers:
        yield from of_function(program, handler, 0, after)


def of_function(
    program: Program, fn: Fn, depth: int, after: After | None = None
) -> Iterator[Answer]:
    """What a function may answer."""
    function = program.function(fn)
    late = after(fn) if after is not None else frozenset()
    said = [call for call in program.index.calls[fn] if _is_said(program, call, fn)]
    if any(id(one) in late for one in (*function.returns, *said)):
        returned = [one for one in function.returns if id(one) in late]
        said = [one for one in said if id(one) in late]
    else:
        returned = function.returns
    found = [one for v in returned for one in _of_value(program, v, fn, depth, after)]
    for value in _raised(program, fn):
        if not late or id(value) in late:
            thrown = _of_value(program, value, fn, depth, after)
            found.extend(one for one in thrown if one.kind == "redirect")
    for call in said:
        said_so = _of_call(program, call, fn, depth, after)
        found.extend(one for one in said_so if one.kind != "unknown")
    onward = list(written(program, fn, late))
    if onward:
        found = [one for one in found if one.kind != "data"] + onward
    for inner in _called_back(program, fn) if depth < _DEEPEST else ():
        found.extend(
            a for a in of_function(program, inner, depth + 1, after) if a.kind != "unknown"
        )
    told = [one for one in found if one.kind != "unknown"]
    beside = [one for one in told if one.kind != "data"]
    shown = _decorated(program, fn) if beside != told or not told else None
    yield from [*beside, shown] if shown is not None else told or found or [Answer("unknown", fn)]


def _raised(program: Program, fn: Fn) -> Iterator[Value]:
    """What a function of Python raises: `raise HTTPFound('/')` sends the browser on."""
    for step in steps_in(program.function(fn).body) if program.language(fn) == "python" else ():
        if isinstance(step, Exit) and step.kind == "throw" and step.value is not None:
            yield step.value


def _decorated(program: Program, fn: Fn) -> Answer | None:
    """The template that a decorator of a function, or of its class, shows with what it answers:
    `@view_config(renderer='home.jinja2')`, `@aiohttp_jinja2.template('home.html')`."""
    function = program.function(fn)
    around = (
        program.flows[fn.file].classes[function.owner].decorators if function.owner >= 0 else ()
    )
    calls = (made for made in (*function.decorators, *around) if isinstance(made, Call))
    for made in calls:
        for argument in made.args:
            if argument.label in ("", "renderer", "template", "template_name", "name"):
                named = program.evaluator.constant(argument.value, fn)
                if isinstance(named, Literal) and _is_template(made, str(named.value)):
                    return Answer("template", fn, named)
    return None


def _is_said(program: Program, call: Call, fn: Fn) -> bool:
    """Whether a call answers though nobody returns it: `res.redirect('/login')`, and the
    `redirect('/login')` of frameworks that throw it, or let it be thrown."""
    if told_to_go_to(call) is not None:
        return True
    if isinstance(call.callee, Member):
        return call.use == "dropped"
    thrown = program.language(fn) in ("javascript", "typescript") or call.use == "dropped"
    return (
        thrown
        and call.use != "returned"
        and program.vocabulary.speaks_of("redirect", last_name(call.callee))
    )


def _called_back(program: Program, fn: Fn) -> Iterator[Fn]:
    """The functions that a server's function in JavaScript hands to its calls, one of which may
    answer: `req.logout(() => res.redirect('/'))`."""
    flow = program.flows[fn.file]
    for function in flow.functions if flow.language in ("javascript", "typescript") else ():
        inner = Fn(fn.file, function.index)
        if function.parent == fn.index and inner in program.index.passed_to:
            yield inner


def _of_value(
    program: Program, value: Value, fn: Fn, depth: int, after: After | None
) -> Iterator[Answer]:
    if depth > _DEEPEST:
        return
    if isinstance(value, Closure):
        embedded = program.function(Fn(fn.file, value.index)).kind == "embedded"
        yield Answer("page" if embedded else "unknown", fn, value)
    elif isinstance(value, Either):
        for one in value.values:
            yield from _of_value(program, one, fn, depth + 1, after)
    elif isinstance(value, Op) and value.op in ("||", "??"):
        for one in value.operands:
            yield from _of_value(program, one, fn, depth + 1, after)
    elif isinstance(value, Call):
        yield from _of_call(program, value, fn, depth, after)
    elif isinstance(value, Name):
        for home, given in bound(program, value.id, fn):
            yield from _of_value(program, given, home, depth + 1, after)
    elif isinstance(value, (Object, Literal, Template)):
        yield Answer("data", fn, value)
    elif isinstance(value, Array) and value.items:  # Flask's `return body, status`
        yield from _of_value(program, value.items[0], fn, depth + 1, after)
    else:
        yield Answer("unknown", fn, value)


def _of_call(
    program: Program, call: Call, fn: Fn, depth: int, after: After | None
) -> Iterator[Answer]:
    name = last_name(call.callee)
    speaks = program.vocabulary.speaks_of
    onward = list(given(program, call, fn))
    if onward:
        yield from onward
        return
    led = told_to_go_to(call)
    if led is not None or speaks("redirect", name):
        target = target_of(program, call, fn) if led is None else led
        yield from [Answer("unknown", fn)] if target is None else redirects(program, target, fn)
        return
    if speaks("render", name):
        for argument in call.args:
            if argument.label in ("", "template_name", "name", "template"):
                named = program.evaluator.constant(argument.value, fn)
                if isinstance(named, Literal) and _is_template(call, str(named.value)):
                    yield Answer("template", fn, named)
                    return
    is_data = speaks("data-answer", name)
    if is_data or speaks("page-around", name):
        pages = False
        for argument in call.args:
            if isinstance(argument.value, (Closure, Call, Name)):
                for one in _of_value(program, argument.value, fn, depth + 1, after):
                    if one.kind in ("page", "template", "redirect"):
                        pages = True
                        yield one
        if not pages:
            yield Answer("data" if is_data else "unknown", fn, call)
        return
    called = [p.fn for p in program.evaluator.evaluate(call.callee, fn) if isinstance(p, Func)]
    found: list[Answer] = []
    for inner in called if depth < _DEEPEST else ():
        found.extend(of_function(program, inner, depth + 1, after))
    if all(one.kind == "unknown" for one in found) and depth < _DEEPEST:
        found += _of_handed(program, call, fn, depth, after)
    yield from found or ([] if called else [Answer("unknown", fn, call)])


def _of_handed(
    program: Program, call: Call, fn: Fn, depth: int, after: After | None
) -> Iterator[Answer]:
    """What the methods answer that a helper is handed, one of which it has answer in its stead:
    `submit(form, on_success=self.delete, on_failure=self.show)`."""
    for argument in call.args:
        if isinstance(argument.value, Member) and argument.label:
            for part in program.evaluator.evaluate(argument.value, fn):
                if isinstance(part, Func):
                    yield from of_function(program, part.fn, depth + 1, after)


def _is_template(call: Call, name: str) -> bool:
    """Whether a name is a template's: Express and Bottle leave the suffix out."""
    responds = isinstance(call.callee, Member) and last_name(call.callee.of) in _RESPONSES
    bare = isinstance(call.callee, Name) and call.callee.id in _BOTTLE and "/" not in name[:1]
    return bool(_TEMPLATE.search(name)) or responds or bare


def _of_class(
    program: Program, view: View, fn: Fn, route: Route, after: After | None
) -> Iterator[Answer]:
    """What a class-based view answers, by its options, its fields, its methods and its bases."""
    kinds = kinds_of(program, view)
    onward = next((ONWARD[kind] for kind in sorted(kinds & ONWARD.keys())), "")
    if onward:
        yield Answer("setting", fn, text=onward)
        return
    scope = Fn(route.file, 0)

    def given(name: str) -> Answer | None:
        if name in view.options:
            value = program.evaluator.constant(view.options[name], scope)
            return Answer("template" if name == "template_name" else "redirect", scope, value)
        for declared in _field(program, view.cls, name):
            if name != "template_name":
                return next(redirects(program, declared, fn), None)
            return Answer("template", fn, program.evaluator.constant(declared, fn))
        return None

    goes = [given(name) for name in ("next_page", "pattern_name", "url", "success_url")]
    to = next((one for one in goes if one is not None), None)
    template = given("template_name") or _default_template(kinds, scope)
    methods = ("get_success_url", "get_redirect_url", "get_next_page", "get_default_redirect_url")
    if "LogoutView" in kinds or "AdminLogoutView" in kinds or "AllauthLogoutView" in kinds:
        if after is None:  # the page that asks first, say
            yield from (one for one in _of_handlers(program, view, None) if one.kind != "unknown")
        asked = [one for name in methods for one in _returned(program, view.cls, name)]
        if asked or to is not None:
            yield from asked or [to or Answer("unknown", fn)]
        elif template is not None:
            yield template
        elif "AllauthLogoutView" in kinds:
            yield from _adapted(program) or [
                Answer("setting", fn, text="ACCOUNT_LOGOUT_REDIRECT_URL")
            ]
        else:
            yield Answer("setting", fn, text="LOGOUT_REDIRECT_URL")
        return
    asked = [one for name in methods for one in _returned(program, view.cls, name)]
    own = _of_handlers(program, view, after)
    told = [one for one in (*own, *asked) if one.kind != "unknown"]
    found = told + [one for one in (to,) if one is not None]
    done = after is not None and ("DeleteView" in kinds or any(map(after, view.handlers)))
    if template is not None and not (found and done):
        found.append(template)
    yield from found or [Answer("data" if "RestLogoutView" in kinds else "unknown", fn)]


def _adapted(program: Program) -> list[Answer]:
    """Where an adapter of allauth's says that the browser goes after a logout."""
    return [
        answer
        for fn in program.index.methods_by_name.get(ADAPTED, ())
        for value in program.function(fn).returns
        for answer in redirects(program, value, fn)
    ]


def _default_template(kinds: frozenset[str], scope: Fn) -> Answer | None:
    named = next((DEFAULT_TEMPLATES[kind] for kind in sorted(kinds & DEFAULT_TEMPLATES.keys())), "")
    return Answer("template", scope, Literal(NOWHERE, "string", named)) if named else None


def _returned(program: Program, cls: Fn | None, name: str) -> Iterator[Answer]:
    """Where a method says to redirect to."""
    if cls is None:
        return
    for part in program.evaluator.member(Inst(cls), name):
        if isinstance(part, Func):
            for value in program.function(part.fn).returns:
                yield from redirects(program, value, part.fn)


def _field(program: Program, cls: Fn | None, name: str) -> Iterator[Value]:
    if cls is None:
        return
    declared = program.flows[cls.file].classes[cls.index]
    for binding in declared.fields.get(name, ()):
        if binding.value is not None:
            yield binding.value
    for index in declared.methods.get(name, ()):  # a property
        yield from program.function(Fn(cls.file, index)).returns
    for base in declared.bases:
        for part in program.evaluator.typed(base, Fn(cls.file, declared.parent)):
            if isinstance(part, Inst) and part.cls != cls:
                yield from _field(program, part.cls, name)


def kinds_of(program: Program, view: View) -> frozenset[str]:
    """The last names of a view's class and of all its bases."""
    found = {view.name}
    waiting = [] if view.cls is None else [view.cls]
    seen: set[Fn] = set()
    while waiting:
        cls = waiting.pop()
        if cls in seen:
            continue
        seen.add(cls)
        declared = program.flows[cls.file].classes[cls.index]
        for base in declared.bases:
            for part in program.evaluator.typed(base, Fn(cls.file, declared.parent)):
                if isinstance(part, (Inst, Cls)):
                    waiting.append(part.cls)
                elif isinstance(part, Ext):
                    name = part.form.rpartition("#")[2].rpartition(".")[2]
                    found.add("Allauth" + name if part.form.startswith("allauth") else name)
    return frozenset(found)
