"""Django's routes: `urlpatterns`, `include`, namespaces, class-based views; DRF's routers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from fslint.flow import Array, Call, Literal, Member, Name, Op, Value
from fslint.http.classes import made_view, methods_of
from fslint.http.gates import is_gate
from fslint.http.helpers import returned
from fslint.http.model import Route, View
from fslint.http.urls import read_pattern
from fslint.link.abstract import Arr, Cls, Ext, Func, Mod
from fslint.link.index import Fn, last_name
from fslint.link.program import Program
from fslint.link.traverse import deep, text_of

PATHS = frozenset({"path", "re_path", "url"})
INCLUDES = frozenset({"include", "decorator_include"})
BUILT_IN: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "django.contrib.auth.urls": (
        ("login/", "login", "LoginView"),
        ("logout/", "logout", "LogoutView"),
    ),
    "allauth.urls": (
        ("login/", "account_login", "AllauthLoginView"),
        ("logout/", "account_logout", "AllauthLogoutView"),
    ),
    "allauth.account.urls": (
        ("login/", "account_login", "AllauthLoginView"),
        ("logout/", "account_logout", "AllauthLogoutView"),
    ),
    "rest_framework.urls": (
        ("login/", "rest_framework:login", "LoginView"),
        ("logout/", "rest_framework:logout", "LogoutView"),
    ),
    "dj_rest_auth.urls": (("logout/", "rest_logout", "RestLogoutView"),),
    "hijack.urls": (
        ("acquire/", "hijack:acquire", "impersonate"),
        ("release/", "hijack:release", "stop_impersonate"),
    ),
    "impersonate.urls": (
        ("stop/", "impersonate-stop", "stop_impersonate"),
        ("<uid>/", "impersonate-start", "impersonate"),
    ),
    "loginas.urls": (
        ("login/user/<user_id>/", "loginas-user-login", "login_as"),
        ("logout/", "loginas-logout", "login_as"),
    ),
    "django_su.urls": (
        ("login/", "su_login", "login_as"),
        ("<user_id>/", "login_as_user", "login_as"),
        ("", "su_logout", "login_as"),
    ),
    "django_switchuser.urls": (
        ("", "su-login", "login_as"),
        ("logout/", "su-logout", "login_as"),
    ),
    "admin.site.urls": (
        ("login/", "admin:login", "LoginView"),
        ("logout/", "admin:logout", "AdminLogoutView"),
    ),
}
"""Routes of packages, by what is included: pattern, name and view."""

POSTED = frozenset({"su_login", "su-login"})
"""Those of which a page is shown first, whose form is posted."""

_DEEPEST = 8


Listed: TypeAlias = "tuple[Call, Fn]"
"""A `path(…)` of a list of patterns, and the module that it stands in."""


class _Place(NamedTuple):
    """Where patterns are mounted: what stands before them, and their namespaces."""

    prefix: str
    namespaces: tuple[str, ...]


class _Mounted(NamedTuple):
    """Patterns that are included, and the file that they are of, '' for those of the same one."""

    file: str
    listed: list[Listed]


class Urlconfs:
    """The `urlpatterns` of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.files = [
            path
            for path in sorted(program.flows)
            if program.flows[path].language == "python"
            and "urlpatterns" in program.flows[path].functions[0].bindings
        ]

    def routes(self) -> Iterator[Route]:
        """All routes; files that no other includes are taken for roots."""
        included = {
            mounted.file
            for file in self.files
            for listed in self._calls(file)
            for mounted in self._included(*listed)
        }
        for file in self.files:
            if file not in included:
                yield from self._all(self._calls(file), _Place("", ()), ())

    def _calls(self, file: str) -> list[Listed]:
        """The `path(…)` calls of a file's patterns, in order, each once."""
        module = Fn(file, 0)
        found: dict[Listed, None] = {}
        for binding in self.program.flows[file].functions[0].bindings["urlpatterns"]:
            if binding.value is not None:
                found.update(dict.fromkeys(self._listed(binding.value, module, 0)))
        for call in self.program.index.calls[module]:
            if text_of(call.callee) in ("urlpatterns.append", "urlpatterns.extend"):
                for argument in call.args:
                    found.update(dict.fromkeys(self._listed(argument.value, module, 0)))
        return list(found)

    def _listed(self, value: Value, fn: Fn, depth: int) -> Iterator[Listed]:
        if isinstance(value, Array):
            for item in value.items:
                yield from self._listed(item, fn, depth + 1)
        elif isinstance(value, Op):
            for operand in value.operands:
                yield from self._listed(operand, fn, depth + 1)
        elif isinstance(value, Call):
            if last_name(value.callee) in PATHS:
                yield value, fn
            elif depth < _DEEPEST:
                for inner in returned(self.program, value, fn):
                    yield from self._listed(inner, fn, depth + 1)
                # `i18n_patterns(…)`, `format_suffix_patterns([…])`, `decorator_include(…)`
                for argument in value.args:
                    yield from self._listed(argument.value, fn, depth + 1)
        elif isinstance(value, Name) and depth < _DEEPEST:
            for bound, home in self._bound(value.id, fn.file):
                if not (isinstance(bound, Name) and bound.id == value.id):
                    yield from self._listed(bound, home, depth + 1)
        elif depth < _DEEPEST:
            for part in self.program.evaluator.evaluate(value, fn):
                if isinstance(part, Arr):
                    yield from self._listed(part.array, part.fn, depth + 1)

    def _bound(self, name: str, file: str) -> Iterator[tuple[Value, Fn]]:
        """The values of a module's name, or of the name of another module that it imports."""
        flows = self.program.flows
        homes = [(file, name)] + [
            (home, one.name)
            for one in flows[file].imports
            if one.local == name
            for home in self.program.evaluator.modules.resolve(file, one.module)
            if home in flows
        ]
        for home, known in homes:
            for binding in flows[home].functions[0].bindings.get(known, ()):
                if binding.value is not None:
                    yield binding.value, Fn(home, 0)

    def _include(self, call: Call) -> Call | None:
        for argument in call.args[1:2]:
            value = argument.value
            if isinstance(value, Call) and last_name(value.callee) in (
                "include",
                "decorator_include",
            ):
                return value
        return None

    def _included(self, call: Call, fn: Fn) -> list[_Mounted]:
        """What a `path(…, include(…))` mounts of the project: files, or lists of patterns."""
        include = self._include(call)
        if include is None or not include.args:
            return []
        target = include.args[-1 if last_name(include.callee) == "decorator_include" else 0].value
        if isinstance(target, Array) and target.items and not isinstance(target.items[0], Call):
            target = target.items[0]
        constant = self.program.evaluator.constant(target, fn)
        if isinstance(constant, Literal) and isinstance(constant.value, str):
            files = tuple(self.program.evaluator.modules.resolve(fn.file, constant.value))
        else:
            parts = self.program.evaluator.evaluate(constant, fn)
            files = tuple(part.file for part in parts if isinstance(part, Mod))
            if not files and isinstance(constant, Member):  # `include(shop.accounts.urls)`
                files = self.program.evaluator.modules.resolve(fn.file, text_of(constant))
        found = [_Mounted(f, self._calls(f)) for f in files if f in self.files]
        if not found and isinstance(target, Name | Array | Op):
            listed = list(self._listed(target, fn, 0))
            homes = {home.file for _, home in listed if home.file != fn.file}
            found = [_Mounted(homes.pop() if len(homes) == 1 else "", listed)] if listed else []
        return found

    def _all(
        self, listed: Iterable[Listed], place: _Place, within: tuple[Call, ...]
    ) -> Iterator[Route]:
        if len(within) <= _DEEPEST:
            for call, fn in listed:
                yield from self._path(call, fn, place, within)

    def _path(self, call: Call, fn: Fn, place: _Place, within: tuple[Call, ...]) -> Iterator[Route]:
        """The routes of one `path(…)`; `within` are those that include it, of which it is none:
        `urlpatterns = [path("app/", include(urlpatterns))]`."""
        if len(call.args) < 2 or call in within:
            return
        first = self.program.evaluator.constant(call.args[0].value, fn)
        include = self._include(call)
        text = first.value if isinstance(first, Literal) else None
        if not isinstance(text, str):
            if include is None:
                return
            text = ""  # a prefix that is set elsewhere: what it includes has its names all the same
        prefix = place.prefix + (text.rstrip("$") if text.startswith("^") else text).lstrip("^")
        if include is None:
            yield from self._view(call, fn, place, prefix)
            return
        included = self._included(call, fn)
        for mounted in included:
            space = self._namespace(include, mounted.file)
            spaces = (*place.namespaces, space) if space else place.namespaces
            yield from self._all(mounted.listed, _Place(prefix, spaces), (*within, call))
        if not included and include.args:
            yield from self._foreign(include.args[0].value, fn, prefix, call)

    def _namespace(self, include: Call, file: str) -> str:
        for argument in include.args:
            if argument.label == "namespace" and isinstance(argument.value, Literal):
                return str(argument.value.value)
        first = include.args[0].value
        if isinstance(first, Array) and len(first.items) > 1:
            named = first.items[1]
            return str(named.value) if isinstance(named, Literal) else ""
        if file not in self.files:
            return ""
        for binding in self.program.flows[file].functions[0].bindings.get("app_name", ()):
            if isinstance(binding.value, Literal):
                return str(binding.value.value)
        return ""

    def _foreign(self, target: Value, fn: Fn, prefix: str, call: Call) -> Iterator[Route]:
        target = target.items[0] if isinstance(target, Array) and target.items else target
        key = str(target.value) if isinstance(target, Literal) else ""
        for part in self.program.evaluator.evaluate(target, fn):
            if isinstance(part, Ext) and part.form.endswith("site.urls"):
                key = "admin.site.urls"
        for text, name, view in BUILT_IN.get(key, ()):
            pattern = read_pattern(prefix + text)
            methods = frozenset({"POST"} if name in POSTED else ())
            yield Route(methods, pattern, (name,), View(name=view), "django", fn.file, call.span)

    def _view(self, call: Call, fn: Fn, place: _Place, prefix: str) -> Iterator[Route]:
        view = call.args[1].value
        name = ""
        for argument in call.args[2:]:
            named = argument.label == "name"
            if named and isinstance(argument.value, Literal):
                name = str(argument.value.value)
        names = (":".join((*place.namespaces, name)),) if name else ()
        for part in self.program.evaluator.evaluate(view, fn):
            if isinstance(part, Ext) and part.form.endswith("site.urls"):
                yield from self._foreign(view, fn, prefix, call)
                return
        pattern = read_pattern(prefix)
        answers = self._resolved(view, fn, 0)
        yield Route(frozenset(), pattern, names, answers, "django", fn.file, call.span)

    def _resolved(self, view: Value, fn: Fn, depth: int) -> View:
        """A view, seen through `login_required(view)` and its kin."""
        if (
            is_gate(self.program, view)
            and isinstance(view, Call)
            and view.args
            and depth < _DEEPEST
        ):
            return self._resolved(view.args[0].value, fn, depth + 1)._replace(gated=True)
        parts = self.program.evaluator.evaluate(view, fn)
        made = made_view(view)
        if made is not None and isinstance(made.callee, Member):
            return self._class_view(made, made.callee.of, fn)
        handlers = tuple(part.fn for part in parts if isinstance(part, Func))
        if handlers:
            return View(handlers)
        for part in parts:
            if not isinstance(part, Ext) or part.call is None or part.call is view:
                continue
            if made_view(part.call) is not None:
                return self._resolved(part.call, part.fn or fn, _DEEPEST)
        if isinstance(view, Call) and depth < _DEEPEST:
            for argument in view.args:
                inner = self._resolved(argument.value, fn, depth + 1)
                if inner != View():
                    return inner
        unread = self._unread(view, fn)
        names = [_last(part.form) for part in parts if isinstance(part, Ext)]
        named = names[0] if names and depth == 0 else ""
        return View(name=named, unread=unread)

    def _class_view(self, call: Call, of: Value, fn: Fn) -> View:
        evaluator = self.program.evaluator
        options = {argument.label: argument.value for argument in call.args if argument.label}
        for part in evaluator.evaluate(of, fn):
            if isinstance(part, Cls):
                return View(methods_of(self.program, part.cls), part.cls, last_name(of), options)
            if isinstance(part, Ext):
                allauth = part.form.startswith("allauth")
                return View(name="Allauth" * allauth + _last(part.form), options=options)
        return View(name=last_name(of), options=options, unread=self._unread(of, fn))

    def _unread(self, value: Value, fn: Fn) -> tuple[str, ...]:
        """The files of the project that a view is imported from and that were not read."""
        program = self.program
        name = text_of(value).partition(".")[0]
        found: list[str] = []
        for imported in program.flows[fn.file].imports:
            if imported.local == name:
                inner = imported.module + ("" if imported.module.endswith(".") else ".")
                for module in (imported.module, inner + imported.name):
                    found += program.evaluator.modules.resolve(fn.file, module)
        return tuple(file for file in found if file not in program.flows)


def _last(form: str) -> str:
    return form.rpartition("#")[2].rpartition(".")[2]


def view_sets(program: Program) -> Iterator[Route]:
    """The actions of view sets registered with a router of Django REST framework, roughly."""
    for site in program.index.calls_by_name.get("register", ()):
        call = site.node
        if not isinstance(call, Call) or len(call.args) < 2:
            continue
        prefix = program.evaluator.constant(call.args[0].value, site.fn)
        if not isinstance(prefix, Literal) or not isinstance(prefix.value, str):
            continue
        for part in program.evaluator.evaluate(call.args[1].value, site.fn):
            if isinstance(part, Cls):
                yield from _actions(program, part.cls, prefix.value, site.fn.file, call)


def _actions(program: Program, cls: Fn, prefix: str, file: str, call: Call) -> Iterator[Route]:
    declared = program.flows[cls.file].classes[cls.index]
    standard = {"list": ("GET", ""), "create": ("POST", ""), "destroy": ("DELETE", "<pk>/")}
    for name, indices in declared.methods.items():
        for index in indices:
            fn = Fn(cls.file, index)
            if name in standard:
                verb, tail = standard[name]
                pattern = read_pattern(f"{prefix}/{tail}")
                methods = frozenset({verb})
                yield Route(methods, pattern, (), View((fn,)), "rest_framework", file, call.span)
            for decorator in program.function(fn).decorators:
                if isinstance(decorator, Call) and last_name(decorator.callee) == "action":
                    yield _action(decorator, name, fn, prefix, file, call)


def _action(decorator: Call, name: str, fn: Fn, prefix: str, file: str, call: Call) -> Route:
    given = {a.label: a.value for a in decorator.args}
    detail = given.get("detail")
    inner = "<pk>/" if isinstance(detail, Literal) and detail.value else ""
    path = given.get("url_path")
    tail = str(path.value) if isinstance(path, Literal) else name
    methods = given.get("methods")
    listed = () if methods is None else deep(methods)
    verbs = [str(v.value).upper() for v in listed if isinstance(v, Literal)] or ["GET"]
    pattern = read_pattern(f"{prefix}/{inner}{tail}")
    return Route(frozenset(verbs), pattern, (), View((fn,)), "rest_framework", file, call.span)
