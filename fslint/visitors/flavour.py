"""How a file speaks to Fullstory: the calls to write into it, in the SDK and receiver it uses."""

from __future__ import annotations

import re

from fslint.flow import Call, FileFlow, Literal

EVENT = "User Logged Out"
_MOBILE = re.compile(
    r"import FullStory\b|<FullStory/|import com\.fullstory\.FS\b|package:fullstory_flutter/"
)
_FUNCTION = re.compile(r"(?<![\w.$])((?:window|globalThis)\.FS\?\.|(?:window|globalThis)\.FS|FS)\(")
_METHOD = re.compile(
    r"(?<![\w.$])((?:window|globalThis)\.FS\??|FS)\.(?:anonymize|identify|event|setUserVars)\("
)


def statement(call: str, flow: FileFlow, text: str) -> str:
    """A call as a statement of the file."""
    if flow.language in ("swift", "kotlin", "java", "dart", "objc"):
        return call + _end(flow)
    return call + _semicolon(text)


def anonymize_call(flow: FileFlow, text: str) -> str | None:
    """The statement that releases the identity, for this file; None where its SDK is not told."""
    if flow.language in ("swift", "objc", "kotlin", "java", "dart"):
        if not _MOBILE.search(text):
            return None
        if flow.language == "objc":
            return "[FS anonymize];"
        wait = "await " if flow.language == "dart" and "await FS." in text else ""
        return wait + "FS.anonymize()" + _end(flow)
    receiver, functional = _receiver(flow, text)
    if receiver is None:
        return None
    call = "('setIdentity', { anonymous: true })" if functional else ".anonymize()"
    return _quoted(receiver + call, text) + _semicolon(text)


def event_call(flow: FileFlow, text: str) -> str | None:
    """The statement that sends the logout event; None where the SDK is not told."""
    if not (_MOBILE.search(text) or flow.language in ("javascript", "typescript", "markup")):
        return None
    named: dict[str, str] = {
        "swift": f'FS.event("{EVENT}", properties: [:])',
        "objc": f'[FS event:@"{EVENT}" properties:@{{}}];',
        "kotlin": f'FS.event("{EVENT}", mapOf<String, Any>())',
        "java": f'FS.event("{EVENT}", java.util.Map.of());',
        "dart": f"{'await ' if 'await FS.' in text else ''}FS.event('{EVENT}');",
    }
    if flow.language in named:
        return named[flow.language]
    receiver, functional = _receiver(flow, text)
    if receiver is None:
        return None
    call = (
        f"('trackEvent', {{ name: '{EVENT}', properties: {{}} }})"
        if functional
        else f".event('{EVENT}', {{}})"
    )
    return _quoted(receiver + call, text) + _semicolon(text)


def is_async_form(call: Call) -> bool:
    """Whether a call is `FS('…Async', …)`."""
    first = call.args[0].value if call.args else None
    return isinstance(first, Literal) and str(first.value).endswith("Async")


def _receiver(flow: FileFlow, text: str) -> tuple[str | None, bool]:
    """What to call in JavaScript, and whether it is called itself, with an operation."""
    for imported in flow.imports:
        if imported.type_only:
            continue
        if imported.module == "@fullstory/react-native" and imported.name == "default":
            return imported.local, False
        if imported.module == "@fullstory/browser" and imported.name == "FullStory":
            return imported.local, True
        if imported.module == "@fullstory/browser" and imported.name == "*":
            return imported.local, False
    if any("react-native" in imported.module for imported in flow.imports):
        return None, False
    if flow.language not in ("javascript", "typescript", "markup", "python"):
        return None, False
    method, function = _METHOD.search(text), _FUNCTION.search(text)
    if method and not function:
        return method[1], False
    return (function[1] if function else "window.FS?."), True


def _quoted(call: str, text: str) -> str:
    return call.replace("'", '"') if text.count('"') > text.count("'") else call


def _semicolon(text: str) -> str:
    """A semicolon where most statements have one."""
    return ";" if text.count(";\n") * 2 >= text.count(")\n") else ""


def _end(flow: FileFlow) -> str:
    return ";" if flow.language in ("java", "dart", "objc") else ""
