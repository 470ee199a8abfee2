"""The linked program: what each step of each function means, and what it runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from fslint.flow import (
    Array,
    Assign,
    Call,
    Closure,
    Function,
    Literal,
    Member,
    Name,
    Object,
    Value,
)
from fslint.link.abstract import Abstract, Arr, Cls, Ext, Func, Inst, Obj
from fslint.link.evaluate import Evaluator
from fslint.link.index import Fn, Index, last_name
from fslint.link.keys import Keys
from fslint.link.modules import Modules
from fslint.link.native import native_methods
from fslint.link.selectors import by_name
from fslint.link.setters import Setters
from fslint.link.traverse import deep, file_values, text_of
from fslint.vocabulary import Meaning, Runner, Vocabulary

TYPE_NAME = re.compile(r"[A-Z]\w*")
NEVER_RUNS = re.compile(r"(remove|off|un[a-z]|clear|cancel|detach|delete)[A-Z]?\w*$|off$")
HOOK = re.compile(r"\buse([A-Z]\w*)Mutation\(\)")
SPREADS = 4
CONSTRUCTORS = ("constructor", "init", "__init__")
HANDLER_KEY = re.compile(r"on[A-Z]|handle[A-Z]|action$|callback$|success$|error$|complete$|next$")
LISTENER = re.compile(r"^(?:set|add|register)|(?:Listener|Callback|Observer|Handler)s?$")
WAITING = re.compile(r"use[A-Z]|create[A-Z]|define[A-Z]|new[A-Z]|\w*(?:Observer|Listener)$")
ASKING = re.compile(
    r"(?i)alert|confirm|dialog|prompt|show|open|sheet|modal|mutate|submit|log_?out|sign_?out"
    r"|post|delete|request|fetch|ajax|save|run|execute|subscribe"
)


class Targets(NamedTuple):
    """What a call runs. `functions`: of the project. `sure`: found by types, imports and scopes,
    not by a unique name. `external`: resolved to something that is not ours."""

    functions: tuple[Fn, ...]
    sure: bool
    external: bool


class Passed(NamedTuple):
    """A function handed to a call, and how it is run: now, later, entry, same or unknown."""

    fn: Fn
    how: str
    trigger: str
    runner: Runner | None
    label: str


NOTHING = Targets((), True, False)


class Program:
    """Flows, linked. Facts about calls are computed once, when asked for."""

    def __init__(
        self,
        index: Index,
        modules: Modules,
        vocabulary: Vocabulary,
        platform: Callable[[str], str],
        sdks: Callable[[str], frozenset[str]],
        mentioned: Callable[[str, str], bool] = lambda name, file: False,
    ) -> None:
        """`platform(file)` and `sdks(file)` are what a file's app runs on and which packages it
        installs, `mentioned(name, file)` whether another file than `file` speaks of a name."""
        self.flows = index.flows
        self.vocabulary = vocabulary
        self.platform = platform
        self.sdks = sdks
        self._mentioned = mentioned
        self._keys: dict[str, frozenset[str]] = {}
        self.index = index
        self.evaluator = Evaluator(index, modules, self._same)
        self.keys = Keys(self)
        self.setters = Setters(self.index, self.evaluator)
        self._targets: dict[Call, Targets] = {}
        self._meanings: dict[int, list[Meaning]] = {}
        self._applied: dict[Call, Call | None] = {}
        self._passed: dict[Call, tuple[Passed, ...]] = {}
        self._assigned: dict[int, tuple[Passed, ...]] = {}
        self._forms: dict[tuple[int, Fn], tuple[str, ...]] = {}

    def function(self, fn: Fn) -> Function:
        """The function that `fn` names."""
        return self.index.function(fn)

    def language(self, fn: Fn) -> str:
        """The language a function is written in: its own where it is embedded in another's file."""
        flow = self.flows[fn.file]
        index = fn.index
        while index > 0:
            function = flow.functions[index]
            if function.kind == "embedded":
                return "javascript"
            index = function.parent
        return "javascript" if flow.language == "markup" else flow.language

    def _same(self, forms: tuple[str, ...], language: str) -> tuple[int, ...] | None:
        for runner in self.vocabulary.runners(forms, language):
            if runner.how == "same":
                return tuple(a for a in runner.args if isinstance(a, int))
        return None

    # Forms

    def forms(self, value: Value, fn: Fn) -> tuple[str, ...]:
        """The forms of a callee or of an assignment's target, most exact first."""
        key = (id(value), fn)
        known = self._forms.get(key)
        if known is None:
            known = self._forms[key] = tuple(dict.fromkeys(self._describe(value, fn)))
        return known

    def _describe(self, value: Value, fn: Fn) -> Iterable[str]:
        for part in self.evaluator.evaluate(value, fn):
            yield from self._names(part)
        if isinstance(value, Member):
            for part in self.evaluator.evaluate(value.of, fn):
                if isinstance(part, Inst | Cls):
                    cls = self.flows[part.cls.file].classes[part.cls.index]
                    yield f"{cls.name}.{value.name}"
        text = text_of(value)
        if text:
            yield text

    @staticmethod
    def _names(part: Abstract) -> Iterable[str]:
        if isinstance(part, Ext):
            yield f"{part.form}namespace" if part.form.endswith("#") else part.form
            _, hash_, path = part.form.partition("#")
            if hash_ and TYPE_NAME.match(path):
                yield path.replace("()", "")
                yield path
            elif hash_:
                yield path

    def value_of(self, fn: Fn) -> Callable[[Value], Value]:
        """Resolves constants as seen from `fn`."""
        return lambda value: self.evaluator.constant(value, fn)

    # Targets

    def targets(self, call: Call, fn: Fn) -> Targets:
        """The functions that a call runs."""
        known = self._targets.get(call)
        if known is None:
            known = self._targets[call] = self._resolve(call, fn)
        return known

    def _resolve(self, call: Call, fn: Fn) -> Targets:
        callee = call.callee
        found: list[Fn] = []
        external = False
        for part in self.evaluator.evaluate(callee, fn):
            if isinstance(part, Func):
                found.append(part.fn)
            elif isinstance(part, Cls):
                found += self._constructors(part.cls)
            elif isinstance(part, Ext):
                external |= "#" in part.form or part.form != text_of(callee)
                found += self._operation(call, part, fn)
            elif isinstance(part, Inst):
                found += self._method(part, ("invoke", "__call__", "callAsFunction", "call"))
        accepted = [target for target in found if self.evaluator.results.accepts(target, call, fn)]
        if found and not accepted:
            return Targets((), True, True)
        found = accepted
        if found:
            if call.use != "value":
                found += [thunk for target in found for thunk in self._thunks(target)]
            return Targets(tuple(dict.fromkeys(found)), True, False)
        native = native_methods(self.index, self.forms(callee, fn)) if external else []
        if native:
            return Targets(tuple(native), True, False)
        if external or not isinstance(callee, Member):
            return Targets((), True, external)
        return self._by_name(call, callee, fn)

    def _thunks(self, fn: Fn) -> Iterable[Fn]:
        """What a bound action creator runs besides: the thunk that it returns."""
        for value in self.function(fn).returns:
            if isinstance(value, Closure):
                thunk = Fn(fn.file, value.index)
                params = self.function(thunk).params
                if params and params[0].name in ("dispatch", "getState"):
                    yield thunk

    def _constructors(self, cls: Fn) -> Iterable[Fn]:
        declared = self.flows[cls.file].classes[cls.index]
        for name in CONSTRUCTORS:
            for index in declared.methods.get(name, ()):
                yield Fn(cls.file, index)

    def _method(self, inst: Inst, names: Iterable[str]) -> Iterable[Fn]:
        for name in names:
            for part in self.evaluator.member(inst, name):
                if isinstance(part, Func):
                    yield part.fn

    def _operation(self, call: Call, part: Ext, fn: Fn) -> Iterable[Fn]:
        """`mutate()` of a mutation hook runs what the hook was given; what only sends events does
        not stand for what hears them."""
        if part.call is None or part.fn is None:
            return
        forms = (part.form, text_of(call.callee))
        if self.vocabulary.emits(forms, call, self.language(fn)):
            return
        name = part.form.rpartition(".")[2]
        if name in ("mutate", "mutateAsync", "trigger") or part.form.endswith("[]"):
            for label, given in self._callbacks(part.call, part.fn):
                if label in ("", "mutationFn", "fetcher") or label.startswith("0"):
                    yield given

    def _callbacks(self, call: Call, fn: Fn) -> Iterable[tuple[str, Fn]]:
        """The functions among a call's arguments, each with the key it stands under."""
        for argument in call.args:
            for part in self.evaluator.evaluate(argument.value, fn):
                if isinstance(part, Func):
                    yield argument.label, part.fn
                elif isinstance(part, Obj):
                    yield from self._members(part)
                elif isinstance(part, Arr):
                    for item in part.array.items:
                        for inner in self.evaluator.evaluate(item, part.fn):
                            if isinstance(inner, Obj):
                                yield from self._members(inner)

    def _members(self, obj: Obj, depth: int = 0) -> Iterable[tuple[str, Fn]]:
        for entry in obj.object.entries:
            for inner in self.evaluator.evaluate(entry.value, obj.fn):
                if isinstance(inner, Func):
                    yield entry.key, inner.fn
                elif isinstance(inner, Obj) and entry.kind == "spread" and depth < SPREADS:
                    yield from self._members(inner, depth + 1)

    def mutation(self, call: Call, fn: Fn) -> list[tuple[str, Fn]]:
        """The callbacks that a mutation hook runs around its operation, by key."""
        found: list[tuple[str, Fn]] = []
        for part in self.evaluator.evaluate(call.callee, fn):
            if isinstance(part, Ext) and part.call is not None and part.fn is not None:
                name = part.form.rpartition(".")[2]
                if name in ("mutate", "mutateAsync", "trigger") or part.form.endswith("[]"):
                    found += self._callbacks(part.call, part.fn)
                    found += self._callbacks(call, fn)
                    found += self._started(part.form)
        return [(label, given) for label, given in found if label.startswith("on")]

    def _started(self, hook: str) -> Iterable[tuple[str, Fn]]:
        """What an endpoint of an API does as its hook's function is called: `onQueryStarted` of
        `logout` for what `useLogoutMutation()` gives."""
        for name in HOOK.findall(hook):
            for fn, endpoint in self.index.endpoints.get(name[0].lower() + name[1:], ()):
                for label, given in self._callbacks(endpoint, fn):
                    if label == "onQueryStarted":
                        yield "onSuccess", given

    def _by_name(self, call: Call, callee: Member, fn: Fn) -> Targets:
        """The one method of that name in the app, where its receiver cannot be told."""
        name = callee.name
        language = self.flows[fn.file].language
        if len(name) < 5 or self.vocabulary.speaks_of("common-name", name):
            return NOTHING
        if self.evaluator.evaluate(callee.of, fn) and not self._plain(callee.of, fn):
            return NOTHING
        found = [
            other
            for other in self.index.methods_by_name.get(name, ())
            if self.evaluator.names.same_family(language, other.file)
            and "abstract" not in self.function(other).modifiers
            and self.evaluator.results.accepts(other, call, fn)
        ]
        distinct = list(dict.fromkeys(found))
        if len(distinct) == 1 and distinct[0] != fn:
            return Targets((distinct[0],), False, False)
        return NOTHING

    def _plain(self, value: Value, fn: Fn) -> bool:
        """Whether all that is known of a value is its own text."""
        text = text_of(value)
        return all(
            isinstance(part, Ext) and part.form == text and "(" not in text
            for part in self.evaluator.evaluate(value, fn)
        )

    # Meanings

    def meanings(self, step: Call | Assign, fn: Fn) -> list[Meaning]:
        """What a call or an assignment means by the vocabulary; [] for calls into the project."""
        key = id(step)
        known = self._meanings.get(key)
        if known is None:
            known = self._meanings[key] = self._mean(step, fn)
        return known

    def _mean(self, step: Call | Assign, fn: Fn) -> list[Meaning]:
        language = self.language(fn)
        embedded = language == "javascript" and self.flows[fn.file].language == "python"
        platform = "web" if embedded else self.platform(fn.file)
        value_of = self.value_of(fn)
        installed = self.sdks(fn.file)
        if isinstance(step, Assign):
            forms = self.forms(step.target, fn)
            found = self.vocabulary.assigns(forms, step, language, value_of, platform)
        else:
            targets = self.targets(step, fn)
            if targets.functions and targets.sure:
                return []
            applied = self.applied(step, fn)
            if applied is not None:
                return self.meanings(applied, fn)
            forms = self.forms(step.callee, fn)
            found = self.vocabulary.calls(forms, step, language, value_of, platform, installed)
            if step.new or self._told_of(step, fn):
                found = [m for m in found if not m.entry.names]
            if targets.functions and not any(m.confidence == "high" for m in found):
                return []
            found = found or self._called_by(step, forms, fn)
        return [
            m for m in found if not m.entry.requires or installed.intersection(m.entry.requires)
        ]

    def _told_of(self, call: Call, fn: Fn) -> bool:
        """Whether what a call makes is an event that another call sends: `dispatch(logout())`."""
        outer = self.index.outer.get(call)
        return outer is not None and bool(
            self.vocabulary.emits(self.forms(outer.callee, fn), outer, self.language(fn))
        )

    def applied(self, call: Call, fn: Fn) -> Call | None:
        """The call that a call amounts to which is given its function and arguments: `f(x)` for
        `call(f, x)`, `o.f(x)` for `call([o, 'f'], x)`."""
        if call not in self._applied:
            forms = self.forms(call.callee, fn)
            runners = self.vocabulary.runners(forms, self.language(fn), call, self.value_of(fn))
            how = {runner.how for runner in runners}
            applied = _amounting(call) if "apply" in how and call.args else None
            self._applied[call] = applied or self._request(call, fn)
        return self._applied[call]

    def _called_by(self, call: Call, forms: tuple[str, ...], fn: Fn) -> list[Meaning]:
        """What a call means that only calls its first argument: `call(Keychain.reset, key)`."""
        callee = call.args[0].value if call.args else None
        if not isinstance(callee, Name | Member):
            return []
        runners = self.vocabulary.runners(forms, self.language(fn))
        if not any(runner.how == "now" and 0 in runner.args for runner in runners):
            return []
        return self.meanings(Call(call.span, callee, call.args[1:], call.use), fn)

    def _request(self, call: Call, fn: Fn) -> Call | None:
        """The request that calling a helper amounts to which was made from a URL."""
        for part in self.evaluator.evaluate(call.callee, fn):
            if not isinstance(part, Ext) or not part.form.endswith("()") or part.fn is None:
                continue
            made = part.call
            if made is None or made is call:
                continue
            forms = self.forms(made.callee, part.fn)
            for runner in self.vocabulary.runners(forms, self.language(fn)):
                first = runner.args[0] if runner.how == "request" else None
                if isinstance(first, int) and first < len(made.args):
                    asked = (made.args[first], *call.args)
                    return Call(call.span, Name(call.span, "fetch"), asked, call.use)
        return None

    def named_meanings(self, call: Call, fn: Fn) -> list[Meaning]:
        """What a call to a function of the project means by the names in its text alone."""
        text = text_of(call.callee)
        value_of = self.value_of(fn)
        platform = self.platform(fn.file)
        return self.vocabulary.calls((text,), call, self.language(fn), value_of, platform)

    # Functions handed over

    def passed(self, call: Call, fn: Fn) -> tuple[Passed, ...]:
        """The functions that a call is given, and how it runs each."""
        known = self._passed.get(call)
        if known is None:
            known = self._passed[call] = tuple(self._hand_over(call, fn))
        return known

    def assigned(self, step: Assign, fn: Fn) -> tuple[Passed, ...]:
        """The functions that an assignment sets to be run: `window.onerror = report`."""
        known = self._assigned.get(id(step))
        if known is None:
            known = self._assigned[id(step)] = tuple(self._set_handlers(step, fn))
        return known

    def _set_handlers(self, step: Assign, fn: Fn) -> Iterable[Passed]:
        name = text_of(step.target)
        for runner in self.vocabulary.runners(self.forms(step.target, fn), self.language(fn)):
            if "value" in runner.args:
                for part in self.evaluator.evaluate(step.value, fn):
                    if isinstance(part, Func):
                        yield Passed(part.fn, runner.how, runner.trigger, runner, name)

    def _hand_over(self, call: Call, fn: Fn) -> Iterable[Passed]:
        if not call.args or self.targets(call, fn).functions:
            return
        forms = self.forms(call.callee, fn)
        runners = self.vocabulary.runners(forms, self.language(fn), call, self.value_of(fn))
        listening = self.vocabulary.listens(forms, call, self.language(fn), self.value_of(fn))
        heard = {id(f) for one in listening if one.origin != "tests" for f in one.functions}
        for place, argument in enumerate(call.args):
            value = argument.value
            runner = next(
                (
                    r
                    for r in runners
                    if place in r.args
                    or argument.label in r.args
                    or (-1 in r.args and place == len(call.args) - 1)
                ),
                None,
            )
            if id(value) in heard and not (runner and runner.trigger == "auth-state"):
                continue
            for part in self.evaluator.evaluate(value, fn):
                if isinstance(part, Func) and self._handed(value, part.fn):
                    how = runner.how if runner else self._guess(call, part.fn, "")
                    how = "now" if how == "apply" else how
                    trigger = runner.trigger if runner else ""
                    yield Passed(part.fn, how, trigger, runner, argument.label)
                elif isinstance(part, Obj | Arr) and (runner is None or runner.how != "same"):
                    yield from self._nested(call, part, runner)
                elif isinstance(part, Inst) and runner is not None and runner.how == "entry":
                    yield from self._listening(call, part, runner)

    def _listening(self, call: Call, listener: Inst, runner: Runner) -> Iterable[Passed]:
        """The methods of a listener that are named after what it listens to: `onClick` of
        `setOnClickListener(this)`."""
        told = LISTENER.sub("", last_name(call.callee)).lower()
        cls = self.flows[listener.cls.file].classes[listener.cls.index]
        for name, methods in cls.methods.items():
            if told and told in name.lower():
                for index in methods:
                    fn = Fn(listener.cls.file, index)
                    yield Passed(fn, runner.how, runner.trigger, runner, name)

    def _handed(self, value: Value, given: Fn) -> bool:
        """Whether an argument is the function that it may stand for."""
        flow = self.flows[given.file]
        return isinstance(value, Closure) or by_name(self.function(given), flow.language)

    def _nested(self, call: Call, part: Obj | Arr, runner: Runner | None) -> Iterable[Passed]:
        holders = (
            [part]
            if isinstance(part, Obj)
            else [
                inner
                for item in part.array.items
                for inner in self.evaluator.evaluate(item, part.fn)
                if isinstance(inner, Obj)
            ]
        )
        for holder in holders:
            if not isinstance(holder.object, Object):
                continue
            for label, given in self._members(holder):
                how = runner.how if runner else self._guess(call, given, label)
                yield Passed(given, how, runner.trigger if runner else "", runner, label)

    def _guess(self, call: Call, given: Fn, label: str) -> str:
        """How a call that nothing is known of may run a function it is given.

        A hook's callbacks, and members of an object, wait for something to happen; a function
        given straight to a call is taken to run once that call is done.
        """
        name = last_name(call.callee)
        if NEVER_RUNS.match(name):
            return "never"
        if WAITING.match(name) or call.new:
            return "entry"
        if label:
            asks = ASKING.search(text_of(call.callee)) and HANDLER_KEY.match(label)
            return "callback" if asks else "entry"
        return "unknown"

    def outside_names(self, fn: Fn) -> Iterable[str]:
        """The names by which other files may call a function: of an export, a member, an entry
        of an object; for a default export its file's."""
        function = self.function(fn)
        flow = self.flows[fn.file]
        holder = self.index.holders.get(fn)
        if holder is not None:
            yield holder.key
        outer = flow.functions[function.parent] if function.parent > 0 else None
        if outer is not None and any(
            isinstance(value, Closure) and value.index == fn.index for value in outer.returns
        ):
            yield from self.outside_names(Fn(fn.file, outer.index))
        if function.owner >= 0 and function.name in CONSTRUCTORS:
            yield flow.classes[function.owner].name
        elif function.name and (
            function.owner >= 0 or function.parent == 0 or function.name in self._keys_in(fn.file)
        ):
            yield function.name
        for export in flow.exports:
            if export.name == "default" and isinstance(export.value, Closure | Name):
                stem = posixpath.basename(fn.file).partition(".")[0]
                yield stem if stem != "index" else posixpath.basename(posixpath.dirname(fn.file))

    def owner_names(self, fn: Fn) -> Iterable[str]:
        """The names of a method's class, and of those of its bases that the project declares."""
        function = self.function(fn)
        if function.owner >= 0:
            declared = self.flows[fn.file].classes[function.owner]
            yield declared.name
            bases = (base.rpartition(".")[2] for base in declared.bases)
            yield from (base for base in bases if base in self.index.classes_by_name)

    def _keys_in(self, file: str) -> frozenset[str]:
        """The keys of all objects of a file."""
        known = self._keys.get(file)
        if known is None:
            known = self._keys[file] = frozenset(
                entry.key
                for _, value in file_values(self.flows[file])
                for part in deep(value)
                if isinstance(part, Object)
                for entry in part.entries
            )
        return known

    def imported_by_others(self, fn: Fn) -> bool:
        """Whether a file outside the linked ones speaks of a function by name."""
        name = self.function(fn).name
        return bool(name) and self._mentioned(name, fn.file)

    def named(self, value: Value) -> str:
        """The text of a string literal or a name, for words that tell a kind."""
        if isinstance(value, Literal) and isinstance(value.value, str):
            return value.value
        return value.id if isinstance(value, Name) else text_of(value)

    def place_name(self, fn: Fn) -> str:
        """How a function is called in reports: its name, its holder's key, or its file's name."""
        function = self.function(fn)
        if function.name:
            return function.name
        holder = self.index.holders.get(fn)
        if holder is not None and holder.key:
            return holder.key
        if function.kind == "module":
            return posixpath.basename(fn.file)
        return "(anonymous)"


def _amounting(call: Call) -> Call:
    """`f(x)` of a call that is given `f` and `x`."""
    callee = call.args[0].value
    if isinstance(callee, Array) and len(callee.items) == 2:
        of, name = callee.items
        callee = name
        if isinstance(name, Literal) and isinstance(name.value, str):
            callee = Member(call.span, of, name.value, name.span)
    return Call(call.span, callee, call.args[1:], call.use)
