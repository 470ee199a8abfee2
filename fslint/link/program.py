"""The linked program: what each step of each function means, and where to ask what it runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

from fslint.entries import GROUPS
from fslint.flow import (
    Argument,
    Assign,
    Call,
    Class,
    Closure,
    Function,
    Member,
    Name,
    Value,
)
from fslint.flow import Index as IndexValue
from fslint.link.abstract import Abstract, Cls, Ext, Func, Inst
from fslint.link.applying import Applying
from fslint.link.copied import takes_from_copy
from fslint.link.evaluate import Evaluator
from fslint.link.forwarding import Forwarding
from fslint.link.handed import GIVING, KEPT, HandedOver, Passed
from fslint.link.hooks import described, own_callbacks, told
from fslint.link.index import Fn, Index
from fslint.link.keyed import Keyed
from fslint.link.keys import WEB, Keys, Listening
from fslint.link.looped import looped
from fslint.link.modules import Modules
from fslint.link.outside import OutsideNames
from fslint.link.rendered import told_by_elements
from fslint.link.separate import Separate
from fslint.link.setters import Setters
from fslint.link.targets import Resolver, Targets
from fslint.link.thunks import Settled, settled
from fslint.link.traverse import hung_on, text_of
from fslint.vocabulary import Listener, Meaning, Runner, Vocabulary

TYPE_NAME = re.compile(r"[A-Z]\w*")


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
        self.index = index
        self.evaluator = Evaluator(index, modules, self._gives)
        self.keys = Keys(self)
        self.separate = Separate(self.flows, modules)
        self.setters = Setters(self.index, self.evaluator)
        self._resolver = Resolver(self)
        self._handed = HandedOver(self)
        self._forwarding = Forwarding(self)
        self._applying = Applying(self)
        self.keyed = Keyed(self)
        self._outside = OutsideNames(self.index)
        self._meanings: dict[Call | Assign, list[Meaning]] = {}
        self._runners: dict[Call, list[Runner]] = {}
        self._settled: dict[Call, Settled] = {}
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

    def _gives(self, forms: tuple[str, ...], language: str) -> tuple[str, tuple[int, ...]] | None:
        for runner in self.vocabulary.runners(forms, language):
            if runner.how in (*GIVING, KEPT):
                return runner.how, tuple(a for a in runner.args if isinstance(a, int))
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
                    yield from _kept_by(cls, value.name)
            given = self.index.passed_to.get(fn) if text_of(value.of)[:1].isupper() else None
            if given and any(p.fn == fn and p.how == KEPT for p in self.passed(given[1], given[0])):
                yield f"{text_of(given[1].callee)}().{value.name}"
        around = self.index.class_around(fn) if isinstance(value, Name) else None
        if around is not None and isinstance(value, Name):
            yield from _kept_by(around, value.id)
        text = text_of(value)
        if text and not self._of_a_file_system(value, fn):
            yield text

    def _of_a_file_system(self, value: Value, fn: Fn) -> bool:
        """Whether a callee begins with `FS`, and its file has that from a package of files."""
        while isinstance(value, Member | Call | IndexValue):
            value = value.callee if isinstance(value, Call) else value.of
        if not isinstance(value, Name) or not self.vocabulary.speaks_of("file-system", value.id):
            return False
        modules = [
            part.form.partition("#")[0]
            for part in self.evaluator.evaluate(value, fn)
            if isinstance(part, Ext) and "#" in part.form
        ]
        return any(self.vocabulary.speaks_of("file-system-module", one) for one in modules)

    def _stores(self, target: Value, fn: Fn) -> list[str]:
        """The forms of a store of which an assignment sets one entry: `keychain[]`."""
        if not isinstance(target, Member | IndexValue):
            return []
        return [f"{form}[]" for form in self.forms(target.of, fn)]

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
        """Resolves constants as seen from `fn`; a loop's variable is `each` of its constants."""
        return lambda value: looped(self.evaluator, self.evaluator.constant(value, fn), fn)

    def runners(self, call: Call, fn: Fn) -> list[Runner]:
        """How a call runs the functions that it is given."""
        known = self._runners.get(call)
        if known is None:
            forms = self.forms(call.callee, fn)
            known = self.vocabulary.runners(forms, self.language(fn), call, self.value_of(fn))
            self._runners[call] = known
        return known

    # Targets

    def targets(self, call: Call, fn: Fn) -> Targets:
        """The functions that a call runs."""
        return self._resolver.of(call, fn)

    def settled(self, call: Call, fn: Fn) -> Settled:
        """What hears of how the asynchronous action that a call runs ends."""
        known = self._settled.get(call)
        if known is None:
            known = self._settled[call] = settled(self, call, fn)
        return known

    def mutation(self, call: Call, fn: Fn) -> list[tuple[str, Fn]]:
        """The callbacks that a mutation hook runs around its operation, by key."""
        return own_callbacks(self, call, fn, self._resolver.mutation(call, fn))

    def told_hook(self, value: Value, fn: Fn) -> frozenset[Fn]:
        """The functions that the hook which gives a value was told by who uses it there."""
        return told(self, value, fn)

    # Meanings

    def meanings(self, step: Call | Assign, fn: Fn) -> list[Meaning]:
        """What a call or an assignment means by the vocabulary; [] for calls into the project."""
        known = self._meanings.get(step)
        if known is None:
            self._meanings[step] = []  # a function that hands on to itself comes back here
            known = self._meanings[step] = self._mean(step, fn)
        return known

    def _mean(self, step: Call | Assign, fn: Fn) -> list[Meaning]:
        language = self.language(fn)
        embedded = language == "javascript" and self.flows[fn.file].language == "python"
        platform = "web" if embedded else self.platform(fn.file)
        value_of = self.value_of(fn)
        installed = self.sdks(fn.file)
        if isinstance(step, Assign):
            forms = (*self._stores(step.target, fn), *self.forms(step.target, fn))
            found = self.vocabulary.assigns(forms, step, language, value_of, platform)
        else:
            targets = self.targets(step, fn)
            if told_by_elements(self, step.callee, fn):
                return []
            asked = described(self, step, fn) if language in WEB else None
            if asked is not None:
                request = Call(step.span, Name(step.span, "fetch"), (Argument(asked),), step.use)
                return self.meanings(request, fn)
            if targets.functions and targets.sure:
                if language not in WEB or len(targets.functions) != 1:
                    return []
                target = targets.functions[0]
                found = self._forwarding.meanings(step, fn, target)
                return found or self.keyed.meanings(step, fn, target)
            applied = self._applying.amounts_to(step, fn)
            if applied is not None:
                return self.meanings(applied, fn)
            if led := self._forwarding.given_ahead(step, fn):
                return led
            forms = self.forms(step.callee, fn)
            found = self.vocabulary.calls(forms, step, language, value_of, platform, installed)
            if step.new or self._told_of(step, fn) or self._is_plain_case(step, fn):
                found = [m for m in found if not m.entry.names]
            if targets.functions and not any(m.confidence == "high" for m in found):
                return []
            if any(m.entry.sdk for m in found) and self._forwarding.said_by_callers(step, fn):
                return []
            if found and takes_from_copy(self, step, fn):
                return []
            found = found or self._applying.called_first(step, forms, fn)
            told = any(m.entry.wrong or "cdp_reset" in m.entry.events for m in found)
            if told and self._is_namesake(step.callee, fn):
                packaged = [form for form in forms if "#" in form]
                found = self.vocabulary.calls(
                    packaged, step, language, value_of, platform, installed
                )
        if language in WEB and self.keyed.said_by_callers(step, fn):
            return []
        return [
            m for m in found if not m.entry.requires or installed.intersection(m.entry.requires)
        ]

    def _is_namesake(self, callee: Value, fn: Fn) -> bool:
        """Whether what a callee begins with was imported from a package that is neither
        Fullstory's nor, on the web, one that everybody knows."""
        while isinstance(callee, Member):
            callee = callee.of
        language = self.language(fn)
        if not isinstance(callee, Name) or language not in (*GROUPS["jvm"], *GROUPS["web"]):
            return False
        public = language in GROUPS["web"]
        parts = self.evaluator.lookup(callee.id, fn)
        return bool(parts) and all(
            isinstance(part, Ext)
            and "#" in part.form
            and "fullstory" not in part.form.lower()
            and not (public and self.vocabulary.speaks_of("public-package", part.form))
            for part in parts
        )

    def _told_of(self, call: Call, fn: Fn) -> bool:
        """Whether what a call makes is an event that another call sends: `dispatch(logout())`."""
        outer = self.index.outer.get(call)
        return outer is not None and bool(
            self.vocabulary.emits(self.forms(outer.callee, fn), outer, self.language(fn))
        )

    def _is_plain_case(self, call: Call, fn: Fn) -> bool:
        """Whether a call makes a case of an enum, and of none that stands for requests."""
        enums = self.keys.cases.made(call) if self.language(fn) == "swift" else []
        speaks_of = self.vocabulary.speaks_of
        return bool(enums) and not any(
            speaks_of("request-type", name.rpartition(".")[2])
            for enum in enums
            for name in (enum.name, *enum.bases)
        )

    def named_meanings(self, call: Call, fn: Fn) -> list[Meaning]:
        """What a call to a function of the project means by the names in its text alone."""
        if told_by_elements(self, call.callee, fn):
            return []
        text = text_of(call.callee)
        value_of = self.value_of(fn)
        platform = self.platform(fn.file)
        return self.vocabulary.calls((text,), call, self.language(fn), value_of, platform)

    def listens(self, call: Call, fn: Fn) -> list[Listener]:
        """What a call listens to. The answer to a logout that it hangs on is no stream of
        logouts, nor are the taps on a button: `api.logout().sink { … }`, `logout.rx.tap.bind`."""
        forms = self.forms(call.callee, fn)
        found = self.vocabulary.listens(forms, call, self.language(fn), self.value_of(fn))
        if not any(one.origin == "path" for one in found):
            return found
        hung = [*hung_on(call)]
        source = hung[-1].callee.of if isinstance(hung[-1].callee, Member) else None
        tapped = isinstance(source, Member) and self.vocabulary.speaks_of(
            "of-a-control", source.name
        )
        if tapped or any(self._ends_by_name(one, fn) for one in hung[1:]):
            return [one for one in found if one.origin != "path"]
        return found

    def _ends_by_name(self, call: Call, fn: Fn) -> bool:
        """Whether a call is called after a logout, or an operator whose function does one."""
        given = [Fn(fn.file, a.value.index) for a in call.args if isinstance(a.value, Closure)]
        inner = [(one, to) for to in given for one in self.index.calls[to]]
        return any(
            "sign_out" in meaning.events
            for one, to in ((call, fn), *inner)
            for meaning in self.named_meanings(one, to)
        )

    # Events by key

    def heard(self, key: str, fn: Fn, within: str = "") -> list[tuple[str, list[Listening]]]:
        """What an event of a key runs that `fn` sends: one list, or one for each of the apps that
        never run together, with that app. `within`: the app that the run is in so far."""
        listening = ((one.fn.file, one) for one in self.keys.listeners(key))
        return self.separate.alternatives(within, fn.file, listening)

    def listeners(self, key: str, fn: Fn) -> list[Listening]:
        """All that an event of a key may run that `fn` sends."""
        return list(dict.fromkeys(one for _, heard in self.heard(key, fn) for one in heard))

    # Functions handed over

    def passed(self, call: Call, fn: Fn) -> tuple[Passed, ...]:
        """The functions that a call is given, and how it runs each."""
        return self._handed.to_call(call, fn)

    def assigned(self, step: Assign, fn: Fn) -> tuple[Passed, ...]:
        """The functions that an assignment sets to be run: `window.onerror = report`."""
        return self._handed.by_assignment(step, fn)

    # Names

    def outside_names(self, fn: Fn) -> Iterable[str]:
        """The names by which other files may call a function: of an export, a member, an entry
        of an object; for a default export its file's."""
        return self._outside.of(fn)

    def owner_names(self, fn: Fn) -> Iterable[str]:
        """The names of a method's class, and of those of its bases that the project declares."""
        return self._outside.of_owner(fn)

    def imported_by_others(self, fn: Fn) -> bool:
        """Whether a file outside the linked ones speaks of a function by name."""
        name = self.function(fn).name
        return bool(name) and self.mentioned(name, fn.file)

    def mentioned(self, name: str, file: str) -> bool:
        """Whether a file other than `file` speaks of a name, linked or not."""
        return self._mentioned(name, file)

    def wrapped(self, fn: Fn) -> str:
        """The name of what a call makes of a function literal that runs it as it is: `save` for
        `const save = debounce(() => …)`; '' where there is no such name."""
        made = self.index.made.get(fn)
        given = self.evaluator.evaluate(made.call, made.fn) if made is not None else ()
        if made is None or not any(isinstance(p, Func) and p.fn == fn for p in given):
            return ""
        return made.key

    def place_name(self, fn: Fn) -> str:
        """How a function is called in reports: its name, its holder's key, or its file's name."""
        function = self.function(fn)
        name = function.name or self.wrapped(fn)
        if name:
            return name
        holder = self.index.holders.get(fn)
        if holder is not None and holder.key:
            return holder.key
        made = self.index.made.get(fn)
        if made is not None and made.key:
            return made.key
        if function.kind == "module":
            return posixpath.basename(fn.file)
        return "(anonymous)"


def _kept_by(cls: Class, name: str) -> Iterable[str]:
    """The forms of a property that its wrapper keeps, whosever wrapper that is:
    `UserDefault().token`."""
    values = (binding.value for binding in cls.fields.get(name, ()))
    return [text_of(v) for v in values if isinstance(v, Member) and isinstance(v.of, Call)]
