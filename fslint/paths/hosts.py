"""Where code runs: in the browser, or on a server, where no browser's SDK can be told anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fslint.link.index import Fn

if TYPE_CHECKING:
    from fslint.link.program import Program

SERVER = "use server"
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
BROWSERS = frozenset({"anonymize", "identify", "track", "describe", "stop", "cdp_reset"})
"""The events that happen in a browser only."""


def on_server(program: Program, fn: Fn) -> bool:
    """Whether a function of a script runs on a server: a server action, or code of a file that a
    framework runs there, or that imports what is only there. A script in a page that a server
    writes runs in the browser."""
    flow = program.flows[fn.file]
    if flow.language not in ("javascript", "typescript"):
        return False
    index = fn.index
    name = ""
    while index >= 0:
        function = flow.functions[index]
        if function.kind == "embedded":
            return False
        if SERVER in function.modifiers or _let_be_called(program, Fn(fn.file, index)):
            return True
        index, name = function.parent, function.name if index else name
    speaks_of = program.vocabulary.speaks_of
    if speaks_of("server-export", name) or _is_route_export(program, name, fn.file):
        return True
    answers = any(export.name in METHODS for export in flow.exports)
    imports = any(
        not one.type_only and speaks_of("server-module", one.module) for one in flow.imports
    )
    file = speaks_of("server-file", fn.file) or (answers and speaks_of("route-file", fn.file))
    return imports or file


def in_browser(program: Program, fn: Fn) -> bool:
    """Whether a function of a script stands in a file that makes what a browser shows."""
    speaks_of = program.vocabulary.speaks_of
    imports = program.flows[fn.file].imports
    return any(not one.type_only and speaks_of("client-module", one.module) for one in imports)


def before_pages(program: Program, fn: Fn) -> bool:
    """Whether a function of a script is what a framework runs on a server before its pages."""
    name = program.function(fn).name
    early = program.vocabulary.speaks_of("before-pages", name)
    return (early or _is_route_export(program, name, fn.file)) and on_server(program, fn)


def _is_route_export(program: Program, name: str, file: str) -> bool:
    """Whether a function at the top of a file is what Remix runs on a server for its route."""
    speaks_of = program.vocabulary.speaks_of
    imports = program.flows[file].imports
    return speaks_of("route-export", name) and any(
        speaks_of("route-module", one.module) for one in imports
    )


def is_action(program: Program, fn: Fn) -> bool:
    """Whether a function of a server is one that browsers may call."""
    functions = program.flows[fn.file].functions
    function = functions[fn.index]
    declared = function.parent == 0 and SERVER in functions[0].modifiers
    return declared or SERVER in function.modifiers or _let_be_called(program, fn)


def _let_be_called(program: Program, fn: Fn) -> bool:
    """Whether a framework is given a function to run on its server when browsers call it."""
    given = program.index.passed_to.get(fn)
    speaks_of = program.vocabulary.speaks_of
    return given is not None and any(
        speaks_of("server-function", form) for form in program.forms(given[1].callee, given[0])
    )
