"""The calls that a fix may write into a file, each with the imports that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from fslint.findings import Edit
from fslint.flow import FileFlow
from fslint.paths.facts import Facts
from fslint.visitors.components import script_text
from fslint.visitors.flavour import (
    DIRECT,
    Receiver,
    anonymize_call,
    event_call,
    receiver_of,
    statement,
)
from fslint.visitors.imports import Needed, imports_sdk, script_import, sdk_import
from fslint.visitors.python_flavour import ANONYMIZE, TRACK, python_import, way_of, written
from fslint.visitors.wrappers import wrapper_call, wrapper_elsewhere

MOBILE = ("swift", "objc", "kotlin", "java", "dart")
BROWSER, NATIVE = "@fullstory/browser", "@fullstory/react-native"


class Written(NamedTuple):
    """A statement, and the edits that import what it names."""

    call: str
    edits: tuple[Edit, ...] = ()


class Writer(NamedTuple):
    """What is known where calls are to be written: `same_app` tells whether two files are of one
    app."""

    facts: Facts
    flow: FileFlow
    text: str
    same_app: Callable[[str, str], bool]

    @property
    def style(self) -> str:
        """The text whose quotes and semicolons are kept."""
        return script_text(self.flow, self.text)

    def calls(self, what: str) -> Iterator[Written]:
        """The ways to write a call, the best one first: `anonymize` and `track` as the project
        does, anything else as it is given."""
        if what == "anonymize":
            wrapper = wrapper_call(self.facts, self.flow.path)
            if wrapper:
                yield Written(statement(wrapper, self.flow, self.style))
            else:
                yield from self._imported_wrapper()
            yield from self._sdk(anonymize_call)
        elif what == "track":
            yield from self._sdk(event_call)
        else:
            yield Written(statement(what, self.flow, self.style))

    def python_calls(self, what: str) -> Iterator[Written]:
        """The same as statements of Python itself."""
        flow, text = self.flow, self.text
        wrapper = wrapper_call(self.facts, flow.path, python=True) if what == "anonymize" else ""
        if wrapper:
            yield Written(wrapper)
        elif what == "anonymize":
            needed = wrapper_elsewhere(self.facts, flow.path, text, self.same_app, python=True)
            if needed is not None:
                made = python_import(flow, text, needed.module, needed.name)
                yield Written(f"{needed.local}()", (made,))
        way = way_of(flow, text)
        if way is not None and what in (ANONYMIZE, TRACK):
            imports = [python_import(flow, text, way.module, "", way.name)] if way.module else []
            yield Written(written(what, way, text), tuple(imports))

    def _imported_wrapper(self) -> Iterator[Written]:
        needed = wrapper_elsewhere(self.facts, self.flow.path, self.text, self.same_app)
        made = script_import(self.flow, self.text, needed) if needed else None
        if needed and made:
            yield Written(statement(f"{needed.local}()", self.flow, self.style), (made,))

    def _sdk(self, write: Callable[[FileFlow, str, Receiver], str]) -> Iterator[Written]:
        flow, text = self.flow, self.text
        if flow.language in MOBILE:
            if imports_sdk(flow, text):
                yield Written(write(flow, text, DIRECT))
                return
            made = sdk_import(flow, text)
            if made is not None:
                yield Written(write(flow, text, DIRECT), (made,))
            return
        receiver = receiver_of(flow, text)
        if receiver is not None:
            yield Written(write(flow, self.style, receiver))
            return
        needed = self._needed()
        made = script_import(flow, text, needed) if needed else None
        if needed and made:
            functional = needed.name == "FullStory"
            yield Written(write(flow, self.style, Receiver(needed.local, functional)), (made,))
        elif not (needed and needed.module == NATIVE):
            yield Written(write(flow, self.style, Receiver("window.FS?.", True)))

    def _needed(self) -> Needed | None:
        """The import of the SDK that other scripts of the app have, or that React Native needs."""
        for other, flow in sorted(self.facts.program.flows.items()):
            for one in flow.imports:
                sdk = one.module in (BROWSER, NATIVE) and not one.type_only
                if (
                    sdk
                    and one.name in ("FullStory", "*", "default")
                    and self.same_app(self.flow.path, other)
                ):
                    return Needed(one.module, one.name, one.local)
        if any("react-native" in one.module for one in self.flow.imports):
            return Needed(NATIVE, "default", "FullStory")
        return None
