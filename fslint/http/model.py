"""What the HTTP room knows: routes, requests to them, and where a browser ends up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fslint.flow import Span, Value
from fslint.link.index import Fn


class View(NamedTuple):
    """What answers a request: functions of the project, and for a class-based view its class,
    of the project or else by its last name, and the options that it is given. `unread` are files
    that hold it, where they are not among the flows. `is_page`: the functions make the page
    themselves, as NiceGUI's do. `gated`: who is not signed in is sent to the login page."""

    handlers: tuple[Fn, ...] = ()
    cls: Fn | None = None
    name: str = ""
    options: Mapping[str, Value] = {}
    unread: tuple[str, ...] = ()
    is_page: bool = False
    gated: bool = False


class Route(NamedTuple):
    """A URL that a server answers.

    `methods`: upper case, empty for any. `pattern`: as segments, `*` for a parameter and `**` for
    all that follows. `names`: those that it can be reversed by. `file` and `span`: where the route
    is declared.
    """

    methods: frozenset[str]
    pattern: tuple[str, ...]
    names: tuple[str, ...]
    view: View
    framework: str
    file: str
    span: Span


class Landing(NamedTuple):
    """Where a browser ends up after a request, redirects followed.

    `pages`: the functions that run in it: a template's module or an embedded page. `files`: the
    templates' files, also those that were not read. `elsewhere`: URLs that no route of the
    project answers. `routes`: those that were passed through. `data`: some answer is no page
    (the script that asked goes on). `sure`: every answer could be told. `unread`: files of the
    project that hold views on the way and are not among the flows. `sent`: some answer sends the
    browser on, though nobody may know where to.
    """

    pages: tuple[Fn, ...] = ()
    files: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    data: bool = False
    sure: bool = True
    unread: tuple[str, ...] = ()
    sent: bool = False


class Request(NamedTuple):
    """A request that code in the browser makes, and the routes that answer it.

    `fn` is the function it stands in, `method` upper case ('' where it is not known). `spelt`: the
    whole URL is known, but perhaps for its beginning. `onward`: where it asks to go on to.
    """

    fn: Fn
    span: Span
    method: str
    routes: tuple[Route, ...]
    spelt: bool = True
    onward: Landing | None = None
