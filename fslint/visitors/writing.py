"""The calls that a fix may write into a file, each with the imports that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from fslint.findings import App, Edit
from fslint.flow import FileFlow
from fslint.paths.facts import Facts
from fslint.visitors.app_wrappers import elsewhere, method_at_hand
from fslint.visitors.components import script_of, script_text
from fslint.visitors.flavour import (
    DIRECT,
    Receiver,
    anonymize_call,
    event_call,
    receiver_of,
    statement,
)
from fslint.visitors.imports import Needed, imports_sdk, own_import, script_import, sdk_import
from fslint.visitors.python_borders import statements_of
from fslint.visitors.python_flavour import ANONYMIZE, TRACK, python_import, way_of, written
from fslint.visitors.reaching import ANY, NATIVE, declares, imported_by, major_of, window_of
from fslint.visitors.statements import Statement
from fslint.visitors.wrappers import wrapper_call, wrapper_elsewhere

MOBILE = ("swift", "objc", "kotlin", "java", "dart")


class Written(NamedTuple):
    """A statement, and the edits that import what it names."""

    call: str
    edits: tuple[Edit, ...] = ()


class Writer(NamedTuple):
    """What is known where calls are to be written: `read` gives a file's text, `app_of` the app
    that it belongs to."""

    facts: Facts
    flow: FileFlow
    text: str
    read: Callable[[str], str]
    app_of: Callable[[str], App]
    at: Statement | None = None
    """The statement beside which something is to be written."""

    @property
    def style(self) -> str:
        """The text whose quotes and semicolons are kept."""
        return script_text(self.flow, self.text)

    def same_app(self, one: str, other: str) -> bool:
        """Whether two files are of one app."""
        return self.app_of(one) is self.app_of(other)

    def calls(self, what: str) -> Iterator[Written]:
        """The ways to write a call, the best one first: `anonymize` and `track` as the project
        does, anything else as it is given."""
        if what == "anonymize":
            own = next(self._own(), None)
            if own is not None:
                yield own
            yield from self._sdk(anonymize_call)
        elif what == "track":
            yield from self._sdk(event_call)
        else:
            yield Written(statement(what, self.flow, self.style))

    def python_calls(self, what: str) -> Iterator[Written]:
        """The same as statements of Python itself."""
        flow, text = self.flow, self.text
        if not statements_of(text):
            return
        wrapper = wrapper_call(self.facts, flow.path, python=True) if what == "anonymize" else ""
        own = method_at_hand(self.facts, self.at) if what == "anonymize" and self.at else None
        if wrapper or own is not None:
            yield Written(wrapper or (own.call if own else ""))
        elif what == "anonymize":
            needed = wrapper_elsewhere(self.facts, flow.path, text, self.same_app, python=True)
            if needed is not None:
                made = python_import(flow, text, needed.module, needed.name)
                yield Written(f"{needed.local}()", (made,))
        way = way_of(flow, text)
        if way is not None and what in (ANONYMIZE, TRACK):
            imports = [python_import(flow, text, way.module, "", way.name)] if way.module else []
            yield Written(written(what, way, text), tuple(imports))

    def _own(self) -> Iterator[Written]:
        """The calls of the project's own, the nearest first."""
        flow, at = self.flow, self.at
        call = wrapper_call(self.facts, flow.path)
        own = method_at_hand(self.facts, at) if at is not None and not call else None
        if call or own is not None:
            yield Written(statement(own.call if own else call, flow, self.style))
        needed = wrapper_elsewhere(self.facts, flow.path, self.text, self.same_app)
        made = script_import(flow, self.text, needed) if needed else None
        if needed and made:
            yield Written(statement(f"{needed.local}()", flow, self.style), (made,))
        own = elsewhere(self.facts, at, self.same_app) if at and flow.language in MOBILE else None
        if own is not None:
            made = own_import(flow, self.text, own.name, own.file, self.facts.program.flows)
            yield Written(statement(own.call, flow, self.style), (made,) if made else ())

    def _sdk(self, write: Callable[[FileFlow, str, Receiver], str]) -> Iterator[Written]:
        flow, text = self.flow, self.text
        if flow.language in MOBILE:
            call = write(flow, text, DIRECT)
            if flow.language == "dart" and self.at and "async" in self.at.function.modifiers:
                call = f"await {call}"
            made = None if imports_sdk(flow, text) else sdk_import(flow, text)
            if made is not None or imports_sdk(flow, text):
                yield Written(call, (made,) if made else ())
            return
        major = major_of(self.app_of(flow.path))
        window = window_of(flow, text, self._declared)
        receiver = receiver_of(flow, text, window, major)
        if self._in_markup():
            window = "window"
            receiver = receiver and receiver._replace(name=receiver.name.replace(ANY, window))
        if receiver is not None:
            yield Written(write(flow, self.style, receiver))
            return
        needed = self._needed(major)
        made = script_import(flow, text, needed) if needed else None
        if needed and made:
            functional = needed.name == "FullStory"
            yield Written(write(flow, self.style, Receiver(needed.local, functional)), (made,))
        elif not (needed and needed.module == NATIVE):
            yield Written(write(flow, self.style, Receiver(f"{window}.FS?.", True)))

    def _declared(self) -> bool:
        """Whether a typed script of the app says that the window has the SDK; found once."""
        root, known = self.app_of(self.flow.path).root, self.facts.windows
        if root not in known:
            known[root] = any(declares(one, self.read(one.path)) for one in self._others())
        return known[root]

    def _in_markup(self) -> bool:
        """Whether a call is for the markup of Svelte, which is not typed wherever its script is."""
        if not self.flow.path.endswith(".svelte"):
            return False
        script = script_of(self.flow, self.text)
        at = self.at.span.start if self.at is not None else -1
        return script is None or not script.span.start <= at < script.span.end

    def _needed(self, major: int) -> Needed | None:
        """The import of the SDK by which other scripts of the app call it, or that React Native
        needs."""
        flow = self.flow
        needed = imported_by(self._others(), major, self.read)
        phone = self.facts.program.platform(flow.path) == "react-native"
        if needed is None and (phone or any("react-native" in i.module for i in flow.imports)):
            return Needed(NATIVE, "default", "FullStory")
        return needed

    def _others(self) -> Iterator[FileFlow]:
        """The files of the app, in their order."""
        for path, flow in sorted(self.facts.program.flows.items()):
            if self.same_app(self.flow.path, path):
                yield flow
