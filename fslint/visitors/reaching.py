"""How the scripts of an app reach the SDK: by its global, or by what they import."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from fslint.findings import App
from fslint.flow import FileFlow, Import
from fslint.visitors.components import script_of
from fslint.visitors.flavour import FUNCTIONAL
from fslint.visitors.imports import Needed

BROWSER, NATIVE = "@fullstory/browser", "@fullstory/react-native"
ANY = "(window as any)"
"""How a typed script says that the window may have any name."""
_OBJECTS = ("FullStory", "*", "default")
_USED = r"(?:\(|\.(?!init\b|isInitialized\b)\w)"
_NUMBER = re.compile(r"\d+")
_DECLARED = re.compile(r"(?<![\w.$])window\.FS\b|\binterface Window\b[^}]{0,400}\bFS\??:")


def major_of(app: App) -> int:
    """The major version of the browser's SDK that an app installs; 0 where it cannot be told."""
    versions = (_NUMBER.search(sdk.version) for sdk in app.sdks if sdk.name == BROWSER)
    return next((int(found[0]) for found in versions if found), 0)


def window_of(flow: FileFlow, text: str, declared: Callable[[], bool]) -> str:
    """How a script names the global object on which it asks for the SDK.

    One that is typed says that any name may be there, unless a file of its app, as `declared`
    tells, speaks of that one.
    """
    named = not _typed(flow, text) or _DECLARED.search(text) is not None or declared()
    return "window" if named else ANY


def declares(flow: FileFlow, text: str) -> bool:
    """Whether a typed script says that the window has the SDK, or asks it for that."""
    return "FS" in text and _typed(flow, text) and _DECLARED.search(text) is not None


def imported_by(
    others: Iterable[FileFlow], major: int, read: Callable[[str], str]
) -> Needed | None:
    """The import by which files of an app call the SDK, in the form that the installed version
    has."""
    for one in others:
        for made in _calling(one, read):
            if made.module == BROWSER and major >= FUNCTIONAL and made.name != "FullStory":
                return Needed(BROWSER, "FullStory", "FullStory")
            if made.module == BROWSER and 0 < major < FUNCTIONAL:
                return Needed(BROWSER, "*", made.local)
            return Needed(made.module, made.name, made.local)
    return None


def _calling(flow: FileFlow, read: Callable[[str], str]) -> Iterator[Import]:
    """The imports of the SDK in a file that does more with them than to set it up."""
    for one in flow.imports:
        sdk = one.module in (BROWSER, NATIVE) and one.name in _OBJECTS
        used = rf"(?<![\w.$]){re.escape(one.local)}{_USED}"
        if sdk and not one.type_only and re.search(used, read(flow.path)):
            yield one


def _typed(flow: FileFlow, text: str) -> bool:
    """Whether a script is TypeScript."""
    script = script_of(flow, text)
    return script.typed if script is not None else flow.language == "typescript"
