"""Streams that a class keeps in a field: what is sent to one reaches those who listen to it.

A view model keeps `private val _done = SingleLiveEvent<Unit>()`, shows it as `val done: LiveData`,
and calls `_done.call()`; the screen observes `viewModel.done`. Compose's state may be a property
that is set and asked for as it is: `var done by mutableStateOf(false)`. Only what is sent for its
own sake counts: no value, a literal, an object that is spelt out; and of a state what a copy of it
changes to a literal (copies.py), for those who ask that of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fslint.entries import GROUPS
from fslint.flow import Argument, Assign, Binding, Call, Closure, Literal, Member, Name, Value
from fslint.link.abstract import Cls, Inst
from fslint.link.bound import last_binding
from fslint.link.callbacks import content_handler
from fslint.link.copies import Shown, asked_of_state, changed, parts_asked, shown_state
from fslint.link.index import Fn, last_name
from fslint.link.traverse import text_of

if TYPE_CHECKING:
    from fslint.link.program import Program

DEEPEST = 6
FOLLOWED = frozenset(GROUPS["mobile"]) | {"typescript"}
SHOWING = ("stream", "sink", "value")
NOTHING = frozenset({"Unit", "Void", "void"})


class Fields:
    """The streams in the fields of a program's classes."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._found: dict[str, list[tuple[str, str]]] | None = None
        self._settings: dict[int, Call] = {}
        self._open: set[str] | None = None
        self._values: dict[tuple[str, int], Value] = {}
        self._subjects: dict[tuple[str, Fn], str] = {}
        self._opening: set[Fn] = set()
        self._plain: set[str] = set()

    def sent(self, call: Call, fn: Fn) -> Iterator[str]:
        """The field that a call sends something to, or what it changes of the state in it."""
        callee = call.callee
        value = call.args[0].value if call.args else None
        if value is not None and self._emits(callee):
            copied = changed(self._program, value, fn)
            for cls in self._owners(callee, fn) if copied else ():
                for name, part in copied.items():
                    key = f"field:{cls}.state.{name}"
                    self._values[key, id(value)] = part
                    yield key
            return
        if not isinstance(callee, Member) or len(call.args) > 1:
            return
        if self._speaks("sending", callee):
            yield from self._sending(value, callee.of, fn)
        elif value is not None and self._speaks("changing", callee):
            yield from self._changing(value, callee.of, fn)

    def _emits(self, callee: Value) -> bool:
        """Whether a call gives out the state of the object that it stands in, as blocs do."""
        speaks_of = self._program.vocabulary.speaks_of
        return isinstance(callee, Name) and speaks_of("emitting-state", callee.id)

    def assigned(self, step: Assign, fn: Fn) -> Iterator[str]:
        """The field whose value an assignment sets: `_done.value = true`."""
        target = step.target
        if isinstance(target, Member) and target.name == "value":
            yield from self._sending(step.value, target.of, fn)
        elif self._is_plain(target, fn):
            yield from self._sending(step.value, target, fn)

    def _sending(self, value: Value | None, stream: Value, fn: Fn) -> Iterator[str]:
        copied = value is not None and changed(self._program, value, fn)
        if value is None or (self._is_told(value, fn) and not copied):
            for key in self._keys(stream, fn):
                if value is not None:
                    self._values[key, id(value)] = value
                yield key
        else:
            yield from self._changing(value, stream, fn)

    def _is_told(self, value: Value, fn: Fn) -> bool:
        """Whether what a value says can be told: it is spelt out, or an entry of an enum."""
        if _for_its_own_sake(value) or _is_object(value):
            return True
        if not isinstance(value, Member) or value.name[:1].isupper():
            return False
        return any(
            isinstance(part, Cls)
            and self._program.flows[part.cls.file].classes[part.cls.index].kind == "enum"
            for part in self._program.evaluator.evaluate(value.of, fn)
        )

    def _changing(self, value: Value, stream: Value, fn: Fn) -> Iterator[str]:
        copied = changed(self._program, value, fn)
        for key in self._keys(stream, fn) if copied else ():
            for name, part in copied.items():
                self._values[f"{key}.{name}", id(value)] = part
                yield f"{key}.{name}"

    def told(self, key: str, listener: Fn, sent: Value | None) -> tuple[str, Value] | None:
        """What a listener is told by something sent to a field: under which name it knows what, as
        `file:function:name`; one that opens an event first is told of what is in it."""
        value = self._values.get((key, id(sent)))
        if listener in self._opening and isinstance(value, Call) and len(value.args) == 1:
            value = value.args[0].value
        subject = self._subjects.get((key, listener))
        params = self._program.function(listener).params
        if subject is None and params and key.count(".") == 1:
            subject = f"{listener.file}:{listener.index}:{params[0].name}"
        return None if value is None or subject is None else (subject, value)

    def setting(self, step: Assign) -> Call:
        """The call that an assignment to a field's value amounts to."""
        known = self._settings.get(id(step))
        if known is None:
            argument = Argument(step.value)
            known = Call(step.span, step.target, (argument,), "dropped")
            self._settings[id(step)] = known
        return known

    def left_open(self, key: str) -> bool:
        """Whether nothing but null is followed of what is sent to a field, and more is sent: who
        hears it begins runs of its own."""
        if self._open is None:
            followed: dict[str, bool] = {}
            self._open = set()
            for fn, calls in self._program.index.calls.items():
                for call in calls:
                    callee = call.callee
                    if isinstance(callee, Member) and self._speaks("sending", callee):
                        values = tuple(argument.value for argument in call.args)
                        self._note(values, fn, self._keys(callee.of, fn), followed)
            for site in self._program.index.assigns_by_name.get("value", ()):
                step = site.node
                if isinstance(step, Assign) and isinstance(step.target, Member):
                    keys = self._keys(step.target.of, site.fn)
                    self._note((step.value,), site.fn, keys, followed)
            for name in sorted({key.rpartition(".")[2] for key in self._plain}):
                for site in self._program.index.assigns_by_name.get(name, ()):
                    if isinstance(site.node, Assign) and self._is_plain(site.node.target, site.fn):
                        keys = self._keys(site.node.target, site.fn)
                        self._note((site.node.value,), site.fn, keys, followed)
            self._open -= {key for key, told in followed.items() if told}
        return ".".join(key.split(".")[:2]) in self._open

    def _note(
        self, values: tuple[Value, ...], fn: Fn, keys: Iterator[str], followed: dict[str, bool]
    ) -> None:
        """Note what is sent to fields: whether it is followed, and says more than null."""
        plain = all(self._is_told(value, fn) for value in values)
        null = any(isinstance(v, Literal) and v.kind == "null" for v in values)
        assert self._open is not None
        for key in keys:
            if plain and len(values) < 2:
                followed[key] = followed.get(key, False) or not null
            else:
                self._open.add(key)

    def heard(self, call: Call, fn: Fn) -> Iterator[tuple[str, Value]]:
        """The field, or the part of a state in one, that a call listens to, with what is run."""
        callee = call.callee
        if not call.args or self._never_runs(fn):
            return
        listener = _listener(call)
        if call.args[0].value is not listener and any(a.label == "onData" for a in call.args):
            yield from ((key, listener) for key in self._keys(call.args[0].value, fn))
        elif isinstance(callee, Member) and self._speaks("hearing", callee):
            inner = content_handler(self._program.evaluator, listener, fn)
            if inner is not listener and isinstance(inner, Closure):
                self._opening.add(Fn(fn.file, inner.index))
            for key in self._keys(callee.of, fn):
                to = Fn(fn.file, inner.index) if isinstance(inner, Closure) else fn
                if to != fn and not self._program.function(to).params:
                    self._subjects[key, to] = f"{self._known_as(callee.of, fn)}.value"
                yield key, listener
                for name, subject in asked_of_state(self._program, listener, fn):
                    self._subjects[f"{key}.{name}", subject.listener] = subject.key
                    yield f"{key}.{name}", listener
        elif isinstance(callee, Name) and self._program.vocabulary.speaks_of(
            "hears-given-stream", callee.id
        ):
            for argument in call.args[:-1]:
                yield from ((key, listener) for key in self._keys(argument.value, fn))
        elif call.types and self._program.vocabulary.speaks_of("state-listener", last_name(callee)):
            for argument in call.args:
                if argument.label == "listener":
                    told = asked_of_state(self._program, argument.value, fn, place=1)
                    for name, subject in told:
                        key = f"field:{call.types[0]}.state.{name}"
                        self._subjects[key, subject.listener] = subject.key
                        yield key, argument.value
        elif self._program.vocabulary.speaks_of("effect-of-states", last_name(callee)):
            for dependency in call.args[:-1]:
                yield from self._watched(dependency.value, listener, fn)

    def _watched(self, value: Value, listener: Value, fn: Fn) -> Iterator[tuple[str, Value]]:
        """The field that an effect depends on, or the parts of the state in it that it asks for."""
        inner = Fn(fn.file, listener.index) if isinstance(listener, Closure) else None
        asked = parts_asked(self._program, inner, text_of(value)) if inner is not None else ()
        parts = dict.fromkeys(f".{name}" for name in asked)
        plain = self._shown_plainly(value, fn)
        for source in (*shown_state(self._program, value, fn), *plain):
            for key in self._keys(source.stream, fn):
                for part in (f".{source.name}",) if source.name else ("", *parts):
                    if inner is not None:
                        known = source.key if source.name else f"{source.key}{part}"
                        self._subjects[f"{key}{part}", inner] = known
                    yield f"{key}{part}", listener

    def _shown_plainly(self, value: Value, fn: Fn) -> Iterator[Shown]:
        """The property that an effect depends on, or the part of the state in it."""
        part = value.name if isinstance(value, Member) and value.name not in SHOWING else ""
        sources = [(value, "")]
        if isinstance(value, Member) and part:
            sources.append((value.of, part))
        for source, name in sources:
            bound = last_binding(self._program, source, fn) if isinstance(source, Name) else source
            if bound is not None and self._is_plain(bound, fn):
                yield Shown(bound, name, self._known_as(value, fn))

    def _is_plain(self, value: Value, fn: Fn) -> bool:
        """Whether a value is a property that holds a state and is set and asked for as it is."""
        self._table()
        return bool(self._plain) and any(key in self._plain for key in self._keys(value, fn))

    def _known_as(self, value: Value, fn: Fn) -> str:
        """Under which name a function knows what a value is."""
        root = text_of(value).partition(".")[0]
        functions = self._program.flows[fn.file].functions
        index = fn.index
        while index > 0 and root not in functions[index].bindings:
            index = functions[index].parent
        return f"{fn.file}:{index}:{text_of(value)}"

    def _never_runs(self, fn: Fn) -> bool:
        """Whether a function is a private method that nothing calls."""
        function = self._program.function(fn)
        hidden = function.kind == "method" and "private" in function.modifiers
        return hidden and not self._program.index.calls_by_name.get(function.name)

    def _speaks(self, topic: str, callee: Member) -> bool:
        return self._program.vocabulary.speaks_of(f"{topic}-stream", callee.name)

    def _keys(self, value: Value, fn: Fn) -> Iterator[str]:
        """The key of the field that a value is, through operators and what shows it."""
        if self._program.language(fn) not in FOLLOWED:
            return
        for _ in range(DEEPEST):
            callee = value.callee if isinstance(value, Call) else None
            if isinstance(value, Call) and isinstance(callee, Member):
                got = self._got(value)
                if got is not None:
                    value = got
                    break
                value = callee.of
            elif isinstance(value, Member) and value.name in SHOWING:
                value = value.of
            else:
                break
        name = last_name(value) if isinstance(value, Name | Member) else ""
        owners = self._table().get(name, ())
        if owners:
            known = self._owners(value, fn)
            for cls, root in owners:
                if cls in known or (not known and len(owners) == 1):
                    yield f"field:{cls}.{root}"

    def _got(self, call: Call) -> Member | None:
        """The field that Java's getter of it is called for: `getDone()` gives `done`."""
        callee = call.callee
        if not isinstance(callee, Member) or call.args or not callee.name.startswith("get"):
            return None
        name = callee.name[3:4].lower() + callee.name[4:]
        return Member(callee.span, callee.of, name, callee.at) if name in self._table() else None

    def _owners(self, value: Value, fn: Fn) -> set[str]:
        """The names of the classes whose field a value may be."""
        program = self._program
        of = value.of if isinstance(value, Member) else None
        if of is None or last_name(of) == "this":
            around = program.index.class_around(fn)
            return {around.name} if around is not None else set()
        return {
            program.flows[part.cls.file].classes[part.cls.index].name
            for part in program.evaluator.evaluate(of, fn)
            if isinstance(part, Inst | Cls)
        }

    def _table(self) -> dict[str, list[tuple[str, str]]]:
        """The classes that keep or show a stream under a name, each with the field that it is."""
        if self._found is None:
            self._found = {}
            for _, flow in sorted(self._program.flows.items()):
                topic = "stream" if flow.language in GROUPS["mobile"] else "plain-subject"
                for cls in flow.classes:
                    kept = {n for n, found in cls.fields.items() if self._is_stream(found, topic)}
                    plain = (n for n in kept if self._is_stream(cls.fields[n], "plain-state"))
                    self._plain.update(f"field:{cls.name}.{name}" for name in plain)
                    shown = {n: n for n in kept}
                    for name, found in cls.fields.items():
                        for binding in found if name not in kept else ():
                            if (root := _leaf(binding.value)) in kept:
                                shown[name] = root
                    for name, members in cls.methods.items():
                        for index in members:
                            returned = flow.functions[index].returns
                            if len(returned) == 1 and (root := _leaf(returned[0])) in kept:
                                shown[_property(name)] = root
                    for name, root in shown.items():
                        self._found.setdefault(name, []).append((cls.name, root))
        return self._found

    def _is_stream(self, bindings: list[Binding], topic: str) -> bool:
        """Whether a field is made as a stream, or as one of a topic."""
        return any(
            isinstance(b.value, Call) and self._program.vocabulary.speaks_of(topic, _maker(b.value))
            for b in bindings
        )


def _listener(call: Call) -> Value:
    """What a call is given that hears of what is sent: Dart's `listen` and `onEach` are given what
    hears of errors and of the end too."""
    told = [argument for argument in call.args if argument.label == "onData"]
    bare = [argument for argument in call.args if not argument.label]
    return (told or bare or call.args)[-1].value


def _maker(call: Call) -> str:
    """What a value is made with: `StreamController` of `StreamController.broadcast()`."""
    callee = call.callee
    if isinstance(callee, Member) and last_name(callee.of)[:1].isupper():
        return last_name(callee.of)
    return last_name(callee)


def _leaf(value: Value | None) -> str:
    """The field that operators are applied to: `_done` of `_done.asSharedFlow()`."""
    for _ in range(DEEPEST):
        callee = value.callee if isinstance(value, Call) else None
        if isinstance(callee, Member):
            value = callee.of
        elif isinstance(value, Member) and last_name(value.of) != "this":
            value = value.of
        else:
            break
    return last_name(value) if isinstance(value, Name | Member) else ""


def _property(getter: str) -> str:
    """The property that a getter is of, in Java by its name."""
    java = getter.startswith("get") and getter[3:4].isupper()
    return getter[3].lower() + getter[4:] if java else getter


def _is_object(value: Value) -> bool:
    """Whether a value is an object known by its name, as those of a sealed class are."""
    name = last_name(value) if isinstance(value, Name | Member) else ""
    return name[:1].isupper() and not name.isupper()


def _for_its_own_sake(value: Value) -> bool:
    """Whether what is sent says nothing but that it is sent, or is spelt out."""
    made = isinstance(value, Call) and all(
        _for_its_own_sake(a.value) or _is_object(a.value) for a in value.args
    )
    return isinstance(value, Literal) or made or last_name(value) in NOTHING
