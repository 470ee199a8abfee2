"""Which apps use Fullstory and identify their users, as their code says."""

from __future__ import annotations

from collections.abc import Callable

from fslint.findings import App
from fslint.link.program import Program
from fslint.snippet import snippet_of

CALLED = frozenset({"anonymize", "identify", "track", "stop", "misuse"})


def tell_apps(program: Program, app_of: Callable[[str], App], text: Callable[[str], str]) -> None:
    """Note in the apps what the flows of a program call, and which snippets stand in its files,
    each once; `app_of(file)` is a file's app, `text(file)` its text."""
    for path in program.flows:
        snippet = snippet_of(path, text(path))
        if snippet is not None:
            app = app_of(path)
            app.sdks += [snippet] if snippet not in app.sdks else []
            app.uses_fullstory = True
    for fn, calls in program.index.calls.items():
        app = app_of(fn.file)
        for call in calls:
            for meaning in program.meanings(call, fn):
                if meaning.entry.sdk or "anonymize" in meaning.events:
                    app.uses_fullstory |= bool(CALLED & set(meaning.events))
                    app.uses_fullstory |= bool(meaning.entry.wrong)
                    app.identifies |= "identify" in meaning.events
