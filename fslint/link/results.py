"""What calls give back, and what parameters are given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from fslint.flow import Call, Closure, Literal, Member, Name, Value
from fslint.flow import Index as IndexValue
from fslint.link.abstract import (
    BINDING,
    MOST,
    Abstract,
    Action,
    Arr,
    Cls,
    Ext,
    Func,
    Inst,
    Items,
    Made,
    Obj,
    Props,
    Values,
    some,
)
from fslint.link.collected import Collected
from fslint.link.growing import Growing
from fslint.link.index import Fn, Site, last_name
from fslint.link.members import SELECTORS
from fslint.link.packages import JVM
from fslint.link.placing import placed
from fslint.link.selectors import accepts
from fslint.link.traverse import text_of
from fslint.link.unretained import handed_first

if TYPE_CHECKING:
    from fslint.link.evaluate import Evaluator

MOST_SITES = 150
MEMOS = frozenset({"useMemo", "computed", "createMemo", "derived", "useComputed"})
REMEMBERED = frozenset({"remember", "rememberSaveable", "derivedStateOf"})
"""What gives, after all that this depends on, what the function gives that it ends in."""
ASKING = ("inject", "getContext")
"""What gives a component what one further up has provided."""
MUTATIONS = frozenset({"useMutation", "useSWRMutation", "createMutation"})
Gives: TypeAlias = "Callable[[tuple[str, ...], str], tuple[str, tuple[int, ...]] | None]"
"""What a call gives back, by its forms and language: `same` or `member` of some arguments."""

SHARED = re.compile(r"(?:share|default|main|current|standard)(?:d|[A-Z]|$)|(?:get)?[iI]nstance$")
"""What gives the one object of a class, where a macro or a base class declares it."""


class Results:
    """Results of calls and values of parameters, as seen by an evaluator."""

    def __init__(self, core: Evaluator, gives: Gives) -> None:
        self._core = core
        self._gives = gives
        self._growing = Growing(core)
        self.collected = Collected(core)
        self._called: list[Site] | None = None

    def returned(self, callee: Abstract) -> Values:
        """What calling something gives."""
        if isinstance(callee, Func):
            function = self._core.index.function(callee.fn)
            if function.kind == "constructor" and function.owner >= 0:
                return (Inst(Fn(callee.fn.file, function.owner)),)
            found = [a for v in function.returns for a in self._core.evaluate(v, callee.fn)]
            if function.type and all(isinstance(one, Ext) for one in found):
                found = [*self._core.typed(function.type, callee.fn), *found]
            return some(found)
        if isinstance(callee, Cls):
            return (Inst(callee.cls),)
        if isinstance(callee, Action):
            return (callee,)
        return ()

    def of_call(self, call: Call, fn: Fn) -> Iterable[Abstract]:
        found: list[Abstract] = []
        for callee in self._core.evaluate(call.callee, fn):
            if isinstance(callee, Ext):
                found += self._external_call(call, fn, callee)
            elif isinstance(callee, Inst) and self._core.index.flows[fn.file].language == "objc":
                found += [] if call.args else [callee]
            elif isinstance(callee, Func) and last_name(call.callee) == BINDING:
                found.append(Func(callee.fn, Made(call, fn)) if call.args[1:] else callee)
            elif not isinstance(callee, Func):
                found += self.returned(callee)
            elif self.accepts(callee.fn, call, fn):
                found += self._made(callee, call, fn)
        return found or self._held(call, fn) or self._read(call, (text_of(call.callee),), fn)

    def _made(self, helper: Func, call: Call, fn: Fn) -> Values:
        """What a helper gives back: a function of its own, with the call that made it."""
        given = self.returned(helper)
        if not any(isinstance(a.value, Closure | Name | Member | Literal) for a in call.args):
            return given
        return tuple(
            Func(part.fn, Made(call, fn))
            if isinstance(part, Func) and part.fn != helper.fn and self._within(part.fn, helper.fn)
            else part
            for part in given
        )

    def _held(self, call: Call, fn: Fn) -> list[Abstract]:
        """What `get()` gives of a reference, as the JVM has them, that is read as what it holds."""
        of = call.callee.of if isinstance(call.callee, Member) else None
        jvm = self._core.index.flows[fn.file].language in JVM
        if of is None or not jvm or call.args or call.callee.name != "get":  # type: ignore[union-attr]
            return []
        return [part for part in self._core.evaluate(of, fn) if isinstance(part, Inst)]

    def _read(self, call: Call, forms: tuple[str, ...], fn: Fn) -> list[Abstract]:
        """What a call gives that reads a member by its name: `this.get('session')`."""
        how, places = self._gives(forms, self._core.index.flows[fn.file].language) or ("", ())
        if how != "member" or len(call.args) <= places[-1]:
            return []
        key = call.args[places[-1]].value
        of = call.args[places[0]].value if len(places) > 1 else None
        if of is None and isinstance(call.callee, Member):
            of = call.callee.of
        if of is None or not isinstance(key, Literal) or not isinstance(key.value, str):
            return []
        found = self._core.evaluate(of, fn)
        for name in key.value.split("."):
            found = some(part for one in found for part in self._core.member(one, name))
        return [*found, Ext(f"{text_of(of)}.{key.value}")]

    def accepts(self, callee: Fn, call: Call, fn: Fn) -> bool:
        """Whether a call that stands in `fn` may be of the function `callee`, by its arguments."""
        languages = (self._core.index.flows[of.file].language for of in (callee, fn))
        return accepts(self._core.index.function(callee), next(languages), call, next(languages))

    def _external_call(self, call: Call, fn: Fn, callee: Ext) -> Iterable[Abstract]:
        name = callee.form.rpartition("#")[2].rpartition(".")[2]
        arguments = [a.value for a in call.args]
        if name in ASKING and arguments:
            injected = self._core.tokens.given(arguments[0], fn)
            if injected := injected or self._core.provided.injected(arguments[0], fn):
                return injected
        if name in ("useContext", "use", "inject") and arguments:
            for context in self._core.evaluate(arguments[0], fn):
                if isinstance(context, Ext) and context.call is not None:
                    passed = self._core.components.provided(context.call)
                    if passed:
                        return [a for scope, v in passed for a in self._core.evaluate(v, scope)]
                    return [
                        a
                        for d in context.call.args
                        for a in self._core.evaluate(d.value, context.fn or fn)
                    ]
                if isinstance(context, Cls):
                    return (Inst(context.cls),)
                if isinstance(context, Ext) and name == "inject" and "#" in context.form:
                    return (Ext(context.form),)
        if callee.form == "Object.values" and arguments:
            held = self._core.evaluate(arguments[0], fn)
            return [self.collected.listed(part) for part in held if isinstance(part, Obj)]
        making = arguments[0] if name in MEMOS and arguments else None
        if name in REMEMBERED and arguments and isinstance(arguments[-1], Closure):
            making = arguments[-1]
        if making is not None:
            return [a for part in self._core.evaluate(making, fn) for a in self.returned(part)]
        forms = (callee.form, callee.form.rpartition("#")[2], text_of(call.callee))
        read = self._read(call, forms, fn)
        if read:
            return read
        how, kept = self._gives(forms, self._core.index.flows[fn.file].language) or ("", ())
        if how in ("same", "partial") and name not in MUTATIONS:
            given = [
                a
                for i in kept
                if -len(arguments) <= i < len(arguments)
                for a in self._core.evaluate(arguments[i], fn)
            ]
            if how == "partial":
                given = [Func(a.fn, Made(call, fn)) for a in given if isinstance(a, Func)]
            elif name == BINDING:
                given = [a for a in given if isinstance(a, Func)]
            return given or (Ext(callee.form + "()", call, fn),)
        if name in ("createAction", "createActionGroup") and arguments:
            key = self._core.constant(arguments[0], fn)
            if isinstance(key, Literal) and isinstance(key.value, str):
                return (Action(key.value),)
        if callee.call is not None and arguments:
            selected = self._selected(callee, arguments[0], fn)
            if selected:
                return selected
        if len(arguments) == 1 and isinstance(arguments[0], Name | Member):
            classes = [a for a in self._core.evaluate(arguments[0], fn) if isinstance(a, Cls)]
            if classes and not name.startswith("connect"):
                return [Inst(c.cls) for c in classes]
        if SHARED.match(name) and not arguments and isinstance(call.callee, Member):
            made = self._core.evaluate(call.callee.of, fn)
            if objects := [Inst(part.cls) for part in made if isinstance(part, Cls)]:
                return objects
        if name == "bindActionCreators" and arguments:
            return self._core.evaluate(arguments[0], fn)
        if callee.call is not None and callee.fn is not None and not arguments:
            if callee.form.endswith(f"{SELECTORS}.{name}"):
                return self._core.members.made_member(callee.call, callee.fn, name)
            return (Ext(callee.form + "()", callee.call, callee.fn),)
        return (Ext(callee.form + "()", call, fn),)

    def _selected(self, store: Ext, selector: Value, fn: Fn) -> Values:
        """`useStore(s => s.member)`: the member of what the store was made from."""
        found: list[Abstract] = []
        for part in self._core.evaluate(selector, fn):
            if isinstance(part, Func) and store.call is not None and store.fn is not None:
                for returned in self._core.index.function(part.fn).returns:
                    if isinstance(returned, Member):
                        found += self._core.members.made_member(store.call, store.fn, returned.name)
        return some(found)

    def parameter(self, fn: Fn, place: int) -> Values:
        """What callers pass to a function as its argument number `place`."""
        function = self._core.index.function(fn)
        language = self._core.index.flows[fn.file].language
        found: list[Abstract] = []
        components = self._core.components
        if place == 0 and (
            components.rendered(fn) or components.connected(fn) or components.wrapped(fn)
        ):
            found.append(Props(fn))
        if place < len(function.params):
            declared = function.params[place]
            injected = self._core.tokens.decorated(declared.decorators, fn)
            if injected:
                return injected
            if declared.type:
                found += self._core.typed(declared.type, fn)
            if declared.default is not None:
                found += self._core.evaluate(declared.default, fn)
        if any(isinstance(a, Inst) and not self._is_bare(a) for a in found):
            return some(found)
        for site in self._call_sites(fn):
            arguments = site.node.args if isinstance(site.node, Call) else ()
            last = place == len(function.params) - 1
            for number, argument in placed(arguments, function.params, language):
                trails = last and argument is arguments[-1] and language != "swift"
                closure = isinstance(argument.value, Closure) and not argument.label
                if number == place or (trails and closure):
                    given = self._core.evaluate(argument.value, site.fn)
                    found += [a for a in given if isinstance(a, Func) or len(found) <= MOST]
        if not found and function.kind == "arrow":
            found += handed_first(self._core, fn) if place == 0 else ()
            found += self._iterated(fn, place) or self._given_by_helper(fn, place)
            found += components.shown(fn) if place == 0 else ()
        return some(found)

    def _call_sites(self, fn: Fn) -> Iterable[Site]:
        function = self._core.index.function(fn)
        name = function.name
        if function.kind == "constructor" and function.owner >= 0:
            name = self._core.index.flows[fn.file].classes[function.owner].name
        owner = Fn(fn.file, function.owner) if function.kind == "constructor" else None
        sites = self._core.index.calls_by_name.get(name, ())
        if not name:  # what another call gives back: `guarded('reset')(() => …)`
            sites = self._called_results()
        for site in sites[:MOST_SITES]:
            assert isinstance(site.node, Call)
            for part in self._core.evaluate(site.node.callee, site.fn):
                known = isinstance(part, Cls) and part.cls == owner
                if known if owner is not None else isinstance(part, Func) and part.fn == fn:
                    yield site
                    break

    def _called_results(self) -> list[Site]:
        """The calls of what another call gives back, found once."""
        if self._called is None:
            nameless = self._core.index.calls_by_name.get("", ())
            self._called = [s for s in nameless if _calls_result(s.node)]
        return self._called

    def _iterated(self, fn: Fn, place: int) -> list[Abstract]:
        """The items of an array that the closure is handed one by one, or what Dart's future holds
        that it waits for."""
        passed = self._core.index.passed_to.get(fn)
        if passed is None or place != 0 or not isinstance(passed[1].callee, Member):
            return []
        found: list[Abstract] = []
        if passed[1].callee.name == "then" and self._core.index.flows[fn.file].language == "dart":
            return list(self._core.evaluate(passed[1].callee.of, passed[0]))
        found += self._loaded(passed[1].callee, passed[0])
        if passed[1].callee.name in ("forEach", "map", "filter", "find", "each"):
            array = passed[1].callee.of
            found += self.collected.handed(array, passed[0])
            if all(map(self._is_bare, found)):
                found += self._growing.added(array, passed[0])
        return found

    def _loaded(self, then: Member, fn: Fn) -> Values:
        """The module that is told to `then` of `import('./module')`."""
        asked = then.of
        if then.name != "then" or not isinstance(asked, Call) or text_of(asked.callee) != "import":
            return ()
        module = asked.args[0].value if asked.args else None
        if not isinstance(module, Literal) or not isinstance(module.value, str):
            return ()
        return self._core.names.imported(fn.file, module.value, "*")

    def _given_by_helper(self, fn: Fn, place: int) -> list[Abstract]:
        """What a helper that the closure is handed to gives it: `run((c) => c.reset())` where `run`
        calls its parameter with something."""
        passed = self._core.index.passed_to.get(fn)
        if passed is None:
            return []
        scope, call, position = passed
        found: list[Abstract] = [*self._kept(call, scope)] if place == 0 else []
        for part in self._core.evaluate(call.callee, scope):
            if isinstance(part, Func):
                params = self._core.index.function(part.fn).params
                name = params[position].name if position < len(params) else ""
                for site in self._core.index.calls_by_name.get(name, ()) if name else ():
                    assert isinstance(site.node, Call)
                    inside = self._within(site.fn, part.fn) and isinstance(site.node.callee, Name)
                    if inside and place < len(site.node.args):
                        found += self._core.evaluate(site.node.args[place].value, site.fn)
        return found

    def _kept(self, call: Call, fn: Fn) -> Iterable[Ext]:
        """What a call keeps that has a function make the next of it: `store.updateData { it }`."""
        text = text_of(call.callee)
        how, _ = self._gives((text,), self._core.index.flows[fn.file].language) or ("", ())
        if how == "kept":
            yield Ext(f"{text}()")

    def _within(self, inner: Fn, outer: Fn) -> bool:
        """Whether a function is another, or stands in it."""
        functions = self._core.index.flows[inner.file].functions
        index = inner.index if inner.file == outer.file else -1
        while index >= 0 and index != outer.index:
            index = functions[index].parent
        return index >= 0

    def item(self, value: IndexValue, fn: Fn) -> Iterable[Abstract]:
        key = value.key
        found = [] if isinstance(key, Literal) else [*self.collected.items(value.of, fn)]
        known = bool(found)
        for whole in self._core.evaluate(value.of, fn):
            if isinstance(whole, Arr) and isinstance(key, Literal) and isinstance(key.value, int):
                for item in whole.array.items[key.value : key.value + 1]:
                    found += self._core.evaluate(item, whole.fn)
            elif isinstance(whole, Items):
                found.append(Inst(whole.cls))
            elif isinstance(whole, Ext) and not known:
                found.append(Ext(whole.form + "[]", whole.call, whole.fn))
            elif isinstance(whole, Func):  # among what a hook gives that was told the function
                found.append(whole)
            elif isinstance(whole, Obj) and not isinstance(key, Literal):
                for entry in whole.object.entries:
                    found += self._core.evaluate(entry.value, whole.fn)
        if all(map(self._is_bare, found)):
            found = [*self._growing.added(value.of, fn)] or found
        return found

    def _is_bare(self, part: Abstract) -> bool:
        """Whether nothing is known of a value but what it is from outside, or an interface that no
        class of the project has: closures may stand for it."""
        if not isinstance(part, Inst):
            return isinstance(part, Ext)
        declared = self._core.members.class_at(part.cls)
        return declared.kind == "interface" and not self._core.index.subclasses.get(declared.name)


def _calls_result(node: object) -> bool:
    """Whether a call is one of what another call gives back."""
    return isinstance(node, Call) and isinstance(node.callee, Call)
