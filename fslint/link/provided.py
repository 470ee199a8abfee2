"""What an app hangs up under a name for all of its components: `globalProperties.$fs`, what a
plugin provides, and `provide` with `inject` or `setContext` with `getContext`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from fslint.flow import Assign, Call, Literal, Member, Value
from fslint.link.abstract import Abstract, Const, Func, Obj, Values, some
from fslint.link.index import Fn, Site, last_name

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

HOOKS = frozenset({"globalProperties", "prototype"})
PLUGINS = ("defineNuxtPlugin",)
GIVING = ("provide", "inject", "setContext")
"""Calls that give a value a name: of an app, and of a plugin's context."""
Fits: TypeAlias = "Callable[[Value, Fn], bool]"


class Provided:
    """What was provided, as seen by an evaluator."""

    def __init__(self, core: Evaluator) -> None:
        self._core = core
        self._known: dict[str, Values] = {}

    def hung_up(self, name: str) -> Values:
        """What `this.$name` is, and `$name` of a framework's app; `name` has its `$`."""
        if name not in self._known:
            self._known[name] = ()
            self._known[name] = some(self._hung_up(name))
        return self._known[name]

    def _hung_up(self, name: str) -> Iterable[Abstract]:
        for site in self._core.index.assigns_by_name.get(name, ()):
            target = site.node.target if isinstance(site.node, Assign) else None
            if isinstance(target, Member) and last_name(target.of) in HOOKS:
                assert isinstance(site.node, Assign)
                yield from self._core.evaluate(site.node.value, site.fn)
        plain = name.removeprefix("$")
        yield from self._given(lambda key, _: isinstance(key, Literal) and key.value == plain)
        for plugin in PLUGINS:
            for site in self._core.index.calls_by_name.get(plugin, ()):
                yield from self._of_plugin(site, plain)

    def _of_plugin(self, site: Site, name: str) -> Iterable[Abstract]:
        """What the object that a plugin gives back holds under `provide`."""
        for argument in site.node.args if isinstance(site.node, Call) else ():
            for part in self._core.evaluate(argument.value, site.fn):
                made = self._core.results.returned(part) if isinstance(part, Func) else (part,)
                for whole in made:
                    if isinstance(whole, Obj):
                        for group in self._core.member(whole, "provide"):
                            if isinstance(group, Obj):
                                yield from self._core.member(group, name)

    def injected(self, key: Value, fn: Fn) -> Values:
        """What `inject(key)`, standing in `fn`, gives: what was provided under the same key."""
        wanted = self._core.evaluate(key, fn)
        if not wanted:
            return ()
        return some(self._given(lambda other, at: self._same(wanted, other, at)))

    def _same(self, wanted: Values, key: Value, fn: Fn) -> bool:
        found = self._core.evaluate(key, fn)
        return _constants(found) == _constants(wanted) if _constants(wanted) else found == wanted

    def _given(self, fits: Fits) -> Iterable[Abstract]:
        for name in GIVING:
            for site in self._core.index.calls_by_name.get(name, ()):
                args = site.node.args if isinstance(site.node, Call) else ()
                if len(args) == 2 and fits(args[0].value, site.fn):
                    yield from self._core.evaluate(args[1].value, site.fn)


def _constants(values: Values) -> list[object]:
    return [part.literal.value for part in values if isinstance(part, Const)]
