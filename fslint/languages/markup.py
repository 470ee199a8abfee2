"""Markup to flow: HTML, Vue, Svelte, Astro and the templates of servers.

Script blocks and event attributes are JavaScript at their true places; elements that handle
events, link, submit or stand for a component are steps of the module's body.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from fslint.flow import (
    Attribute,
    Block,
    Call,
    Comment,
    Element,
    FileFlow,
    Function,
    Import,
    Literal,
    Member,
    Name,
    Op,
    Region,
    Span,
    Value,
)
from fslint.languages.markup_attributes import attribute, is_handler, is_link, plain_name, tag_value
from fslint.languages.markup_bindings import (
    CONNECTING,
    SCOPE,
    bindings,
    connected,
    is_binding,
    is_sent,
    scoped,
)
from fslint.languages.markup_blocks import Blocks
from fslint.languages.markup_component import bind_members
from fslint.languages.markup_controls import Control, understand
from fslint.languages.markup_events import in_turn
from fslint.languages.markup_expressions import read_expression
from fslint.languages.markup_helpers import (
    handed_on,
    helper_element,
    helper_imports,
    included,
    linked,
    script_module,
)
from fslint.languages.markup_lines import BODY, INHERITING, loaded, shows_body
from fslint.languages.markup_pieces import Hole, RawAttribute, Remark, Tag
from fslint.languages.markup_scanner import scan
from fslint.languages.markup_scripts import script
from fslint.languages.markup_source import Source, dialect_of

_SCRIPT_TYPES = frozenset(
    {"", "module", "text/javascript", "application/javascript", "text/ecmascript", "text/babel",
     "text/jsx", "text/typescript", "application/ecmascript", "application/x-javascript",
     "text/partytown", "text/plain", "module-shim"}
)  # fmt: skip
_RENAMED = re.compile(r"(\w+)\s+as\s+\w+")
_GIVEN_AS = re.compile(r"\b(?:import|as)\b(.*)", re.S)
_OWN = re.compile(r"\w+")
_GIVEN = re.compile(r"set\s+(\w+)\s*=\s*")
_WITH = re.compile(r"with\s")
_NAMED = re.compile(r"\b(\w+)\s*=(?!=)\s*")
_AS = re.compile(r"\sas\s+(\w+)[\s~+-]*$")
_FRONT_MATTER = re.compile(r"\ufeff?\s*---[ \t]*\r?\n")
_FRONT_MATTER_END = re.compile(r"^---[ \t]*\r?$", re.M)
_FOR_STATEMENTS = re.compile(r"(?:\A|[;{}\n])[ \t\r]*(\{\{[^{}\n]{1,200}\}\})[ \t\r;]*(?=\n|\Z)")
"""A value in the place of a script's statements."""
_ONWARD = re.compile(r"next|redirect|return|continue")
"""What fields of forms are called that say where to go next."""
_SENDING = frozenset(
    {("button", ""), ("button", "submit"), ("input", "submit"), ("input", "image")}
)
_NO_ELEMENT = frozenset({"script", "style", "link", "base", "title", "use", "template"})


def lower(path: str, text: str) -> FileFlow:
    """Read a markup file; `functions[0]` is what the page or the component's module runs."""
    place = Span(0, len(text))
    flow = FileFlow(path, "markup", [Function(0, "", place, "module", body_span=place, parent=-1)])
    source = Source(text, flow, dialect_of(path, text))
    flow.functions[0].body = _Page(source).read()
    if source.dialect.name == "vue":
        bind_members(flow)
    return flow


def read_html(
    text: str,
    at: Callable[[int], int],
    flow: FileFlow,
    parent: int,
    until: Callable[[int], int] | None = None,
) -> Block:
    """Read HTML that stands inside another file, in a string for instance.

    `at` maps an offset of `text` (also its length) to one of the file, and `until` the end of a
    place where that is not the next character's start. Functions, imports, comments and problems
    go to `flow`; the steps that the page runs are returned.
    """
    source = Source(text, flow, dialect_of("", text), parent, at, until=until)
    return _Page(source).read()


def read_part(flow: FileFlow, parent: int, text: str, place: Span) -> Block:
    """The steps of an Ember template that is a part of a script's text."""
    source = Source(text, flow, dialect_of("template.hbs", text), parent)
    return _Page(source).read(place)


class _Page:
    """One text being read. A component's script runs before its markup is made. `own`: the macros
    that it imports or declares, whatever helpers are called."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.blocks = Blocks(source)
        self.scripts: Block = []
        self.form = (0, 0)
        self.own: set[str] = set()
        self.inherits = False

    def read(self, part: Span | None = None) -> Block:
        source = self.source
        start = self._front_matter() if source.dialect.name == "astro" else 0
        whole = part or Span(start, len(source.text))
        pieces = scan(source, *whole)
        if source.dialect.component:
            for piece in pieces:
                if isinstance(piece, Tag) and piece.name == "script":
                    self._script(piece)
        for piece in pieces:
            if isinstance(piece, Hole):
                self._hole(piece)
            elif isinstance(piece, Remark):
                self._comment(piece)
            else:
                self._tag(piece, source.tag(piece.name))
        return [*self.scripts, *self.blocks.close()]

    def _front_matter(self) -> int:
        source = self.source
        opening = _FRONT_MATTER.match(source.text)
        if opening is None:
            return 0
        closing = _FRONT_MATTER_END.search(source.text, opening.end())
        if closing is None:
            source.problem(opening.start(), opening.end(), "the front matter is never closed")
            return 0
        source.typescript = True
        self.scripts.extend(script(source, opening.end(), closing.start(), True, True))
        return closing.end()

    def _comment(self, piece: Hole | Remark) -> None:
        place = self.source.span(piece.start, piece.end)
        text = self.source.text[piece.start : piece.end]
        self.source.flow.comments.append(Comment(place, text))

    def _tag(self, tag: Tag, name: str) -> None:
        if name not in _NO_ELEMENT:
            self._element(tag)
            for shown in tag.attributes:
                if shown.name in CONNECTING:
                    self.blocks.current.extend(connected(self.source, shown))
                module = loaded(shown.name, _text(self.source, shown))
                if module:
                    place = self.source.span(shown.start, shown.end)
                    self.source.flow.imports.append(Import("", module, "*", place))
        elif name == "script" and not self.source.dialect.component:
            self._script(tag)
        elif name == "template":
            self._template(tag)

    def _template(self, tag: Tag) -> None:
        language = _text(self.source, _attribute(tag, "lang"))
        if language not in ("", "html"):
            message = f"a template in {language} is not read"
            self.source.problem(tag.start, tag.end, message)

    def _script(self, tag: Tag) -> None:
        source = self.source
        kind = _text(source, _attribute(tag, "type")).strip().lower().partition(";")[0]
        if kind not in _SCRIPT_TYPES:
            return
        origin = _attribute(tag, "src") or _attribute(tag, "data-src")
        if origin is not None and origin.value != -1:
            module = script_module(attribute(source, origin)[1].value)
            if module:
                place = source.span(origin.start, origin.end)
                source.flow.imports.append(Import("", module, "*", place))
        if tag.content is None or (origin is not None and not source.dialect.component):
            return  # what stands beside a `src` is never run
        language = _text(source, _attribute(tag, "lang")) or kind.rpartition("/")[2]
        typescript = language in ("ts", "tsx", "typescript") or source.dialect.name == "astro"
        jsx = language in ("tsx", "jsx", "babel") or (
            source.dialect.name == "vue" and not typescript
        )
        known = len(source.flow.problems)
        if source.dialect.component:
            source.typescript = source.typescript or typescript
            self.scripts.extend(script(source, *tag.content, jsx, typescript))
        else:
            self.blocks.current.extend(script(source, *tag.content, jsx, typescript))
            for hole in _FOR_STATEMENTS.finditer(source.text[slice(*tag.content)]):
                place = source.span(*(tag.content[0] + at for at in hole.span(1)))
                source.flow.regions.append(Region("hole", "", place))
        if kind == "text/plain":
            del source.flow.problems[known:]  # it may be anything

    def _element(self, tag: Tag) -> None:
        source = self.source
        name = tag_value(source, tag.name, tag.start + 1)
        literal = isinstance(name, Literal)
        said = _text(source, _attribute(tag, "name")) if tag.name == "input" else ""
        tells = any(_tells(one) for one in tag.attributes) or _ONWARD.match(said)
        sends = self._sends(tag)
        if literal and "-" not in tag.name and not tells and sends is None:
            return
        found: list[Attribute] = []
        for raw in sorted(tag.attributes, key=is_sent):
            steps, handlers = bindings(source, raw, tag.name) if is_binding(raw.name) else ([], [])
            if not handlers:
                steps, made = attribute(source, raw)
                if raw.name == SCOPE:
                    scoped(source, made.value)
                handlers = [made]
            self.blocks.current.extend(steps)
            found += [one._replace(name=plain_name(one.name, tag.name)) for one in handlers]
        if sends is not None and _attribute(tag, "form") is None:
            found.append(sends)
        place = source.span(tag.start, tag.end)
        self.blocks.current.append(Element(place, name, tuple(in_turn(source, found))))

    def _sends(self, tag: Tag) -> Attribute | None:
        """Which form a button sends: the one around it, by its place, or that of its own `form`."""
        source = self.source
        if tag.name.lower() == "form":
            end = source.finder.find("</form", tag.end)
            self.form = (tag.start, len(source.text) if end == -1 else end)
        named = _attribute(tag, "form") is not None
        if source.dialect.component or (tag.start >= self.form[1] and not named):
            return None
        kind = _text(source, _attribute(tag, "type")).lower()
        if (tag.name.lower(), kind) not in _SENDING:
            return None
        start = source.span(self.form[0], self.form[1]).start
        place = source.span(tag.start, tag.end)
        return Attribute("form", Literal(place, "number", start), place)

    def _hole(self, hole: Hole) -> None:
        source = self.source
        control = understand(source, hole)
        if control.kind == "comment":
            self._comment(hole)
        elif control.kind == "include":
            place = source.span(hole.start, hole.end)
            for module in included(source, control):
                source.flow.imports.append(Import("", module, "*", place))
                if control.word == "extends":
                    self.inherits = True
                    source.flow.regions.append(Region("extends", module, place))
                    if hole.opener not in INHERITING:
                        continue
                    whole = source.span(0, len(source.text))  # what is inherited from shows it all
                    source.flow.regions.append(Region("block", BODY, whole))
                    source.flow.regions.append(Region("super", "", whole))
            said = source.text[control.start : control.end]
            named = _GIVEN_AS.search(said) if control.word in ("from", "import") else None
            self.own.update(_OWN.findall(named[1]) if named else ())
            if control.word == "from":
                for renamed in _RENAMED.finditer(said):
                    source.flow.regions.append(Region("use", renamed[1], place))
        elif control.kind == "value":
            self._value(hole, control)
        elif control.word == "macro" and control.kind == "open":
            self.own.update(_OWN.findall(source.text[control.start : control.end])[:1])
        self.blocks.take(hole, control)

    def _value(self, hole: Hole, control: Control) -> None:
        source = self.source
        if source.dialect.component:
            return
        if hole.opener == "{%" and _WITH.match(source.text, control.start, control.end):
            self._within(control)
        given = _GIVEN.match(source.text, control.start, control.end)
        start = control.start if given is None else given.end()
        found = read_expression(source, start, control.end)
        place = source.span(hole.start, hole.end)
        if shows_body(source.text, control.start, control.end):
            source.flow.regions.append(Region("block", BODY, place))
        self._named(hole, given, found)
        self._region(found, place, hole.opener == "{%")
        own = self._is_own(found)
        if isinstance(found, Call) and own:
            self.blocks.current.extend(linked(found, place))
        else:
            alone = hole.start >= self.form[1]
            element = helper_element(source, found, place, control.opens, alone)
            written = [] if element is None else [element]
            self.blocks.current.extend(written or handed_on(found, place, self.inherits))
        for module in helper_imports(found):
            source.flow.imports.append(Import("", module, "*", place))

    def _is_own(self, value: Value) -> bool:
        """Whether a value is what a macro of the project writes."""
        callee = value.callee if isinstance(value, Call) else None
        root = callee.of if isinstance(callee, Member) else callee
        return isinstance(root, Name) and root.id in self.own

    def _within(self, control: Control) -> None:
        """Keep what `{% with x = url_for('y'), z = x %}` gives names to; Django has no commas."""
        text = self.source.text
        found = list(_NAMED.finditer(text, control.start, control.end))
        ends = (*(given.start() for given in found[1:]), control.end)
        for given, end in zip(found, ends, strict=False):  # `with x as y` has none
            value = read_expression(self.source, given.end(), end)
            if _is_kept(value):
                self.source.named[given[1]] = value

    def _named(self, hole: Hole, given: re.Match[str] | None, found: Value) -> None:
        """Keep what a tag gives a name to: `{% set x = url_for('y') %}`, `{% url 'y' as x %}`."""
        named = given or _AS.search(self.source.text, hole.inner, hole.inner_end)
        if hole.opener == "{%" and named is not None and _is_kept(found):
            self.source.named[named[1]] = found

    def _region(self, found: Value, place: Span, tag: bool) -> None:
        """Keep where a template shows what it replaces, a macro, a value, or what a tag writes."""
        callee = found.callee if isinstance(found, Call) else found
        if not isinstance(callee, Name | Member):
            return
        name = callee.id if isinstance(callee, Name) else callee.name
        if name == "super":
            self.source.flow.regions.append(Region("super", "", place))
        else:
            kind = "use" if tag or isinstance(found, Call) else "value"
            self.source.flow.regions.append(Region(kind, name, place))


def _is_kept(value: Value) -> bool:
    """Whether a value says more than the name that a template gives it."""
    return isinstance(value, Call | Member) or (isinstance(value, Op) and value.op == "!")


def _tells(raw: RawAttribute) -> bool:
    known = is_handler(raw.name) or is_link(raw.name) or is_binding(raw.name)
    return known or raw.quote == "{" or raw.name == SCOPE


def _attribute(tag: Tag, name: str) -> RawAttribute | None:
    return next((one for one in tag.attributes if one.name.lower() == name), None)


def _text(source: Source, raw: RawAttribute | None) -> str:
    return source.text[raw.value : raw.value_end] if raw is not None and raw.value != -1 else ""
