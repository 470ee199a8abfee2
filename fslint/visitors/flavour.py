"""How a file speaks to Fullstory: the calls to write into it, in the SDK and receiver it uses."""

from __future__ import annotations

import re
from typing import NamedTuple

from fslint.flow import Call, FileFlow, Literal

EVENT = "User Logged Out"
_ROOT = (
    r"(?:window|globalThis|self|parent|top|\((?:window|globalThis) as any\)"
    r"|\(<any>(?:window|globalThis)\))"
)
_FUNCTION = re.compile(rf"(?<![\w.$])((?:{_ROOT}\.){{0,2}}FS|(?:{_ROOT}\.){{1,2}}FS\?\.)\(")
_BARE_IMPORT = re.compile(r"^import [^;\n]*['\"]\n", re.MULTILINE)
_ATTRIBUTE = re.compile(r"(?<=[\w:-]=)\"[^\"\n]*\"")
_METHODS = ("anonymize", "identify", "event", "setUserVars")
_METHOD = re.compile(rf"(?<![\w.$])({_ROOT}\.FS\??|FS)\.(?:{'|'.join(_METHODS)})\(")

_GUARDED = re.compile(
    rf"{_ROOT}\.FS\s{{0,9}}(?:&&|\)\s{{0,9}}[{{\w])|!\s?{_ROOT}\.FS\b"
    rf"|\btypeof (?:{_ROOT}\.)?FS\b|[\"']FS[\"'] in window"
)
"""A script asks first whether the SDK is there."""


def statement(call: str, flow: FileFlow, text: str) -> str:
    """A call as a statement of the file."""
    if flow.language in ("swift", "kotlin", "java", "dart", "objc"):
        return call + _end(flow)
    return call + _semicolon(text)


class Receiver(NamedTuple):
    """What is called in JavaScript, and whether it is called itself, with an operation."""

    name: str
    functional: bool


DIRECT = Receiver("FS", False)
FUNCTIONAL = 2
"""The first version of the browser's package that gives a function to call with operations."""


def anonymize_call(flow: FileFlow, text: str, receiver: Receiver) -> str:
    """The statement that releases the identity, for this file."""
    if flow.language == "objc":
        return "[FS anonymize];"
    if flow.language in ("swift", "kotlin", "java", "dart"):
        return "FS.anonymize()" + _end(flow)
    call = "('setIdentity', { anonymous: true })" if receiver.functional else ".anonymize()"
    return _ended(receiver.name + call, text)


def event_call(flow: FileFlow, text: str, receiver: Receiver) -> str:
    """The statement that sends the logout event."""
    named: dict[str, str] = {
        "swift": f'FS.event("{EVENT}", properties: [:])',
        "objc": f'[FS event:@"{EVENT}" properties:@{{}}];',
        "kotlin": f'FS.event("{EVENT}", mapOf<String, Any>())',
        "java": f'FS.event("{EVENT}", {_java_map(flow, text)});',
        "dart": f"FS.event('{EVENT}');",
    }
    if flow.language in named:
        return named[flow.language]
    call = (
        f"('trackEvent', {{ name: '{EVENT}', properties: {{}} }})"
        if receiver.functional
        else f".event('{EVENT}', {{}})"
    )
    return _ended(receiver.name + call, text)


def _java_map(flow: FileFlow, text: str) -> str:
    """A map of Java with nothing in it, which older phones know, or as the file makes them."""
    names = {f"{one.module}.{one.name}" for one in flow.imports} | {i.module for i in flow.imports}
    if "Map.of(" in text:
        return "Map.of()" if names & {"java.util.Map", "java.util.*"} else "java.util.Map.of()"
    known = names & {"java.util.Collections", "java.util.*"}
    return "Collections.emptyMap()" if known else "java.util.Collections.emptyMap()"


def is_async_form(call: Call) -> bool:
    """Whether a call is `FS('…Async', …)`."""
    first = call.args[0].value if call.args else None
    return isinstance(first, Literal) and str(first.value).endswith("Async")


def receiver_of(flow: FileFlow, text: str, window: str, major: int) -> Receiver | None:
    """What a script has at hand to call; None where it says nothing of it. `window` is how it
    reaches what is global, `major` the version of the browser's SDK, 0 if that is not known."""
    for imported in flow.imports:
        if imported.type_only:
            continue
        if imported.module == "@fullstory/react-native" and imported.name == "default":
            return Receiver(imported.local, False)
        if imported.module == "@fullstory/browser" and imported.name in ("FullStory", "default"):
            return Receiver(imported.local, not _by_methods(imported.local, text))
        if imported.module == "@fullstory/browser" and imported.name == "*":
            if major >= FUNCTIONAL:
                return Receiver(f"{imported.local}.FullStory", True)
            return Receiver(imported.local, False)
    if any("react-native" in imported.module for imported in flow.imports):
        return None
    method, function = _METHOD.search(text), _FUNCTION.search(text)
    if not method and not function:
        return None
    name = function[1] if function else method[1] if method else ""
    if flow.language in ("javascript", "typescript") and _GUARDED.search(text):
        root, dot, _ = name.rpartition(".FS")
        return Receiver(f"{root if dot else window}.FS{'?.' if function else '?'}", bool(function))
    return Receiver(name, bool(function))


def _by_methods(name: str, text: str) -> bool:
    """Whether a script calls methods of a name, and never the name itself."""
    return f"{name}(" not in text and any(f"{name}.{one}(" in text for one in _METHODS)


def quote_of(text: str) -> str:
    """The quote that a file uses more, but for the attributes of elements."""
    text = _ATTRIBUTE.sub("", text) if "</" in text or "/>" in text else text
    return '"' if text.count('"') > text.count("'") else "'"


def ends_with_semicolons(text: str) -> bool:
    """Whether most statements of a script do."""
    ends = text.replace("\r\n", "\n")
    without = ends.count(")\n") + sum(1 for _ in _BARE_IMPORT.finditer(ends))
    return ends.count(";\n") * 2 >= without


def _ended(call: str, text: str) -> str:
    """A call with the file's quotes, kept from what stands before and behind it."""
    call = call.replace("'", quote_of(text))
    if ends_with_semicolons(text):
        return f"{call};"
    return f";{call}" if call.startswith("(") else call


def _semicolon(text: str) -> str:
    return ";" if ends_with_semicolons(text) else ""


def _end(flow: FileFlow) -> str:
    return ";" if flow.language in ("java", "dart", "objc") else ""
