"""Which functions a call runs, and which ones a mutation hook runs around its operation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from fslint.flow import Call, Closure, Function, Member, Name, Value
from fslint.link.abstract import BINDING, Arr, Cls, Ext, Func, Inst, Obj
from fslint.link.angularjs import provided_methods
from fslint.link.constructed import constructed
from fslint.link.controllers import controller_methods
from fslint.link.evaluate import Evaluator
from fslint.link.index import Fn, last_name
from fslint.link.injected import INJECTED, called_like, handed_in, in_template
from fslint.link.keys import WEB
from fslint.link.made_hooks import made_for, operators
from fslint.link.native import native_methods
from fslint.link.outside import CONSTRUCTORS
from fslint.link.packages import JVM
from fslint.link.selectors import overloads
from fslint.link.traverse import text_of
from fslint.link.wrapping import outermost

if TYPE_CHECKING:
    from fslint.link.program import Program

HOOK = re.compile(r"\buse([A-Z]\w*)Mutation\(\)")
HOOKS = re.compile(r"use[A-Z]")
BUILT_IN = frozenset(
    ["Object", "Array", "JSON", "Math", "Number", "String", "Promise", "Reflect", "Date", "Symbol"]
)
"""What the language itself gives every script."""
COMPONENTS = (".vue", ".svelte", ".astro")
"""Files of markup that hold their own scripts."""
OPTIONS = re.compile(r"[oO]ptions\(\)$")
OPERATING = frozenset({"mutate", "mutateAsync", "trigger"})
LAUNCHING = "ForActivityResult().launch"
"""What starts another activity on Android, and comes back to what was registered for its result."""
SPREADS = 4
CONTINUING = frozenset({"then", "catch", "finally"})
VARIABLE = re.compile(r"[A-Z][A-Z0-9]?")
"""What the variable of a generic type is called."""
PROPS = "props."
"""Before what a component is given."""
TYPED = frozenset({"dart", "swift", "kotlin", "java"})
"""Languages in which a name with a capital letter is a type's."""


class Targets(NamedTuple):
    """What a call runs. `functions`: of the project. `sure`: found by types, imports and scopes,
    not by a unique name. `external`: resolved to something that is not ours."""

    functions: tuple[Fn, ...]
    sure: bool
    external: bool


NOTHING = Targets((), True, False)
SHORTEST = 5
"""Letters that a name has at least which one function of an app alone may be known by."""


class Resolver:
    """Finds the functions that the calls of a program run."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._index = program.index
        self._evaluator = program.evaluator
        self._known: dict[Call, Targets] = {}

    def of(self, call: Call, fn: Fn) -> Targets:
        """The functions that a call that stands in `fn` runs."""
        known = self._known.get(call)
        if known is None:
            known = self._known[call] = self._resolve(call, fn)
        return known

    def _resolve(self, call: Call, fn: Fn) -> Targets:
        callee = call.callee
        if self._binds(callee, fn):
            return Targets((), True, False)
        found: list[Fn] = []
        external = False
        for part in self._evaluator.evaluate(callee, fn):
            if isinstance(part, Func):
                found.append(part.fn)
            elif isinstance(part, Cls):
                found += self._constructors(part.cls)
            elif isinstance(part, Ext):
                known = not VARIABLE.fullmatch(part.form.partition(".")[0])
                external |= "#" in part.form or (known and part.form != text_of(callee))
                found += self._operation(call, part, fn)
                found += operators(self._program, call, part)
            elif isinstance(part, Inst):
                found += self._method(part, ("invoke", "__call__", "callAsFunction", "call"))
        accepted = [target for target in found if self._evaluator.results.accepts(target, call, fn)]
        if found and not accepted:
            return Targets((), True, True)
        accepted = self._extended(accepted, call)
        found = self._overloads(outermost(self._index, accepted, fn), call)
        if found:
            waiting = self._index.chained.get(call)
            if call.use != "value" or (waiting and last_name(waiting.callee) in CONTINUING):
                bound = PROPS in text_of(callee)
                found += [thunk for one in found for thunk in self._thunks(one, bound)]
            return Targets(tuple(dict.fromkeys(found)), True, False)
        native = native_methods(self._index, self._program.forms(callee, fn)) if external else []
        if native:
            return Targets(tuple(native), True, False)
        named = controller_methods(self._evaluator, callee)
        if named:
            return Targets(tuple(named), True, False)
        provided = provided_methods(self._index, callee, fn) if isinstance(callee, Member) else []
        if provided:
            return Targets(tuple(provided[:1]), True, False)
        given = self._handed_in(callee, fn) if isinstance(callee, Member) else None
        if given is not None:
            return given
        shown = self._of_template(callee, fn)
        if shown:
            return Targets(shown, False, False)
        extended = self._extension(callee, fn) if isinstance(callee, Member) else None
        if extended is not None:
            return Targets((extended,), True, False)
        web = self._index.flows[fn.file].language in WEB
        made = constructed(self._index, callee, fn) if web and isinstance(callee, Member) else []
        if made:
            return Targets(tuple(made), True, False)
        if external or not isinstance(callee, Member):
            return Targets((), True, external)
        return self._by_name(call, callee, fn)

    def _extended(self, found: list[Fn], call: Call) -> list[Fn]:
        """The functions that a call may run; the extension of Kotlin that goes on to the only one
        where that asks for more: `fun Interactor<Unit>.invoke() = invoke(Unit)`."""
        only = self._index.function(found[0]) if len(found) == 1 and not call.args else None
        if only is None or not only.params or self._index.flows[found[0].file].language != "kotlin":
            return found
        if only.params[0].default is not None or only.params[0].type.endswith("[]"):
            return found
        onward = [
            other
            for other in self._index.functions_by_name.get(only.name, ())
            if self._index.function(other).receiver
            and not self._index.function(other).params
            and any(last_name(one.callee) == only.name for one in self._index.calls[other])
        ]
        return onward if len(onward) == 1 else found

    def _overloads(self, found: list[Fn], call: Call) -> list[Fn]:
        """The functions that a call may run; of some that are called alike in a class of the
        JVM, those that take its arguments."""
        if len(found) < 2 or any(self._index.flows[one.file].language not in JVM for one in found):
            return found
        alike: dict[tuple[str, int, str], list[Function]] = {}
        for one in found:
            function = self._index.function(one)
            alike.setdefault((one.file, function.owner, function.name), []).append(function)
        fitting = [one for each in alike.values() for one in overloads(each, call)]
        return [one for one in found if self._index.function(one) in fitting]

    def _binds(self, callee: Value, fn: Fn) -> bool:
        """Whether a call only makes a function of another one: `logout.bind(null, reason)`."""
        if not isinstance(callee, Member) or callee.name != BINDING:
            return False
        return any(isinstance(part, Func) for part in self._evaluator.evaluate(callee.of, fn))

    def _extension(self, callee: Member, fn: Fn) -> Fn | None:
        """The one extension function of that name that the app gives to types from outside."""
        name = callee.name
        if self._index.flows[fn.file].language != "kotlin" or not self._telling(name):
            return None
        named = (
            *self._index.functions_by_name.get(name, ()),
            *self._index.methods_by_name.get(name, ()),
        )
        found = {one for one in named if one != fn and self._index.function(one).receiver}
        return found.pop() if len(found) == 1 else None

    def _telling(self, name: str) -> bool:
        """Whether a name is one that few functions have."""
        common = self._program.vocabulary.speaks_of("common-name", name)
        return len(name) >= SHORTEST and not common

    def _handed_in(self, callee: Member, fn: Fn) -> Targets | None:
        """The one method of what a framework hands in under the receiver's name, sure where the
        receiver says that it is handed in."""
        if self._index.flows[fn.file].language not in WEB:
            return None
        named = f".{last_name(callee.of)}"
        forms = []
        for part in self._evaluator.evaluate(callee.of, fn):
            known = isinstance(part, Ext) and not part.form.endswith(named)
            if not isinstance(part, Ext) or (known and not INJECTED.search(part.form)):
                return None
            forms.append(part.form)
        given = handed_in(self._index, callee)
        found = [other for other in given if other != fn]
        said = bool(forms) and all(form.endswith("()") for form in forms)
        return Targets((found[0],), said, False) if len(found) == 1 else None

    def _of_template(self, callee: Value, fn: Fn) -> tuple[Fn, ...]:
        """The one function that a template without a script of its own calls; all that are called
        so and may be meant, where that is a logout."""
        flow = self._index.flows[fn.file]
        alone = not (flow.imports or flow.exports) and len(flow.functions[0].bindings) == 0
        if flow.language != "markup" or (fn.file.endswith(COMPONENTS) and not alone):
            return ()
        found = tuple(in_template(self._index, callee, fn.file))
        leaving = self._program.vocabulary.speaks_of("logout-url", last_name(callee))
        return found if len(found) == 1 or leaving else ()

    def _thunks(self, fn: Fn, bound: bool) -> Iterable[Fn]:
        """What a bound action creator runs besides: the thunk that it returns. One of a component's
        own props may ask for nothing."""
        for value in self._index.function(fn).returns:
            if isinstance(value, Closure):
                thunk = Fn(fn.file, value.index)
                params = self._index.function(thunk).params
                asks = params and params[0].name in ("dispatch", "getState")
                if asks or (bound and not params):
                    yield thunk

    def _constructors(self, cls: Fn) -> Iterable[Fn]:
        declared = self._index.flows[cls.file].classes[cls.index]
        for name in CONSTRUCTORS:
            for index in declared.methods.get(name, ()):
                yield Fn(cls.file, index)

    def _method(self, inst: Inst, names: Iterable[str]) -> Iterable[Fn]:
        for name in names:
            for part in self._evaluator.member(inst, name):
                if isinstance(part, Func):
                    yield part.fn

    def _operation(self, call: Call, part: Ext, fn: Fn) -> Iterable[Fn]:
        """`mutate()` of a mutation hook runs what the hook was given; what only sends events does
        not stand for what hears them."""
        if part.call is None or part.fn is None:
            return
        forms = (part.form, text_of(call.callee))
        if self._program.vocabulary.emits(forms, call, self._program.language(fn)):
            return
        name = part.form.rpartition(".")[2]
        if name in OPERATING or part.form.endswith(("[]", LAUNCHING)):
            found = {
                given: None
                for label, given in self._callbacks(part.call, part.fn)
                if label in ("", "mutationFn", "fetcher") or label.startswith("0")
            }
            found.update(dict.fromkeys(made_for(self._program, part.call, part.fn)))
            own = self._program.told_hook(call.callee, fn) if len(found) > 1 else frozenset()
            yield from [one for one in found if one in own] or found

    def _callbacks(self, call: Call, fn: Fn) -> Iterable[tuple[str, Fn]]:
        """The functions among a call's arguments, each with the key it stands under."""
        for argument in call.args:
            for part in self._evaluator.evaluate(argument.value, fn):
                if isinstance(part, Func):
                    yield argument.label, part.fn
                elif isinstance(part, Obj):
                    yield from functions_in(part, self._evaluator)
                elif isinstance(part, Ext) and part.call not in (None, call):
                    yield from self._told(part)
                elif isinstance(part, Arr):
                    for item in part.array.items:
                        for inner in self._evaluator.evaluate(item, part.fn):
                            if isinstance(inner, Obj):
                                yield from functions_in(inner, self._evaluator)

    def _told(self, options: Ext) -> Iterable[tuple[str, Fn]]:
        """What a call from outside was told that makes a hook's options: `logout.mutationOptions({
        onSuccess })`."""
        arguments = options.call.args if options.call is not None else ()
        for argument in arguments if OPTIONS.search(options.form) else ():
            for part in self._evaluator.evaluate(argument.value, options.fn or Fn("", 0)):
                if isinstance(part, Obj):
                    yield from functions_in(part, self._evaluator)

    def mutation(self, call: Call, fn: Fn) -> list[tuple[str, Fn]]:
        """The callbacks that a mutation hook runs around its operation, by key."""
        found: list[tuple[str, Fn]] = []
        for part in self._evaluator.evaluate(call.callee, fn):
            if isinstance(part, Ext) and part.call is not None and part.fn is not None:
                name = part.form.rpartition(".")[2]
                operates = name in OPERATING or part.form.endswith("[]")
                if operates or self._signs_out(call, part.call, fn):
                    found += self._callbacks(part.call, part.fn)
                    found += self._callbacks(call, fn)
                    found += self._started(part.form)
        return [(label, given) for label, given in found if label.startswith("on")]

    def _signs_out(self, call: Call, made: Call, fn: Fn) -> bool:
        """Whether a call is a sign-out that a hook has given, which was told what to do then."""
        hook = last_name(made.callee)
        told = made is not call and HOOKS.match(hook) is not None
        meanings = self._program.meanings(call, fn) if told else ()
        return any("sign_out" in meaning.events for meaning in meanings)

    def _started(self, hook: str) -> Iterable[tuple[str, Fn]]:
        """What an endpoint of an API does as its hook's function is called: `onQueryStarted` of
        `logout` for what `useLogoutMutation()` gives."""
        for name in HOOK.findall(hook):
            for fn, endpoint in self._index.endpoints.get(name[0].lower() + name[1:], ()):
                for label, given in self._callbacks(endpoint, fn):
                    if label == "onQueryStarted":
                        yield "onSuccess", given

    def _by_name(self, call: Call, callee: Member, fn: Fn) -> Targets:
        """The one method of that name in the app, where its receiver cannot be told."""
        name = callee.name
        language = self._index.flows[fn.file].language
        if not self._telling(name):
            return NOTHING
        if self._evaluator.evaluate(callee.of, fn) and not self._plain(callee.of, fn):
            return NOTHING
        if language in WEB and text_of(callee.of) in BUILT_IN:
            return NOTHING
        member_of_type = language == "objc" and isinstance(callee.of, Member)
        if (language in TYPED or member_of_type) and self._is_foreign(callee.of):
            return NOTHING
        found = [
            other
            for other in (
                *self._index.methods_by_name.get(name, ()),
                *(f for f in self._index.made_by_name.get(name, ()) if self._program.wrapped(f)),
            )
            if self._evaluator.names.same_family(language, other.file)
            and "abstract" not in self._index.function(other).modifiers
            and self._evaluator.results.accepts(other, call, fn)
        ]
        distinct = list(dict.fromkeys(found))
        if len(distinct) > 1 and language in WEB:
            distinct = called_like(self._index, last_name(callee.of), distinct)
        if len(distinct) == 1 and distinct[0] != fn:
            return Targets((distinct[0],), False, False)
        return NOTHING

    def _is_foreign(self, value: Value) -> bool:
        """Whether a value begins with a type that the project does not declare."""
        while isinstance(value, Member):
            value = value.of
        name = value.id if isinstance(value, Name) else ""
        return name[:1].isupper() and name not in self._index.classes_by_name

    def _plain(self, value: Value, fn: Fn) -> bool:
        """Whether all that is known of a value is its own text, or that its type is for who extends
        a class to say: `view: V?`."""
        text = text_of(value)
        return all(
            isinstance(part, Ext)
            and ((part.form == text and "(" not in text) or VARIABLE.fullmatch(part.form))
            for part in self._evaluator.evaluate(value, fn)
        )


def functions_in(obj: Obj, evaluator: Evaluator, depth: int = 0) -> Iterable[tuple[str, Fn]]:
    """The functions among an object's members, each with its key."""
    for entry in obj.object.entries:
        for inner in evaluator.evaluate(entry.value, obj.fn):
            if isinstance(inner, Func):
                yield entry.key, inner.fn
            elif isinstance(inner, Obj) and entry.kind == "spread" and depth < SPREADS:
                yield from functions_in(inner, evaluator, depth + 1)
