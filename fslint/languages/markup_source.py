"""What the rooms of the markup reader share: the dialects, and the text being read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from fslint.flow import FileFlow, Problem, Span, Value
from fslint.languages.cursor import PROBLEM_LIMIT
from fslint.languages.markup_lines import BOTTLE_HOLES, EXPRESSION, MAKO_HOLES, is_mako


class Dialect(NamedTuple):
    """What is special in a kind of markup file.

    `holes`: the delimiters of template tags, each opener with its closer; `@` stands for `@name`
    and `@name(…)`, limited to `directives` where those are given. `text_only`: attributes and
    scripts hold none of them. `braces`: `{…}` holds JavaScript in attributes (Svelte, Astro)
    and, where `text_braces`, in the text as well; where `foreign`, it is a template expression
    and no JavaScript (HEEx). `component`: the file is one component, whose
    markup uses the names of its script. `reactive`: a statement behind `$:` runs again as its
    values change. `glimmer`: a capital letter makes a tag a component, and `@name` is an argument
    of it. `xml`: `<script/>` closes itself.
    """

    name: str
    holes: dict[str, str]
    directives: frozenset[str] = frozenset()
    text_only: bool = False
    braces: bool = False
    text_braces: bool = False
    foreign: bool = False
    component: bool = False
    reactive: bool = False
    glimmer: bool = False
    xml: bool = False


SERVER_HOLES = {
    "{{!--": "--}}",
    "{{--": "--}}",
    "{{{": "}}}",
    "{!!": "!!}",
    "{{": "}}",
    "{%": "%}",
    "{#": "#}",
    "<%--": "--%>",
    "<%": "%>",
    "<?": "?>",
}
SERVER = Dialect("server", SERVER_HOLES)
PLAIN_HASH = Dialect("page", {k: v for k, v in SERVER_HOLES.items() if k != "{#"})
XHTML = PLAIN_HASH._replace(xml=True)
VUE = Dialect("vue", {"{{": "}}"}, text_only=True, component=True, xml=True)
SVELTE = Dialect(
    "svelte", {}, braces=True, text_braces=True, component=True, reactive=True, xml=True
)
ASTRO = Dialect("astro", {}, braces=True, component=True, xml=True)
BLADE_DIRECTIVES = frozenset({
    "if", "elseif", "else", "endif", "unless", "endunless", "auth", "endauth", "guest",
    "endguest", "isset", "endisset", "empty", "endempty", "foreach", "endforeach", "for",
    "endfor", "forelse", "endforelse", "while", "endwhile", "switch", "endswitch",
    "include", "includeIf", "includeWhen", "extends", "component", "json", "js", "vite",
    "csrf", "lang",
})  # fmt: skip
PHP_HOLES = {f"@php{mark}": "@endphp" for mark in ("\n", "\r", " ")}
BLADE = PLAIN_HASH._replace(
    name="blade", holes=PLAIN_HASH.holes | PHP_HOLES | {"@": ""}, directives=BLADE_DIRECTIVES
)
TAG_LIBRARIES = {f"<{prefix}:url": "/>" for prefix in ("c", "s", "spring")}
JSP = PLAIN_HASH._replace(holes=PLAIN_HASH.holes | TAG_LIBRARIES)
FREEMARKER = PLAIN_HASH._replace(holes=PLAIN_HASH.holes | {"<@spring.url": ">"})
HANDLEBARS = PLAIN_HASH._replace(name="handlebars", glimmer=True)
MAKO = Dialect("mako", MAKO_HOLES)
BOTTLE = Dialect("bottle", BOTTLE_HOLES)
CHAMELEON = Dialect("chameleon", {EXPRESSION: "}"}, xml=True)
RAZOR = Dialect("razor", {"@*": "*@", "@": ""})

_BY_SUFFIX = {
    ".vue": VUE,
    ".svelte": SVELTE,
    ".astro": ASTRO,
    ".xhtml": XHTML,
    ".cshtml": RAZOR,
    ".razor": RAZOR,
    ".vbhtml": RAZOR,
    ".php": PLAIN_HASH,
    ".phtml": PLAIN_HASH,
    ".erb": PLAIN_HASH,
    ".ejs": PLAIN_HASH,
    ".eex": PLAIN_HASH,
    ".leex": PLAIN_HASH,
    ".heex": PLAIN_HASH._replace(braces=True, foreign=True),
    ".jsp": JSP,
    ".jspf": JSP,
    ".ftl": FREEMARKER,
    ".ftlh": FREEMARKER,
    ".asp": PLAIN_HASH,
    ".aspx": PLAIN_HASH,
    ".hbs": HANDLEBARS,
    ".handlebars": HANDLEBARS,
    ".mustache": PLAIN_HASH,
    ".mako": MAKO,
    ".mak": MAKO,
    ".pt": CHAMELEON,
    ".tpl": BOTTLE,
}
_JINJA_TAG = re.compile(r"\{%|\{#-?[ \t\r\n]")


def dialect_of(path: str, text: str) -> Dialect:
    """The dialect of a file, by its name, and by its tags where the name does not tell."""
    lowered = path.lower()
    if lowered.endswith(".blade.php"):
        return BLADE
    suffix = "." + lowered.rpartition(".")[2]
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if _JINJA_TAG.search(text):
        return SERVER
    return MAKO if is_mako(text) else PLAIN_HASH


class Finder:
    """`str.find` that stays linear when the same needle is sought from many places.

    `dead`: no parenthesis that opens before this offset is worth closing again.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.dead = -1
        self._known: dict[str, tuple[int, int]] = {}

    def find(self, needle: str, start: int) -> int:
        """The offset of the first `needle` at or after `start`, or -1."""
        origin, found = self._known.get(needle, (len(self._text) + 1, 0))
        if origin <= start and (found == -1 or start <= found):
            return found
        found = self._text.find(needle, start)
        self._known[needle] = (start, found)
        return found


@dataclass(slots=True)
class Source:
    """A text on its way into a flow.

    `at` maps an offset of `text` to one of the file, None where they are the same; `until` does so
    for the end of a place, where that is not the next character's start. `parent` is the function
    that everything here runs in. `named`: what the names stand for that template tags have given
    to the results of calls.
    """

    text: str
    flow: FileFlow
    dialect: Dialect
    parent: int = 0
    at: Callable[[int], int] | None = None
    typescript: bool = False
    until: Callable[[int], int] | None = None
    finder: Finder = field(init=False)
    named: dict[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.finder = Finder(self.text)

    def tag(self, name: str) -> str:
        """A tag's name as it is compared: a component's may differ by its case alone."""
        return name if self.dialect.component or self.dialect.glimmer else name.lower()

    def span(self, start: int, end: int) -> Span:
        """The place in the file of `text[start:end]`."""
        if self.at is None:
            return Span(start, end)
        until = self.until if self.until is not None and end > start else self.at
        return Span(self.at(start), until(end))

    def problem(self, start: int, end: int, message: str) -> None:
        """Name something that was not read."""
        if len(self.flow.problems) < PROBLEM_LIMIT:
            self.flow.problems.append(Problem(self.span(start, end), message))
